//! What the facilitator has of each module: the truth beside each picture, what the script decided, what to ask and to listen for.
//! Participants never see it.

use maud::{Markup, html};

use super::Kit;
use super::facts::is_same;
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
        let minutes = |ms: Ms| crate::record::elapsed(ms);
        html! {
            section.sheet {
                p.over { (self.title()) " · " (self.say("kit-facilitator", &[])) }
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

    fn script_of(&self, module: usize) -> Markup {
        let (from_ms, to_ms) = (self.modules()[module].from_ms, self.modules()[module].to_ms);
        let falls_here = |decision: &&DecisionRow| {
            let at_ms = decision
                .decided_ms()
                .or(decision.known_ms())
                .or(decision.true_since_ms());
            at_ms.is_some_and(|ms| from_ms <= ms && ms < to_ms)
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

    /// Where pictures differ from the truth at the end of a module: same beliefs of several positions in one row.
    fn gap_of(&self, module: usize) -> Markup {
        let id = &self.modules()[module].id;
        let wrong = self.tables.pictures.iter().filter(|row| {
            row.module == *id
                && row.kind == "believed"
                && !row.truth.is_empty()
                && !is_same(&row.value, &row.truth)
        });
        let mut rows: Vec<(&PictureRow, Vec<Id>)> = Vec::new();
        for row in wrong {
            match rows
                .iter_mut()
                .find(|(first, _)| first.about == row.about && first.value == row.value)
            {
                Some((_, who)) => who.push(row.position.as_str().into()),
                None => rows.push((row, vec![row.position.as_str().into()])),
            }
        }
        html! {
            h2 { (self.say("kit-gap", &[])) }
            @if rows.is_empty() { p { (self.say("kit-no-gap", &[])) } } @else {
                table {
                    thead { tr {
                        @for key in ["kit-who", "kit-believes", "kit-as-of", "kit-truth"] { th scope="col" { (self.say(key, &[])) } }
                    } }
                    tbody { @for (row, who) in rows {
                        tr {
                            th scope="row" { (self.say("kit-name", &[("name", Arg::First(who))])) }
                            td { (self.fact(row.topic(), &row.value).unwrap_or_default()) }
                            td.time { (row.observed_ms().map(|ms| self.clock(ms)).unwrap_or_default()) }
                            td.truth { (self.fact(row.topic(), &row.truth).unwrap_or_default()) }
                        }
                    } }
                }
            }
        }
    }
}
