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
    /// Cube root of a number that is not negative, to some 1e-6 in single and 1e-12 in double precision.
    #[must_use]
    fn cube_root(self) -> Self;

    /// Whether it is a number, and not endless.
    #[must_use]
    fn is_finite(self) -> bool;

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
    fn cube_root(self) -> Self {
        // A third of the exponent, then Newton: each step squares the error, from 3 in 100.
        let third = (u64::from(self.to_bits()) * 0x5555_5556) >> 32;
        let mut root = Self::from_bits(third as u32 + 0x2a51_4067);
        for _ in 0..2 {
            root = (root + root + self / (root * root)) * (1.0 / 3.0);
        }
        root
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
    fn cube_root(self) -> Self {
        let third = ((self.to_bits() >> 32) * 0x5555_5556) >> 32;
        let mut root = Self::from_bits((third + 0x2a9f_7893) << 32);
        for _ in 0..3 {
            root = (root + root + self / (root * root)) * (1.0 / 3.0);
        }
        root
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::maths;

    #[test]
    fn verify_cube_roots() {
        let (mut single, mut double) = (0.0_f64, 0.0_f64);
        let mut x = 1e-9;
        while x < 1e6 {
            let of = |x: f64| maths::pow(x, 1.0 / 3.0);
            let near = x as f32;
            single = single.max((near.cube_root().f64() / of(near.f64()) - 1.0).abs());
            double = double.max((Real::cube_root(x) / of(x) - 1.0).abs());
            x *= 1.0007;
        }
        println!("largest error: expected 0, obtained {single:e} and {double:e}, tolerance 2e-6 and 2e-12");
        assert!(single < 2e-6 && double < 2e-12);
    }
}
