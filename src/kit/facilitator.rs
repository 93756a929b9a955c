//! What the facilitator has of each module: the truth beside each picture, what the script decided, what to ask and to listen for.
//! Participants never see it.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::Kit;
use super::facts::{is_same, truth, urgency};
use super::tables::{DecisionRow, PictureRow};
use crate::record::{Arg, Id};
use crate::scenario::model::QuestionSpec;
use crate::vocabulary::Ms;

impl Kit<'_> {
    /// The facilitator's sheets: one a module, and one with what follows in each variant.
    pub(super) fn facilitator(&self) -> Markup {
        let before = |module: usize| {
            self.modules()[..module]
                .iter()
                .map(|module| module.discussed_for_ms)
                .sum()
        };
        html! {
            @for module in 0..self.modules().len() { (self.facilitator_of(module, before(module))) }
            (self.outlook_sheet())
        }
    }

    fn facilitator_of(&self, module: usize, table_from_ms: Ms) -> Markup {
        let spec = &self.modules()[module];
        let span = |from: String, to: String, lasts_ms: Ms| {
            self.say(
                "kit-time-span",
                &[
                    ("from", Arg::Text(from.into())),
                    ("to", Arg::Text(to.into())),
                    ("lasts", Arg::DurationMs(lasts_ms)),
                ],
            )
        };
        let table_to_ms = table_from_ms + spec.discussed_for_ms;
        let minutes = |ms: Ms| {
            let whole = crate::record::elapsed(ms);
            whole
                .rsplit_once(':')
                .map_or(whole.clone(), |(minutes, _)| minutes.to_owned())
        };
        html! {
            section.sheet {
                p.over { bdi { (self.title()) } " · " bdi { (self.say("kit-facilitator", &[])) } }
                h1 { (self.module_name(module)) }
                p.under { (self.say("kit-not-for-table", &[])) }
                h2 { (self.say("kit-timing", &[])) }
                dl.facts {
                    dt { (self.say("kit-in-scenario", &[])) }
                    dd { (span(self.clock(spec.from_ms), self.clock(spec.to_ms), spec.to_ms - spec.from_ms)) }
                    dt { (self.say("kit-at-table", &[])) }
                    dd { (span(minutes(table_from_ms), minutes(table_to_ms), spec.discussed_for_ms)) }
                }
                (self.questions_to_put(module))
                (self.events_of(module))
                (self.script_of(module))
                (self.gap_of(module))
            }
        }
    }

    fn questions_to_put(&self, module: usize) -> Markup {
        let questions: Vec<&QuestionSpec> = self.questions(module).collect();
        html! {
            @if !questions.is_empty() {
                h2 { (self.say("kit-questions-to-put", &[])) }
                ol { @for question in questions { li {
                    b { (question.ask.get(self.language())) }
                    @let to = question.to.iter().map(|position| self.scenario.command.positions[*position].id.as_str());
                    " " span.small { (self.say("kit-to", &[("who", Arg::Text(self.names(to).into()))])) }
                    @if let Some(decision) = &question.leads_to { div.small { (self.leads_to(decision)) } }
                    @if !question.listen_for.is_empty() {
                        div { (self.say("kit-listen-for", &[])) }
                        ul { @for sign in &question.listen_for { li { (sign.get(self.language())) } } }
                    }
                    @if let Some(source) = &question.source {
                        div.small { (self.say("kit-source", &[("source", Arg::Text(source.as_str().into()))])) }
                    }
                } } }
            }
        }
    }

    /// The decision that a question leads to, and what can be chosen.
    fn leads_to(&self, decision: &str) -> String {
        let spec = self.scenario.decisions.iter().find(|spec| spec.id == decision);
        let options = spec.into_iter().flat_map(|spec| &spec.options);
        let options: Vec<String> = options.map(|option| self.name_of("option", &option.id)).collect();
        self.say(
            "kit-leads-to",
            &[
                ("decision", Arg::Of("decision", decision.into())),
                ("options", Arg::Text(options.join(", ").into())),
            ],
        )
    }

    fn events_of(&self, module: usize) -> Markup {
        let id = &self.modules()[module].id;
        let events = super::events(self);
        let events: Vec<_> = events
            .iter()
            .filter(|event| event.module.as_ref() == Some(id))
            .collect();
        html! {
            @if !events.is_empty() {
                h2 { (self.say("kit-events", &[])) }
                table {
                    thead { tr {
                        th scope="col" { (self.say("kit-number", &[])) }
                        th scope="col" { (self.say("kit-time", &[])) }
                        th scope="col" { (self.say("kit-what", &[])) }
                        th scope="col" { (self.say("kit-expected", &[])) }
                    } }
                    tbody { @for event in events {
                        tr {
                            td { (event.number) }
                            td.time { (event.time_ms.map(|ms| self.clock(ms)).unwrap_or_default()) }
                            td {
                                @if let (Some(from), Some(to)) = (&event.from, &event.to) { b { (from) " → " (to) ": " } }
                                (event.event)
                            }
                            td { (event.expected.as_deref().unwrap_or("–")) }
                        }
                    } }
                }
            }
        }
    }

    /// From the end of the module before to the end of this one; the last has all that comes after.
    pub(super) fn span_of(&self, module: usize) -> (Ms, Ms) {
        let modules = self.modules();
        let from_ms = module.checked_sub(1).map_or(-1, |before| modules[before].to_ms);
        let is_last = module + 1 == modules.len();
        (from_ms, if is_last { Ms::MAX } else { modules[module].to_ms })
    }

    fn script_of(&self, module: usize) -> Markup {
        let (from_ms, to_ms) = self.span_of(module);
        let falls_here = |decision: &&DecisionRow| {
            let at_ms = decision
                .decided_ms()
                .or(decision.known_ms())
                .or(decision.true_since_ms());
            at_ms.is_some_and(|ms| from_ms < ms && ms <= to_ms)
        };
        let decisions: Vec<&DecisionRow> = self.tables.decisions.iter().filter(falls_here).collect();
        let moment = |ms: Option<Ms>| ms.map_or("–".to_owned(), |ms| self.clock(ms));
        html! {
            h2 { (self.say("kit-script", &[])) }
            @if decisions.is_empty() { p { (self.say("kit-no-decision", &[])) } } @else {
                table {
                    thead { tr {
                        @for key in ["kit-decision", "kit-option", "kit-who", "kit-due-since", "kit-known", "kit-decided-at", "kit-takes-effect"] {
                            th scope="col" { (self.say(key, &[])) }
                        }
                    } }
                    tbody { @for decision in decisions {
                        tr {
                            th scope="row" {
                                (self.name_of("decision", &decision.decision))
                                @if !decision.subject.is_empty() { " (" (self.name(&decision.subject)) ")" }
                            }
                            td { (self.name_of("option", &decision.option)) }
                            td { (self.name(&decision.position)) }
                            td.time { (moment(decision.true_since_ms())) } td.time { (moment(decision.known_ms())) }
                            td.time { (moment(decision.decided_ms())) }
                            td {
                                (moment(decision.effective_ms()))
                                @if decision.outcome != "effective" {
                                    " " span.small { (self.say(&format!("outcome-{}", decision.outcome), &[])) }
                                }
                            }
                        }
                    } }
                }
            }
        }
    }

    /// Where beliefs and the truth differ at the end of a module: what is believed and not so, and what is so and known to some only, or to
    /// nobody.
    fn gap_of(&self, module: usize) -> Markup {
        let wrong = self.wrong(module);
        let unknown = self.unknown(module);
        html! {
            h2 { (self.say("kit-gap", &[])) }
            @if wrong.is_empty() && unknown.is_empty() { p { (self.say("kit-no-gap", &[])) } }
            @if !wrong.is_empty() {
                table {
                    thead { tr {
                        @for key in ["kit-who", "kit-believes", "kit-as-of", "kit-truth"] { th scope="col" { (self.say(key, &[])) } }
                    } }
                    tbody { @for (row, who) in wrong {
                        tr {
                            th scope="row" { (self.say("kit-name", &[("name", Arg::First(who))])) }
                            td { (self.fact(row.topic(), &row.value).unwrap_or_default()) }
                            td.time { (row.observed_ms().map(|ms| self.clock(ms)).unwrap_or_default()) }
                            td.truth { (self.fact(row.topic(), truth(row.topic().0, &row.truth)).unwrap_or_default()) }
                        }
                    } }
                }
            }
            @if !unknown.is_empty() {
                table {
                    thead { tr { @for key in ["kit-truth", "kit-known-to", "kit-not-known-to"] { th scope="col" { (self.say(key, &[])) } } } }
                    tbody { @for (fact, [known, unknown]) in unknown {
                        tr {
                            td.truth { (fact) }
                            td { (self.several(known)) }
                            td { (self.several(unknown)) }
                        }
                    } }
                }
            }
        }
    }

    fn several(&self, who: Vec<Id>) -> String {
        if who.is_empty() {
            return self.say("kit-nobody", &[]);
        }
        self.say("kit-name", &[("name", Arg::Ids(who))])
    }

    /// What is believed and not so; the same of several positions in one row.
    fn wrong(&self, module: usize) -> Vec<(&PictureRow, Vec<Id>)> {
        let id = &self.modules()[module].id;
        let wrong = self.tables.pictures.iter().filter(|row| {
            let so = truth(row.topic().0, &row.truth);
            row.module == *id && row.kind == "believed" && !so.is_empty() && !is_same(&row.value, so)
        });
        let mut rows: Vec<(&PictureRow, Vec<Id>)> = Vec::new();
        for row in wrong {
            let alike = rows
                .iter_mut()
                .find(|(first, _)| first.about == row.about && first.value == row.value);
            match alike {
                Some((_, who)) => who.push(row.position.as_str().into()),
                None => rows.push((row, vec![row.position.as_str().into()])),
            }
        }
        rows
    }

    /// Closed ways, and cues that somebody knows of, with who at the table knows and who does not.
    fn unknown(&self, module: usize) -> Vec<(String, [Vec<Id>; 2])> {
        const URGENT: usize = 4;
        let spec = &self.modules()[module];
        let seats = self.seats();
        let closed = self.tables.closed_at(spec.to_ms);
        let mut topics: BTreeSet<String> = closed.iter().map(|place| format!("blocked@{place}")).collect();
        let believed: Vec<&PictureRow> = self
            .tables
            .pictures
            .iter()
            .filter(|row| row.module == spec.id && row.kind == "believed" && row.value == "1")
            .collect();
        let is_urgent =
            |row: &&&PictureRow| urgency(row.topic().0) < URGENT && truth(row.topic().0, &row.truth) == "1";
        topics.extend(believed.iter().filter(is_urgent).map(|row| row.about.clone()));
        let rows = topics.iter().filter_map(|about| {
            let topic = about.split_once('@')?;
            let knows = |id: &str| {
                believed
                    .iter()
                    .any(|row| row.about == *about && row.position == id)
            };
            let ids = seats.iter().map(|(_, position)| position.id.as_str());
            let (known, unknown): (Vec<&str>, Vec<&str>) = ids.partition(|id| knows(id));
            let ids = |who: Vec<&str>| who.into_iter().map(Into::into).collect::<Vec<Id>>();
            let fact = self.fact(topic, "1")?;
            (!unknown.is_empty()).then(|| (fact, [ids(known), ids(unknown)]))
        });
        rows.collect()
    }
}
