//! The form: what is read, what is written back, and that no text breaks it.

use proptest::prelude::*;

use crate::diagnostic::{Diagnostics, SourceId, Sources, Span};
use crate::scenario::trigger::parser::joined;
use crate::scenario::trigger::syntax::{Kind, Node};
use crate::scenario::trigger::testing::{Luck, position, sound, whole};
use crate::scenario::trigger::{Syntax, content_of, parse, read};

const LEAVES: [&str; 14] = [
    "crack@stair-b",
    "shaking@nene-tereza == over",
    "inside@floor-2 > -3.5",
    "inside@floor-2 <= count(missing@7B)",
    "empty(missing@7B)",
    "7B-03 in missing@7B",
    "known(crack@room-2.04)",
    "age(report@floor-2) >= '1 h 2 min 3 s 4 ms'",
    "unheard(report@floor-2)",
    "after(mainshock) < '4 min'",
    "elapsed > '10 min'",
    "decided(leave-the-building) != leave",
    "ordered(evacuate) == false",
    "nonsense()",
];

fn parsed(text: &str) -> Syntax {
    let mut diagnostics = Diagnostics::default();
    let syntax = parse(text, whole(text), &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{text}: {:?}", diagnostics.sorted());
    syntax
}

fn node(kind: Kind) -> Node {
    Node { kind, range: 0..0 }
}

fn trees() -> impl Strategy<Value = Node> {
    let leaf = prop::sample::select(LEAVES.to_vec()).prop_map(|text| parsed(text).top);
    leaf.prop_recursive(6, 40, 3, |inner| {
        let some = || prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            some().prop_map(|parts| joined(parts, Kind::Any)),
            some().prop_map(|parts| joined(parts, Kind::All)),
            inner.clone().prop_map(|part| node(Kind::Not(Box::new(part)))),
            (inner.clone(), 0..10_000_000_i64).prop_map(|(part, ms)| node(Kind::Held(Box::new(part), ms))),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(top in trees()) {
        let text = Syntax { top: top.clone(), place: parsed("elapsed").place }.to_string();
        let mut diagnostics = Diagnostics::default();
        let back = parse(&text, whole(&text), &mut diagnostics);
        // The longest trees are refused as too long; that is all that may be wrong.
        prop_assume!(text.len() <= super::super::TEXT_BYTES);
        prop_assert!(!diagnostics.has_errors(), "{text}: {:?}", diagnostics.sorted());
        prop_assert_eq!(&back.top, &top, "{}", text);
        prop_assert_eq!(back.to_string(), text);
    }
}

#[test]
fn there_is_one_way_to_write_a_trigger() {
    let ways = [
        (
            "  crack@stair-b   and\n not ( smoke@stair-b ) ",
            "crack@stair-b and not smoke@stair-b",
        ),
        ("'4 min' <= after( mainshock )", "after(mainshock) >= '4 min'"),
        ("over == shaking@nene-tereza", "shaking@nene-tereza == over"),
        ("elapsed > \"90 s\"", "elapsed > '1 min 30 s'"),
        (
            "((crack@stair-b)) or (smoke@stair-b or alarm@nene-tereza)",
            "crack@stair-b or smoke@stair-b or alarm@nene-tereza",
        ),
        (
            "crack@stair-b or smoke@stair-b and alarm@nene-tereza",
            "crack@stair-b or (smoke@stair-b and alarm@nene-tereza)",
        ),
        (
            "(not alarm@nene-tereza) for '10 s'",
            "(not alarm@nene-tereza) for '10 s'",
        ),
        (
            "not (alarm@nene-tereza for '10 s')",
            "not (alarm@nene-tereza for '10 s')",
        ),
    ];
    for (written, canonical) in ways {
        assert_eq!(parsed(written).to_string(), canonical);
        assert_eq!(sound(written).text, canonical);
    }
}

#[test]
fn the_example_of_the_design_is_sound() {
    let text =
        "shaking@nene-tereza == over for '10 s' and (known(crack@stair-b) or age(report@floor-2) > '2 min')";
    assert_eq!(sound(text).text, text);
}

/// A mistake's place, where the string stands in a file: (file, text of the string, what the caret covers).
#[test]
fn mistakes_point_into_the_file() {
    let cases = [
        (r#"when = "crak@stair-b""#, "crak@stair-b", "crak"),
        (
            r"when = 'known(crack@stair-q)'",
            "known(crack@stair-q)",
            "stair-q",
        ),
        (
            "when = \"\"\"known(crak@stair-b)\"\"\"",
            "known(crak@stair-b)",
            "crak",
        ),
        // Written with escapes: the whole string.
        (
            r#"when = "age(crak@stair-b) > \"2 min\"""#,
            "age(crak@stair-b) > \"2 min\"",
            r#"age(crak@stair-b) > \"2 min\""#,
        ),
        (
            "when = \"\"\"\nknown(crak@stair-b)\"\"\"",
            "known(crak@stair-b)",
            "\nknown(crak@stair-b)",
        ),
    ];
    for (file, text, caret) in cases {
        let mut sources = Sources::default();
        let source = sources.add("scenario.toml", "", file);
        let value = Span {
            source,
            start: 7,
            end: file.len() as u32,
        };
        let mut diagnostics = Diagnostics::default();
        assert!(read(text, content_of(&sources, value), &position(), &mut diagnostics).is_none());
        let places: Vec<_> = diagnostics
            .iter()
            .filter_map(|d| d.span)
            .map(|span| sources.excerpt(span))
            .collect();
        assert_eq!(places, [caret]);
    }
}

#[test]
fn limits_hold() {
    let deep = |levels: usize| format!("{}crack@stair-b{}", "(".repeat(levels), ")".repeat(levels));
    assert_eq!(sound(&deep(super::super::NESTING)).text, "crack@stair-b");
    for text in [
        deep(33),
        "(".repeat(1_999),
        "not ".repeat(499),
        "count(".repeat(333),
        "a".repeat(2_001),
    ] {
        let mut diagnostics = Diagnostics::default();
        assert!(read(&text, whole(&text), &position(), &mut diagnostics).is_none());
        assert_eq!(diagnostics.errors(), 1, "{:?}", diagnostics.sorted());
    }
    let many = "crack@stair-q or ".repeat(100) + "crack@stair-q";
    let mut diagnostics = Diagnostics::default();
    assert!(read(&many, whole(&many), &position(), &mut diagnostics).is_none());
    assert_eq!(diagnostics.errors(), super::super::MISTAKES_SHOWN);
}

/// Pieces that a mutation is likely to bring together.
const PIECES: [&str; 34] = [
    "crack@stair-b",
    "shaking@nene-tereza",
    "over",
    "known(",
    "age(",
    "count(",
    "unheard(report@floor-2)",
    "missing@7B",
    "'2 min'",
    "\"10 s\"",
    "'",
    "(",
    ")",
    ")",
    "and",
    "or",
    "not",
    "for",
    "in",
    "==",
    "<",
    ">=",
    "=",
    "@",
    ",",
    "7B-03",
    "elapsed",
    "decided(leave-the-building)",
    "-3",
    "…",
    "ë",
    "“2 min”",
    "\\",
    "\u{0}",
];

#[test]
fn no_text_makes_it_panic() {
    let mut luck = Luck(1);
    for case in 0..100_000 {
        let mut text = String::new();
        for _ in 0..luck.below(14) {
            if case % 2 == 0 {
                text += PIECES[luck.below(PIECES.len())];
                text += [" ", ""][luck.below(2)];
            } else {
                let last = [0x2_0000, 0x80, 0x80][luck.below(3)];
                text.extend(char::from_u32(luck.below(last) as u32));
            }
        }
        let mut diagnostics = Diagnostics::default();
        let trigger = read(&text, whole(&text), &position(), &mut diagnostics);
        assert_eq!(
            trigger.is_none(),
            diagnostics.has_errors(),
            "{text:?}: {:?}",
            diagnostics.sorted()
        );
        for span in diagnostics.iter().filter_map(|d| d.span) {
            assert_eq!(span.source, SourceId(0));
            assert!(
                text.get(span.start as usize..span.end as usize).is_some(),
                "{text:?}: {span:?}"
            );
        }
        if let Some(trigger) = trigger {
            assert_eq!(sound(&trigger.text), trigger, "{text:?}");
        }
    }
}
