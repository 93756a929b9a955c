//! Crowds before doors and bottlenecks.

use super::finding::{Finding, not_falling, rising};
use super::places::{
    ROOM_M, RUNS, fill_imo, inside, last_out_s, mean, mean_of, one_deck, points, rooms_in_a_row,
};
use crate::pedestrian::scene::{Scene, Trial, rectangle_walls, room_with_exit};
use crate::pedestrian::{DeckSpec, FlightSpec, Goal, GoalLine, Point, Polygon, Segment, VenueSpec};

/// The most persons per second and metre through a door: IMO MSC.1/Circ.1533 (SFPE's 1.316 on the flat).
const CODE_PER_S_M: f32 = 1.3;
/// What the cases let pass, persons per second and metre.
const LIMIT_PER_S_M: f32 = 1.33;

/// People of the normal draw, or of the IMO cases.
type Fill = fn(&mut Scene, Point, Point, usize);

fn adults(scene: &mut Scene, low: Point, high: Point, count: usize) {
    scene.fill(0, low, high, count, 0);
}

fn imo_people(scene: &mut Scene, low: Point, high: Point, count: usize) {
    fill_imo(scene, low, high, count, 0);
}

/// 1,000 people in a room of 30 m by 20 m with two exits of 1 m in each of these long sides (y): seconds.
fn thousand(sides: &[f32], fill: Fill, trial: Trial) -> f32 {
    let (low, high) = ([0.0, 0.0], [30.0, 20.0]);
    let mut walkable = vec![Polygon::rectangle(low, high)];
    let mut walls = vec![Segment::new(low, [0.0, 20.0]), Segment::new([30.0, 0.0], high)];
    let mut goal = Goal::default();
    for side in [0.0_f32, 20.0] {
        let outwards = if side > 0.0 { 1.0 } else { -1.0 };
        let (outer, goal_y) = (side + 2.0 * outwards, side + 1.5 * outwards);
        let mut at = 0.0;
        for x in [7.5, 22.5].into_iter().filter(|_| sides.contains(&side)) {
            let (left, right) = (x - 0.5, x + 0.5);
            walls.push(Segment::new([at, side], [left, side]));
            at = right;
            walkable.push(Polygon::rectangle(
                [left, side.min(outer)],
                [right, side.max(outer)],
            ));
            walls.extend([left, right].map(|edge| Segment::new([edge, side], [edge, outer])));
            walls.push(Segment::new([left, outer], [right, outer]));
            goal.lines
                .push(GoalLine::new(0, Segment::new([left, goal_y], [right, goal_y])));
        }
        walls.push(Segment::new([at, side], [30.0, side]));
    }
    let mut scene = Scene::new(&one_deck(walkable, walls), vec![goal], trial);
    fill(&mut scene, low, high, 1_000);
    last_out_s(&mut scene, 1_000.0)
}

fn four_exits_against_two(fill: Fill, trial: Trial) -> Vec<Finding> {
    let (four, two) = rayon::join(
        || thousand(&[0.0, 20.0], fill, trial),
        || thousand(&[0.0], fill, trial),
    );
    vec![
        Finding::new("last of 1,000 out by four exits", "s", four),
        Finding::new("last of 1,000 out by two exits", "s", two),
        Finding::new("two exits against four", "", two / four).within(2.0, 1.6, 2.2),
    ]
}

pub(super) fn rimea_9(trial: Trial) -> Vec<Finding> {
    four_exits_against_two(adults, trial)
}

pub(super) fn imo_9(trial: Trial) -> Vec<Finding> {
    four_exits_against_two(imo_people, trial)
}

/// Everybody through the passages of rooms in a row, to a line `beyond_m` behind the last.
fn through(passages: &[(f32, f32)], beyond_m: f32, trial: Trial) -> Scene {
    let length: f32 = passages.iter().map(|(_, length_m)| ROOM_M + length_m).sum();
    let x = length + beyond_m;
    let last_m = passages[passages.len() - 1].0;
    let (low, high) = if beyond_m > 0.0 {
        (0.0, ROOM_M)
    } else {
        (0.5 * (ROOM_M - last_m), 0.5 * (ROOM_M + last_m))
    };
    let goal = Goal::line(0, Segment::new([x, low], [x, high]));
    let mut scene = Scene::new(&rooms_in_a_row(passages, true), vec![goal], trial);
    scene.fill(0, [0.0, 0.0], [ROOM_M; 2], 150, 0);
    scene
}

fn time_through(passages: &[(f32, f32)], beyond_m: f32, runs: u64, trial: Trial) -> f32 {
    mean_of(runs, trial, |trial| {
        last_out_s(&mut through(passages, beyond_m, trial), 1_000.0)
    })
}

pub(super) fn rimea_12a(trial: Trial) -> Vec<Finding> {
    /// Two metres more of a way take 1.5 s, and one run differs from the next by some 2 s.
    const RUNS: u64 = 30;
    let times = [0.0, 2.0, 4.0, 6.0, 8.0, 10.0].map(|beyond_m| {
        let name = format!("last of 150, goal {beyond_m} m behind");
        (name, time_through(&[(1.0, 0.2)], beyond_m, RUNS, trial))
    });
    not_falling("s", &times)
}

pub(super) fn rimea_12b(trial: Trial) -> Vec<Finding> {
    let times = [0.2, 5.0].map(|length_m| {
        let name = format!("last of 150, bottleneck {length_m} m long");
        (name, time_through(&[(1.0, length_m)], 10.0, RUNS, trial))
    });
    not_falling("s", &times)
}

/// Queues before two equal bottlenecks: most people, and the mean of the ten fullest seconds.
fn queues_before_two(trial: Trial) -> [[f32; 2]; 2] {
    /// The queue is who stands in these last metres before a bottleneck, 6 m across. Assumed.
    const DEPTH_M: f32 = 3.0;
    let length_m = 0.2;
    let mut scene = through(&[(1.0, length_m), (1.0, length_m)], 10.0, trial);
    let mut queues = [Vec::new(), Vec::new()];
    while !scene.crowd.is_empty() && scene.time_s() < 1_000.0 {
        scene.step();
        if !scene.steps.is_multiple_of(20) {
            continue;
        }
        let points = points(&scene);
        for (room, queue) in queues.iter_mut().enumerate() {
            let door = ROOM_M + room as f32 * (ROOM_M + length_m);
            queue.push(inside(&points, [door - DEPTH_M, 2.0], [door, 8.0]));
        }
    }
    queues.map(|mut queue| {
        queue.sort_unstable();
        let fullest: Vec<f32> = queue.iter().rev().take(10).map(|count| *count as f32).collect();
        [fullest[0], fullest.iter().sum::<f32>() / fullest.len() as f32]
    })
}

pub(super) fn rimea_12c(trial: Trial) -> Vec<Finding> {
    let [first, second] = queues_before_two(trial);
    vec![
        Finding::new("longest queue before the second bottleneck", "persons", second[0]),
        Finding::new(
            "longest queue before the first, against the second",
            "persons",
            first[0],
        )
        .above(second[0]),
        Finding::new(
            "ten fullest seconds before the first, against the second",
            "persons",
            first[1],
        )
        .above(second[1]),
    ]
}

pub(super) fn rimea_12d(trial: Trial) -> Vec<Finding> {
    let flows = [0.8, 1.0, 1.2].map(|width_m| {
        let flow = mean(trial, |trial| {
            let mut scene = through(&[(width_m, 5.0)], 10.0, trial);
            scene.run(1_000.0);
            scene.steady_flow_per_s()
        });
        (format!("flow of a bottleneck {width_m} m wide, 5 m long"), flow)
    });
    rising("persons/s", &flows)
}

/// A room of 8 m by 5 m with an exit of 1 m: the flow from the first to the last of 100, and the steady flow.
fn hundred_by_one_exit(is_code: bool, fill: Fill, trial: Trial) -> [f32; 2] {
    let (spec, goal) = room_with_exit([8.0, 5.0], 1.0, is_code.then_some(CODE_PER_S_M));
    let mut scene = Scene::new(&spec, vec![goal], trial);
    fill(&mut scene, [0.0, 0.0], [8.0, 5.0], 100);
    scene.run(600.0);
    let last_s = scene
        .crossings
        .last()
        .map_or(f32::INFINITY, |(time_s, _)| *time_s);
    [
        scene.crossings.iter().filter(|(_, c)| c.forward).count() as f32 / last_s,
        scene.steady_flow_per_s(),
    ]
}

pub(super) fn imo_4(trial: Trial) -> Vec<Finding> {
    let [[code, _], [emergent, _]] = [true, false].map(|code| hundred_by_one_exit(code, imo_people, trial));
    vec![
        Finding::new("flow over the whole period, code", "persons/s", code).at_most(LIMIT_PER_S_M),
        Finding::new("the same, emergent", "persons/s", emergent).against("about 1.9 (experiments)"),
    ]
}

pub(super) fn nist_5_2(trial: Trial) -> Vec<Finding> {
    let [[_, code], [_, emergent]] = [true, false].map(|code| hundred_by_one_exit(code, adults, trial));
    vec![
        Finding::new("sustained flow, code", "persons/s/m", code).at_most(LIMIT_PER_S_M),
        Finding::new("the same, emergent", "persons/s/m", emergent).against("about 1.9 (experiments)"),
    ]
}

/// A room, a corridor of 2 m by 12 m at its far side and a stair of 2 m up behind it.
struct Ascent {
    room_m: Point,
}

/// Length and width of the corridor, m; plan length and rise of the stair, m (the stair is assumed).
const CORRIDOR_M: [f32; 2] = [12.0, 2.0];
const STAIR_M: [f32; 2] = [5.6, 3.56];

impl Ascent {
    fn gap(&self) -> (f32, f32) {
        let middle = 0.5 * self.room_m[1];
        (middle - 0.5 * CORRIDOR_M[1], middle + 0.5 * CORRIDOR_M[1])
    }

    fn foot_x(&self) -> f32 {
        self.room_m[0] + CORRIDOR_M[0]
    }

    fn venue(&self) -> (VenueSpec, Goal) {
        let gap = self.gap();
        let across = |x: f32| Segment::new([x, gap.0], [x, gap.1]);
        let (foot, head) = (self.foot_x(), self.foot_x() + STAIR_M[0]);
        let room = Polygon::rectangle([0.0, 0.0], self.room_m);
        let passage = Polygon::rectangle([self.room_m[0], gap.0], [foot, gap.1]);
        let mut walls = rectangle_walls([0.0, 0.0], self.room_m, &[], &[gap]);
        walls.extend([gap.0, gap.1].map(|y| Segment::new([self.room_m[0], y], [foot, y])));
        let mut spec = one_deck(vec![room, passage], walls);
        let (low, high) = ([head, gap.0], [head + 4.0, gap.1]);
        spec.decks.push(DeckSpec {
            elevation_m: STAIR_M[1],
            walkable: vec![Polygon::rectangle(low, high)],
            walls: rectangle_walls(low, high, &[gap], &[gap]),
        });
        spec.flights.push(FlightSpec {
            lower_deck: 0,
            upper_deck: 1,
            lower_edge: across(foot),
            upper_edge: across(head),
            rise_m: STAIR_M[1],
            capacity: None,
            open: true,
        });
        (spec, Goal::line(1, across(head + 3.0)))
    }

    /// Highest five-second mean of the density (persons/m²) before the room's exit, in the middle of the corridor
    /// and before the stair, each over 2 m by 2 m.
    fn densities(&self, people: usize, trial: Trial) -> [f32; 3] {
        /// Samples of half a second in five seconds.
        const WINDOW: usize = 10;
        let (low, high) = self.gap();
        let (spec, goal) = self.venue();
        let mut scene = Scene::new(&spec, vec![goal], trial);
        imo_people(&mut scene, [0.0, 0.0], self.room_m, people);
        let ends = [
            self.room_m[0],
            self.room_m[0] + 0.5 * CORRIDOR_M[0] + 1.0,
            self.foot_x(),
        ];
        let mut samples: [Vec<f32>; 3] = [Vec::new(), Vec::new(), Vec::new()];
        while !scene.crowd.is_empty() && scene.time_s() < 600.0 {
            scene.step();
            if scene.steps.is_multiple_of(10) {
                let points = points(&scene);
                for (samples, end) in samples.iter_mut().zip(ends) {
                    samples.push(inside(&points, [end - 2.0, low], [end, high]) as f32 / 4.0);
                }
            }
        }
        samples.map(|samples| {
            let means = samples
                .windows(WINDOW)
                .map(|window| window.iter().sum::<f32>() / WINDOW as f32);
            means.fold(0.0, f32::max)
        })
    }
}

pub(super) fn imo_11(trial: Trial) -> Vec<Finding> {
    let [exit, corridor, stair] = Ascent { room_m: [5.0, 8.0] }.densities(150, trial);
    vec![
        Finding::new("density in the corridor", "persons/m²", corridor),
        Finding::new(
            "density at the room's exit, against the corridor",
            "persons/m²",
            exit,
        )
        .above(corridor),
        Finding::new(
            "density at the foot of the stair, against the corridor",
            "persons/m²",
            stair,
        )
        .above(corridor),
    ]
}

pub(super) fn nist_5_1(trial: Trial) -> Vec<Finding> {
    let [exit, corridor, stair] = Ascent { room_m: [8.0, 5.0] }.densities(100, trial);
    vec![
        Finding::new("peak density in the corridor", "persons/m²", corridor),
        Finding::new(
            "peak density at the room's exit, against the corridor",
            "persons/m²",
            exit,
        )
        .above(corridor),
        Finding::new("peak density at the foot of the stair", "persons/m²", stair),
    ]
}
