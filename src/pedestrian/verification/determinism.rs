//! The same crowd gives the same bits, whoever came first; a turned room gives about the same evacuation.

use super::super::Place;
use super::super::scene::{Frame, Scene, Trial, room_with_door, spread};
use super::ELSEWHERE;

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
    let mean_s = |frame| {
        let mut times = Vec::new();
        for seed in 0..8 {
            let (spec, goal) = room_with_door(side, 1.0, None);
            let mut scene = Scene::new(&spec, vec![goal], Trial { seed, frame });
            for p in spread(seed, [0.0, 0.0], [side, side], 150) {
                scene.add(Place::Deck(0), p, 0, None);
            }
            times.push(scene.run(600.0));
            assert!(scene.crowd.is_empty());
        }
        times.iter().sum::<f32>() / times.len() as f32
    };
    let expected = mean_s(Frame::PLAIN);
    for frame in ELSEWHERE {
        let mean = mean_s(frame);
        println!("# {frame:?}: expected {expected:.1} s, obtained {mean:.1} s, tolerance 6 %");
        assert!((mean / expected - 1.0).abs() < 0.06);
    }
}
