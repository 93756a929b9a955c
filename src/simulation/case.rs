//! What settings made by hand, or by a plan of many runs, are called: fit for a folder.

use crate::record::sha256;
use crate::sim::Seeds;

/// A longer name of a case is cut: file systems take 255 bytes, people fewer.
const LONGEST: usize = 60;
/// How many digits of a checksum tell apart what would else look alike.
pub const DIGITS: usize = 6;

/// A short name for what was decided and set (as `--decide` and `--set` have it) and for a hazard seed of its own; none if
/// nothing was. Settings that would look alike get a few digits of their checksum.
pub fn case_name(decide: &[String], set: &[String], seeds: Seeds) -> Option<String> {
    let mut settings: Vec<String> = decide.iter().chain(set).cloned().collect();
    if seeds.hazard != seeds.people {
        settings.push(format!("hazard-seed={}", seeds.hazard));
    }
    if settings.is_empty() {
        return None;
    }
    let exact = settings.join("+");
    let fit = |c: char| {
        if c.is_ascii_alphanumeric() || "+-_.=@".contains(c) {
            c
        } else {
            '-'
        }
    };
    let name: String = exact
        .replace(':', ".")
        .trim_start_matches('.')
        .chars()
        .map(fit)
        .collect();
    let short: String = name.chars().take(LONGEST).collect();
    let is_exact = short == exact.replace(':', ".");
    Some(if is_exact {
        short
    } else {
        format!("{short}-{}", &sha256(exact.as_bytes())[..DIGITS])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(decide: &[&str], set: &[&str], hazard: u64) -> Option<String> {
        let own = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        case_name(&own(decide), &own(set), Seeds { hazard, people: 5 })
    }

    #[test]
    fn a_case_has_a_short_name_of_its_own() {
        assert_eq!(case(&[], &[], 5), None);
        assert_eq!(
            case(&["leave=hold@10:31"], &[], 5).as_deref(),
            Some("leave=hold@10.31")
        );
        assert_eq!(case(&[], &[], 7).as_deref(), Some("hazard-seed=7"));
        let (a, b) = (case(&[], &["a.b=1 m"], 5), case(&[], &["a.b=1/m"], 5));
        assert!(a != b, "{a:?} {b:?}");
        assert!(a.is_some_and(|a| a.starts_with("a.b=1-m-")));
        let long = case(&[], &[&"x".repeat(500)], 5).expect("a setting");
        assert!(long.len() < 70, "{long}");
        let leads_out = case(&[], &["../../etc=1"], 5);
        assert!(leads_out.is_some_and(|name| !name.contains('/') && !name.starts_with('.')));
    }
}
