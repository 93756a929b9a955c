//! The evaluator's sheets: per objective what the run has to show, and an empty box for the rating, which no simulation gives.

use maud::{Markup, html};

use super::Kit;
use crate::record::Arg;
use crate::scenario::model::ObjectiveSpec;

/// The ratings of HSEEP.
///
/// # Source
/// HSEEP exercise evaluation guides: performed without challenges, with some, with major, unable to be performed.
const RATINGS: [&str; 4] = ["kit-rating-p", "kit-rating-s", "kit-rating-m", "kit-rating-u"];

impl Kit<'_> {
    /// One sheet an objective.
    pub(super) fn evaluation(&self) -> Markup {
        let objectives = &self.scenario.objectives;
        html! {
            @for objective in objectives { (self.evaluated(objective)) }
            @if objectives.is_empty() { section.sheet { p { (self.say("kit-no-objectives", &[])) } } }
        }
    }

    fn evaluated(&self, objective: &ObjectiveSpec) -> Markup {
        let figure = |x: f64| self.figure(x, &objective.metric);
        let target = match objective.comparison {
            "<=" => "summary-at-most",
            ">=" => "summary-at-least",
            _ => "summary-exactly",
        };
        let came = self
            .tables
            .objectives
            .iter()
            .find(|row| row.objective == objective.id);
        let value = came.and_then(|row| row.value);
        let met = came.map_or("unknown", |row| row.target_met.as_str());
        html! {
            section.sheet {
                p.over { bdi { (self.title()) } " · " bdi { (self.say("kit-evaluation", &[])) } }
                h1 { (objective.text.get(self.language())) }
                dl.facts {
                    dt { (self.say("kit-capability", &[])) } dd { (objective.capability) }
                    dt { (self.say("kit-target", &[])) }
                    dd {
                        (self.metric(&objective.metric)) ": "
                        (self.say(target, &[("figure", Arg::Text(figure(objective.target).into()))]))
                    }
                }
                h2 { (self.say("kit-evidence", &[])) }
                dl.facts {
                    dt { (self.say("kit-result", &[])) }
                    dd { (value.map_or_else(|| self.say("summary-never", &[]), figure)) }
                    dt { (self.say("summary-met", &[])) } dd { (self.say(&format!("met-{met}"), &[])) }
                }
                (self.decisions_made())
                h2 { (self.say("kit-rating", &[])) }
                div.boxes { @for rating in RATINGS { span { "☐ " (self.say(rating, &[])) } } }
                p.under { (self.say("kit-rating-note", &[])) }
                h2 { (self.say("kit-notes", &[])) }
                @for _ in 0..5 { div.lines {} }
            }
        }
    }

    /// The decisions of the run, for an evaluator to hold what was done against.
    fn decisions_made(&self) -> Markup {
        let made = self
            .tables
            .decisions
            .iter()
            .filter_map(|decision| Some((decision.decided_ms()?, decision)));
        let mut made: Vec<_> = made.collect();
        made.sort_by_key(|(at_ms, _)| *at_ms);
        html! {
            @if !made.is_empty() {
                table {
                    thead { tr { @for key in ["kit-decided-at", "kit-who", "kit-decision", "kit-option", "kit-due-since"] {
                        th scope="col" { (self.say(key, &[])) }
                    } } }
                    tbody { @for (at_ms, decision) in made {
                        tr {
                            td.time { (self.clock(at_ms)) }
                            td { (self.name(&decision.position)) }
                            td { (self.name_of("decision", &decision.decision)) }
                            td { (self.name_of("option", &decision.option)) }
                            td { (decision.true_since_ms().map_or("–".to_owned(), |ms| self.clock(ms))) }
                        }
                    } }
                }
            }
        }
    }
}
