//! Where every corridor lies, and what takes its ends and the middles of its sides.

use std::collections::BTreeMap;

use super::sketch::Frame;
use super::{CorridorRow, Place, Row, Side, StairRow, Tables, mistake};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::geo::Point;

/// How far the ends of corridors above each other may differ at one stair, metres: the stairwell is lengthened by so much.
/// An assumption: measuring errors and thinner walls; more was measured wrongly.
const STRETCH_M: f64 = 2.0;
/// Wall between the two flights of a stair that turns round, metres. An assumption: a handrail each.
pub(super) const BETWEEN_FLIGHTS_M: f64 = 0.2;
/// Storeys of schools are between these heights, metres: others are pointed at. An assumption.
const STOREYS_M: std::ops::RangeInclusive<f64> = 2.2..=6.0;
/// Narrowest way out of a door, metres. An assumption.
const PATH_M: f64 = 2.4;
/// What a way is wider than its door, metres: the jambs. An assumption.
const JAMBS_M: f64 = 0.4;

/// A corridor in its building: it runs along the x axis, its middle line at y = 0.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lie {
    pub(super) left: f64,
    pub(super) length_m: f64,
    pub(super) width_m: f64,
    pub(super) floor: u32,
    building: usize,
}

/// A staircase where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stand {
    /// The corridors that it joins.
    pub(super) corridors: Vec<usize>,
    /// Where it begins, as far out as the farthest of its corridors.
    pub(super) frame: Frame,
    /// Half of what it takes across, metres.
    pub(super) half_m: f64,
}

/// A gap in the row of rooms on one side: its middle and half of its width, metres.
pub(super) type Gap = (f64, f64);

/// All corridors and stairs with their places.
#[derive(Debug, Default)]
pub(super) struct Site<'a> {
    index: BTreeMap<&'a str, usize>,
    pub(super) lies: Vec<Lie>,
    /// By row of the stairs; none for one with a mistake.
    pub(super) stands: Vec<Option<Stand>>,
    gaps: BTreeMap<(usize, Side), Gap>,
    /// The exits, by row, that lie at the foot of a stair: in which.
    at_stairs: BTreeMap<usize, usize>,
    taken: BTreeMap<(usize, Place), (Span, &'a str)>,
    buildings: usize,
}

impl Lie {
    fn right(&self) -> f64 {
        self.left + self.length_m
    }

    /// The x at which something at a place lies.
    fn anchor(&self, place: Place) -> f64 {
        match place {
            Place::Left => self.left,
            Place::Right => self.right(),
            Place::Middle(_) => self.left + 0.5 * self.length_m,
        }
    }

    /// The middle of the wall at a place, looking out; in the middle of a side at a given x.
    pub(super) fn wall(&self, place: Place, x: f64) -> Frame {
        let half = 0.5 * self.width_m;
        let (origin, out) = match place {
            Place::Left => (Point::new(self.left, 0.0), Point::new(-1.0, 0.0)),
            Place::Right => (Point::new(self.right(), 0.0), Point::new(1.0, 0.0)),
            Place::Middle(Side::Top) => (Point::new(x, half), Point::new(0.0, 1.0)),
            Place::Middle(Side::Bottom) => (Point::new(x, -half), Point::new(0.0, -1.0)),
        };
        Frame { origin, out }
    }
}

/// How wide the way out of a door of some width is, metres.
pub(super) fn way_m(door_m: f64) -> f64 {
    (door_m + JAMBS_M).max(PATH_M)
}

impl<'a> Site<'a> {
    /// Settles everything; mistakes go to `problems`.
    pub(super) fn of(tables: &'a Tables, problems: &mut Diagnostics) -> Self {
        let mut site = Self::default();
        for (at, row) in tables.corridors.iter().enumerate() {
            site.index.entry(row.id.text.as_str()).or_insert(at);
        }
        let joints = site.joints(tables, problems);
        let stairs: Vec<Option<Vec<usize>>> = tables
            .stairs
            .iter()
            .map(|row| site.joined(row, tables, problems))
            .collect();
        site.lay(tables, &joints, &stairs);
        let stands = tables.stairs.iter().zip(stairs);
        site.stands = stands
            .map(|(row, corridors)| site.stand(row, corridors?, problems))
            .collect();
        for (number, row) in tables.exits.iter().enumerate() {
            let Some(corridor) = site.corridor(&row.said.corridor.text) else {
                continue;
            };
            if let Some(stair) = site.stair_at_end(corridor, row.said.place, tables) {
                site.at_stairs.insert(number, stair);
                continue;
            }
            let half_m = 0.5 * way_m(row.said.width_m.value);
            let middle = site.lies[corridor].anchor(row.said.place);
            let room = (row.said.place_span, row.id.text.as_str());
            if site.take(corridor, row.said.place, room, problems) {
                site.open_gap(
                    corridor,
                    row.said.place,
                    (middle, half_m),
                    row.said.place_span,
                    problems,
                );
            }
        }
        site
    }

    /// The corridor of an id.
    pub(super) fn corridor(&self, id: &str) -> Option<usize> {
        self.index.get(id).copied()
    }

    /// The numbers of the buildings: corridors that stairs or corners join are one.
    pub(super) fn buildings(&self) -> std::ops::Range<usize> {
        0..self.buildings
    }

    /// The corridors of a building.
    pub(super) fn of_building(&self, building: usize) -> impl Iterator<Item = (usize, &Lie)> {
        self.lies
            .iter()
            .enumerate()
            .filter(move |(_, lie)| lie.building == building)
    }

    /// Whether a corridor belongs to a building.
    pub(super) fn is_in(&self, corridor: usize, building: usize) -> bool {
        self.lies[corridor].building == building
    }

    /// What parts the rooms on a side.
    pub(super) fn gap(&self, corridor: usize, side: Side) -> Option<Gap> {
        self.gaps.get(&(corridor, side)).copied()
    }

    /// The stair at whose foot an exit lies, at the end of a corridor.
    pub(super) fn stair_of(&self, exit: usize) -> Option<usize> {
        self.at_stairs.get(&exit).copied()
    }

    /// How long a stairwell has to be for the exit that lies in its side wall, metres.
    pub(super) fn side_exit_m(&self, stair: usize, tables: &Tables) -> Option<f64> {
        let (exit, _) = self.at_stairs.iter().find(|(_, at)| **at == stair)?;
        Some(way_m(tables.exits[*exit].said.width_m.value))
    }

    /// The stair at this end of a corridor whose well has a side wall left for an exit.
    fn stair_at_end(&self, corridor: usize, place: Place, tables: &Tables) -> Option<usize> {
        let is_end = matches!(place, Place::Left | Place::Right);
        let found = tables.stairs.iter().enumerate().find(|(number, row)| {
            // A straight flight that comes up from below takes the whole well.
            let at = row
                .said
                .corridors
                .iter()
                .position(|id| self.corridor(&id.text) == Some(corridor));
            let has_wall = at.is_some_and(|at| at == 0 || row.said.turns);
            let is_free = self.at_stairs.values().all(|taken| taken != number);
            is_end && is_free && row.said.place == place && has_wall
        });
        found.map(|(number, _)| number)
    }

    /// The corridors that go on from another: (that, this).
    fn joints(&mut self, tables: &'a Tables, problems: &mut Diagnostics) -> Vec<(usize, usize)> {
        let mut joints = Vec::new();
        for (at, row) in tables.corridors.iter().enumerate() {
            let Some(before) = &row.said.continues else {
                continue;
            };
            let Some(from) = self.corridor(&before.text) else {
                continue;
            };
            if let Some(problem) = wrong_joint(&tables.corridors, (from, at), &joints) {
                problems.push(mistake("corridors-apart", before.span, problem.0, problem.1));
                continue;
            }
            let is_free = self.take(from, Place::Right, (before.span, &row.id.text), problems);
            if is_free && self.take(at, Place::Left, (before.span, &before.text), problems) {
                joints.push((from, at));
            }
        }
        joints
    }

    /// The corridors of a stair; none if one is not known or they do not go up.
    fn joined(
        &mut self,
        row: &'a Row<StairRow>,
        tables: &Tables,
        problems: &mut Diagnostics,
    ) -> Option<Vec<usize>> {
        let corridors: Option<Vec<usize>> = row
            .said
            .corridors
            .iter()
            .map(|id| self.corridor(&id.text))
            .collect();
        let corridors = corridors?;
        let floor = |at: usize| tables.corridors[at].said.floor;
        if let Some(pair) = corridors.windows(2).find(|pair| floor(pair[0]) >= floor(pair[1])) {
            let [from, to] = [pair[0], pair[1]].map(|at| (floor(at), &tables.corridors[at].id.text));
            let message = format!(
                "`{}` goes from floor {} (`{}`) to floor {} (`{}`), which is not above it",
                row.id.text, from.0, from.1, to.0, to.1
            );
            let help = "name the corridors from the lowest floor to the highest, one a floor";
            problems.push(mistake("stair-not-up", row.said.corridors_span, message, help));
            return None;
        }
        for pair in corridors
            .windows(2)
            .filter(|pair| floor(pair[1]) > floor(pair[0]) + 1)
        {
            let message = format!(
                "`{}` goes from floor {} to floor {}: no corridor is said to lie between",
                row.id.text,
                floor(pair[0]),
                floor(pair[1])
            );
            let problem = Diagnostic::warning("skipped-floor", row.said.corridors_span, message);
            problems.push(problem.help("count floors from 0 without a gap, or add the corridor between"));
        }
        let storey_m = f64::from(row.said.steps) * row.said.riser_m.value;
        if !STOREYS_M.contains(&storey_m) {
            let message = format!(
                "{} steps of {} m make a storey of {storey_m:.1} m",
                row.said.steps, row.said.riser_m.value
            );
            let help = "count the steps from one floor to the next: not those of one flight, nor of the whole staircase";
            problems.push(Diagnostic::warning("odd-storey", row.span, message).help(help));
        }
        let place = (row.said.place_span, row.id.text.as_str());
        let free = corridors
            .iter()
            .filter(|at| self.take(**at, row.said.place, place, problems));
        (free.count() == corridors.len()).then_some(corridors)
    }

    /// Takes a place for something; says so where something else has it.
    fn take(
        &mut self,
        corridor: usize,
        place: Place,
        taker: (Span, &'a str),
        problems: &mut Diagnostics,
    ) -> bool {
        let Some((span, first)) = self.taken.get(&(corridor, place)) else {
            self.taken.insert((corridor, place), taker);
            return true;
        };
        let id = self.index.iter().find(|(_, at)| **at == corridor);
        let message = format!(
            "`{}` cannot be at `{}` of `{}`: `{first}` is there",
            taker.1,
            place.word(),
            id.map_or("", |(id, _)| id)
        );
        let help = "`left`, `right`, `top` and `bottom` of a corridor take one stair, exit or further corridor each; an end takes a \
             stair and an exit at its foot";
        let problem = mistake("place-taken", taker.0, message, help);
        problems.push(problem.related(*span, format!("`{first}`")));
        false
    }

    /// Gives every corridor its place: the first of a building begins at 0, the others hang on it.
    fn lay(&mut self, tables: &Tables, joints: &[(usize, usize)], stairs: &[Option<Vec<usize>>]) {
        let mut lies: Vec<Option<Lie>> = vec![None; tables.corridors.len()];
        let lie = |at: usize, left: f64, building: usize| {
            let said = &tables.corridors[at].said;
            Lie {
                left,
                length_m: said.length_m.value,
                width_m: said.width_m.value,
                floor: said.floor,
                building,
            }
        };
        let mut links: Vec<(usize, Place, usize, Place)> = joints
            .iter()
            .map(|(from, to)| (*from, Place::Right, *to, Place::Left))
            .collect();
        for (row, corridors) in tables.stairs.iter().zip(stairs) {
            let pairs = corridors.iter().flat_map(|corridors| corridors.windows(2));
            links.extend(pairs.map(|pair| (pair[0], row.said.place, pair[1], row.said.place)));
        }
        for at in 0..lies.len() {
            if lies[at].is_some() {
                continue;
            }
            lies[at] = Some(lie(at, 0.0, self.buildings));
            while let Some((known, place, other, there)) = next_to_lay(&links, &lies) {
                let Some(anchor) = lies[known].as_ref().map(|lie| lie.anchor(place)) else {
                    break;
                };
                let shift = lie(other, 0.0, 0).anchor(there);
                lies[other] = Some(lie(other, anchor - shift, self.buildings));
            }
            self.buildings += 1;
        }
        self.lies = lies.into_iter().flatten().collect();
    }

    /// Where a stair stands; none if it does not stand above itself.
    fn stand(
        &mut self,
        row: &'a Row<StairRow>,
        corridors: Vec<usize>,
        problems: &mut Diagnostics,
    ) -> Option<Stand> {
        let (said, first) = (&row.said, *corridors.first()?);
        let anchors = || corridors.iter().map(|at| self.lies[*at].anchor(said.place));
        let (least, most) = (
            anchors().fold(f64::INFINITY, f64::min),
            anchors().fold(f64::NEG_INFINITY, f64::max),
        );
        if most - least > STRETCH_M {
            let message = format!(
                "`{}` does not stand above itself: what it joins lies {:.1} m apart",
                row.id.text,
                most - least
            );
            let joined = corridors.iter().zip(&said.corridors);
            let ends: Vec<String> = joined
                .map(|(at, id)| {
                    let along_m = self.lies[*at].anchor(said.place) - self.farthest_left(*at);
                    format!("`{}` {along_m:.1} m", id.text)
                })
                .collect();
            let help = format!(
                "between two stairs every floor is equally long; from the left end of the floor to the stair, with the \
                 corridors that go on from one another: {}; measure `length_m` of these again",
                ends.join(", ")
            );
            problems.push(mistake("stair-apart", said.corridors_span, message, help));
            return None;
        }
        let half_m = if said.turns {
            said.width_m.value + 0.5 * BETWEEN_FLIGHTS_M
        } else {
            said.width_m.value
        };
        let middle = self.lies[first].anchor(said.place);
        for at in corridors.clone() {
            self.open_gap(at, said.place, (middle, half_m), said.place_span, problems);
        }
        let widest = corridors
            .iter()
            .map(|at| self.lies[*at].width_m)
            .fold(0.0, f64::max);
        let mut frame = self.lies[first].wall(said.place, middle);
        frame.origin = match said.place {
            Place::Left => Point::new(least, 0.0),
            Place::Right => Point::new(most, 0.0),
            Place::Middle(_) => Point::new(middle, frame.out.y * 0.5 * widest),
        };
        Some(Stand {
            corridors,
            frame,
            half_m,
        })
    }

    /// Where the floor of a corridor begins in its building.
    fn farthest_left(&self, corridor: usize) -> f64 {
        let lie = &self.lies[corridor];
        let beside = self
            .lies
            .iter()
            .filter(|other| (other.floor, other.building) == (lie.floor, lie.building));
        beside.map(|other| other.left).fold(f64::INFINITY, f64::min)
    }

    /// Parts the rooms on a side by something in its middle.
    fn open_gap(&mut self, corridor: usize, place: Place, gap: Gap, span: Span, problems: &mut Diagnostics) {
        let Place::Middle(side) = place else { return };
        let lie = &self.lies[corridor];
        if gap.0 - gap.1 < lie.left || gap.0 + gap.1 > lie.right() {
            let message = format!(
                "what is {:.1} m wide does not fit into the middle of a corridor {:.1} m long",
                2.0 * gap.1,
                lie.length_m
            );
            let help =
                "check `width_m` and the `length_m` of the corridor, or put it at an end: `left` or `right`";
            problems.push(mistake("no-room-for-it", span, message, help));
            return;
        }
        self.gaps.insert((corridor, side), gap);
    }
}

/// A link of which one end lies and the other does not: the end that lies first.
fn next_to_lay(
    links: &[(usize, Place, usize, Place)],
    lies: &[Option<Lie>],
) -> Option<(usize, Place, usize, Place)> {
    links
        .iter()
        .find_map(|(a, at_a, b, at_b)| match (&lies[*a], &lies[*b]) {
            (Some(_), None) => Some((*a, *at_a, *b, *at_b)),
            (None, Some(_)) => Some((*b, *at_b, *a, *at_a)),
            _ => None,
        })
}

/// Why one corridor cannot go on from another, and what to do.
fn wrong_joint(
    corridors: &[Row<CorridorRow>],
    (from, at): (usize, usize),
    joints: &[(usize, usize)],
) -> Option<(String, &'static str)> {
    let (before, this) = (&corridors[from], &corridors[at]);
    if before.said.floor != this.said.floor {
        let message = format!(
            "`{}` is on floor {}, `{}` on floor {}",
            this.id.text, this.said.floor, before.id.text, before.said.floor
        );
        return Some((message, "a stair joins floors: write a row of the stairs"));
    }
    let mut back = Some(from);
    while let Some(corridor) = back {
        if corridor == at {
            let message = format!("`{}` goes on from itself", this.id.text);
            return Some((message, "leave `continues` empty at the first of them"));
        }
        back = joints
            .iter()
            .find(|(_, to)| *to == corridor)
            .map(|(from, _)| *from);
    }
    None
}
