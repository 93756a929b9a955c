mod tiff;

use super::*;
use crate::diagnostic::SourceId;
use crate::geo::Point;
use tiff::{
    BANDS, BITS, COMPRESSION, FORMAT, Field, HEIGHT, KEYS, METADATA, NO_DATA, PREDICTOR, SCALE, TIE,
    TRANSFORMATION, Tiff, WIDTH,
};

fn read_bytes(bytes: &[u8]) -> Result<MetricRaster, Box<Diagnostic>> {
    let at = Span {
        source: SourceId(0),
        start: 3,
        end: 9,
    };
    let limits = Limits {
        min: -500.0,
        max: 9_000.0,
        unit: "m".to_owned(),
    };
    read(bytes, at, &limits)
}

#[test]
fn lines_from_the_north_become_rows_from_the_south() {
    let raster = Tiff::small().read().expect("a raster");
    assert_eq!(
        raster.grid,
        MetricGrid::new(Point::new(400_000.0, 4_599_980.0), 10.0, [3, 2]).expect("a grid")
    );
    assert_eq!(raster.epsg, Some(32_634));
    assert_eq!(raster.values, [4.0, 5.0, -6.0, 1.0, 2.0, 3.0]);
    let mut by_middle = Tiff::small();
    by_middle.keys(&[(1024, 1), (1025, 2), (3072, 32_767)]);
    let raster = by_middle.read().expect("a raster");
    assert_eq!(raster.grid.corner(), Point::new(399_995.0, 4_599_985.0));
    assert_eq!(raster.epsg, None);
    let mut by_matrix = Tiff::small();
    let matrix = [
        10.0, 0.0, 0.0, 7.0, 0.0, -10.0, 0.0, 50.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0,
    ];
    by_matrix.set(TRANSFORMATION, Field::Double(matrix.to_vec()));
    let raster = by_matrix.without(SCALE).without(TIE).read().expect("a raster");
    assert_eq!(raster.grid.corner(), Point::new(7.0, 30.0));
}

#[test]
fn tiles_are_laid_side_by_side_and_their_padding_is_dropped() {
    // Tiles of 16 by 16, the least that TIFF allows, over 20 columns and 18 lines: value = line + column / 100.
    let value = |column: usize, line: usize| line as f32 + column as f32 / 100.0;
    let mut tiff = Tiff::small();
    tiff.parts.clear();
    for (top, left) in [(0, 0), (0, 16), (16, 0), (16, 16)] {
        let cells = (0..256).map(|k| value(left + k % 16, top + k / 16));
        tiff.parts.push(cells.flat_map(f32::to_le_bytes).collect());
    }
    for (tag, number) in [
        (WIDTH, 20),
        (HEIGHT, 18),
        (BITS, 32),
        (FORMAT, 3),
        (322, 16),
        (323, 16),
    ] {
        tiff.set(tag, Field::Short(vec![number]));
    }
    let raster = tiff.without(278).read().expect("a raster");
    for line in 0..18 {
        for column in 0..20 {
            assert_eq!(raster.at(column, 17 - line), value(column, line));
        }
    }
    tiff.parts[1].clear();
    assert_eq!(
        tiff.read().expect("a raster").holes().map(|holes| holes.count),
        Some(4 * 16),
        "a part left out"
    );
}

#[test]
fn values_of_other_kinds_and_differences_between_neighbours() {
    let kinds: [(u16, u16, Vec<u8>); 4] = [
        (8, 1, vec![1, 2, 3, 4, 5, 6]),
        (
            32,
            2,
            [1_i32, 2, 3, 4, 5, 6]
                .iter()
                .flat_map(|n| n.to_le_bytes())
                .collect(),
        ),
        (
            32,
            3,
            [1_f32, 2.0, 3.0, 4.0, 5.0, 6.0]
                .iter()
                .flat_map(|n| n.to_le_bytes())
                .collect(),
        ),
        (
            64,
            3,
            [1_f64, 2.0, 3.0, 4.0, 5.0, 6.0]
                .iter()
                .flat_map(|n| n.to_le_bytes())
                .collect(),
        ),
    ];
    for (bits, format, bytes) in kinds {
        let mut tiff = Tiff::small();
        tiff.set(BITS, Field::Short(vec![bits]))
            .set(FORMAT, Field::Short(vec![format]));
        tiff.parts = vec![bytes];
        assert_eq!(
            tiff.read().expect("a raster").values,
            [4.0, 5.0, 6.0, 1.0, 2.0, 3.0],
            "{bits} bits"
        );
    }
    // 10, 11, 13 and 20, 18, 18 as differences, in PackBits: six pairs of bytes as they are.
    let mut tiff = Tiff::small();
    let differences = [10_i16, 1, 2, 20, -2, 0].iter().flat_map(|n| n.to_le_bytes());
    tiff.parts = vec![std::iter::once(11).chain(differences).collect()];
    tiff.set(PREDICTOR, Field::Short(vec![2]))
        .set(COMPRESSION, Field::Short(vec![32_773]));
    assert_eq!(
        tiff.read().expect("a raster").values,
        [20.0, 18.0, 18.0, 10.0, 11.0, 13.0]
    );
}

#[test]
fn classes_come_without_their_colours_and_lzw_without_its_end() {
    let mut tiff = Tiff::small();
    tiff.set(BITS, Field::Short(vec![8]))
        .set(FORMAT, Field::Short(vec![1]));
    tiff.set(262, Field::Short(vec![3]))
        .set(320, Field::Short(vec![0; 3 * 256]));
    tiff.parts = vec![vec![10, 20, 30, 40, 50, 60]];
    let values = [40.0, 50.0, 60.0, 10.0, 20.0, 30.0];
    assert_eq!(tiff.read().expect("classes").values, values);
    // Codes of nine bits: clear, six numbers, and in the first case the end.
    let packed = |codes: &[u16]| {
        let bits: Vec<u8> = codes
            .iter()
            .flat_map(|code| (0..9).rev().map(move |bit| (code >> bit & 1) as u8))
            .collect();
        let byte = |bits: &[u8]| (0..8).fold(0, |byte, bit| 2 * byte + bits.get(bit).unwrap_or(&0));
        bits.chunks(8).map(byte).collect::<Vec<u8>>()
    };
    tiff.set(COMPRESSION, Field::Short(vec![5]));
    for (codes, whole) in [
        (&[256, 10, 20, 30, 40, 50, 60, 257][..], true),
        (&[256, 10, 20, 30, 40, 50, 60], true),
        (&[256, 10, 20, 257], false),
    ] {
        tiff.parts = vec![packed(codes)];
        assert_eq!(
            tiff.read().ok().map(|raster| raster.values),
            whole.then(|| values.to_vec()),
            "{codes:?}"
        );
    }
}

#[test]
fn a_value_that_stands_for_none_is_a_hole() {
    let mut tiff = Tiff::small();
    let holes = tiff
        .set(NO_DATA, Field::Text("-6"))
        .read()
        .expect("a raster")
        .holes()
        .expect("a hole");
    assert_eq!((holes.count, holes.first), (1, [2, 0]));
    // As GDAL writes the lowest number of single precision.
    let mut single = Tiff::small();
    single
        .set(BITS, Field::Short(vec![32]))
        .set(FORMAT, Field::Short(vec![3]));
    single.parts = vec![
        [1.0, f32::MIN, 3.0, 4.0, 5.0, f32::NAN]
            .iter()
            .flat_map(|n| n.to_le_bytes())
            .collect(),
    ];
    let nan = single
        .set(NO_DATA, Field::Text("-3.4028234663852886e+38"))
        .read()
        .expect_err("NaN");
    assert_eq!(
        nan.message,
        "the value in column 2, line 1 (from the north-west, from 0): no number"
    );
    single.parts = vec![
        [1.0, f32::NAN, 3.0, 4.0, 5.0, f32::NAN]
            .iter()
            .flat_map(|n| n.to_le_bytes())
            .collect(),
    ];
    let holes = single
        .set(NO_DATA, Field::Text("nan"))
        .read()
        .expect("a raster")
        .holes();
    assert_eq!(holes.map(|holes| holes.count), Some(2));
    assert_eq!(
        tiff.set(NO_DATA, Field::Text("none"))
            .read()
            .expect_err("no number")
            .code,
        "tiff-broken"
    );
}

/// What is done to a good file, the code and a part of the message, and a part of the help.
type Case = (
    fn(&mut Tiff) -> &mut Tiff,
    &'static str,
    &'static str,
    &'static str,
);

#[test]
fn what_cannot_be_used_is_said_with_what_to_do() {
    let cases: [Case; 17] = [
        (
            |t| {
                t.set(BANDS, Field::Short(vec![3]))
                    .set(BITS, Field::Short(vec![16; 3]))
            },
            "tiff-bands",
            "3 bands",
            "-b 1",
        ),
        (
            |t| t.set(COMPRESSION, Field::Short(vec![50_000])),
            "tiff-compression",
            "Zstandard",
            "COMPRESS=DEFLATE",
        ),
        (
            |t| t.set(COMPRESSION, Field::Short(vec![777])),
            "tiff-compression",
            "method 777",
            "COMPRESS=DEFLATE",
        ),
        (
            |t| t.without(SCALE),
            "no-georeference",
            "does not say where",
            "gdalwarp",
        ),
        (
            |t| t.set(TIE, Field::Double(vec![0.0; 12])).without(SCALE),
            "no-georeference",
            "several points",
            "gdalwarp",
        ),
        (
            |t| t.set(SCALE, Field::Double(vec![0.0, 0.0, 0.0])),
            "cell-size",
            "a cell of 0 by 0",
            "-tr",
        ),
        (
            |t| t.set(SCALE, Field::Double(vec![10.0, 12.0, 0.0])),
            "cells-not-square",
            "10 by 12 m",
            "-tr",
        ),
        (
            |t| t.set(SCALE, Field::Double(vec![10.0, -10.0, 0.0])),
            "rotated-raster",
            "upside down",
            "north up",
        ),
        (
            |t| t.set(TIE, Field::Double(vec![0.0, 0.0, 0.0, f64::NAN, 0.0, 0.0])),
            "cell-size",
            "NaN",
            "gdalwarp",
        ),
        (
            |t| {
                t.set(
                    TRANSFORMATION,
                    Field::Double([[8.0, 6.0, 0.0, 0.0], [6.0, -8.0, 0.0, 0.0], [0.0; 4], [0.0; 4]].concat()),
                )
            },
            "rotated-raster",
            "turned",
            "gdalwarp",
        ),
        (
            |t| t.keys(&[(1024, 2), (2048, 4326)]),
            "degrees-not-metres",
            "degrees, where metres",
            "EPSG:32634",
        ),
        (
            |t| {
                t.set(SCALE, Field::Double(vec![0.000_277, 0.000_277, 0.0]))
                    .set(TIE, Field::Double(vec![0.0, 0.0, 0.0, 19.5, 42.0, 0.0]))
                    .without(KEYS)
            },
            "degrees-not-metres",
            "begins at (19.5, 42)",
            "EPSG:32634",
        ),
        (
            |t| t.keys(&[(1024, 1), (3072, 2263), (3076, 9003)]),
            "feet-not-metres",
            "US survey feet",
            "gdalwarp",
        ),
        (
            |t| t.keys(&[(1024, 1), (3072, 32_634), (4099, 9002)]),
            "feet-not-metres",
            "heights are in feet",
            "0.3048",
        ),
        (
            |t| t.keys(&[(1024, 1), (3072, 32_618), (4096, 6360)]),
            "feet-not-metres",
            "heights are in feet",
            "0.3048",
        ),
        (
            |t| {
                t.set(METADATA, Field::Text("<GDALMetadata>\n  <Item name=\"UNITTYPE\" sample=\"0\" role=\"unittype\">ft</Item>\n</GDALMetadata>"))
            },
            "feet-not-metres",
            "heights are in feet",
            "0.3048",
        ),
        (
            |t| {
                t.parts[0][0..2].copy_from_slice(&9_999_i16.to_le_bytes());
                t
            },
            "out-of-range",
            "column 0, line 0",
            "-a_nodata",
        ),
    ];
    for (spoil, code, message, help) in cases {
        let mut tiff = Tiff::small();
        spoil(&mut tiff);
        let problem = tiff.read().expect_err(message);
        assert_eq!(problem.code, code, "{}", problem.message);
        assert!(problem.message.contains(message), "{}", problem.message);
        assert!(
            problem.help.as_deref().unwrap_or("").contains(help),
            "{:?}",
            problem.help
        );
        assert_eq!(problem.span.map(|span| (span.start, span.end)), Some((3, 9)));
    }
}

#[test]
fn a_file_that_is_cut_off_anywhere_says_so_and_a_thousand_million_cells_take_no_memory() {
    let mut huge = Tiff::small();
    huge.set(WIDTH, Field::Long(vec![100_000]))
        .set(HEIGHT, Field::Long(vec![10_000]));
    huge.set(278, Field::Long(vec![10_000]));
    let problem = huge.read().expect_err("too large");
    assert_eq!(
        problem.message,
        "a grid of 100000 by 10000 cells: at most 25000000 cells"
    );
    // Head and directory first, the values last: as a cut-off download has them.
    let raster = MetricRaster::from_fn(
        MetricGrid::new(Point::default(), 1.0, [40, 40]).expect("a grid"),
        None,
        |column, row| ((column * 7919 + row * 104_729) % 1013) as f32,
    );
    let bytes = write(&raster).expect("a file");
    for length in 0..bytes.len() {
        let problem = read_bytes(&bytes[..length]).expect_err("cut off");
        assert!(
            ["tiff-truncated", "not-a-tiff", "tiff-broken"].contains(&problem.code),
            "{length}: {problem:?}"
        );
    }
    let mut short = Tiff::small();
    short.set(278, Field::Short(vec![1])).parts = vec![vec![0; 6], vec![0; 6]];
    let mut bytes = short.bytes();
    let count = bytes
        .windows(8)
        .position(|w| *w == [6, 0, 0, 0, 6, 0, 0, 0])
        .expect("the counts");
    bytes[count + 6] = 1;
    assert_eq!(
        read_bytes(&bytes).expect_err("65542 bytes are announced").code,
        "tiff-truncated"
    );
    assert_eq!(read_bytes(b"P5 3 2 255").expect_err("no TIFF").code, "not-a-tiff");
}

#[test]
fn what_is_written_is_read_back() {
    let grid = MetricGrid::new(Point::new(371_250.0, 4_628_740.0), 2.5, [70, 50]).expect("a grid");
    for epsg in [Some(32_634), None] {
        let mut raster =
            MetricRaster::from_fn(grid, epsg, |column, row| (column * 31 + row * 17) as f32 / 8.0);
        raster.values[7] = f32::NAN;
        let bytes = write(&raster).expect("a file");
        assert_eq!(bytes, write(&raster).expect("a file"), "the same bytes");
        let back = read_bytes(&bytes).expect("what was written");
        assert_eq!((back.grid, back.epsg), (grid, epsg));
        let bits = |raster: &MetricRaster| raster.values.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&back), bits(&raster));
    }
}
