//! The standard normal distribution by table: for shares of millions of buildings.

use std::sync::LazyLock;

use crate::maths;

/// Nodes per unit.
const NODES: f64 = 64.0;
/// Beyond this share and rest are below 1e-16.
const REACH: f64 = 8.25;

/// Share above and density at each node of [−REACH, REACH], and all or nothing at the ends.
static TABLE: LazyLock<Vec<[f64; 2]>> = LazyLock::new(|| {
    let count = (2.0 * REACH * NODES) as usize + 2;
    let node = |i: usize| i as f64 / NODES - REACH;
    let density = |x: f64| maths::exp(-0.5 * x * x) / (2.0 * std::f64::consts::PI).sqrt();
    let mut table: Vec<[f64; 2]> = (0..count)
        .map(|i| [maths::normal_share_below(-node(i)), density(node(i)) / NODES])
        .collect();
    table[0] = [1.0, 0.0];
    table[count - 2..].fill([0.0, 0.0]);
    table
});

/// Share of the standard normal distribution above x.
///
/// # Accuracy
/// Cubic interpolation between nodes 1/64 apart: within 1e-9 of the exact value.
pub(super) fn share_above(x: f64) -> f64 {
    let [share] = shares_above([x]);
    share
}

/// [`share_above`] of several at once.
#[inline]
pub(super) fn shares_above<const N: usize>(of: [f64; N]) -> [f64; N] {
    let table: &[[f64; 2]] = &TABLE;
    of.map(|x| {
        let at = (x.clamp(-REACH, REACH) + REACH) * NODES;
        let i = at as usize;
        let t = at - i as f64;
        let [[a, da], [b, db]] = [table[i], table[i + 1]];
        // Hermite's cubic; the share falls by the density.
        let rest = 1.0 - t;
        let (h00, h01) = ((1.0 + 2.0 * t) * rest * rest, t * t * (3.0 - 2.0 * t));
        h00 * a + h01 * b - t * rest * (rest * da - t * db)
    })
}

/// A share that [`share_above`] does not exceed but for rounding, nor falls far short of: for who only asks whether it is small.
#[inline]
pub(super) fn share_above_at_most(x: f64) -> f64 {
    let at = ((x + REACH) * NODES).max(0.0) as usize;
    // It falls, so that the node before x has more. Beyond the table next to nothing is left.
    TABLE[at.min(TABLE.len() - 1)][0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verify_the_table_against_the_exact_share() {
        let largest = (-90_000..90_000)
            .map(|i| f64::from(i) / 10_000.0)
            .map(|x| (share_above(x) - maths::normal_share_below(-x)).abs())
            .fold(0.0, f64::max);
        println!("largest difference {largest:e}, tolerance 1e-9");
        assert!(largest < 1e-9);
    }

    #[test]
    fn what_is_not_exceeded_is_not_exceeded_anywhere() {
        for x in (-90_000..90_000).map(|i| f64::from(i) / 10_000.0) {
            assert!(share_above(x) <= share_above_at_most(x) + 1e-15, "{x}");
        }
        assert_eq!(share_above_at_most(f64::NEG_INFINITY), 1.0);
        assert_eq!([f64::NEG_INFINITY, f64::INFINITY].map(share_above), [1.0, 0.0]);
        assert_eq!(share_above_at_most(f64::INFINITY), 0.0);
    }
}
