//! A summary of the situation to be read aloud before each module's talk: what its author wants said, and what everybody of the place knows;
//! never what somebody has yet to find out.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::Kit;
use super::facts::{is_shown, is_urgent, urgency};
use crate::record::Arg;
use crate::scenario::model::Holder;
use crate::vocabulary::Ms;

/// How long it may take to read, s.
const SECONDS: usize = 90;
/// Words that are read aloud in a minute. (Brysbaert, "How many words do we read per minute?", Journal of Memory and Language 109,
/// 2019: 183 aloud in English; announcements are slower.)
const WORDS_A_MINUTE: usize = 150;

impl Kit<'_> {
    /// One sheet a module.
    pub(super) fn situation(&self) -> Markup {
        html! {
            @for module in 0..self.modules().len() {
                @let lines = self.aloud(module);
                @let words: usize = lines.iter().map(|line| line.split_whitespace().count()).sum();
                section.sheet {
                    p.over { bdi { (self.title()) } " · " bdi { (self.say("kit-situation", &[])) } }
                    h1 { (self.module_name(module)) }
                    div.aloud { @for line in &lines { p { (line) } } }
                    @let seconds = (words * 60).div_ceil(WORDS_A_MINUTE);
                    p.under { (self.say("kit-aloud-length", &[("seconds", Arg::Count(seconds as i64))])) }
                }
            }
        }
    }

    fn aloud(&self, module: usize) -> Vec<String> {
        let spec = &self.modules()[module];
        let mut lines = vec![self.say(
            "kit-aloud",
            &[
                ("clock", Arg::ClockMs(spec.to_ms)),
                ("date", Arg::Text(self.date().into())),
                ("title", Arg::Text(spec.title.get(self.language()).into())),
            ],
        )];
        if let Some(text) = &spec.read_aloud {
            let said = text.get(self.language()).lines().map(str::trim);
            lines.extend(said.filter(|line| !line.is_empty()).map(str::to_owned));
        }
        let known = self.known_to_all(module);
        if known.is_empty() {
            return lines;
        }
        lines.push(self.say("kit-aloud-known", &[]));
        let spoken = |lines: &[String]| {
            lines
                .iter()
                .map(|line| line.split_whitespace().count())
                .sum::<usize>()
        };
        let mut left = (SECONDS * WORDS_A_MINUTE / 60).saturating_sub(spoken(&lines));
        for fact in known {
            let words = fact.split_whitespace().count();
            if words > left {
                break;
            }
            left -= words;
            lines.push(fact);
        }
        lines
    }

    /// What every position of the place believes alike, what matters most first: whoever comes from outside may know less, and is told so.
    fn known_to_all(&self, module: usize) -> Vec<String> {
        let id = &self.modules()[module].id;
        let show = self.scenario.material.show_casualties;
        let positions = self.scenario.command.positions.iter();
        let here = positions.filter(|position| matches!(position.holder, Holder::Person(_)));
        let here: BTreeSet<&str> = here.map(|position| position.id.as_str()).collect();
        let mut believed: BTreeMap<(&str, &str), (usize, Ms)> = BTreeMap::new();
        for row in &self.tables.pictures {
            if row.module == *id && row.kind == "believed" && here.contains(row.position.as_str()) {
                let entry = believed.entry((&row.about, &row.value)).or_default();
                entry.0 += 1;
                entry.1 = entry.1.max(row.observed_ms().unwrap_or_default());
            }
        }
        let mut common: Vec<(usize, Ms, String)> = Vec::new();
        for ((about, value), (count, at_ms)) in believed {
            let topic = about.split_once('@').unwrap_or((about, ""));
            if count == here.len()
                && is_shown(topic.0, show)
                && is_urgent(topic.0)
                && let Some(fact) = self.fact(topic, value)
            {
                common.push((urgency(topic.0), -at_ms, fact));
            }
        }
        common.sort();
        common.into_iter().map(|(_, _, fact)| fact).collect()
    }
}
