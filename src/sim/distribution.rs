//! Distributions that are drawn from by the inverse of their share below: one uniform number a draw, no rejection.

use crate::maths;

/// How a quantity is spread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Distribution {
    /// Everything between two numbers alike.
    Uniform {
        /// The least.
        least: f64,
        /// The greatest.
        most: f64,
    },
    /// Normal.
    Normal {
        /// Its mean.
        mean: f64,
        /// Its standard deviation.
        sd: f64,
    },
    /// Lognormal: the logarithm is normal.
    Lognormal {
        /// Half are below it.
        median: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
    /// Gamma; with a shape of 1 it is exponential.
    Gamma {
        /// Its shape k.
        shape: f64,
        /// Its scale; the mean is shape times scale.
        scale: f64,
    },
    /// Weibull; with a shape of 1 it is exponential.
    Weibull {
        /// Its shape k.
        shape: f64,
        /// Its scale: 63 in 100 are below it.
        scale: f64,
    },
}

impl Distribution {
    /// The value that a share `p` of all lies below, for 0 < p < 1.
    pub fn quantile(&self, p: f64) -> f64 {
        match *self {
            Self::Uniform { least, most } => least + (most - least) * p,
            Self::Normal { mean, sd } => mean + sd * maths::normal_quantile(p),
            Self::Lognormal { median, sigma } => median * maths::exp(sigma * maths::normal_quantile(p)),
            Self::Gamma { shape, scale } => scale * gamma_quantile(shape, p),
            Self::Weibull { shape, scale } => scale * maths::pow(-maths::ln(1.0 - p), 1.0 / shape),
        }
    }

    /// The share of all that lies below `x`.
    pub fn share_below(&self, x: f64) -> f64 {
        match *self {
            Self::Uniform { least, most } => ((x - least) / (most - least)).clamp(0.0, 1.0),
            Self::Normal { mean, sd } => maths::normal_share_below((x - mean) / sd),
            _ if x <= 0.0 => 0.0,
            Self::Lognormal { median, sigma } => maths::normal_share_below(maths::ln(x / median) / sigma),
            Self::Gamma { shape, scale } => gamma_share_below(shape, x / scale),
            Self::Weibull { shape, scale } => 1.0 - maths::exp(-maths::pow(x / scale, shape)),
        }
    }
}

/// Digits to which the sums below are carried: what an f64 holds.
const ACCURACY: f64 = 1e-15;
/// They end long before; the bound keeps a slip from running for ever.
const MOST_TERMS: u32 = 10_000;

/// Share below `x` of the gamma distribution of scale 1: the regularised lower incomplete gamma function P(k, x).
///
/// # Source
/// M. Abramowitz, I. Stegun, "Handbook of Mathematical Functions" (1964), 6.5.29 (series) and 6.5.31 (continued
/// fraction, evaluated after Lentz).
fn gamma_share_below(shape: f64, x: f64) -> f64 {
    let front = maths::exp(shape * maths::ln(x) - x - maths::ln_gamma(shape));
    if x < shape + 1.0 {
        let (mut term, mut sum) = (1.0 / shape, 1.0 / shape);
        for n in 1..MOST_TERMS {
            term *= x / (shape + f64::from(n));
            sum += term;
            if term < sum * ACCURACY {
                break;
            }
        }
        return front * sum;
    }
    let mut b = x + 1.0 - shape;
    let (mut c, mut d) = (1.0 / f64::MIN_POSITIVE, 1.0 / b);
    let mut fraction = d;
    for n in 1..MOST_TERMS {
        let a = -f64::from(n) * (f64::from(n) - shape);
        b += 2.0;
        d = 1.0 / (a * d + b);
        c = b + a / c;
        fraction *= c * d;
        if (c * d - 1.0).abs() < ACCURACY {
            break;
        }
    }
    1.0 - front * fraction
}

/// Quantile of the gamma distribution of scale 1, by halving until an f64 says no more.
fn gamma_quantile(shape: f64, p: f64) -> f64 {
    let (mut low, mut high) = (0.0, shape + 1.0);
    while gamma_share_below(shape, high) < p {
        high *= 2.0;
    }
    loop {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            return middle;
        }
        if gamma_share_below(shape, middle) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Distribution; 6] = [
        Distribution::Uniform {
            least: 10.0,
            most: 100.0,
        },
        Distribution::Normal { mean: 1.34, sd: 0.26 },
        Distribution::Lognormal {
            median: 40.0,
            sigma: 0.8,
        },
        Distribution::Gamma {
            shape: 2.5,
            scale: 20.0,
        },
        Distribution::Gamma {
            shape: 0.4,
            scale: 20.0,
        },
        Distribution::Weibull {
            shape: 1.5,
            scale: 50.0,
        },
    ];

    #[test]
    fn a_quantile_and_the_share_below_it_undo_each_other() {
        for distribution in ALL {
            for p in [1e-6, 0.01, 0.1, 0.5, 0.9, 0.99, 1.0 - 1e-6] {
                let back = distribution.share_below(distribution.quantile(p));
                assert!((back - p).abs() < 1e-12, "{distribution:?}: {p} gives {back}");
            }
        }
    }

    #[test]
    fn verify_quantiles_against_published_values() {
        // Chi-square of ν degrees of freedom is gamma of shape ν/2 and scale 2: Abramowitz and Stegun, table 26.8.
        for (degrees, p, expected) in [
            (1.0, 0.95, 3.841_46),
            (5.0, 0.95, 11.070_5),
            (10.0, 0.05, 3.940_30),
        ] {
            let chi_square = Distribution::Gamma {
                shape: 0.5 * degrees,
                scale: 2.0,
            };
            let obtained = chi_square.quantile(p);
            println!(
                "chi-square {degrees}, p = {p}: expected {expected}, obtained {obtained:.5}, tolerance 1e-5 relative"
            );
            assert!((obtained / expected - 1.0).abs() < 1e-5);
        }
        let exponential = [
            Distribution::Gamma {
                shape: 1.0,
                scale: 3.0,
            },
            Distribution::Weibull {
                shape: 1.0,
                scale: 3.0,
            },
        ];
        for distribution in exponential {
            let obtained = distribution.quantile(0.5);
            assert!(
                (obtained - 3.0 * std::f64::consts::LN_2).abs() < 1e-12,
                "{obtained}"
            );
        }
    }
}
