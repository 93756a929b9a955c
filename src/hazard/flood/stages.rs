//! Water whose stages are stated: read at any time, straight between the rows.

use super::reading::Reading;
use crate::scenario::model::{FloodSite, StageQuantity, StageSpec};
use crate::vocabulary::SubjectIx;

/// Stated water at one place.
#[derive(Debug, Clone, Default)]
struct Stated<'a> {
    depth: Option<&'a StageSpec>,
    level: Option<&'a StageSpec>,
    speed: Option<&'a StageSpec>,
}

impl<'a> Stated<'a> {
    fn of(subject: SubjectIx, stages: &'a [StageSpec]) -> Self {
        let find = |quantity| {
            let mut of = stages.iter();
            of.find(|stage| stage.subject == subject && stage.quantity == quantity)
        };
        Self {
            depth: find(StageQuantity::Depth),
            level: find(StageQuantity::Level),
            speed: find(StageQuantity::Speed),
        }
    }
}

/// The level that is stated at a gauge, m above its zero; none where nothing is.
pub fn level_m(gauge: SubjectIx, stages: &[StageSpec], time_s: f64) -> Option<f64> {
    Stated::of(gauge, stages)
        .level
        .map(|stage| value_at(&stage.at, time_s))
}

/// The water that is stated at a place, or follows there from the level at its gauge.
pub fn reading(
    subject: SubjectIx,
    site: &FloodSite,
    gauge: Option<SubjectIx>,
    stages: &[StageSpec],
    time_s: f64,
) -> Reading {
    let stated = Stated::of(subject, stages);
    let at = |stage: &StageSpec| value_at(&stage.at, time_s);
    let of_gauge = || level_m(gauge?, stages, time_s);
    let level_m = stated.level.map(at).or_else(of_gauge);
    let above_ground = level_m
        .zip(site.ground_m)
        .map(|(level_m, ground_m)| (level_m - ground_m).max(0.0));
    let depth_m = stated.depth.map(at).or(above_ground).unwrap_or(0.0);
    Reading {
        level_m: site.ground_m.map(|ground_m| ground_m + depth_m),
        depth_m,
        speed_m_s: if depth_m > 0.0 {
            stated.speed.map_or(0.0, at)
        } else {
            0.0
        },
    }
}

/// The value of a series at a time: straight between, the same before the first and after the last.
fn value_at(series: &[(f64, f64)], time_s: f64) -> f64 {
    let next = series.partition_point(|(at_s, _)| *at_s <= time_s);
    let (before, after) = (next.checked_sub(1).map(|i| series[i]), series.get(next));
    match (before, after) {
        (Some((from_s, from)), Some((to_s, to))) => from + (to - from) * (time_s - from_s) / (to_s - from_s),
        (Some((_, last)), None) => last,
        (None, Some((_, first))) => *first,
        (None, None) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GAUGE: SubjectIx = SubjectIx(0);
    const VILLAGE: SubjectIx = SubjectIx(1);

    fn stages() -> Vec<StageSpec> {
        let stage = |subject, quantity, at: &[(f64, f64)]| StageSpec {
            subject,
            quantity,
            at: at.to_vec(),
        };
        vec![
            stage(GAUGE, StageQuantity::Level, &[(0.0, 5.0), (3_600.0, 7.0)]),
            stage(VILLAGE, StageQuantity::Speed, &[(0.0, 0.4)]),
        ]
    }

    #[test]
    fn the_level_at_a_gauge_stands_over_the_ground_of_a_place() {
        let site = FloodSite {
            at: None,
            ground_m: Some(6.5),
            gauge: Some(0),
            floor_m: 0.3,
        };
        let at = |time_s| reading(VILLAGE, &site, Some(GAUGE), &stages(), time_s);
        assert_eq!(level_m(GAUGE, &stages(), 1_800.0), Some(6.0));
        assert_eq!(at(1_800.0).depth_m, 0.0);
        assert_eq!(at(1_800.0).speed_m_s, 0.0, "where no water is, none flows");
        assert_eq!(at(3_600.0).depth_m, 0.5);
        assert_eq!(
            at(9_000.0).level_m,
            Some(7.0),
            "after the last row it stands as it stood"
        );
        assert_eq!(at(3_600.0).speed_m_s, 0.4);
    }
}
