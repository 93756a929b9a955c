//! Which seeds: `7`, `1..200`, `1..10,15`.

use std::ops::RangeInclusive;

/// Fifteen digits: what a spreadsheet keeps exactly.
pub const LARGEST_SEED: u64 = 999_999_999_999_999;
/// Most seeds of one kind in a batch.
const MOST_SEEDS: u64 = 1_000_000;

/// Seeds, each once, from the smallest to the largest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedSet(Vec<RangeInclusive<u64>>);

impl SeedSet {
    /// Reads seeds and ranges of seeds with commas between; both ends belong to a range.
    ///
    /// # Errors
    /// What is no seed, in words that say how to write one.
    pub fn parse(text: &str) -> Result<Self, String> {
        let parts = text.split(',').map(str::trim).map(range);
        let mut ranges: Vec<RangeInclusive<u64>> = parts.collect::<Result<_, _>>()?;
        ranges.sort_by_key(|range| *range.start());
        let mut merged: Vec<RangeInclusive<u64>> = Vec::new();
        for range in ranges {
            match merged.last_mut() {
                Some(last) if *range.start() <= last.end() + 1 => {
                    *last = *last.start()..=*last.end().max(range.end());
                }
                _ => merged.push(range),
            }
        }
        let seeds = Self(merged);
        if seeds.len() > MOST_SEEDS {
            return Err(format!("at most {MOST_SEEDS} seeds at once"));
        }
        Ok(seeds)
    }

    /// A single seed.
    pub fn one(seed: u64) -> Self {
        Self(vec![seed..=seed])
    }

    /// How many there are.
    pub fn len(&self) -> u64 {
        self.0
            .iter()
            .map(|range| (range.end() - range.start()).saturating_add(1))
            .fold(0, u64::saturating_add)
    }

    /// Whether there are none: never, of what was parsed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, the smallest first.
    pub fn iter(&self) -> impl Iterator<Item = u64> {
        self.0.iter().cloned().flatten()
    }

    /// As people write them: `1..10,15`.
    pub fn text(&self) -> String {
        let text = |range: &RangeInclusive<u64>| match (range.start(), range.end()) {
            (from, to) if from == to => from.to_string(),
            (from, to) => format!("{from}..{to}"),
        };
        self.0.iter().map(text).collect::<Vec<_>>().join(",")
    }
}

fn range(text: &str) -> Result<RangeInclusive<u64>, String> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let range = seed(from)?..=seed(to.trim_start_matches('='))?;
    if range.is_empty() {
        return Err(format!("no seeds from {} to {}", range.start(), range.end()));
    }
    Ok(range)
}

/// Reads one seed.
///
/// # Errors
/// What is no seed, in words that say what is.
pub fn seed(text: &str) -> Result<u64, String> {
    let seed = text.trim().parse().ok().filter(|seed| *seed <= LARGEST_SEED);
    seed.ok_or_else(|| format!("a seed is a whole number from 0 to {LARGEST_SEED}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_are_counted_once_whatever_the_order_in_which_they_are_written() {
        let seeds = SeedSet::parse("15, 1..10,8..=12").expect("seeds");
        assert_eq!(seeds.text(), "1..12,15");
        assert_eq!(seeds.len(), 13);
        assert_eq!(seeds.iter().last(), Some(15));
        assert_eq!(SeedSet::parse("7").expect("a seed").text(), "7");
        assert_eq!(SeedSet::parse("1,2,3").expect("seeds").text(), "1..3");
    }

    #[test]
    fn what_is_no_seed_is_said() {
        for (text, word) in [
            ("-1", "whole number"),
            ("5..2", "no seeds from 5 to 2"),
            ("", "whole number"),
            ("1..x", "whole number"),
            ("1..9999999999999999", "whole number"),
            ("0..5000000", "at most"),
        ] {
            let said = SeedSet::parse(text).expect_err(text);
            assert!(said.contains(word), "{text}: {said}");
        }
    }
}
