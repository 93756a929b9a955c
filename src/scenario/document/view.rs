//! Typed reading of a checked tree.
//!
//! A [`View`] exists only of tables that passed [`super::check`], so its values are there and right. Asking for a
//! key that its section does not declare, or as another type than declared, is a mistake of the program and
//! panics: shape and reading cannot drift apart.

#![expect(
    clippy::missing_panics_doc,
    reason = "said once above: only a mistake of the program panics"
)]

use super::check;
use super::local_text::LocalText;
use super::quantity::{self, Instant, Moment, Spread};
use super::shape::{Field, Literal, Presence, Section, Shape, Variant};
use super::tree::{Node, Table, Value};
use crate::diagnostic::Span;

/// A table that passed the check, read by its section.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    table: &'a Table,
    section: &'static Section,
    span: Span,
    id: Option<(&'a str, Span)>,
    kind: Option<&'static str>,
}

/// A value that passed the check, read by its shape.
#[derive(Debug, Clone, Copy)]
pub struct Leaf<'a> {
    shape: &'static Shape,
    found: Found<'a>,
    span: Span,
}

#[derive(Debug, Clone, Copy)]
enum Found<'a> {
    Written(&'a Node),
    Default(Literal),
}

impl<'a> View<'a> {
    /// The view of a whole checked document; none if its own values are wrong.
    pub fn new(node: &'a Node, section: &'static Section) -> Option<Self> {
        Self::of(node, section, None, None)
    }

    /// A table that was left out: every key by its default. Of a section that needs no key.
    pub fn left_out(section: &'static Section, span: Span) -> Self {
        static EMPTY: Table = Table::EMPTY;
        Self {
            table: &EMPTY,
            section,
            span,
            id: None,
            kind: None,
        }
    }

    pub(super) fn of(
        node: &'a Node,
        section: &'static Section,
        id: Option<(&'a str, Span)>,
        kind: Option<&'static str>,
    ) -> Option<Self> {
        let table = node.as_table().filter(|table| table.is_sound())?;
        Some(Self {
            table,
            section,
            span: node.span,
            id,
            kind,
        })
    }

    /// The key under which a table keyed by id holds it. Panics for any other table.
    pub fn id(&self) -> &'a str {
        self.id.map_or_else(
            || panic!("`{}` is not keyed by id", self.section.name),
            |(id, _)| id,
        )
    }

    /// Where the id stands; for other tables, the table.
    pub fn id_span(&self) -> Span {
        self.id.map_or(self.span, |(_, span)| span)
    }

    /// Its `kind` or `action`. Panics for a table without.
    pub fn kind(&self) -> &'static str {
        self.kind
            .unwrap_or_else(|| panic!("`{}` is not told apart by kind", self.section.name))
    }

    /// Where the table stands.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Where a value stands; if it was left out, the table.
    pub fn span_of(&self, key: &str) -> Span {
        self.field(key);
        self.table.get(key).map_or(self.span, |node| node.span)
    }

    /// Whether a key was written.
    pub fn has(&self, key: &str) -> bool {
        self.field(key);
        self.table.get(key).is_some()
    }

    /// Whether a table keyed by id was written and holds anything, sound or not.
    pub fn has_entries(&self, key: &str) -> bool {
        self.field(key);
        let table = self.table.get(key).and_then(Node::as_table);
        table.is_some_and(|table| !table.is_empty())
    }

    /// Whether a table keyed by id holds an entry that names one of these kinds, sound or not.
    pub fn has_kind(&self, key: &str, kinds: &[&str]) -> bool {
        self.field(key);
        let kind = |node: &Node| {
            node.as_table()?
                .get("kind")?
                .as_text()
                .map(|kind| kinds.contains(&kind))
        };
        let table = self.table.get(key).and_then(Node::as_table);
        table.is_some_and(|table| table.iter().any(|(_, entry)| kind(&entry.node) == Some(true)))
    }

    /// A value, written or by default; none if it may be and was left out.
    pub fn get(&self, key: &str) -> Option<Leaf<'a>> {
        let field = self.field(key);
        let found = match (self.table.get(key), field.presence) {
            (Some(node), _) => Found::Written(node),
            (None, Presence::Default(literal)) => Found::Default(literal),
            (None, Presence::Optional | Presence::Required) => return None,
        };
        Some(Leaf {
            shape: &field.shape,
            found,
            span: self.span_of(key),
        })
    }

    /// A text.
    pub fn text(&self, key: &str) -> &'a str {
        self.always(key).text()
    }

    /// A text for people.
    pub fn local_text(&self, key: &str) -> LocalText {
        self.always(key).local_text()
    }

    /// True or false.
    pub fn flag(&self, key: &str) -> bool {
        self.always(key).flag()
    }

    /// A whole number.
    pub fn integer(&self, key: &str) -> i64 {
        self.always(key).integer()
    }

    /// A number in the unit of its key.
    pub fn number(&self, key: &str) -> f64 {
        self.always(key).number()
    }

    /// A share from 0 to 1.
    pub fn fraction(&self, key: &str) -> f64 {
        self.always(key).fraction()
    }

    /// A duration, ms.
    pub fn duration_ms(&self, key: &str) -> i64 {
        self.always(key).duration_ms()
    }

    /// A duration that may be drawn, ms.
    pub fn duration_spread(&self, key: &str) -> Spread<i64> {
        self.always(key).duration_spread()
    }

    /// A number that may be drawn.
    pub fn number_spread(&self, key: &str) -> Spread<f64> {
        self.always(key).number_spread()
    }

    /// A moment.
    pub fn moment(&self, key: &str) -> Moment {
        self.always(key).moment()
    }

    /// A date and time.
    pub fn instant(&self, key: &str) -> Instant {
        self.always(key).instant()
    }

    /// The entries of a list of values; empty if it was left out.
    pub fn list(&self, key: &str) -> Vec<Leaf<'a>> {
        self.get(key).map(|leaf| leaf.items()).unwrap_or_default()
    }

    /// A table with fixed keys or of a kind; none if it was left out or is wrong in itself.
    pub fn table(&self, key: &str) -> Option<View<'a>> {
        let field = self.field(key);
        view_of(self.table.get(key)?, &field.shape, None)
    }

    /// The sound tables of a table keyed by id, or of a list of tables, in the order of their ids or places.
    pub fn tables(&self, key: &str) -> Vec<View<'a>> {
        let field = self.field(key);
        let node = self.table.get(key);
        match (&field.shape, node.map(|node| &node.value)) {
            (Shape::Keyed { of, .. } | Shape::KeyedBy { of, .. }, Some(Value::Table(table))) => {
                let view = |(id, entry): (&'a str, &'a super::tree::Entry)| {
                    view_of(&entry.node, of, Some((id, entry.key_span)))
                };
                table.iter().filter_map(view).collect()
            }
            (Shape::List { of, .. }, Some(Value::List(items))) => {
                items.iter().filter_map(|item| view_of(item, of, None)).collect()
            }
            (Shape::Actions(_), Some(_)) => self.get(key).map(|leaf| leaf.actions()).unwrap_or_default(),
            (Shape::Keyed { .. } | Shape::KeyedBy { .. } | Shape::List { .. } | Shape::Actions(_), _) => {
                Vec::new()
            }
            (other, _) => panic!("`{}.{key}` is {}, not tables", self.section.name, other.noun()),
        }
    }

    /// The values of a table keyed by id that holds no tables: id, its place, value.
    pub fn keyed(&self, key: &str) -> Vec<(&'a str, Span, Leaf<'a>)> {
        let field = self.field(key);
        let Shape::Keyed { of, .. } = &field.shape else {
            panic!(
                "`{}.{key}` is {}, not keyed by id",
                self.section.name,
                field.shape.noun()
            )
        };
        let table = self.table.get(key).and_then(Node::as_table);
        let leaf = |(id, entry): (&'a str, &'a super::tree::Entry)| {
            let leaf = Leaf {
                shape: of,
                found: Found::Written(&entry.node),
                span: entry.node.span,
            };
            (id, entry.key_span, leaf)
        };
        table.into_iter().flat_map(Table::iter).map(leaf).collect()
    }

    fn field(&self, key: &str) -> &'static Field {
        #[cfg(test)]
        super::declaration::note_read(self.section.name, key);
        self.section
            .field(key)
            .unwrap_or_else(|| panic!("`{}` declares no `{key}`", self.section.name))
    }

    fn always(&self, key: &str) -> Leaf<'a> {
        self.get(key)
            .unwrap_or_else(|| panic!("`{}.{key}` may be left out: use `get`", self.section.name))
    }
}

fn view_of<'a>(node: &'a Node, shape: &'static Shape, id: Option<(&'a str, Span)>) -> Option<View<'a>> {
    match shape {
        Shape::Table(section) => View::of(node, section, id, None),
        Shape::Kinds(variants) => tagged(node, "kind", variants, id),
        Shape::Action(variants) => tagged(node, "action", variants(), id),
        other => panic!("{} is no table", other.noun()),
    }
}

fn tagged<'a>(
    node: &'a Node,
    tag: &str,
    variants: &'static [Variant],
    id: Option<(&'a str, Span)>,
) -> Option<View<'a>> {
    let name = node.as_table()?.get(tag)?.as_text()?;
    let variant = variants.iter().find(|variant| variant.name == name)?;
    View::of(node, variant.section, id, Some(variant.name))
}

/// Holds because the check went before.
const CHECKED: &str = "the check let only the declared shape through";

impl<'a> Leaf<'a> {
    /// Where it stands; if it was left out, its table.
    pub fn span(&self) -> Span {
        self.span
    }

    /// A text, word, id, reference, condition or file name.
    pub fn text(&self) -> &'a str {
        let fits = matches!(
            self.shape,
            Shape::Text
                | Shape::OneOf(_)
                | Shape::Id { .. }
                | Shape::Reference { .. }
                | Shape::KeyOf { .. }
                | Shape::Expression
                | Shape::File { .. }
        );
        self.assert(fits, "a text");
        match self.found {
            Found::Written(node) => node.as_text().expect(CHECKED),
            Found::Default(Literal::Text(text)) => text,
            Found::Default(_) => self.wrong_default(),
        }
    }

    /// A text for people.
    pub fn local_text(&self) -> LocalText {
        self.assert(matches!(self.shape, Shape::LocalText), "a text for people");
        match self.found {
            Found::Default(Literal::Text(text)) => LocalText::plain(text),
            Found::Default(_) => self.wrong_default(),
            Found::Written(node) => match &node.value {
                Value::Table(table) => {
                    let text =
                        |entry: &super::tree::Entry| entry.node.as_text().unwrap_or_default().to_owned();
                    let by_language = table.iter().map(|(code, entry)| (code.to_owned(), text(entry)));
                    LocalText::translated(by_language.collect())
                }
                _ => LocalText::plain(node.as_text().expect(CHECKED)),
            },
        }
    }

    /// True or false.
    pub fn flag(&self) -> bool {
        self.assert(matches!(self.shape, Shape::Flag), "a flag");
        match self.value() {
            Value::Flag(flag) => flag,
            _ => self.wrong_default(),
        }
    }

    /// A whole number.
    pub fn integer(&self) -> i64 {
        self.assert(matches!(self.shape, Shape::Integer { .. }), "a whole number");
        match self.value() {
            Value::Integer(number) => number,
            _ => self.wrong_default(),
        }
    }

    /// A number in the unit of its key.
    pub fn number(&self) -> f64 {
        self.assert(matches!(self.shape, Shape::Number { .. }), "a number");
        match self.value() {
            Value::Integer(number) => number as f64,
            Value::Float(number) => number,
            _ => self.wrong_default(),
        }
    }

    /// A share from 0 to 1.
    pub fn fraction(&self) -> f64 {
        self.assert(matches!(self.shape, Shape::Fraction), "a share");
        match self.value() {
            Value::Integer(number) => number as f64,
            Value::Float(number) => number,
            Value::Text(text) => quantity::fraction(&text).expect(CHECKED),
            _ => self.wrong_default(),
        }
    }

    /// A duration, ms.
    pub fn duration_ms(&self) -> i64 {
        self.assert(matches!(self.shape, Shape::Duration { .. }), "a duration");
        milliseconds(&self.value())
    }

    /// A duration that may be drawn, ms.
    pub fn duration_spread(&self) -> Spread<i64> {
        self.assert(
            matches!(self.shape, Shape::DurationSpread { .. }),
            "a spread of durations",
        );
        spread(&self.value(), milliseconds)
    }

    /// A number that may be drawn.
    pub fn number_spread(&self) -> Spread<f64> {
        self.assert(
            matches!(self.shape, Shape::NumberSpread { .. }),
            "a spread of numbers",
        );
        spread(&self.value(), |value| match value {
            Value::Integer(number) => *number as f64,
            Value::Float(number) => *number,
            _ => f64::NAN,
        })
    }

    /// A moment.
    pub fn moment(&self) -> Moment {
        self.assert(matches!(self.shape, Shape::Moment { .. }), "a moment");
        check::moment(&Node {
            value: self.value(),
            span: self.span,
        })
        .expect(CHECKED)
    }

    /// A date and time.
    pub fn instant(&self) -> Instant {
        self.assert(matches!(self.shape, Shape::DateTime), "a date and time");
        check::instant(&Node {
            value: self.value(),
            span: self.span,
        })
        .expect(CHECKED)
    }

    /// The entries of a list of values.
    pub fn items(&self) -> Vec<Leaf<'a>> {
        let Shape::List { of, .. } = self.shape else {
            panic!("{} is no list", self.shape.noun())
        };
        let items = match self.found {
            Found::Written(node) => node.as_list().expect(CHECKED),
            Found::Default(_) => &[],
        };
        items
            .iter()
            .map(|node| Leaf {
                shape: of,
                found: Found::Written(node),
                span: node.span,
            })
            .collect()
    }

    /// The sound actions of a list of actions.
    pub fn actions(&self) -> Vec<View<'a>> {
        let Shape::Actions(variants) = self.shape else {
            panic!("{} is no list of actions", self.shape.noun())
        };
        let items = match self.found {
            Found::Written(node) => node.as_list().unwrap_or_default(),
            Found::Default(_) => &[],
        };
        items
            .iter()
            .filter_map(|node| tagged(node, "action", variants(), None))
            .collect()
    }

    fn value(&self) -> Value {
        match self.found {
            Found::Written(node) => node.value.clone(),
            Found::Default(literal) => check::literal_value(literal, self.span),
        }
    }

    fn assert(&self, fits: bool, asked: &str) {
        assert!(fits, "declared as {}, read as {asked}", self.shape.noun());
    }

    fn wrong_default(&self) -> ! {
        panic!("the default is not {}", self.shape.noun())
    }
}

fn milliseconds(value: &Value) -> i64 {
    match value {
        Value::Text(text) => quantity::duration_ms(text).expect(CHECKED),
        _ => panic!("{CHECKED}"),
    }
}

fn spread<T>(value: &Value, read: impl Fn(&Value) -> T) -> Spread<T> {
    match value {
        Value::Table(table) => {
            let part = |key| read(&table.get(key).expect(CHECKED).value);
            Spread::LogNormal {
                median: part("median"),
                p90: part("p90"),
            }
        }
        value => Spread::Constant(read(value)),
    }
}
