//! How deep a row of rooms has to be so that it fits along its wall.

/// Shallowest row, metres. An assumption: a row that would be shallower leaves wall without rooms instead.
const SHALLOWEST_M: f64 = 4.0;
/// Deepest row, metres. An assumption: about twice a classroom; what would be deeper was measured wrongly or stands
/// elsewhere.
pub(super) const DEEPEST_M: f64 = 12.0;
/// What a room is wider than its door at least, metres: the jambs. An assumption.
const JAMBS_M: f64 = 0.2;
/// How often the bracket of depths is halved: 8 m to far below a micrometre.
const HALVINGS: usize = 40;

/// The area and door width of a room, m² and metres.
pub(super) type Measured = (f64, f64);

/// How wide a room stands in a row of this depth, metres. One that would be narrower than its door stays shallower.
pub(super) fn width_m((area_m2, door_m): Measured, depth_m: f64) -> f64 {
    (area_m2 / depth_m).max(door_m + JAMBS_M)
}

/// How much wall a row needs, metres.
pub(super) fn length_m(rooms: &[Measured], depth_m: f64) -> f64 {
    rooms.iter().map(|room| width_m(*room, depth_m)).sum()
}

/// The least depth at which a row fits, metres; none if it does not fit however deep.
pub(super) fn depth_m(rooms: &[Measured], wall_m: f64) -> Option<f64> {
    let fits = |depth| length_m(rooms, depth) <= wall_m;
    if fits(SHALLOWEST_M) {
        return Some(SHALLOWEST_M);
    }
    if !fits(DEEPEST_M) {
        return None;
    }
    let (mut short, mut enough) = (SHALLOWEST_M, DEEPEST_M);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (short + enough);
        if fits(middle) {
            enough = middle;
        } else {
            short = middle;
        }
    }
    Some(enough)
}

/// How many of the rooms stand before a gap in the wall, so that the deeper of the two rows is the least deep; none if
/// they fit in no way.
pub(super) fn split(rooms: &[Measured], before_m: f64, behind_m: f64) -> Option<usize> {
    let depth = |count: usize| {
        let before = depth_m(&rooms[..count], before_m)?;
        let behind = depth_m(&rooms[count..], behind_m)?;
        Some((before.max(behind), (before - behind).abs()))
    };
    let fitting = (0..=rooms.len()).filter_map(|count| Some((depth(count)?, count)));
    let best = fitting.min_by(|(a, _), (b, _)| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    best.map(|(_, count)| count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_fills_its_wall_and_keeps_every_area() {
        let rooms = [(48.0, 0.9), (52.0, 0.9), (12.0, 0.8)];
        let depth = depth_m(&rooms, 16.0).expect("it fits");
        assert!((length_m(&rooms, depth) - 16.0).abs() < 1e-9);
        assert!((depth - 7.0).abs() < 1e-9);
        assert_eq!(depth_m(&rooms, 100.0), Some(SHALLOWEST_M));
        assert_eq!(depth_m(&rooms, 9.0), None);
    }

    #[test]
    fn a_small_room_is_no_narrower_than_its_door() {
        assert!((width_m((3.0, 0.9), 7.0) - 1.1).abs() < 1e-12);
    }

    #[test]
    fn a_gap_parts_the_rooms_evenly_and_in_order() {
        assert_eq!(split(&[(50.0, 0.9); 4], 10.0, 10.0), Some(2));
        assert_eq!(split(&[(50.0, 0.9); 3], 20.0, 10.0), Some(2));
        assert_eq!(split(&[(50.0, 0.9); 8], 10.0, 10.0), None);
        assert_eq!(split(&[], 10.0, 10.0), Some(0));
    }
}
