//! A summary of the situation to be read aloud at the beginning of each module's talk: what everybody at the table knows, and no more.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::Kit;
use super::facts::is_shown;
use crate::record::{Arg, capitalised};
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
                    p.over { (self.title()) " · " (self.say("kit-situation", &[])) }
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
        let description = self.scenario.exercise.description.get(self.language());
        if module == 0 && !description.is_empty() {
            lines.push(capitalised(description));
        }
        let known = self.known_to_all(module);
        if known.is_empty() {
            lines.push(self.say("kit-aloud-nothing", &[]));
            return lines;
        }
        lines.push(self.say("kit-aloud-known", &[]));
        let mut left = SECONDS * WORDS_A_MINUTE / 60;
        left = left.saturating_sub(lines.iter().map(|line| line.split_whitespace().count()).sum());
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

    /// What every position at the table that knows anything believes alike, the newest first.
    fn known_to_all(&self, module: usize) -> Vec<String> {
        let id = &self.modules()[module].id;
        let show = self.scenario.material.show_casualties;
        let seats: Vec<&str> = self
            .seats()
            .iter()
            .map(|(_, position)| position.id.as_str())
            .collect();
        let mut believed: BTreeMap<(&str, &str), (usize, Ms)> = BTreeMap::new();
        let mut knowing: std::collections::BTreeSet<&str> = std::collections::BTreeSet::new();
        for row in &self.tables.pictures {
            let is_at_table = seats.contains(&row.position.as_str());
            if row.module == *id && row.kind == "believed" && is_at_table {
                knowing.insert(&row.position);
                let entry = believed.entry((&row.about, &row.value)).or_default();
                entry.0 += 1;
                entry.1 = entry.1.max(row.observed_ms().unwrap_or_default());
            }
        }
        let mut common: Vec<(Ms, String)> = Vec::new();
        for ((about, value), (count, at_ms)) in believed {
            let topic = about.split_once('@').unwrap_or((about, ""));
            if count == knowing.len()
                && is_shown(topic.0, show)
                && let Some(fact) = self.fact(topic, value)
            {
                common.push((at_ms, fact));
            }
        }
        common.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        common.into_iter().map(|(_, fact)| fact).collect()
    }
}
