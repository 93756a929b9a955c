//! What only the whole plan can show: overlapping floors, rooms without a way out, absurd sizes.

use super::join::{OVERLAP_M2, TOLERANCE_M};
use super::model::{LevelIndex, OpeningKind, Plan, SpaceIndex, Way};
use super::read::{Draft, Drafts, FlightDraft, SpaceDraft};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Span};
use crate::geo::{Bounds, overlap_area};

/// Largest area of one level, m².
const MAX_LEVEL_AREA_M2: f64 = 1e6;
/// After this many overlaps the plan is not worth comparing further.
const MAX_OVERLAPS: usize = 50;

impl Plan {
    /// Reads and checks the text of a plan. All problems go to `problems`; warnings leave a plan, errors do not.
    pub fn read(text: &str, source: SourceId, problems: &mut Diagnostics) -> Option<Self> {
        Self::read_placed(text, source, problems).map(|(plan, _)| plan)
    }

    /// The same, and where every id stands.
    pub fn read_placed(text: &str, source: SourceId, problems: &mut Diagnostics) -> Option<(Self, IdPlaces)> {
        let before = problems.errors();
        let drafts = super::read::drafts(text, source, problems);
        let start = Span {
            source,
            start: 0,
            end: 1,
        };
        Self::of_drafts(drafts, Some(start), before, problems)
    }

    /// Checks drafts and joins them. That there are no spaces stands at `start`; none if there are more errors than `before`.
    pub(super) fn of_drafts(
        drafts: Drafts,
        start: Option<Span>,
        before: usize,
        problems: &mut Diagnostics,
    ) -> Option<(Self, IdPlaces)> {
        let places = Places::of(&drafts);
        let id_places = IdPlaces::of(&drafts);
        sizes(&drafts, problems);
        overlaps(&drafts.spaces, problems);
        steps(&drafts, problems);
        if drafts.spaces.is_empty() && problems.errors() == before {
            problems.push(Diagnostic::error("empty-plan", start, "the plan has no spaces"));
        }
        let plan = super::join::join(drafts, problems);
        crossing_openings(&plan, &places, problems);
        if problems.errors() > before {
            return None;
        }
        ways_out(&plan, &places, problems);
        (problems.errors() == before).then_some((plan, id_places))
    }
}

/// Where the ids of a sound plan stand in its file: each list in the order of the plan's table.
#[derive(Debug, Clone, Default)]
pub struct IdPlaces {
    /// Levels.
    pub levels: Vec<Span>,
    /// Spaces.
    pub spaces: Vec<Span>,
    /// Openings.
    pub openings: Vec<Span>,
    /// Flights.
    pub flights: Vec<Span>,
    /// Assembly areas.
    pub assemblies: Vec<Span>,
}

impl IdPlaces {
    fn of(drafts: &Drafts) -> Self {
        Self {
            levels: drafts.level_spans.clone(),
            spaces: drafts.spaces.iter().map(|draft| draft.id.span).collect(),
            openings: drafts.openings.iter().map(|draft| draft.id.span).collect(),
            flights: drafts.flights.iter().map(|draft| draft.id.span).collect(),
            assemblies: drafts.assemblies.iter().map(|draft| draft.id.span).collect(),
        }
    }
}

/// Where the ids stand in the file, by table.
struct Places {
    spaces: Vec<Span>,
    openings: Vec<(String, Span)>,
    assemblies: Vec<Span>,
}

impl Places {
    fn of(drafts: &Drafts) -> Self {
        Self {
            spaces: drafts.spaces.iter().map(|draft| draft.id.span).collect(),
            openings: drafts
                .openings
                .iter()
                .map(|draft| (draft.id.text.clone(), draft.shape_span))
                .collect(),
            assemblies: drafts.assemblies.iter().map(|draft| draft.id.span).collect(),
        }
    }

    /// Some openings may have been left out, so they are found by id.
    fn opening(&self, id: &str) -> Option<Span> {
        let found = self
            .openings
            .binary_search_by(|(known, _)| known.as_str().cmp(id))
            .ok()?;
        Some(self.openings[found].1)
    }
}

fn sizes(drafts: &Drafts, problems: &mut Diagnostics) {
    let mut areas = vec![(0.0, false); drafts.levels.len()];
    for space in &drafts.spaces {
        let level = &mut areas[space.entry.level.get()];
        *level = (level.0 + space.entry.outline.area(), true);
    }
    for ((level, span), (area_m2, used)) in drafts.levels.iter().zip(&drafts.level_spans).zip(areas) {
        if area_m2 > MAX_LEVEL_AREA_M2 {
            let message = format!(
                "the spaces of level `{}` cover {:.1} km²",
                level.id,
                area_m2 / 1e6
            );
            let help = "a level may cover 1 km²; are the coordinates in metres?";
            problems.push(Diagnostic::error("level-too-large", *span, message).help(help));
        }
        if !used && drafts.spaces_whole {
            let message = format!("the level `{}` has no spaces", level.id);
            problems.push(Diagnostic::warning("empty-level", *span, message));
        }
    }
}

/// Spaces of one level must not share floor.
fn overlaps(spaces: &[Draft<SpaceDraft>], problems: &mut Diagnostics) {
    let mut sorted: Vec<(LevelIndex, Bounds, &Draft<SpaceDraft>)> = spaces
        .iter()
        .filter_map(|space| Some((space.entry.level, space.entry.outline.bounds()?, space)))
        .collect();
    sorted.sort_by(|a, b| {
        a.0.cmp(&b.0)
            .then(a.1.min.x.total_cmp(&b.1.min.x))
            .then(a.2.id.text.cmp(&b.2.id.text))
    });
    let mut found = 0;
    for (i, (level, bounds, space)) in sorted.iter().enumerate() {
        let beside = sorted[i + 1..]
            .iter()
            .take_while(|other| other.0 == *level && other.1.min.x < bounds.max.x);
        for (_, other_bounds, other) in beside {
            if !bounds.near(other_bounds, 0.0) {
                continue;
            }
            let common = overlap_area(&space.entry.outline, &other.entry.outline);
            if common <= OVERLAP_M2 {
                continue;
            }
            let (first, second) = if space.id.text < other.id.text {
                (space, other)
            } else {
                (other, space)
            };
            let message = format!(
                "the spaces `{}` and `{}` overlap by {common:.2} m²",
                first.id.text, second.id.text
            );
            let problem = Diagnostic::error("overlapping-spaces", second.shape_span, message);
            problems.push(problem.related(first.shape_span, format!("`{}`", first.id.text)));
            found += 1;
            if found == MAX_OVERLAPS {
                return;
            }
        }
    }
}

/// The steps of a flight must add up to the height and the length drawn.
fn steps(drafts: &Drafts, problems: &mut Diagnostics) {
    for Draft {
        id,
        shape_span,
        entry,
        ..
    } in &drafts.flights
    {
        let level = |index: LevelIndex| &drafts.levels[index.get()];
        let rise_m = level(entry.upper).elevation_m - level(entry.lower).elevation_m;
        if rise_m <= 0.0 {
            continue;
        }
        let risers = (rise_m / entry.riser_m).round().max(1.0);
        // Half a centimetre a step is more than builders' tolerance and less than a wrong step height.
        if (risers * entry.riser_m - rise_m).abs() > 0.005 * risers {
            let message = format!(
                "{risers} steps of {} m make {:.2} m, but the stair `{}` climbs {rise_m:.2} m",
                entry.riser_m,
                risers * entry.riser_m,
                id.text
            );
            let help = format!("with {risers} steps, `riser_m` is {:.3}", rise_m / risers);
            problems.push(Diagnostic::warning("steps-do-not-add-up", entry.riser_span, message).help(help));
        }
        tread_length(id.text.as_str(), *shape_span, entry, risers, problems);
    }
}

/// The topmost tread may or may not be part of the flight as drawn, so one tread either way is right.
fn tread_length(id: &str, span: Span, entry: &FlightDraft, risers: f64, problems: &mut Diagnostics) {
    let run_m = entry.lower_edge.midpoint().distance(entry.upper_edge.midpoint());
    let (least, most) = ((risers - 1.5) * entry.tread_m, (risers + 0.5) * entry.tread_m);
    if run_m < least - TOLERANCE_M || run_m > most + TOLERANCE_M {
        let message = format!(
            "the stair `{id}` is drawn {run_m:.2} m long, but {risers} steps of {} m depth make {:.2} m",
            entry.tread_m,
            (risers - 1.0) * entry.tread_m
        );
        let help = "draw the flight as long as its treads; put flat parts on a landing level";
        problems.push(Diagnostic::warning("steps-do-not-add-up", span, message).help(help));
    }
}

/// Two openings must not share a stretch of wall.
fn crossing_openings(plan: &Plan, places: &Places, problems: &mut Diagnostics) {
    for (i, first) in plan.openings.iter().enumerate() {
        for second in &plan.openings[i + 1..] {
            if first.level != second.level || first.segment.along(&second.segment, TOLERANCE_M).is_none() {
                continue;
            }
            let message = format!(
                "the openings `{}` and `{}` lie over each other",
                first.id, second.id
            );
            let problem = Diagnostic::error("overlapping-openings", places.opening(&second.id), message);
            let there = places
                .opening(&first.id)
                .map(|there| (there, format!("`{}`", first.id)));
            problems.push(
                there
                    .into_iter()
                    .fold(problem, |problem, (span, text)| problem.related(span, text)),
            );
        }
    }
}

/// Every inside space needs a way to an assembly area or to the street, and every assembly area a way from inside:
/// an error where there is none, a warning where it leads through a locked door.
fn ways_out(plan: &Plan, places: &Places, problems: &mut Diagnostics) {
    let street = plan.openings.iter().any(|opening| opening.outer.is_none());
    if plan.assemblies.is_empty() && !street {
        let message = "the plan has no assembly area, no gate to the street and no exit to the street";
        let place = places.spaces.first().copied();
        problems.push(Diagnostic::error("no-goal", place, message).help("add a feature of kind `assembly`"));
        return;
    }
    let exits = || {
        (0..)
            .zip(&plan.openings)
            .filter(|(_, opening)| opening.kind == OpeningKind::Exit)
    };
    if exits().count() > 0 && exits().all(|(_, exit)| exit.locked) {
        let mut places = exits().filter_map(|(_, exit)| places.opening(&exit.id));
        let message = "every exit of the plan is locked: nobody can leave";
        let problem = Diagnostic::error("locked-in", places.next(), message);
        let problem = places.fold(problem, |problem, place| problem.related(place, "locked too"));
        problems.push(
            problem
                .help("unlock one exit: `no` in the column `locked`, or the property left out of a drawing"),
        );
        return;
    }
    let (free, unlocked) = (Parts::of(plan, false), Parts::of(plan, true));
    for (index, space) in (0..)
        .map(SpaceIndex)
        .zip(&plan.spaces)
        .filter(|(_, space)| !space.kind.is_outside())
    {
        let span = places.spaces[index.get()];
        if !free.leads_out(index) {
            let message = format!("`{}` has no way out to an assembly area or a gate", space.id);
            problems
                .push(Diagnostic::error("no-way-out", span, message).help("add a door, an exit or a stair"));
        } else if !unlocked.leads_out(index) {
            let message = format!("the only ways out of `{}` lead through locked doors", space.id);
            problems.push(Diagnostic::warning("way-out-locked", span, message));
        }
    }
    for (assembly, span) in plan.assemblies.iter().zip(&places.assemblies) {
        if !free.leads_inside(assembly.space) {
            let message = format!("no way leads from inside to the assembly area `{}`", assembly.id);
            problems.push(Diagnostic::error("assembly-unreachable", *span, message));
        } else if !unlocked.leads_inside(assembly.space) {
            let message = format!(
                "all ways to the assembly area `{}` lead through locked doors",
                assembly.id
            );
            problems.push(Diagnostic::warning("way-out-locked", *span, message));
        }
    }
}

/// The plan fallen into parts between which nobody can walk.
struct Parts {
    /// The part of each space.
    part: Vec<usize>,
    /// Of each part: whether it holds an assembly area in the open or reaches the street, and whether it holds an inside space.
    traits: Vec<(bool, bool)>,
}

impl Parts {
    fn of(plan: &Plan, locked_doors_stay_shut: bool) -> Self {
        let shut = |way: Way| match way {
            Way::Opening(opening) => locked_doors_stay_shut && plan[opening].locked,
            Way::Flight(_) => false,
        };
        let mut parts = Self {
            part: vec![usize::MAX; plan.spaces.len()],
            traits: Vec::new(),
        };
        for start in (0..plan.spaces.len() as u32).map(SpaceIndex) {
            if parts.part[start.get()] != usize::MAX {
                continue;
            }
            let number = parts.traits.len();
            parts.traits.push((false, false));
            parts.part[start.get()] = number;
            let mut open = vec![start];
            while let Some(space) = open.pop() {
                parts.traits[number].1 |= !plan[space].kind.is_outside();
                for link in plan.links(space).iter().filter(|link| !shut(link.way)) {
                    match link.to {
                        None => parts.traits[number].0 = true,
                        Some(next) if parts.part[next.get()] == usize::MAX => {
                            parts.part[next.get()] = number;
                            open.push(next);
                        }
                        Some(_) => {}
                    }
                }
            }
        }
        // Who gathers indoors is not out, but where nothing but the inside is drawn.
        let has_outside = plan.spaces.iter().any(|space| space.kind.is_outside());
        let is_out = |space: SpaceIndex| !has_outside || plan[space].kind.is_outside();
        for assembly in plan.assemblies.iter().filter(|area| is_out(area.space)) {
            let part = parts.part[assembly.space.get()];
            parts.traits[part].0 = true;
        }
        parts
    }

    fn leads_out(&self, space: SpaceIndex) -> bool {
        self.traits[self.part[space.get()]].0
    }

    fn leads_inside(&self, space: SpaceIndex) -> bool {
        self.traits[self.part[space.get()]].1
    }
}
