//! Discharge through a face, through a run of faces, and what a gate along an edge lets through.

#![expect(
    clippy::inline_always,
    reason = "a call would keep the loop around it from being vectorised"
)]

use std::ops::Range;

use multiversion::multiversion;

use crate::hazard::flood::G;
use crate::hazard::flood::crest::let_through;
use crate::hazard::flood::real::Real;

/// Water shallower than this between two cells does not flow, m.
pub(super) const DRY_M: f64 = 1e-5;
/// Weight of a face's own discharge beside that of the faces before and behind it.
///
/// # Source
/// De Almeida and others 2012 recommend 0.7 to 1; between 0.8 and 0.9 is usual (recalled). Friction at the end of the step needs
/// little of it.
const THETA: f64 = 0.9;

/// Numbers of one step.
pub(super) struct Constants<T> {
    dry: T,
    own: T,
    beside: T,
    /// g dt / dx.
    pull: T,
    gravity: T,
    dt: T,
}

impl<T: Real> Constants<T> {
    pub(super) fn new(dt_s: f64, cell_m: f64) -> Self {
        Self {
            dry: T::of(DRY_M),
            own: T::of(THETA),
            beside: T::of(0.5 * (1.0 - THETA)),
            pull: T::of(G * dt_s / cell_m),
            gravity: T::of(G),
            dt: T::of(dt_s),
        }
    }
}

/// Depth of the water between two cells, which flows from [`DRY_M`] on, and how much friction takes of a unit of its discharge.
#[inline(always)]
fn resistance<T: Real>(surface: [T; 2], bed: [T; 2], friction: T, k: &Constants<T>) -> (T, T) {
    let between = surface[0].larger(surface[1]) - bed[0].larger(bed[1]);
    let depth = between.larger(k.dry);
    (between, k.dt * friction / (depth * depth * depth.cube_root()))
}

/// Discharge through a face after a step: from the depth between its cells, what friction takes, by how much the level rises, the
/// discharge of the face before, itself and behind, and what flows across.
#[inline(always)]
fn flow<T: Real>((between, drag): (T, T), rise: T, q: [T; 3], across: T, k: &Constants<T>) -> T {
    let depth = between.larger(k.dry);
    let smoothed = k.own * q[1] + k.beside * (q[0] + q[2]);
    let pushed = smoothed - k.pull * depth * rise;
    // As if nothing flowed across, q (1 + drag |q|) = pushed, of which this is drag |q|; then with what does.
    let alone = T::of(0.5) * ((T::ONE + T::of(4.0) * drag * pushed.abs()).sqrt() - T::ONE);
    let aside = drag * across;
    let q = pushed / (T::ONE + (alone * alone + aside * aside).sqrt());
    // Without convective acceleration nothing holds back water that falls into a dry bed but this: it flows no faster than its waves.
    let most = depth * (k.gravity * depth).sqrt();
    let q = q.larger(-most).smaller(most);
    if between > k.dry { q } else { T::ZERO }
}

/// Discharge through a face after a step: from the level of the water and the bed on both sides, the discharge of the face
/// before, itself and behind, and what flows across.
pub(super) fn discharge<T: Real>(
    surface: [T; 2],
    bed: [T; 2],
    q: [T; 3],
    across: T,
    friction: T,
    k: &Constants<T>,
) -> T {
    let held_back = resistance(surface, bed, friction, k);
    flow(held_back, surface[1] - surface[0], q, across, k)
}

/// What a face along an edge lets through: a share of the computed discharge, and what is given.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gate<T> {
    pub(super) share: T,
    pub(super) given: T,
}

impl<T: Real> Gate<T> {
    pub(super) const SHUT: Self = Self {
        share: T::ZERO,
        given: T::ZERO,
    };
    pub(super) const OPEN: Self = Self {
        share: T::ONE,
        given: T::ZERO,
    };

    pub(super) fn pass(&self, q: T) -> T {
        self.share * q + self.given
    }
}

/// Faces of which the resistance is found before the discharge of the first. In one loop for both, a processor waits: roots and
/// divisions of one face hang on each other, and it looks ahead over a few faces only (measured: a quarter slower).
const TOGETHER: usize = 64;

/// What the discharge through a run of faces needs, face by face: both sides, the faces before, here and behind, and the four
/// through which water flows across.
pub(super) struct Run<'a, T> {
    pub(super) surface: [&'a [T]; 2],
    pub(super) bed: [&'a [T]; 2],
    pub(super) friction: [&'a [T]; 2],
    pub(super) along: [&'a [T]; 3],
    pub(super) across: [&'a [T]; 4],
}

impl<T: Real> Run<'_, T> {
    /// Discharge over crests: each with the place of its face in `out`, in which the run begins at `first`.
    pub(super) fn over(&self, crests: &[(usize, T)], first: usize, out: &mut [T], k: &Constants<T>) {
        for (at, crest) in crests {
            let face = at - first;
            let surface = self.surface.map(|part| part[face]);
            let across = self.across.iter().fold(T::ZERO, |sum, part| sum + part[face]);
            let [f0, f1] = self.friction.map(|part| part[face]);
            let q = discharge(
                surface,
                [*crest, self.bed[1][face]],
                self.along.map(|part| part[face]),
                T::of(0.25) * across,
                T::of(0.5) * (f0 + f1),
                k,
            );
            out[*at] = q * let_through(q, surface, *crest);
        }
    }

    /// Discharge through all of them.
    pub(super) fn discharge(&self, out: &mut [T], k: &Constants<T>) {
        for (number, out) in out.chunks_mut(TOGETHER).enumerate() {
            let first = number * TOGETHER;
            through(&self.part(&(first..first + out.len())), out, k);
        }
    }

    fn part(&self, faces: &Range<usize>) -> Self {
        Self {
            surface: self.surface.map(|part| &part[faces.clone()]),
            bed: self.bed.map(|part| &part[faces.clone()]),
            friction: self.friction.map(|part| &part[faces.clone()]),
            along: self.along.map(|part| &part[faces.clone()]),
            across: self.across.map(|part| &part[faces.clone()]),
        }
    }
}

/// Discharge through some faces together.
#[multiversion(targets("x86_64+avx2"))]
#[inline(never)] // so that the compiler knows that nothing else points to `out`
fn through<T: Real>(run: &Run<'_, T>, out: &mut [T], k: &Constants<T>) {
    // All of one length, so that the loops need no look at any.
    let n = out.len();
    let (mut between, mut drag) = ([T::ZERO; TOGETHER], [T::ZERO; TOGETHER]);
    let (between, drag) = (&mut between[..n], &mut drag[..n]);
    // No closures: compiled for some processors only, they would stay calls.
    let ([s0, s1], [z0, z1], [f0, f1]) = (run.surface, run.bed, run.friction);
    let (s0, s1, z0, z1, f0, f1) = (&s0[..n], &s1[..n], &z0[..n], &z1[..n], &f0[..n], &f1[..n]);
    let (half, quarter) = (T::of(0.5), T::of(0.25));
    for i in 0..n {
        let friction = half * (f0[i] + f1[i]);
        (between[i], drag[i]) = resistance([s0[i], s1[i]], [z0[i], z1[i]], friction, k);
    }
    let ([before, q, behind], [a, b, c, d]) = (run.along, run.across);
    let (before, q, behind) = (&before[..n], &q[..n], &behind[..n]);
    let (a, b, c, d) = (&a[..n], &b[..n], &c[..n], &d[..n]);
    for i in 0..n {
        let across = quarter * (a[i] + b[i] + c[i] + d[i]);
        let along = [before[i], q[i], behind[i]];
        out[i] = flow((between[i], drag[i]), s1[i] - s0[i], along, across, k);
    }
}
