//! Nobody comes through a wall, whatever the geometry and the pressure.

use proptest::prelude::*;

use super::super::scene::{Scene, rectangle_walls, uniform};
use super::super::{
    DeckSpec, FlightSpec, Goal, OpeningSpec, Place, Point, Polygon, Portal, Segment, VenueSpec,
};

/// Whether the way from `p` to `q` meets the wall, in f64 and by signs alone.
fn meets(p: Point, q: Point, wall: &Segment) -> bool {
    let at = |v: Point| [f64::from(v[0]), f64::from(v[1])];
    let (p, q, a, b) = (at(p), at(q), at(wall.a), at(wall.b));
    let side =
        |o: [f64; 2], d: [f64; 2], v: [f64; 2]| (d[0] - o[0]) * (v[1] - o[1]) - (d[1] - o[1]) * (v[0] - o[0]);
    side(a, b, p) * side(a, b, q) < 0.0 && side(p, q, a) * side(p, q, b) < 0.0
}

/// A room of 8 m by 8 m with random walls in it, two doors that may close, and far too many people.
fn random_room(walls: &[[f32; 4]]) -> VenueSpec {
    let mut all = rectangle_walls([0.0, 0.0], [8.0, 8.0], &[], &[]);
    all.extend(walls.iter().map(|w| Segment::new([w[0], w[1]], [w[2], w[3]])));
    // A partition at x = 6 with two doors.
    all.extend([
        Segment::new([6.0, 0.0], [6.0, 1.5]),
        Segment::new([6.0, 2.4], [6.0, 5.5]),
        Segment::new([6.0, 6.4], [6.0, 8.0]),
    ]);
    let door = |low: f32| OpeningSpec {
        deck: 0,
        line: Segment::new([6.0, low], [6.0, low + 0.9]),
        capacity_per_s: None,
        open: true,
    };
    let deck = DeckSpec {
        elevation_m: 0.0,
        walkable: vec![Polygon::rectangle([0.0, 0.0], [8.0, 8.0])],
        walls: all,
    };
    VenueSpec {
        decks: vec![deck],
        openings: vec![door(1.5), door(5.5)],
        flights: Vec::new(),
    }
}

/// A flight of 1.4 m down to a floor that goes on beside it: whoever comes down turns round the end of the wall between.
fn flight_beside_a_gallery() -> VenueSpec {
    let deck = |elevation_m, walkable, walls| DeckSpec {
        elevation_m,
        walkable,
        walls,
    };
    let floor = vec![
        Polygon::rectangle([0.0, 0.0], [2.9, 2.6]),
        Polygon::rectangle([0.0, 2.6], [1.5, 8.3]),
    ];
    let corners = [
        [1.5, 2.6],
        [1.5, 8.3],
        [0.0, 8.3],
        [0.0, 0.0],
        [2.9, 0.0],
        [2.9, 2.6],
    ];
    let walls = corners
        .windows(2)
        .map(|pair| Segment::new(pair[0], pair[1]))
        .collect();
    let corners = [[1.5, 8.3], [1.5, 10.0], [2.9, 10.0], [2.9, 8.3]];
    let above = corners
        .windows(2)
        .map(|pair| Segment::new(pair[0], pair[1]))
        .collect();
    VenueSpec {
        decks: vec![
            deck(0.0, floor, walls),
            deck(3.4, vec![Polygon::rectangle([1.5, 8.3], [2.9, 10.0])], above),
        ],
        openings: Vec::new(),
        flights: vec![FlightSpec {
            lower_deck: 0,
            upper_deck: 1,
            lower_edge: Segment::new([2.9, 2.6], [1.5, 2.6]),
            upper_edge: Segment::new([2.9, 8.3], [1.5, 8.3]),
            rise_m: 3.4,
            capacity: None,
            open: true,
        }],
    }
}

#[test]
fn whoever_walks_into_the_end_of_a_wall_turns_round_it() {
    let spec = flight_beside_a_gallery();
    let goal = || vec![Goal::area(0, Polygon::rectangle([0.2, 7.0], [1.3, 8.1]))];
    for (number, radius_m) in (0_u8..60).zip([0.12, 0.16, 0.20].into_iter().cycle()) {
        let mut scene = Scene::new(&spec, goal(), u64::from(number));
        let x = 1.5 + radius_m + f32::from(number) / 60.0 * (1.4 - 2.0 * radius_m);
        // As slow as somebody who is carried.
        scene.add_body(Place::Deck(1), [x, 9.2], 0, radius_m, [0.4, 0.3, 0.4]);
        assert!(
            scene.run(120.0) < 120.0,
            "{number}: from x = {x}, radius {radius_m} m"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_crosses_a_wall_or_a_closed_opening(
        walls in prop::collection::vec([0.5_f32..7.5, 0.5..7.5, 0.5..7.5, 0.5..7.5], 0..8),
        seed in 0_u64..1_000_000,
        people in 20_u32..260,
        close_at in 0_u32..300,
    ) {
        let spec = random_room(&walls);
        let goals = vec![
            Goal::area(0, Polygon::rectangle([7.0, 3.0], [8.0, 5.0])),
            Goal::area(0, Polygon::rectangle([0.0, 0.0], [1.0, 1.0])),
        ];
        let mut scene = Scene::new(&spec, goals, seed);
        scene.leave_on_arrival = false;
        for i in 0..people {
            let at = |stream| 0.1 + 7.8 * uniform(seed, stream, u64::from(i)) as f32;
            scene.add(Place::Deck(0), [at(8), at(9)], u16::from(i % 4 == 0), None);
        }
        let mut before: Vec<Point> = Vec::new();
        for now in 0..300 {
            if now == close_at {
                scene.venue.set_open(Portal::Opening(0), false);
                let Scene { venue, fields, .. } = &mut scene;
                for field in fields {
                    field.solve_again(venue);
                }
            }
            before.clear();
            before.extend((0..people).map(|o| scene.crowd.position(&scene.venue, o).expect("present").point));
            scene.step();
            for ordinal in 0..people {
                let p = before[ordinal as usize];
                let q = scene.crowd.position(&scene.venue, ordinal).expect("present").point;
                for wall in &spec.decks[0].walls {
                    prop_assert!(!meets(p, q, wall), "{ordinal} from {p:?} to {q:?} through {wall:?}");
                }
                let door = &spec.openings[0].line;
                prop_assert!(now < close_at || !meets(p, q, door), "{ordinal} through a closed door");
                prop_assert!((q[0] - p[0]).abs() + (q[1] - p[1]).abs() < 0.3, "no leaps");
            }
        }
    }
}
