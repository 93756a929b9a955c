//! What a stair carries, and how fast people walk on it by density: 18 or 36 steps of 7/11 in, a crowd before it.
//!
//! The time gap on flights was fitted to the first case alone (SFPE, speed by density). The others use data it
//! was not fitted to.

use super::super::scene::{Stair, Steady, Trial, Way, speeds_by_density};
use super::ELSEWHERE;

/// SFPE handbook, 6th ed., ch. 67 (through published hydraulic models): speed along a 7/11 in stair, m/s.
fn sfpe_m_s(density: f32) -> f32 {
    1.08 * (1.0 - 0.266 * density)
}

#[test]
fn verify_speed_down_a_stair_by_density_against_sfpe() {
    let (mut squares, mut points) = (0.0, 0.0);
    for Steady {
        flow,
        density,
        speed_m_s,
        ..
    } in speeds_by_density(Way::Down, 1, &[0.5, 0.7, 0.9], &[1.0, 0.9, 0.8, 0.7])
    {
        let expected = sfpe_m_s(density);
        println!(
            "# density {density:.2} 1/m²: expected {expected:.3} m/s, obtained {speed_m_s:.3} m/s, flow {flow:.2} 1/m/s"
        );
        if (0.54..=3.0).contains(&density) {
            squares += (speed_m_s - expected) * (speed_m_s - expected);
            points += 1.0;
        }
    }
    let rmse = (squares / points).sqrt();
    println!("# fitted to it: expected RMSE 0 m/s, obtained {rmse:.3} m/s, tolerance 0.05 m/s");
    assert!(rmse < 0.05);
}

/// Most persons per second and metre of clear width: IMO MSC.1/Circ.1533.
fn imo_flow(way: Way) -> f32 {
    match way {
        Way::Up => 0.88,
        Way::Down => 1.1,
    }
}

/// SFPE's most persons per second on a 7/11 in stair and metre of effective width, up and down.
const SFPE_PEAK: f32 = 1.02;

/// The same per metre of clear width: the effective one is 0.15 m less at each side.
fn sfpe_flow(width_m: f32) -> f32 {
    SFPE_PEAK * (width_m - 0.3) / width_m
}

#[test]
fn verify_capacity_of_stairs() {
    for way in [Way::Down, Way::Up] {
        for (width_m, seed) in [(1.2, 1), (1.6, 2), (2.4, 3)] {
            let Steady {
                flow,
                density,
                speed_m_s,
                ..
            } = Stair::crowded(way, width_m, seed).walk();
            let (imo, sfpe) = (imo_flow(way), sfpe_flow(width_m));
            println!(
                "# {way:?}, {width_m} m, seed {seed}: expected at most {imo:.2} p/s/m (IMO; SFPE {sfpe:.2}), obtained {flow:.2} at {density:.2} 1/m² and {speed_m_s:.2} m/s"
            );
            let most = 1.1 * imo;
            println!("# tolerance: 10 %, at most {most:.2} p/s/m");
            assert!(flow <= most);
        }
    }
}

#[test]
fn children_pass_a_stair_faster_than_adults() {
    for way in [Way::Down, Way::Up] {
        let adults = Stair::crowded(way, 1.6, 1);
        let children = Stair {
            children: true,
            ..adults
        };
        let (adults, children) = (adults.walk().flow, children.walk().flow);
        println!(
            "# {way:?}: expected more children than adults, as through doors (Daamen and Hoogendoorn 2012), obtained {children:.2} and {adults:.2} p/s/m"
        );
        assert!(children > adults);
    }
}

#[test]
fn a_turned_mirrored_or_shifted_stair_carries_alike() {
    let plain = Stair {
        people: 200,
        ..Stair::crowded(Way::Down, 1.6, 5)
    };
    let expected = plain.walk().flow;
    for frame in ELSEWHERE {
        let trial = Trial { seed: 5, frame };
        let flow = Stair { trial, ..plain }.walk().flow;
        println!("# {frame:?}: expected {expected:.3} p/s/m, obtained {flow:.3} p/s/m, tolerance 6 %");
        assert!((flow / expected - 1.0).abs() < 0.06);
    }
}
