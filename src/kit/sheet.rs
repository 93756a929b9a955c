//! Sheets of A4 as a page that a browser prints: one style, nothing from elsewhere.

use std::collections::BTreeMap;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Kit, Part};
use crate::plot::plan::{PlanWords, draw};

const STYLE: &str = include_str!("sheet.css");

/// The id under which a page has the plan once, for all its sheets.
pub(super) const PLAN: &str = "plan";

/// A page of some parts of the kit.
pub fn page(kit: &Kit<'_>, title: &str, parts: &[&Part]) -> String {
    let has_marks = parts
        .iter()
        .any(|part| part.sheets.0.contains(&format!("#{PLAN}")));
    let sheets = html! {
        @if has_marks { (kit.whole_plan()) }
        main { @for part in parts { (part.sheets) } }
    };
    document(kit.language(), &format!("{}: {title}", kit.title()), &sheets)
}

/// A page of sheets, in a language.
pub(super) fn document(language: &str, title: &str, sheets: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang=(language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { (sheets) }
        }
    };
    page.into_string()
}

impl Kit<'_> {
    /// What rooms are labelled with, and the words of the plan.
    pub(super) fn plan_words(&self) -> (BTreeMap<String, String>, PlanWords) {
        let words = PlanWords::of(|key| self.say(key, &[]));
        (self.scenario.school.classes_by_room(), words)
    }

    /// The plan, drawn once and not shown: sheets lay their marks over a copy of it.
    fn whole_plan(&self) -> Markup {
        let (labels, words) = self.plan_words();
        let school = &self.scenario.school;
        let drawn = draw(&school.plan, school.name.get(self.language()), &labels, &words);
        html! {
            svg.hidden aria-hidden="true" {
                symbol id=(PLAN) viewBox=(view_box(&drawn)) { (PreEscaped(&drawn)) }
            }
        }
    }
}

/// What a drawing spans, as it says itself.
pub(super) fn view_box(drawn: &str) -> &str {
    let (_, rest) = drawn.split_once("viewBox=\"").unwrap_or(("", drawn));
    rest.split('"').next().unwrap_or_default()
}
