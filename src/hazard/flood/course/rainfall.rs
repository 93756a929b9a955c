//! Rain in space and time on the cells of the grid.

use super::forcing::{OF_MM_H, series};
use super::ground::{Land, cells};
use super::luck::Luck;
use crate::geo::metric::MetricGrid;
use crate::geo::{Point, Segment};
use crate::hazard::flood::real::Real;
use crate::hazard::flood::terrain::generator::Relief;
use crate::hazard::flood::water::Water;
use crate::hazard::flood::works::rain::{Design, Falling, Gauge, Rain, Storm};
use crate::hazard::flood::works::series::Series;
use crate::maths;
use crate::scenario::model::{Course, DesignSpec, FallsSpec, RainSpec, StormSpec, WaterSpec};
use crate::sim::Chance;

/// From the middle of a normal curve to where it is half as high, in standard deviations: √(2 ln 2).
const HALF: f64 = 1.177_410_022_515_475;
/// Seconds of a minute.
const MINUTE_S: f64 = 60.0;
/// A storm does not reach farther from its middle than this, in standard deviations: four millionths of its rain are left there.
const FARTHEST: f64 = 5.0;

/// Rain of one kind on some cells.
#[derive(Debug, Clone)]
struct Shower {
    cells: Vec<usize>,
    /// What falls, and between which times, s.
    falls: Vec<(Rain, [f64; 2])>,
}

/// All rain.
#[derive(Debug, Clone)]
pub(super) struct Rainfall {
    frame: MetricGrid,
    showers: Vec<Shower>,
    /// By cell: rain there times this; as it is said where there is none.
    field: Option<Vec<f64>>,
}

/// Intensity in m/s of mm/h, by the luck of a run.
fn intensity(mm_h: &Course, luck: &Luck) -> Series {
    let in_m_s: Course = mm_h
        .iter()
        .map(|(at_s, mm_h)| (*at_s, mm_h * OF_MM_H * luck.rain))
        .collect();
    series(&in_m_s).shifted(luck.rain_later_s)
}

impl Shower {
    fn new(spec: &RainSpec, land: &Land, luck: &Luck) -> Self {
        let always = [f64::NEG_INFINITY, f64::INFINITY];
        let within = cells(spec.within.as_ref(), land.frame);
        Self {
            cells: within.into_iter().filter(|at| !land.is_outside[*at]).collect(),
            falls: match &spec.falls {
                FallsSpec::Alike(mm_h) => vec![(Rain::Uniform(intensity(mm_h, luck)), always)],
                FallsSpec::Gauges(gauges, between) => {
                    let gauge = |(at, mm_h): &(Point, Course)| Gauge {
                        place_m: [at.x, at.y],
                        intensity: intensity(mm_h, luck),
                    };
                    vec![(Rain::Gauges(gauges.iter().map(gauge).collect(), *between), always)]
                }
                FallsSpec::Storm(storm) => legs(storm, luck),
                FallsSpec::Design(storm) => vec![(Rain::Design(design(storm, luck)), always)],
            },
        }
    }
}

/// A design storm by the luck of a run.
fn design(spec: &DesignSpec, luck: &Luck) -> Design {
    Design {
        a: spec.a * OF_MM_H * maths::pow(MINUTE_S, spec.c) * luck.rain,
        b_s: spec.b_min * MINUTE_S,
        c: spec.c,
        before_peak: spec.before_peak,
        begins_s: spec.begins_s + luck.rain_later_s,
        duration_s: spec.takes_s,
    }
}

/// A storm along each part of its track, and when.
fn legs(spec: &StormSpec, luck: &Luck) -> Vec<(Rain, [f64; 2])> {
    let [east, north] = luck.storm_shift_m;
    let [begins_s, ends_s] = spec.span_s.map(|at_s| at_s + luck.rain_later_s);
    let whole_m: f64 = spec.track.windows(2).map(|pair| pair[0].distance(pair[1])).sum();
    let mut passed_m = 0.0;
    let leg = |pair: &[Point]| {
        let at = |along_m: f64| begins_s + (ends_s - begins_s) * (along_m / whole_m);
        let length_m = pair[0].distance(pair[1]);
        let span_s = [at(passed_m), at(passed_m + length_m)];
        passed_m += length_m;
        let velocity = (pair[1] - pair[0]) * (1.0 / (span_s[1] - span_s[0]));
        let middle = pair[0] + Point::new(east, north) - velocity * span_s[0];
        let storm = Storm {
            middle_m: [middle.x, middle.y],
            velocity_m_s: [velocity.x, velocity.y],
            spread_m: [spec.radius_m / HALF; 2],
            axis_rad: 0.0,
            intensity: intensity(&spec.mm_h, luck),
        };
        (Rain::Storm(storm), span_s)
    };
    let is_some = |pair: &&[Point]| pair[0] != pair[1];
    spec.track.windows(2).filter(is_some).map(leg).collect()
}

/// The way of the middle of a storm between two times, s, and how far from it rain falls, m.
fn swath(storm: &Storm, span_s: [f64; 2]) -> (Segment, f64) {
    let at = |time_s: f64| {
        Point::new(
            storm.middle_m[0] + storm.velocity_m_s[0] * time_s,
            storm.middle_m[1] + storm.velocity_m_s[1] * time_s,
        )
    };
    let way = Segment {
        a: at(span_s[0]),
        b: at(span_s[1]),
    };
    (way, FARTHEST * storm.spread_m[0].max(storm.spread_m[1]))
}

impl Rainfall {
    /// That of a flood.
    pub(super) fn new(spec: &WaterSpec, land: &Land, luck: &Luck, chance: &Chance) -> Self {
        let field = spec
            .uncertainty
            .rain_field
            .filter(|_| !spec.rain.is_empty())
            .map(|(ln_sd, over_m)| {
                let smooth = Relief {
                    sd_m: ln_sd,
                    length_m: over_m.max(land.frame.cell_m),
                };
                let mut field = smooth.of_luck(&land.frame, chance.hazard_field("flood-rain-field", 0));
                for ln in &mut field {
                    *ln = maths::exp(*ln);
                }
                field
            });
        Self {
            frame: land.frame,
            showers: spec
                .rain
                .iter()
                .map(|rain| Shower::new(rain, land, luck))
                .collect(),
            field,
        }
    }

    /// Memory that it takes, bytes: its fields.
    pub(super) fn bytes(&self) -> usize {
        let cells: usize = self
            .showers
            .iter()
            .map(|shower| size_of_val(&shower.cells[..]))
            .sum();
        cells + self.field.as_deref().map_or(0, size_of_val)
    }

    /// Lets fall what falls between two times, s.
    pub(super) fn fall<T: Real>(&self, water: &mut Water<T>, [from_s, to_s]: [f64; 2]) {
        for shower in &self.showers {
            for (rain, [begins_s, ends_s]) in &shower.falls {
                let span_s = [from_s.max(*begins_s), to_s.min(*ends_s)];
                if span_s[0] < span_s[1] {
                    self.fall_on(&shower.cells, &rain.between(span_s[0], span_s[1]), water);
                }
            }
        }
    }

    fn fall_on<T: Real>(&self, cells: &[usize], falling: &Falling<'_>, water: &mut Water<T>) {
        let columns = self.frame.size[0];
        let swath = match falling {
            Falling::Everywhere(depth_m) if *depth_m <= 0.0 => return,
            Falling::ByGauge(gauges, _) if gauges.iter().all(|(_, depth_m)| *depth_m <= 0.0) => return,
            Falling::Cell(storm, span_s) if storm.intensity.integral(span_s[0], span_s[1]) <= 0.0 => return,
            Falling::Cell(storm, span_s) => Some(swath(storm, *span_s)),
            Falling::Everywhere(_) | Falling::ByGauge(..) => None,
        };
        for at in cells {
            let (column, row) = (at % columns, at / columns);
            let middle = self.frame.centre(column, row);
            if swath.is_some_and(|(way, farthest_m)| way.distance(middle) > farthest_m) {
                continue;
            }
            let depth_m = falling.depth_m([middle.x, middle.y]);
            let share = self.field.as_ref().map_or(1.0, |field| field[*at]);
            if depth_m > 0.0 {
                water.add(column, row, depth_m * share);
            }
        }
    }
}
