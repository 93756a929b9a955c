//! The only door to transcendental functions.
//!
//! glibc's `exp`, `ln`, `sin`, `powf` change bits with the CPU (FMA or not), so the same scenario would give
//! other results on another laptop. The pure-Rust `libm` crate gives the same bits everywhere. The clippy list
//! in `clippy.toml` bans the standard ones.

/// e to the power of x.
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// Natural logarithm.
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// x to the power of y.
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// Sine of an angle in radians.
pub fn sin(x: f64) -> f64 {
    libm::sin(x)
}

/// Cosine of an angle in radians.
pub fn cos(x: f64) -> f64 {
    libm::cos(x)
}

/// Angle of the vector (x, y) in radians, from the direction of x.
pub fn atan2(y: f64, x: f64) -> f64 {
    libm::atan2(y, x)
}

/// Arc sine, radians.
pub fn asin(x: f64) -> f64 {
    libm::asin(x)
}

/// e to the power of x, single precision.
pub fn exp_f32(x: f32) -> f32 {
    libm::expf(x)
}

/// Natural logarithm of the gamma function.
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// Share of the standard normal distribution below x.
pub fn normal_share_below(x: f64) -> f64 {
    0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}

/// Half the width in p of the middle of AS 241.
const MIDDLE: f64 = 0.425;

/// Numerator of AS 241 in the middle.
const A: [f64; 8] = [
    3.387_132_872_796_366_5,
    133.141_667_891_784_38,
    1_971.590_950_306_551_3,
    13_731.693_765_509_46,
    45_921.953_931_549_87,
    67_265.770_927_008_7,
    33_430.575_583_588_13,
    2_509.080_928_730_122_7,
];

/// Denominator in the middle.
const B: [f64; 8] = [
    1.0,
    42.313_330_701_600_91,
    687.187_007_492_057_9,
    5_394.196_021_424_751,
    21_213.794_301_586_597,
    39_307.895_800_092_71,
    28_729.085_735_721_943,
    5_226.495_278_852_545,
];

/// Numerator in the tails.
const C: [f64; 8] = [
    1.423_437_110_749_683_5,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    0.241_780_725_177_450_6,
    0.022_723_844_989_269_184,
    7.745_450_142_783_414e-4,
];

/// Denominator in the tails.
const D: [f64; 8] = [
    1.0,
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    0.689_767_334_985_1,
    0.148_103_976_427_480_08,
    0.015_198_666_563_616_457,
    5.475_938_084_995_345e-4,
    1.050_750_071_644_416_9e-9,
];

/// Numerator far out in the tails.
const E: [f64; 8] = [
    6.657_904_643_501_103,
    5.463_784_911_164_114,
    1.784_826_539_917_291_3,
    0.296_560_571_828_504_87,
    0.026_532_189_526_576_124,
    0.001_242_660_947_388_078_4,
    2.711_555_568_743_487_6e-5,
    2.010_334_399_292_288_1e-7,
];

/// Denominator far out in the tails.
const F: [f64; 8] = [
    1.0,
    0.599_832_206_555_888,
    0.136_929_880_922_735_8,
    0.014_875_361_290_850_615,
    7.868_691_311_456_133e-4,
    1.846_318_317_510_054_8e-5,
    1.421_511_758_316_446e-7,
    2.044_263_103_389_939_8e-15,
];

fn ratio(numerator: &[f64; 8], denominator: &[f64; 8], r: f64) -> f64 {
    let horner = |c: &[f64; 8]| c.iter().rev().fold(0.0, |sum, a| sum * r + a);
    horner(numerator) / horner(denominator)
}

fn quantile_in_the_middle(q: f64) -> f64 {
    q * ratio(&A, &B, MIDDLE * MIDDLE - q * q)
}

fn quantile_in_a_tail(p: f64) -> f64 {
    let tail = if p < 0.5 { p } else { 1.0 - p };
    let r = (-ln(tail)).sqrt();
    let x = if r <= 5.0 {
        ratio(&C, &D, r - 1.6)
    } else {
        ratio(&E, &F, r - 5.0)
    };
    if p < 0.5 { -x } else { x }
}

/// Quantile of the standard normal distribution (inverse CDF) for 0 < p < 1.
///
/// # Source
/// M. J. Wichura, "Algorithm AS 241: The Percentage Points of the Normal Distribution", Applied Statistics 37
/// (1988) 477–484, routine PPND16: relative accuracy about 1 part in 10^16.
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= MIDDLE {
        quantile_in_the_middle(q)
    } else {
        quantile_in_a_tail(p)
    }
}

/// Turns shares 0 < p < 1 into the quantiles of [`normal_quantile`], the same bits at half the cost: the middle is worked
/// out for all without a branch, the tails are put right afterwards.
pub fn normal_quantiles(shares: &mut [f64]) {
    const AT_ONCE: usize = 64;
    let mut p = [0.5; AT_ONCE];
    for chunk in shares.chunks_mut(AT_ONCE) {
        let p = &mut p[..chunk.len()];
        p.copy_from_slice(chunk);
        for (value, p) in chunk.iter_mut().zip(&*p) {
            *value = quantile_in_the_middle(p - 0.5);
        }
        for (value, p) in chunk.iter_mut().zip(&*p) {
            if (p - 0.5).abs() > MIDDLE {
                *value = quantile_in_a_tail(*p);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verify_normal_quantile_against_published_values() {
        // Wichura 1988, the three check values given with PPND16.
        for (p, expected) in [
            (0.25, -0.674_489_750_196_081_7),
            (0.001, -3.090_232_306_167_814),
            (1e-20, -9.262_340_089_798_408),
        ] {
            let obtained = normal_quantile(p);
            let tolerance = 1e-14 * expected;
            println!("p = {p}: expected {expected}, obtained {obtained}, tolerance 1e-14 relative");
            assert!((obtained - expected).abs() <= tolerance.abs());
        }
    }

    #[test]
    fn many_quantiles_are_those_of_one_by_one() {
        let shares: Vec<f64> = (0..10_007).map(|i| (f64::from(i) + 0.5) / 10_007.0).collect();
        let mut quantiles = shares.clone();
        quantiles.extend([1e-20, 1e-300]);
        normal_quantiles(&mut quantiles);
        for (p, quantile) in shares.iter().chain(&[1e-20, 1e-300]).zip(&quantiles) {
            assert_eq!(normal_quantile(*p).to_bits(), quantile.to_bits());
        }
    }
}
