//! The geometry as handed in, and what can be wrong with it.

use super::geometry::{Point, Polygon, Segment};
use super::venue::Portal;

/// One level: where one can walk, and what stops one there.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeckSpec {
    /// Height of the floor, m.
    pub elevation_m: f32,
    /// Where people can walk. Polygons may overlap and touch; their sides stop nobody.
    pub walkable: Vec<Polygon>,
    /// What stops people: every border of the walkable area that is no opening and no edge of a flight. Gaps are
    /// left where openings are.
    pub walls: Vec<Segment>,
}

/// A door, gate or passage in a gap between walls. Its number is its place in [`VenueSpec::openings`].
#[derive(Debug, Clone, PartialEq)]
pub struct OpeningSpec {
    /// The deck it is on.
    pub deck: u16,
    /// The line across it. [`Crossing::forward`](super::Crossing::forward) is from right to left of a → b.
    pub line: Segment,
    /// Most people per second ("code" mode), or `None` where bodies alone decide.
    pub capacity_per_s: Option<f32>,
    /// Whether it stands open at first. A closed opening is a wall.
    pub open: bool,
}

/// A straight flight of stairs (or a ramp) between two decks. A dog-leg is two flights and a deck for the
/// landing. Its number is its place in [`VenueSpec::flights`].
#[derive(Debug, Clone, PartialEq)]
pub struct FlightSpec {
    /// The deck at its foot.
    pub lower_deck: u16,
    /// The deck at its head.
    pub upper_deck: u16,
    /// The line where one steps onto it from below. The footprint is the quadrilateral between the edges; the
    /// walkable area of both decks ends at them.
    pub lower_edge: Segment,
    /// The line where one steps onto it from above.
    pub upper_edge: Segment,
    /// Height climbed, m: the difference of the decks' elevations.
    pub rise_m: f32,
    /// The flow that codes grant it ("code" mode), or `None` where bodies alone decide.
    pub capacity: Option<ClimbCapacity>,
    /// Whether it can be used at first. Nobody steps onto a closed flight; whoever is on it walks off.
    pub open: bool,
}

/// Most people per second that step onto a flight if all go the same way. Where they go both ways, each takes the
/// time that one takes on the way of theirs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClimbCapacity {
    /// Up.
    pub up_per_s: f32,
    /// Down.
    pub down_per_s: f32,
}

/// The geometry of a building and its surroundings.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct VenueSpec {
    /// Levels and landings.
    pub decks: Vec<DeckSpec>,
    /// Openings of all decks.
    pub openings: Vec<OpeningSpec>,
    /// Flights of stairs.
    pub flights: Vec<FlightSpec>,
}

impl VenueSpec {
    /// The same place with every point of the plan mapped so.
    #[must_use]
    pub fn mapped(&self, map: impl Fn(Point) -> Point) -> Self {
        let mut spec = self.clone();
        for deck in &mut spec.decks {
            deck.walkable = deck.walkable.iter().map(|area| area.mapped(&map)).collect();
            deck.walls = deck.walls.iter().map(|wall| wall.mapped(&map)).collect();
        }
        for opening in &mut spec.openings {
            opening.line = opening.line.mapped(&map);
        }
        for flight in &mut spec.flights {
            flight.lower_edge = flight.lower_edge.mapped(&map);
            flight.upper_edge = flight.upper_edge.mapped(&map);
        }
        spec
    }
}

/// Why a [`VenueSpec`] cannot be walked in.
#[derive(Debug, Clone, PartialEq)]
pub enum VenueError {
    /// There are more than 60,000 decks, openings or flights.
    Count,
    /// A coordinate of this opening or flight is not a number, or farther than 20 km from the origin.
    Coordinate(Portal, f32),
    /// A coordinate of a deck is not a number, or farther than 20 km from the origin.
    DeckCoordinate(u16, f32),
    /// An opening or flight names a deck that does not exist.
    NoSuchDeck(Portal, u16),
    /// An opening or an edge of a flight is shorter than 5 cm, or the flight has no length.
    TooShort(Portal),
    /// A capacity is not a number above zero.
    Capacity(Portal, f32),
    /// The rise of a flight is not the difference between its decks (within 5 cm).
    Rise(u16),
    /// The venue is too large: more than 40 million lattice cells of 0.2 m.
    TooLarge,
}

impl std::fmt::Display for VenueError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Count => write!(
                f,
                "a venue has at most 60,000 decks, and at most as many openings and flights"
            ),
            Self::Coordinate(portal, value) => {
                write!(f, "{portal}: the coordinate {value} m is out of range")
            }
            Self::DeckCoordinate(deck, value) => {
                write!(f, "deck {deck}: the coordinate {value} m is out of range")
            }
            Self::NoSuchDeck(portal, deck) => write!(f, "{portal}: there is no deck {deck}"),
            Self::TooShort(portal) => write!(f, "{portal}: it is shorter than 5 cm"),
            Self::Capacity(portal, value) => {
                write!(f, "{portal}: the capacity {value} per second is not above zero")
            }
            Self::Rise(flight) => write!(f, "flight {flight}: the rise is not the height between its decks"),
            Self::TooLarge => write!(f, "the venue has more than 40 million cells of 0.2 m"),
        }
    }
}

impl std::error::Error for VenueError {}

/// Finds the first fault.
pub(super) fn check(spec: &VenueSpec) -> Result<(), VenueError> {
    const MOST: usize = 60_000;
    /// An f32 resolves 2 mm there.
    const FARTHEST_M: f32 = 20_000.0;
    let wrong = |p: Point| p.into_iter().find(|c| !c.is_finite() || c.abs() > FARTHEST_M);
    let wrong_line = |s: &Segment| wrong(s.a).or_else(|| wrong(s.b));
    if spec.decks.len().max(spec.openings.len()).max(spec.flights.len()) > MOST {
        return Err(VenueError::Count);
    }
    for (number, deck) in spec.decks.iter().enumerate() {
        let sides = deck.walkable.iter().flat_map(Polygon::sides);
        let height = Segment::new([deck.elevation_m, 0.0], [0.0, 0.0]);
        if let Some(value) = sides
            .chain(deck.walls.iter().copied())
            .chain([height])
            .find_map(|s| wrong_line(&s))
        {
            return Err(VenueError::DeckCoordinate(number as u16, value));
        }
    }
    let check_portal = |portal, decks: &[u16], lines: &[Segment], capacities: &[f32]| {
        if let Some(&deck) = decks.iter().find(|d| usize::from(**d) >= spec.decks.len()) {
            return Err(VenueError::NoSuchDeck(portal, deck));
        }
        if let Some(value) = lines.iter().find_map(wrong_line) {
            return Err(VenueError::Coordinate(portal, value));
        }
        if lines.iter().any(|line| line.length_m() < 0.05) {
            return Err(VenueError::TooShort(portal));
        }
        match capacities.iter().find(|c| !(**c > 0.0 && c.is_finite())) {
            Some(value) => Err(VenueError::Capacity(portal, *value)),
            None => Ok(()),
        }
    };
    for (number, opening) in spec.openings.iter().enumerate() {
        let portal = Portal::Opening(number as u16);
        let capacity = opening.capacity_per_s;
        check_portal(portal, &[opening.deck], &[opening.line], capacity.as_slice())?;
    }
    for (number, flight) in spec.flights.iter().enumerate() {
        let portal = Portal::Flight(number as u16);
        let axis = Segment::new(flight.lower_edge.middle(), flight.upper_edge.middle());
        let decks = [flight.lower_deck, flight.upper_deck];
        let capacity = flight.capacity.map(|c| [c.up_per_s, c.down_per_s]);
        check_portal(
            portal,
            &decks,
            &[flight.lower_edge, flight.upper_edge, axis],
            capacity.as_ref().map_or(&[], |both| &both[..]),
        )?;
        let [lower, upper] = decks.map(|deck| spec.decks[usize::from(deck)].elevation_m);
        if !((upper - lower - flight.rise_m).abs() <= 0.05 && flight.rise_m >= 0.0) {
            return Err(VenueError::Rise(number as u16));
        }
    }
    Ok(())
}

/// Lower and upper edge of a flight, turned so that a–a and b–b are its sides and the sides do not cross.
pub(super) fn straightened(flight: &FlightSpec) -> (Segment, Segment) {
    let (lower, upper) = (flight.lower_edge, flight.upper_edge);
    let turned = Segment::new(upper.b, upper.a);
    let side = Segment::new(lower.a, upper.a);
    if side.crossed_by(lower.b, upper.b) {
        (lower, turned)
    } else {
        (lower, upper)
    }
}
