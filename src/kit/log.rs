//! The blank decision log: what the table decides, to be typed into `table-log.csv` afterwards.

use maud::{Markup, html};

use super::Kit;

/// So many lines fit on a sheet.
const LINES: usize = 18;

/// The columns of a decision log as a file.
pub const LOG_COLUMNS: [&str; 5] = ["clock", "position", "decision", "option", "note"];

impl Kit<'_> {
    pub(super) fn decision_log(&self) -> Markup {
        let mut seen = std::collections::BTreeSet::new();
        let decisions = self.scenario.decisions.iter();
        let decisions = decisions.filter(|decision| seen.insert(decision.id.as_str()));
        html! {
            section.sheet {
                p.over { (self.title()) }
                h1 { (self.say("kit-log", &[])) }
                p { (self.say("kit-log-how", &[])) }
                table.log {
                    thead { tr {
                        @for key in ["kit-log-clock", "kit-who", "kit-decision", "kit-option", "kit-log-note"] {
                            th scope="col" { (self.say(key, &[])) }
                        }
                    } }
                    tbody { @for _ in 0..LINES { tr { @for _ in LOG_COLUMNS { td {} } } } }
                }
            }
            section.sheet {
                h1 { (self.say("kit-log-options", &[])) }
                table {
                    thead { tr {
                        @for key in ["kit-who", "kit-decision", "kit-option"] { th scope="col" { (self.say(key, &[])) } }
                    } }
                    tbody { @for decision in decisions {
                        tr {
                            td { (self.name(&self.scenario.command.positions[decision.position].id)) }
                            td { (self.called("decision", &decision.id)) }
                            td { @for option in &decision.options { div { (self.called("option", &option.id)) } } }
                        }
                    } }
                }
            }
        }
    }

    /// What people call something of a kind, and what it is called in a log where that is another word.
    fn called(&self, kind: &'static str, id: &str) -> Markup {
        let name = self.name_of(kind, id);
        html! {
            @if name == id { code { (id) } } @else { (name) " " code { (id) } }
        }
    }
}
