//! Small places and crowds to try the kernel in, and a run that keeps time: what the tests of the kernel and the
//! published cases share.

mod building;
mod maps;
mod stair;

pub use building::{dog_leg, hall_with_two_exits, storeys, straight_stair};
pub use maps::{Frame, Trial, turn};
pub use stair::{HALL_M, Stair, Steady, Way, speeds_by_density};

use super::{
    Arrival, Crossing, Crowd, DeckSpec, Field, FlightPassage, Goal, Notices, OpeningSpec, Place, Point,
    Polygon, Position, Segment, Venue, VenueSpec, Walker, step,
};
use crate::maths;

/// A number in [0, 1) that depends on nothing but its arguments (`SplitMix64`).
pub fn uniform(seed: u64, stream: u64, index: u64) -> f64 {
    let mut z = seed
        .wrapping_mul(0x9E37_79B9_7F4A_7C15)
        .wrapping_add(stream.wrapping_mul(0xD1B5_4A32_D192_ED03))
        .wrapping_add(index.wrapping_mul(0x8CB9_2BA7_2F3D_8DD7))
        .wrapping_add(0x9E37_79B9_7F4A_7C15);
    for shift in [30, 27] {
        z = (z ^ (z >> shift)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    }
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// A crowd on its way, with everything that happened.
pub struct Scene {
    /// Where they walk.
    pub venue: Venue,
    /// Who walks.
    pub crowd: Crowd,
    /// The ways to the goals, in their order.
    pub fields: Vec<Field>,
    /// What all luck is drawn from.
    pub seed: u64,
    /// Steps walked so far.
    pub steps: u32,
    /// Openings crossed, with the time, s.
    pub crossings: Vec<(f32, Crossing)>,
    /// Flights entered and left, with the time, s.
    pub flights: Vec<(f32, FlightPassage)>,
    /// Goals reached, with the time, s.
    pub arrivals: Vec<(f32, Arrival)>,
    /// Whether people are taken out when they arrive.
    pub leave_on_arrival: bool,
    /// Radii of the people are spread over this range, m.
    pub radii_m: [f32; 2],
    /// Mean and standard deviation of the drawn speeds on the flat, m/s.
    pub flat_m_s: [f32; 2],
    /// Shares of the flat speed left up and down a flight.
    pub stair_shares: [f32; 2],
    frame: Frame,
    people: u32,
    nudges: Vec<f32>,
    notices: Notices,
}

impl Scene {
    /// Nobody yet, in a place with these goals.
    ///
    /// # Panics
    /// If the geometry is unsound: it is written in the program.
    pub fn new(spec: &VenueSpec, goals: Vec<Goal>, trial: impl Into<Trial>) -> Self {
        let Trial { seed, frame } = trial.into();
        let venue = Venue::new(&frame.place(spec)).expect("geometry written in the program is sound");
        let solve = |goal| Field::solve(&venue, frame.goal(&goal));
        let fields = goals.into_iter().map(solve).collect();
        Self {
            venue,
            crowd: Crowd::new(),
            fields,
            seed,
            steps: 0,
            crossings: Vec::new(),
            flights: Vec::new(),
            arrivals: Vec::new(),
            leave_on_arrival: true,
            radii_m: [0.18, 0.18],
            flat_m_s: [1.34, 0.26],
            stair_shares: [0.5, 0.6],
            frame,
            people: 0,
            nudges: Vec::new(),
            notices: Notices::default(),
        }
    }

    /// Adds a person, with the speed given or drawn from `flat_m_s` (of adults, N(1.34, 0.26) m/s: Weidmann).
    pub fn add(&mut self, place: Place, position: Point, field: u16, speed_m_s: Option<f32>) -> u32 {
        let ordinal = self.people;
        self.insert(ordinal, place, position, field, speed_m_s);
        ordinal
    }

    /// Adds adults of these ordinals, each at the place of its ordinal, on deck 0 along field 0.
    pub fn add_in_order(&mut self, ordinals: &[u32], places: &[Point]) {
        for &ordinal in ordinals {
            self.insert(ordinal, Place::Deck(0), places[ordinal as usize], 0, None);
        }
    }

    /// Adds a person of this radius (m) and these speeds on the flat, up and down (m/s).
    pub fn add_body(
        &mut self,
        place: Place,
        position: Point,
        field: u16,
        radius_m: f32,
        [flat_m_s, up_m_s, down_m_s]: [f32; 3],
    ) -> u32 {
        let walker = Walker {
            ordinal: self.people,
            place,
            position,
            radius_m,
            flat_m_s,
            up_m_s,
            down_m_s,
            field: Some(field),
        };
        self.put(walker);
        walker.ordinal
    }

    /// Where a person is in the place.
    pub fn position(&self, ordinal: u32) -> Option<Position> {
        let at = self.crowd.position(&self.venue, ordinal)?;
        Some(Position {
            point: self.frame.unmap(at.point),
            ..at
        })
    }

    fn insert(&mut self, ordinal: u32, place: Place, position: Point, field: u16, speed_m_s: Option<f32>) {
        let drawn = || {
            let p = uniform(self.seed, 1, u64::from(ordinal)).clamp(1e-6, 1.0 - 1e-6);
            let [mean_m_s, sd_m_s] = self.flat_m_s;
            (mean_m_s + sd_m_s * maths::normal_quantile(p) as f32).clamp(0.5, 2.2)
        };
        let [up_share, down_share] = self.stair_shares;
        let flat_m_s = speed_m_s.unwrap_or_else(drawn);
        let [least_m, most_m] = self.radii_m;
        let walker = Walker {
            ordinal,
            place,
            position,
            radius_m: least_m + (most_m - least_m) * uniform(self.seed, 5, u64::from(ordinal)) as f32,
            flat_m_s,
            up_m_s: up_share * flat_m_s,
            down_m_s: down_share * flat_m_s,
            field: Some(field),
        };
        self.put(walker);
    }

    fn put(&mut self, walker: Walker) {
        self.people = self.people.max(walker.ordinal + 1);
        let position = self.frame.map(walker.position);
        let was_put = self.crowd.insert(&self.venue, Walker { position, ..walker });
        assert!(was_put, "everybody comes once");
    }

    /// Adds `count` adults spread over a rectangle of a deck.
    pub fn fill(&mut self, deck: u16, low: Point, high: Point, count: usize, field: u16) {
        for p in spread(self.seed, low, high, count) {
            self.add(Place::Deck(deck), p, field, None);
        }
    }

    /// Time walked so far, s.
    pub fn time_s(&self) -> f32 {
        self.steps as f32 * self.venue.step_s
    }

    /// Walks by steps of another length than [`STEP_S`](crate::pedestrian::STEP_S), s, to see what that changes.
    pub fn set_step(&mut self, step_s: f32) {
        self.venue.step_s = step_s;
    }

    /// Walks one step of the kernel, and keeps what was told.
    pub fn step(&mut self) {
        let per_second = (1.0 / self.venue.step_s).round() as u32;
        if self.steps.is_multiple_of(per_second) || self.nudges.len() < self.people as usize {
            let second = u64::from(self.steps / per_second);
            let draw = |i| (2.0 * uniform(self.seed, 100 + second, i) - 1.0) as f32;
            self.nudges = (0..u64::from(self.people)).map(draw).collect();
        }
        step(
            &mut self.crowd,
            &mut self.venue,
            &self.fields,
            &self.nudges,
            &mut self.notices,
        );
        self.steps += 1;
        let now = self.time_s();
        self.crossings
            .extend(self.notices.crossings.iter().map(|n| (now, *n)));
        self.flights
            .extend(self.notices.flights.iter().map(|n| (now, *n)));
        self.arrivals
            .extend(self.notices.arrivals.iter().map(|n| (now, *n)));
        if self.leave_on_arrival {
            for arrival in &self.notices.arrivals {
                self.crowd.remove(arrival.ordinal);
            }
        }
        self.notices.clear();
    }

    /// Steady flow through the opening that everybody passes forward, persons per second: between the first tenth
    /// and the last fifth of the people. Zero if too few have passed.
    pub fn steady_flow_per_s(&self) -> f32 {
        let forward = self.crossings.iter().filter(|(_, c)| c.forward);
        let times: Vec<f32> = forward.map(|(t, _)| *t).collect();
        let (from, to) = (times.len() / 10, times.len() * 8 / 10);
        if to == from {
            return 0.0;
        }
        (to - from) as f32 / (times[to] - times[from])
    }

    /// Steps until nobody is left or the time is up. Returns the time.
    pub fn run(&mut self, at_most_s: f32) -> f32 {
        while !self.crowd.is_empty() && self.time_s() < at_most_s {
            self.step();
        }
        self.time_s()
    }
}

/// `count` places on a jittered grid in a rectangle, 0.35 m off its border, in random order.
pub fn spread(seed: u64, low: Point, high: Point, count: usize) -> Vec<Point> {
    let (w, h) = (high[0] - low[0] - 0.7, high[1] - low[1] - 0.7);
    let mut pitch = (w * h / count as f32).sqrt();
    let (mut nx, mut ny) = (0, 0);
    while nx * ny < count {
        nx = (w / pitch) as usize + 1;
        ny = (h / pitch) as usize + 1;
        pitch *= 0.995;
    }
    let gap = |size: f32, n: usize| size / (n.max(2) - 1) as f32;
    let jitter = ((gap(w, nx).min(gap(h, ny)) - 0.42) / 2.0).clamp(0.0, 0.05);
    let mut places: Vec<(f64, Point)> = (0..nx * ny)
        .map(|i| {
            let index = i as u64;
            let shake = |stream| (2.0 * uniform(seed, stream, index) - 1.0) as f32 * jitter;
            let p = [
                low[0] + 0.35 + (i / ny) as f32 * gap(w, nx) + shake(3),
                low[1] + 0.35 + (i % ny) as f32 * gap(h, ny) + shake(4),
            ];
            (uniform(seed, 2, index), p)
        })
        .collect();
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    places.into_iter().take(count).map(|(_, p)| p).collect()
}

/// The walls of a rectangle with gaps on the left (x low) and right (x high) sides: each gap is (from y, to y).
pub fn rectangle_walls(
    low: Point,
    high: Point,
    left_gaps: &[(f32, f32)],
    right_gaps: &[(f32, f32)],
) -> Vec<Segment> {
    let mut walls = vec![
        Segment::new(low, [high[0], low[1]]),
        Segment::new([low[0], high[1]], high),
    ];
    for (x, gaps) in [(low[0], left_gaps), (high[0], right_gaps)] {
        walls.extend(wall_with_gaps(x, low[1], high[1], gaps));
    }
    walls
}

/// A wall along y at `x`, with gaps.
pub fn wall_with_gaps(x: f32, from: f32, to: f32, gaps: &[(f32, f32)]) -> Vec<Segment> {
    let mut walls = Vec::new();
    let mut at = from;
    for &(gap_from, gap_to) in gaps {
        walls.push(Segment::new([x, at], [x, gap_from]));
        at = gap_to;
    }
    walls.push(Segment::new([x, at], [x, to]));
    walls
}

/// A square room with a door: see [`room_with_exit`].
pub fn room_with_door(side_m: f32, door_m: f32, capacity_per_s: Option<f32>) -> (VenueSpec, Goal) {
    room_with_exit([side_m; 2], door_m, capacity_per_s)
}

/// A room of this length and breadth, a door of `door_m` in the middle of its right wall (0.2 m thick), open floor of 6 m behind.
/// Opening 0 lies in the middle of the wall; the goal is the far side.
pub fn room_with_exit(
    [length_m, breadth_m]: [f32; 2],
    door_m: f32,
    capacity_per_s: Option<f32>,
) -> (VenueSpec, Goal) {
    let (middle, thick, behind_m) = (0.5 * breadth_m, 0.2, 6.0);
    let gap = (middle - 0.5 * door_m, middle + 0.5 * door_m);
    let outside = length_m + thick;
    let (low_y, high_y) = (middle - 0.5 * door_m - 3.0, middle + 0.5 * door_m + 3.0);
    let end = outside + behind_m;
    let mut walls = rectangle_walls([0.0, 0.0], [length_m, breadth_m], &[], &[gap]);
    walls.extend(rectangle_walls(
        [outside, low_y],
        [end, high_y],
        &[gap],
        &[(low_y, high_y)],
    ));
    for y in [gap.0, gap.1] {
        walls.push(Segment::new([length_m, y], [outside, y]));
    }
    let deck = DeckSpec {
        elevation_m: 0.0,
        walkable: vec![
            Polygon::rectangle([0.0, 0.0], [length_m, breadth_m]),
            Polygon::rectangle([length_m, gap.0], [outside, gap.1]),
            Polygon::rectangle([outside, low_y], [end, high_y]),
        ],
        walls,
    };
    let across = length_m + 0.5 * thick;
    let door = OpeningSpec {
        deck: 0,
        line: Segment::new([across, gap.1], [across, gap.0]),
        capacity_per_s,
        open: true,
    };
    let goal = Goal::line(0, Segment::new([end - 0.5, low_y], [end - 0.5, high_y]));
    (
        VenueSpec {
            decks: vec![deck],
            openings: vec![door],
            flights: Vec::new(),
        },
        goal,
    )
}

/// Speed by density in a corridor, m/s: U. Weidmann 1993, v = 1.34 (1 − exp(−1.913 (1/ρ − 1/5.4))).
pub fn weidmann_m_s(density: f32) -> f32 {
    1.34 * (1.0 - maths::exp_f32(-1.913 * (1.0 / density - 1.0 / 5.4)))
}
