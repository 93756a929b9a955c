//! The highest water of each cell, kept as it runs.

#![expect(
    clippy::inline_always,
    reason = "a call would keep the loop around it from being vectorised"
)]

use std::ops::Range;

use multiversion::multiversion;
use serde::{Deserialize, Serialize};

use super::grid::Grid;
use super::real::Real;
use super::tiles::SIDE;

/// Depth at which water has arrived unless another is asked for, m.
pub const ARRIVED_M: f64 = 0.05;
/// Water shallower than this is none, m: a film that the solvers let stand.
const FILM_M: f64 = 1e-5;
/// Stands for a time that has not come: later than any, and a number in both precisions.
const NEVER_S: f64 = f32::MAX as f64;

/// The highest water of a cell so far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Peak {
    /// Depth, m.
    pub depth_m: f64,
    /// Speed, m/s, where the water was deeper than asked for: what shallow water does from step to step is no speed.
    pub speed_m_s: f64,
    /// Hazard rating d (v + 0.5), m²/s, of one moment, with such a speed; without the factor for debris.
    ///
    /// # Source
    /// Defra and Environment Agency, Flood Risks to People, FD2321/TR1 (2006), recalled.
    pub rating: f64,
    /// When the water was first deeper than asked for, s.
    pub arrival_s: Option<f64>,
}

/// Fields of maxima.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound = "T: Real")]
pub(super) struct Maxima<T> {
    arrived: T,
    depth: Vec<T>,
    speed: Vec<T>,
    rating: Vec<T>,
    arrival: Vec<T>,
}

/// Maxima of a group of rows.
pub(super) struct Peaks<'a, T> {
    arrived: T,
    now: T,
    depth: &'a mut [T],
    speed: &'a mut [T],
    rating: &'a mut [T],
    arrival: &'a mut [T],
}

/// Water in a stretch of a row: depth, and unit discharge on the four sides.
pub(super) struct Stretch<'a, T> {
    pub(super) h: &'a [T],
    pub(super) across: [&'a [T]; 2],
    pub(super) beside: [&'a [T]; 2],
}

impl<T: Real> Stretch<'_, T> {
    /// Depth of a cell, and its speed squared.
    #[inline(always)]
    pub(super) fn at(&self, i: usize) -> (T, T) {
        let half = T::of(0.5);
        let ([west, east], [south, north]) = (self.across, self.beside);
        let (qx, qy) = (half * (west[i] + east[i]), half * (south[i] + north[i]));
        let depth = self.h[i].larger(T::of(FILM_M));
        (self.h[i], (qx * qx + qy * qy) / (depth * depth))
    }
}

impl<T: Real> Maxima<T> {
    /// Nothing yet, on a grid; water arrives where it is deeper than `arrived_m`.
    pub(super) fn new(grid: &Grid, arrived_m: f64) -> Self {
        let zeros = || vec![T::ZERO; grid.len()];
        Self {
            arrived: T::of(arrived_m),
            depth: zeros(),
            speed: zeros(),
            rating: zeros(),
            arrival: vec![T::of(NEVER_S); grid.len()],
        }
    }

    /// The rows inside, by groups, for water as it stands now.
    pub(super) fn groups(&mut self, grid: &Grid, now_s: f64) -> impl Iterator<Item = Peaks<'_, T>> {
        let stride = grid.stride();
        let inside = stride..stride * (grid.rows + 1);
        let (at_once, arrived) = (SIDE * stride, self.arrived);
        let depth = self.depth[inside.clone()].chunks_mut(at_once);
        let speed = self.speed[inside.clone()].chunks_mut(at_once);
        let rating = self.rating[inside.clone()].chunks_mut(at_once);
        let arrival = self.arrival[inside].chunks_mut(at_once);
        let parts = depth.zip(speed).zip(rating).zip(arrival);
        parts.map(move |(((depth, speed), rating), arrival)| Peaks {
            arrived,
            now: T::of(now_s),
            depth,
            speed,
            rating,
            arrival,
        })
    }

    /// The highest water of a cell, where it now stands so deep and so much flows, m and m²/s.
    pub(super) fn peak(&self, at: usize, h: T, [east, north]: [f64; 2], now_s: f64) -> Peak {
        let (east, north) = ([T::of(east)], [T::of(north)]);
        let (mut depth, mut speed) = ([self.depth[at]], [self.speed[at]]);
        let (mut rating, mut arrival) = ([self.rating[at]], [self.arrival[at]]);
        let mut peaks = Peaks {
            arrived: self.arrived,
            now: T::of(now_s),
            depth: &mut depth,
            speed: &mut speed,
            rating: &mut rating,
            arrival: &mut arrival,
        };
        let water = Stretch {
            h: &[h],
            across: [&east, &east],
            beside: [&north, &north],
        };
        peaks.note(0..1, &water);
        Peak {
            depth_m: depth[0].f64(),
            speed_m_s: speed[0].f64(),
            rating: rating[0].f64(),
            arrival_s: Some(arrival[0].f64()).filter(|arrival| *arrival < NEVER_S),
        }
    }
}

impl<T: Real> Peaks<'_, T> {
    /// Notes the water in a stretch of cells, by their place in the group.
    pub(super) fn note(&mut self, cells: Range<usize>, water: &Stretch<'_, T>) {
        let (arrived, now) = (self.arrived, self.now);
        let depth = &mut self.depth[cells.clone()];
        let speed = &mut self.speed[cells.clone()];
        let rating = &mut self.rating[cells.clone()];
        let arrival = &mut self.arrival[cells];
        for first in (0..depth.len()).step_by(TOGETHER) {
            let cells = first..(first + TOGETHER).min(depth.len());
            let part = Stretch {
                h: &water.h[cells.clone()],
                across: water.across.map(|part| &part[cells.clone()]),
                beside: water.beside.map(|part| &part[cells.clone()]),
            };
            let (depth, speed) = (&mut depth[cells.clone()], &mut speed[cells.clone()]);
            let has_come = raise(depth, speed, &mut rating[cells.clone()], &part, arrived);
            if has_come {
                for (arrival, h) in arrival[cells].iter_mut().zip(part.h) {
                    *arrival = arrival.smaller(if *h > arrived { now } else { T::of(NEVER_S) });
                }
            }
        }
    }
}

/// Cells that are looked at together for whether water has come to any of them.
const TOGETHER: usize = 64;

/// Raises maxima to the water as it stands; whether it has arrived in any cell.
#[multiversion(targets("x86_64+avx2"))]
#[inline(never)] // so that the compiler knows that nothing else points to what is changed
fn raise<T: Real>(
    depth: &mut [T],
    speed: &mut [T],
    rating: &mut [T],
    water: &Stretch<'_, T>,
    arrived: T,
) -> bool {
    // All of one length, so that the loop needs no look at any.
    let n = depth.len();
    let (speed, rating) = (&mut speed[..n], &mut rating[..n]);
    let h = &water.h[..n];
    let ([west, east], [south, north]) = (water.across, water.beside);
    let (west, east, south, north) = (&west[..n], &east[..n], &south[..n], &north[..n]);
    let (half, film) = (T::of(0.5), T::of(FILM_M));
    let mut has_come = false;
    for i in 0..n {
        let d = if h[i] > film { h[i] } else { T::ZERO };
        let (qx, qy) = (half * (west[i] + east[i]), half * (south[i] + north[i]));
        let v = (qx * qx + qy * qy).sqrt() / d.larger(film);
        let v = if d > arrived { v } else { T::ZERO };
        has_come |= depth[i] <= arrived && d > arrived;
        depth[i] = depth[i].larger(d);
        speed[i] = speed[i].larger(v);
        rating[i] = rating[i].larger(d * (v + half));
    }
    has_come
}
