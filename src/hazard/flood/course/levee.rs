//! Levees that break and barriers that rise: crests on faces of the grid, as they are now.

use super::ground::Land;
use super::luck::Luck;
use crate::geo::Point;
use crate::geo::metric::MetricGrid;
use crate::hazard::flood::crest::Face;
use crate::hazard::flood::real::Real;
use crate::hazard::flood::terrain::faces::{self, Axis};
use crate::hazard::flood::water::Water;
use crate::hazard::flood::works::barrier::{
    BAGS_A_PERSON_HOUR, Barrier, DEMOUNTABLE_M_A_PERSON_HOUR, Make, Order,
};
use crate::hazard::flood::works::breach::formed::{Failure, Formed, froehlich_2008};
use crate::hazard::flood::works::breach::trigger::{Trigger, Watch};
use crate::hazard::flood::works::breach::{self, Breach, Erodes, Growth, Levee, Opening, Widening};
use crate::hazard::flood::works::series::Series;
use crate::scenario::model::{BarrierMake, BreachGrowth, BreachSpec, BreachStart, CrestPoint};

/// A levee of sand or clay deepens for so long before it widens, s, and is so wide meanwhile, m: usual values (recalled).
const DEEPENS: (f64, f64) = (600.0, 10.0);

/// A face and the crest on it before anything happens, m.
type Crested = (Face, f64);

/// The faces that a line shuts, with the crest where it crosses them.
fn crested(frame: &MetricGrid, crest: &[CrestPoint]) -> Vec<Crested> {
    let line: Vec<faces::CrestPoint> = crest
        .iter()
        .map(|(place, crest_m)| faces::CrestPoint {
            place: *place,
            crest_m: *crest_m,
        })
        .collect();
    let as_kernels = |(face, crest_m): (faces::Face, f64)| {
        let face = match face.axis {
            Axis::East => Face::east(face.column, face.row),
            Axis::North => Face::north(face.column, face.row),
        };
        (face, crest_m)
    };
    faces::crests(frame, &[line])
        .into_iter()
        .map(as_kernels)
        .collect()
}

/// The middle of a face.
fn middle(frame: &MetricGrid, face: Face) -> Point {
    let half = 0.5 * frame.cell_m;
    let by = if face.is_north {
        Point::new(0.0, half)
    } else {
        Point::new(half, 0.0)
    };
    frame.centre(face.column, face.row) + by
}

/// The two cells beside a face.
fn beside(face: Face) -> [(usize, usize); 2] {
    let Face {
        column,
        row,
        is_north,
    } = face;
    let beyond = if is_north {
        (column, row + 1)
    } else {
        (column + 1, row)
    };
    [(column, row), beyond]
}

/// Length of a line, m.
fn length_m(places: impl Iterator<Item = Point> + Clone) -> f64 {
    places
        .clone()
        .zip(places.skip(1))
        .map(|(a, b)| a.distance(b))
        .sum()
}

/// A levee, and how it breaks.
#[derive(Debug, Clone)]
pub(super) struct LeveeWorks {
    crested: Vec<Crested>,
    breach: Option<Breaking>,
}

/// A breach that has not begun, or grows.
#[derive(Debug, Clone)]
struct Breaking {
    watch: Watch,
    /// Faces from the middle of the breach outwards.
    faces: Vec<Face>,
    /// The same as breaches count.
    before: Vec<breach::Face>,
    grows: Grows,
}

#[derive(Debug, Clone)]
enum Grows {
    ToShape(Breach),
    Widening(Widening),
}

impl LeveeWorks {
    pub(super) fn new(crest: &[CrestPoint], spec: Option<&BreachSpec>, land: &Land, luck: &Luck) -> Self {
        let crested = crested(&land.frame, crest);
        let a_face_m = length_m(crest.iter().map(|(place, _)| *place)) / crested.len().max(1) as f64;
        let breach = spec.map(|spec| Breaking::new(spec, &crested, a_face_m, land, luck));
        Self { crested, breach }
    }

    /// Sets the crests as they are at first.
    pub(super) fn begin<T: Real>(&self, water: &mut Water<T>) {
        for (face, crest_m) in &self.crested {
            water.set_crest(*face, Some(*crest_m));
        }
    }

    /// Looks at a window between two times, s, and lets a breach grow; whether one has begun.
    pub(super) fn pass<T: Real>(&mut self, water: &mut Water<T>, land: &Land, span_s: [f64; 2]) -> bool {
        let Some(breach) = &mut self.breach else {
            return false;
        };
        breach.pass(water, land, span_s)
    }

    /// The lowest of its crest, m, and whether it has broken.
    pub(super) fn stand<T: Real>(&self, water: &Water<T>, land: &Land) -> (f64, bool) {
        let broken = self
            .breach
            .as_ref()
            .is_some_and(|breach| breach.watch.began_s().is_some());
        (
            lowest_m(self.crested.iter().map(|(face, _)| *face), water, land),
            broken,
        )
    }
}

/// The lowest level that holds water back along some faces, m.
fn lowest_m<T: Real>(faces: impl Iterator<Item = Face>, water: &Water<T>, land: &Land) -> f64 {
    let of = |face: Face| water.crest_m(face).unwrap_or_else(|| bed_m(land, face));
    faces.map(of).fold(f64::INFINITY, f64::min)
}

/// The higher of the beds beside a face, m.
fn bed_m(land: &Land, face: Face) -> f64 {
    let of = |(column, row): (usize, usize)| f64::from(land.bed_m.at(column, row));
    let [a, b] = beside(face);
    of(a).max(of(b))
}

/// Levels of the water on both sides of a face, m; of dry land that of the ground.
fn levels_m<T: Real>(water: &Water<T>, land: &Land, face: Face) -> [f64; 2] {
    beside(face).map(|(column, row)| f64::from(land.bed_m.at(column, row)) + water.depth_m(column, row))
}

impl Breaking {
    fn new(spec: &BreachSpec, crested: &[Crested], a_face_m: f64, land: &Land, luck: &Luck) -> Self {
        let mut outwards: Vec<(f64, Crested)> = crested
            .iter()
            .map(|crested| (middle(&land.frame, crested.0).distance(spec.at), *crested))
            .collect();
        outwards.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.0.cmp(&b.1.0)));
        let before = outwards.iter().map(|(_, (_, crest_m))| breach::Face {
            crest_m: *crest_m,
            length_m: a_face_m,
        });
        let crest_m = outwards
            .first()
            .map_or(spec.bottom_m, |(_, (_, crest_m))| *crest_m);
        Self {
            watch: Watch::new(match spec.starts {
                BreachStart::At(time_s) => Trigger::At(time_s),
                BreachStart::Level(level_m) => Trigger::Level(level_m),
                BreachStart::Overtopped(time_s) => Trigger::Overtopped { depth_m: 0.0, time_s },
            }),
            before: before.collect(),
            faces: outwards.iter().map(|(_, (face, _))| *face).collect(),
            grows: grows(spec, crest_m, luck),
        }
    }

    fn pass<T: Real>(&mut self, water: &mut Water<T>, land: &Land, span_s: [f64; 2]) -> bool {
        let Some(middle) = self.faces.first().copied() else {
            return false;
        };
        let [from_s, to_s] = span_s;
        let sides_m = levels_m(water, land, middle);
        let higher_m = sides_m[0].max(sides_m[1]);
        let had_begun = self.watch.began_s().is_some();
        // With whatever has been laid on it.
        let crest_m = water.crest_m(middle).unwrap_or(self.before[0].crest_m);
        let began_s = self.watch.look(from_s, to_s, higher_m, crest_m);
        let Some(began_s) = began_s else { return false };
        let opening: Opening = match &mut self.grows {
            Grows::ToShape(shape) => shape.opening(to_s - began_s),
            Grows::Widening(widening) => {
                widening.pass(to_s - began_s.max(from_s), sides_m);
                widening.opening()
            }
        };
        for (face, opened) in self.faces.iter().zip(opening.crests(&self.before, higher_m)) {
            if opened.share <= 0.0 {
                break;
            }
            water.set_crest(*face, Some(opened.crest_m));
        }
        !had_begun
    }
}

/// How a breach grows, by the luck of a run.
fn grows(spec: &BreachSpec, crest_m: f64, luck: &Luck) -> Grows {
    let formed = match spec.grows {
        BreachGrowth::Scripted(width_m, time_s) => Formed {
            mean_width_m: width_m,
            time_s,
            slope: 0.0,
        },
        BreachGrowth::Froehlich(volume_m3) => froehlich_2008(
            Failure::Overtopping,
            volume_m3,
            (crest_m - spec.bottom_m).max(0.0),
        ),
        BreachGrowth::Levee { is_clay, widest_m } => {
            let (deepens_s, first_m) = DEEPENS;
            let levee = Levee {
                crest_m,
                bottom_m: spec.bottom_m,
                first_m,
                deepens_s: deepens_s * luck.breach_time,
                erodes: if is_clay { Erodes::CLAY } else { Erodes::SAND },
                widest_m: widest_m * luck.breach_width,
            };
            return Grows::Widening(levee.begin());
        }
    };
    Grows::ToShape(Breach {
        crest_m,
        bottom_m: spec.bottom_m,
        formed: Formed {
            mean_width_m: formed.mean_width_m * luck.breach_width,
            time_s: formed.time_s * luck.breach_time,
            ..formed
        },
        growth: Growth::Linear,
    })
}

/// A levee that is so much lower than it was has given way, m.
const GONE_M: f64 = 0.01;

/// A barrier that is not there until somebody has it built.
#[derive(Debug, Clone)]
pub(super) struct BarrierWorks {
    wall: Barrier,
    /// Faces, with what it stands on there, the ground or a levee, m, and how far each is from the end where work begins, m.
    faces: Vec<(Face, f64, f64)>,
    begun: bool,
    is_whole: bool,
}

impl BarrierWorks {
    /// A barrier on the ground, or on the levees that stand in the water.
    pub(super) fn new<T: Real>(
        line: &[Point],
        (height_m, make, people): (f64, BarrierMake, f64),
        water: &Water<T>,
        land: &Land,
    ) -> Self {
        let crest: Vec<CrestPoint> = line.iter().map(|place| (*place, 0.0)).collect();
        let along = |face: Face| {
            let base_m = water.crest_m(face).unwrap_or_else(|| bed_m(land, face));
            (face, base_m, along_m(line, middle(&land.frame, face)))
        };
        Self {
            faces: crested(&land.frame, &crest)
                .into_iter()
                .map(|(face, _)| along(face))
                .collect(),
            wall: Barrier {
                length_m: length_m(line.iter().copied()),
                height_m,
                make: match make {
                    BarrierMake::Sandbags(available) => Make::Sandbags {
                        a_person_hour: BAGS_A_PERSON_HOUR,
                        available,
                        order: Order::Evenly,
                    },
                    BarrierMake::Demountable => Make::Demountable {
                        a_person_hour: DEMOUNTABLE_M_A_PERSON_HOUR,
                    },
                },
                crew: Series::constant(people),
                begins_s: f64::INFINITY,
            },
            begun: false,
            is_whole: false,
        }
    }

    /// It is built from a time on, s; nothing new where that has been said before.
    pub(super) fn raise(&mut self, begins_s: f64) -> bool {
        if self.begun {
            return false;
        }
        self.begun = true;
        self.wall.begins_s = begins_s;
        true
    }

    /// Lets it rise until a time, s; whether it has just become whole.
    pub(super) fn pass<T: Real>(&mut self, water: &mut Water<T>, until_s: f64) -> bool {
        if self.is_whole || until_s <= self.wall.begins_s {
            return false;
        }
        let mut least = f64::INFINITY;
        for (face, base_m, along_m) in &self.faces {
            let stands_m = self.wall.stands_m(until_s, *along_m);
            least = least.min(stands_m);
            // Where the levee under it has given way, it has gone with it.
            let is_gone = water
                .crest_m(*face)
                .is_some_and(|crest_m| crest_m < base_m - GONE_M);
            if stands_m > 0.0 && !is_gone {
                water.set_crest(*face, Some(base_m + stands_m));
            }
        }
        self.is_whole = least >= self.wall.height_m;
        self.is_whole
    }

    /// The lowest of its crest, m.
    pub(super) fn stand<T: Real>(&self, water: &Water<T>, land: &Land) -> f64 {
        lowest_m(self.faces.iter().map(|(face, ..)| *face), water, land)
    }
}

/// How far along a line the place on it lies that is nearest to another, m.
fn along_m(line: &[Point], place: Point) -> f64 {
    let mut best = (f64::INFINITY, 0.0);
    let mut before_m = 0.0;
    for pair in line.windows(2) {
        let stretch = crate::geo::Segment {
            a: pair[0],
            b: pair[1],
        };
        let nearest = stretch.nearest(place);
        let off_m = nearest.distance(place);
        if off_m < best.0 {
            best = (off_m, before_m + pair[0].distance(nearest));
        }
        before_m += stretch.length();
    }
    best.1
}
