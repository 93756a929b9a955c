//! What lies beyond the edges of the grid.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::grid::Grid;
use super::real::Real;
use super::tiles::Tiles;

/// What happens at a stretch of the edge.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Edge {
    /// Nothing passes.
    Wall,
    /// Water leaves as if the land went on in the same way; none comes.
    Open,
    /// The water beyond stands at this level, m.
    Level(f64),
    /// So much flows in for each metre, m²/s, more slowly than its waves.
    Inflow(f64),
    /// So deep, m, and so much for each metre, m²/s, flows in faster than its waves: what stands inside is not felt beyond. The
    /// inertial scheme, which knows no such flow, takes what flows alone.
    Torrent {
        /// Depth beyond the edge, m.
        depth_m: f64,
        /// What flows in, m²/s.
        q: f64,
    },
}

/// The four sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// Before the first column.
    West,
    /// After the last column.
    East,
    /// Before the first row.
    South,
    /// After the last row.
    North,
}

impl Side {
    /// The sign of what flows inwards.
    pub const fn inwards(self) -> f64 {
        match self {
            Self::West | Self::South => 1.0,
            Self::East | Self::North => -1.0,
        }
    }
}

/// A cell of the border.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Beyond {
    /// Where it lies in memory.
    pub border: usize,
    /// Where the cell inside beside it lies.
    pub inside: usize,
    /// On which side.
    pub side: Side,
    /// Its number along the side.
    pub number: usize,
    /// What happens there.
    pub edge: Edge,
}

/// What lies beyond each cell along the edges.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edges {
    grid: Grid,
    /// West and east of each row, then south and north of each column.
    all: Vec<Beyond>,
    /// Those through which water may come into dry land.
    sources: Vec<usize>,
}

impl Edges {
    /// Edges of a grid; `of` says what happens at the cell with this number along a side.
    pub fn new(grid: &Grid, of: impl Fn(Side, usize) -> Edge) -> Self {
        let mut all = Vec::with_capacity(2 * (grid.columns + grid.rows));
        let mut add = |side: Side, number: usize, inside: usize, border: usize| {
            all.push(Beyond {
                border,
                inside,
                side,
                number,
                edge: of(side, number),
            });
        };
        for row in 0..grid.rows {
            let (west, east) = (grid.at(0, row), grid.at(grid.columns - 1, row));
            add(Side::West, row, west, west - 1);
            add(Side::East, row, east, east + 1);
        }
        for column in 0..grid.columns {
            let (south, north) = (grid.at(column, 0), grid.at(column, grid.rows - 1));
            add(Side::South, column, south, south - grid.stride());
            add(Side::North, column, north, north + grid.stride());
        }
        let is_source = |beyond: &Beyond| !matches!(beyond.edge, Edge::Wall | Edge::Open);
        Self {
            grid: *grid,
            sources: (0..all.len()).filter(|at| is_source(&all[*at])).collect(),
            all,
        }
    }

    /// Walls all round.
    pub fn walls(grid: &Grid) -> Self {
        Self::new(grid, |_, _| Edge::Wall)
    }

    /// Whether water may come in beside a cell, by its place in memory.
    pub(super) fn is_source(&self, inside: usize) -> bool {
        self.sources.iter().any(|at| self.all[*at].inside == inside)
    }

    /// Wakes the tiles into which water may come.
    pub(super) fn wake<T: Real>(&self, tiles: &mut Tiles, bed: &[T]) {
        for beyond in self.sources.iter().map(|at| &self.all[*at]) {
            let is_wet = match beyond.edge {
                Edge::Inflow(q) | Edge::Torrent { q, .. } => q != 0.0,
                Edge::Level(level) => T::of(level) > bed[beyond.border],
                Edge::Wall | Edge::Open => false,
            };
            if is_wet {
                let (column, row) = match beyond.side {
                    Side::West => (0, beyond.number),
                    Side::East => (self.grid.columns - 1, beyond.number),
                    Side::South => (beyond.number, 0),
                    Side::North => (beyond.number, self.grid.rows - 1),
                };
                tiles.wake(column, row);
            }
        }
    }

    /// What lies beyond the cells that are worked on.
    pub(super) fn beside(&self, tiles: &Tiles) -> impl Iterator<Item = &Beyond> {
        let Grid { columns, rows, .. } = self.grid;
        let runs = tiles.runs();
        let across = runs.iter().enumerate().flat_map(move |(band, runs)| {
            let is_west = runs.first().is_some_and(|run| run.start == 0);
            let is_east = runs.last().is_some_and(|run| run.end == columns);
            let west = tiles.rows(band).filter(move |_| is_west).map(|row| 2 * row);
            west.chain(tiles.rows(band).filter(move |_| is_east).map(|row| 2 * row + 1))
        });
        let south = runs.first().into_iter().flatten().flat_map(Range::clone);
        let south = south.map(move |column| 2 * rows + 2 * column);
        let north = runs.last().into_iter().flatten().flat_map(Range::clone);
        let north = north.map(move |column| 2 * rows + 2 * column + 1);
        across.chain(south).chain(north).map(|at| &self.all[at])
    }
}
