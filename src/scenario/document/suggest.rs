//! "Did you mean …?"

/// The candidate a person most likely meant, if one is near enough.
///
/// Near is at most one slip in three characters (insertions, deletions, exchanges and neighbours swapped count
/// one each), or one being the beginning of the other. Where digits alone differ, it is one slip at most: `room-99`
/// is not `room-01`. Ties go to the first in alphabetical order.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = written.to_lowercase();
    let slips_allowed = (written.chars().count() / 3).max(1);
    let scored = candidates.into_iter().filter_map(|candidate| {
        let lower = candidate.to_lowercase();
        let slips = strsim::osa_distance(&written, &lower);
        let begins = written.len() >= 3 && (lower.starts_with(&written) || written.starts_with(&lower));
        let allowed = if without_digits(&written) == without_digits(&lower) {
            1
        } else {
            slips_allowed
        };
        (slips <= allowed || begins).then_some((slips, candidate))
    });
    scored.min().map(|(_, candidate)| candidate)
}

fn without_digits(word: &str) -> String {
    word.chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// The candidate that differs by a slip or two of the keyboard only, though what was written is a name of its own.
pub fn slip<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const MOST_SLIPS: usize = 2;
    let written = written.to_lowercase();
    let scored = candidates.into_iter().filter_map(|candidate| {
        let slips = strsim::osa_distance(&written, &candidate.to_lowercase());
        (slips <= MOST_SLIPS.min(written.chars().count() / 3)).then_some((slips, candidate))
    });
    scored.min().map(|(_, candidate)| candidate)
}

/// `did you mean `x`?`, or what there is when nothing is near.
pub fn did_you_mean<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    match nearest(written, candidates.iter().copied()) {
        Some(near) => Some(format!("did you mean `{near}`?")),
        None if candidates.is_empty() => None,
        None => Some(format!("there is {}", listed(&candidates))),
    }
}

/// `a`, `b` and `c`; a long list is cut.
pub fn listed(words: &[&str]) -> String {
    const SHOWN: usize = 12;
    let quoted: Vec<String> = words.iter().take(SHOWN).map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => last.clone(),
        Some((_, _)) if words.len() > SHOWN => {
            format!("{} and {} more", quoted.join(", "), words.len() - SHOWN)
        }
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_offered_and_far_ones_are_not() {
        let keys = ["width_m", "height_m", "leaf", "locked"];
        assert_eq!(nearest("widht_m", keys), Some("width_m"));
        assert_eq!(nearest("Locked", keys), Some("locked"));
        assert_eq!(nearest("lock", keys), Some("locked"));
        assert_eq!(nearest("colour", keys), None);
        let rooms = ["room-01", "room-02", "room-12"];
        assert_eq!(nearest("room-99", rooms), None, "another number, no slip");
        assert_eq!(nearest("room-1", rooms), Some("room-01"));
        assert_eq!(nearest("rom-12", rooms), Some("room-12"));
        assert_eq!(
            did_you_mean("colour", ["a", "b"]).as_deref(),
            Some("there is `a` and `b`")
        );
        assert_eq!(did_you_mean("x", []), None);
    }

    #[test]
    fn a_name_that_begins_alike_is_no_slip() {
        let staff = ["teacher-1a", "teacher-english"];
        assert_eq!(slip("techer-1A", staff), Some("teacher-1a"));
        assert_eq!(slip("teacher-1", staff), Some("teacher-1a"));
        assert_eq!(slip("teacher-engineering", staff), None);
        assert_eq!(slip("t-1", ["t-2", "t-3"]), Some("t-2"));
        assert_eq!(slip("ab", ["ac"]), None);
    }
}
