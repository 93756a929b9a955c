//! Which values of several factors meet: all of them, or a sample that covers them evenly.

use std::str::FromStr;

use crate::sim::{Chance, Seeds, stable_id};

/// How the values of factors are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Design {
    /// Every value with every other.
    Full,
    /// So many samples, each factor cut into as many strata of which each is met once.
    LatinHypercube(u32),
    /// So many points of a Sobol sequence with scrambled digits.
    Sobol(u32),
}

/// The values that a factor can take.
#[derive(Debug, Clone, PartialEq)]
pub enum Levels {
    /// These.
    Values(Vec<String>),
    /// All between two ends.
    Range(Span),
}

/// All values between two ends, of which so many are taken where every value meets every other.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    from: f64,
    to: f64,
    /// What stands behind the number: ` min`.
    unit: String,
    levels: u32,
    decimals: usize,
}

/// A value is written so fine that the span has at least so many steps.
const STEPS: f64 = 1_000.0;
/// No value is written finer.
const MOST_DECIMALS: usize = 9;

impl Span {
    /// The span between two ends as people write them: `0.8` to `1.6`, `5 min` to `20 min`.
    ///
    /// # Errors
    /// What is wrong with them, in words.
    pub fn new(from: &str, to: &str, levels: u32) -> Result<Self, String> {
        let (first, unit) = parted(from)?;
        let (last, other) = parted(to)?;
        if unit != other {
            return Err(format!("`{from}` and `{to}` have different units"));
        }
        if first >= last {
            return Err(format!("`{from}` is not less than `{to}`"));
        }
        let span = last - first;
        let mut decimals = 0;
        let mut step = 1.0;
        while span / step < STEPS && decimals < MOST_DECIMALS {
            step /= 10.0;
            decimals += 1;
        }
        Ok(Self {
            from: first,
            to: last,
            unit: unit.to_owned(),
            levels,
            decimals,
        })
    }

    /// The value at a share of the way.
    fn at(&self, share: f64) -> String {
        let value = self.from + (self.to - self.from) * share;
        let text = format!("{value:.*}", self.decimals);
        let text = if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.')
        } else {
            &text
        };
        let text = if text == "-0" { "0" } else { text };
        format!("{text}{}", self.unit)
    }
}

/// A number and what stands behind it.
fn parted(text: &str) -> Result<(f64, &str), String> {
    let text = text.trim();
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+')))
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let number = f64::from_str(number).ok().filter(|number| number.is_finite());
    number
        .map(|number| (number, unit))
        .ok_or_else(|| format!("`{text}` does not begin with a number"))
}

impl Levels {
    /// The values that meet all others.
    fn all(&self) -> Vec<String> {
        match self {
            Self::Values(values) => values.clone(),
            Self::Range(span) => {
                let steps = f64::from(span.levels - 1).max(1.0);
                (0..span.levels)
                    .map(|step| span.at(f64::from(step) / steps))
                    .collect()
            }
        }
    }

    /// The value at a share of the way, 0 included, 1 not.
    fn at(&self, share: f64) -> String {
        match self {
            Self::Values(values) => {
                let place = (share * values.len() as f64) as usize;
                values[place.min(values.len() - 1)].clone()
            }
            Self::Range(span) => span.at(share),
        }
    }
}

/// How many combinations a design has.
pub(super) fn count(design: Design, factors: &[(&str, &Levels)]) -> usize {
    match design {
        Design::Full => factors
            .iter()
            .map(|(_, levels)| levels.all().len())
            .fold(1, usize::saturating_mul),
        Design::LatinHypercube(samples) | Design::Sobol(samples) => samples as usize,
    }
}

/// The values of all factors, combination by combination; factors have names, by which their luck is drawn: one factor more moves
/// no other.
pub(super) fn combinations(design: Design, factors: &[(&str, &Levels)]) -> Vec<Vec<String>> {
    match design {
        Design::Full => factors
            .iter()
            .fold(vec![Vec::new()], |combinations, (_, levels)| {
                let values = levels.all();
                let more = |so_far: Vec<String>| {
                    let with = |value: &String| [&so_far[..], std::slice::from_ref(value)].concat();
                    values.iter().map(with).collect::<Vec<_>>()
                };
                combinations.into_iter().flat_map(more).collect()
            }),
        Design::LatinHypercube(samples) => {
            let columns: Vec<Vec<f64>> = factors.iter().map(|(name, _)| latin(name, samples)).collect();
            let share = |sample: usize, factor: usize| columns[factor][sample];
            sampled(samples, factors, share)
        }
        Design::Sobol(samples) => {
            // The sequence has luck of its own, which never changes.
            const SCRAMBLING: u32 = 0;
            let share = |sample: usize, factor: usize| {
                f64::from(sobol_burley::sample(sample as u32, factor as u32, SCRAMBLING))
            };
            sampled(samples, factors, share)
        }
    }
}

fn sampled(
    samples: u32,
    factors: &[(&str, &Levels)],
    share: impl Fn(usize, usize) -> f64,
) -> Vec<Vec<String>> {
    let combination = |sample| {
        let value = |(factor, (_, levels)): (usize, &(&str, &Levels))| levels.at(share(sample, factor));
        factors.iter().enumerate().map(value).collect()
    };
    (0..samples as usize).map(combination).collect()
}

/// A column of a Latin hypercube: one share in each of so many strata, in random order.
///
/// # Source
/// M. D. `McKay`, R. J. Beckman and W. J. Conover, Technometrics 21 (1979) 239–245.
fn latin(name: &str, samples: u32) -> Vec<f64> {
    let chance = Chance::new(Seeds::both(0));
    let who = stable_id(name);
    let mut order: Vec<u32> = (0..samples).collect();
    for last in (1..order.len()).rev() {
        let draw = chance.draw("latin-order", who, last as u64).uniform();
        order.swap(last, ((draw * (last + 1) as f64) as usize).min(last));
    }
    let within = |stratum: u32| {
        let draw = chance.draw("latin-within", who, u64::from(stratum)).uniform();
        (f64::from(stratum) + draw) / f64::from(samples)
    };
    order.into_iter().map(within).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(from: &str, to: &str, levels: u32) -> Levels {
        Levels::Range(Span::new(from, to, levels).expect("a span"))
    }

    #[test]
    fn every_value_meets_every_other() {
        let (a, b) = (
            Levels::Values(vec!["x".into(), "y".into()]),
            range("5 min", "20 min", 3),
        );
        let all = combinations(Design::Full, &[("a", &a), ("b", &b)]);
        assert_eq!(all.len(), count(Design::Full, &[("a", &a), ("b", &b)]));
        assert_eq!(all[1], ["x", "12.5 min"]);
        assert_eq!(all[5], ["y", "20 min"]);
    }

    #[test]
    fn a_latin_hypercube_meets_each_stratum_once_and_one_factor_moves_no_other() {
        let levels = range("0", "100", 2);
        let design = Design::LatinHypercube(20);
        let alone = combinations(design, &[("a", &levels)]);
        let both = combinations(design, &[("a", &levels), ("b", &levels)]);
        let of = |all: &[Vec<String>], factor: usize| {
            all.iter()
                .map(|row| row[factor].parse::<f64>().expect("a number"))
                .collect::<Vec<_>>()
        };
        for factor in [0, 1] {
            let mut strata: Vec<u32> = of(&both, factor).iter().map(|x| (x / 5.0) as u32).collect();
            strata.sort_unstable();
            assert_eq!(strata, (0..20).collect::<Vec<_>>());
        }
        assert_eq!(of(&alone, 0), of(&both, 0));
        assert_ne!(of(&both, 0), of(&both, 1));
    }

    #[test]
    fn sixteen_points_of_a_sobol_sequence_fill_four_by_four_squares() {
        let levels = range("0", "4", 2);
        let points = combinations(Design::Sobol(16), &[("a", &levels), ("b", &levels)]);
        let mut squares: Vec<(u32, u32)> = points
            .iter()
            .map(|row| {
                let at = |i: usize| row[i].parse::<f64>().expect("a number") as u32;
                (at(0), at(1))
            })
            .collect();
        squares.sort_unstable();
        squares.dedup();
        assert_eq!(squares.len(), 16);
    }

    #[test]
    fn ends_that_are_none_are_said() {
        for (from, to, word) in [
            ("5 min", "20 s", "units"),
            ("20", "5", "not less"),
            ("soon", "20", "number"),
        ] {
            let said = Span::new(from, to, 3).expect_err(word);
            assert!(said.contains(word), "{said}");
        }
        assert_eq!(Span::new("-1", "1", 3).expect("a span").at(0.5), "0");
    }
}
