//! What passes a face in a second: water and momentum, between two sides with beds of their own.

#![expect(
    clippy::inline_always,
    reason = "a call would keep the loop around it from being vectorised"
)]

use multiversion::multiversion;

use crate::hazard::flood::G;
use crate::hazard::flood::crest::let_through;
use crate::hazard::flood::real::Real;

/// Water shallower than this flows ever more slowly than its discharge says: keeps films from racing, m.
const THIN_M: f64 = 1e-4;
/// Water shallower than this stands still, m.
pub(super) const DRY_M: f64 = 1e-6;

/// Velocity of water of a depth and a unit discharge.
#[inline(always)]
pub(super) fn velocity<T: Real>(h: T, hu: T) -> T {
    let thin = T::of(THIN_M);
    let square = h * h;
    (h + h) * hu / (square + square.larger(thin * thin))
}

/// One side of a face: depth, velocity through the face and along it, bed.
#[derive(Clone, Copy)]
struct Bank<T> {
    h: T,
    u: T,
    v: T,
    z: T,
}

/// What passes a face in a second for each metre of it: water, momentum through the face as either side feels it, momentum
/// along it.
#[derive(Clone, Copy)]
struct Flux<T> {
    water: T,
    left: T,
    right: T,
    along: T,
}

/// What passes between two banks above a height `z`, which is no lower than their beds.
#[inline(always)]
fn flux<T: Real>(l: Bank<T>, r: Bank<T>, z: T) -> Flux<T> {
    let (g, half, half_g) = (T::of(G), T::of(0.5), T::of(0.5 * G));
    let hl = (l.h + l.z - z).larger(T::ZERO);
    let hr = (r.h + r.z - z).larger(T::ZERO);
    let (cl, cr) = ((g * hl).sqrt(), (g * hr).sqrt());
    // The fastest waves to the left and to the right; at a dry side the front of the water.
    let middle = half * (l.u + r.u) + cl - cr;
    let spread = (half * (cl + cr) + T::of(0.25) * (l.u - r.u)).larger(T::ZERO);
    let (dry_l, dry_r) = (hl <= T::ZERO, hr <= T::ZERO);
    let sl = match (dry_l, dry_r) {
        (true, _) => r.u - cr - cr,
        (false, true) => l.u - cl,
        (false, false) => (l.u - cl).smaller(middle - spread),
    };
    let sr = match (dry_l, dry_r) {
        (_, true) => l.u + cl + cl,
        (true, false) => r.u + cr,
        (false, false) => (r.u + cr).larger(middle + spread),
    };
    let (sl, sr) = (sl.smaller(T::ZERO), sr.larger(T::ZERO));
    let width = sr - sl;
    // Where both sides are dry no wave runs (1e-12 m/s stands for none).
    let scale = if width > T::of(1e-12) {
        T::ONE / width
    } else {
        T::ZERO
    };
    let (ql, qr) = (hl * l.u, hr * r.u);
    let (pl, pr) = (half_g * hl * hl, half_g * hr * hr);
    let both = sl * sr;
    let water = (sr * ql - sl * qr + both * (hr - hl)) * scale;
    let push = (sr * (ql * l.u + pl) - sl * (qr * r.u + pr) + both * (qr - ql)) * scale;
    Flux {
        water,
        left: push + half_g * l.h * l.h - pl,
        right: push + half_g * r.h * r.h - pr,
        along: water * if water >= T::ZERO { l.v } else { r.v },
    }
}

/// Water that passes in a second, for each metre, between depths and velocities on a level bed.
pub(super) fn passes([hl, ul]: [f64; 2], [hr, ur]: [f64; 2]) -> f64 {
    let bank = |h, u| Bank { h, u, v: 0.0, z: 0.0 };
    flux(bank(hl, ul), bank(hr, ur), 0.0).water
}

/// Fluxes through a row of faces, part by part.
#[derive(Debug, Clone)]
pub(super) struct Faces<T> {
    pub(super) water: Vec<T>,
    pub(super) left: Vec<T>,
    pub(super) right: Vec<T>,
    pub(super) along: Vec<T>,
}

/// A row of banks, part by part, all of one length.
pub(super) struct Banks<'a, T> {
    pub(super) h: &'a [T],
    pub(super) u: &'a [T],
    pub(super) v: &'a [T],
    pub(super) z: &'a [T],
}

impl<T: Real> Faces<T> {
    pub(super) fn new(count: usize) -> Self {
        let zeros = || vec![T::ZERO; count];
        Self {
            water: zeros(),
            left: zeros(),
            right: zeros(),
            along: zeros(),
        }
    }

    /// Fluxes between two rows of banks: as many of the first as there are banks.
    pub(super) fn between(&mut self, l: &Banks<'_, T>, r: &Banks<'_, T>) {
        let (water, along) = (&mut self.water, &mut self.along);
        between(l, r, [water, &mut self.left, &mut self.right, along]);
    }

    /// Fluxes over crests: each with its place among the cells whose first is that of the first bank to the left.
    pub(super) fn over(&mut self, l: &Banks<'_, T>, r: &Banks<'_, T>, crests: &[(usize, T)], first: usize) {
        let half_g = T::of(0.5 * G);
        for (at, crest) in crests {
            let i = at - first;
            let (l, r) = (l.bank(i), r.bank(i));
            let flux = flux(l, r, crest.larger(l.z).larger(r.z));
            let share = let_through(flux.water, [l.h + l.z, r.h + r.z], *crest);
            // What does not pass is held by the wall, as still water is.
            let (still_l, still_r) = (half_g * l.h * l.h, half_g * r.h * r.h);
            self.water[i] = share * flux.water;
            self.left[i] = still_l + share * (flux.left - still_l);
            self.right[i] = still_r + share * (flux.right - still_r);
            self.along[i] = share * flux.along;
        }
    }
}

/// Fluxes between two rows of banks: water, what either side feels, momentum along the faces.
#[multiversion(targets("x86_64+avx2"))]
#[inline(never)] // so that the compiler knows that nothing else points to what is changed
fn between<T: Real>(l: &Banks<'_, T>, r: &Banks<'_, T>, [water, left, right, along]: [&mut [T]; 4]) {
    // All of one length, so that the loop needs no look at any.
    let n = l.h.len();
    let (lh, lu, lv, lz) = (&l.h[..n], &l.u[..n], &l.v[..n], &l.z[..n]);
    let (rh, ru, rv, rz) = (&r.h[..n], &r.u[..n], &r.v[..n], &r.z[..n]);
    let (water, left) = (&mut water[..n], &mut left[..n]);
    let (right, along) = (&mut right[..n], &mut along[..n]);
    for i in 0..n {
        let bank_l = Bank {
            h: lh[i],
            u: lu[i],
            v: lv[i],
            z: lz[i],
        };
        let bank_r = Bank {
            h: rh[i],
            u: ru[i],
            v: rv[i],
            z: rz[i],
        };
        let flux = flux(bank_l, bank_r, lz[i].larger(rz[i]));
        water[i] = flux.water;
        left[i] = flux.left;
        right[i] = flux.right;
        along[i] = flux.along;
    }
}

impl<T: Real> Banks<'_, T> {
    fn bank(&self, i: usize) -> Bank<T> {
        Bank {
            h: self.h[i],
            u: self.u[i],
            v: self.v[i],
            z: self.z[i],
        }
    }
}
