//! `RiMEA` 4.1.1 cases of walking on one level.

use super::super::{DeckSpec, Goal, Place, Polygon, Segment, VenueSpec};
use super::scene::{Scene, rectangle_walls};

fn one_deck(walkable: Vec<Polygon>, walls: Vec<Segment>) -> VenueSpec {
    let deck = DeckSpec {
        elevation_m: 0.0,
        walkable,
        walls,
    };
    VenueSpec {
        decks: vec![deck],
        ..VenueSpec::default()
    }
}

#[test]
fn verify_rimea_1_corridor() {
    let spec = one_deck(
        vec![Polygon::rectangle([0.0, 0.0], [41.0, 2.0])],
        rectangle_walls([0.0, 0.0], [41.0, 2.0], &[], &[]),
    );
    let goal = Goal::line(0, Segment::new([40.5, 0.0], [40.5, 2.0]));
    let mut scene = Scene::new(&spec, vec![goal], 1);
    scene.add(Place::Deck(0), [0.5, 1.0], 0, Some(1.33));
    let time = scene.run(60.0);
    println!(
        "# 40 m at 1.33 m/s: expected {:.2} s, obtained {time:.2} s, tolerance 26 to 34 s and 2 %",
        40.0 / 1.33
    );
    assert!((26.0..=34.0).contains(&time) && (time / (40.0 / 1.33) - 1.0).abs() < 0.02);
}

#[test]
fn verify_rimea_6_corner() {
    for seed in 0..10 {
        let spec = one_deck(
            vec![
                Polygon::rectangle([0.0, 0.0], [12.0, 2.0]),
                Polygon::rectangle([10.0, 2.0], [12.0, 12.0]),
            ],
            vec![
                Segment::new([0.0, 0.0], [12.0, 0.0]),
                Segment::new([12.0, 0.0], [12.0, 12.0]),
                Segment::new([12.0, 12.0], [10.0, 12.0]),
                Segment::new([10.0, 12.0], [10.0, 2.0]),
                Segment::new([10.0, 2.0], [0.0, 2.0]),
                Segment::new([0.0, 2.0], [0.0, 0.0]),
            ],
        );
        let goal = Goal::line(0, Segment::new([10.0, 11.5], [12.0, 11.5]));
        let mut scene = Scene::new(&spec, vec![goal], seed);
        scene.fill(0, [0.0, 0.0], [6.0, 2.0], 20, 0);
        let floor = spec.decks[0].walkable.clone();
        while !scene.crowd.is_empty() && scene.time_s() < 60.0 {
            scene.step();
            for ordinal in scene.crowd.ordinals() {
                let p = scene
                    .crowd
                    .position(&scene.venue, ordinal)
                    .expect("present")
                    .point;
                assert!(floor.iter().any(|part| part.contains(p)), "{p:?} is on the floor");
            }
        }
        println!(
            "# seed {seed}: expected all out before 60 s, obtained {:.1} s",
            scene.time_s()
        );
        assert!(scene.crowd.is_empty());
    }
}

/// 1,000 people in a room of 30 m by 20 m with exits of 1 m in its long sides, at these x.
fn evacuation_time(exits: &[f32], sides: &[f32], seed: u64) -> f32 {
    let (low, high) = ([0.0, 0.0], [30.0, 20.0]);
    let mut walkable = vec![Polygon::rectangle(low, high)];
    let mut walls = vec![Segment::new(low, [0.0, 20.0]), Segment::new([30.0, 0.0], high)];
    let mut goal = Goal::default();
    for side in [0.0_f32, 20.0] {
        let mut at = 0.0;
        for &x in exits.iter().filter(|_| sides.contains(&side)) {
            walls.push(Segment::new([at, side], [x - 0.5, side]));
            at = x + 0.5;
            let outer = if side > 0.0 { 22.0 } else { -2.0 };
            walkable.push(Polygon::rectangle(
                [x - 0.5, side.min(outer)],
                [x + 0.5, side.max(outer)],
            ));
            for edge in [x - 0.5, x + 0.5] {
                walls.push(Segment::new([edge, side], [edge, outer]));
            }
            walls.push(Segment::new([x - 0.5, outer], [x + 0.5, outer]));
            let goal_y = if side > 0.0 { 21.5 } else { -1.5 };
            goal.lines
                .push((0, Segment::new([x - 0.5, goal_y], [x + 0.5, goal_y])));
        }
        walls.push(Segment::new([at, side], [30.0, side]));
    }
    let mut scene = Scene::new(&one_deck(walkable, walls), vec![goal], seed);
    scene.fill(0, low, high, 1_000, 0);
    let time = scene.run(1_000.0);
    assert!(scene.crowd.is_empty(), "everybody leaves");
    time
}

#[test]
fn verify_rimea_9_four_exits_against_two() {
    let four = evacuation_time(&[7.5, 22.5], &[0.0, 20.0], 1);
    let two = evacuation_time(&[7.5, 22.5], &[0.0], 1);
    let ratio = two / four;
    println!(
        "# 4 exits {four:.1} s, 2 exits {two:.1} s: expected ratio about 2, obtained {ratio:.2}, tolerance 1.6 to 2.2"
    );
    assert!((1.6..=2.2).contains(&ratio));
}
