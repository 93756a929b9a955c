//! Barriers that rise while people work: sandbag walls, demountables.
//!
//! What is not built when the water comes, and what is overtopped, is for the solver: it is told a crest.

use super::series::Series;

/// Length of a foot, m.
const FOOT_M: f64 = 0.3048;
/// Sandbags that one person fills and places in an hour, where sand and bags lie beside the wall.
///
/// # Source
/// K. Hellevang, Sandbagging for Flood Protection, North Dakota State University Extension (2011): 12 bags a person and hour,
/// seen in a calculator that quotes it. Trained pairs do 12 to 15 bags an hour together (fact sheet, seen).
pub const BAGS_A_PERSON_HOUR: f64 = 12.0;
/// Metres of a barrier of large units, 1.2 m high, that one person sets up in an hour.
///
/// # Source
/// Seven people set up 100 feet of rapid deployment units 4 feet high in an hour (letter of its maker, seen).
pub const DEMOUNTABLE_M_A_PERSON_HOUR: f64 = 100.0 * FOOT_M / 7.0;

/// Sandbags for a metre of a wall as high as this, m: a pyramid three times as wide as it is high.
///
/// # Source
/// U.S. Army Corps of Engineers, St. Paul District, Flood Fight Handbook (2016), table 2.1 (seen in a program that quotes
/// it): (3 H + 9 H²) / 2 bags a foot, H in feet. A trapezoid with a wide top needs half as many again.
pub fn bags_a_metre(height_m: f64) -> f64 {
    let h = height_m / FOOT_M;
    0.5 * (3.0 * h + 9.0 * h * h) / FOOT_M
}

/// How high a wall gets with so many bags a metre, m.
fn height_of_bags(bags_a_metre: f64) -> f64 {
    let bags = (bags_a_metre * FOOT_M).max(0.0);
    // The root of 9 H² + 3 H = 2 N, so written that nothing cancels where there are few bags.
    FOOT_M * 4.0 * bags / (3.0 + (9.0 + 72.0 * bags).sqrt())
}

/// What it is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Make {
    /// Sandbags in a pyramid.
    Sandbags {
        /// Bags a person fills and places in an hour.
        a_person_hour: f64,
        /// Bags there are.
        available: f64,
        /// In which order they are laid.
        order: Order,
    },
    /// Units that are set up at their full height, one beside the other.
    Demountable {
        /// Metres a person sets up in an hour.
        a_person_hour: f64,
    },
}

/// In which order a wall of sandbags rises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Everywhere at once, layer by layer.
    Evenly,
    /// At its full height from one end to the other.
    Along,
}

/// A barrier that people build.
#[derive(Debug, Clone, PartialEq)]
pub struct Barrier {
    /// How long, m.
    pub length_m: f64,
    /// How high above the ground, m.
    pub height_m: f64,
    /// What it is made of.
    pub make: Make,
    /// How many people work on it, by time in s.
    pub crew: Series,
    /// When work begins, s.
    pub begins_s: f64,
}

impl Barrier {
    /// Work until a time, person-hours.
    fn person_hours(&self, time_s: f64) -> f64 {
        if time_s > self.begins_s {
            self.crew.integral(self.begins_s, time_s) / 3_600.0
        } else {
            0.0
        }
    }

    /// Person-hours it takes; more than any time where there are too few bags.
    pub fn work_person_hours(&self) -> f64 {
        match self.make {
            Make::Sandbags {
                a_person_hour,
                available,
                ..
            } => {
                let bags = bags_a_metre(self.height_m) * self.length_m;
                if bags > available {
                    f64::INFINITY
                } else {
                    bags / a_person_hour
                }
            }
            Make::Demountable { a_person_hour } => self.length_m / a_person_hour,
        }
    }

    /// Bags laid until a time, as if the wall had no end.
    fn bags(&self, time_s: f64, a_person_hour: f64, available: f64) -> f64 {
        (self.person_hours(time_s) * a_person_hour).min(available)
    }

    /// Length that stands at its full height, m.
    fn done_m(&self, time_s: f64) -> f64 {
        let metres = match self.make {
            Make::Sandbags {
                a_person_hour,
                available,
                ..
            } => self.bags(time_s, a_person_hour, available) / bags_a_metre(self.height_m),
            Make::Demountable { a_person_hour } => self.person_hours(time_s) * a_person_hour,
        };
        metres.min(self.length_m)
    }

    /// How high it stands at a time, m above the ground, at a place so far from the end where work began, m.
    pub fn stands_m(&self, time_s: f64, place_m: f64) -> f64 {
        if let Make::Sandbags {
            a_person_hour,
            available,
            order: Order::Evenly,
        } = self.make
        {
            let bags = self.bags(time_s, a_person_hour, available);
            return height_of_bags(bags / self.length_m).min(self.height_m);
        }
        if place_m < self.done_m(time_s) {
            self.height_m
        } else {
            0.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wall(order: Order, available: f64) -> Barrier {
        Barrier {
            length_m: 100.0,
            height_m: 3.0 * FOOT_M,
            make: Make::Sandbags {
                a_person_hour: BAGS_A_PERSON_HOUR,
                available,
                order,
            },
            crew: Series::constant(50.0),
            begins_s: 3_600.0,
        }
    }

    #[test]
    fn verify_bags_against_the_handbook() {
        // Table 2.1: bags a foot of length for 1 to 5 feet of height.
        for (feet, bags) in [(1.0, 6.0), (2.0, 21.0), (3.0, 45.0), (4.0, 78.0), (5.0, 120.0)] {
            let a_metre = bags_a_metre(feet * FOOT_M);
            println!("expected {bags}, obtained {}, tolerance 1e-9", a_metre * FOOT_M);
            assert!((a_metre * FOOT_M - bags).abs() < 1e-9);
            assert!((height_of_bags(a_metre) - feet * FOOT_M).abs() < 1e-12);
        }
        assert_eq!(height_of_bags(0.0), 0.0);
    }

    #[test]
    fn a_wall_rises_layer_by_layer() {
        // 45 bags a foot on 100 m by 50 people at 12 bags an hour: 45 / 0.3048 × 100 / 600 = 24.606 h.
        let wall = wall(Order::Evenly, 1e9);
        let whole_h = wall.work_person_hours() / 50.0;
        assert!((whole_h - 24.606).abs() < 1e-3, "{whole_h}");
        assert_eq!(wall.stands_m(3_600.0, 0.0), 0.0);
        assert_eq!(wall.stands_m(3_600.0 * (2.0 + whole_h), 0.0), 3.0 * FOOT_M);
        // Two fifteenths of the bags make a third of the height: 6 of 45 bags, 1 of 3 feet.
        let early = wall.stands_m(3_600.0 * (1.0 + whole_h * 6.0 / 45.0), 50.0);
        assert!((early - FOOT_M).abs() < 1e-9, "{early}");
    }

    #[test]
    fn a_wall_goes_along_and_ends_with_its_bags() {
        let half = wall(Order::Along, 50.0 * bags_a_metre(3.0 * FOOT_M));
        assert_eq!(half.work_person_hours(), f64::INFINITY);
        assert_eq!(half.stands_m(1e9, 49.0), 3.0 * FOOT_M);
        assert_eq!(half.stands_m(1e9, 51.0), 0.0);
    }

    #[test]
    fn units_are_set_up_one_by_one() {
        let mut units = wall(Order::Evenly, 0.0);
        units.make = Make::Demountable {
            a_person_hour: DEMOUNTABLE_M_A_PERSON_HOUR,
        };
        units.crew = Series::constant(7.0);
        // 100 feet in an hour.
        assert_eq!(units.stands_m(7_200.0, 30.0), 3.0 * FOOT_M);
        assert_eq!(units.stands_m(7_200.0, 31.0), 0.0);
    }
}
