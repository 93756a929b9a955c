//! What opens and closes while people walk.

use super::super::scene::{Scene, hall_with_two_exits, rectangle_walls};
use super::super::{DeckSpec, Goal, OpeningSpec, Place, Polygon, Portal, Segment, VenueSpec};

#[test]
fn people_turn_round_when_an_exit_closes() {
    let (spec, goal) = hall_with_two_exits();
    let mut scene = Scene::new(&spec, vec![goal], 3);
    scene.fill(0, [0.0, 0.0], [9.5, 8.0], 80, 0);
    while scene.time_s() < 8.0 {
        scene.step();
    }
    let left_before = scene.crossings.iter().filter(|(_, c)| c.opening == 0).count();
    assert!(scene.venue.set_open(Portal::Opening(0), false));
    assert!(scene.fields[0].is_stale(&scene.venue));
    let Scene { venue, fields, .. } = &mut scene;
    fields[0].solve_again(venue);
    scene.run(300.0);
    let through = |opening| {
        scene
            .crossings
            .iter()
            .filter(|(_, c)| c.opening == opening)
            .count()
    };
    println!(
        "# expected everybody out, none by exit 0 after it closed; obtained {} by exit 0 before, {} after, {} by exit 1",
        left_before,
        through(0) - left_before,
        through(1)
    );
    assert_eq!((through(0), through(1)), (left_before, 80 - left_before));
    assert_eq!(scene.arrivals.len(), 80);
}

#[test]
fn a_closed_hall_has_no_way_out_and_an_opened_one_has() {
    let (mut spec, goal) = hall_with_two_exits();
    for exit in &mut spec.openings {
        exit.open = false;
    }
    let mut scene = Scene::new(&spec, vec![goal], 3);
    scene.fill(0, [0.0, 0.0], [20.0, 8.0], 30, 0);
    assert!(
        scene.fields[0]
            .cost_s(&scene.venue, Place::Deck(0), [5.0, 5.0])
            .is_none()
    );
    for _ in 0..200 {
        scene.step();
    }
    assert!(scene.crossings.is_empty());
    assert!(scene.venue.set_open(Portal::Opening(1), true));
    let Scene { venue, fields, .. } = &mut scene;
    fields[0].solve_again(venue);
    assert_eq!(
        fields[0].next_portal(venue, Place::Deck(0), [5.0, 5.0]),
        Some(Portal::Opening(1))
    );
    scene.run(200.0);
    assert_eq!(
        scene.venue.tally(Portal::Opening(1)).forward + scene.venue.tally(Portal::Opening(1)).backward,
        30
    );
}

#[test]
fn an_exit_may_be_opening_and_goal_at_once() {
    // The exit lies at the border of the floor: nothing is behind it.
    let gap = (3.5, 4.5);
    let exit = Segment::new([10.0, gap.0], [10.0, gap.1]);
    let deck = DeckSpec {
        elevation_m: 0.0,
        walkable: vec![Polygon::rectangle([0.0, 0.0], [10.0, 8.0])],
        walls: rectangle_walls([0.0, 0.0], [10.0, 8.0], &[], &[gap]),
    };
    let opening = OpeningSpec {
        deck: 0,
        line: exit,
        capacity_per_s: None,
        open: true,
    };
    let spec = VenueSpec {
        decks: vec![deck],
        openings: vec![opening],
        flights: Vec::new(),
    };
    let mut scene = Scene::new(&spec, vec![Goal::line(0, exit)], 2);
    let far = (Place::Deck(0), [1.0, 1.0]);
    assert_eq!(
        scene.fields[0].next_portal(&scene.venue, far.0, far.1),
        Some(Portal::Opening(0))
    );
    scene.fill(0, [0.0, 0.0], [10.0, 8.0], 100, 0);
    scene.run(300.0);
    let tally = scene.venue.tally(Portal::Opening(0));
    println!(
        "# expected 100 out, a queue of some 1,000 person-seconds; obtained {} out, {tally:?}",
        scene.arrivals.len()
    );
    assert_eq!((scene.arrivals.len(), tally.forward + tally.backward), (100, 100));
    assert!(tally.congestion_person_s > 200.0);
    assert!(scene.venue.set_open(Portal::Opening(0), false));
    let Scene { venue, fields, .. } = &mut scene;
    fields[0].solve_again(venue);
    assert!(fields[0].cost_s(venue, far.0, far.1).is_none());
}

#[test]
fn an_assembly_area_fills_from_within() {
    let walls = rectangle_walls([0.0, 0.0], [30.0, 10.0], &[], &[]);
    let deck = DeckSpec {
        elevation_m: 0.0,
        walkable: vec![Polygon::rectangle([0.0, 0.0], [30.0, 10.0])],
        walls,
    };
    let spec = VenueSpec {
        decks: vec![deck],
        ..VenueSpec::default()
    };
    let area = Polygon::rectangle([20.0, 2.0], [28.0, 8.0]);
    let mut scene = Scene::new(&spec, vec![Goal::area(0, area.clone())], 6);
    scene.leave_on_arrival = false;
    scene.fill(0, [0.0, 0.0], [10.0, 10.0], 100, 0);
    while scene.time_s() < 90.0 {
        scene.step();
    }
    let inside = scene.crowd.ordinals().filter(|&o| {
        scene
            .crowd
            .position(&scene.venue, o)
            .is_some_and(|at| area.contains(at.point))
    });
    let inside = inside.count();
    println!(
        "# 100 people, 48 m²: expected all arrived, obtained {} arrived, {inside} inside",
        scene.arrivals.len()
    );
    assert_eq!(scene.arrivals.len(), 100);
    assert!(inside >= 95);
}
