//! Who waits for others is in nobody's way, and a throng of people who wait comes apart.

use super::super::geometry::{length, sub};
use super::super::scene::{Scene, rectangle_walls};
use super::super::{DeckSpec, Goal, Place, Point, Polygon, Segment, VenueSpec};

const YARD_M: [f32; 2] = [20.0, 10.0];

/// An empty yard, its goal at the far end.
fn yard() -> Scene {
    let deck = DeckSpec {
        elevation_m: 0.0,
        walkable: vec![Polygon::rectangle([0.0; 2], YARD_M)],
        walls: rectangle_walls([0.0; 2], YARD_M, &[], &[]),
    };
    let spec = VenueSpec {
        decks: vec![deck],
        ..VenueSpec::default()
    };
    let goal = Goal::line(0, Segment::new([19.0, 0.0], [19.0, YARD_M[1]]));
    Scene::new(&spec, vec![goal], 1)
}

/// So many rows of so many adults who wait, this far from each other.
fn wait_in_rows(scene: &mut Scene, [x, y]: Point, [rows, abreast]: [u8; 2], pitch_m: f32) -> Vec<u32> {
    let places = (0..rows).flat_map(|row| (0..abreast).map(move |place| [row, place].map(f32::from)));
    let people: Vec<u32> = places
        .map(|[row, place]| [x + pitch_m * row, y + pitch_m * place])
        .map(|at| scene.add(Place::Deck(0), at, 0, None))
        .collect();
    for person in &people {
        scene.crowd.set_ease(*person, 0.0);
    }
    people
}

#[test]
fn verify_the_last_comes_through_those_who_wait() {
    let alone_s = {
        let mut scene = yard();
        scene.add(Place::Deck(0), [1.0, 5.0], 0, Some(1.25));
        while scene.arrivals.is_empty() {
            scene.step();
        }
        scene.time_s()
    };
    let mut scene = yard();
    // Shoulder to shoulder from wall to wall, three rows deep.
    wait_in_rows(&mut scene, [9.0, 0.2], [3, 25], 0.4);
    let last = scene.add(Place::Deck(0), [1.0, 5.0], 0, Some(1.25));
    while !scene.arrivals.iter().any(|(_, arrival)| arrival.ordinal == last) && scene.time_s() < 100.0 {
        scene.step();
    }
    let through_s = scene.time_s();
    println!("through 75 who wait; expected: {alone_s} s as alone, obtained {through_s} s, tolerance 0.5 s");
    assert!((through_s - alone_s).abs() <= 0.5);
    assert_eq!(scene.arrivals.len(), 1, "nobody is pushed to the goal");
}

#[test]
fn verify_a_throng_that_waits_comes_apart_and_goes_on() {
    let mut scene = yard();
    let throng = wait_in_rows(&mut scene, [10.0, 5.0], [5, 6], 0.01);
    while scene.time_s() < 30.0 {
        scene.step();
    }
    let places: Vec<_> = throng
        .iter()
        .map(|p| scene.position(*p).expect("there").point)
        .collect();
    let pairs = (0..places.len()).flat_map(|i| (0..i).map(move |j| (i, j)));
    let nearest_m = pairs
        .map(|(i, j)| length(sub(places[i], places[j])))
        .fold(f32::INFINITY, f32::min);
    println!(
        "nearest two of 30 after 30 s; expected: 0.36 m at least, obtained {nearest_m} m, tolerance 0.02 m"
    );
    assert!(nearest_m >= 0.34);
    for person in &throng {
        scene.crowd.set_ease(*person, 1.0);
    }
    while !scene.crowd.is_empty() && scene.time_s() < 100.0 {
        scene.step();
    }
    println!("all on their way after {} s", scene.time_s());
    assert!(scene.crowd.is_empty());
}
