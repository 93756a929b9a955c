//! Inject cards: what exercise control hands over, one card an inject.

use maud::{Markup, html};

use super::{Kit, events};
use crate::record::Arg;

impl Kit<'_> {
    /// The cards, two on a sheet.
    pub(super) fn cards(&self) -> Markup {
        let events = events(self);
        html! {
            @for pair in events.chunks(2) {
                section.sheet { @for event in pair {
                    article.card {
                        @let key = if event.kind == "message" { "kit-card" } else { "kit-card-control" };
                        p.over { (self.title()) }
                        h1 { (self.say(key, &[("number", Arg::Count(event.number as i64))])) }
                        dl {
                            dt { (self.say("kit-time", &[])) }
                            dd { (event.time_ms.map_or_else(|| self.say("kit-never-came", &[]), |ms| self.clock(ms))) }
                            @for (key, what) in [("kit-from", &event.from), ("kit-to-whom", &event.to), ("kit-through", &event.channel)] {
                                @if let Some(what) = what { dt { (self.say(key, &[])) } dd { (what) } }
                            }
                        }
                        p.words { (event.event) }
                        @if let Some(expected) = &event.expected {
                            div.cut { (self.say("kit-cut", &[])) }
                            dl { dt { (self.say("kit-expected", &[])) } dd { (expected) } }
                        }
                    }
                } }
            }
            @if events.is_empty() { section.sheet { p { (self.say("kit-no-cards", &[])) } } }
        }
    }
}
