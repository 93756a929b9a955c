//! From numbers to pixels along one axis, with round numbers on it.

/// What an axis spans, and how long it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// Its first number.
    pub from: f64,
    /// Its last.
    pub to: f64,
    /// From one number on it to the next.
    pub step: f64,
}

/// About so many numbers stand on an axis.
const NUMBERS: f64 = 6.0;

impl Span {
    /// A span that holds all of these, with round ends.
    pub fn of(values: impl Iterator<Item = f64>) -> Self {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.filter(|value| value.is_finite()) {
            (low, high) = (low.min(value), high.max(value));
        }
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        if high - low < 1e-9 * high.abs().max(1.0) {
            (low, high) = (low - 0.5, high + 0.5);
        }
        let step = round_step((high - low) / NUMBERS);
        Self {
            from: (low / step).floor() * step,
            to: (high / step).ceil() * step,
            step,
        }
    }

    /// Where a number lies on an axis from one pixel to another.
    pub fn at(self, value: f64, [first, last]: [f64; 2]) -> f64 {
        first + (value - self.from) / (self.to - self.from) * (last - first)
    }

    /// The numbers on it, and how they are written.
    pub fn numbers(self) -> impl Iterator<Item = (f64, String)> {
        let count = ((self.to - self.from) / self.step).round() as u32;
        let mut decimals = 0;
        let mut unit = 1.0;
        while self.step < 0.999 * unit && decimals < 6 {
            unit /= 10.0;
            decimals += 1;
        }
        // 2.5 needs one more than 2.
        let is_half = ((self.step / unit).round() - self.step / unit).abs() > 1e-6;
        let decimals = decimals + usize::from(is_half);
        (0..=count).map(move |index| {
            let value = self.from + f64::from(index) * self.step;
            let text = format!("{value:.decimals$}");
            let is_zero = text.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.'));
            (value, if is_zero { "0".to_owned() } else { text })
        })
    }
}

/// The next of 1, 2, 2.5, 5 times a power of ten.
fn round_step(rough: f64) -> f64 {
    let mut power = 1.0;
    while power * 10.0 <= rough {
        power *= 10.0;
    }
    while power > rough {
        power /= 10.0;
    }
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0];
    let found = steps.into_iter().find(|step| step * power >= rough * 0.999_999);
    found.unwrap_or(10.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(values: &[f64]) -> Vec<String> {
        Span::of(values.iter().copied())
            .numbers()
            .map(|(_, text)| text)
            .collect()
    }

    #[test]
    fn numbers_are_round_and_hold_everything() {
        assert_eq!(numbers(&[-3.0, 17.0]), ["-5", "0", "5", "10", "15", "20"]);
        assert_eq!(
            numbers(&[0.0, 0.1]),
            ["0", "0.02", "0.04", "0.06", "0.08", "0.10"]
        );
        assert_eq!(numbers(&[7.0]), ["6.4", "6.6", "6.8", "7.0", "7.2", "7.4", "7.6"]);
        assert_eq!(numbers(&[]).len(), 6);
        let span = Span::of([150.0, 300.0].into_iter());
        assert!((span.at(225.0, [0.0, 100.0]) - 50.0).abs() < 1e-9);
    }
}
