//! What a stair carries, and how fast people walk on it by density: 18 or 36 steps of 7/11 in, a crowd before it.
//!
//! The time gap on flights was fitted to the first case alone (SFPE, speed by density). The others use data it
//! was not fitted to.

use super::super::{DeckSpec, FlightSpec, Goal, OpeningSpec, Place, Polygon, Segment, VenueSpec};
use super::determinism::{Map, mapped, turn};
use super::scene::{Scene, rectangle_walls, spread};

/// Which way everybody goes.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Way {
    Up,
    Down,
}

/// Tread and riser of the 7/11 in stair, m.
const STEP_M: [f32; 2] = [0.279, 0.178];

/// Length and breadth of the hall before the stair, m.
const HALL_M: [f32; 2] = [15.0, 16.0];

/// Passage behind the stair, m, as wide as it.
const PASSAGE_M: f32 = 2.0;

/// A straight stair between two halls, and the crowd on its way over it.
#[derive(Debug, Clone, Copy)]
struct Stair {
    way: Way,
    width_m: f32,
    steps: u16,
    /// Most people per second and metre that step onto it, and that leave the passage behind it.
    onto_per_s_m: Option<f32>,
    off_per_s_m: Option<f32>,
    people: usize,
    seed: u64,
    /// Sizes and speeds of 5- and 6-year-olds (as `people::body`), not of adults.
    children: bool,
}

/// What was measured while the flow was steady.
struct Steady {
    /// Persons per second and metre of clear width.
    flow: f32,
    /// Persons per m² along the slope.
    density: f32,
    speed_m_s: f32,
    /// Each person on the flight every half second: the density of that moment, and the person's speed, m/s.
    samples: Vec<[f32; 2]>,
}

impl Stair {
    /// 300 adults before a flight of 18 steps.
    fn crowded(way: Way, width_m: f32, seed: u64) -> Self {
        Self {
            way,
            width_m,
            steps: 18,
            onto_per_s_m: None,
            off_per_s_m: None,
            people: 300,
            seed,
            children: false,
        }
    }

    fn run_m(&self) -> f32 {
        f32::from(self.steps) * STEP_M[0]
    }

    fn rise_m(&self) -> f32 {
        f32::from(self.steps) * STEP_M[1]
    }

    fn slope_m(&self) -> f32 {
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
            capacity_per_s: self.onto_per_s_m.map(|most| most * self.width_m),
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

    fn scene(&self, map: &Map) -> Scene {
        let (spec, goal) = self.venue();
        let (spec, goal) = mapped(&spec, &goal, map);
        let mut scene = Scene::new(&spec, vec![goal], self.seed);
        scene.stair_shares = [0.81 * 0.67, 0.81];
        if self.children {
            scene.radii_m = [0.148; 2];
            scene.flat_m_s = [0.81, 0.20];
            scene.stair_shares = [0.78 * 0.67, 0.78];
        }
        for p in spread(self.seed, [0.0, 0.0], HALL_M, self.people) {
            scene.add(Place::Deck(0), map(p), 0, None);
        }
        scene
    }

    /// Walks the crowd over the stair and measures from two fifths to three quarters of it.
    fn walk(&self) -> Steady {
        self.walk_mapped(&(Box::new(|p| p) as Map))
    }

    fn walk_mapped(&self, map: &Map) -> Steady {
        let mut scene = self.scene(map);
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
            let at = scene.crowd.position(&scene.venue, *o);
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
fn speeds_by_density(way: Way, seed: u64, fed: &[f32], let_off: &[f32]) -> Vec<Steady> {
    let long = Stair {
        steps: 36,
        people: 250,
        ..Stair::crowded(way, 1.6, seed)
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

/// SFPE handbook, 6th ed., ch. 67 (through published hydraulic models): speed along a 7/11 in stair, m/s.
fn sfpe_m_s(density: f32) -> f32 {
    1.08 * (1.0 - 0.266 * density)
}

#[test]
fn verify_speed_down_a_stair_by_density_against_sfpe() {
    let (mut squares, mut points) = (0.0, 0.0);
    for Steady {
        flow,
        density,
        speed_m_s,
        ..
    } in speeds_by_density(Way::Down, 1, &[0.5, 0.7, 0.9], &[1.0, 0.9, 0.8, 0.7])
    {
        let expected = sfpe_m_s(density);
        println!(
            "# density {density:.2} 1/m²: expected {expected:.3} m/s, obtained {speed_m_s:.3} m/s, flow {flow:.2} 1/m/s"
        );
        if (0.54..=3.0).contains(&density) {
            squares += (speed_m_s - expected) * (speed_m_s - expected);
            points += 1.0;
        }
    }
    let rmse = (squares / points).sqrt();
    println!("# fitted to it: expected RMSE 0 m/s, obtained {rmse:.3} m/s, tolerance 0.05 m/s");
    assert!(rmse < 0.05);
}

/// Corbetta's band at a density, m/s, as coded in a public `RiMEA` 13 test: the lowest and highest of mean ± standard
/// deviation of its fast and its slow walkers.
fn corbetta_m_s(way: Way, d: f32) -> [f32; 2] {
    let [(fast, fast_sd), (slow, slow_sd)] = match way {
        Way::Up => [
            (0.18 * d * d - 0.55 * d + 1.02, 0.35 - 0.14 * d),
            (0.01 * d + 0.48, 0.10 - 0.02 * d),
        ],
        Way::Down => [
            (0.33 * d * d - 1.02 * d + 1.39, 0.29 - 0.11 * d),
            (-0.08 * d + 0.67, 0.14 - 0.06 * d),
        ],
    };
    [
        (fast - fast_sd).min(slow - slow_sd),
        (fast + fast_sd).max(slow + slow_sd),
    ]
}

#[test]
fn verify_rimea_13_speeds_on_stairs_against_corbetta() {
    let seed = 1;
    let mean_by_bin = [Way::Up, Way::Down].map(|way| {
        let runs = speeds_by_density(way, seed, &[0.4, 0.6, 0.8, 0.9], &[1.0]);
        let all = runs.iter().flat_map(|run| &run.samples);
        let samples: Vec<_> = all.filter(|s| (0.6..1.5).contains(&s[0])).collect();
        let inside = samples.iter().filter(|[density, speed_m_s]| {
            let [low, high] = corbetta_m_s(way, *density);
            (low..=high).contains(speed_m_s)
        });
        let share = inside.count() as f32 / samples.len() as f32;
        println!(
            "# {way:?}, seed {seed}, {} samples: expected at least 0.5 in the band, obtained {share:.2}",
            samples.len()
        );
        assert!(share >= 0.5);
        let mut bins = [(0.0_f32, 0_u16); 9];
        for [density, speed_m_s] in samples {
            let bin = &mut bins[(((density - 0.6) / 0.1) as usize).min(8)];
            *bin = (bin.0 + speed_m_s, bin.1.saturating_add(1));
        }
        bins.map(|(sum, count)| (count > 0).then(|| sum / f32::from(count)))
    });
    let [up, down] = mean_by_bin;
    for (bin, pair) in up.into_iter().zip(down).enumerate() {
        let density = 0.65 + 0.1 * bin as f32;
        println!(
            "# seed {seed}, density {density:.2} 1/m²: expected down faster than up, obtained {pair:.2?} m/s (up, down)"
        );
        if let (Some(up), Some(down)) = pair {
            assert!(down > up);
        }
    }
}

/// Most persons per second and metre of clear width: IMO MSC.1/Circ.1533.
fn imo_flow(way: Way) -> f32 {
    match way {
        Way::Up => 0.88,
        Way::Down => 1.1,
    }
}

/// SFPE's most persons per second on a 7/11 in stair and metre of effective width, up and down.
const SFPE_PEAK: f32 = 1.02;

/// The same per metre of clear width: the effective one is 0.15 m less at each side.
fn sfpe_flow(width_m: f32) -> f32 {
    SFPE_PEAK * (width_m - 0.3) / width_m
}

#[test]
fn verify_capacity_of_stairs() {
    for way in [Way::Down, Way::Up] {
        for (width_m, seed) in [(1.2, 1), (1.6, 2), (2.4, 3)] {
            let Steady {
                flow,
                density,
                speed_m_s,
                ..
            } = Stair::crowded(way, width_m, seed).walk();
            let (imo, sfpe) = (imo_flow(way), sfpe_flow(width_m));
            println!(
                "# {way:?}, {width_m} m, seed {seed}: expected at most {imo:.2} p/s/m (IMO; SFPE {sfpe:.2}), obtained {flow:.2} at {density:.2} 1/m² and {speed_m_s:.2} m/s"
            );
            let most = 1.1 * imo;
            println!("# tolerance: 10 %, at most {most:.2} p/s/m");
            assert!(flow <= most);
        }
    }
}

#[test]
fn children_pass_a_stair_faster_than_adults() {
    for way in [Way::Down, Way::Up] {
        let adults = Stair::crowded(way, 1.6, 1);
        let children = Stair {
            children: true,
            ..adults
        };
        let (adults, children) = (adults.walk().flow, children.walk().flow);
        println!(
            "# {way:?}: expected more children than adults, as through doors (Daamen and Hoogendoorn 2012), obtained {children:.2} and {adults:.2} p/s/m"
        );
        assert!(children > adults);
    }
}

#[test]
fn verify_imo_2_3_and_nist_2_2_free_speed_on_stairs() {
    for way in [Way::Up, Way::Down] {
        for steps in [30, 302] {
            let stair = Stair {
                steps,
                people: 0,
                ..Stair::crowded(way, 2.0, 1)
            };
            let mut scene = stair.scene(&(Box::new(|p| p) as Map));
            scene.stair_shares = [1.0; 2];
            scene.add(Place::Deck(0), [HALL_M[0] - 2.0, 8.0], 0, Some(1.0));
            scene.run(300.0);
            let [(on, _), (off, _)] = scene.flights[..] else {
                panic!("onto the flight and off it")
            };
            let obtained = stair.slope_m() / (off - on);
            println!(
                "# {way:?} {:.1} m of stair: expected 1.0 m/s, obtained {obtained:.3} m/s, tolerance 0.05 m/s",
                stair.slope_m()
            );
            assert!((obtained - 1.0).abs() < 0.05);
        }
    }
}

#[test]
fn a_turned_mirrored_or_shifted_stair_carries_alike() {
    let maps: [(&str, Map); 5] = [
        ("as it is", Box::new(|p| p)),
        ("shifted", Box::new(|p| [p[0] + 213.37, p[1] - 98.61])),
        ("shifted far", Box::new(|p| [p[0] + 4_000.0, p[1] - 4_000.0])),
        ("mirrored", Box::new(|p| [-p[0], p[1]])),
        ("turned by 30°", Box::new(turn(std::f32::consts::FRAC_PI_6))),
    ];
    let stair = Stair {
        people: 200,
        ..Stair::crowded(Way::Down, 1.6, 5)
    };
    let plain = stair.walk().flow;
    for (name, map) in &maps {
        let flow = stair.walk_mapped(map).flow;
        println!("# {name}: expected {plain:.3} p/s/m, obtained {flow:.3} p/s/m, tolerance 6 %");
        assert!((flow / plain - 1.0).abs() < 0.06);
    }
}
