//! Single or double precision: what the kernels need of a number.

#![expect(
    clippy::inline_always,
    reason = "a call would keep the loop around it from being vectorised"
)]

use std::fmt::Debug;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A floating-point number of either precision. Every method gives the same bits on every machine.
pub trait Real:
    Copy
    + Debug
    + Default
    + PartialOrd
    + Send
    + Sync
    + Serialize
    + DeserializeOwned
    + Add<Output = Self>
    + AddAssign
    + Sub<Output = Self>
    + SubAssign
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + 'static
{
    /// 0.
    const ZERO: Self;
    /// 1.
    const ONE: Self;
    /// The nearest to a number in double precision.
    fn of(value: f64) -> Self;
    /// In double precision.
    fn f64(self) -> f64;
    /// Square root, correctly rounded.
    #[must_use]
    fn sqrt(self) -> Self;
    /// Absolute value.
    #[must_use]
    fn abs(self) -> Self;
    /// One over the cube root of a positive number, to some 1e-6 in single and 1e-12 in double precision. It divides by
    /// nothing: divisions and roots are what the kernels wait for.
    #[must_use]
    fn inverse_cube_root(self) -> Self;

    /// Whether it is a number, and not endless.
    #[must_use]
    fn is_finite(self) -> bool;

    /// To the power −7/3, as Manning's law has the depth of water that flows by the metre of width; of a positive number.
    #[must_use]
    #[inline(always)]
    fn to_minus_seven_thirds(self) -> Self {
        let root = self.inverse_cube_root();
        let third = root * root * root;
        third * third * root
    }

    /// The larger of two numbers of which none is NaN.
    #[must_use]
    #[inline(always)]
    fn larger(self, other: Self) -> Self {
        if self > other { self } else { other }
    }

    /// The smaller of two.
    #[must_use]
    #[inline(always)]
    fn smaller(self, other: Self) -> Self {
        if self < other { self } else { other }
    }
}

impl Real for f32 {
    const ZERO: Self = 0.0;
    const ONE: Self = 1.0;

    #[inline(always)]
    fn of(value: f64) -> Self {
        value as Self
    }

    #[inline(always)]
    fn f64(self) -> f64 {
        f64::from(self)
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        self.sqrt()
    }

    #[inline(always)]
    fn abs(self) -> Self {
        self.abs()
    }

    #[inline(always)]
    fn is_finite(self) -> bool {
        self.is_finite()
    }

    #[inline(always)]
    fn inverse_cube_root(self) -> Self {
        // Minus a third of the exponent, then Householder: each step takes the error, at first 3 in 100, to its third power.
        let third = (u64::from(self.to_bits()) * 0x5555_5556) >> 32;
        let mut inverse = Self::from_bits(0x54a2_1400_u32.wrapping_sub(third as u32));
        for _ in 0..2 {
            inverse = householder(self, inverse);
        }
        inverse
    }
}

impl Real for f64 {
    const ZERO: Self = 0.0;
    const ONE: Self = 1.0;

    #[inline(always)]
    fn of(value: f64) -> Self {
        value
    }

    #[inline(always)]
    fn f64(self) -> f64 {
        self
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        self.sqrt()
    }

    #[inline(always)]
    fn abs(self) -> Self {
        self.abs()
    }

    #[inline(always)]
    fn is_finite(self) -> bool {
        self.is_finite()
    }

    #[inline(always)]
    fn inverse_cube_root(self) -> Self {
        let third = ((self.to_bits() >> 32) * 0x5555_5556) >> 32;
        let mut inverse = Self::from_bits(0x553e_ed2b_u64.wrapping_sub(third) << 32);
        for _ in 0..3 {
            inverse = householder(self, inverse);
        }
        inverse
    }
}

/// A better one over the cube root of a number than this one.
#[inline(always)]
fn householder<T: Real>(of: T, inverse: T) -> T {
    let off = T::ONE - of * (inverse * inverse * inverse);
    inverse + inverse * off * (T::of(1.0 / 3.0) + T::of(2.0 / 9.0) * off)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::maths;

    #[test]
    fn verify_inverse_cube_roots() {
        let (mut single, mut double) = (0.0_f64, 0.0_f64);
        let mut x = 1e-9;
        while x < 1e6 {
            let of = |x: f64| maths::pow(x, -1.0 / 3.0);
            let near = x as f32;
            single = single.max((near.inverse_cube_root().f64() / of(near.f64()) - 1.0).abs());
            double = double.max((Real::inverse_cube_root(x) / of(x) - 1.0).abs());
            x *= 1.0007;
        }
        println!("largest error: expected 0, obtained {single:e} and {double:e}, tolerance 2e-6 and 2e-12");
        assert!(single < 2e-6 && double < 2e-12);
    }
}
