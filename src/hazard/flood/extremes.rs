//! The largest and the smallest of a row, found several numbers at a time: a maximum that is taken of one number after another
//! is taken in that order, and keeps the whole loop around it to one number at a time.

use super::real::Real;

/// Numbers that are looked at at once.
pub(super) const LANES: usize = 8;

/// What a row of numbers lies between, 0 with them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extremes<T> {
    pub(super) largest: T,
    pub(super) smallest: T,
    /// Whether all are numbers, and none is endless.
    pub(super) is_finite: bool,
}

impl<T: Real> Extremes<T> {
    pub(super) fn of(numbers: &[T]) -> Self {
        let zeros = [T::ZERO; LANES];
        let (mut largest, mut smallest, mut off) = (zeros, zeros, zeros);
        let mut take = |lane: usize, number: T| {
            largest[lane] = largest[lane].larger(number);
            smallest[lane] = smallest[lane].smaller(number);
            // Nothing of a number, no number of anything else.
            off[lane] += number * T::ZERO;
        };
        let (whole, rest) = numbers.as_chunks::<LANES>();
        for chunk in whole {
            for (lane, number) in chunk.iter().enumerate() {
                take(lane, *number);
            }
        }
        for (lane, number) in rest.iter().enumerate() {
            take(lane, *number);
        }
        Self {
            largest: largest.iter().fold(T::ZERO, |most, number| most.larger(*number)),
            smallest: smallest
                .iter()
                .fold(T::ZERO, |least, number| least.smaller(*number)),
            is_finite: off.iter().all(|off| *off == T::ZERO),
        }
    }
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
            let found = Extremes::of(&row);
            assert_eq!(found.largest, row.iter().copied().fold(0.0, f32::max));
            assert_eq!(found.smallest, row.iter().copied().fold(0.0, f32::min));
            assert!(found.is_finite);
            for at in 0..row.len() {
                for odd in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
                    let mut row = row.clone();
                    row[at] = odd;
                    assert!(!Extremes::of(&row).is_finite, "{odd} at {at} of {length}");
                }
            }
        }
    }
}
