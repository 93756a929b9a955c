//! A case of a pedestrian simulator as a scenario: a walkable area, exits, and people at stated places with stated
//! speeds, in one JSON file.
//!
//! ```json
//! { "area_wkt": "POLYGON ((…))", "exits": [[[x, y], …], …], "agents": [{ "x": 1.0, "y": 2.0, "exit": 0, "v0": 1.3 }, …] }
//! ```
//!
//! Metres and m/s; `exit` counts from 0, and who has none goes where the scenario says (the nearest, or the one that takes
//! the least time). Whoever comes into the ring of their exit is done.

use std::fmt::Write as _;

use super::{NAME, TemplateFile};
use crate::diagnostic::{Diagnostic, SourceId, Span};
use crate::geo::json::{self, Node, Value};
use crate::geo::wkt::{self, ShapeKind};
use crate::geo::{Point, Polygon};
use crate::scenario::document::limits;
use crate::scenario::plan::wkt_import::{goal_id, hall_id, plan_from_wkt};

/// The scenario of people in an area alone.
const ALONE: &str = include_str!("area/alone.toml");

/// The files of a scenario called `name` that is a case alone.
///
/// # Errors
/// Text that is no such case, at its place: not JSON, a key that is missing or of another kind, an area or exits that
/// cannot be a plan, an exit that there is not, somebody outside the area, too many people.
pub fn in_case(name: &str, text: &str, source: SourceId) -> Result<Vec<TemplateFile>, Box<Diagnostic>> {
    let case = json::parse(text, source)?;
    let area = member(&case, "area_wkt")?;
    let exits = list(member(&case, "exits")?)?;
    let outline = exits.iter().map(ring).collect::<Result<Vec<_>, _>>()?;
    let exits_wkt = format!("GEOMETRYCOLLECTION ({})", outline.join(", "));
    let at = |node: &Node, problem: Box<Diagnostic>| {
        // The text lies inside a string of the case: its own places say nothing there.
        Box::new(Diagnostic {
            span: Some(node.span),
            related: Vec::new(),
            ..*problem
        })
    };
    let area_wkt = words(area)?;
    let plan =
        plan_from_wkt((area_wkt, source), (&exits_wkt, source)).map_err(|problem| at(area, problem))?;
    let halls = halls(area_wkt, source).map_err(|problem| at(area, problem))?;
    let people = people(member(&case, "agents")?, &halls, exits.len())?;
    let file = |name, text| TemplateFile { name, text };
    Ok(vec![
        file("scenario.toml", ALONE.replace(NAME, name)),
        file("plan.geojson", plan),
        file("people.csv", people),
    ])
}

/// The parts of the area, in the order in which they become halls.
fn halls(area_wkt: &str, source: SourceId) -> Result<Vec<Polygon>, Box<Diagnostic>> {
    let parts = wkt::parse(area_wkt, source)?.into_iter();
    Ok(parts
        .filter_map(|part| match part.kind {
            ShapeKind::Area(area) => Some(area),
            ShapeKind::Line(_) => None,
        })
        .collect())
}

/// The file of people.
fn people(agents: &Node, halls: &[Polygon], exits: usize) -> Result<String, Box<Diagnostic>> {
    let (list_span, agents) = (agents.span, list(agents)?);
    if let Some(first_too_many) = agents.get(limits::PERSONS) {
        let message = format!("{} people: a scenario holds {}", agents.len(), limits::PERSONS);
        return Err(Diagnostic::error("too-much", first_too_many.span, message).into());
    }
    if agents.is_empty() {
        let problem = Diagnostic::error("too-few", list_span, "the case has nobody in it");
        return Err(problem.help("write at least one agent: `x`, `y` and `v0`").into());
    }
    let mut rows = "id,role,room,x_m,y_m,speed_m_s,sets_out,assembly\n".to_owned();
    for (number, agent) in (1..).zip(agents) {
        let figure = |key| number_of(member(agent, key)?);
        let (at, speed_m_s) = (Point::new(figure("x")?, figure("y")?), figure("v0")?);
        let Some(hall) = halls.iter().position(|hall| hall.contains(at)) else {
            let message = format!("({}, {}) is not in the area", at.x, at.y);
            return Err(Diagnostic::error("off-the-floor", agent.span, message).into());
        };
        if speed_m_s.is_nan() || speed_m_s <= 0.0 {
            let message = format!("`v0` is {speed_m_s}: a free speed is more than 0 m/s");
            return Err(Diagnostic::error("out-of-range", member(agent, "v0")?.span, message).into());
        }
        let goal = exit_of(agent, exits)?.map(goal_id).unwrap_or_default();
        // Writing into a text does not fail.
        let _ = writeln!(
            rows,
            "p-{number:05},visitor,{},{},{},{},0 s,{}",
            hall_id(hall, halls.len()),
            at.x,
            at.y,
            speed_m_s,
            goal,
        );
    }
    Ok(rows)
}

/// The exit of an agent, counted from 0; none if the case leaves it open.
fn exit_of(agent: &Node, exits: usize) -> Result<Option<usize>, Box<Diagnostic>> {
    let Some(exit) = agent.value.get("exit").map(|member| &member.node) else {
        return Ok(None);
    };
    let which = number_of(exit)?;
    let known = (0..exits).find(|known| *known as f64 == which);
    known.map(Some).ok_or_else(|| {
        let message = format!("there is no exit {which}: the case has {exits}, counted from 0");
        Diagnostic::error("unknown-reference", exit.span, message).into()
    })
}

fn ring(node: &Node) -> Result<String, Box<Diagnostic>> {
    let mut corners = Vec::new();
    for corner in list(node)? {
        let [x, y] = list(corner)? else {
            return Err(wrong(corner, "two numbers, x and y"));
        };
        corners.push(format!("{} {}", number_of(x)?, number_of(y)?));
    }
    corners.extend(corners.first().cloned());
    Ok(format!("POLYGON (({}))", corners.join(", ")))
}

fn member<'a>(node: &'a Node, key: &str) -> Result<&'a Node, Box<Diagnostic>> {
    if !matches!(node.value, Value::Object(_)) {
        return Err(wrong(node, "an object"));
    }
    node.value.get(key).map(|member| &member.node).ok_or_else(|| {
        let start = Span {
            end: node.span.start + 1,
            ..node.span
        };
        let problem = Diagnostic::error("missing-key", start, format!("`{key}` is missing"));
        problem
            .help("a case has `area_wkt`, `exits` and `agents`; an agent `x`, `y`, `v0` and, if it is settled, `exit`")
            .into()
    })
}

fn list(node: &Node) -> Result<&[Node], Box<Diagnostic>> {
    match &node.value {
        Value::Array(items) => Ok(items),
        _ => Err(wrong(node, "a list")),
    }
}

fn words(node: &Node) -> Result<&str, Box<Diagnostic>> {
    match &node.value {
        Value::Text(text) => Ok(text),
        _ => Err(wrong(node, "a text")),
    }
}

fn number_of(node: &Node) -> Result<f64, Box<Diagnostic>> {
    match node.value {
        Value::Number(number) => Ok(number),
        _ => Err(wrong(node, "a number")),
    }
}

fn wrong(node: &Node, expected: &str) -> Box<Diagnostic> {
    let message = format!("{} stands where {expected} is expected", node.value.kind());
    Diagnostic::error("wrong-kind", node.span, message).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE: &str = r#"{"area_wkt": "POLYGON ((0 0, 10 0, 10 2, 0 2, 0 0))",
        "exits": [[[9, 0], [10, 0], [10, 2], [9, 2]]],
        "agents": [{"x": 1, "y": 1, "exit": 0, "v0": 1.25}]}"#;

    fn problem(text: &str) -> String {
        in_case("x", text, SourceId(0)).expect_err("a mistake").message
    }

    #[test]
    fn everybody_stands_where_the_case_says() {
        let files = in_case("one-room", CASE, SourceId(0)).expect("a case");
        let people = files
            .iter()
            .find(|file| file.name == "people.csv")
            .expect("people");
        assert_eq!(
            people.text,
            "id,role,room,x_m,y_m,speed_m_s,sets_out,assembly\np-00001,visitor,hall,1,1,1.25,0 s,goal-1\n"
        );
    }

    #[test]
    fn who_has_no_exit_goes_where_the_scenario_says() {
        let files = in_case("x", &CASE.replace("\"exit\": 0, ", ""), SourceId(0)).expect("a case");
        let people = files.iter().find(|file| file.name == "people.csv");
        assert!(people.is_some_and(|file| file.text.ends_with("1,1,1.25,0 s,\n")));
    }

    #[test]
    fn mistakes_are_said() {
        let said = |from: &str, to: &str| problem(&CASE.replace(from, to));
        assert_eq!(said("\"v0\"", "\"v\""), "`v0` is missing");
        assert_eq!(said("1.25", "0"), "`v0` is 0: a free speed is more than 0 m/s");
        assert_eq!(
            said("\"exit\": 0", "\"exit\": 1"),
            "there is no exit 1: the case has 1, counted from 0"
        );
        assert_eq!(said("\"x\": 1", "\"x\": 11"), "(11, 1) is not in the area");
        assert_eq!(
            said("1.25", "\"fast\""),
            "a text stands where a number is expected"
        );
    }
}
