//! Discharge through a face, through a run of faces, and what a gate along an edge lets through.

#![expect(
    clippy::inline_always,
    reason = "a call would keep the loop around it from being vectorised"
)]

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

/// Depth of the water that flows through a face, by the level of the water and the bed on both sides.
#[inline(always)]
fn depth_between<T: Real>(surface: [T; 2], bed: [T; 2]) -> T {
    surface[0].larger(surface[1]) - bed[0].larger(bed[1])
}

/// A discharge through water of this depth, no faster than its waves: without convective acceleration nothing else holds back
/// water that falls into a dry bed.
#[inline(always)]
fn held<T: Real>(q: T, depth: T, k: &Constants<T>) -> T {
    let most = depth * (k.gravity * depth).sqrt();
    q.larger(-most).smaller(most)
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
    let (q, depth) = unheld(surface, bed, q, across, friction, k);
    held(q, depth, k)
}

/// The same, however fast, and the depth in which it flows.
#[inline(always)]
fn unheld<T: Real>(
    surface: [T; 2],
    bed: [T; 2],
    q: [T; 3],
    across: T,
    friction: T,
    k: &Constants<T>,
) -> (T, T) {
    let between = depth_between(surface, bed);
    let depth = between.larger(k.dry);
    let smoothed = k.own * q[1] + k.beside * (q[0] + q[2]);
    let pushed = smoothed - k.pull * depth * (surface[1] - surface[0]);
    let drag = k.dt * friction * depth.to_minus_seven_thirds();
    // As if nothing flowed across, q (1 + drag |q|) = pushed, of which this is drag |q|; then with what does.
    let alone = T::of(0.5) * ((T::ONE + T::of(4.0) * drag * pushed.abs()).sqrt() - T::ONE);
    let aside = drag * across;
    let q = pushed / (T::ONE + (alone * alone + aside * aside).sqrt());
    (if between > k.dry { q } else { T::ZERO }, depth)
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

    #[inline(never)] // so that the compiler knows that nothing else points to `out`
    pub(super) fn discharge(&self, out: &mut [T], k: &Constants<T>) {
        // All of one length, so that the loop needs no look at any.
        let n = out.len();
        let [s0, s1] = self.surface.map(|part| &part[..n]);
        let [z0, z1] = self.bed.map(|part| &part[..n]);
        let [f0, f1] = self.friction.map(|part| &part[..n]);
        let [before, q, behind] = self.along.map(|part| &part[..n]);
        let [a, b, c, d] = self.across.map(|part| &part[..n]);
        let (half, quarter) = (T::of(0.5), T::of(0.25));
        let mut is_fast = false;
        for i in 0..n {
            let across = quarter * (a[i] + b[i] + c[i] + d[i]);
            let friction = half * (f0[i] + f1[i]);
            let along = [before[i], q[i], behind[i]];
            let (q, depth) = unheld([s0[i], s1[i]], [z0[i], z1[i]], along, across, friction, k);
            out[i] = q;
            is_fast |= q * q > k.gravity * (depth * depth * depth);
        }
        if is_fast {
            for i in 0..n {
                let depth = depth_between([s0[i], s1[i]], [z0[i], z1[i]]).larger(k.dry);
                out[i] = held(out[i], depth, k);
            }
        }
    }
}
