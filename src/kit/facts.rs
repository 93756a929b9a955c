//! What a position knows, as sentences.

use super::speaker::Speaker;
use crate::record::{Arg, Catalogue, Id, Picture, PictureKind, value_cell};
use crate::scenario::model::ShowCasualties;
use crate::vocabulary::{Harm, Ms, SIGNALS, Signal, SignalSpec, SignalType, metric_spec};

/// The key of the sentence that says what a signal is claimed to be.
pub(crate) fn fact_key(signal: &str) -> String {
    format!("fact-{signal}")
}

/// Of a longer set the first few are named, and how many more there are.
const LISTED: usize = 12;

/// What the sentence of a fact is told.
#[cfg(test)]
pub(crate) const FACT_ARGS: &[&str] = &["subject", "value", "n"];

fn declared(signal: &str) -> Option<&'static SignalSpec> {
    SIGNALS.iter().find(|spec| spec.name == signal)
}

/// A claim as a sentence: of a signal, of what, and its value as it stands in a table; of long sets the first few. None where nothing is
/// claimed.
pub(super) fn sentence(catalogue: &Catalogue, signal: &str, subject: Arg, value: &str) -> Option<String> {
    let spec = declared(signal)?;
    let number = value.parse::<f64>().unwrap_or_default();
    let ids: Vec<Id> = match value {
        "none" => Vec::new(),
        ids => ids.split_whitespace().map(Into::into).collect(),
    };
    let (said, n) = match spec.values {
        _ if value.is_empty() || value == "unknown" => return None,
        SignalType::Flag => (Arg::Text(if value == "1" { "yes" } else { "no" }.into()), 0),
        SignalType::Ordinal(_) => (Arg::Text(value.into()), 0),
        SignalType::Count => (Arg::Count(number as i64), number as i64),
        SignalType::Number => (Arg::Number(number, spec.unit), 0),
        SignalType::Set => {
            let n = ids.len() as i64;
            let all = if ids.len() > LISTED {
                Arg::First(ids)
            } else {
                Arg::Ids(ids)
            };
            (all, n)
        }
    };
    let args = [("subject", subject), ("value", said), ("n", Arg::Count(n))];
    Some(catalogue.sentence(&fact_key(signal), &args))
}

/// Whether people at the table are told of it, however much of casualties is shown.
pub(super) fn is_shown(signal: &str, show: ShowCasualties) -> bool {
    let needs = match declared(signal).map(|spec| spec.signal) {
        Some(Signal::Killed | Signal::DiedWaiting) => ShowCasualties::Deaths,
        Some(Signal::Injured | Signal::Hurt | Signal::Entrapped) => ShowCasualties::Injured,
        _ => ShowCasualties::None,
    };
    needs <= show
}

/// What is believed of a picture, a sentence each with since when and from whom: the newest first.
pub fn facts_known(speaker: Speaker<'_>, picture: &[Picture], show: ShowCasualties) -> Vec<String> {
    let mut facts: Vec<(Ms, String)> = Vec::new();
    for row in picture.iter().filter(|row| row.kind == PictureKind::Believed) {
        let (signal, subject) = row.about.split_once('@').unwrap_or((&row.about, ""));
        let value = row.value.as_ref().and_then(|value| value_cell(value).ok());
        let fact =
            value.and_then(|value| sentence(speaker.catalogue, signal, Arg::Id(subject.into()), &value));
        let (Some(fact), Some(at_ms)) = (fact, row.observed_ms) else {
            continue;
        };
        if is_shown(signal, show) && !is_only_heard_from(signal) {
            let observer = row.observed_by.as_deref().unwrap_or_default();
            let line = format!("{}  {fact} ({})", speaker.clock(at_ms), speaker.name(observer));
            facts.push((at_ms, line));
        }
    }
    facts.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    facts.into_iter().map(|(_, fact)| fact).collect()
}

/// Whether a fact says of somebody no more than that they have been heard from: of interest only while they have not.
pub(super) fn is_only_heard_from(signal: &str) -> bool {
    signal == "report"
}

/// Whether people at the table are told of a metric, however much of casualties is shown.
pub fn is_metric_shown(metric: &str, show: ShowCasualties) -> bool {
    let name = metric.split('@').next().unwrap_or(metric);
    let needs = match metric_spec(name).map_or(Harm::None, |spec| spec.harm) {
        Harm::None => ShowCasualties::None,
        Harm::Injury => ShowCasualties::Injured,
        Harm::Death => ShowCasualties::Deaths,
    };
    needs <= show
}

/// What a position reads first: ways that are closed, what threatens, who is missing or hurt.
const FIRST: [Signal; 12] = [
    Signal::Blocked,
    Signal::GasSmell,
    Signal::Smoke,
    Signal::Water,
    Signal::Danger,
    Signal::Breached,
    Signal::Alert,
    Signal::CutOff,
    Signal::Unaccounted,
    Signal::Injured,
    Signal::Entrapped,
    Signal::Depth,
];

/// In which order facts are read: those that matter most first, all others last.
pub(super) fn urgency(signal: &str) -> usize {
    let signal = declared(signal).map(|spec| spec.signal);
    let place = FIRST.iter().position(|first| Some(*first) == signal);
    place.unwrap_or(FIRST.len())
}

/// Whether a fact is among those that are read first.
pub(super) fn is_urgent(signal: &str) -> bool {
    urgency(signal) < FIRST.len()
}

/// Whether one cell holds no more than a part of another set: whoever has seen a part contradicts nobody who knows of more.
pub(super) fn is_part_of(signal: &str, part: &str, whole: &str) -> bool {
    let is_set = declared(signal).is_some_and(|spec| spec.values == SignalType::Set);
    is_set
        && part
            .split_whitespace()
            .all(|id| id == "none" || whole.split_whitespace().any(|other| other == id))
}

/// What is so in truth, as it stands in a table: a cue that nobody put there is not there.
pub(super) fn truth<'t>(signal: &str, truth: &'t str) -> &'t str {
    match declared(signal) {
        Some(spec) if truth.is_empty() && spec.in_world && spec.values == SignalType::Flag => "0",
        _ => truth,
    }
}

/// Whether two cells say the same; the order of ids does not count.
pub(super) fn is_same(value: &str, truth: &str) -> bool {
    let words = |text: &str| {
        let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        words.sort_unstable();
        words
    };
    words(value) == words(truth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn casualties_are_shown_as_the_exercise_wishes() {
        for (signal, from) in [
            ("blocked", ShowCasualties::None),
            ("injured", ShowCasualties::Injured),
            ("entrapped", ShowCasualties::Injured),
            ("killed", ShowCasualties::Deaths),
            ("died_waiting", ShowCasualties::Deaths),
        ] {
            for show in [
                ShowCasualties::None,
                ShowCasualties::Injured,
                ShowCasualties::Deaths,
            ] {
                assert_eq!(is_shown(signal, show), show >= from, "{signal} {show:?}");
            }
        }
    }

    #[test]
    fn the_order_of_ids_does_not_count() {
        assert!(is_same("7B-03 7B-11", "7B-11 7B-03"));
        assert!(!is_same("7B-03", "none"));
    }

    #[test]
    fn every_signal_has_a_sentence() {
        let catalogue = Catalogue::load("en").expect("English");
        for spec in SIGNALS {
            let value = match spec.values {
                SignalType::Flag => "1",
                SignalType::Ordinal(steps) => steps[0],
                SignalType::Count | SignalType::Number => "2",
                SignalType::Set => "none",
            };
            let said =
                sentence(&catalogue, spec.name, Arg::Id("place".into()), value).expect("it claims something");
            assert!(
                said.ends_with('.') && !said.contains('{'),
                "{}: {said}",
                spec.name
            );
            assert_eq!(
                sentence(&catalogue, spec.name, Arg::Id("place".into()), "unknown"),
                None
            );
        }
    }
}
