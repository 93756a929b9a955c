//! Tests of declarations themselves: any format declared with [`super::shape`] is put through them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::check::default_passes;
use super::shape::{Field, Section, Shape, Variant};
use crate::diagnostic::{SourceId, Span};

thread_local! {
    static READ: RefCell<BTreeSet<(&'static str, String)>> = const { RefCell::new(BTreeSet::new()) };
}

/// Notes that a test read a key of a section.
pub(super) fn note_read(section: &'static str, key: &str) {
    READ.with_borrow_mut(|read| read.insert((section, key.to_owned())));
}

/// The keys below `root` that were declared and never read on this thread: a trainer could write them and nothing
/// would happen.
pub(crate) fn unread(root: &'static Section) -> Vec<String> {
    let keys = sections(root)
        .into_values()
        .flat_map(|s| s.fields.iter().map(move |field| (s.name, field.key)));
    let unread =
        keys.filter(|(section, key)| READ.with_borrow(|read| !read.contains(&(*section, (*key).to_owned()))));
    unread.map(|(section, key)| format!("{section}.{key}")).collect()
}

/// What is wrong with the declaration of a format; nothing, if all is well.
pub(crate) fn mistakes(root: &'static Section) -> Vec<String> {
    let mut mistakes = Vec::new();
    let mut seen: BTreeMap<&str, *const Section> = BTreeMap::new();
    visit(root, &mut |section| {
        if *seen.entry(section.name).or_insert(section) != std::ptr::from_ref(section) {
            mistakes.push(format!("two sections are called `{}`", section.name));
        }
    });
    for section in sections(root).into_values() {
        let mut keys = BTreeSet::new();
        for field in section.fields {
            let mut mistake = |what: &str| mistakes.push(format!("{}.{}: {what}", section.name, field.key));
            if !keys.insert(field.key) {
                mistake("declared twice");
            }
            if ["kind", "action", "format", "patch", "variant"].contains(&field.key) {
                mistake("this key means something already");
            }
            if !field.doc.ends_with('.') || section.doc.is_empty() {
                mistake("its doc is no sentence");
            }
            if !default_passes(
                field,
                Span {
                    source: SourceId(0),
                    start: 0,
                    end: 0,
                },
            ) {
                mistake("its default fails the check");
            }
            if !looks_at_a_sibling(field, section) {
                mistake("there is no such table beside it");
            }
        }
    }
    mistakes
}

fn looks_at_a_sibling(field: &Field, section: &'static Section) -> bool {
    match field.shape {
        Shape::KeyOf { table, .. } => section
            .field(table)
            .is_some_and(|field| matches!(field.shape, Shape::Keyed { .. })),
        _ => true,
    }
}

fn sections(root: &'static Section) -> BTreeMap<&'static str, &'static Section> {
    let mut sections = BTreeMap::new();
    visit(root, &mut |section| {
        sections.insert(section.name, section);
    });
    sections
}

/// Every section below one, itself first. Sections that contain themselves are visited once.
fn visit(root: &'static Section, see: &mut impl FnMut(&'static Section)) {
    fn inner(
        section: &'static Section,
        done: &mut Vec<*const Section>,
        see: &mut impl FnMut(&'static Section),
    ) {
        let address = std::ptr::from_ref(section);
        if done.contains(&address) {
            return;
        }
        done.push(address);
        see(section);
        section
            .fields
            .iter()
            .for_each(|field| in_shape(&field.shape, done, see));
    }
    fn in_shape(
        shape: &'static Shape,
        done: &mut Vec<*const Section>,
        see: &mut impl FnMut(&'static Section),
    ) {
        let mut each = |variants: &'static [Variant]| {
            for variant in variants {
                inner(variant.section, done, see);
            }
        };
        match shape {
            Shape::Table(section) => inner(section, done, see),
            Shape::Kinds(variants) => each(variants),
            Shape::Actions(variants) | Shape::Action(variants) => each(variants()),
            Shape::Keyed { of, .. } | Shape::KeyedBy { of, .. } | Shape::List { of, .. } => {
                in_shape(of, done, see);
            }
            _ => {}
        }
    }
    inner(root, &mut Vec::new(), see);
}
