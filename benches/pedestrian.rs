//! Agent-steps per second of the crowd kernel, and the time to find a field.
//!
//! The rooms are those of the peers' benchmark: a square room at 2 persons per m², one door in the middle of its
//! right wall through 0.4 m of wall, whoever is 0.4 m through has left. The school floor is 20 classrooms of 26
//! on either side of a 3 m corridor, 1,040 people.

mod crowd;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use crowd::{Case, run, uniform};
use hotwash::pedestrian::{
    Crowd, DeckSpec, Field, FlightSpec, Goal, Place, Point, Polygon, Segment, Venue, VenueSpec, Walker,
};

fn rectangle(low: Point, high: Point) -> [Segment; 4] {
    let (right_low, left_high) = ([high[0], low[1]], [low[0], high[1]]);
    [
        Segment::new(low, right_low),
        Segment::new(right_low, high),
        Segment::new(high, left_high),
        Segment::new(left_high, low),
    ]
}

/// Cuts `gap` (on a vertical wall) out of the walls it lies on.
fn cut(walls: &mut Vec<Segment>, x: f32, from: f32, to: f32) {
    let cut: Vec<Segment> = walls.extract_if(.., |w| w.a[0] == x && w.b[0] == x).collect();
    for wall in cut {
        let (low, high) = (wall.a[1].min(wall.b[1]), wall.a[1].max(wall.b[1]));
        if from >= low && to <= high {
            walls.push(Segment::new([x, low], [x, from]));
            walls.push(Segment::new([x, to], [x, high]));
        } else {
            walls.push(wall);
        }
    }
}

fn add(case: &mut Case, deck: u16, low: Point, high: Point, count: u32, field: u16) {
    let (w, h) = (high[0] - low[0] - 0.7, high[1] - low[1] - 0.7);
    let columns = (count as f32 * w / h).sqrt().ceil() as u32;
    let rows = count.div_ceil(columns);
    for i in 0..count {
        let ordinal = case.people;
        case.people += 1;
        let at = |n: u32, of: u32, size: f32| size * n as f32 / (of - 1).max(1) as f32;
        // A sum of twelve uniform numbers stands for the normal distribution N(1.34, 0.26).
        let normal = (0..12).map(|k| uniform(k, u64::from(ordinal))).sum::<f64>() as f32 - 6.0;
        let flat_m_s = (1.34 + 0.26 * normal).clamp(0.5, 2.2);
        case.crowd.insert(
            &case.venue,
            Walker {
                ordinal,
                place: Place::Deck(deck),
                position: [
                    low[0] + 0.35 + at(i / rows, columns, w),
                    low[1] + 0.35 + at(i % rows, rows, h),
                ],
                radius_m: 0.18,
                flat_m_s,
                up_m_s: 0.5 * flat_m_s,
                down_m_s: 0.6 * flat_m_s,
                field: Some(field),
            },
        );
    }
}

fn room(people: u32, door_m: f32) -> Case {
    let side = (people as f32 / 2.0).sqrt();
    let (from, to) = (0.5 * (side - door_m), 0.5 * (side + door_m));
    let mut walls = rectangle([0.0, 0.0], [side, side]).to_vec();
    cut(&mut walls, side, from, to);
    walls.extend([
        Segment::new([side, from], [side + 1.4, from]),
        Segment::new([side, to], [side + 1.4, to]),
        Segment::new([side + 1.4, from], [side + 1.4, to]),
    ]);
    let deck = DeckSpec {
        elevation_m: 0.0,
        walkable: vec![
            Polygon::rectangle([0.0, 0.0], [side, side]),
            Polygon::rectangle([side, from], [side + 1.4, to]),
        ],
        walls,
    };
    let venue = Venue::new(&VenueSpec {
        decks: vec![deck],
        ..VenueSpec::default()
    })
    .expect("the room is sound");
    let goal = Goal::area(0, Polygon::rectangle([side + 0.4, from], [side + 1.4, to]));
    let fields = vec![Field::solve(&venue, goal)];
    let mut case = Case {
        venue,
        fields,
        crowd: Crowd::new(),
        people: 0,
    };
    add(&mut case, 0, [0.0, 0.0], [side, side], people, 0);
    case
}

/// A wing of 40 classrooms on `levels` decks, 3.4 m apart, joined by a straight flight at either end.
fn school(levels: u16) -> (VenueSpec, Vec<(Point, Point)>) {
    let (room_m, depth_m, half_m, thick_m) = (9.0_f32, 7.0_f32, 1.5_f32, 0.2_f32);
    let length_m = 20.0 * (room_m + thick_m) + thick_m;
    let mut rooms = Vec::new();
    let mut deck = DeckSpec::default();
    deck.walkable
        .push(Polygon::rectangle([-10.0, -half_m], [length_m + 10.0, half_m]));
    for end in [-10.0, length_m + 10.0] {
        deck.walls.push(Segment::new([end, -half_m], [end, half_m]));
    }
    for side in [-1.0_f32, 1.0] {
        let (near, far) = (side * (half_m + thick_m), side * (half_m + thick_m + depth_m));
        let mut corridor_wall_from = -10.0;
        for k in 0..20 {
            let x = thick_m + k as f32 * (room_m + thick_m);
            let (from, to) = (x + room_m - 1.5, x + room_m - 0.6);
            let (low, high) = ([x, near.min(far)], [x + room_m, near.max(far)]);
            rooms.push((low, high));
            deck.walkable.push(Polygon::rectangle(low, high));
            let wall = side * half_m;
            deck.walkable
                .push(Polygon::rectangle([from, wall.min(near)], [to, wall.max(near)]));
            deck.walls.extend([
                Segment::new([x, near], [x, far]),
                Segment::new([x, far], [x + room_m, far]),
                Segment::new([x + room_m, far], [x + room_m, near]),
                Segment::new([x, near], [from, near]),
                Segment::new([to, near], [x + room_m, near]),
                Segment::new([from, wall], [from, near]),
                Segment::new([to, wall], [to, near]),
                Segment::new([corridor_wall_from, wall], [from, wall]),
            ]);
            corridor_wall_from = to;
        }
        deck.walls.push(Segment::new(
            [corridor_wall_from, side * half_m],
            [length_m + 10.0, side * half_m],
        ));
    }
    let mut spec = VenueSpec::default();
    for level in 0..levels {
        spec.decks.push(DeckSpec {
            elevation_m: 3.4 * f32::from(level),
            ..deck.clone()
        });
        if level > 0 {
            // The flights run over the ends of the corridor below.
            for (foot, head) in [(-8.0, -2.0), (length_m + 8.0, length_m + 2.0)] {
                spec.flights.push(FlightSpec {
                    lower_deck: level - 1,
                    upper_deck: level,
                    lower_edge: Segment::new([foot, -half_m], [foot, half_m]),
                    upper_edge: Segment::new([head, -half_m], [head, half_m]),
                    rise_m: 3.4,
                    capacity: None,
                    open: true,
                });
            }
        }
    }
    (spec, rooms)
}

fn school_floor() -> Case {
    let (spec, rooms) = school(1);
    let venue = Venue::new(&spec).expect("the school is sound");
    let end = 20.0 * 9.2 + 0.2;
    let left = Goal::area(0, Polygon::rectangle([-10.0, -1.5], [-9.0, 1.5]));
    let right = Goal::area(0, Polygon::rectangle([end + 9.0, -1.5], [end + 10.0, 1.5]));
    let fields = vec![Field::solve(&venue, left), Field::solve(&venue, right)];
    let mut case = Case {
        venue,
        fields,
        crowd: Crowd::new(),
        people: 0,
    };
    for (low, high) in rooms {
        add(&mut case, 0, low, high, 26, u16::from(low[0] > 0.5 * end));
    }
    case
}

fn crowds(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("agent_steps");
    group.sample_size(10);
    for (name, case, most_steps) in [
        ("room_1k_door_2m_to_the_end", room(1_000, 2.0), 20_000),
        ("room_10k_door_10m_first_20s", room(10_000, 10.0), 400),
        ("room_100k_door_100m_first_5s", room(100_000, 100.0), 100),
        ("school_floor_1040_to_the_end", school_floor(), 20_000),
    ] {
        let mut counted = case.clone();
        let agent_steps = run(&mut counted, most_steps);
        println!(
            "{name}: {agent_steps} agent-steps, {} of {} left inside",
            counted.crowd.len(),
            case.people
        );
        group.throughput(Throughput::Elements(agent_steps));
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
            bencher.iter_batched(
                || case.clone(),
                |mut case| run(&mut case, most_steps),
                criterion::BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

fn fields(criterion: &mut Criterion) {
    let hall = |level: u16| {
        let (low, high) = ([0.0, 0.0], [60.0, 40.0]);
        let mut walls = rectangle(low, high).to_vec();
        // Rooms along a corridor in the middle, doors 1 m.
        for y in [18.0, 22.0] {
            for k in 0..8 {
                let x = 7.5 * k as f32;
                walls.push(Segment::new([x, y], [x + 3.0, y]));
                walls.push(Segment::new([x + 4.0, y], [x + 7.5, y]));
                let wall = if y < 20.0 { (0.0, y) } else { (y, 40.0) };
                walls.push(Segment::new([x, wall.0], [x, wall.1]));
            }
        }
        DeckSpec {
            elevation_m: 3.4 * f32::from(level),
            walkable: vec![Polygon::rectangle(low, high)],
            walls,
        }
    };
    let flight = |lower_deck: u16, x: f32| FlightSpec {
        lower_deck,
        upper_deck: lower_deck + 1,
        lower_edge: Segment::new([x, 19.0], [x, 21.0]),
        upper_edge: Segment::new([x + 6.0, 19.0], [x + 6.0, 21.0]),
        rise_m: 3.4,
        capacity: None,
        open: true,
    };
    let spec = VenueSpec {
        decks: (0..3).map(hall).collect(),
        openings: Vec::new(),
        flights: vec![flight(0, 5.0), flight(0, 45.0), flight(1, 5.0), flight(1, 45.0)],
    };
    let venue = Venue::new(&spec).expect("the school is sound");
    let goal = Goal::area(0, Polygon::rectangle([0.0, 18.5], [1.0, 21.5]));
    let mut field = Field::solve(&venue, goal);
    let far = field.cost_s(&venue, Place::Deck(2), [58.0, 38.0]);
    println!("field of three levels of 60 m by 40 m: {far:?} s from the farthest corner");
    criterion.bench_function("field/three_levels_60x40", |bencher| {
        bencher.iter(|| field.solve_again(&venue));
    });
    criterion.bench_function("venue/three_levels_60x40", |bencher| {
        bencher.iter(|| Venue::new(&spec).is_ok());
    });
}

criterion_group!(benches, crowds, fields);
criterion_main!(benches);
