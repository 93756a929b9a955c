//! Holds the round dam of `flood-round` against depths that a peer computed, and draws where they differ:
//!
//!     cargo bench --bench round_dam -- FILE wet|dry PICTURE
//!
//! The file has the depth of each square, m: a line a row from the south, as many as columns. See `versus_anuga.sh`.

#![expect(
    clippy::disallowed_methods,
    reason = "a bench reads what the peer wrote and writes a picture"
)]

use hotwash::geo::Point;
use hotwash::hazard::flood::edge::Edges;
use hotwash::hazard::flood::grid::Grid;
use hotwash::hazard::flood::water::{Solver, Water};
use hotwash::plot::palette::INK;
use hotwash::plot::svg::{Anchor, Style, Svg, TextStyle};

const SIDE_M: f64 = 200.0;
const RADIUS_M: f64 = 50.0;
const INSIDE_M: f64 = 10.0;
const AFTER_S: f64 = 2.0;

/// Classes of difference: up to so much, m, in this colour.
const CLASSES: [(f64, &str); 7] = [
    (-0.5, "#2166AC"),
    (-0.2, "#67A9CF"),
    (-0.1, "#D1E5F0"),
    (0.1, "#F7F7F7"),
    (0.2, "#FDDBC7"),
    (0.5, "#EF8A62"),
    (f64::INFINITY, "#B2182B"),
];

fn broken(solver: Solver, cells: usize, outside_m: f64) -> (Grid, Water<f64>) {
    let grid = Grid {
        columns: cells,
        rows: cells,
        cell_m: SIDE_M / cells as f64,
    };
    let middle = |number: usize| (number as f64 + 0.5) * grid.cell_m - 0.5 * SIDE_M;
    let zero = grid.field(|_, _| 0.0);
    let depth = grid.field(|column, row| {
        let (x, y) = (middle(column), middle(row));
        if x * x + y * y < RADIUS_M * RADIUS_M {
            INSIDE_M
        } else {
            outside_m
        }
    });
    let mut water = Water::new(grid, solver, zero.clone(), &zero, Edges::walls(&grid), depth);
    water.run(AFTER_S).expect("stable water");
    (grid, water)
}

fn colour(difference_m: f64) -> &'static str {
    let class = CLASSES.iter().find(|(most, _)| difference_m <= *most);
    class.map_or(INK, |(_, colour)| colour)
}

/// Differences as a map with its legend: neighbours of one class in a row are one stripe.
fn map(grid: &Grid, title: &str, difference: impl Fn(usize, usize) -> f64) -> String {
    const PIXELS: f64 = 480.0;
    /// Room for the title and the numbers beside the map.
    const LEFT: f64 = 56.0;
    const TOP: f64 = 88.0;
    let words = TextStyle::new(13.0, INK);
    let side = PIXELS / grid.columns as f64;
    let mut svg = Svg::new();
    let under = format!(
        "200 m by 200 m in cells of {} m, 2 s after the dam broke",
        grid.cell_m
    );
    svg.text(Point::new(LEFT, 24.0), title, TextStyle::new(16.0, INK).bold());
    svg.text(Point::new(LEFT, 46.0), &under, words);
    for row in 0..grid.rows {
        let mut from = 0;
        for column in 1..=grid.columns {
            let here = colour(difference(from, row));
            if column == grid.columns || colour(difference(column, row)) != here {
                let corner = Point::new(
                    LEFT + from as f64 * side,
                    TOP + (grid.rows - 1 - row) as f64 * side,
                );
                if here != CLASSES[3].1 {
                    svg.rect(
                        corner,
                        (column - from) as f64 * side,
                        side,
                        0.0,
                        Style::fill(here),
                    );
                }
                from = column;
            }
        }
    }
    svg.rect(Point::new(LEFT, TOP), PIXELS, PIXELS, 0.0, Style::line(INK, 1.0));
    let bottom = TOP + PIXELS;
    for tick in 0..5 {
        let (at, number) = (0.25 * f64::from(tick) * PIXELS, (50 * tick).to_string());
        let (x, y) = (LEFT + at, bottom - at);
        svg.rect(Point::new(x - 0.5, bottom), 1.0, 6.0, 0.0, Style::fill(INK));
        svg.text(Point::new(x, bottom + 20.0), &number, words.centred());
        svg.rect(Point::new(LEFT - 6.0, y - 0.5), 6.0, 1.0, 0.0, Style::fill(INK));
        let before = TextStyle {
            anchor: Anchor::End,
            ..words
        };
        svg.text(Point::new(LEFT - 10.0, y + 4.0), &number, before);
    }
    let centre = Point::new(LEFT + 0.5 * PIXELS, bottom + 40.0);
    svg.text(centre, "from the west, m", words.centred());
    svg.text(Point::new(LEFT - 48.0, TOP - 18.0), "from the south, m", words);
    let right = LEFT + PIXELS;
    svg.text(
        Point::new(right + 16.0, TOP + 13.0),
        "difference, m",
        words.bold(),
    );
    let classes = [
        "below −0.5",
        "−0.5 to −0.2",
        "−0.2 to −0.1",
        "within 0.1",
        "0.1 to 0.2",
        "0.2 to 0.5",
        "above 0.5",
    ];
    for (number, ((_, colour), word)) in CLASSES.iter().zip(classes).enumerate() {
        let top = TOP + 28.0 + 24.0 * number as f64;
        let style = Style::fill(colour).outlined(INK, 0.5);
        svg.rect(Point::new(right + 16.0, top), 18.0, 16.0, 0.0, style);
        svg.text(Point::new(right + 42.0, top + 13.0), word, words);
    }
    svg.finish(
        right + 164.0,
        bottom + 48.0,
        title,
        "200 m by 200 m, 2 s after the dam broke",
    )
}

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let [file, bed, picture] = &arguments[..] else {
        println!("a file of depths, `wet` or `dry`, and a picture to write are needed");
        return;
    };
    let text = std::fs::read_to_string(file).expect("the peer's depths");
    let theirs: Vec<Vec<f64>> = text
        .lines()
        .map(|line| {
            line.split_whitespace()
                .map(|word| word.parse().expect("a depth"))
                .collect()
        })
        .collect();
    let outside_m = if bed == "wet" { 1.0 } else { 0.0 };
    for solver in [Solver::Godunov, Solver::Godunov2] {
        let (grid, water) = broken(solver, theirs.len(), outside_m);
        let (mut off, mut all, mut most) = (0.0, 0.0, 0.0_f64);
        for (row, depths) in theirs.iter().enumerate() {
            for (column, depth) in depths.iter().enumerate() {
                let difference = (water.depth_m(column, row) - depth).abs();
                off += difference;
                all += depth;
                most = most.max(difference);
            }
        }
        println!(
            "{}, {bed} bed, cells of {} m: off ANUGA's depths by {:.2} % in the mean, by {most:.2} m at most",
            solver.word(),
            grid.cell_m,
            100.0 * off / all
        );
        if solver == Solver::Godunov2 {
            let title = format!("Round dam on a {bed} bed: depth by godunov2 less depth by ANUGA");
            let drawn = map(&grid, &title, |column, row| {
                let column = column.min(grid.columns - 1);
                water.depth_m(column, row) - theirs[row][column]
            });
            std::fs::write(picture, drawn).expect("a picture that can be written");
        }
    }
}
