//! e^x for the push between neighbours: fast in a vector loop, and the same bits on every processor.

/// e to the power of x for −87 ≤ x ≤ 87 (clamped outside), relative error below 3·10⁻⁷.
///
/// x·log₂e is split into a whole number, which becomes the exponent bits, and a rest in [−½, ½], whose power of
/// two is a Taylor polynomial of degree 6 in rest·ln 2 (truncation error (0.347)⁷/7! = 1.2·10⁻⁷). Only additions
/// and multiplications: nothing that a processor might round differently.
#[inline]
pub(super) fn exponential(x: f32) -> f32 {
    // Adding 1.5·2²³ leaves the nearest whole number in the low bits of the sum.
    const ROUND: f32 = 12_582_912.0;
    let low = if x > -87.0 { x } else { -87.0 };
    let clamped = if low < 87.0 { low } else { 87.0 };
    let shifted = clamped * std::f32::consts::LOG2_E + ROUND;
    let whole = shifted - ROUND;
    // ln 2 in two parts, so that the rest keeps its last bits.
    let rest = (clamped - whole * 0.693_359_4) + whole * 2.121_944_4e-4;
    let power = 1.0
        + rest
            * (1.0
                + rest
                    * (0.5
                        + rest
                            * (1.666_666_7e-1
                                + rest * (4.166_666_8e-2 + rest * (8.333_334e-3 + rest * 1.388_888_9e-3)))));
    let exponent = (shifted.to_bits() << 23).wrapping_add(127 << 23);
    power * f32::from_bits(exponent)
}

#[cfg(test)]
mod tests {
    use super::exponential;
    use crate::maths;

    #[test]
    fn verify_exponential_against_libm() {
        let mut worst = 0.0_f64;
        for i in -80_000..=20_000 {
            let x = i as f32 * 1e-3;
            let expected = maths::exp(f64::from(x));
            worst = worst.max((f64::from(exponential(x)) / expected - 1.0).abs());
        }
        println!("e^x on [-80, 20]: expected libm, obtained relative error {worst:.2e}, tolerance 3e-7");
        assert!(worst < 3e-7);
    }
}
