//! The same crowd gives the same bits, whoever came first; a turned room gives about the same evacuation.

use super::super::Place;
use super::super::scene::{Map, Scene, mapped, room_with_door, spread, turn};

fn positions_after(order: &[u32], remove: &[u32]) -> Vec<(u32, [u32; 2])> {
    let (spec, goal) = room_with_door(8.0, 0.9, None);
    let mut scene = Scene::new(&spec, vec![goal], 9);
    let places = spread(9, [0.0, 0.0], [8.0, 8.0], order.len());
    scene.add_in_order(order, &places);
    for _ in 0..600 {
        scene.step();
        if scene.steps == 200 {
            for &ordinal in remove {
                scene.crowd.remove(ordinal);
            }
        }
    }
    let mut found: Vec<u32> = scene.crowd.ordinals().collect();
    found.sort_unstable();
    let bits = |ordinal| {
        let p = scene
            .crowd
            .position(&scene.venue, ordinal)
            .expect("present")
            .point;
        (ordinal, p.map(f32::to_bits))
    };
    found.into_iter().map(bits).collect()
}

#[test]
fn the_order_of_insertion_and_removal_moves_no_bit() {
    let forward: Vec<u32> = (0..150).collect();
    let mut shuffled = forward.clone();
    shuffled.sort_by_key(|n| n.wrapping_mul(2_654_435_761) % 1009);
    let expected = positions_after(&forward, &[3, 77, 120]);
    assert!(expected.len() > 50);
    assert_eq!(expected, positions_after(&shuffled, &[120, 3, 77]));
}

#[test]
fn a_turned_mirrored_or_shifted_room_empties_alike() {
    let side = 8.0;
    let maps: [(&str, Map); 6] = [
        ("as it is", Box::new(|p| p)),
        ("shifted", Box::new(|p| [p[0] + 213.37, p[1] - 98.61])),
        ("mirrored", Box::new(|p| [-p[0], p[1]])),
        ("turned by 90°", Box::new(|p| [-p[1], p[0]])),
        ("turned by 30°", Box::new(turn(std::f32::consts::FRAC_PI_6))),
        ("turned by 45°", Box::new(turn(std::f32::consts::FRAC_PI_4))),
    ];
    let mut means = Vec::new();
    for (name, map) in &maps {
        let mut times = Vec::new();
        for seed in 0..8 {
            let (spec, goal) = room_with_door(side, 1.0, None);
            let (spec, goal) = mapped(&spec, &goal, map);
            let mut scene = Scene::new(&spec, vec![goal], seed);
            for p in spread(seed, [0.0, 0.0], [side, side], 150) {
                scene.add(Place::Deck(0), map(p), 0, None);
            }
            times.push(scene.run(600.0));
            assert!(scene.crowd.is_empty());
        }
        means.push(times.iter().sum::<f32>() / times.len() as f32);
        println!("# {name}: mean {:.1} s {times:.0?}", means[means.len() - 1]);
    }
    for mean in &means {
        println!(
            "# expected {:.1} s, obtained {mean:.1} s, tolerance 6 %",
            means[0]
        );
        assert!((mean / means[0] - 1.0).abs() < 0.06);
    }
}
