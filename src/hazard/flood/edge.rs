//! What lies beyond the edges of the grid.

use super::grid::Grid;

/// What happens at a stretch of the edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Edge {
    /// Nothing passes.
    Wall,
    /// Water leaves as if the land went on in the same way; none comes.
    Open,
    /// The water beyond stands at this level, m.
    Level(f64),
    /// So much flows in for each metre, m²/s, more slowly than its waves.
    Inflow(f64),
}

/// The four sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
#[derive(Debug, Clone, Copy, PartialEq)]
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
#[derive(Debug, Clone, PartialEq)]
pub struct Edges(pub Vec<Beyond>);

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
        Self(all)
    }

    /// Walls all round.
    pub fn walls(grid: &Grid) -> Self {
        Self::new(grid, |_, _| Edge::Wall)
    }
}
