//! Walls against water that people build by hand: how many sandbags, and how long it takes.

/// Bags that a person fills and lays in an hour, sand and bags at hand.
///
/// # Source
/// North Dakota State University: 12 bags a person-hour, seen on a public page that quotes it; 6 to 7 where two fill 12 to
/// 15 together (another page).
pub const BAGS_PER_PERSON_HOUR: f64 = 12.0;

/// Metres in a foot.
const FOOT_M: f64 = 0.304_8;

/// Sandbags for a metre of a wall of this height, m, three times as broad at its foot as it is high.
///
/// # Source
/// The rule of the United States Army Corps of Engineers: (3 H + 9 H²) / 2 bags a foot, H in feet; for 100 ft and 1, 2, 3, 4 ft
/// 600, 2,100, 4,500, 7,800 bags. Seen on public pages that quote it. A letter of North Dakota has 117 bags a foot at 4 ft, with
/// bags of 30 lb, where the rule has 78: bags are what they are filled with.
///
/// # Bounds
/// For walls up to 4 ft (1.2 m) on firm ground, which water does not run over.
pub fn bags_per_m(height_m: f64) -> f64 {
    let feet = height_m / FOOT_M;
    0.5 * (3.0 * feet + 9.0 * feet * feet) / FOOT_M
}

/// How long so many people need for a wall, h, by the bags they fill and lay an hour.
pub fn hours(length_m: f64, height_m: f64, people: f64, bags_per_person_hour: f64) -> f64 {
    length_m * bags_per_m(height_m) / (people * bags_per_person_hour)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bags_are_those_of_the_rule() {
        for (feet, bags) in [(1.0, 600.0), (2.0, 2_100.0), (3.0, 4_500.0), (4.0, 7_800.0)] {
            let obtained = 100.0 * FOOT_M * bags_per_m(feet * FOOT_M);
            println!("100 ft, {feet} ft high: expected {bags}, obtained {obtained:.3}, tolerance 1e-6");
            assert!((obtained - bags).abs() < 1e-6);
        }
        assert_eq!(bags_per_m(0.0), 0.0);
    }

    #[test]
    fn thirty_people_for_a_hundred_metres() {
        // 100 m of half a metre: 4,780 bags, 398 person-hours.
        let hours = hours(100.0, 0.5, 30.0, BAGS_PER_PERSON_HOUR);
        println!("expected 13.28 h, obtained {hours:.3} h, tolerance 0.01 h");
        assert!((hours - 13.28).abs() < 0.01);
    }
}
