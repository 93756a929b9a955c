//! Aftershocks: how many, when and how strong, after Reasenberg and Jones. Where they are is asked of the rupture
//! ([`super::rupture::Rupture::place`]).

use crate::maths;

const SECONDS_A_DAY: f64 = 86_400.0;

/// How many aftershocks a sequence has and how they fade: λ(t, M) = 10^(a + b·(Mm − M)) · (t + c)^−p a day, of
/// magnitude M or more, t days after a mainshock of magnitude Mm.
///
/// # Source
/// P. A. Reasenberg, L. M. Jones, "Earthquake Hazard After a Mainshock in California", Science 243 (1989) 1173–1176.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReasenbergJones {
    /// Productivity: log10 of aftershocks of the magnitude of the mainshock a day, one day after it.
    pub a: f64,
    /// How much rarer stronger ones are: log10 a magnitude (Gutenberg–Richter).
    pub b: f64,
    /// How long it takes until they begin to fade, days; above 0.
    pub c_days: f64,
    /// How fast they fade (Omori–Utsu).
    pub p: f64,
}

impl ReasenbergJones {
    /// The generic sequence of California: what is used until a sequence has shown its own.
    ///
    /// # Source
    /// Reasenberg and Jones 1989 (and Science 265 (1994) 1251–1252), as teaching and the tests of the forecasts of the
    /// USGS (`OpenSHA`) give it. Checked by what the authors say follows from it: a week after an earthquake it has been
    /// followed by one as strong or stronger with a chance of 10.5 %. No fit for Albania was found; the generic productivity
    /// of California turned out to be high (J. L. Hardebeck et al., Seismological Research Letters 90 (2018) 262–270).
    pub const CALIFORNIA: Self = Self {
        a: -1.67,
        b: 0.91,
        c_days: 0.05,
        p: 1.08,
    };

    /// Expected number of magnitude `min_mw` or more between two times, seconds after the mainshock.
    pub fn expected(&self, mainshock_mw: f64, min_mw: f64, from_s: f64, to_s: f64) -> f64 {
        let exponent = self.a + self.b * (mainshock_mw - min_mw);
        maths::pow(10.0, exponent) * (self.faded(to_s) - self.faded(from_s)).max(0.0)
    }

    /// Integral of (t + c)^−p over days up to a time, up to a constant.
    fn faded(&self, at_s: f64) -> f64 {
        let days = at_s / SECONDS_A_DAY + self.c_days;
        let q = 1.0 - self.p;
        // So near to p = 1 the power would lose more digits than the logarithm is wrong by.
        if q.abs() < 1e-8 {
            maths::ln(days)
        } else {
            maths::pow(days, q) / q
        }
    }

    /// The time, seconds, at which a share of what comes between two times has come: the inverse of [`Self::faded`].
    fn time_s(&self, from_s: f64, to_s: f64, share: f64) -> f64 {
        let [from, to] = [self.faded(from_s), self.faded(to_s)];
        let faded = from + (to - from) * share;
        let q = 1.0 - self.p;
        let days = if q.abs() < 1e-8 {
            maths::exp(faded)
        } else {
            maths::pow(faded * q, 1.0 / q)
        };
        ((days - self.c_days) * SECONDS_A_DAY).clamp(from_s, to_s)
    }

    /// The magnitude that a share of those between two magnitudes lies below: Gutenberg–Richter, cut off at both ends.
    fn magnitude_mw(&self, min_mw: f64, max_mw: f64, share: f64) -> f64 {
        let strongest = maths::pow(10.0, -self.b * (max_mw - min_mw));
        let above = 1.0 - share * (1.0 - strongest);
        (min_mw - maths::ln(above) / (self.b * std::f64::consts::LN_10)).clamp(min_mw, max_mw)
    }
}

/// An aftershock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aftershock {
    /// When, seconds after the mainshock.
    pub after_s: f64,
    /// Its moment magnitude.
    pub magnitude_mw: f64,
    /// Which draw it was, from 1: its own number whatever others there are.
    pub number: u32,
}

/// The aftershocks of a mainshock, from magnitude `min_mw` up to that of the mainshock, between two times in seconds after
/// it, in the order of time. Stronger ones, which the relation knows too, are left out: the mainshock would be a foreshock.
///
/// Takes one draw in (0, 1) for the number, then two for each aftershock, time and magnitude. The number grows tenfold a
/// magnitude: after a mainshock of 6.4 some 500 of 2.5 or more are to be expected in two months, and
/// 12,000 of 1.0 or more; who asks sees to it that there is room for them.
pub fn sequence(
    params: &ReasenbergJones,
    mainshock_mw: f64,
    min_mw: f64,
    from_s: f64,
    to_s: f64,
    draws: &mut impl FnMut() -> f64,
) -> Vec<Aftershock> {
    if min_mw >= mainshock_mw || from_s >= to_s {
        return Vec::new();
    }
    let mean = params.expected(mainshock_mw, min_mw, from_s, to_s)
        - params.expected(mainshock_mw, mainshock_mw, from_s, to_s);
    let number = poisson(mean, draws());
    let mut aftershocks: Vec<Aftershock> = (1..=number as u32)
        .map(|number| Aftershock {
            number,
            after_s: params.time_s(from_s, to_s, draws()),
            magnitude_mw: params.magnitude_mw(min_mw, mainshock_mw, draws()),
        })
        .collect();
    aftershocks.sort_by(|one, other| one.after_s.total_cmp(&other.after_s));
    aftershocks
}

/// The number that a draw in (0, 1) gives of things that come by chance, `mean` in the mean: inverse CDF of Poisson.
fn poisson(mean: f64, draw: f64) -> usize {
    if mean <= 0.0 {
        return 0;
    }
    // Twelve standard deviations down, and as many up, nothing is left that a draw of 53 bits could hit.
    let reach = 12.0 * mean.sqrt() + 30.0;
    let first = (mean - reach).max(0.0).floor();
    let mut number = first;
    let ln_mean = maths::ln(mean);
    let mut chance = maths::exp(number * ln_mean - mean - maths::ln_gamma(number + 1.0));
    let mut below = chance;
    while below < draw && number < mean + reach {
        number += 1.0;
        chance *= mean / number;
        below += chance;
    }
    number as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use ReasenbergJones as Params;

    const DAY_S: f64 = SECONDS_A_DAY;

    /// Draws that repeat exactly.
    fn draws(seed: u64) -> impl FnMut() -> f64 {
        let mut state = seed;
        move || {
            // SplitMix64 (S. Vigna, public domain): good enough to test with, and needs no crate.
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^= z >> 31;
            ((z >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
        }
    }

    #[test]
    fn verify_expected_numbers_against_published_ones() {
        // The chance of one as strong or stronger within a week, as the authors say: 10.5 %.
        let week = 1.0 - maths::exp(-Params::CALIFORNIA.expected(6.0, 6.0, 0.0, 7.0 * DAY_S));
        println!("expected 0.105, obtained {week:.4}, tolerance 0.0005");
        assert!((week - 0.105).abs() < 5e-4);
        // The same with the parameters of T. Utsu (1969) for Japan, as they report them, rounded: 4.2 to 4.3 %.
        let japan = Params {
            a: -1.83,
            b: 0.85,
            c_days: 0.3,
            p: 1.3,
        };
        let week = 1.0 - maths::exp(-japan.expected(6.0, 6.0, 0.0, 7.0 * DAY_S));
        println!("expected 0.042 to 0.043, obtained {week:.4}, tolerance 0.001");
        assert!((week - 0.0425).abs() < 1e-3);
        // Durrës 2019: of magnitude 5 or more within 62 days of 6.4, by hand; five were observed.
        let durres = Params::CALIFORNIA.expected(6.4, 5.0, 0.0, 62.0 * DAY_S);
        println!("expected 2.8, obtained {durres:.4}, tolerance 0.05");
        assert!((durres - 2.8).abs() < 0.05);
    }

    #[test]
    fn the_closed_form_is_the_integral() {
        for p in [0.7, 1.0, 1.0 + 1e-9, 1.08, 1.5] {
            let params = Params {
                p,
                ..Params::CALIFORNIA
            };
            let [from_s, to_s] = [0.2 * DAY_S, 30.0 * DAY_S];
            let parts = 200_000;
            let wide_s = (to_s - from_s) / f64::from(parts);
            let mut sum = 0.0;
            for i in 0..parts {
                let days = (from_s + wide_s * (f64::from(i) + 0.5)) / DAY_S;
                sum += maths::pow(days + params.c_days, -p) * wide_s / DAY_S;
            }
            let expected = maths::pow(10.0, params.a + params.b * 1.4) * sum;
            let obtained = params.expected(6.4, 5.0, from_s, to_s);
            println!("p = {p}: expected {expected:.6}, obtained {obtained:.6}, tolerance 1e-5 relative");
            assert!((obtained / expected - 1.0).abs() < 1e-5);
        }
        assert_eq!(Params::CALIFORNIA.expected(6.4, 5.0, DAY_S, 0.0), 0.0);
    }

    #[test]
    fn the_inverse_of_fading_undoes_it() {
        for p in [0.7, 1.0, 1.08, 1.5] {
            let params = Params {
                p,
                ..Params::CALIFORNIA
            };
            let whole = params.expected(6.4, 4.0, 0.0, 30.0 * DAY_S);
            for tenth in 0..=10 {
                let share = f64::from(tenth) / 10.0;
                let at_s = params.time_s(0.0, 30.0 * DAY_S, share);
                let obtained = params.expected(6.4, 4.0, 0.0, at_s) / whole;
                assert!((obtained - share).abs() < 1e-9, "p = {p}: {share} {obtained}");
            }
        }
    }

    #[test]
    fn numbers_by_chance_have_the_mean_and_the_spread_of_poisson() {
        for mean in [0.1, 2.8, 40.0, 900.0, 250_000.0] {
            let n = 10_000;
            let drawn: Vec<f64> = (0..n)
                .map(|i| poisson(mean, (f64::from(i) + 0.5) / f64::from(n)) as f64)
                .collect();
            let got = drawn.iter().sum::<f64>() / f64::from(n);
            let spread = drawn.iter().map(|x| (x - got) * (x - got)).sum::<f64>() / f64::from(n);
            println!(
                "expected mean {mean} variance {mean}, obtained {got:.4} {spread:.4}, tolerance 0.2 and 1 %"
            );
            assert!((got / mean - 1.0).abs() < 2e-3 && (spread / mean - 1.0).abs() < 1e-2);
        }
        assert_eq!(poisson(0.0, 0.999), 0);
        assert_eq!(poisson(1e-300, 0.999), 0);
        assert!(poisson(5.0, 1.0 - 1e-16) < 100);
    }

    #[test]
    fn sequences_have_the_numbers_times_and_magnitudes_of_the_relation() {
        let params = Params::CALIFORNIA;
        let mut draws = draws(7);
        let runs = 4_000;
        let (mut all, mut first_day, mut of_five) = (0.0, 0.0, 0.0);
        for _ in 0..runs {
            let sequence = sequence(&params, 6.4, 4.0, 0.0, 62.0 * DAY_S, &mut draws);
            assert!(sequence.is_sorted_by(|one, other| one.after_s <= other.after_s));
            for aftershock in &sequence {
                assert!((4.0..=6.4).contains(&aftershock.magnitude_mw));
                assert!((0.0..=62.0 * DAY_S).contains(&aftershock.after_s));
                all += 1.0;
                first_day += f64::from(u8::from(aftershock.after_s < DAY_S));
                of_five += f64::from(u8::from(aftershock.magnitude_mw >= 5.0));
            }
        }
        let between = |min_mw: f64, to_s: f64| {
            params.expected(6.4, min_mw, 0.0, to_s) - params.expected(6.4, 6.4, 0.0, to_s)
        };
        for (what, obtained, expected) in [
            ("of 4 or more", all, between(4.0, 62.0 * DAY_S)),
            ("in the first day", first_day, between(4.0, DAY_S)),
            ("of 5 or more", of_five, between(5.0, 62.0 * DAY_S)),
        ] {
            let obtained: f64 = obtained / f64::from(runs);
            // Three standard errors of a Poisson mean.
            let tolerance = 3.0 * (expected / f64::from(runs)).sqrt();
            println!("{what}: expected {expected:.3}, obtained {obtained:.3}, tolerance {tolerance:.3}");
            assert!((obtained - expected).abs() < tolerance);
        }
    }

    #[test]
    fn the_same_draws_give_the_same_sequence_and_nothing_asked_gives_none() {
        let of = |seed| sequence(&Params::CALIFORNIA, 6.4, 3.0, 0.0, DAY_S, &mut draws(seed));
        assert_eq!(of(1), of(1));
        assert_ne!(of(1), of(2));
        assert!(sequence(&Params::CALIFORNIA, 6.4, 6.4, 0.0, DAY_S, &mut draws(1)).is_empty());
        assert!(sequence(&Params::CALIFORNIA, 6.4, 3.0, DAY_S, DAY_S, &mut draws(1)).is_empty());
    }
}
