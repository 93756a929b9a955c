//! How long somebody lasts in cold water.

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
/// children, and for whoever has to swim. Nothing is said of people who stand in water to their knees.
pub fn exhausted_after_min(water_c: f64) -> Option<[f64; 2]> {
    if water_c >= WARM_C {
        return None;
    }
    let row = EXHAUSTED_MIN.partition_point(|(from, _)| *from <= water_c).max(1) - 1;
    Some(EXHAUSTED_MIN[row].1)
}

#[cfg(test)]
mod tests {
    use super::*;

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
