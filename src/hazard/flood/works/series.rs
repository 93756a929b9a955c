//! Values at times, straight between them.

/// Why points are no series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// There is no point.
    Empty,
    /// The point of this number, from 0, has a time or a value that is no finite number.
    NotFinite(usize),
    /// The point of this number is not later than the one before.
    NotLater(usize),
}

/// Values at times that grow, s: straight between two points, level before the first and after the last.
///
/// It serves for anything else that grows as well: volumes by level, capacities by head.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    times: Vec<f64>,
    values: Vec<f64>,
    /// Integral from the first point to each.
    sums: Vec<f64>,
}

impl Series {
    /// A series through points (time, value).
    ///
    /// # Errors
    /// The first flaw there is.
    pub fn new(points: &[(f64, f64)]) -> Result<Self, Flaw> {
        if points.is_empty() {
            return Err(Flaw::Empty);
        }
        for (number, (time, value)) in points.iter().enumerate() {
            if !(time.is_finite() && value.is_finite()) {
                return Err(Flaw::NotFinite(number));
            }
            if number > 0 && *time <= points[number - 1].0 {
                return Err(Flaw::NotLater(number));
            }
        }
        Ok(Self::of(
            points.iter().map(|point| point.0).collect(),
            points.iter().map(|point| point.1).collect(),
        ))
    }

    /// The same value at all times.
    pub fn constant(value: f64) -> Self {
        Self::of(vec![0.0], vec![value])
    }

    fn of(times: Vec<f64>, values: Vec<f64>) -> Self {
        let mut sums = vec![0.0; times.len()];
        for i in 1..times.len() {
            sums[i] = sums[i - 1] + 0.5 * (values[i - 1] + values[i]) * (times[i] - times[i - 1]);
        }
        Self { times, values, sums }
    }

    /// First and last time.
    pub fn span(&self) -> [f64; 2] {
        [self.times[0], self.times[self.times.len() - 1]]
    }

    /// Time and value of the highest point, the first of several.
    pub fn highest(&self) -> (f64, f64) {
        let mut most = 0;
        for (i, value) in self.values.iter().enumerate() {
            if *value > self.values[most] {
                most = i;
            }
        }
        (self.times[most], self.values[most])
    }

    /// Value at a time.
    pub fn at(&self, time: f64) -> f64 {
        let after = self.times.partition_point(|known| *known <= time);
        if after == 0 {
            return self.values[0];
        }
        if after == self.times.len() {
            return self.values[after - 1];
        }
        let (t0, t1) = (self.times[after - 1], self.times[after]);
        let (v0, v1) = (self.values[after - 1], self.values[after]);
        v0 + (v1 - v0) * ((time - t0) / (t1 - t0))
    }

    /// Integral from the first point to a time, negative before it.
    fn sum_to(&self, time: f64) -> f64 {
        let after = self.times.partition_point(|known| *known <= time);
        if after == 0 {
            return (time - self.times[0]) * self.values[0];
        }
        let before = after - 1;
        self.sums[before] + 0.5 * (self.values[before] + self.at(time)) * (time - self.times[before])
    }

    /// Integral between two times: a volume, where the values are discharges.
    ///
    /// The integrals of all steps add up to the integral of the whole, however long the steps are.
    pub fn integral(&self, from: f64, to: f64) -> f64 {
        self.sum_to(to) - self.sum_to(from)
    }

    /// Mean between two times; the value, where they are one.
    pub fn mean(&self, from: f64, to: f64) -> f64 {
        if to > from {
            self.integral(from, to) / (to - from)
        } else {
            self.at(from)
        }
    }

    /// Everything above a base, so many times as much; what lies below it stays.
    #[must_use]
    pub fn scaled(&self, factor: f64, base: f64) -> Self {
        let of = |value: &f64| {
            if *value > base {
                base + (value - base) * factor
            } else {
                *value
            }
        };
        Self::of(self.times.clone(), self.values.iter().map(of).collect())
    }

    /// Everything later by so much.
    #[must_use]
    pub fn shifted(&self, by: f64) -> Self {
        Self::of(
            self.times.iter().map(|time| time + by).collect(),
            self.values.clone(),
        )
    }

    /// Where a series that nowhere falls has this value: the first such place, held at its ends.
    pub fn inverse(&self, value: f64) -> f64 {
        let after = self.values.partition_point(|known| *known < value);
        if after == 0 {
            return self.times[0];
        }
        if after == self.times.len() {
            return self.times[after - 1];
        }
        let (t0, t1) = (self.times[after - 1], self.times[after]);
        let (v0, v1) = (self.values[after - 1], self.values[after]);
        t0 + (t1 - t0) * ((value - v0) / (v1 - v0))
    }

    /// Whether every value is greater than the one before.
    pub fn grows(&self) -> bool {
        self.values.windows(2).all(|pair| pair[1] > pair[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flood() -> Series {
        Series::new(&[(300.0, 0.0), (600.0, 3_000.0), (1_200.0, 3_000.0), (6_000.0, 0.0)]).unwrap()
    }

    #[test]
    fn flaws_are_found() {
        assert_eq!(Series::new(&[]), Err(Flaw::Empty));
        assert_eq!(
            Series::new(&[(0.0, 1.0), (f64::NAN, 1.0)]),
            Err(Flaw::NotFinite(1))
        );
        assert_eq!(
            Series::new(&[(0.0, 1.0), (5.0, 1.0), (5.0, 2.0)]),
            Err(Flaw::NotLater(2))
        );
    }

    #[test]
    fn verify_the_volume_of_a_published_inflow() {
        // Test 5 of the Environment Agency's benchmark: 0, 3,000, 3,000, 0 m³/s at 300, 600, 1,200, 6,000 s.
        // 3,000 × (150 + 600 + 2,400) s.
        let flood = flood();
        assert_eq!(flood.integral(0.0, 1e5), 9.45e6);
        assert_eq!(flood.at(450.0), 1_500.0);
        assert_eq!(flood.at(3_600.0), 1_500.0);
        assert_eq!((flood.at(0.0), flood.at(7_000.0)), (0.0, 0.0));
        assert_eq!(flood.highest(), (600.0, 3_000.0));
    }

    #[test]
    fn volume_does_not_depend_on_the_step() {
        let flood = flood();
        for step in [0.7, 13.0, 777.0] {
            let (mut t, mut sum) = (0.0, 0.0);
            while t < 7_000.0 {
                let next = f64::min(t + step, 7_000.0);
                sum += flood.mean(t, next) * (next - t);
                t = next;
            }
            assert!((sum / 9.45e6 - 1.0).abs() < 1e-12, "{step}: {sum}");
        }
    }

    #[test]
    fn a_flood_is_scaled_above_its_base_and_shifted() {
        let river = Series::new(&[(0.0, 50.0), (10.0, 150.0), (20.0, 40.0)]).unwrap();
        let worse = river.scaled(1.5, 50.0).shifted(5.0);
        assert_eq!(
            (worse.at(5.0), worse.at(15.0), worse.at(25.0)),
            (50.0, 200.0, 40.0)
        );
    }

    #[test]
    fn a_growing_series_can_be_read_backwards() {
        let storage = Series::new(&[(10.0, 0.0), (12.0, 1_000.0), (13.0, 3_000.0)]).unwrap();
        assert!(storage.grows());
        assert_eq!(storage.inverse(500.0), 11.0);
        assert_eq!(storage.inverse(2_000.0), 12.5);
        assert_eq!((storage.inverse(-1.0), storage.inverse(9e9)), (10.0, 13.0));
    }
}
