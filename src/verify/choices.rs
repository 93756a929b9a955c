//! Which of two exits people choose.

use super::finding::Finding;
use super::places::one_deck;
use crate::pedestrian::scene::{Scene, Trial, uniform};
use crate::pedestrian::{
    Chooser, EXPECTED_PER_M_S, Goal, Outlet, Place, Point, Polygon, STEP_S, Segment, VenueSpec, weigh_outlets,
};

/// Depth of the passage behind an exit, m, and where in it somebody is out.
const BEHIND_M: f32 = 2.0;
const OUT_M: f32 = 1.5;

/// A room with two exits of 1 m in its long side y = 0, around these x, and a line behind each.
fn room_with_two([length_m, breadth_m]: Point, exits_x: [f32; 2]) -> (VenueSpec, Vec<Goal>) {
    let mut walkable = vec![Polygon::rectangle([0.0, 0.0], [length_m, breadth_m])];
    let mut walls = vec![
        Segment::new([0.0, 0.0], [0.0, breadth_m]),
        Segment::new([0.0, breadth_m], [length_m, breadth_m]),
        Segment::new([length_m, 0.0], [length_m, breadth_m]),
    ];
    let mut at = 0.0;
    for x in exits_x {
        let [left, right] = [x - 0.5, x + 0.5];
        walls.push(Segment::new([at, 0.0], [left, 0.0]));
        walls.extend([left, right].map(|edge| Segment::new([edge, 0.0], [edge, -BEHIND_M])));
        walls.push(Segment::new([left, -BEHIND_M], [right, -BEHIND_M]));
        walkable.push(Polygon::rectangle([left, -BEHIND_M], [right, 0.0]));
        at = right;
    }
    walls.push(Segment::new([at, 0.0], [length_m, 0.0]));
    let goal = |x: f32| Goal::line(0, Segment::new([x - 0.5, -OUT_M], [x + 0.5, -OUT_M]));
    (one_deck(walkable, walls), exits_x.map(goal).to_vec())
}

/// Whoever the throng sweeps into the passage of the other exit leaves by it.
fn go_on_where_swept(scene: &mut Scene, exits_x: [f32; 2]) {
    const SWEPT_M: f32 = 0.5;
    let swept = scene.crowd.ordinals().filter_map(|ordinal| {
        let [x, y] = scene.position(ordinal)?.point;
        let nearer = u16::from((x - exits_x[1]).abs() < (x - exits_x[0]).abs());
        (y < -SWEPT_M && y > -OUT_M).then_some((ordinal, nearer))
    });
    for (ordinal, field) in swept.collect::<Vec<_>>() {
        scene.crowd.set_field(ordinal, Some(field));
    }
}

/// Walks everybody out, those of `free` by what they choose and the others by the exit they are to take. How many of
/// whom `counts` accepts leave by each.
fn walk_out(
    scene: &mut Scene,
    exits_x: [f32; 2],
    free: &[Chooser],
    counts: impl Fn(u32) -> bool,
) -> [usize; 2] {
    let outlets = [0, 1].map(|field| Outlet {
        fields: vec![field],
        flow_per_s: EXPECTED_PER_M_S,
    });
    let second = (1.0 / STEP_S) as u32;
    for chooser in free {
        scene.crowd.set_field(chooser.ordinal, None);
    }
    while !scene.crowd.is_empty() && scene.time_s() < 1_000.0 {
        if scene.steps.is_multiple_of(second) {
            let number = scene.steps / second;
            weigh_outlets(
                &mut scene.crowd,
                &scene.venue,
                &scene.fields,
                &outlets,
                free,
                number,
            );
        }
        scene.step();
        go_on_where_swept(scene, exits_x);
    }
    [0, 1].map(|field| {
        let arrivals = scene.arrivals.iter().filter(|(_, a)| a.field == field);
        arrivals.filter(|(_, a)| counts(a.ordinal)).count()
    })
}

fn chooser(ordinal: u32, trial: Trial) -> Chooser {
    let taste = [0, 1].map(|k| 2.0 * uniform(trial.seed, 10 + k, u64::from(ordinal)) as f32 - 1.0);
    Chooser {
        ordinal,
        view: 0,
        taste: taste.to_vec(),
    }
}

/// 1,000 people in the left two thirds of a room of 30 m by 20 m. Where they stand and where the exits are is assumed.
pub(super) fn rimea_11(trial: Trial) -> Vec<Finding> {
    const PEOPLE: usize = 1_000;
    let exits_x = [7.5, 22.5];
    let (spec, goals) = room_with_two([30.0, 20.0], exits_x);
    let mut scene = Scene::new(&spec, goals, trial);
    scene.fill(0, [0.0, 0.0], [20.0, 20.0], PEOPLE, 0);
    let free: Vec<Chooser> = scene.crowd.ordinals().map(|o| chooser(o, trial)).collect();
    let [near, far] = walk_out(&mut scene, exits_x, &free, |_| true);
    let share = near as f32 / PEOPLE as f32;
    vec![
        Finding::new("by the far exit", "persons", far as f32).above(0.0),
        Finding::new("share by the near exit", "", share).within(0.75, 0.55, 0.95),
        Finding::new("last of 1,000 out", "s", scene.time_s()),
    ]
}

/// Two free occupants at the middle of a room, the exits equally far. Where they and the assigned one stand is assumed.
fn two_free(with_assigned: bool, trial: Trial) -> usize {
    let exits_x = [2.0, 8.0];
    let (spec, goals) = room_with_two([10.0, 8.0], exits_x);
    let mut scene = Scene::new(&spec, goals, trial);
    let free: Vec<Chooser> = [[5.0, 6.0], [5.0, 5.0]]
        .into_iter()
        .map(|place| chooser(scene.add(Place::Deck(0), place, 0, None), trial))
        .collect();
    if with_assigned {
        scene.add(Place::Deck(0), [5.0, 4.0], 1, None);
    }
    let is_free = |ordinal| free.iter().any(|chooser| chooser.ordinal == ordinal);
    walk_out(&mut scene, exits_x, &free, is_free)[1]
}

pub(super) fn nist_3_2(trial: Trial) -> Vec<Finding> {
    const RUNS: u64 = 100;
    let share = |with_assigned| {
        let seeds = (0..RUNS).map(|k| trial.seed.wrapping_mul(RUNS).wrapping_add(k));
        let second: usize = seeds
            .map(|seed| two_free(with_assigned, trial.with_seed(seed)))
            .sum();
        second as f32 / (2 * RUNS) as f32
    };
    let alone = share(false);
    vec![
        Finding::new("share by exit 2 of two free occupants, 100 runs", "", alone),
        Finding::new("the same with a third one who goes there", "", share(true)).above(alone),
    ]
}

/// Whose luck comes first knows the first exit.
fn luck(trial: Trial, ordinal: u32) -> f64 {
    uniform(trial.seed, 20, u64::from(ordinal))
}

/// 100 people of whom so many know exit 1 only, the others exit 2 only: who knows one exit is to take it. The room is
/// assumed.
fn by_familiarity(knows_first: u32, trial: Trial) -> [usize; 2] {
    const PEOPLE: usize = 100;
    let exits_x = [4.0, 11.0];
    let (spec, goals) = room_with_two([15.0, 10.0], exits_x);
    let mut scene = Scene::new(&spec, goals, trial);
    scene.fill(0, [0.0, 0.0], [15.0, 10.0], PEOPLE, 0);
    let mut by_luck: Vec<u32> = scene.crowd.ordinals().collect();
    by_luck.sort_by(|a, b| luck(trial, *a).total_cmp(&luck(trial, *b)));
    for (rank, ordinal) in (0..).zip(by_luck) {
        scene
            .crowd
            .set_field(ordinal, Some(u16::from(rank >= knows_first)));
    }
    walk_out(&mut scene, exits_x, &[], |_| true)
}

pub(super) fn nist_3_3(trial: Trial) -> Vec<Finding> {
    let [first, second] = by_familiarity(50, trial);
    let [fewer, more] = by_familiarity(20, trial);
    let share = first as f32 / (first + second) as f32;
    vec![
        Finding::new("out of 100", "persons", (first + second) as f32).exactly(100),
        Finding::new("share by exit 1, known to half", "", share).within(0.5, 0.4, 0.6),
        Finding::new("by exit 1, known to 20 in 100", "persons", fewer as f32),
        Finding::new("by exit 2, known to the others", "persons", more as f32).above(fewer as f32),
    ]
}
