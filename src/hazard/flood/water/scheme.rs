//! The two schemes behind one interface.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::hazard::flood::edge::Edges;
use crate::hazard::flood::godunov::{self, Godunov, Order};
use crate::hazard::flood::grid::Grid;
use crate::hazard::flood::inertial::{self, Inertial};
use crate::hazard::flood::maxima::Stretch;
use crate::hazard::flood::real::Real;
use crate::hazard::flood::tiles::Tiles;
use crate::hazard::flood::{Step, Stepped};

/// How the water is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Solver {
    /// By the full shallow-water equations, first order.
    Godunov,
    /// By the full equations, second order: sharper, right on thin water down a slope, and some three times as dear.
    Godunov2,
    /// Without convective acceleration, for gradual flow.
    Inertial,
}

impl Solver {
    /// All.
    pub const ALL: [Self; 3] = [Self::Godunov, Self::Godunov2, Self::Inertial];

    /// Its word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Godunov => "godunov",
            Self::Godunov2 => "godunov2",
            Self::Inertial => "inertial",
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound = "T: Real")]
pub(super) enum Scheme<T> {
    Godunov(godunov::Flow<T>, Godunov<T>),
    Inertial(inertial::Flow<T>, Inertial<T>),
}

impl<T: Real> Scheme<T> {
    /// Water at rest, of this depth by cell.
    pub(super) fn at_rest(solver: Solver, grid: Grid, depth: Vec<T>) -> Self {
        let godunov = |depth, order| Self::Godunov(godunov::Flow::at_rest(depth), Godunov::new(grid, order));
        match solver {
            Solver::Godunov => godunov(depth, Order::First),
            Solver::Godunov2 => godunov(depth, Order::Second),
            Solver::Inertial => Self::Inertial(inertial::Flow::at_rest(depth), Inertial::new(grid)),
        }
    }

    /// Fields of the grid that it holds: the flow, what the second order remembers of it, and rows that are worked on.
    pub(super) fn fields(&self) -> usize {
        match self {
            Self::Inertial(..) => 3 + 1,
            Self::Godunov(_, scheme) => match scheme.order() {
                Order::First => 3 + 2,
                Order::Second => 3 + 3 + 6,
            },
        }
    }

    pub(super) fn h(&self) -> &[T] {
        match self {
            Self::Godunov(flow, _) => &flow.h,
            Self::Inertial(flow, _) => &flow.h,
        }
    }

    pub(super) fn h_mut(&mut self) -> &mut [T] {
        match self {
            Self::Godunov(flow, _) => &mut flow.h,
            Self::Inertial(flow, _) => &mut flow.h,
        }
    }

    pub(super) fn meet(&mut self, edges: &Edges, tiles: &Tiles, bed: &[T]) -> f64 {
        match self {
            Self::Godunov(flow, _) => flow.meet(edges, tiles, bed),
            Self::Inertial(flow, scheme) => scheme.meet(flow, edges, tiles, bed),
        }
    }

    pub(super) fn step(&mut self, step: Step<'_, T>) -> Stepped {
        match self {
            Self::Godunov(flow, scheme) => scheme.step(flow, step),
            Self::Inertial(flow, scheme) => scheme.step(flow, step),
        }
    }

    /// Water in some columns of a row.
    pub(super) fn stretch(&self, row: usize, columns: &Range<usize>) -> Stretch<'_, T> {
        match self {
            Self::Godunov(flow, scheme) => scheme.stretch(flow, row, columns),
            Self::Inertial(flow, scheme) => scheme.stretch(flow, row, columns),
        }
    }
}
