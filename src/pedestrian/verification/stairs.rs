//! Stairs.

use super::super::scene::{Scene, dog_leg, straight_stair};
use super::super::{ClimbCapacity, FlightSpec, Goal, Place, Point, Polygon, Portal, Segment, VenueSpec};

/// Whether a place and a point belong together, with 5 cm of grace.
fn stands_on_it(spec: &VenueSpec, place: Place, p: Point) -> bool {
    let grace = [[0.0, 0.0], [0.05, 0.0], [-0.05, 0.0], [0.0, 0.05], [0.0, -0.05]];
    let on = |polygon: &Polygon| grace.iter().any(|g| polygon.contains([p[0] + g[0], p[1] + g[1]]));
    match place {
        Place::Deck(deck) => spec.decks[usize::from(deck)].walkable.iter().any(on),
        Place::Flight(flight) => {
            let FlightSpec {
                lower_edge,
                upper_edge,
                ..
            } = &spec.flights[usize::from(flight)];
            let outline = vec![lower_edge.a, lower_edge.b, upper_edge.b, upper_edge.a];
            on(&Polygon {
                outline,
                holes: Vec::new(),
            })
        }
    }
}

/// Seeds of the two throngs.
const SEEDS: u64 = 12;

#[test]
fn a_throng_in_both_directions_stays_on_its_surfaces_and_apart() {
    let (spec, down) = dog_leg();
    let up = Goal::area(1, Polygon::rectangle([0.0, 0.0], [2.0, 8.0]));
    let (mut nearest_m, mut pairs_too_near, mut pair_samples) = (9.0_f32, 0_u32, 0_u32);
    let mut locked_up = 0;
    for seed in 0..SEEDS {
        let mut scene = Scene::new(&spec, vec![down.clone(), up.clone()], seed);
        scene.fill(0, [0.0, 0.0], [12.0, 8.0], 40, 1);
        scene.fill(1, [0.0, 0.0], [12.0, 8.0], 40, 0);
        while !scene.crowd.is_empty() && scene.time_s() < 400.0 {
            scene.step();
            let at: Vec<_> = scene
                .crowd
                .ordinals()
                .map(|o| {
                    scene
                        .crowd
                        .position(&scene.venue, o)
                        .expect("ordinals are present")
                })
                .collect();
            assert!(at.iter().all(|a| stands_on_it(&spec, a.place, a.point)));
            // Near the edges of flights, on whichever surface.
            let at_edge = |p: Point| [13.0_f32, 16.0].iter().any(|x| (p[0] - x).abs() < 0.5);
            for (i, a) in at.iter().enumerate().filter(|(_, a)| at_edge(a.point)) {
                for b in at[i + 1..].iter().filter(|b| (b.z_m - a.z_m).abs() < 0.5) {
                    let apart = [a.point[0] - b.point[0], a.point[1] - b.point[1]];
                    let distance_m = (apart[0] * apart[0] + apart[1] * apart[1]).sqrt();
                    if distance_m < 1.0 {
                        pair_samples += 1;
                        pairs_too_near += u32::from(distance_m < 0.2);
                        nearest_m = nearest_m.min(distance_m);
                    }
                }
            }
        }
        println!(
            "# seed {seed}: expected 80 through, obtained {} in {:.1} s",
            scene.arrivals.len(),
            scene.time_s()
        );
        locked_up += u64::from(scene.arrivals.len() < 80);
    }
    // Of 48 seeds 5 lock up: a known weakness of the model (docs/models.md, known weaknesses).
    println!(
        "# seeds in which the two throngs lock up: expected none, obtained {locked_up} of {SEEDS}, tolerance a quarter"
    );
    assert!(4 * locked_up <= SEEDS);
    let share = f64::from(pairs_too_near) / f64::from(pair_samples);
    println!(
        "# pairs at edges nearer than 0.2 m (radii 0.18 m): expected hardly any, obtained {share:.4} of pairs within 1 m, nearest {nearest_m:.2} m, tolerance 0.01"
    );
    assert!(share < 0.01);
}

#[test]
fn both_storeys_merge_on_a_dog_leg_and_nobody_is_lost() {
    for seed in 0..10 {
        let (spec, goal) = dog_leg();
        let mut scene = Scene::new(&spec, vec![goal], seed);
        scene.fill(0, [0.0, 0.0], [12.0, 8.0], 60, 0);
        scene.fill(1, [0.0, 0.0], [12.0, 8.0], 60, 0);
        let time = scene.run(400.0);
        let down: Vec<u32> = (0..2)
            .map(|f| scene.venue.tally(Portal::Flight(f)).backward)
            .collect();
        println!(
            "# seed {seed}: expected 120 out, 60 down each flight; obtained {} out, {down:?} down, {time:.1} s",
            scene.arrivals.len()
        );
        assert_eq!(scene.arrivals.len(), 120);
        assert_eq!(down, [60, 60]);
        assert_eq!(scene.crossings.len(), 120);
    }
}

#[test]
fn the_head_of_a_flight_can_be_a_goal_and_is_reached_from_the_floor() {
    let mut spec = straight_stair();
    let head = spec.flights[0].upper_edge;
    for open in [true, false] {
        spec.flights[0].open = open;
        let mut scene = Scene::new(&spec, vec![Goal::line(1, head)], 1);
        scene.fill(1, [14.0, 0.0], [19.5, 2.0], 20, 0);
        scene.run(60.0);
        // Who steps onto the flight has reached its head, and has not turned round for it.
        let down = scene.venue.tally(Portal::Flight(0));
        assert_eq!(down.forward, 0, "somebody comes up again");
        println!(
            "# flight open: {open}; expected {} at its head, obtained {}",
            if open { 20 } else { 0 },
            scene.arrivals.len()
        );
        assert_eq!(scene.arrivals.len(), if open { 20 } else { 0 });
    }
}

#[test]
fn the_way_up_and_down_passes_people_against_each_other() {
    for seed in 0..5 {
        let goals = vec![
            Goal::line(1, Segment::new([19.0, 0.0], [19.0, 2.0])),
            Goal::line(0, Segment::new([1.0, 0.0], [1.0, 2.0])),
        ];
        let mut scene = Scene::new(&straight_stair(), goals, seed);
        scene.fill(0, [0.5, 0.0], [6.0, 2.0], 20, 0);
        scene.fill(1, [14.0, 0.0], [19.5, 2.0], 20, 1);
        scene.run(200.0);
        println!(
            "# seed {seed}: expected 40 past each other, obtained {} in {:.1} s",
            scene.arrivals.len(),
            scene.time_s()
        );
        assert_eq!(scene.arrivals.len(), 40);
    }
}

#[test]
fn verify_code_mode_flight() {
    let mut spec = straight_stair();
    spec.flights[0].capacity = Some(ClimbCapacity {
        up_per_s: 0.6,
        down_per_s: 0.8,
    });
    for (is_down, from_x, goal_x, expected) in [(true, 14.0, 1.0, 0.8), (false, 0.0, 19.0, 0.6)] {
        let [start, end] = [u16::from(is_down), u16::from(!is_down)];
        let goal = Goal::line(end, Segment::new([goal_x, 0.0], [goal_x, 2.0]));
        let mut scene = Scene::new(&spec, vec![goal], 1);
        scene.fill(start, [from_x, 0.0], [from_x + 6.0, 2.0], 40, 0);
        scene.run(200.0);
        let entered = scene
            .flights
            .iter()
            .filter(|(_, f)| f.entered && f.at_head == is_down);
        let on: Vec<f32> = entered.map(|(t, _)| *t).collect();
        let obtained = (on.len() - 6) as f32 / (on[on.len() - 1] - on[5]);
        println!(
            "# expected {expected} persons per second onto the flight, obtained {obtained:.3}, tolerance 2 %"
        );
        assert!(scene.crowd.is_empty() && (obtained / expected - 1.0).abs() < 0.02);
    }
}

#[test]
fn costs_of_stairs_are_times() {
    let spec = straight_stair();
    let goal = Goal::line(1, Segment::new([19.0, 0.0], [19.0, 2.0]));
    let scene = Scene::new(&spec, vec![goal], 1);
    let obtained = scene.fields[0]
        .cost_s(&scene.venue, Place::Deck(0), [1.0, 1.0])
        .expect("reachable");
    // 5 m + 5 m on the flat and 10 m of slope at 0.77 of the speed.
    let expected = 10.0 + 10.0 / 0.77;
    println!("# expected {expected:.2} s, obtained {obtained:.2} s, tolerance 2 %");
    assert!((obtained / expected - 1.0).abs() < 0.02);
    assert_eq!(
        scene.fields[0].next_portal(&scene.venue, Place::Deck(0), [1.0, 1.0]),
        Some(Portal::Flight(0))
    );
}

#[test]
fn whoever_stands_on_a_closed_flight_walks_off_and_nobody_steps_on() {
    let goals = vec![Goal::line(0, Segment::new([1.0, 0.0], [1.0, 2.0]))];
    let mut scene = Scene::new(&straight_stair(), goals, 1);
    let on_it = scene.add(Place::Flight(0), [10.0, 1.0], 0, Some(1.0));
    let above = scene.add(Place::Deck(1), [18.0, 1.0], 0, Some(1.0));
    assert!(scene.venue.set_open(Portal::Flight(0), false));
    let Scene { venue, fields, .. } = &mut scene;
    fields[0].solve_again(venue);
    assert!(fields[0].cost_s(venue, Place::Deck(1), [18.0, 1.0]).is_none());
    scene.run(60.0);
    assert!(!scene.crowd.contains(on_it) && scene.crowd.contains(above));
}
