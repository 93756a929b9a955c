//! A straight stair with a crowd before it, and what it carries.

use super::super::{
    ClimbCapacity, DeckSpec, FlightSpec, Goal, OpeningSpec, Place, Polygon, Segment, VenueSpec,
};
use super::{Scene, Trial, rectangle_walls, spread};

/// Which way everybody goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Way {
    /// Up.
    Up,
    /// Down.
    Down,
}

/// Tread and riser of the 7/11 in stair, m.
const STEP_M: [f32; 2] = [0.279, 0.178];

/// Length and breadth of the hall before the stair, m.
pub const HALL_M: [f32; 2] = [15.0, 16.0];

/// Passage behind the stair, m, as wide as it.
const PASSAGE_M: f32 = 2.0;

/// A straight stair between two halls, and the crowd on its way over it.
#[derive(Debug, Clone, Copy)]
pub struct Stair {
    /// Which way.
    pub way: Way,
    /// Clear width, m.
    pub width_m: f32,
    /// How many steps it has.
    pub steps: u16,
    /// Most people per second and metre that step onto it.
    pub onto_per_s_m: Option<f32>,
    /// Most people per second and metre that leave the passage behind it.
    pub off_per_s_m: Option<f32>,
    /// How many wait before it.
    pub people: usize,
    /// Its luck, and where it lies.
    pub trial: Trial,
    /// Sizes and speeds of 5- and 6-year-olds (as `people::body`), not of adults.
    pub children: bool,
}

/// What was measured while the flow was steady.
pub struct Steady {
    /// Persons per second and metre of clear width.
    pub flow: f32,
    /// Persons per m² along the slope.
    pub density: f32,
    /// Mean speed along the slope, m/s.
    pub speed_m_s: f32,
    /// Each person on the flight every half second: the density of that moment, and the person's speed, m/s.
    pub samples: Vec<[f32; 2]>,
}

impl Stair {
    /// 300 adults before a flight of 18 steps.
    pub fn crowded(way: Way, width_m: f32, trial: impl Into<Trial>) -> Self {
        Self {
            way,
            width_m,
            steps: 18,
            onto_per_s_m: None,
            off_per_s_m: None,
            people: 300,
            trial: trial.into(),
            children: false,
        }
    }

    fn run_m(&self) -> f32 {
        f32::from(self.steps) * STEP_M[0]
    }

    fn rise_m(&self) -> f32 {
        f32::from(self.steps) * STEP_M[1]
    }

    /// Length along the slope, m.
    pub fn slope_m(&self) -> f32 {
        (self.run_m() * self.run_m() + self.rise_m() * self.rise_m()).sqrt()
    }

    /// Along x: hall (deck 0), flight, passage and floor behind (deck 1).
    fn venue(&self) -> (VenueSpec, Goal) {
        let ([length, breadth], up) = (HALL_M, self.way == Way::Up);
        let gap = (0.5 * (breadth - self.width_m), 0.5 * (breadth + self.width_m));
        let across = |x: f32| Segment::new([x, gap.0], [x, gap.1]);
        let (behind, floor) = (length + self.run_m(), length + self.run_m() + PASSAGE_M);
        let before = DeckSpec {
            elevation_m: if up { 0.0 } else { self.rise_m() },
            walkable: vec![Polygon::rectangle([0.0, 0.0], HALL_M)],
            walls: rectangle_walls([0.0, 0.0], HALL_M, &[], &[gap]),
        };
        let mut walls = rectangle_walls([floor, 0.0], [floor + 6.0, breadth], &[gap], &[]);
        walls.extend([gap.0, gap.1].map(|y| Segment::new([behind, y], [floor, y])));
        let after = DeckSpec {
            elevation_m: if up { self.rise_m() } else { 0.0 },
            walkable: vec![
                Polygon::rectangle([behind, gap.0], [floor, gap.1]),
                Polygon::rectangle([floor, 0.0], [floor + 6.0, breadth]),
            ],
            walls,
        };
        let (lower_edge, upper_edge) = if up {
            (across(length), across(behind))
        } else {
            (across(behind), across(length))
        };
        let flight = FlightSpec {
            lower_deck: u16::from(!up),
            upper_deck: u16::from(up),
            lower_edge,
            upper_edge,
            rise_m: self.rise_m(),
            capacity: self.onto_per_s_m.map(|most| ClimbCapacity {
                up_per_s: most * self.width_m,
                down_per_s: most * self.width_m,
            }),
            open: true,
        };
        let end = OpeningSpec {
            deck: 1,
            line: across(floor),
            capacity_per_s: self.off_per_s_m.map(|most| most * self.width_m),
            open: true,
        };
        let goal = Goal::line(1, Segment::new([floor + 5.0, 0.0], [floor + 5.0, breadth]));
        let spec = VenueSpec {
            decks: vec![before, after],
            openings: vec![end],
            flights: vec![flight],
        };
        (spec, goal)
    }

    /// The crowd before it.
    pub fn scene(&self) -> Scene {
        let (spec, goal) = self.venue();
        let mut scene = Scene::new(&spec, vec![goal], self.trial);
        scene.stair_shares = [0.81 * 0.67, 0.81];
        if self.children {
            scene.radii_m = [0.148; 2];
            scene.flat_m_s = [0.81, 0.20];
            scene.stair_shares = [0.78 * 0.67, 0.78];
        }
        for p in spread(self.trial.seed, [0.0, 0.0], HALL_M, self.people) {
            scene.add(Place::Deck(0), p, 0, None);
        }
        scene
    }

    /// Walks the crowd over the stair and measures from two fifths to three quarters of it.
    ///
    /// # Panics
    /// If the stair does not carry everybody within 3,000 s.
    pub fn walk(&self) -> Steady {
        let mut scene = self.scene();
        let (from, to) = (self.people * 2 / 5, self.people * 3 / 4);
        let (mut begun_s, mut passed, mut moments) = (0.0, 0, 0_u16);
        let mut samples = Vec::new();
        while passed < to {
            scene.step();
            assert!(scene.time_s() < 3_000.0, "the stair carries everybody");
            let before = passed;
            passed = scene.flights.iter().filter(|(_, f)| !f.entered).count();
            if before < from && passed >= from {
                begun_s = scene.time_s();
            }
            if passed >= from && scene.steps.is_multiple_of(10) {
                moments += 1;
                self.sample(&scene, &mut samples);
            }
        }
        let count = samples.len() as f32;
        Steady {
            flow: (to - from) as f32 / (scene.time_s() - begun_s) / self.width_m,
            density: count / f32::from(moments) / (self.width_m * self.slope_m()),
            speed_m_s: samples.iter().map(|s| s[1]).sum::<f32>() / count,
            samples,
        }
    }

    fn sample(&self, scene: &Scene, samples: &mut Vec<[f32; 2]>) {
        let on_it = |o: &u32| {
            let at = scene.position(*o);
            at.is_some_and(|at| at.place == Place::Flight(0))
        };
        let people: Vec<u32> = scene.crowd.ordinals().filter(on_it).collect();
        let density = people.len() as f32 / (self.width_m * self.slope_m());
        samples.extend(people.iter().map(|&o| {
            let speed_m_s = scene.crowd.speed_m_s(o).expect("ordinals are present");
            [density, speed_m_s]
        }));
    }
}

/// Flights fed by so many persons/s/m (free and full), or let off by so many (jammed).
pub fn speeds_by_density(way: Way, trial: impl Into<Trial>, fed: &[f32], let_off: &[f32]) -> Vec<Steady> {
    let long = Stair {
        steps: 36,
        people: 250,
        ..Stair::crowded(way, 1.6, trial)
    };
    let free = fed.iter().map(|most| Stair {
        onto_per_s_m: Some(*most),
        ..long
    });
    let jammed = let_off.iter().map(|most| Stair {
        off_per_s_m: Some(*most),
        ..long
    });
    free.chain(jammed).map(|stair| stair.walk()).collect()
}
