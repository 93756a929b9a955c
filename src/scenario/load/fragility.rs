//! Fragility sets: those that come with hotwash, and files of the scenario.

use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Sources, Span};
use crate::maths;
use crate::scenario::document::csv_table;
use crate::scenario::document::reading::Folder;
use crate::scenario::document::suggest;
use crate::scenario::document::view::View;
use crate::scenario::format::town::FRAGILITY;
use crate::scenario::model::{FragilityClass, FragilitySet, STATES};
use crate::vocabulary::Measure;

/// The sets that come with hotwash: their names and tables.
pub static FRAGILITY_SETS: &[(&str, &str)] = &[
    ("esrm20-albania", include_str!("../fragility/esrm20-albania.csv")),
    (
        "esrm20-albania-pga",
        include_str!("../fragility/esrm20-albania-pga.csv"),
    ),
    ("hazus", include_str!("../fragility/hazus.csv")),
];

/// Damage states as the columns are named.
const STATE_WORDS: [&str; STATES] = ["slight", "moderate", "extensive", "complete"];

/// The sets that have been read, by name; none for one that something is wrong with. Each is read once, for what is wrong with
/// it is told once.
#[derive(Debug, Default)]
pub(super) struct FragilitySets(Vec<(String, Option<FragilitySet>)>);

impl FragilitySets {
    /// The set that is named at `asked`; none if there is no such set or something is wrong with it, which has been reported.
    pub(super) fn read(
        &mut self,
        name: &str,
        asked: Span,
        folder: &Folder,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<&FragilitySet> {
        if !self.0.iter().any(|(known, _)| known == name) {
            let source = open(name, asked, folder, sources, diagnostics)?;
            let before = diagnostics.errors();
            let classes = classes(sources, source, diagnostics);
            let set = (diagnostics.errors() == before).then(|| FragilitySet {
                name: name.to_owned(),
                classes,
            });
            self.0.push((name.to_owned(), set));
        }
        let (_, set) = self.0.iter().find(|(known, _)| known == name)?;
        set.as_ref()
    }
}

/// The table of a set; none if there is none, which has been reported.
fn open(
    name: &str,
    asked: Span,
    folder: &Folder,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<SourceId> {
    if let Some((_, text)) = FRAGILITY_SETS.iter().find(|(known, _)| *known == name) {
        return Some(sources.add(format!("{name}.csv"), "", (*text).to_owned()));
    }
    if name.to_ascii_lowercase().ends_with(".csv") {
        return folder
            .read(sources, name)
            .map_err(|error| diagnostics.push(error.into_diagnostic(Some(asked))))
            .ok();
    }
    let known: Vec<&str> = FRAGILITY_SETS.iter().map(|(known, _)| *known).collect();
    let message = format!("there is no fragility set `{name}`");
    let help = match suggest::nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "there are {}; a file of your own ends in `.csv`",
            known.join(", ")
        ),
    };
    diagnostics.push(Diagnostic::error("unknown-fragility", asked, message).help(help));
    None
}

/// A set that comes with hotwash.
pub fn fragility_set(name: &str) -> Option<FragilitySet> {
    let (_, text) = FRAGILITY_SETS.iter().find(|(known, _)| *known == name)?;
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let source = sources.add(format!("{name}.csv"), "", (*text).to_owned());
    let classes = classes(&sources, source, &mut diagnostics);
    (!diagnostics.has_errors()).then(|| FragilitySet {
        name: name.to_owned(),
        classes,
    })
}

/// The classes of a table, by name.
fn classes(sources: &Sources, source: SourceId, diagnostics: &mut Diagnostics) -> Vec<FragilityClass> {
    let rows = csv_table::read(sources, source, &FRAGILITY, None, diagnostics);
    let classes = rows
        .views(&FRAGILITY)
        .into_iter()
        .map(|view| class(view, diagnostics));
    let mut classes: Vec<FragilityClass> = classes.collect();
    classes.sort_by(|a, b| a.name.cmp(&b.name));
    classes
}

/// Shares are written with so many digits that sums are off by less.
const ROUNDING: f64 = 1e-4;

/// Rates of all occupants in a collapse hold the entrapped already: what is left is of those whom the rubble does not hold.
fn of_those_not_held(mut rates: [f64; 4], severity: u8, held: f64, killed: f64) -> [f64; 4] {
    let same = &mut rates[usize::from(severity) - 1];
    *same = (*same - held * (1.0 - killed)).max(0.0);
    if held < 1.0 {
        rates.map(|rate| rate / (1.0 - held))
    } else {
        [0.0; 4]
    }
}

fn class(view: View<'_>, diagnostics: &mut Diagnostics) -> FragilityClass {
    let medians = STATE_WORDS.map(|state| view.number(state));
    for (state, pair) in STATE_WORDS[1..].iter().zip(medians.windows(2)) {
        if pair[1] < pair[0] {
            let message = format!(
                "{state} damage of `{}` comes at weaker shaking than the state before it",
                view.id()
            );
            let problem = Diagnostic::error("medians-out-of-order", view.span_of(state), message);
            diagnostics.push(problem.help("medians rise from slight to complete"));
        }
    }
    let rates = |state: &str| [1, 2, 3, 4].map(|severity| view.fraction(&format!("sev{severity}_{state}")));
    for state in STATE_WORDS.iter().chain(&["collapse"]) {
        if rates(state).iter().sum::<f64>() > 1.0 {
            let message = format!(
                "the casualty severities of `{}` at {state} come to more than everybody",
                view.id()
            );
            let problem = Diagnostic::error("more-than-all", view.span_of(&format!("sev1_{state}")), message);
            diagnostics.push(problem.help("shares are of the occupants: together at most 1"));
        }
    }
    let [day, night] = ["entrapped_day", "entrapped_night"].map(|key| view.fraction(key));
    let entrapped = [day, night, f64::midpoint(day, night)];
    let severity = view.get("severity_of_entrapped").map(|leaf| leaf.integer() as u8);
    let killed = view.fraction("killed_of_entrapped");
    let injured_in_collapse = entrapped.map(|held| match severity {
        Some(severity) => of_those_not_held(rates("collapse"), severity, held, killed),
        None => rates("collapse"),
    });
    if injured_in_collapse
        .iter()
        .any(|rates| rates.iter().sum::<f64>() > 1.0 + ROUNDING)
    {
        let message = format!(
            "the casualty severities of `{}` in a collapse come to more than those whom the rubble does not hold",
            view.id()
        );
        let problem = Diagnostic::error("more-than-all", view.span_of("sev1_collapse"), message);
        diagnostics.push(problem.help(
            "with `severity_of_entrapped` they are shares of all occupants: with those who are held, together at most 1",
        ));
    }
    let measure = view.text("measure");
    FragilityClass {
        name: view.id().to_owned(),
        measure: Measure::named(measure).unwrap_or(Measure::Pga),
        ln_medians: medians.map(maths::ln),
        beta: view.number("beta"),
        collapse_of_complete: view.fraction("collapse_of_complete"),
        entrapped,
        killed_of_entrapped: killed,
        in_voids: view.fraction("in_voids"),
        injured: STATE_WORDS.map(rates),
        injured_in_collapse,
        severity_of_entrapped: severity,
    }
}
