//! `[school.ID]`: the school and its route plans. Who is in it, `load::roster` works out.

use super::context::Context;
use super::ground::{LATITUDE, LONGITUDE, VS30};
use super::place::SCHOOL_SITE;
use super::plan_tables::PLAN_TABLES;
use super::{ASSEMBLY, CLASS, OPENING, ROUTE, STAIR, procedure, second_shift, watch};
use crate::diagnostic::{Diagnostic, Span};
use crate::scenario::document::limits;
use crate::scenario::document::shape::{Field, Literal, Section, Shape};
use crate::scenario::document::view::View;
use crate::scenario::model::{ClassSpec, RouteSpec};
use crate::scenario::plan::{LevelIndex, OpeningKind, Plan};

/// A school.
pub static SCHOOL_TABLE: Section = Section {
    name: "school",
    doc: "The school: its plan, who is in it, which way they go, how it does things.",
    fields: &[
        Field::required("name", Shape::LocalText, "Its name."),
        Field::optional(
            "plan",
            Shape::File {
                extensions: &["geojson", "json"],
            },
            "Floors, rooms, doors, stairs, exits, assembly areas, in metres. Either this or `plan_tables` has to be there.",
        ),
        Field::optional(
            "plan_tables",
            Shape::Table(&PLAN_TABLES),
            "Instead of `plan`: tables from which a plan is laid out.",
        ),
        Field::optional(
            "classes",
            Shape::File { extensions: &["csv"] },
            "The classes; none if left out.",
        ),
        Field::required(
            "people",
            Shape::File { extensions: &["csv"] },
            "Staff, visitors, and pupils by name.",
        ),
        Field::optional(
            "usual_route",
            Shape::reference(&[ROUTE]),
            "The route plan in force when an order names none; everybody takes the nearest way if left out.",
        ),
        Field::optional(
            "procedure",
            Shape::Table(&procedure::PROCEDURE),
            "How the school does things.",
        ),
        Field::optional(
            "route",
            Shape::Keyed {
                of: &Shape::Table(&ROUTE_TABLE),
                declares: Some(ROUTE),
                max: 100,
            },
            "Route plans: the sign on the wall.",
        ),
        Field::optional(
            "watch",
            Shape::KeyedBy {
                of: &Shape::Table(&watch::WATCH),
                to: &[OPENING],
                max: limits::ENTRIES,
            },
            "What comes of nobody standing at a door, exit or gate.",
        ),
        Field::optional(
            "building",
            Shape::Table(&BUILDING),
            "How and where the school is built, for earthquakes whose effects are computed.",
        ),
        Field::optional(
            "flood_site",
            Shape::Table(&SCHOOL_SITE),
            "Where and how high the school lies, for floods: no water reaches it if left out.",
        ),
        Field::optional(
            "second_shift",
            Shape::Table(&second_shift::SECOND_SHIFT),
            "The pupils who come for the second shift, where the school works in two.",
        ),
    ],
};

/// The building of a school.
pub static BUILDING: Section = Section {
    name: "building",
    doc: "How and where the school is built.",
    fields: &[
        Field::required("longitude", LONGITUDE, "Where it stands."),
        Field::required("latitude", LATITUDE, "Where it stands."),
        Field::optional(
            "vs30_m_s",
            VS30,
            "The ground under it; that of `[ground]` if left out.",
        ),
        Field::default(
            "fragility",
            Shape::Text,
            Literal::Text("hazus"),
            "The fragility set its class is from. The European sets have no classes for schools.",
        ),
        Field::required(
            "class",
            Shape::Text,
            "A class of that set: `C1L-LC` is a low concrete frame to an early code, `URML-PC` low unreinforced masonry.",
        ),
    ],
};

static ROUTE_TABLE: Section = Section {
    name: "route",
    doc: "A route plan. Classes that it does not name take the nearest way.",
    fields: &[
        Field::optional(
            "class",
            Shape::KeyedBy {
                of: &Shape::Table(&ROUTE_CLASS),
                to: &[CLASS],
                max: limits::CLASSES,
            },
            "Which way each class goes.",
        ),
        Field::optional(
            "assembly",
            Shape::reference(&[ASSEMBLY]),
            "Where everybody gathers who is told to go by it, in place of where they gather else: it may lie indoors, on an \
             upper floor.",
        ),
    ],
};

static ROUTE_CLASS: Section = Section {
    name: "route-class",
    doc: "The way of one class.",
    fields: &[
        Field::optional(
            "exit",
            Shape::reference(&[OPENING]),
            "The exit; the nearest if left out.",
        ),
        Field::optional(
            "stair",
            Shape::reference(&[STAIR]),
            "The stair; the nearest if left out.",
        ),
        Field::optional(
            "assembly",
            Shape::reference(&[ASSEMBLY]),
            "Where the class gathers by this route; where the route says, or else where it gathers anyway, if left out.",
        ),
    ],
};

/// Reads the route plans, by id, and which of them is the usual one.
pub fn routes(
    view: View<'_>,
    plan: &Plan,
    classes: &[ClassSpec],
    context: &mut Context<'_>,
) -> (Vec<RouteSpec>, Option<usize>) {
    let routes: Vec<RouteSpec> = view
        .tables("route")
        .into_iter()
        .map(|route| read_route(route, plan, classes, context))
        .collect();
    let usual = view.get("usual_route").map(|leaf| leaf.text());
    let usual = usual.and_then(|id| routes.iter().position(|route| route.id == id));
    (routes, usual)
}

fn read_route(view: View<'_>, plan: &Plan, classes: &[ClassSpec], context: &mut Context<'_>) -> RouteSpec {
    let area = |view: View<'_>| {
        let area = plan.assembly_by_id(view.get("assembly")?.text())?;
        Some(area.get())
    };
    let mut route = RouteSpec {
        id: view.id().to_owned(),
        exits: vec![None; classes.len()],
        stairs: vec![None; classes.len()],
        assemblies: vec![area(view); classes.len()],
        assembly: area(view),
    };
    for way in view.tables("class") {
        let Some(class) = classes.iter().position(|class| class.id == way.id()) else {
            continue;
        };
        if let Some(exit) = way.get("exit") {
            route.exits[class] = exit_of(exit.text(), exit.span(), plan, context);
        }
        if let Some(area) = area(way) {
            route.assemblies[class] = Some(area);
        }
        if let Some(stair) = way.get("stair") {
            let level = plan.spaces[classes[class].room].level;
            route.stairs[class] = stair_of(stair.text(), stair.span(), (way.id(), level), plan, context);
        }
    }
    route
}

fn exit_of(id: &str, span: Span, plan: &Plan, context: &mut Context<'_>) -> Option<usize> {
    let index = plan.opening_by_id(id)?;
    let opening = &plan[index];
    if opening.kind != OpeningKind::Exit {
        let exits = plan
            .openings
            .iter()
            .filter(|opening| opening.kind == OpeningKind::Exit);
        let help = context.suggest(id, exits.map(|opening| opening.id.as_str()));
        let mut problem = Diagnostic::error(
            "no-exit",
            span,
            format!("`{id}` leads to no outside: it is no exit"),
        );
        problem.help = help;
        context.diagnostics.push(problem);
        return None;
    }
    if opening.locked {
        let message = format!("the exit `{id}` is locked when the exercise begins");
        let problem = Diagnostic::warning("locked-exit", span, message);
        context
            .diagnostics
            .push(problem.help("name another, or let somebody `open` it in time"));
    }
    Some(index.get())
}

fn stair_of(
    name: &str,
    span: Span,
    (class, level): (&str, LevelIndex),
    plan: &Plan,
    context: &mut Context<'_>,
) -> Option<String> {
    let flights: Vec<_> = plan
        .flights
        .iter()
        .filter(|flight| flight.stair == name)
        .collect();
    if flights.is_empty() {
        return None;
    }
    if !flights
        .iter()
        .any(|flight| flight.lower == level || flight.upper == level)
    {
        let message = format!("the stair `{name}` does not touch the floor of {class}");
        context
            .diagnostics
            .push(Diagnostic::error("far-stair", span, message));
        return None;
    }
    Some(name.to_owned())
}
