//! The keys under which the program looks up words that are no event: what the catalogue of every language needs.

use crate::record::{Catalogue, DecisionOutcome};
use crate::simulation::names::phrase;

/// Keys that are written out in the code, and their arguments.
#[cfg(test)]
const FIXED: &[(&str, &[&str])] = &[
    ("denied", &["what"]),
    ("name-class", &["id"]),
    ("name-door-of", &["space"]),
    ("name-nothing", &[]),
    ("name-response", &["name", "directive"]),
    ("name-staff-and-visitors", &[]),
    ("progress", &["clock", "posture", "inside"]),
    ("summary-flood", &[]),
    ("summary-town", &[]),
    ("summary-starts", &["date", "clock"]),
    ("summary-variant", &[]),
    ("summary-base", &[]),
    ("summary-seed", &[]),
    ("summary-seed-default", &["seed"]),
    ("summary-seed-given", &["seed"]),
    ("summary-seed-two", &["seed", "hazard"]),
    ("summary-settings", &[]),
    ("summary-pins", &[]),
    ("summary-times", &[]),
    ("summary-since-start", &[]),
    ("summary-clock", &[]),
    ("summary-people", &[]),
    ("summary-jams", &[]),
    ("summary-no-jams", &[]),
    ("summary-command", &[]),
    ("summary-decisions", &[]),
    ("summary-known", &[]),
    ("summary-decided", &[]),
    ("summary-delay", &[]),
    ("summary-effect", &[]),
    ("summary-decision", &["decision", "option"]),
    ("summary-decision-of", &["decision", "subject"]),
    ("summary-objectives", &[]),
    ("summary-value", &[]),
    ("summary-target", &[]),
    ("summary-met", &[]),
    ("summary-at-most", &["figure"]),
    ("summary-at-least", &["figure"]),
    ("summary-exactly", &["figure"]),
    ("summary-never", &[]),
    ("summary-none", &[]),
    ("summary-figure", &["figure"]),
    ("summary-others", &[]),
    ("summary-written", &["folder", "files", "size", "seconds"]),
    ("summary-open", &["file"]),
    ("summary-open-then", &[]),
    ("summary-open-then-town", &["scenario"]),
    ("summary-open-then-valley", &[]),
    ("summary-open-then-water", &["folder"]),
    ("outcome-because", &["outcome", "reason"]),
];

/// Why a decision was not carried out.
const REASONS: &[&str] = &[
    "no-authority",
    "nobody-there",
    "not-in-human-hands",
    "outside-own-chain",
    "in-charge-of-a-class",
    "crew-has-its-own-tasks",
    "command-handed-over",
    "not-in-command",
    "not-on-scene",
    "not-inspected",
    "not-found-usable",
];

/// The key of a metric's label.
fn metric(name: &str) -> String {
    format!("metric-{name}")
}

/// What people call a metric.
pub(super) fn called(name: &str, catalogue: &Catalogue) -> String {
    let key = metric(name);
    let label = catalogue.text(&key, &[]);
    // A figure nobody has named yet is still a figure.
    if label == key { phrase(name) } else { label }
}

/// Metrics whose label goes on from the one above it in a summary, and which have another where they stand alone.
const GO_ON: &[&str] = &[
    "drowned",
    "on_stairs_when_aftershock_comes",
    "town_died_waiting",
    "town_entrapped_at_end",
    "residents_left_after_water",
    "residents_stayed",
    "residents_cut_off_most",
    "residents_drowned",
    "houses_damaged",
    "houses_destroyed",
    "waited_alone_longest_s",
];

/// What people call a metric that stands alone.
pub(super) fn called_alone(name: &str, catalogue: &Catalogue) -> String {
    if GO_ON.contains(&name) {
        catalogue.text(&format!("metric-{name}-alone"), &[])
    } else {
        called(name, catalogue)
    }
}

/// The key of what a school does.
pub(super) fn posture(word: &str) -> String {
    format!("posture-{word}")
}

/// The key of how a decision ended.
pub(super) fn outcome(outcome: DecisionOutcome) -> String {
    format!("outcome-{}", outcome.word())
}

/// The key of whether a target was met.
pub(super) fn met(met: crate::record::TargetMet) -> String {
    format!("met-{}", met.word())
}

/// The key of a reason; none for one that has no words of its own.
pub(super) fn reason(word: &str) -> Option<String> {
    REASONS.contains(&word).then(|| format!("reason-{word}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::{FACT_ARGS, KIT_TEXTS, fact_key};
    use crate::plot::plan::PLAN_KEYS;
    use crate::record::{TargetMet, gaps_of_all};
    use crate::scenario::model::ChannelKind;
    use crate::simulation::names::{action_key, channel_key, signal_key};
    use crate::vocabulary::{ACTIONS, EVENTS, METRICS, POSTURE, SIGNALS};
    use crate::workbook::HEADING_KEYS;

    /// Every key there is, with its arguments.
    fn declared() -> Vec<(String, &'static [&'static str])> {
        let mut all: Vec<(String, &[&str])> = EVENTS.iter().map(|e| (e.key.to_owned(), e.args)).collect();
        all.extend(FIXED.iter().map(|(key, args)| ((*key).to_owned(), *args)));
        let mut plain: Vec<String> = METRICS.iter().map(|spec| metric(spec.name)).collect();
        plain.extend(GO_ON.iter().map(|name| format!("metric-{name}-alone")));
        plain.extend(ACTIONS.iter().map(|a| action_key(a.name)));
        plain.extend(POSTURE.iter().map(|word| posture(word)));
        plain.extend(
            ChannelKind::ALL
                .iter()
                .map(|(_, kind)| channel_key(*kind).to_owned()),
        );
        plain.extend(
            DecisionOutcome::WORDS
                .iter()
                .map(|word| format!("outcome-{}", word.word)),
        );
        plain.extend(TargetMet::WORDS.iter().map(|word| format!("met-{}", word.word)));
        plain.extend(REASONS.iter().filter_map(|word| reason(word)));
        all.extend(plain.into_iter().map(|key| (key, &[][..])));
        all.extend(SIGNALS.iter().map(|s| (signal_key(s.name), &["subject"][..])));
        all.extend(SIGNALS.iter().map(|s| (fact_key(s.name), FACT_ARGS)));
        all.extend(KIT_TEXTS.iter().map(|(key, args)| ((*key).to_owned(), *args)));
        all.extend(HEADING_KEYS.iter().map(|key| ((*key).to_owned(), &[][..])));
        all.extend(PLAN_KEYS.iter().map(|key| ((*key).to_owned(), &[][..])));
        all
    }

    #[test]
    fn no_text_is_missing_in_any_language_and_none_is_left_over() {
        let declared = declared();
        let declared: Vec<(&str, &[&str])> =
            declared.iter().map(|(key, args)| (key.as_str(), *args)).collect();
        assert_eq!(gaps_of_all(&declared), Vec::<String>::new());
    }
}
