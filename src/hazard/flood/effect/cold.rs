//! How long somebody lasts in cold water.

use super::body::Body;
use super::stability::CHIN;

/// From which temperature of the water on, °C; the shortest and the longest time until exhaustion, min.
///
/// # Source
/// The table of the United States Search and Rescue Task Force, seen on several public pages (in °F: 32.5, 40, 50, 60,
/// 70, 80). Who made it, and from which tests, is not known.
const EXHAUSTED_MIN: [(f64, [f64; 2]); 6] = [
    (f64::NEG_INFINITY, [0.0, 15.0]),
    (0.3, [15.0, 30.0]),
    (4.4, [30.0, 60.0]),
    (10.0, [60.0, 120.0]),
    (15.6, [120.0, 420.0]),
    (21.1, [180.0, 720.0]),
];

/// From this temperature on nobody is exhausted by cold, °C. Same table.
pub const WARM_C: f64 = 26.7;

/// The shortest and the longest time, min, until somebody in the water up to the neck is exhausted or unconscious; none
/// in warm water.
///
/// # Bounds
/// For adults who float in still water. The table has been criticised as too hopeful (coldwatersafety.org, seen): cold
/// shock in the first minutes and failing arms within half an hour drown people long before. Take the shorter time for
/// children, and for whoever has to swim. Nothing is said of people who stand in water: [`share_chilled`].
pub fn exhausted_after_min(water_c: f64) -> Option<[f64; 2]> {
    if water_c >= WARM_C {
        return None;
    }
    let row = EXHAUSTED_MIN.partition_point(|(from, _)| *from <= water_c).max(1) - 1;
    Some(EXHAUSTED_MIN[row].1)
}

/// Water up to the knee does not exhaust anybody by its cold: the knee as a share of the height.
///
/// # Source
/// 0.285 of the height: Drillis and Contini 1966, recalled. That such water does no harm is an assumption.
pub const KNEE: f64 = 0.285;

/// How fast somebody who stands in cold water tires, as a share of who is in it up to the neck.
///
/// # Source
/// An assumption, for want of any: heat is lost in proportion to what of the body is under water, from the knee on.
pub fn share_chilled(depth_m: f64, body: Body) -> f64 {
    if depth_m < KNEE * body.height_m {
        return 0.0;
    }
    (depth_m / (CHIN * body.height_m)).min(1.0)
}

/// Who is younger is a child here, years: an assumption.
const CHILD_BELOW_YEARS: f64 = 16.0;

/// After how long, min, somebody of this age is exhausted who is up to the neck in the water, by their luck from 0 to 1:
/// children after the shortest time. None in warm water.
pub fn lasts_min(water_c: f64, years: f64, luck: f64) -> Option<f64> {
    let [shortest, longest] = exhausted_after_min(water_c)?;
    let luck = if years < CHILD_BELOW_YEARS { 0.0 } else { luck };
    Some(shortest + luck * (longest - shortest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_stands_deeper_tires_sooner_and_ankles_tire_nobody() {
        let child = Body::of_age(8.0);
        let shares = [0.1, 0.3, 0.5, 0.8, 1.2].map(|depth_m| share_chilled(depth_m, child));
        assert_eq!([shares[0], shares[1], shares[4]], [0.0, 0.0, 1.0]);
        assert!(shares[2] > 0.0 && shares[2] < shares[3] && shares[3] < 1.0);
        assert!(share_chilled(0.8, Body::of_age(30.0)) < shares[3]);
    }

    #[test]
    fn children_last_the_shortest_time_and_nobody_tires_in_warm_water() {
        assert_eq!(lasts_min(10.0, 8.0, 0.9), Some(60.0));
        assert_eq!(lasts_min(10.0, 30.0, 0.5), Some(90.0));
        assert_eq!(lasts_min(27.0, 8.0, 0.0), None);
    }

    #[test]
    fn times_are_those_of_the_table() {
        assert_eq!(exhausted_after_min(-0.5), Some([0.0, 15.0]));
        assert_eq!(exhausted_after_min(3.0), Some([15.0, 30.0]));
        assert_eq!(exhausted_after_min(8.0), Some([30.0, 60.0]));
        assert_eq!(exhausted_after_min(10.0), Some([60.0, 120.0]));
        assert_eq!(exhausted_after_min(20.0), Some([120.0, 420.0]));
        assert_eq!(exhausted_after_min(25.0), Some([180.0, 720.0]));
        assert_eq!(exhausted_after_min(27.0), None);
    }
}
