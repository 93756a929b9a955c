//! Everything that has a name, in one space of ids.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::scenario::document::ids::Ids;
use crate::scenario::format::{self, SUBJECTS};
use crate::scenario::model::{STAFF_LIST, Subject, Subjects};
use crate::scenario::plan::Plan;
use crate::vocabulary::SubjectKind;

/// What a level of a plan is called among all subjects: a bare number becomes `floor-2`.
pub(super) fn level_id(plan_id: &str) -> String {
    if plan_id.bytes().all(|c| c.is_ascii_digit()) {
        format!("floor-{plan_id}")
    } else {
        plan_id.to_owned()
    }
}

/// All subjects. Every list of the scenario is sorted by id, so the place of an id among its kind is its index;
/// only levels are kept in the order of the plan. The list of staff and visitors comes after the classes.
pub(super) fn build(ids: &Ids, plan: &Plan, municipalities: &[String]) -> Subjects {
    let mut subjects = Vec::new();
    for (kind, namespace) in SUBJECTS {
        if kind == SubjectKind::Level {
            let levels = plan.levels.iter().enumerate();
            subjects.extend(levels.map(|(index, level)| Subject {
                id: level_id(&level.id),
                kind,
                index,
            }));
        } else {
            let known = ids.iter(namespace).enumerate();
            subjects.extend(known.map(|(index, (id, _))| Subject {
                id: id.to_owned(),
                kind,
                index,
            }));
        }
    }
    subjects.push(Subject {
        id: STAFF_LIST.to_owned(),
        kind: SubjectKind::Class,
        index: ids.iter(format::CLASS).count(),
    });
    let taken: BTreeSet<String> = subjects.iter().map(|subject| subject.id.clone()).collect();
    subjects.extend(municipalities.iter().enumerate().map(|(index, name)| {
        let plain = plain_id(name);
        let id = if taken.contains(&plain) {
            format!("{plain}-municipality")
        } else {
            plain
        };
        Subject {
            id,
            kind: SubjectKind::Municipality,
            index,
        }
    }));
    Subjects::new(subjects)
}

/// The id of a name: `Fushë-Krujë` becomes `fushe-kruje`.
fn plain_id(name: &str) -> String {
    let mut id = String::new();
    for c in name.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' => id.push(c),
            'ë' | 'é' | 'è' => id.push('e'),
            'ç' => id.push('c'),
            _ if id.ends_with('-') || id.is_empty() => {}
            _ => id.push('-'),
        }
    }
    id.trim_end_matches('-').to_owned()
}

/// Reports ids that name two things of different kinds; those of one kind are reported where they are declared.
pub(super) fn report_doubles(ids: &Ids, diagnostics: &mut Diagnostics) {
    let mut seen: BTreeMap<&str, (SubjectKind, Span)> = BTreeMap::new();
    let mut all: Vec<(Span, &str, SubjectKind)> = Vec::new();
    for (kind, namespace) in SUBJECTS {
        all.extend(ids.iter(namespace).map(|(id, span)| (span, id, kind)));
    }
    all.sort_unstable();
    for (span, id, kind) in all {
        if id == STAFF_LIST {
            let message = format!("`{id}` is the id of the list of staff and visitors");
            let problem = Diagnostic::error("duplicate-id", span, message);
            diagnostics.push(problem.help("give this another id"));
            continue;
        }
        let Some((first, first_span)) = seen.get(id) else {
            seen.insert(id, (kind, span));
            continue;
        };
        let message = format!("`{id}` is already the id of {}", format::namespace(*first).noun);
        let problem = Diagnostic::error("duplicate-id", span, message).related(*first_span, "first here");
        diagnostics.push(problem.help("an id stands for one thing: a position and its holder need two"));
    }
}
