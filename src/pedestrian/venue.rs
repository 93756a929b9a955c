//! The venue: geometry prepared once, and what changes while people walk: what is open, what has passed where.

use std::sync::Arc;

use super::barriers::{Access, BIN_M, Barrier, Barriers, Kind};
use super::calibration::{LATTICE_M, STEP_S};
use super::cells::CELL_M;
use super::geometry::{Bounds, Point, Polygon, Segment, add, sub};
use super::lattice::{DATUM, Lattice};
use super::limit::{ADULT_M, Limit, keeps_s};
use super::neighbours::FAR_REACH_M;
use super::spec::{FlightSpec, OpeningSpec, VenueError, VenueSpec, check, straightened};
use super::surface::{Climb, Grid, Surface, View};

/// Where a person stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// On the deck of this number.
    Deck(u16),
    /// On the flight of this number.
    Flight(u16),
}

/// Where people queue: an opening or a flight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Portal {
    /// The opening of this number.
    Opening(u16),
    /// The flight of this number.
    Flight(u16),
}

impl std::fmt::Display for Portal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Opening(number) => write!(f, "opening {number}"),
            Self::Flight(number) => write!(f, "flight {number}"),
        }
    }
}

/// What happened at a portal since the venue was made.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tally {
    /// Crossings of an opening from right to left of its line (whoever steps back in the throng counts in both
    /// directions), or people who went up a flight to its head.
    pub forward: u32,
    /// Crossings the other way, or people who went down to its foot.
    pub backward: u32,
    /// Time lost in the queue: people on their way to it, within 4 m, slower than a quarter of their desired
    /// speed, person-seconds.
    pub congestion_person_s: f64,
}

/// What never changes: shared by all runs in the same building.
#[derive(Debug)]
pub(super) struct Layout {
    /// Where the kernel's own origin lies in the plan, m: near the building, wherever the plan has it.
    origin: Point,
    pub(super) decks: usize,
    pub(super) openings: Vec<OpeningSpec>,
    pub(super) flights: Vec<FlightSpec>,
    pub(super) surfaces: Vec<Surface>,
    pub(super) barriers: Barriers,
    pub(super) lattice: Lattice,
}

impl Layout {
    /// A point of the plan as the kernel counts.
    pub(super) fn inwards(&self, p: Point) -> Point {
        sub(p, self.origin)
    }

    /// A point as the plan counts.
    pub(super) fn outwards(&self, p: Point) -> Point {
        add(p, self.origin)
    }

    pub(super) fn surface_of(&self, place: Place) -> Option<usize> {
        match place {
            Place::Deck(deck) => (usize::from(deck) < self.decks).then_some(usize::from(deck)),
            Place::Flight(flight) => {
                (usize::from(flight) < self.flights.len()).then_some(self.decks + usize::from(flight))
            }
        }
    }

    /// The surface whose lattice holds the node.
    pub(super) fn surface_of_node(&self, node: usize) -> usize {
        self.surfaces
            .partition_point(|surface| surface.lattice.first <= node)
            - 1
    }

    /// Number of a portal in arrays over all portals: openings first, then flights.
    pub(super) fn portal_index(&self, portal: Portal) -> usize {
        match portal {
            Portal::Opening(opening) => usize::from(opening),
            Portal::Flight(flight) => self.openings.len() + usize::from(flight),
        }
    }

    /// For how long one person keeps others from a portal, s, if codes limit it: up a flight or through an opening
    /// either way, and down it or the other way.
    fn holds_s(&self, index: usize) -> Option<[f32; 2]> {
        let openings = self.openings.len();
        if index < openings {
            self.openings[index].capacity_per_s.map(|per_s| [1.0 / per_s; 2])
        } else {
            let capacity = self.flights[index - openings].capacity;
            capacity.map(|c| [1.0 / c.up_per_s, 1.0 / c.down_per_s])
        }
    }

    /// Distance from `p` on `surface` to the nearest line of a portal, m.
    pub(super) fn distance_to_portal_m(&self, index: usize, p: Point) -> f32 {
        let openings = self.openings.len();
        if index < openings {
            self.openings[index].line.distance_m(p)
        } else {
            let flight = &self.flights[index - openings];
            flight
                .lower_edge
                .distance_m(p)
                .min(flight.upper_edge.distance_m(p))
        }
    }
}

/// A building to walk in. Cloning is cheap: the geometry is shared, what is open and what was counted is not.
#[derive(Debug, Clone)]
pub struct Venue {
    pub(super) layout: Arc<Layout>,
    pub(super) access: Access,
    access_version: u32,
    /// What limits each opening now instead of what it was made with.
    pub(super) limits: Vec<Option<Limit>>,
    /// Time for which each limited portal has stood free, s: whoever passes uses some of it up.
    pub(super) free_s: Vec<f32>,
    pub(super) tallies: Vec<Tally>,
    /// Length of a step, s: [`STEP_S`], but where its influence is measured.
    pub(super) step_s: f32,
}

impl Venue {
    /// Prepares a geometry for walking.
    ///
    /// # Errors
    /// The first fault found, see [`VenueError`].
    pub fn new(spec: &VenueSpec) -> Result<Self, VenueError> {
        check(spec)?;
        let origin = origin_of(spec);
        let spec = &spec.mapped(|p| sub(p, origin));
        let mut surfaces = lay_surfaces(spec)?;
        add_views(spec, &mut surfaces);
        let barriers = Barriers::new(&surfaces, raise_barriers(spec));
        let lattice = Lattice::new(spec, &surfaces, &barriers);
        let portals = spec.openings.len() + spec.flights.len();
        Ok(Self {
            access: Access {
                openings: spec.openings.iter().map(|o| o.open).collect(),
                flights: spec.flights.iter().map(|f| f.open).collect(),
            },
            access_version: 0,
            limits: vec![None; spec.openings.len()],
            // The hydraulic count of codes, persons over flow, begins with the flow: nothing was saved up before.
            free_s: vec![0.0; portals],
            step_s: STEP_S,
            tallies: vec![Tally::default(); portals],
            layout: Arc::new(Layout {
                origin,
                decks: spec.decks.len(),
                openings: spec.openings.clone(),
                flights: spec.flights.clone(),
                surfaces,
                barriers,
                lattice,
            }),
        })
    }

    /// Number of decks.
    pub fn decks(&self) -> usize {
        self.layout.decks
    }

    /// Number of openings.
    pub fn openings(&self) -> usize {
        self.layout.openings.len()
    }

    /// Number of flights.
    pub fn flights(&self) -> usize {
        self.layout.flights.len()
    }

    /// Whether a portal is open; `false` for one that does not exist.
    pub fn is_open(&self, portal: Portal) -> bool {
        let (list, number) = match portal {
            Portal::Opening(number) => (&self.access.openings, number),
            Portal::Flight(number) => (&self.access.flights, number),
        };
        list.get(usize::from(number)).copied().unwrap_or(false)
    }

    /// Opens or closes a portal. Returns whether that changed anything: if so, the fields must be solved again.
    pub fn set_open(&mut self, portal: Portal, open: bool) -> bool {
        let (list, number) = match portal {
            Portal::Opening(number) => (&mut self.access.openings, number),
            Portal::Flight(number) => (&mut self.access.flights, number),
        };
        match list.get_mut(usize::from(number)) {
            Some(now) if *now != open => {
                *now = open;
                self.access_version += 1;
                true
            }
            _ => false,
        }
    }

    /// Limits the flow through an opening from now on; as it was made, with none.
    pub fn set_limit(&mut self, opening: u16, limit: Option<Limit>) {
        if let Some(now) = self.limits.get_mut(usize::from(opening)) {
            *now = limit;
        }
    }

    /// Grows by one with every change of what is open.
    pub fn access_version(&self) -> u32 {
        self.access_version
    }

    /// What happened at a portal so far; zeros for one that does not exist.
    pub fn tally(&self, portal: Portal) -> Tally {
        self.tallies
            .get(self.layout.portal_index(portal))
            .copied()
            .unwrap_or_default()
    }

    /// Another step for which limited portals have stood free. However long that was, it serves one person and no
    /// more: the flow that a code grants is not made up for later. What is left of a step is kept, so that no
    /// capacity is lost to the length of steps.
    pub(super) fn stand_free(&mut self) {
        for (index, free_s) in self.free_s.iter_mut().enumerate() {
            let held_s = |from_head| holds_s(&self.layout, &self.limits, index, from_head, ADULT_M as f32);
            if let (Some(up_s), Some(down_s)) = (held_s(false), held_s(true)) {
                *free_s = (*free_s + self.step_s).min(up_s.max(down_s) + self.step_s);
            }
        }
    }
}

/// For how long a person of this half breadth keeps others from a portal, s, if it is limited now. It matters for a
/// flight whether the person comes from its head.
pub(super) fn holds_s(
    layout: &Layout,
    limits: &[Option<Limit>],
    index: usize,
    from_head: bool,
    radius_m: f32,
) -> Option<f32> {
    if let Some(limit) = limits.get(index).copied().flatten() {
        return Some(keeps_s(limit, radius_m));
    }
    let [up_s, down_s] = layout.holds_s(index)?;
    Some(if from_head { down_s } else { up_s })
}

/// The plan's own origin, unless the building lies so far from it that steps of a millimetre would be lost: then a
/// whole number of metres in its middle.
fn origin_of(spec: &VenueSpec) -> Point {
    const FAR_M: f32 = 1_000.0;
    let sides = spec.decks.iter().flat_map(|deck| {
        let sides = deck.walkable.iter().flat_map(Polygon::sides);
        sides.chain(deck.walls.iter().copied())
    });
    let corners: Vec<Point> = sides.flat_map(|side| [side.a, side.b]).collect();
    if corners.iter().flatten().all(|c| c.abs() <= FAR_M) {
        return [0.0; 2];
    }
    [0, 1].map(|axis| {
        let along = corners.iter().map(|p| p[axis]);
        let (least, most) = along.fold((f32::INFINITY, f32::NEG_INFINITY), |(least, most), c| {
            (least.min(c), most.max(c))
        });
        (0.5 * (least + most)).round()
    })
}

fn lay_surfaces(spec: &VenueSpec) -> Result<Vec<Surface>, VenueError> {
    const MOST_NODES: usize = 40_000_000;
    let mut surfaces = Vec::new();
    let (mut nodes, mut bins, mut cells) = (0, 0, 0);
    let mut lay = |place, base_z_m, climb, bounds: Bounds| {
        let lattice = Grid::covering(bounds, LATTICE_M, DATUM, 1, nodes);
        if lattice.cols.saturating_mul(lattice.rows).saturating_add(nodes) > MOST_NODES {
            return Err(VenueError::TooLarge);
        }
        let surface = Surface::new(
            surfaces.len(),
            place,
            base_z_m,
            climb,
            lattice,
            Grid::covering(bounds, BIN_M, [0.0; 2], 0, bins),
            Grid::covering(bounds, CELL_M, [0.0; 2], 0, cells),
        );
        nodes += surface.lattice.len();
        bins += surface.bins.len();
        cells += surface.cells.len();
        surfaces.push(surface);
        Ok(())
    };
    for (number, deck) in spec.decks.iter().enumerate() {
        let corners = deck
            .walkable
            .iter()
            .flat_map(|polygon| polygon.outline.iter().copied());
        let ends = deck.walls.iter().flat_map(|wall| [wall.a, wall.b]);
        lay(
            Place::Deck(number as u16),
            deck.elevation_m,
            None,
            Bounds::around(corners.chain(ends)),
        )?;
    }
    for (number, flight) in spec.flights.iter().enumerate() {
        let (lower, upper) = straightened(flight);
        let climb = Climb::new(lower, upper, flight.rise_m);
        let bounds = Bounds::around([lower.a, lower.b, upper.a, upper.b].into_iter());
        let base_z_m = spec.decks[usize::from(flight.lower_deck)].elevation_m;
        lay(Place::Flight(number as u16), base_z_m, Some(climb), bounds)?;
    }
    Ok(surfaces)
}

/// Decks see their flights, flights see their decks, and across a deck the other flights that end on it.
fn add_views(spec: &VenueSpec, surfaces: &mut [Surface]) {
    let decks = spec.decks.len();
    let ends = |flight: &FlightSpec| {
        [
            (flight.lower_deck, flight.lower_edge),
            (flight.upper_deck, flight.upper_edge),
        ]
    };
    let view = |surface, across: Segment, and_across| View {
        surface,
        across,
        and_across,
        bounds: Bounds::around([across.a, across.b].into_iter()).grown(FAR_REACH_M),
    };
    for (number, flight) in spec.flights.iter().enumerate() {
        for (deck, edge) in ends(flight) {
            surfaces[usize::from(deck)]
                .views
                .push(view(decks + number, edge, None));
            surfaces[decks + number]
                .views
                .push(view(usize::from(deck), edge, None));
            for (other, other_flight) in spec
                .flights
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != number)
            {
                for (_, other_edge) in ends(other_flight).into_iter().filter(|(d, _)| *d == deck) {
                    surfaces[decks + number]
                        .views
                        .push(view(decks + other, edge, Some(other_edge)));
                }
            }
        }
    }
}

/// The barriers of each surface, in the order of the surfaces.
fn raise_barriers(spec: &VenueSpec) -> Vec<Vec<Barrier>> {
    let decks = spec.decks.len();
    let mut by_surface: Vec<Vec<Barrier>> = spec
        .decks
        .iter()
        .map(|deck| {
            deck.walls
                .iter()
                .filter(|w| w.length_m() > 0.0)
                .map(|w| Barrier::wall(*w))
                .collect()
        })
        .collect();
    for (number, opening) in spec.openings.iter().enumerate() {
        let kind = Kind::Opening(number as u16);
        by_surface[usize::from(opening.deck)].push(Barrier {
            line: opening.line,
            kind,
        });
    }
    for (number, flight) in spec.flights.iter().enumerate() {
        let (lower, upper) = straightened(flight);
        let mut own = vec![
            Barrier::wall(Segment::new(lower.a, upper.a)),
            Barrier::wall(Segment::new(lower.b, upper.b)),
        ];
        for (deck, edge, inner) in [
            (flight.lower_deck, lower, upper.middle()),
            (flight.upper_deck, upper, lower.middle()),
        ] {
            let kind = |beyond: usize| Kind::Edge {
                flight: number as u16,
                beyond: beyond as u16,
                footprint_left: edge.left_of(inner),
            };
            by_surface[usize::from(deck)].push(Barrier {
                line: edge,
                kind: kind(decks + number),
            });
            own.push(Barrier {
                line: edge,
                kind: kind(usize::from(deck)),
            });
        }
        by_surface.push(own);
    }
    by_surface
}
