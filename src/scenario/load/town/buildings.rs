//! The buildings of a town: its tables, its strengthened classes, and whether anybody can be in them.

use super::TownFiles;
use crate::diagnostic::{Diagnostic, Diagnostics, Sources, Span};
use crate::scenario::document::Document;
use crate::scenario::document::limits;
use crate::scenario::document::reading::Folder;
use crate::scenario::document::view::View;
use crate::scenario::exposure::{self, Draft, Drafted};
use crate::scenario::model::{BuildingGroup, FragilitySet};

/// A file of buildings: the key that names it, its name, and where it is named.
#[derive(Clone, Copy)]
struct Given<'a> {
    key: &'static str,
    name: &'a str,
    span: Span,
}

impl<'a> TownFiles<'a> {
    pub(super) fn read_buildings(
        &mut self,
        town: View<'a>,
        set: &FragilitySet,
        folder: &Folder,
        document: &Document,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) {
        let before = diagnostics.errors();
        let given = given(town, diagnostics);
        if diagnostics.errors() > before {
            return;
        }
        let mut draft = Draft::new(set);
        for file in &given {
            self.read_table(*file, folder, document, sources, &mut draft, diagnostics);
        }
        Drafted {
            groups: self.groups,
            places: self.places,
            municipalities: self.municipalities,
        } = draft.settle(diagnostics);
        self.has_buildings = diagnostics.errors() == before;
        if let Some(last) = given.last()
            && self.has_buildings
        {
            check_numbers(&self.groups, last.span, diagnostics);
        }
    }

    fn read_table(
        &mut self,
        Given { key, name, span }: Given<'a>,
        folder: &Folder,
        document: &Document,
        sources: &mut Sources,
        draft: &mut Draft<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        let source = match folder.read(sources, name) {
            Ok(source) => source,
            Err(error) => return diagnostics.push(error.into_diagnostic(Some(span))),
        };
        self.texts.push((name.to_owned(), source));
        let text = sources.get(source).text.clone();
        match key {
            "buildings" => {
                self.names.push(name.to_owned());
                exposure::buildings(&text, source, document.patches_of(name), draft, diagnostics);
            }
            "footprints" => exposure::footprints(&text, source, draft, diagnostics),
            _ => exposure::openquake(&text, source, name, draft, diagnostics),
        }
    }

    /// Gives buildings of some classes the strength of others.
    pub(super) fn strengthen(&mut self, town: View<'a>, set: &FragilitySet, diagnostics: &mut Diagnostics) {
        let mut becomes: Vec<Option<(u32, View<'a>)>> = vec![None; set.classes.len()];
        for view in town.tables("strengthened") {
            let [class, strength] = ["class", "becomes"]
                .map(|key| exposure::find_class(set, view.text(key), view.span_of(key), diagnostics));
            let (Some(class), Some(strength)) = (class, strength) else {
                continue;
            };
            if let Some((_, first)) = becomes[class].replace((strength as u32, view)) {
                let message = format!("the class `{}` is strengthened twice", view.text("class"));
                let problem = Diagnostic::error("strengthened-twice", view.span_of("class"), message);
                diagnostics.push(
                    problem
                        .related(first.span_of("class"), "first here")
                        .help("a class gets one strength: take one of the two away"),
                );
            }
        }
        for group in &mut self.groups {
            if let Some((strength, _)) = becomes[group.class as usize] {
                group.class = strength;
            }
        }
    }

    /// Says so where the buildings of a class come to none though people are in them. Whole buildings are simulated, and
    /// what rounding leaves of a group goes to the next of its class: here there is none that it could go to.
    pub(super) fn check_whole(&self, set: &FragilitySet, diagnostics: &mut Diagnostics) {
        let mut sums = vec![(0.0_f64, 0.0_f64, None); set.classes.len()];
        for (group, place) in self.groups.iter().zip(&self.places) {
            let (buildings, people, first) = &mut sums[group.class as usize];
            *buildings += group.buildings;
            *people += group.occupants.into_iter().fold(0.0, f64::max);
            *first = first.or(*place);
        }
        for ((buildings, people, first), class) in sums.into_iter().zip(&set.classes) {
            if buildings.round() < 1.0 && people.round() >= 1.0 {
                let message = format!(
                    "all buildings of class `{}` come to {buildings} of one: the {people:.0} people in them are left out",
                    class.name
                );
                let problem = Diagnostic::warning("no-whole-building", first, message);
                diagnostics
                    .push(problem.help("count them to another class, or write at least 0.5 buildings"));
            }
        }
    }
}

/// The files that a town names, all of one kind and each of a name of its own; otherwise that is reported.
fn given<'a>(town: View<'a>, diagnostics: &mut Diagnostics) -> Vec<Given<'a>> {
    let single = ["buildings", "footprints"]
        .into_iter()
        .filter_map(|key| Some((key, town.get(key)?)));
    let listed = town.list("exposure").into_iter().map(|leaf| ("exposure", leaf));
    let given: Vec<Given<'a>> = single
        .chain(listed)
        .map(|(key, leaf)| Given {
            key,
            name: leaf.text(),
            span: leaf.span(),
        })
        .collect();
    let mut kinds: Vec<&str> = given.iter().map(|file| file.key).collect();
    kinds.dedup();
    if kinds.len() != 1 {
        let message = if kinds.is_empty() {
            "the town has no buildings"
        } else {
            "the town has buildings of two kinds"
        };
        let problem = Diagnostic::error("missing-key", town.id_span(), message);
        diagnostics.push(problem.help("write one of `buildings`, `exposure` and `footprints`"));
    }
    for (number, file) in given.iter().enumerate() {
        let twin = given[..number]
            .iter()
            .find(|other| exposure::stem(other.name) == exposure::stem(file.name));
        let Some(twin) = twin else { continue };
        let (message, help) = if twin.name == file.name {
            (
                format!("`{}` stands twice", file.name),
                "its buildings would be there twice",
            )
        } else {
            (
                format!("`{}` is called like `{}`", file.name, twin.name),
                "buildings are called by the name of their file: rename one of the two",
            )
        };
        let problem = Diagnostic::error("duplicate-id", file.span, message);
        diagnostics.push(problem.related(twin.span, "first here").help(help));
    }
    given
}

fn check_numbers(groups: &[BuildingGroup], last: Span, diagnostics: &mut Diagnostics) {
    let most = [0, 1, 2]
        .map(|hour| groups.iter().map(|group| group.occupants[hour]).sum::<f64>())
        .into_iter()
        .fold(0.0, f64::max);
    if groups.is_empty() {
        let problem = Diagnostic::error("empty-file", last, "there is no building in it");
        diagnostics.push(problem.help("write a row for each group of buildings"));
    } else if most > limits::RESIDENTS {
        let message = format!("{most:.0} people in the town: at most {}", limits::RESIDENTS);
        let problem = Diagnostic::error("too-much", last, message);
        diagnostics.push(problem.help("is a number in it too large by a thousand?"));
    }
}
