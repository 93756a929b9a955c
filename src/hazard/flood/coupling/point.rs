//! Where a scenario looks at its water.

use crate::geo;
use crate::hazard::flood::reading::Reading;
use crate::scenario::model::{FloodSite, Scenario};
use crate::vocabulary::SubjectIx;

/// Where the water is looked at.
#[derive(Debug, Clone)]
pub(super) enum Point {
    /// The level at a gauge whose zero lies at this level, m.
    Gauge(SubjectIx, Option<geo::Point>, f64),
    /// The depth at a place, which may lie by a gauge.
    Place(FloodSite, Option<SubjectIx>),
}

impl Point {
    /// Where it lies; none where only a table of stages says what stands there.
    pub(super) fn at(&self) -> Option<geo::Point> {
        match self {
            Self::Gauge(_, at, _) => *at,
            Self::Place(site, _) => site.at,
        }
    }

    /// What the water of the cell there is to it.
    pub(super) fn read(&self, reading: Reading) -> Reading {
        match self {
            Self::Gauge(_, _, zero_m) => Reading {
                level_m: reading.level_m.map(|level_m| level_m - zero_m),
                ..reading
            },
            Self::Place(site, _) => above_its_ground(reading, site.ground_m),
        }
    }
}

/// Water over ground that lies otherwise than the terrain has it: a mound, a cutting that no cell shows.
fn above_its_ground(reading: Reading, ground_m: Option<f64>) -> Reading {
    match (reading.level_m, ground_m) {
        (Some(level_m), Some(ground_m)) if reading.depth_m > 0.0 => Reading {
            depth_m: (level_m - ground_m).max(0.0),
            ..reading
        },
        _ => reading,
    }
}

/// Everything at which the water is looked at, in the order of subjects.
pub(super) fn points(scenario: &Scenario) -> Vec<(SubjectIx, Point)> {
    let gauges = scenario
        .gauges
        .iter()
        .map(|gauge| (gauge.subject, Point::Gauge(gauge.subject, gauge.at, gauge.zero_m)));
    let by_gauge = |site: &FloodSite| site.gauge.map(|gauge| scenario.gauges[gauge].subject);
    let place = |subject, site: &FloodSite| (subject, Point::Place(site.clone(), by_gauge(site)));
    let places = scenario.places.iter().map(|spec| place(spec.subject, &spec.site));
    let school = &scenario.school;
    let school = school.flood_site.iter().map(|site| place(school.subject, site));
    let mut all: Vec<_> = gauges.chain(places).chain(school).collect();
    all.sort_by_key(|(subject, _)| *subject);
    all
}

/// Where these points lie; none where only a table of stages says what stands there.
pub(in crate::hazard::flood) fn looked_at(scenario: &Scenario) -> Vec<Option<geo::Point>> {
    points(scenario).iter().map(|(_, point)| point.at()).collect()
}
