//! The places of the published cases, and how they are filled and watched.

use crate::pedestrian::scene::{Scene, Trial, rectangle_walls, spread, uniform};
use crate::pedestrian::{DeckSpec, Goal, OpeningSpec, Place, Point, Polygon, Segment, VenueSpec};

/// Runs of a case whose answer is a mean over luck.
pub(super) const RUNS: u64 = 5;

/// The mean of a figure over those runs.
pub(super) fn mean(trial: Trial, figure: impl Fn(Trial) -> f32) -> f32 {
    mean_of(RUNS, trial, figure)
}

/// The mean of a figure over so many runs.
pub(super) fn mean_of(runs: u64, trial: Trial, figure: impl Fn(Trial) -> f32) -> f32 {
    let trials = (0..runs).map(|k| trial.with_seed(trial.seed.wrapping_add(k)));
    trials.map(figure).sum::<f32>() / runs as f32
}

/// One level without doors or stairs.
pub(super) fn one_deck(walkable: Vec<Polygon>, walls: Vec<Segment>) -> VenueSpec {
    let deck = DeckSpec {
        elevation_m: 0.0,
        walkable,
        walls,
    };
    VenueSpec {
        decks: vec![deck],
        ..VenueSpec::default()
    }
}

/// A line across, passed forward towards larger x.
pub(super) fn opening(x: f32, (low, high): (f32, f32), capacity_per_s: Option<f32>) -> OpeningSpec {
    OpeningSpec {
        deck: 0,
        line: Segment::new([x, high], [x, low]),
        capacity_per_s,
        open: true,
    }
}

/// A straight corridor along x from the origin, one metre longer than `length_m` at the far end; the goal lies at
/// `length_m`.
pub(super) fn corridor(length_m: f32, width_m: f32) -> (VenueSpec, Goal) {
    let high = [length_m + 1.0, width_m];
    let spec = one_deck(
        vec![Polygon::rectangle([0.0, 0.0], high)],
        rectangle_walls([0.0, 0.0], high, &[], &[(0.0, width_m)]),
    );
    let goal = Goal::line(0, Segment::new([length_m, 0.0], [length_m, width_m]));
    (spec, goal)
}

/// A corridor that turns left once: `legs_m` are the lengths of the inner walls. The goal lies at the end of the
/// second leg, one metre of floor behind it.
pub(super) fn corner([first_m, second_m]: [f32; 2], width_m: f32) -> (VenueSpec, Goal) {
    let (outer, goal_y) = (first_m + width_m, width_m + second_m);
    let end = goal_y + 1.0;
    let corners = [
        [0.0, width_m],
        [0.0, 0.0],
        [outer, 0.0],
        [outer, end],
        [first_m, end],
        [first_m, width_m],
        [0.0, width_m],
    ];
    let walkable = vec![
        Polygon::rectangle([0.0, 0.0], [outer, width_m]),
        Polygon::rectangle([first_m, width_m], [outer, end]),
    ];
    let goal = Goal::line(0, Segment::new([first_m, goal_y], [outer, goal_y]));
    (one_deck(walkable, along(&corners)), goal)
}

/// A corridor that turns left twice and leads back: lengths are those of the inner walls.
pub(super) fn detour([first_m, across_m, back_m]: [f32; 3], width_m: f32) -> (VenueSpec, Goal) {
    let (outer, low) = (first_m + width_m, width_m + across_m);
    let (top, goal_x) = (low + width_m, first_m - back_m);
    let end = goal_x - 1.0;
    let corners = [
        [0.0, width_m],
        [0.0, 0.0],
        [outer, 0.0],
        [outer, top],
        [end, top],
        [end, low],
        [first_m, low],
        [first_m, width_m],
        [0.0, width_m],
    ];
    let walkable = vec![
        Polygon::rectangle([0.0, 0.0], [outer, width_m]),
        Polygon::rectangle([first_m, width_m], [outer, low]),
        Polygon::rectangle([end, low], [outer, top]),
    ];
    let goal = Goal::line(0, Segment::new([goal_x, low], [goal_x, top]));
    (one_deck(walkable, along(&corners)), goal)
}

/// Walls from corner to corner.
fn along(corners: &[Point]) -> Vec<Segment> {
    corners
        .windows(2)
        .map(|pair| Segment::new(pair[0], pair[1]))
        .collect()
}

/// Side of the rooms in a row, m.
pub(super) const ROOM_M: f32 = 10.0;

/// Rooms of 10 m by 10 m in a row along x, joined by passages of (width, length); opening k lies in the middle of
/// passage k. With an `open_end`, the last room has a metre of floor more instead of its far wall.
pub(super) fn rooms_in_a_row(passages: &[(f32, f32)], open_end: bool) -> VenueSpec {
    let (mut walkable, mut walls, mut openings) = (Vec::new(), Vec::new(), Vec::new());
    let mut x = 0.0;
    let mut gap_before: Vec<(f32, f32)> = Vec::new();
    for &(width_m, length_m) in passages {
        let gap = (0.5 * (ROOM_M - width_m), 0.5 * (ROOM_M + width_m));
        let (end, next) = (x + ROOM_M, x + ROOM_M + length_m);
        walkable.push(Polygon::rectangle([x, 0.0], [end, ROOM_M]));
        walkable.push(Polygon::rectangle([end, gap.0], [next, gap.1]));
        walls.extend(rectangle_walls([x, 0.0], [end, ROOM_M], &gap_before, &[gap]));
        walls.extend([gap.0, gap.1].map(|y| Segment::new([end, y], [next, y])));
        openings.push(opening(0.5 * (end + next), gap, None));
        (x, gap_before) = (next, vec![gap]);
    }
    let whole = [(0.0, ROOM_M)];
    let (end, far_gap) = if open_end {
        (x + ROOM_M + 1.0, &whole[..])
    } else {
        (x + ROOM_M, &[][..])
    };
    walkable.push(Polygon::rectangle([x, 0.0], [end, ROOM_M]));
    walls.extend(rectangle_walls([x, 0.0], [end, ROOM_M], &gap_before, far_gap));
    VenueSpec {
        openings,
        ..one_deck(walkable, walls)
    }
}

/// Least and greatest speed of the people of IMO MSC.1/Circ.1533's cases, m/s: men of 30 to 50.
const IMO_M_S: [f32; 2] = [0.97, 1.62];

/// Adds people with the speeds of the IMO cases, spread over a rectangle of deck 0.
pub(super) fn fill_imo(scene: &mut Scene, low: Point, high: Point, count: usize, field: u16) {
    let [least, most] = IMO_M_S;
    let stream = 6 + u64::from(field);
    for (i, p) in (0..).zip(spread(scene.seed, low, high, count)) {
        let speed_m_s = least + (most - least) * uniform(scene.seed, stream, i) as f32;
        scene.add(Place::Deck(0), p, field, Some(speed_m_s));
    }
}

/// The time at which the last one was through; infinite if somebody was not.
pub(super) fn last_out_s(scene: &mut Scene, at_most_s: f32) -> f32 {
    let time_s = scene.run(at_most_s);
    if scene.crowd.is_empty() {
        time_s
    } else {
        f32::INFINITY
    }
}

/// Where everybody on deck 0 is.
pub(super) fn points(scene: &Scene) -> Vec<Point> {
    let positions = scene.crowd.ordinals().filter_map(|o| scene.position(o));
    positions
        .filter(|at| at.place == Place::Deck(0))
        .map(|at| at.point)
        .collect()
}

/// How many stand off the floor by more than a millimetre.
pub(super) fn off_the_floor(scene: &Scene, floor: &[Polygon]) -> usize {
    const GRACE_M: f32 = 0.001;
    let grace = [
        [0.0, 0.0],
        [GRACE_M, 0.0],
        [-GRACE_M, 0.0],
        [0.0, GRACE_M],
        [0.0, -GRACE_M],
    ];
    let on = |p: &Point| {
        grace
            .iter()
            .any(|g| floor.iter().any(|part| part.contains([p[0] + g[0], p[1] + g[1]])))
    };
    points(scene).iter().filter(|p| !on(p)).count()
}

/// How many of them are in a rectangle.
pub(super) fn inside(points: &[Point], low: Point, high: Point) -> usize {
    let is_in = |p: &&Point| (0..2).all(|axis| (low[axis]..high[axis]).contains(&p[axis]));
    points.iter().filter(is_in).count()
}
