//! How rough the ground is: Manning's n by class of land cover, by area, or one for all.

use std::collections::{BTreeMap, BTreeSet};

use super::areas::cells_within;
use crate::geo::Polygon;
use crate::geo::metric::{MetricGrid, MetricRaster};

/// Least n that is taken, s/m^(1/3): below glass and plexiglass (0.008 to 0.010, Chow 1959, as recalled).
pub const LEAST: f64 = 0.005;
/// Most n that is taken, s/m^(1/3): above thin flow through woodland (0.8, as recalled), below slips of a decimal point.
pub const MOST: f64 = 1.0;

/// What keeps a number from being a Manning's n; none where it can be one.
pub fn fault(n: f64) -> Option<String> {
    (!(LEAST..=MOST).contains(&n))
        .then(|| format!("a Manning's n of {n} is not from {LEAST} to {MOST} s/m^(1/3)"))
}

/// A class of land cover.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cover {
    /// Its number in the raster.
    pub class: u16,
    /// What it is called there.
    pub name: &'static str,
    /// Manning's n, s/m^(1/3).
    pub n: f64,
    /// As what it is taken.
    pub taken_as: &'static str,
}

/// Classes of ESA `WorldCover` with an n for each, to begin with: whoever has marks of an earlier flood fits them. Snow, ice, moss
/// and lichen (70, 100) have none.
///
/// # Source
/// Normal values of natural streams and flood plains in V. T. Chow, Open-Channel Hydraulics (1959), table 5-6; which row a class
/// is taken as is our judgement. Built-up land is not in that table: 0.1 lies between streets (0.03) and blocks of houses (up to
/// 0.3), and is a choice of ours without a source.
pub const WORLD_COVER: [Cover; 9] = [
    cover(
        10,
        "tree cover",
        0.100,
        "heavy stand of timber, flood stage below branches",
    ),
    cover(20, "shrubland", 0.060, "light brush and trees, in summer"),
    cover(30, "grassland", 0.035, "pasture, high grass"),
    cover(40, "cropland", 0.040, "mature field crops"),
    cover(
        50,
        "built-up",
        0.100,
        "our choice: houses that are not in the terrain",
    ),
    cover(60, "bare or sparse vegetation", 0.030, "cultivated area, no crop"),
    cover(80, "permanent water", 0.030, "clean, straight stream, full stage"),
    cover(90, "herbaceous wetland", 0.050, "scattered brush, heavy weeds"),
    cover(95, "mangroves", 0.150, "dense willows, in summer"),
];

const fn cover(class: u16, name: &'static str, n: f64, taken_as: &'static str) -> Cover {
    Cover {
        class,
        name,
        n,
        taken_as,
    }
}

/// Why classes give no roughness.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ClassError {
    /// Classes stand in the raster and not in the table.
    #[error("no Manning's n is given for the classes {}", listed(.0))]
    Unknown(Vec<u16>),
    /// A value that is no class.
    #[error("{0} is no class of land cover: they are whole numbers from 0 to 65535")]
    NoClass(f32),
}

fn listed(classes: &[u16]) -> String {
    let words: Vec<String> = classes.iter().map(u16::to_string).collect();
    words.join(", ")
}

/// Manning's n of each cell of a grid by the class of its ground: the mean over what a cell covers of a finer raster, and what
/// lies around its middle in a coarser one. NaN where no class is known.
///
/// # Errors
/// Classes that the table does not have, all of them.
pub fn by_class(
    classes: &MetricRaster,
    table: &BTreeMap<u16, f64>,
    grid: MetricGrid,
) -> Result<MetricRaster, ClassError> {
    let mut unknown = BTreeSet::new();
    let mut by_cell = classes.clone();
    for value in by_cell.values.iter_mut().filter(|value| !value.is_nan()) {
        let class = *value as u16;
        if f32::from(class) != *value {
            return Err(ClassError::NoClass(*value));
        }
        match table.get(&class) {
            Some(n) => *value = *n as f32,
            None => _ = unknown.insert(class),
        }
    }
    if unknown.is_empty() {
        Ok(by_cell.resampled(grid))
    } else {
        Err(ClassError::Unknown(unknown.into_iter().collect()))
    }
}

/// Manning's n of each cell of a grid: that of the last area in which its middle lies, and `elsewhere` outside of all.
pub fn by_area(grid: MetricGrid, areas: &[(Polygon, f64)], elsewhere: f64) -> MetricRaster {
    let mut roughness = MetricRaster::from_fn(grid, None, |_, _| elsewhere as f32);
    for (area, n) in areas {
        for [column, row] in cells_within(&grid, area) {
            roughness.values[row * grid.size[0] + column] = *n as f32;
        }
    }
    roughness
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::Point;

    fn classes() -> MetricRaster {
        let grid = MetricGrid::new(Point::default(), 10.0, [4, 2]).expect("a grid");
        let mut classes = MetricRaster::from_fn(grid, None, |column, _| if column < 2 { 10.0 } else { 80.0 });
        classes.values[1] = 40.0;
        classes
    }

    #[test]
    fn classes_become_roughness_and_a_coarse_cell_gets_their_mean() {
        let table: BTreeMap<u16, f64> = WORLD_COVER.iter().map(|cover| (cover.class, cover.n)).collect();
        let grid = classes().grid.with_cells_of(20.0).expect("a grid");
        let roughness = by_class(&classes(), &table, grid).expect("classes");
        assert!((roughness.values[0] - (3.0 * 0.1 + 0.04) / 4.0).abs() < 1e-6);
        assert_eq!(roughness.values[1], 0.03);
    }

    #[test]
    fn what_is_no_class_or_an_unknown_one_is_said() {
        let table = BTreeMap::from([(80, 0.03)]);
        let mut strange = classes();
        let unknown = by_class(&strange, &table, strange.grid).expect_err("unknown");
        assert_eq!(
            unknown.to_string(),
            "no Manning's n is given for the classes 10, 40"
        );
        strange.values[3] = 1.5;
        assert_eq!(
            by_class(&strange, &table, strange.grid),
            Err(ClassError::NoClass(1.5))
        );
        assert!(WORLD_COVER.iter().all(|cover| fault(cover.n).is_none()));
        for n in [-0.03, 0.0, 3.0, f64::NAN] {
            assert!(fault(n).is_some_and(|said| said.contains("is not from 0.005 to 1")));
        }
    }

    #[test]
    fn the_last_area_counts() {
        let grid = classes().grid;
        let square = |west: f64, east: f64| Polygon::rectangle(Point::new(west, 0.0), Point::new(east, 20.0));
        let roughness = by_area(
            grid,
            &[(square(0.0, 20.0), 0.02), (square(10.0, 30.0), 0.1)],
            0.04,
        );
        assert_eq!(roughness.values[..4], [0.02, 0.1, 0.1, 0.04]);
    }
}
