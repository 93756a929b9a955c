//! The largest and the smallest of many numbers, found several at a time: a maximum that is taken of one number after another is
//! taken in that order, and keeps the whole loop around it to one number at a time.

#![expect(
    clippy::inline_always,
    reason = "a call would keep the loop around it from being vectorised"
)]

use multiversion::multiversion;

use super::real::Real;

/// Numbers that are looked at at once.
pub(super) const LANES: usize = 16;

/// What numbers lie between, 0 with them: in lanes, until it is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Extremes<T> {
    largest: [T; LANES],
    smallest: [T; LANES],
    /// 0 in each lane as long as all are numbers, and none is endless.
    off: [T; LANES],
}

impl<T: Real> Extremes<T> {
    /// Takes in a row of numbers.
    pub(super) fn add(&mut self, numbers: &[T]) {
        add(self, numbers);
    }

    #[inline(always)]
    fn take(&mut self, lane: usize, number: T) {
        self.largest[lane] = self.largest[lane].larger(number);
        self.smallest[lane] = self.smallest[lane].smaller(number);
        // Nothing of a number, no number of anything else.
        self.off[lane] += number * T::ZERO;
    }

    pub(super) fn largest(&self) -> T {
        largest(&self.largest)
    }

    pub(super) fn smallest(&self) -> T {
        self.smallest
            .iter()
            .fold(T::ZERO, |least, number| least.smaller(*number))
    }

    /// Whether all are numbers, and none is endless.
    pub(super) fn is_finite(&self) -> bool {
        self.off.iter().all(|off| *off == T::ZERO)
    }
}

/// The largest of all lanes, or 0.
pub(super) fn largest<T: Real>(lanes: &[T; LANES]) -> T {
    lanes.iter().fold(T::ZERO, |most, number| most.larger(*number))
}

#[multiversion(targets("x86_64+avx2"))]
fn add<T: Real>(to: &mut Extremes<T>, numbers: &[T]) {
    let mut lanes = *to;
    let (whole, rest) = numbers.as_chunks::<LANES>();
    for chunk in whole {
        for (lane, number) in chunk.iter().enumerate() {
            lanes.take(lane, *number);
        }
    }
    for (lane, number) in rest.iter().enumerate() {
        lanes.take(lane, *number);
    }
    *to = lanes;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extremes_are_those_of_the_row_whatever_its_length() {
        for length in 0..40_u8 {
            let row: Vec<f32> = (0..length)
                .map(|i| f32::from(i.wrapping_mul(97)) - 100.0)
                .collect();
            let of = |row: &[f32]| {
                let mut found = Extremes::default();
                let (one, other) = row.split_at(row.len() / 3);
                found.add(one);
                found.add(other);
                found
            };
            let found = of(&row);
            assert_eq!(found.largest(), row.iter().copied().fold(0.0, f32::max));
            assert_eq!(found.smallest(), row.iter().copied().fold(0.0, f32::min));
            assert!(found.is_finite());
            for at in 0..row.len() {
                for odd in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
                    let mut row = row.clone();
                    row[at] = odd;
                    assert!(!of(&row).is_finite(), "{odd} at {at} of {length}");
                }
            }
        }
    }
}
