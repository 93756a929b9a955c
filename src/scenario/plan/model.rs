//! A plan once checked: levels, spaces, openings, flights and assembly areas, each in a table sorted by id.

use std::ops::Index;

use crate::geo::{Point, Polygon, Segment};

/// A checked plan. Every table is sorted by id, so that an index is a dense ordinal that does not depend on the
/// order of the file; `plan[index]` gives the entry.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// Storeys and stair landings.
    pub levels: Vec<Level>,
    /// Rooms, corridors, landings, yards.
    pub spaces: Vec<Space>,
    /// Doors, passages, exits and gates.
    pub openings: Vec<Opening>,
    /// Straight flights of stairs.
    pub flights: Vec<Flight>,
    /// Where people gather.
    pub assemblies: Vec<Assembly>,
    /// The ways out of each space, by space.
    pub(super) links: Vec<Vec<Link>>,
}

macro_rules! index {
    ($(#[$doc:meta])* $index:ident, $table:ident, $entry:ident, $find:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $index(pub u32);

        impl $index {
            /// The position as a `usize`, for arrays kept beside the table.
            pub fn get(self) -> usize {
                self.0 as usize
            }
        }

        impl Index<$index> for Plan {
            type Output = $entry;
            fn index(&self, index: $index) -> &$entry {
                &self.$table[index.get()]
            }
        }

        impl Plan {
            /// Where the entry of this id stands.
            pub fn $find(&self, id: &str) -> Option<$index> {
                let found = self.$table.binary_search_by(|entry| entry.id.as_str().cmp(id));
                found.ok().map(|position| $index(position as u32))
            }
        }
    };
}

/// A way on foot is so much longer than the straight line. An assumption for doors, corridors, stairs and yards.
pub const DETOUR: f64 = 1.4;

/// Height that separates voices and steps: each metre up or down counts like this many along the floor, because
/// slabs and stairwells lie between. A storey of 3.4 m thus counts like 27 m. An assumption.
pub const LEVEL_FACTOR: f64 = 8.0;

index!(
    /// Position of a level in [`Plan::levels`].
    LevelIndex, levels, Level, level_by_id
);
index!(
    /// Position of a space in [`Plan::spaces`].
    SpaceIndex, spaces, Space, space_by_id
);
index!(
    /// Position of an opening in [`Plan::openings`].
    OpeningIndex, openings, Opening, opening_by_id
);
index!(
    /// Position of a flight in [`Plan::flights`].
    FlightIndex, flights, Flight, flight_by_id
);
index!(
    /// Position of an assembly area in [`Plan::assemblies`].
    AssemblyIndex, assemblies, Assembly, assembly_by_id
);

/// A storey, or the landing level of a dog-leg stair.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// Its id.
    pub id: String,
    /// What people call it; the id where the plan gives no name.
    pub name: String,
    /// Height of the floor above the plan's datum, metres.
    pub elevation_m: f64,
}

/// What a space is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SpaceKind {
    /// A classroom, library, laboratory or other room.
    Room,
    /// A room of the staff.
    Office,
    /// Toilets.
    Toilet,
    /// A gymnasium.
    Gym,
    /// Where somebody waits who cannot go down a stair.
    Refuge,
    /// A hall or foyer.
    Hall,
    /// A corridor.
    Corridor,
    /// The floor or landing at the foot or head of stairs.
    Stairwell,
    /// Outside: a path.
    Path,
    /// Outside: a yard.
    Yard,
}

impl SpaceKind {
    /// Every kind with its word in a plan file.
    pub const ALL: [(&'static str, Self); 10] = [
        ("room", Self::Room),
        ("office", Self::Office),
        ("toilet", Self::Toilet),
        ("gym", Self::Gym),
        ("refuge", Self::Refuge),
        ("hall", Self::Hall),
        ("corridor", Self::Corridor),
        ("stairwell", Self::Stairwell),
        ("path", Self::Path),
        ("yard", Self::Yard),
    ];

    /// Whether it lies in the open.
    pub fn is_outside(self) -> bool {
        matches!(self, Self::Path | Self::Yard)
    }

    /// Whether it is a room to be in, and not a way through or a place outside.
    pub fn is_room(self) -> bool {
        self.publicity() == 0
    }

    /// How public it is: of two spaces joined by a door, the less public one is the door's inner side.
    pub(super) fn publicity(self) -> u8 {
        match self {
            Self::Room | Self::Office | Self::Toilet | Self::Gym | Self::Refuge => 0,
            Self::Hall | Self::Corridor | Self::Stairwell => 1,
            Self::Path | Self::Yard => 2,
        }
    }
}

/// A room, corridor, landing, yard.
#[derive(Debug, Clone, PartialEq)]
pub struct Space {
    /// Its id.
    pub id: String,
    /// What people call it; the id where the plan gives no name.
    pub name: String,
    /// What it is for.
    pub kind: SpaceKind,
    /// Its level.
    pub level: LevelIndex,
    /// Its floor, metres.
    pub outline: Polygon,
}

/// What an opening is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OpeningKind {
    /// A door between two inside spaces.
    Door,
    /// A passage without a leaf.
    Passage,
    /// A door between inside and outside.
    Exit,
    /// A gate between two outside spaces, or to the street.
    Gate,
}

impl OpeningKind {
    /// Every kind with its word in a plan file.
    pub const ALL: [(&'static str, Self); 4] = [
        ("door", Self::Door),
        ("opening", Self::Passage),
        ("exit", Self::Exit),
        ("gate", Self::Gate),
    ];
}

/// To which side a leaf swings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Leaf {
    /// Into the inner side, [`Opening::inner`].
    In,
    /// Out of it.
    Out,
    /// There is none, or it slides.
    None,
}

impl Leaf {
    /// Every side with its word in a plan file.
    pub(super) const ALL: [(&'static str, Self); 3] =
        [("in", Self::In), ("out", Self::Out), ("none", Self::None)];
}

/// A gap in a wall through which people pass.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    /// Its id.
    pub id: String,
    /// What people call it; the id where the plan gives no name.
    pub name: String,
    /// What it is.
    pub kind: OpeningKind,
    /// Its level.
    pub level: LevelIndex,
    /// Where it lies, on the boundary of the spaces it joins.
    pub segment: Segment,
    /// The less public of the two spaces (a room before a corridor before a yard; of equals the first by id).
    pub inner: SpaceIndex,
    /// The other space; none where it leads to the street, which the plan does not draw.
    pub outer: Option<SpaceIndex>,
    /// Free width between the jambs, metres.
    pub clear_width_m: f64,
    /// To which side the leaf swings.
    pub leaf: Leaf,
    /// Whether it is locked at the start.
    pub locked: bool,
}

/// What people keep free at each jamb of a door and each side of a stair, metres.
///
/// # Source
/// SFPE Handbook, 5th ed., chapter 59 "Employing the hydraulic model", boundary layer widths (recalled); 0.15 m for doors
/// and stairs as used in published hydraulic models (seen).
const BOUNDARY_LAYER_M: f64 = 0.15;

impl Opening {
    /// Width that counts for code capacity, metres: the clear width without a boundary layer at each side.
    pub fn effective_width_m(&self) -> f64 {
        (self.clear_width_m - 2.0 * BOUNDARY_LAYER_M).max(0.0)
    }

    /// The stretch people pass through: the clear width, in the middle of the opening as drawn.
    pub fn clear_segment(&self) -> Segment {
        let middle = self.segment.midpoint();
        let half = self.segment.direction() * (self.clear_width_m.min(self.segment.length()) * 0.5);
        Segment::new(middle - half, middle + half)
    }
}

/// One straight flight of stairs.
#[derive(Debug, Clone, PartialEq)]
pub struct Flight {
    /// Its id.
    pub id: String,
    /// What people call it; the id where the plan gives no name.
    pub name: String,
    /// The staircase it belongs to; its own id where it stands alone.
    pub stair: String,
    /// The level at its foot.
    pub lower: LevelIndex,
    /// The level at its head.
    pub upper: LevelIndex,
    /// The space at its foot.
    pub lower_space: SpaceIndex,
    /// The space at its head.
    pub upper_space: SpaceIndex,
    /// Its footprint: four corners. It belongs to no space.
    pub outline: Polygon,
    /// The edge at the foot.
    pub lower_edge: Segment,
    /// The edge at the head, running the same way as [`Flight::lower_edge`].
    pub upper_edge: Segment,
    /// Depth of a step, metres.
    pub tread_m: f64,
    /// Height of a step, metres.
    pub riser_m: f64,
    /// Height from foot to head, metres.
    pub rise_m: f64,
}

impl Flight {
    /// Free width, metres: the shorter of the edges at foot and head.
    pub fn width_m(&self) -> f64 {
        self.lower_edge.length().min(self.upper_edge.length())
    }

    /// Width that counts for code capacity, metres: without a boundary layer at each side.
    pub fn effective_width_m(&self) -> f64 {
        (self.width_m() - 2.0 * BOUNDARY_LAYER_M).max(0.0)
    }

    /// Length on the plan from foot to head, metres.
    pub fn run_m(&self) -> f64 {
        self.lower_edge.midpoint().distance(self.upper_edge.midpoint())
    }

    /// Length along the slope, metres.
    pub fn slope_length_m(&self) -> f64 {
        (self.run_m() * self.run_m() + self.rise_m * self.rise_m).sqrt()
    }

    /// Number of risers.
    pub fn risers(&self) -> u32 {
        (self.rise_m / self.riser_m).round() as u32
    }

    /// The two long sides, with wall or handrail, from foot to head.
    pub fn sides(&self) -> [Segment; 2] {
        [
            Segment::new(self.lower_edge.a, self.upper_edge.a),
            Segment::new(self.lower_edge.b, self.upper_edge.b),
        ]
    }
}

/// An assembly area.
#[derive(Debug, Clone, PartialEq)]
pub struct Assembly {
    /// Its id.
    pub id: String,
    /// What people call it; the id where the plan gives no name.
    pub name: String,
    /// Its level.
    pub level: LevelIndex,
    /// The space it lies in (the one with most of it).
    pub space: SpaceIndex,
    /// Where people gather.
    pub outline: Polygon,
    /// How many it is meant to take.
    pub capacity: u32,
}

/// What leads from one space to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// Through a door, passage, exit or gate.
    Opening(OpeningIndex),
    /// Up or down a flight.
    Flight(FlightIndex),
}

/// A way out of a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// What leads there.
    pub way: Way,
    /// Where it leads; none for the street.
    pub to: Option<SpaceIndex>,
}

impl Plan {
    /// How far a voice or a step has to go between two places, m: the straight line, height counted as distance.
    pub fn earshot_m(&self, a: (LevelIndex, Point), b: (LevelIndex, Point)) -> f64 {
        let height_m = (self[a.0].elevation_m - self[b.0].elevation_m).abs();
        a.1.distance(b.1) + height_m * LEVEL_FACTOR
    }

    /// The ways out of a space: openings by id, then flights by id.
    pub fn links(&self, space: SpaceIndex) -> &[Link] {
        &self.links[space.get()]
    }

    /// The space in which a point lies. A point on a common boundary belongs to the first of its spaces by id; one
    /// on a flight of stairs to none.
    pub fn space_at(&self, level: LevelIndex, point: Point) -> Option<SpaceIndex> {
        let found = self
            .spaces
            .iter()
            .position(|space| space.level == level && space.outline.contains(point));
        found.map(|position| SpaceIndex(position as u32))
    }

    /// Levels from the lowest to the highest; of equal height by id.
    pub fn levels_by_elevation(&self) -> Vec<LevelIndex> {
        let mut levels: Vec<LevelIndex> = (0..self.levels.len() as u32).map(LevelIndex).collect();
        levels.sort_by(|a, b| {
            self[*a]
                .elevation_m
                .total_cmp(&self[*b].elevation_m)
                .then(a.cmp(b))
        });
        levels
    }

    /// The spaces of a level, by id.
    pub fn spaces_on(&self, level: LevelIndex) -> impl Iterator<Item = (SpaceIndex, &Space)> {
        (0..)
            .map(SpaceIndex)
            .zip(&self.spaces)
            .filter(move |(_, space)| space.level == level)
    }
}
