//! Where a person turns and how fast: the collision-free speed model with shoulders that turn, and steps aside.

use super::barriers::Near;
use super::calibration::{
    ALONG_COSINE, ARCH_COSINE, ARCH_REACH_M, FILE_BREADTH, HEAD_ON_SHARE, KEEP_RIGHT, NUDGE_SLOPE,
    ONCOMING_COSINE, OVERTAKE, OVERTAKING_GAP_S, OVERTAKING_SHARE, PASSING_SHARE, PATIENCE_S, PRESSED_SHARE,
    PUSH_CUTOFF_M, ROUND_THE_END, STEP_ASIDE, STEP_ASIDE_SHARE, TIME_GAP_S, TURNED_SHARE, TURNING_S,
    UNHEEDED_SHARE, WALL_REACH_M,
};
use super::geometry::{Point, add, cross, dot, sub, unit_or};
use super::neighbours::{Ahead, FREE_M, Neighbours, Seeker, far_ahead};

/// What a person wants in this step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wish {
    /// The way of the field, of length 1.
    pub(super) way: Point,
    /// Desired speed in the plan, m/s.
    pub(super) speed_m_s: f32,
    /// Time gap kept to whoever is ahead, s: longer on a flight.
    pub(super) time_gap_s: f32,
    /// Whether walls leave room for one only: nobody is overtaken there.
    pub(super) in_file: bool,
    /// How long the person has been held up, s.
    pub(super) held_up_s: f32,
    /// The person's luck of this second, −1 to 1.
    pub(super) nudge: f32,
}

/// Whether walls along the way leave no room at the side of a person of this radius for another like them.
pub(super) fn is_in_single_file(p: Point, radius_m: f32, way: Point, near: &[Near]) -> bool {
    let two_abreast_m = 4.0 * radius_m;
    let beside = near.iter().filter(|b| b.stops && b.distance_m < two_abreast_m);
    let mut room_m = [f32::INFINITY; 2];
    for wall in beside {
        let runs = dot(unit_or(sub(wall.line.b, wall.line.a), [0.0; 2]), way).abs() > ALONG_COSINE;
        let to = sub(wall.nearest, p);
        if runs && dot(to, way).abs() < ALONG_COSINE * wall.distance_m {
            let side = &mut room_m[usize::from(cross(way, to) > 0.0)];
            *side = side.min(wall.distance_m);
        }
    }
    room_m[0] + room_m[1] < two_abreast_m
}

/// Velocity in the plan chosen for this step, m/s.
pub(super) fn steer(seeker: &Seeker, wish: &Wish, near: &[Near], neighbours: &mut Neighbours) -> Point {
    neighbours.gather(seeker, near);
    let impatience = impatience(wish);
    let way = turned_by(wish.way, impatience * wish.nudge * NUDGE_SLOPE);
    let push = neighbours.push();
    let e = unit_or(pushed_along_walls(seeker, near, way, push), way);
    let mut ahead = look_ahead(seeker, neighbours, e, 1.0, wish);
    if wish.in_file {
        let behind = look_ahead(seeker, neighbours, e, FILE_BREADTH, wish);
        let deeper_m = (FILE_BREADTH - 1.0) * 2.0 * seeker.radius_m;
        ahead.gap_m = ahead.gap_m.min(behind.gap_m + deeper_m);
    }
    let mut speed_m_s = speed_for(ahead, wish);
    if speed_m_s >= STEP_ASIDE_SHARE * wish.speed_m_s {
        return [e[0] * speed_m_s, e[1] * speed_m_s];
    }
    let by = ahead.by.or_else(|| neighbours.who(e, 1.0, ahead.gap_m));
    let Some(by) = by.map(|k| k as usize) else {
        return [e[0] * speed_m_s, e[1] * speed_m_s];
    };
    if impatience > 0.0 && in_an_arch(seeker, wish, near, by) {
        ahead = look_ahead(seeker, neighbours, e, 1.0 - TURNED_SHARE * impatience, wish);
        speed_m_s = speed_for(ahead, wish);
    }
    if is_to_be_passed(seeker, wish, by) {
        // Whoever squeezes past makes no full strides, on a flight either: the gap is that of the flat.
        let wish = Wish {
            time_gap_s: TIME_GAP_S,
            ..*wish
        };
        speed_m_s = speed_for(ahead, &wish);
        let (aside, aside_m_s) = step_aside(seeker, near, neighbours, &wish, push, by);
        if aside_m_s > speed_m_s {
            return [aside[0] * aside_m_s, aside[1] * aside_m_s];
        }
    } else if speed_m_s >= OVERTAKING_SHARE * wish.speed_m_s
        && seeker.surface.climb.is_none()
        && !wish.in_file
        && let Some(past) = overtake(seeker, near, neighbours, wish, push)
    {
        return past;
    }
    [e[0] * speed_m_s, e[1] * speed_m_s]
}

/// The velocity past somebody slower on the side where there is more room, if there is enough to walk freely. (In a
/// throng there never is: nobody overtakes in a queue.)
fn overtake(
    seeker: &Seeker,
    near: &[Near],
    neighbours: &Neighbours,
    wish: &Wish,
    push: Point,
) -> Option<Point> {
    let [cosine, sine] = OVERTAKE;
    let far = Wish {
        time_gap_s: OVERTAKING_GAP_S,
        ..*wish
    };
    let enough_m = wish.speed_m_s * OVERTAKING_GAP_S;
    let try_side = |sine: f32| {
        let [x, y] = wish.way;
        let way = [cosine * x - sine * y, sine * x + cosine * y];
        let e = unit_or(along_walls(seeker, near, add(way, push)), way);
        // In a throng somebody near is in the way already: nobody looks farther.
        let is_open = neighbours.ahead(e, 1.0).gap_m >= enough_m;
        let gap_m = is_open.then(|| look_ahead(seeker, neighbours, e, 1.0, &far).gap_m);
        (e, gap_m.filter(|gap_m| *gap_m >= enough_m))
    };
    let (right, left) = (try_side(-sine), try_side(sine));
    let (e, is_free) = if right.1 > left.1 { right } else { left };
    is_free.map(|_| [e[0] * wish.speed_m_s, e[1] * wish.speed_m_s])
}

/// Whether `by` blocks from the side beside a wall or jamb: arches stand on walls, and their stones are
/// neighbours. (People who turned their shoulders in the queue behind would only pack it.)
fn in_an_arch(seeker: &Seeker, wish: &Wish, near: &[Near], by: usize) -> bool {
    let to = sub([seeker.cells.x[by], seeker.cells.y[by]], seeker.p);
    dot(unit_or(to, wish.way), wish.way) < ARCH_COSINE
        && near.iter().any(|b| b.stops && b.distance_m < ARCH_REACH_M)
}

/// 0 while patient, 1 when the shoulders are turned. Luck decides who loses patience first.
fn impatience(wish: &Wish) -> f32 {
    let patience_s = PATIENCE_S * (1.5 + wish.nudge);
    ((wish.held_up_s - patience_s) / TURNING_S).clamp(0.0, 1.0)
}

/// `way` turned left by the angle of this tangent.
fn turned_by(way: Point, slope: f32) -> Point {
    unit_or([way[0] - slope * way[1], way[1] + slope * way[0]], way)
}

fn speed_for(ahead: Ahead, wish: &Wish) -> f32 {
    (ahead.gap_m / wish.time_gap_s).clamp(0.0, wish.speed_m_s)
}

/// Free distance ahead, as far as it matters at this speed.
fn look_ahead(seeker: &Seeker, neighbours: &Neighbours, e: Point, share: f32, wish: &Wish) -> Ahead {
    let near = neighbours.ahead(e, share);
    let matters_m = wish.speed_m_s * wish.time_gap_s;
    // Whoever is beyond the near search leaves at least this gap.
    let beyond_m = PUSH_CUTOFF_M - (seeker.radius_m + 0.3) * share;
    if near.gap_m <= beyond_m || matters_m <= beyond_m {
        return near;
    }
    let far = far_ahead(seeker, e, share, matters_m + (seeker.radius_m + 0.3) * share);
    if far.gap_m < near.gap_m { far } else { near }
}

/// Takes from a direction the part that leads into walls, the more the nearer they are.
///
/// A push that falls over 2 cm would throw people back and forth: a step is three times as long.
fn along_walls(seeker: &Seeker, near: &[Near], direction: Point) -> Point {
    let mut along = direction;
    for wall in near.iter().filter(|b| b.stops) {
        let gap_m = wall.distance_m - seeker.radius_m;
        if gap_m < WALL_REACH_M {
            let away = unit_or(sub(seeker.p, wall.nearest), [0.0; 2]);
            let into = (-dot(along, away)).max(0.0);
            let taken = into * (1.0 - gap_m / WALL_REACH_M).clamp(0.0, 1.0);
            along = add(along, [away[0] * taken, away[1] * taken]);
        }
    }
    along
}

/// The same for whoever is pushed: whoever nobody pushes turns round the end of a wall that they walk into head-on. In a
/// throng the pushes see to that, and arches at jambs break by them.
fn pushed_along_walls(seeker: &Seeker, near: &[Near], way: Point, push: Point) -> Point {
    let along = along_walls(seeker, near, add(way, push));
    let is_head_on = dot(along, along) < HEAD_ON_SHARE * HEAD_ON_SHARE;
    if is_head_on && dot(push, push) < HEAD_ON_SHARE * HEAD_ON_SHARE {
        add(along, round_the_end(seeker, near))
    } else {
        along
    }
}

/// The way round the end of a wall that somebody walks into head-on: what is left of their direction then may lead back
/// along the wall, for ever. Where walls go on from each other there is no end.
fn round_the_end(seeker: &Seeker, near: &[Near]) -> Point {
    /// Ends nearer to each other are one corner, m.
    const SAME_M: f32 = 0.01;
    let walls = || near.iter().filter(|b| b.stops);
    let nearest = walls().min_by(|a, b| a.distance_m.total_cmp(&b.distance_m));
    let Some(nearest) = nearest.filter(|b| b.distance_m - seeker.radius_m < WALL_REACH_M) else {
        return [0.0; 2];
    };
    let is_there = |end: Point| {
        let off = sub(end, nearest.nearest);
        dot(off, off) < SAME_M * SAME_M
    };
    if !(is_there(nearest.line.a) || is_there(nearest.line.b)) {
        return [0.0; 2];
    }
    let mut round = [0.0; 2];
    for line in walls().map(|wall| wall.line) {
        for (end, other) in [(line.a, line.b), (line.b, line.a)] {
            if is_there(end) {
                round = add(round, unit_or(sub(end, other), [0.0; 2]));
            }
        }
    }
    let away = unit_or(sub(seeker.p, nearest.nearest), [0.0; 2]);
    let outwards = dot(round, away);
    let across = sub(round, [away[0] * outwards, away[1] * outwards]);
    [across[0] * ROUND_THE_END, across[1] * ROUND_THE_END]
}

/// Whether a person stands still, or comes the other way.
fn is_to_be_passed(seeker: &Seeker, wish: &Wish, by: usize) -> bool {
    // Who goes the same way is no oncomer, even where both sides of a door converge.
    let fellow = seeker.cells.field[by] == seeker.cells.field[seeker.k];
    stands(seeker, by) || !(fellow || dot(seeker.cells.way[by], wish.way) > ONCOMING_COSINE)
}

fn stands(seeker: &Seeker, by: usize) -> bool {
    dot(seeker.cells.way[by], seeker.cells.way[by]) < 0.25
}

/// The step aside past `by`: to the right if there is about as much room as on the left.
fn step_aside(
    seeker: &Seeker,
    near: &[Near],
    neighbours: &Neighbours,
    wish: &Wish,
    push: Point,
    by: usize,
) -> (Point, f32) {
    let impatience = impatience(wish);
    let share = 1.0 - PASSING_SHARE - PRESSED_SHARE * impatience;
    let heed = 1.0 - UNHEEDED_SHARE * impatience;
    let push = [push[0] * heed, push[1] * heed];
    let [cosine, sine] = STEP_ASIDE;
    let try_side = |sine: f32| {
        let [x, y] = wish.way;
        let way = [cosine * x - sine * y, sine * x + cosine * y];
        let e = unit_or(along_walls(seeker, near, add(way, push)), way);
        let gap_m = look_ahead(seeker, neighbours, e, share, wish).gap_m;
        (e, gap_m.clamp(0.0, FREE_M))
    };
    let (right, left) = (try_side(-sine), try_side(sine));
    let keep_right = if stands(seeker, by) { 1.0 } else { KEEP_RIGHT };
    let (e, gap_m) = if left.1 > keep_right * right.1 {
        left
    } else {
        right
    };
    (e, speed_for(Ahead { gap_m, by: None }, wish))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pedestrian::Segment;
    use crate::pedestrian::barriers::Kind;

    fn wall(p: Point, line: Segment) -> Near {
        let nearest = line.nearest(p);
        let to = sub(nearest, p);
        Near {
            line,
            kind: Kind::Wall,
            stops: true,
            nearest,
            distance_m: dot(to, to).sqrt(),
        }
    }

    /// Whether an adult who walks along x, 0.2 m from the wall on the left, is in single file.
    fn between(left: Segment, right: Segment) -> bool {
        let p = [0.0, 0.0];
        is_in_single_file(p, 0.18, [1.0, 0.0], &[wall(p, left), wall(p, right)])
    }

    #[test]
    fn a_passage_for_one_is_single_file_and_a_wider_one_and_a_door_are_not() {
        let along = |y: f32| Segment::new([-2.0, y], [2.0, y]);
        assert!(between(along(0.2), along(-0.5)), "0.7 m");
        assert!(!between(along(0.2), along(-0.6)), "0.8 m");
        assert!(!between(along(0.2), along(0.3)), "both on one side");
        let jamb = |from: f32, to: f32| Segment::new([0.0, from], [0.0, to]);
        assert!(!between(jamb(0.2, 3.0), jamb(-0.5, -3.0)), "a door of 0.7 m");
    }
}
