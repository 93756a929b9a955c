//! Whether somebody keeps their feet in flowing water.
//!
//! Two criteria, and what each is for: [`stands`] says at which instant one person is swept off their feet, by the
//! incipient speed of Xia et al., which follows depth, height and mass without a step. It is the default. [`danger`] is
//! the safety criterion of Cox et al., as a trainer knows it: it calls every flow, ever so shallow, dangerous for the
//! smallest children, and so cannot say when one of them falls.

use super::body::Body;
use super::rating::Danger;
use super::{Flow, Limit};
use crate::maths;

/// Density of water, kg/m³.
const WATER_KG_M3: f64 = 1_000.0;

/// Sliding, toppling: a factor, √m/s, and the power of depth by height.
///
/// # Source
/// J. Xia, R. A. Falconer, Y. Wang, X. Xiao, "New criterion for the stability of a human body in floodwaters", Journal of
/// Hydraulic Research 52 (2014), table 1. Seen in a public program that quotes the table (flood-pedestrian-simulator).
/// These are the factors fitted to a model of a body in a flume; the paper has others, fitted to tests on people, who
/// stood firmer: they were not seen.
const SLIDING: [f64; 2] = [7.975, 0.018];
/// See [`SLIDING`].
const TOPPLING: [f64; 2] = [3.472, 0.188];
/// Share of the volume of a body that is under water, by depth h in height H: 0.633 (h/H)² + 0.367 h/H. Same source.
const UNDER_WATER: [f64; 2] = [0.633, 0.367];
/// Volume of a body, m³, by its mass m, kg: 1.015e-3 m − 4.927e-3. Same source; for adults of China.
const VOLUME_M3: [f64; 2] = [1.015e-3, -4.927e-3];

/// Height of the chin as a share of height: in deeper water nobody stands.
///
/// # Source
/// 0.87, segment lengths of Drillis and Contini 1966: recalled, not confirmed.
pub const CHIN: f64 = 0.87;

/// Volume under water by height and depth, m.
fn displaced_m(depth_m: f64, body: Body) -> f64 {
    let share = depth_m / body.height_m;
    let [square, linear] = UNDER_WATER;
    let [by_mass, least] = VOLUME_M3;
    let volume_m3 = by_mass * body.mass_kg + least;
    (square * share + linear) * volume_m3 / (body.height_m * body.height_m)
}

/// The speed of water at which the feet slide, m/s, at a depth of more than 0 m. 0: the body floats.
pub fn sliding_speed_m_s(depth_m: f64, body: Body) -> f64 {
    let [factor, power] = SLIDING;
    let weight = body.mass_kg / (WATER_KG_M3 * body.height_m * depth_m);
    let left = weight - displaced_m(depth_m, body);
    factor * maths::pow(depth_m / body.height_m, power) * left.max(0.0).sqrt()
}

/// The speed of water at which the body topples, m/s, at a depth of more than 0 m. 0: the body floats.
pub fn toppling_speed_m_s(depth_m: f64, body: Body) -> f64 {
    let [factor, power] = TOPPLING;
    let weight = body.mass_kg / (WATER_KG_M3 * depth_m * depth_m);
    let left = weight - displaced_m(depth_m, body) * body.height_m / depth_m;
    factor * maths::pow(depth_m / body.height_m, power) * left.max(0.0).sqrt()
}

/// The speed of water at which somebody loses their feet, m/s, at a depth of more than 0 m: the lesser of the two.
///
/// # Bounds
/// Fitted to an adult who stands still, upright, on level firm ground, in clear water by day. The volume is that of
/// adults: a child of 20 kg is given too little of it, and in water above its waist is held for too firm. Not for people
/// who are carried, held, frail, or who walk: they fall sooner.
pub fn incipient_speed_m_s(depth_m: f64, body: Body) -> f64 {
    sliding_speed_m_s(depth_m, body).min(toppling_speed_m_s(depth_m, body))
}

/// Whether somebody keeps their feet: the water is slower than the incipient speed and no deeper than the chin.
pub fn stands(flow: Flow, body: Body) -> bool {
    flow.depth_m <= 0.0
        || (flow.depth_m <= CHIN * body.height_m && flow.speed_m_s < incipient_speed_m_s(flow.depth_m, body))
}

/// Height by mass, m·kg, from which on somebody counts as a child, and as an adult.
///
/// # Source
/// Cox, Shand and Blacka 2010; recalled. Cox, Yee and Ball 2004 (abstract, seen): below 20 m·kg children are not safe even
/// at 0.4 m²/s.
pub const CHILD_AND_ADULT_M_KG: [f64; 2] = [25.0, 50.0];

/// Up to where water is of low danger for children, and for adults.
///
/// # Source
/// As [`CHILD_AND_ADULT_M_KG`]: recalled, not confirmed. Depths of 0.5 and 1.2 m, and 0.6 m²/s for adults, are those
/// of H2 and H3 in the Australian handbook (seen, [`super::classes`]).
pub const LOW: [Limit; 2] = [
    Limit {
        depth_m: 0.5,
        speed_m_s: 3.0,
        product_m2_s: 0.4,
    },
    Limit {
        depth_m: 1.2,
        speed_m_s: 3.0,
        product_m2_s: 0.6,
    },
];

/// The danger for somebody on foot by the classes of Cox et al.
///
/// # Source
/// R. J. Cox, T. D. Shand, M. J. Blacka, Australian Rainfall and Runoff Project 10, stage 1 (2010), flow hazard regimes for
/// people: recalled, not confirmed. Adults up to 0.6 m²/s low, to 0.8 some, to 1.2 most, then all; children up to 0.4 low,
/// to 0.6 most, then all; the smallest (and the frail) all, in any flow. Beyond the depth or speed of [`LOW`]: all.
pub fn danger(flow: Flow, body: Body) -> Danger {
    if flow.depth_m <= 0.0 {
        return Danger::Low;
    }
    let [child, adult] = CHILD_AND_ADULT_M_KG;
    let size = body.height_by_mass();
    if size < child {
        return Danger::All;
    }
    let is_adult = size >= adult;
    let low = LOW[usize::from(is_adult)];
    let product = flow.product_m2_s();
    if flow.depth_m > low.depth_m || flow.speed_m_s > low.speed_m_s {
        Danger::All
    } else if product <= low.product_m2_s {
        Danger::Low
    } else if is_adult && product <= 0.8 {
        Danger::Some
    } else if product <= if is_adult { 1.2 } else { 0.6 } {
        Danger::Most
    } else {
        Danger::All
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Danger::{All, Low, Most, Some};

    const ADULT: Body = Body {
        height_m: 1.75,
        mass_kg: 75.0,
    };

    /// Depth, m; sliding and toppling speed, m/s.
    const EXPECTED: [(f64, f64, f64); 4] = [
        (0.2, 3.464_703, 3.085_87),
        (0.5, 2.106_357, 1.386_512),
        (0.8, 1.539_141, 0.867_582),
        (1.2, 1.035_537, 0.510_608),
    ];

    #[test]
    fn verify_incipient_speeds_against_another_program() {
        // The formulas in double precision in another language, from the constants as flood-pedestrian-simulator has them.
        for (depth, sliding, toppling) in EXPECTED {
            let ours = [sliding_speed_m_s(depth, ADULT), toppling_speed_m_s(depth, ADULT)];
            println!("{depth} m: expected {sliding} and {toppling} m/s, obtained {ours:.6?}, tolerance 1e-6");
            assert!((ours[0] - sliding).abs() < 1e-6 && (ours[1] - toppling).abs() < 1e-6);
        }
    }

    #[test]
    fn adults_fall_no_later_than_those_who_were_tested() {
        // Abt et al. 1989, as quoted by Cox: adults fell at 0.7 to 2.1 m²/s in depths of 0.4 to 1.2 m.
        for tenths in 4..=12 {
            let depth_m = 0.1 * f64::from(tenths);
            let product = depth_m * incipient_speed_m_s(depth_m, ADULT);
            println!("{depth_m:.1} m: expected at most 2.1 m²/s, obtained {product:.2}");
            assert!(product > 0.3 && product < 2.1);
        }
    }

    #[test]
    fn who_is_bigger_stands_firmer_and_depth_takes_hold() {
        for age in 6..18 {
            let [younger, older] = [age, age + 1].map(|age| Body::of_age(f64::from(age)));
            let mut before = f64::INFINITY;
            for i in 1..50 {
                let depth_m = 0.02 * f64::from(i);
                let speed = incipient_speed_m_s(depth_m, younger);
                assert!(speed <= before, "{age} years, {depth_m} m");
                assert!(speed <= incipient_speed_m_s(depth_m, older));
                before = speed;
            }
        }
    }

    #[test]
    fn nobody_stands_in_water_above_the_chin() {
        let still = |depth_m| Flow {
            depth_m,
            speed_m_s: 0.0,
        };
        let child = Body::of_age(6.0);
        assert!(stands(still(0.0), child) && stands(still(0.9), child) && !stands(still(1.1), child));
        assert!(stands(still(1.1), ADULT));
    }

    #[test]
    fn classes_of_danger_are_those_recalled() {
        let of = |depth_m, speed_m_s, age: f64| danger(Flow { depth_m, speed_m_s }, Body::of_age(age));
        assert_eq!(
            [0.5, 0.7, 1.1, 1.3].map(|v| of(1.0, v, 30.0)),
            [Low, Some, Most, All]
        );
        assert_eq!([0.9, 1.1, 1.3].map(|v| of(0.4, v, 8.0)), [Low, Most, Most]);
        assert_eq!(
            [
                of(0.4, 1.6, 8.0),
                of(0.6, 0.0, 8.0),
                of(1.3, 0.0, 30.0),
                of(0.1, 3.1, 30.0)
            ],
            [All; 4]
        );
        assert_eq!([of(0.1, 0.1, 5.0), of(0.0, 0.0, 5.0)], [All, Low]);
    }
}
