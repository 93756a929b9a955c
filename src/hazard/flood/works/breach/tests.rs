//! Openings and the crests of faces along them.

use super::formed::{Failure, froehlich_2008};
use super::*;

const FACES: [Face; 4] = [Face {
    crest_m: 5.0,
    length_m: 10.0,
}; 4];

fn dam() -> Breach {
    Breach {
        crest_m: 5.0,
        bottom_m: 1.0,
        formed: Formed {
            mean_width_m: 30.0,
            time_s: 3_600.0,
            slope: 1.0,
        },
        growth: Growth::Linear,
    }
}

/// What flows over crests where the water stands so high, without the weir's coefficient.
fn flows(crests: impl Iterator<Item = Opened>, water_m: f64) -> f64 {
    let of = |opened: Opened| 10.0 * maths::pow((water_m - opened.crest_m).max(0.0), 1.5);
    crests.map(of).sum()
}

#[test]
fn a_breach_grows_to_what_was_said() {
    let dam = dam();
    assert_eq!(dam.opening(-1.0).bottom_m, 5.0);
    let half = dam.opening(1_800.0);
    assert_eq!((half.bottom_m, half.width_m), (3.0, 13.0));
    let whole = dam.opening(1e5);
    // 26 m at the bottom, 34 m at the crest: 30 m on average.
    assert_eq!((whole.bottom_m, whole.width_m, whole.slope), (1.0, 26.0, 1.0));
    let slow = Breach {
        growth: Growth::Sine,
        ..dam
    };
    assert!(slow.opening(360.0).bottom_m > dam.opening(360.0).bottom_m);
    assert!((slow.opening(1_800.0).bottom_m - 3.0).abs() < 1e-12);
    let formed = froehlich_2008(Failure::Overtopping, 1e4, 20.0);
    let narrow = Breach {
        bottom_m: -15.0,
        formed,
        ..dam
    };
    let whole = narrow.opening(1e6);
    assert_eq!(whole.width_m, 0.0);
    assert!((20.0 * whole.slope - formed.mean_width_m).abs() < 1e-12);
}

#[test]
fn as_much_flows_over_the_faces_as_over_the_breach() {
    let whole = dam().opening(1e5);
    for water in [5.0, 4.0, 2.5, 1.2] {
        let head: f64 = water - 1.0;
        // 26 m of flat bottom, and both sides: 2 × ∫ h^1.5 dh = 0.8 h^2.5.
        let expected = 26.0 * maths::pow(head, 1.5) + 0.8 * maths::pow(head, 2.5);
        let obtained = flows(whole.crests(&FACES, water), water);
        println!("expected {expected}, obtained {obtained}, tolerance 1e-9");
        assert!((obtained / expected - 1.0).abs() < 1e-9);
    }
    let shares: Vec<f64> = whole.crests(&FACES, 5.0).map(|opened| opened.share).collect();
    assert_eq!(shares[..3], [1.0, 1.0, 1.0]);
    assert!((shares[3] - 0.4).abs() < 1e-12);
}

#[test]
fn crests_fall_smoothly_and_stay_between_bottom_and_crest() {
    let dam = dam();
    let crests = |since_s: f64| -> Vec<f64> {
        let opening = dam.opening(since_s);
        let crests: Vec<f64> = opening.crests(&FACES, 4.9).map(|opened| opened.crest_m).collect();
        crests
    };
    assert_eq!(crests(0.0), [5.0; 4]);
    let mut before = crests(0.0);
    for i in 1..=720 {
        let now = crests(f64::from(i) * 5.0);
        for (now, before) in now.iter().zip(&before) {
            assert!(
                *now <= before + 1e-12 && *now >= 1.0 && before - now < 0.12,
                "{before} {now}"
            );
        }
        before = now;
    }
}

#[test]
fn verify_a_levee_of_sand_against_its_formula() {
    // Verheij and van der Knaap: 1.3 √9.81 3^1.5 / 0.2 = 105.79 m times log₁₀(1 + 1.962) = 0.47159 in the first hour.
    let levee = Levee {
        crest_m: 5.0,
        bottom_m: 1.0,
        first_m: 10.0,
        deepens_s: 600.0,
        erodes: Erodes::SAND,
        widest_m: 200.0,
    };
    let mut breach = levee.begin();
    breach.pass(300.0, [4.0, 0.0]);
    assert_eq!((breach.opening().bottom_m, breach.opening().width_m), (3.0, 10.0));
    breach.pass(300.0, [4.0, 0.0]);
    for _ in 0..360 {
        breach.pass(10.0, [4.0, 0.0]);
    }
    let width = breach.opening().width_m - 10.0;
    println!("expected 49.89 m, obtained {width:.3} m, tolerance 0.01 m");
    assert!((width - 49.89).abs() < 0.01);
    // No fall, no growth; never wider than it can become.
    breach.pass(3_600.0, [4.0, 4.0]);
    assert!((breach.opening().width_m - 10.0 - width).abs() < 1e-12);
    breach.pass(1e9, [9.0, 0.0]);
    assert_eq!(breach.opening().width_m, 200.0);
}

#[test]
fn a_script_is_followed() {
    let script = Scripted {
        bottom_m: Series::new(&[(0.0, 5.0), (100.0, 2.0)]).unwrap(),
        width_m: Series::new(&[(0.0, 0.0), (100.0, 20.0)]).unwrap(),
    };
    let half = script.opening(50.0);
    assert_eq!((half.bottom_m, half.width_m), (3.5, 10.0));
    let crests: Vec<Opened> = half.crests(&FACES, 5.0).collect();
    assert!((crests[0].crest_m - 3.5).abs() < 1e-12);
    assert_eq!(crests[1].crest_m, 5.0);
}
