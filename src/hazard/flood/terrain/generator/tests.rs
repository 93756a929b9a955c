use super::*;
use crate::geo::Polygon;
use crate::geo::metric::write_esri_ascii;
use std::collections::BinaryHeap;

/// A plain of 6 km by 3 km that falls to the east, with a meandering river.
fn valley() -> Valley {
    let meander = Meander {
        from: Point::new(-300.0, 1_400.0),
        to: Point::new(6_300.0, 1_600.0),
        waves: 4,
        angle_deg: 70.0,
    };
    Valley {
        grid: MetricGrid::new(Point::default(), 20.0, [300, 150]).expect("a grid"),
        head: Point::new(0.0, 1_500.0),
        mouth: Point::new(6_000.0, 1_500.0),
        level_m: 20.0,
        slope: 0.001,
        floodplain_width_m: 2_400.0,
        cross_slope: 0.0005,
        side_slope: 0.1,
        relief: Relief {
            sd_m: 0.2,
            length_m: 120.0,
        },
        rivers: vec![River {
            course: meander.course().expect("a course"),
            width_m: 90.0,
            depth_m: 4.0,
            levee_height_m: 0.8,
            levee_width_m: 150.0,
        }],
        lakes: Vec::new(),
        embankments: Vec::new(),
        mounds: Vec::new(),
    }
}

/// The cells that a line runs through inside the grid, in its order, each once in a row.
fn cells_along(grid: &MetricGrid, line: &[Point]) -> Vec<[usize; 2]> {
    let mut cells = Vec::new();
    for ends in line.windows(2) {
        for k in 0..200 {
            let place = ends[0] + (ends[1] - ends[0]) * (f64::from(k) / 200.0);
            cells.extend(grid.cell_of(place));
        }
    }
    cells.dedup();
    cells
}

#[test]
fn the_same_seed_gives_the_same_bits_and_another_seed_another_ground() {
    let bits = |seed: u64| {
        let terrain = valley().terrain(seed).expect("a terrain");
        terrain
            .values
            .iter()
            .map(|height| height.to_bits())
            .collect::<Vec<_>>()
    };
    assert_eq!(bits(7), bits(7));
    assert_ne!(bits(7), bits(8));
    // Finer cells over the same land show the same ground in more detail.
    let mut finer = valley();
    finer.rivers.clear();
    let coarse = finer.terrain(7).expect("a terrain");
    finer.grid = coarse.grid.with_cells_of(10.0).expect("a grid");
    let means = finer.terrain(7).expect("a terrain").resampled(coarse.grid);
    let square = |(a, b): (&f32, &f32)| f64::from(a - b) * f64::from(a - b);
    let off = means.values.iter().zip(&coarse.values).map(square).sum::<f64>() / coarse.values.len() as f64;
    assert!(off.sqrt() < 0.01, "{} m", off.sqrt());
    // Without luck a part of the land is the same in a grid of its own.
    let mut even = valley();
    even.relief.sd_m = 0.0;
    let whole = even.terrain(7).expect("a terrain");
    even.grid = MetricGrid::new(Point::new(2_000.0, 1_000.0), 20.0, [50, 40]).expect("a grid");
    let part = even.terrain(8).expect("a terrain");
    assert_eq!(
        part.values,
        whole.window(&even.grid.bounds()).expect("a part").values
    );
}

#[test]
fn verify_sinuosity_of_the_meander_against_the_bessel_function() {
    // Path over wavelength of the sine-generated curve is 1 / J0(ω); J0(1) = 0.7651976866 (Abramowitz and Stegun, table 9.1).
    let meander = Meander {
        from: Point::new(100.0, 50.0),
        to: Point::new(400.0, 450.0),
        waves: 3,
        angle_deg: 1.0_f64.to_degrees(),
    };
    let course = meander.course().expect("a course");
    let obtained = course::length_m(&course) / 500.0;
    let expected = 1.0 / 0.765_197_686_6;
    println!("expected {expected:.9}, obtained {obtained:.9}, tolerance 1e-9");
    assert!((obtained - expected).abs() < 1e-9);
    assert!(course[0].distance(meander.from) < 1e-9 && course[course.len() - 1].distance(meander.to) < 1e-9);
    // It swings to both sides alike.
    let axis = (meander.to - meander.from).unit();
    let aside: Vec<f64> = course
        .iter()
        .map(|place| axis.cross(*place - meander.from))
        .collect();
    let (least, most) = aside
        .iter()
        .fold((0.0_f64, 0.0_f64), |(a, b), x| (a.min(*x), b.max(*x)));
    assert!((least + most).abs() < 1e-6 && most > 10.0, "{least} {most}");
}

#[test]
fn the_bed_falls_from_cell_to_cell_and_lies_as_deep_as_asked() {
    for (width_m, angle_deg) in [(90.0, 70.0), (8.0, 70.0), (90.0, 100.0), (30.0, 0.0)] {
        let mut valley = valley();
        valley.rivers[0].width_m = width_m;
        let [from, to] = [Point::new(-300.0, 1_400.0), Point::new(6_300.0, 1_600.0)];
        valley.rivers[0].course = Meander {
            from,
            to,
            waves: 4,
            angle_deg,
        }
        .course()
        .expect("a course");
        let terrain = valley.terrain(3).expect("a terrain");
        let chain = cells_along(&valley.grid, &valley.rivers[0].course);
        assert!(chain.len() > 290, "{} cells", chain.len());
        let bed = |cell: &[usize; 2]| terrain.at(cell[0], cell[1]);
        for pair in chain.windows(2) {
            assert!(
                bed(&pair[1]) <= bed(&pair[0]),
                "{pair:?} of a river {width_m} m wide"
            );
        }
        for cell in &chain {
            // A middle may lie 14 m from the line: 2 cm of the fall of the plain.
            let depth = valley.plain_m(valley.grid.centre(cell[0], cell[1])) - f64::from(bed(cell));
            assert!(
                depth > 3.97 && (depth < 4.03 || angle_deg > 0.0),
                "{depth} m at {cell:?}"
            );
        }
    }
}

#[test]
fn a_river_from_the_valley_side_lies_in_the_ground_all_along() {
    let mut valley = valley();
    valley.rivers[0].course = vec![
        Point::new(1_000.0, 2_990.0),
        Point::new(2_000.0, 1_500.0),
        Point::new(6_300.0, 1_500.0),
    ];
    let terrain = valley.terrain(3).expect("a terrain");
    let chain = cells_along(&valley.grid, &valley.rivers[0].course);
    for [column, row] in &chain {
        let depth = valley.plain_m(valley.grid.centre(*column, *row)) - f64::from(terrain.at(*column, *row));
        // Within a cell the valley side rises by 2 m.
        assert!((2.0..6.5).contains(&depth), "{depth} m at {column} {row}");
    }
}

/// Lowest level to which each cell must fill until water runs off through the edges (priority flood).
///
/// # Source
/// R. Barnes, C. Lehman, D. Mulla, Computers and Geosciences 62 (2014) 117–127.
fn filled(terrain: &MetricRaster) -> Vec<f32> {
    let [columns, rows] = terrain.grid.size;
    let key = |height: f32| std::cmp::Reverse((f64::from(height) * 1e6) as i64);
    let mut levels = vec![f32::NAN; terrain.values.len()];
    let mut front = BinaryHeap::new();
    for (at, level) in levels.iter_mut().enumerate() {
        let (column, row) = (at % columns, at / columns);
        if column == 0 || row == 0 || column + 1 == columns || row + 1 == rows {
            *level = terrain.values[at];
            front.push((key(*level), at));
        }
    }
    while let Some((_, at)) = front.pop() {
        let (column, row) = (at % columns, at / columns);
        let [west, south] = [column.wrapping_sub(1), row.wrapping_sub(1)];
        for [column, row] in [[west, row], [column + 1, row], [column, south], [column, row + 1]] {
            let next = row.wrapping_mul(columns).wrapping_add(column);
            if column < columns && row < rows && levels[next].is_nan() {
                levels[next] = terrain.values[next].max(levels[at]);
                front.push((key(levels[next]), next));
            }
        }
    }
    levels
}

#[test]
fn water_runs_off_along_the_valley() {
    let mut even = valley();
    even.relief.sd_m = 0.0;
    even.rivers[0].levee_height_m = 0.0;
    for (valley, most_m) in [(even, 0.005), (valley(), 1.5)] {
        let terrain = valley.terrain(3).expect("a terrain");
        let deepest = terrain
            .values
            .iter()
            .zip(filled(&terrain))
            .map(|(z, level)| level - z)
            .fold(0.0, f32::max);
        assert!(deepest <= most_m, "a hollow of {deepest} m");
        let mean = |columns: std::ops::Range<usize>| {
            let all: Vec<f32> = columns
                .flat_map(|column| (0..150).map(move |row| (column, row)))
                .map(|(c, r)| terrain.at(c, r))
                .collect();
            f64::from(all.iter().sum::<f32>()) / all.len() as f64
        };
        // 250 columns of 20 m at 1 in 1,000.
        assert!((mean(0..50) - mean(250..300) - 5.0).abs() < 0.3);
    }
}

#[test]
fn the_ground_is_as_uneven_as_asked_and_smooth() {
    let mut valley = valley();
    valley.rivers.clear();
    valley.grid = MetricGrid::new(Point::default(), 20.0, [800, 600]).expect("a grid");
    let flat = |valley: &Valley, column: usize, row: usize| valley.plain_m(valley.grid.centre(column, row));
    let terrain = valley.terrain(11).expect("a terrain");
    let [columns, rows] = valley.grid.size;
    let off: Vec<f64> = (0..columns * rows)
        .map(|at| f64::from(terrain.values[at]) - flat(&valley, at % columns, at / columns))
        .collect();
    let n = off.len() as f64;
    let mean = off.iter().sum::<f64>() / n;
    let sd = (off.iter().map(|x| x * x).sum::<f64>() / n - mean * mean).sqrt();
    // 133 by 100 nodes: about 13,000 / 5 independent values, a standard error of 1.4 %.
    println!("expected 0.2 m, obtained {sd:.4} m, mean {mean:.4} m, tolerance 0.01 m");
    assert!((sd - 0.2).abs() < 0.01 && mean.abs() < 0.02);
    let correlation = |apart: usize| {
        let pairs = (0..rows).flat_map(|row| (0..columns - apart).map(move |column| row * columns + column));
        pairs.map(|at| off[at] * off[at + apart]).sum::<f64>() / (rows * (columns - apart)) as f64 / (sd * sd)
    };
    assert!(correlation(1) > 0.97, "neighbours are alike: {}", correlation(1));
    assert!(
        correlation(24).abs() < 0.05,
        "four lengths apart they are not: {}",
        correlation(24)
    );
}

#[test]
fn lakes_levees_dams_and_mounds_stand_where_they_are_put() {
    let mut valley = valley();
    valley.relief.sd_m = 0.0;
    valley.rivers[0].course = vec![Point::new(-100.0, 1_500.0), Point::new(6_100.0, 1_500.0)];
    valley.lakes.push(Lake {
        shore: Polygon::rectangle(Point::new(500.0, 2_000.0), Point::new(1_500.0, 2_600.0)),
        bottom_m: 12.0,
        shore_m: 100.0,
    });
    valley.embankments.push(Embankment {
        line: vec![Point::new(3_000.0, 500.0), Point::new(3_000.0, 2_500.0)],
        height_m: 2.0,
        width_m: 10.0,
    });
    valley.mounds.push(Mound {
        place: Point::new(4_500.0, 2_200.0),
        radius_m: 80.0,
        height_m: 1.5,
    });
    let terrain = valley.terrain(1).expect("a terrain");
    let at = |x: f64, y: f64| {
        let [column, row] = valley.grid.cell_of(Point::new(x, y)).expect("in the grid");
        let plain = valley.plain_m(valley.grid.centre(column, row));
        (
            f64::from(terrain.at(column, row)),
            f64::from(terrain.at(column, row)) - plain,
        )
    };
    assert_eq!(at(1_000.0, 2_300.0).0, 12.0, "the bottom");
    assert!(
        at(1_000.0, 2_010.0).1 > -1.0 && at(1_000.0, 2_010.0).1 < 0.0,
        "the shore"
    );
    assert!((at(2_000.0, 1_500.0).1 + 4.0).abs() < 0.02, "the bed");
    // The bank is at 1,545; the first middle beyond it 5 m on.
    assert!(
        (at(2_000.0, 1_551.0).1 - 0.8 * (1.0 - 5.0 / 150.0)).abs() < 1e-5,
        "the levee at the bank"
    );
    assert!(at(2_000.0, 1_710.0).1.abs() < 1e-5, "no levee any more");
    assert!((at(3_000.0, 2_000.0).1 - 2.0).abs() < 1e-5, "the top of the dam");
    assert!((at(2_990.0, 1_500.0).1 + 4.0).abs() < 0.02, "the bridge");
    assert!((at(4_500.0, 2_200.0).1 - 1.5).abs() < 1e-5, "the mound");
    assert!(at(4_500.0, 2_330.0).1.abs() < 1e-5, "beside the mound");
    assert!(write_esri_ascii(&terrain, 2).starts_with("ncols 300\nnrows 150\nxllcorner 0\n"));
}

#[test]
fn what_makes_no_valley_is_said() {
    let cases: [(fn(&mut Valley), &str); 6] = [
        (|v| v.mouth = v.head, "head and mouth"),
        (
            |v| v.slope = -0.001,
            "the slope of the valley is -0.001, which is not from 0 to 0.2",
        ),
        (|v| v.rivers[0].width_m = f64::NAN, "the width of a river is NaN"),
        (
            |v| v.rivers[0].course.truncate(1),
            "a river has fewer than two places",
        ),
        (|v| v.rivers[0].course.reverse(), "river 0 (from 0) does not fall"),
        (
            |v| v.relief.length_m = 1.0,
            "the length of the unevenness is 1, which is not from 20",
        ),
    ];
    for (spoil, said) in cases {
        let mut valley = valley();
        spoil(&mut valley);
        let error = valley.terrain(1).expect_err(said).to_string();
        assert!(error.contains(said), "{error}");
    }
    let straight = Meander {
        from: Point::default(),
        to: Point::new(1.0, 0.0),
        waves: 1,
        angle_deg: 130.0,
    };
    assert!(straight.course().is_err());
}
