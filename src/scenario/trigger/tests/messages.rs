//! Every mistake that can be made, and what is said about it.

use std::fmt::Write;

use crate::diagnostic::Diagnostics;
use crate::scenario::trigger::testing::{TestSchool, subject, whole};
use crate::scenario::trigger::{DecisionIx, Each, Judge, Names, Scope, read};
use crate::vocabulary::{SubjectIx, SubjectKind};

/// The text, a caret under each mistake, and what is said.
fn said(text: &str, scope: &Scope<'_>) -> String {
    let mut diagnostics = Diagnostics::default();
    assert!(
        read(text, whole(text), scope, &mut diagnostics).is_none(),
        "nothing is wrong with {text}"
    );
    let mut out = format!("{text}\n");
    for problem in diagnostics.sorted() {
        let span = problem.span.expect("every mistake of a trigger stands somewhere");
        let before = text[..span.start as usize].chars().count();
        let under = text[span.start as usize..span.end as usize]
            .chars()
            .count()
            .max(1);
        let _ = writeln!(
            out,
            "{}{} {}",
            " ".repeat(before),
            "^".repeat(under),
            problem.label
        );
        let _ = writeln!(out, "  {}: {}", problem.code, problem.message);
        assert!(!problem.label.is_empty(), "{text}: {problem:?}");
        let help = problem
            .help
            .as_deref()
            .unwrap_or_else(|| panic!("{text}: no help: {problem:?}"));
        let _ = writeln!(out, "  help: {help}");
    }
    out
}

fn all_said(texts: &[&str], scope: &Scope<'_>) -> String {
    texts
        .iter()
        .map(|text| said(text, scope))
        .collect::<Vec<_>>()
        .join("\n")
}

const POSITION: Scope<'static> = Scope {
    names: &TestSchool,
    judge: Judge::Position,
    each: None,
};

#[test]
fn spelling() {
    let said = all_said(
        &[
            "shaking@nene-tereza = over",
            "crack@stair-b && !smoke@stair-b || blocked@stair-b",
            "inside@floor-2 ≤ 3 or inside@floor-2 => 9",
            "age(crack@stair-b) > ’2 min’",
            "age(crack@stair-b) > '2 min",
            "inside@floor-2 + inside@floor-0 > 3",
            "crack@stair-b; smoke@stair-b",
        ],
        &POSITION,
    );
    insta::assert_snapshot!(said);
}

#[test]
fn grammar() {
    let said = all_said(
        &[
            "",
            "crack@stair-b and",
            "and crack@stair-b",
            "crack@stair-b AND smoke@stair-b",
            "crack@stair-b smoke@stair-b",
            "crack@stair-b '10 s'",
            "known crack@stair-b",
            "shaking@nene-tereza is over",
            "(crack@stair-b or smoke@stair-b",
            "crack@stair-b)",
            "(crack@stair-b smoke@stair-b) and elapsed > '1 min'",
            "known(crack@stair-b",
            "known(crack@stair-b, smoke@stair-b)",
            "known(crack@stair-b == true)",
            "@stair-b",
            "crack@",
            "1 < inside@floor-2 < 9",
            "(crack@stair-b) == true",
            "not crack@stair-b for '10 s'",
            "crack@stair-b for '10 s' for '2 min'",
            "crack@stair-b for 10 s",
            "crack@stair-b for",
            "crack@stair-b for '10 m'",
            "crack@stair-b for '10'",
            "crack@stair-b for 'a while'",
            "elapsed > '90 d'",
            "elapsed > '-2 min'",
            "elapsed > '1,5 min'",
            "inside@floor-2 > and crack@stair-q",
        ],
        &POSITION,
    );
    insta::assert_snapshot!(said);
}

#[test]
fn names() {
    let said = all_said(
        &[
            "crak@stair-b",
            "head-count@7B < 20",
            "colour@stair-b",
            "stair-b@crack",
            "known@stair-b",
            "crack@stair-c",
            "crack@7B",
            "gas_smell@nowhere",
            "head_count@class < 20",
            "heard(crack@stair-b)",
            "elapsed() > '2 min'",
            "known()",
            "decided(leave-building)",
            "decided(leave-the-building) == go",
            "after(main-shock) > '4 min'",
            "after(stair-b) > '4 min'",
            "ordered(evacate)",
            "ordered(request)",
            "feels(crack)",
            "smells(gas)",
            "done(rollcall)",
            "7C-01 in missing@7B",
            "crak@stair-c and ordered(evacate) or decided(x)",
        ],
        &POSITION,
    );
    insta::assert_snapshot!(said);
}

#[test]
fn types() {
    let said = all_said(
        &[
            "inside@floor-2",
            "shaking@nene-tereza",
            "missing@7B",
            "elapsed",
            "'2 min'",
            "true",
            "shaking",
            "known",
            "stair-b",
            "leave-the-building",
            "crackk",
            "whatever",
            "shaking@nene-tereza == finished",
            "shaking@nene-tereza == ovr",
            "shaking@nene-tereza > 2",
            "posture@nene-tereza == over",
            "inside@floor-2 > many",
            "inside@floor-2 > '2 min'",
            "inside@floor-2 > shaking@nene-tereza",
            "crack@stair-b == yes",
            "crack@stair-b > false",
            "crack@stair-b == smoke@stair-b",
            "decided(leave-the-building) > leave",
            "missing@7B == 3",
            "age(crack@stair-b) > 2",
            "age(crack@stair-b) == '2 min'",
            "age(crack@stair-b) > age(smoke@stair-b)",
            "posture@nene-tereza == shaking@nene-tereza",
            "3 == 3",
            "count(crack@stair-b) > 2",
            "count(7B) > 2",
            "known(7B)",
            "after(crack@stair-b) > '2 min'",
            "7B-03 in 7B",
            "7B-03 in inside@floor-2",
            "stair-b in missing@7B",
            "crack@stair-b in missing@7B",
        ],
        &POSITION,
    );
    insta::assert_snapshot!(said);
}

#[test]
fn scope() {
    let injects = Scope {
        judge: Judge::World,
        ..POSITION
    };
    let on_the_truth = all_said(
        &[
            "report@floor-2",
            "known(crack@stair-b)",
            "feels(shaking) and done(sweep)",
        ],
        &injects,
    );
    let each = Each {
        kind: SubjectKind::Class,
        subject: subject("7B"),
        id: "7B",
    };
    let classes = Scope {
        each: Some(each),
        ..POSITION
    };
    let with_variable = all_said(&["crack@class", "head_count@level > 2"], &classes);
    let bare = Scope {
        names: &BareSchool,
        ..classes
    };
    let without_anything = all_said(
        &["head_count@class > 2 and decided(x) and status@y == assigned"],
        &bare,
    );
    let said = format!("{on_the_truth}\n{with_variable}\n{without_anything}");
    insta::assert_snapshot!(said);
}

/// A scenario with one floor, which is called like the variable of `for_each = "class"`.
struct BareSchool;

impl Names for BareSchool {
    fn subject(&self, id: &str) -> Option<(SubjectIx, SubjectKind)> {
        (id == "class").then_some((SubjectIx(0), SubjectKind::Level))
    }

    fn subjects(&self) -> Vec<(&str, SubjectKind)> {
        vec![("class", SubjectKind::Level)]
    }

    fn decision(&self, _: &str) -> Option<DecisionIx> {
        None
    }

    fn decisions(&self) -> Vec<&str> {
        Vec::new()
    }

    fn options(&self, _: DecisionIx) -> Vec<&str> {
        Vec::new()
    }
}

#[test]
fn limits() {
    let deep = "(".repeat(33) + "crack@stair-b" + &")".repeat(33);
    let long = "crack@stair-b or ".repeat(118);
    let shown = said(&long, &POSITION)
        .replace(&long, "crack@stair-b or …")
        .replace(&"^".repeat(long.len()), "^");
    let said = format!("{}\n{shown}", said(&deep, &POSITION));
    insta::assert_snapshot!(said);
}
