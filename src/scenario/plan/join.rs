//! Finds which spaces an opening, a flight or an assembly area belongs to.

use super::model::{Assembly, Flight, LevelIndex, Link, Opening, OpeningKind, Plan, Space, SpaceIndex, Way};
use super::read::{AssemblyDraft, Draft, Drafts, FlightDraft, OpeningDraft};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::geo::{Bounds, Polygon, Projection, Segment, overlap_area};

/// How far from the boundary of a space a door or the edge of a stair may be drawn, metres.
pub(super) const TOLERANCE_M: f64 = 0.05;
/// How far to look for the wall that was probably meant, metres.
const SEARCH_M: f64 = 5.0;
/// Overlap of floors that is a drawing error and no rounding, m².
pub(super) const OVERLAP_M2: f64 = 0.01;

/// Joins what could be read. Entries that join nothing are reported and left out.
pub(super) fn join(drafts: Drafts, problems: &mut Diagnostics) -> Plan {
    let spaces = drafts.spaces.into_iter().map(|draft| Space {
        id: draft.id.text,
        name: draft.name,
        kind: draft.entry.kind,
        level: draft.entry.level,
        outline: draft.entry.outline,
    });
    let mut plan = Plan {
        levels: drafts.levels,
        spaces: spaces.collect(),
        openings: Vec::new(),
        flights: Vec::new(),
        assemblies: Vec::new(),
        links: Vec::new(),
    };
    if drafts.spaces_whole {
        let walls = Boundaries::of(&plan);
        let openings = keep(drafts.openings, problems, |draft| opening(&plan, &walls, draft));
        let flights = keep(drafts.flights, problems, |draft| flight(&plan, &walls, draft));
        let assemblies = keep(drafts.assemblies, problems, |draft| assembly(&plan, draft));
        plan = Plan {
            openings,
            flights,
            assemblies,
            ..plan
        };
    }
    plan.links = links(&plan);
    plan
}

/// Joins each draft; what is wrong with the others goes to `problems`.
fn keep<D, T>(
    drafts: Vec<Draft<D>>,
    problems: &mut Diagnostics,
    join: impl Fn(Draft<D>) -> Result<T, Box<Diagnostic>>,
) -> Vec<T> {
    let keep = |draft| join(draft).map_err(|problem| problems.push(*problem)).ok();
    drafts.into_iter().filter_map(keep).collect()
}

/// The spaces of each level, for finding those near a segment.
struct Boundaries<'a> {
    by_level: Vec<Vec<(SpaceIndex, Bounds, &'a Polygon)>>,
}

/// What lies along a segment.
#[derive(Default)]
struct Along {
    /// Spaces whose boundary covers it wholly.
    whole: Vec<SpaceIndex>,
    /// Spaces whose boundary covers a part of it.
    part: Vec<SpaceIndex>,
    /// Distance from its middle to the nearest boundary, metres.
    nearest_m: f64,
}

impl Along {
    /// What was found instead of a space along the whole segment.
    fn hint(&self, plan: &Plan) -> String {
        match self.nearest_m {
            _ if self.whole.len() > 2 => "the spaces meet here".to_owned(),
            _ if !self.part.is_empty() => format!("only a part of it lies along {}", names(plan, &self.part)),
            distance if distance.is_finite() => {
                format!("the nearest boundary is {distance:.2} m from its middle")
            }
            _ => format!("no boundary lies within {SEARCH_M} m"),
        }
    }
}

impl<'a> Boundaries<'a> {
    fn of(plan: &'a Plan) -> Self {
        let mut by_level = vec![Vec::new(); plan.levels.len()];
        for (position, space) in plan.spaces.iter().enumerate() {
            let bounds = space
                .outline
                .bounds()
                .map(|bounds| (SpaceIndex(position as u32), bounds, &space.outline));
            by_level[space.level.get()].extend(bounds);
        }
        Self { by_level }
    }

    fn along(&self, level: LevelIndex, segment: &Segment) -> Along {
        let mut along = Along {
            nearest_m: f64::INFINITY,
            ..Along::default()
        };
        let Some(around) = Bounds::around([segment.a, segment.b]) else {
            return along;
        };
        for (space, bounds, outline) in &self.by_level[level.get()] {
            if !bounds.near(&around, SEARCH_M) {
                continue;
            }
            let covered_m = covered_length(outline, segment);
            if covered_m >= segment.length() - TOLERANCE_M {
                along.whole.push(*space);
            } else if covered_m > TOLERANCE_M {
                along.part.push(*space);
            }
            along.nearest_m = along.nearest_m.min(outline.boundary_distance(segment.midpoint()));
        }
        along
    }
}

/// Length of the part of `segment` that the boundary runs along, metres.
fn covered_length(outline: &Polygon, segment: &Segment) -> f64 {
    let mut stretches: Vec<Projection> = outline
        .edges()
        .filter_map(|edge| segment.along(&edge, TOLERANCE_M))
        .collect();
    stretches.sort_by(|a, b| a.from_m.total_cmp(&b.from_m).then(a.to_m.total_cmp(&b.to_m)));
    let mut covered = (0.0, 0.0);
    for stretch in stretches {
        let from_m = stretch.from_m.max(covered.1);
        if stretch.to_m > from_m {
            covered = (covered.0 + stretch.to_m - from_m, stretch.to_m);
        }
    }
    covered.0
}

/// The names of some spaces, for a message.
fn names(plan: &Plan, spaces: &[SpaceIndex]) -> String {
    let names: Vec<String> = spaces
        .iter()
        .map(|space| format!("`{}`", plan[*space].id))
        .collect();
    names.join(" and ")
}

fn opening(plan: &Plan, walls: &Boundaries, draft: Draft<OpeningDraft>) -> Result<Opening, Box<Diagnostic>> {
    let Draft {
        id,
        name,
        shape_span,
        entry,
    } = draft;
    let what = format!("the {} `{}`", word(entry.kind), id.text);
    let along = walls.along(entry.level, &entry.segment);
    if let Some((code, message, help)) = wrong_wall(plan, &along) {
        let problem = Diagnostic::error(code, shape_span, format!("{what} {message}"));
        return Err(problem.label(along.hint(plan)).help(help).into());
    }
    let mut sides = along.whole;
    sides.sort_by_key(|space| (plan[*space].kind.publicity(), *space));
    let (inner, outer) = (sides[0], sides.get(1).copied());
    if let Some((message, help)) = wrong_sides(plan, entry.kind, inner, outer) {
        let problem = Diagnostic::error("wrong-sides", shape_span, format!("{what} {message}"));
        return Err(problem.help(help).into());
    }
    Ok(Opening {
        id: id.text,
        name,
        kind: entry.kind,
        level: entry.level,
        segment: entry.segment,
        inner,
        outer,
        clear_width_m: entry.clear_width_m,
        leaf: entry.leaf,
        locked: entry.locked,
    })
}

/// What is wrong where an opening does not lie on the boundary of one or two spaces: code, message, help.
fn wrong_wall(plan: &Plan, along: &Along) -> Option<(&'static str, String, String)> {
    if along.whole.len() > 2 {
        let message = format!("lies on the boundary of {}", names(plan, &along.whole));
        return Some((
            "opening-ambiguous",
            message,
            "an opening joins two spaces".to_owned(),
        ));
    }
    if along.whole.is_empty() && along.part.is_empty() {
        let help = format!("both ends must lie within {TOLERANCE_M} m of the boundary of a space");
        return Some(("door-in-no-wall", "lies in no wall".to_owned(), help));
    }
    if along.whole.is_empty() || (along.whole.len() == 1 && !along.part.is_empty()) {
        let help = "move or shorten it so that it lies between two spaces".to_owned();
        return Some((
            "opening-too-wide",
            "reaches past the end of its wall".to_owned(),
            help,
        ));
    }
    None
}

/// The word for an opening in a plan file.
fn word(kind: OpeningKind) -> &'static str {
    OpeningKind::ALL
        .iter()
        .find(|(_, known)| *known == kind)
        .map_or("opening", |(word, _)| word)
}

/// What is wrong with the spaces on the two sides of an opening of this kind, and how to mend it.
fn wrong_sides(
    plan: &Plan,
    kind: OpeningKind,
    inner: SpaceIndex,
    outer: Option<SpaceIndex>,
) -> Option<(String, &'static str)> {
    let outside = |space: SpaceIndex| plan[space].kind.is_outside();
    let between = |other| {
        format!(
            "lies between {} and {}",
            names(plan, &[inner]),
            names(plan, &[other])
        )
    };
    match (kind, outer) {
        (OpeningKind::Door | OpeningKind::Passage, None) => {
            let message = format!("leads from {} to nowhere", names(plan, &[inner]));
            Some((
                message,
                "it must lie on a boundary shared by two spaces; a door to the street is an `exit`",
            ))
        }
        (OpeningKind::Door | OpeningKind::Passage, Some(outer)) if outside(inner) != outside(outer) => {
            Some((between(outer), "a door between inside and outside is an `exit`"))
        }
        (OpeningKind::Door, Some(outer)) if outside(inner) => Some((
            between(outer),
            "between two outside spaces use a `gate` or an `opening`",
        )),
        (OpeningKind::Exit, Some(outer)) if outside(inner) == outside(outer) => {
            Some((between(outer), "an exit joins an inside and an outside space"))
        }
        (OpeningKind::Exit, None) if outside(inner) => Some((
            format!("leads from {} to the street", names(plan, &[inner])),
            "in a fence, use a `gate`",
        )),
        (OpeningKind::Gate, _) if !outside(inner) => Some((
            format!(
                "lies on the boundary of {}, which is inside",
                names(plan, &[inner])
            ),
            "a gate lies in the fence of a `yard` or `path`",
        )),
        _ => None,
    }
}

fn flight(plan: &Plan, walls: &Boundaries, draft: Draft<FlightDraft>) -> Result<Flight, Box<Diagnostic>> {
    let Draft {
        id,
        name,
        shape_span,
        entry,
    } = draft;
    let error = |code, message: String| Diagnostic::error(code, shape_span, message);
    let rise_m = plan[entry.upper].elevation_m - plan[entry.lower].elevation_m;
    if rise_m <= 0.0 {
        let message = format!("the stair `{}` goes {rise_m:.2} m up", id.text);
        let problem = Diagnostic::error("stair-not-up", id.span, message);
        return Err(problem.help("`from` is the lower level, `to` the upper").into());
    }
    let landing = |edge: &Segment, level: LevelIndex, end: &str| {
        let along = walls.along(level, edge);
        along.whole.first().copied().ok_or_else(|| {
            let message = format!(
                "the {end} edge of the stair `{}` joins no space of its level",
                id.text
            );
            let help =
                "it must lie on the boundary of one space; `lower_edge` says which edge is at the foot";
            Box::new(
                error("stair-joins-nothing", message)
                    .label(along.hint(plan))
                    .help(help),
            )
        })
    };
    let lower_space = landing(&entry.lower_edge, entry.lower, "lower")?;
    let upper_space = landing(&entry.upper_edge, entry.upper, "upper")?;
    if let Some((space, common)) = covered_space(plan, &entry) {
        let message = format!(
            "the stair `{}` covers {common:.2} m² of the space `{}`",
            id.text, space.id
        );
        let help = "cut the stair out of the space: people walk on one or the other";
        return Err(error("stair-over-space", message).help(help).into());
    }
    Ok(Flight {
        id: id.text,
        name,
        stair: entry.stair,
        lower: entry.lower,
        upper: entry.upper,
        lower_space,
        upper_space,
        outline: entry.outline,
        lower_edge: entry.lower_edge,
        upper_edge: entry.upper_edge,
        tread_m: entry.tread_m,
        riser_m: entry.riser_m,
        rise_m,
    })
}

/// The first space, on either level of a flight, that lies under it or over it, with the area they share, m².
fn covered_space<'a>(plan: &'a Plan, flight: &FlightDraft) -> Option<(&'a Space, f64)> {
    let spaces = [flight.lower, flight.upper]
        .into_iter()
        .flat_map(|level| plan.spaces_on(level));
    let mut shared = spaces.map(|(_, space)| (space, overlap_area(&space.outline, &flight.outline)));
    shared.find(|(_, common)| *common > OVERLAP_M2)
}

/// An assembly area lies in the open; or indoors, for people who gather there and stay in. It does not lie in both.
fn assembly(plan: &Plan, draft: Draft<AssemblyDraft>) -> Result<Assembly, Box<Diagnostic>> {
    let Draft {
        id,
        name,
        shape_span,
        entry,
    } = draft;
    let area_m2 = entry.outline.area();
    // One part in a hundred allows corners drawn a few centimetres past a fence.
    let needed_m2 = 0.99 * area_m2 - OVERLAP_M2;
    let covered = [true, false].map(|outside| covered_by(plan, &entry, outside));
    let fits = covered.iter().find(|(covered_m2, _)| *covered_m2 >= needed_m2);
    let Some(space) = fits.and_then(|(_, space)| *space) else {
        let message = format!(
            "the assembly area `{}` lies neither inside outside spaces of its level nor inside rooms of it",
            id.text
        );
        let [(outside_m2, _), (inside_m2, _)] = covered;
        return Err(Diagnostic::error("assembly-not-outside", shape_span, message)
            .label(format!(
                "of its {area_m2:.0} m², {outside_m2:.0} lie outside and {inside_m2:.0} inside"
            ))
            .help("draw a `yard` or `path` around it; or a hall, where people gather indoors")
            .into());
    };
    Ok(Assembly {
        id: id.text,
        name,
        level: entry.level,
        space,
        outline: entry.outline,
        capacity: entry.capacity,
    })
}

/// How much of an assembly area lies in spaces outside, or inside, m², and the space in which most of that lies.
fn covered_by(plan: &Plan, area: &AssemblyDraft, outside: bool) -> (f64, Option<SpaceIndex>) {
    let mut covered_m2 = 0.0;
    let mut most: Option<(f64, SpaceIndex)> = None;
    let spaces = plan.spaces_on(area.level);
    for (index, space) in spaces.filter(|(_, space)| space.kind.is_outside() == outside) {
        let common = overlap_area(&space.outline, &area.outline);
        covered_m2 += common;
        if common > most.map_or(0.0, |(area, _)| area) {
            most = Some((common, index));
        }
    }
    (covered_m2, most.map(|(_, space)| space))
}

fn links(plan: &Plan) -> Vec<Vec<Link>> {
    let mut links = vec![Vec::new(); plan.spaces.len()];
    for (index, opening) in (0..).map(super::OpeningIndex).zip(&plan.openings) {
        let way = Way::Opening(index);
        links[opening.inner.get()].push(Link {
            way,
            to: opening.outer,
        });
        if let Some(outer) = opening.outer {
            links[outer.get()].push(Link {
                way,
                to: Some(opening.inner),
            });
        }
    }
    for (index, flight) in (0..).map(super::FlightIndex).zip(&plan.flights) {
        let way = Way::Flight(index);
        links[flight.lower_space.get()].push(Link {
            way,
            to: Some(flight.upper_space),
        });
        links[flight.upper_space.get()].push(Link {
            way,
            to: Some(flight.lower_space),
        });
    }
    links
}
