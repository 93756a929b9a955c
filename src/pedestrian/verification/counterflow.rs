//! People who meet people.

use super::super::scene::{Scene, rectangle_walls, wall_with_gaps};
use super::super::{DeckSpec, Goal, Place, Polygon, Segment, VenueSpec};

#[test]
fn people_standing_still_are_walked_around() {
    // A corridor of 3 m with nine people standing in its middle third.
    let walls = rectangle_walls([0.0, 0.0], [20.0, 3.0], &[], &[]);
    let deck = DeckSpec {
        elevation_m: 0.0,
        walkable: vec![Polygon::rectangle([0.0, 0.0], [20.0, 3.0])],
        walls,
    };
    let spec = VenueSpec {
        decks: vec![deck],
        ..VenueSpec::default()
    };
    let goal = Goal::line(0, Segment::new([19.0, 0.0], [19.0, 3.0]));
    let mut scene = Scene::new(&spec, vec![goal], 5);
    let mut standing = Vec::new();
    for i in 0..9_u8 {
        let p = [9.0 + f32::from(i / 3), 1.0 + 0.5 * f32::from(i % 3)];
        standing.push((scene.add(Place::Deck(0), p, 0, Some(1.3)), p));
    }
    for &(ordinal, _) in &standing {
        scene.crowd.set_halted(ordinal, true);
    }
    scene.fill(0, [0.0, 0.0], [6.0, 3.0], 20, 0);
    scene.run(60.0);
    println!(
        "# expected 20 past the standing, obtained {}",
        scene.arrivals.len()
    );
    assert_eq!(scene.arrivals.len(), 20);
    for (ordinal, p) in standing {
        assert_eq!(
            scene.crowd.position(&scene.venue, ordinal).map(|at| at.point),
            Some(p)
        );
    }
}

#[test]
fn people_behind_a_thin_wall_do_not_matter() {
    // A wall without thickness between a walker and a crowd that stands right behind it.
    let mut walls = rectangle_walls([0.0, 0.0], [20.0, 2.0], &[], &[]);
    walls.extend(wall_with_gaps(0.0, 0.0, 2.0, &[]));
    walls.push(Segment::new([0.0, 1.0], [20.0, 1.0]));
    let deck = DeckSpec {
        elevation_m: 0.0,
        walkable: vec![Polygon::rectangle([0.0, 0.0], [20.0, 2.0])],
        walls,
    };
    let spec = VenueSpec {
        decks: vec![deck],
        ..VenueSpec::default()
    };
    let time = |crowded: bool| {
        let goal = Goal::line(0, Segment::new([19.0, 0.0], [19.0, 1.0]));
        let mut scene = Scene::new(&spec, vec![goal], 1);
        scene.add(Place::Deck(0), [1.0, 0.5], 0, Some(1.3));
        for i in 0..40_u16 {
            if crowded {
                let ordinal = scene.add(Place::Deck(0), [0.3 + 0.45 * f32::from(i), 1.2], 0, Some(1.3));
                scene.crowd.set_halted(ordinal, true);
            }
        }
        while scene.arrivals.is_empty() && scene.time_s() < 60.0 {
            scene.step();
        }
        scene.time_s()
    };
    println!(
        "# expected the same time alone and beside a wall with people behind: {} {}",
        time(false),
        time(true)
    );
    assert_eq!(time(false), time(true));
}
