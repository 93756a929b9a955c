//! Ids: which are declared, and what refers to one that is not.

use std::collections::{BTreeMap, BTreeSet};

use super::limits;
use super::quantity::Misfit;
use super::shape::{Namespace, Section, Shape, Variant, nouns};
use super::suggest;
use super::tree::{Node, Table, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};

/// Every declared id by namespace, and those that a variant removed.
#[derive(Debug, Clone, Default)]
pub struct Ids {
    declared: BTreeMap<Namespace, BTreeMap<String, Span>>,
    removed: BTreeMap<Namespace, BTreeMap<String, Span>>,
    incomplete: BTreeSet<Namespace>,
}

impl Ids {
    /// Declares the keys of all tables that declare ids.
    pub fn collect(&mut self, root: &Table, section: &'static Section) {
        walk(root, section, &mut |shape, node| {
            declare_keys(&mut self.declared, shape, node);
        });
    }

    /// Notes the ids that `remove` took away; `removed` as in [`super::overlay::Layered`].
    pub fn collect_removed(&mut self, removed: &Table, section: &'static Section) {
        walk(removed, section, &mut |shape, node| {
            declare_keys(&mut self.removed, shape, node);
        });
    }

    /// Declares an id whose doubles are reported elsewhere: the first stands.
    pub fn add(&mut self, namespace: Namespace, id: &str, span: Span) {
        self.declared
            .entry(namespace)
            .or_default()
            .entry(id.to_owned())
            .or_insert(span);
    }

    /// Declares an id of a data file. The second of two is the mistake.
    pub fn declare(&mut self, namespace: Namespace, id: &str, span: Span, diagnostics: &mut Diagnostics) {
        let ids = self.declared.entry(namespace).or_default();
        match ids.get(id) {
            None => {
                ids.insert(id.to_owned(), span);
            }
            Some(first) => diagnostics.push(
                Diagnostic::error(
                    "duplicate-id",
                    span,
                    format!("`{id}` is already the id of {}", namespace.noun),
                )
                .related(*first, "first here")
                .help("an id stands for one thing"),
            ),
        }
    }

    /// Says that the file which declares these ids could not be read: what refers to one of them is not judged.
    pub fn mark_incomplete(&mut self, namespace: Namespace) {
        self.incomplete.insert(namespace);
    }

    /// Where a variant removed an id that nothing declares any more; none if it did not.
    pub fn removed(&self, id: &str) -> Option<Span> {
        let declared = self.declared.values().any(|ids| ids.contains_key(id));
        let mut removed = self.removed.values().filter_map(|ids| ids.get(id));
        removed.next().filter(|_| !declared).copied()
    }

    /// Whether an id is declared.
    pub fn contains(&self, namespace: Namespace, id: &str) -> bool {
        self.declared
            .get(&namespace)
            .is_some_and(|ids| ids.contains_key(id))
    }

    /// The ids of a namespace, in order, with their places.
    pub fn iter(&self, namespace: Namespace) -> impl Iterator<Item = (&str, Span)> {
        let ids = self.declared.get(&namespace).into_iter().flatten();
        ids.map(|(id, span)| (id.as_str(), *span))
    }

    /// The namespace of an id among those where it may be declared; else a diagnostic at its place.
    pub fn require(
        &self,
        to: &[Namespace],
        id: &str,
        span: Span,
        diagnostics: &mut Diagnostics,
    ) -> Option<Namespace> {
        let found = to.iter().copied().find(|namespace| self.contains(*namespace, id));
        // An empty one has been reported as empty.
        if found.is_none()
            && !id.is_empty()
            && !to.iter().any(|namespace| self.incomplete.contains(namespace))
        {
            diagnostics.push(self.unknown(to, id, span));
        }
        found
    }

    fn unknown(&self, to: &[Namespace], id: &str, span: Span) -> Diagnostic {
        let removed = to
            .iter()
            .find_map(|namespace| self.removed.get(namespace)?.get(id));
        if let Some(removed) = removed {
            return Diagnostic::error(
                "removed-id",
                *removed,
                format!("`{id}` is removed but still needed"),
            )
            .label("removed here")
            .related(span, "needed here")
            .help("change in the variant what needs it, or do not remove it");
        }
        let elsewhere = self
            .declared
            .iter()
            .find_map(|(namespace, ids)| Some((namespace, ids.get(id)?)));
        if let Some((namespace, place)) = elsewhere {
            let message = format!("`{id}` is {}, not {}", namespace.noun, nouns(to));
            let diagnostic = Diagnostic::error("wrong-id", span, message).related(*place, "declared here");
            return match suggest::nearest(id, self.names(to)) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                None => diagnostic,
            };
        }
        let mut diagnostic = Diagnostic::error(
            "unknown-id",
            span,
            format!("there is no {} `{id}`", bare_nouns(to)),
        );
        diagnostic.help = suggest::did_you_mean(id, self.names(to));
        diagnostic
    }

    fn names<'a>(&'a self, to: &'a [Namespace]) -> impl Iterator<Item = &'a str> {
        to.iter()
            .flat_map(|namespace| self.iter(*namespace))
            .map(|(id, _)| id)
    }
}

/// The nouns of namespaces without their articles: `position or class`.
fn bare_nouns(namespaces: &[Namespace]) -> String {
    let bare = |namespace: &Namespace| {
        let noun = namespace.noun;
        noun.strip_prefix("an ")
            .or_else(|| noun.strip_prefix("a "))
            .unwrap_or(noun)
    };
    namespaces.iter().map(bare).collect::<Vec<_>>().join(" or ")
}

fn declare_keys(into: &mut BTreeMap<Namespace, BTreeMap<String, Span>>, shape: &'static Shape, node: &Node) {
    if let (
        Shape::Keyed {
            declares: Some(namespace),
            ..
        },
        Value::Table(table),
    ) = (shape, &node.value)
    {
        let ids = into.entry(*namespace).or_default();
        ids.extend(table.iter().map(|(id, entry)| (id.to_owned(), entry.key_span)));
    }
}

/// Reports every reference to an id that is not declared.
pub fn check_references(root: &Table, section: &'static Section, ids: &Ids, diagnostics: &mut Diagnostics) {
    walk(root, section, &mut |shape, node| {
        check_reference(shape, node, ids, diagnostics);
    });
}

fn check_reference(shape: &'static Shape, node: &Node, ids: &Ids, diagnostics: &mut Diagnostics) {
    match (shape, node.as_text()) {
        (Shape::Reference { to, or }, Some(id)) if !or.iter().any(|word| word.word == id) => {
            ids.require(to, id, node.span, diagnostics);
        }
        (Shape::KeyedBy { to, .. }, _) => {
            for (id, entry) in node.as_table().into_iter().flat_map(Table::iter) {
                ids.require(to, id, entry.key_span, diagnostics);
            }
        }
        (Shape::Moment { anchors }, Some(_)) => {
            let moment = super::check::moment(node).ok();
            if let Some(anchor) = moment.as_ref().and_then(|moment| moment.anchor()) {
                ids.require(anchors, anchor, node.span, diagnostics);
            }
        }
        _ => {}
    }
}

/// Visits every value of a tree with its shape, outer ones first; what has another form than declared
/// is left out.
fn walk(table: &Table, section: &'static Section, visit: &mut impl FnMut(&'static Shape, &Node)) {
    for field in section.fields {
        if let Some(node) = table.get(field.key) {
            walk_value(node, &field.shape, visit);
        }
    }
}

fn walk_value(node: &Node, shape: &'static Shape, visit: &mut impl FnMut(&'static Shape, &Node)) {
    visit(shape, node);
    match (shape, &node.value) {
        (Shape::Table(section), Value::Table(table)) => walk(table, section, visit),
        (Shape::Keyed { of, .. } | Shape::KeyedBy { of, .. }, Value::Table(table)) => {
            table
                .iter()
                .for_each(|(_, entry)| walk_value(&entry.node, of, visit));
        }
        (Shape::List { of, .. }, Value::List(items)) => {
            for item in items {
                walk_value(item, of, visit);
            }
        }
        (Shape::Kinds(variants), Value::Table(table)) => walk_variant(table, "kind", variants, visit),
        (Shape::Action(variants), Value::Table(table)) => walk_variant(table, "action", variants(), visit),
        (Shape::Actions(variants), Value::List(items)) => {
            for table in items.iter().filter_map(Node::as_table) {
                walk_variant(table, "action", variants(), visit);
            }
        }
        _ => {}
    }
}

fn walk_variant(
    table: &Table,
    tag: &str,
    variants: &'static [Variant],
    visit: &mut impl FnMut(&'static Shape, &Node),
) {
    let name = table.get(tag).and_then(Node::as_text);
    if let Some(variant) = variants.iter().find(|variant| Some(variant.name) == name) {
        walk(table, variant.section, visit);
    }
}

/// Whether a text can be an id: lower-case letters, digits, `-` and `.`, and capitals where allowed.
///
/// # Errors
/// Says what an id is, and one that is near.
pub fn check_id(id: &str, capitals: bool) -> Result<(), Misfit> {
    let allowed = |c: char| {
        c.is_ascii_lowercase()
            || c.is_ascii_digit()
            || c == '-'
            || c == '.'
            || (capitals && c.is_ascii_uppercase())
    };
    let begins = id.chars().next().is_some_and(|c| c.is_ascii_alphanumeric());
    if begins && id.len() <= limits::ID_CHARACTERS && id.chars().all(allowed) {
        return Ok(());
    }
    let letters = if capitals { "letters" } else { "lower-case letters" };
    let help = match proposed_id(id, capitals) {
        Some(proposed) if proposed != id => format!("write `{proposed}`"),
        _ => format!("at most {} {letters}, digits, `-` and `.`", limits::ID_CHARACTERS),
    };
    let shown: String = id.chars().take(limits::ID_CHARACTERS).collect();
    Err(Misfit::new(
        "bad-id",
        format!("`{shown}` cannot be an id: an id is {letters}, digits, `-` and `.`"),
        help,
    ))
}

fn proposed_id(id: &str, capitals: bool) -> Option<String> {
    let mut proposed = String::new();
    for c in id.trim().chars().take(limits::ID_CHARACTERS) {
        match c {
            'ë' | 'Ë' => proposed.push('e'),
            'ç' | 'Ç' => proposed.push('c'),
            ' ' | '_' | '/' => proposed.push('-'),
            c if c.is_ascii_uppercase() && !capitals => proposed.push(c.to_ascii_lowercase()),
            c if c.is_ascii_alphanumeric() || c == '-' || c == '.' => proposed.push(c),
            _ => return None,
        }
    }
    proposed
        .starts_with(|c: char| c.is_ascii_alphanumeric())
        .then_some(proposed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_plain_and_a_near_one_is_proposed() {
        assert!(check_id("nene-tereza.2", false).is_ok());
        assert!(check_id("7B", true).is_ok());
        assert_eq!(check_id("7B", false).unwrap_err().help, "write `7b`");
        assert_eq!(
            check_id("Nënë Tereza", false).unwrap_err().help,
            "write `nene-tereza`"
        );
        for bad in ["", "-a", "a\u{1b}[31m", "日本", &"a".repeat(65)] {
            assert_eq!(check_id(bad, true).unwrap_err().code, "bad-id", "{bad}");
        }
    }
}
