//! Flow through doors.

use super::super::scene::{Scene, rectangle_walls, room_with_door, weidmann_m_s};
use super::super::{DeckSpec, Goal, Limit, Place, Polygon, Segment, VenueSpec};

/// Empties rooms with doors of 0.8 to 1.2 m; returns how many people are stuck and the longest pause of a flow, s.
fn empty_rooms(radii_m: [f32; 2], seeds: u64) -> (usize, f32) {
    let (mut stuck, mut longest_s) = (0, 0.0_f32);
    for width in [0.8_f32, 0.9, 1.0, 1.1, 1.2] {
        for seed in 0..seeds {
            let (spec, goal) = room_with_door(7.0, width, None);
            let mut scene = Scene::new(&spec, vec![goal], 1_000 + seed);
            scene.radii_m = radii_m;
            scene.fill(0, [0.0, 0.0], [7.0, 7.0], 100, 0);
            scene.run(300.0);
            stuck += scene.crowd.len();
            // Not the last tenth: a slow walker who comes alone is no arch.
            let times: Vec<f32> = scene.crossings.iter().take(90).map(|(t, _)| *t).collect();
            longest_s = times.windows(2).map(|w| w[1] - w[0]).fold(longest_s, f32::max);
        }
    }
    (stuck, longest_s)
}

#[test]
fn arches_break() {
    for (radii_m, seeds) in [([0.18, 0.18], 100), ([0.12, 0.24], 20)] {
        let (stuck, longest_s) = empty_rooms(radii_m, seeds);
        println!(
            "# 5 doors, {seeds} seeds, 100 people, radii {radii_m:?} m: expected nobody stuck, obtained {stuck}; longest pause {longest_s:.1} s"
        );
        assert_eq!(stuck, 0);
        assert!(longest_s < 5.0, "arches break within seconds");
    }
}

/// Persons/s through a door of 1.2 m, with a limit that is set before anybody walks.
fn flow_under(limit: Option<Limit>, radius_m: f32, seed: u64) -> f32 {
    let (spec, goal) = room_with_door(8.0, 1.2, None);
    let mut scene = Scene::new(&spec, vec![goal], seed);
    scene.venue.set_limit(0, limit);
    scene.radii_m = [radius_m; 2];
    scene.fill(0, [0.0, 0.0], [8.0, 8.0], 150, 0);
    scene.run(600.0);
    assert_eq!(scene.crowd.len(), 0, "somebody is stuck");
    scene.steady_flow_per_s()
}

#[test]
fn verify_a_limit_set_at_run_time_leaves_its_share_of_the_flow() {
    for radius_m in [0.148_f32, 0.18] {
        let mean = |limit: Option<Limit>| {
            let flows = (0..4).map(|seed| flow_under(limit, radius_m, 70 + seed));
            flows.sum::<f32>() / 4.0
        };
        let (open, held) = (mean(None), mean(Some(Limit::Bodies(1.2).reduced_to(0.8))));
        println!(
            "# door of 1.2 m, radius {radius_m} m: expected 0.80 of {open:.2} p/s, obtained {:.2}; tolerance 0.06",
            held / open
        );
        assert!((held / open - 0.8).abs() < 0.06);
    }
    let two = flow_under(Some(Limit::Capacity(0.5)), 0.18, 75);
    println!("# the same, 0.5 persons/s: obtained {two:.2}");
    assert!((two - 0.5).abs() < 0.02);
}

#[test]
fn smaller_bodies_pass_faster() {
    let flow = |radius_m: f32| {
        let (spec, goal) = room_with_door(8.0, 1.0, None);
        let mut scene = Scene::new(&spec, vec![goal], 2);
        scene.radii_m = [radius_m; 2];
        scene.fill(0, [0.0, 0.0], [8.0, 8.0], 150, 0);
        scene.run(600.0);
        scene.steady_flow_per_s()
    };
    let (small, medium, adult) = (flow(0.12), flow(0.15), flow(0.18));
    println!(
        "# door of 1 m: adults {adult:.2}, radius 0.15 m {medium:.2}, 0.12 m {small:.2} p/s; expected rising (children: 3.31 in Daamen and Hoogendoorn 2012)"
    );
    assert!(small > medium && medium > adult);
}

#[test]
fn verify_code_mode_door() {
    for width in [0.9_f32, 1.0, 1.6] {
        let (spec, goal) = room_with_door(8.0, width, Some(1.3 * width));
        let mut scene = Scene::new(&spec, vec![goal], 4);
        scene.fill(0, [0.0, 0.0], [8.0, 8.0], 130, 0);
        scene.run(600.0);
        let flow = scene.steady_flow_per_s() / width;
        println!(
            "# door of {width} m: expected at most 1.3 p/s/m, obtained {flow:.3}, tolerance 1.33 and at least 1.2"
        );
        assert!(scene.crowd.is_empty() && (1.2..=1.33).contains(&flow));
    }
}

#[test]
fn verify_door_flow_is_linear_in_width() {
    // About 1.9 p/s/m in experiments with bottlenecks (Seyfried et al. 2009, Liao et al. 2014).
    for width in [0.8_f32, 0.9, 1.0, 1.2, 1.6, 2.0, 2.5] {
        // More than 115 people per metre, or the flow is not yet steady (Liao et al. 2014).
        let people = (150.0 * width) as usize;
        let flows: Vec<f32> = (0..4)
            .map(|seed| door_flow(width, 2.5, people, seed) / width)
            .collect();
        let mean = flows.iter().sum::<f32>() / flows.len() as f32;
        println!("# door of {width} m: expected 1.9 p/s/m, obtained {mean:.2} {flows:.2?}, tolerance 10 %");
        assert!((mean / 1.9 - 1.0).abs() < 0.1);
    }
}

#[test]
fn the_flow_of_a_door_does_not_depend_on_the_crowd_behind_it() {
    let flows: Vec<f32> = [(1.5, 200), (3.0, 200), (2.0, 400), (2.0, 1_000)]
        .map(|(density, n)| door_flow(1.2, density, n, 3))
        .to_vec();
    let (least, most) = (
        flows.iter().fold(9.0_f32, |a, b| a.min(*b)),
        flows.iter().fold(0.0_f32, |a, b| a.max(*b)),
    );
    println!(
        "# 1.2 m, thin, dense and large crowd: expected the same, obtained {flows:.2?} p/s, tolerance 10 %"
    );
    assert!(most / least < 1.1);
}

/// Steady flow from a square room, persons per second.
fn door_flow(width_m: f32, density: f32, people: usize, seed: u64) -> f32 {
    let side = (people as f32 / density).sqrt();
    let (spec, goal) = room_with_door(side, width_m, None);
    let mut scene = Scene::new(&spec, vec![goal], seed);
    scene.fill(0, [0.0, 0.0], [side, side], people, 0);
    scene.run(1_000.0);
    assert!(scene.crowd.is_empty(), "nobody is stuck");
    scene.steady_flow_per_s()
}

/// Mean density (1/m²) and speed (m/s) in a corridor 4 m wide, fed by a dense crowd and throttled at its end.
fn density_and_speed(end_gap_m: f32, seed: u64) -> (f32, f32) {
    let gap = (2.0 - 0.5 * end_gap_m, 2.0 + 0.5 * end_gap_m);
    let mut walls = rectangle_walls([0.0, 0.0], [50.0, 4.0], &[], &[gap]);
    walls.extend(rectangle_walls([50.0, 0.0], [55.0, 4.0], &[gap], &[]));
    let deck = DeckSpec {
        elevation_m: 0.0,
        walkable: vec![Polygon::rectangle([0.0, 0.0], [55.0, 4.0])],
        walls,
    };
    let spec = VenueSpec {
        decks: vec![deck],
        ..VenueSpec::default()
    };
    let goal = Goal::line(0, Segment::new([54.5, 0.0], [54.5, 4.0]));
    let mut scene = Scene::new(&spec, vec![goal], seed);
    scene.fill(0, [0.0, 0.0], [30.0, 4.0], 400, 0);
    let (mut present, mut speeds, mut samples) = (0_usize, 0.0, 0_usize);
    while scene.time_s() < 600.0 {
        scene.step();
        let upstream = scene.crowd.ordinals().filter(|&o| {
            scene
                .crowd
                .position(&scene.venue, o)
                .is_some_and(|p| p.point[0] < 38.0)
        });
        // Steady: the jam has filled the measuring area, and there are people enough behind it.
        if upstream.count() < 60 {
            break;
        }
        if scene.arrivals.len() < 60 {
            continue;
        }
        samples += 1;
        for ordinal in scene.crowd.ordinals() {
            let at = scene
                .crowd
                .position(&scene.venue, ordinal)
                .expect("ordinals are present");
            if at.point[0] > 40.0 && at.point[0] < 44.0 && at.place == Place::Deck(0) {
                present += 1;
                speeds += scene.crowd.speed_m_s(ordinal).expect("ordinals are present");
            }
        }
    }
    (present as f32 / samples as f32 / 16.0, speeds / present as f32)
}

#[test]
fn verify_fundamental_diagram_against_weidmann() {
    let (mut squares, mut points) = (0.0, 0);
    for end_gap_m in [4.0_f32, 3.5, 3.0, 2.5, 2.0, 1.6, 1.2, 0.8] {
        let (density, speed) = density_and_speed(end_gap_m, 1);
        let expected = weidmann_m_s(density);
        println!(
            "# end gap {end_gap_m}: density {density:.2} 1/m², expected {expected:.3} m/s, obtained {speed:.3} m/s, flow {:.2} 1/m/s",
            density * speed
        );
        squares += (speed - expected) * (speed - expected);
        points += 1;
    }
    let rmse = (squares / points as f32).sqrt();
    println!("# expected RMSE 0 m/s, obtained {rmse:.3} m/s, tolerance 0.15 m/s");
    assert!(rmse < 0.15);
}
