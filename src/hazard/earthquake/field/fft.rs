//! The two-dimensional Fourier transform of a grid of complex numbers, with the same bits on every processor.
//!
//! Libraries take their sines and cosines from the platform, whose last bit changes with the processor; here they
//! come from [`crate::maths`]. Many columns are transformed side by side, so that the inner loops run over neighbours
//! in memory.

use crate::maths;

/// Columns that are transformed side by side: two buffers of 2,000 rows of them stay in the cache of a core.
const STRIP: usize = 8;

/// Complex numbers as two arrays.
#[derive(Debug, Clone, Default)]
pub(super) struct Complexes {
    pub(super) re: Vec<f64>,
    pub(super) im: Vec<f64>,
}

impl Complexes {
    pub(super) fn resize(&mut self, len: usize) {
        self.re.resize(len, 0.0);
        self.im.resize(len, 0.0);
    }
}

/// The smallest length that can be transformed, 2^a 3^b and a multiple of the strip, and is not below `least`.
pub(super) fn next_length(least: usize) -> usize {
    let power_of_two = least.max(STRIP).next_power_of_two();
    let mut multiples = (least.next_multiple_of(STRIP).max(STRIP)..power_of_two).step_by(STRIP);
    let of_twos_and_threes = |length: &usize| {
        let mut rest = length >> length.trailing_zeros();
        while rest.is_multiple_of(3) {
            rest /= 3;
        }
        rest == 1
    };
    multiples.find(of_twos_and_threes).unwrap_or(power_of_two)
}

/// One pass over the data: `radix` parts of it become one.
#[derive(Debug, Clone)]
struct Stage {
    radix: usize,
    /// Powers 1 to radix − 1 of the root of unity, for each butterfly.
    twiddles: Vec<[[f64; 2]; 3]>,
}

/// The transform of one length: the sum over j of x(j) exp(−2πi j k / n).
///
/// # Source
/// The Stockham autosort algorithm with radices 4, 3 and 2: C. Van Loan, Computational Frameworks for the Fast Fourier
/// Transform, SIAM 1992 (recalled).
#[derive(Debug, Clone)]
pub(super) struct Fft {
    length: usize,
    stages: Vec<Stage>,
}

impl Fft {
    /// The transform of a length of [`next_length`].
    pub(super) fn new(length: usize) -> Self {
        let mut stages = Vec::new();
        let mut rest = length;
        while rest > 1 {
            let radix = [4, 3, 2].into_iter().find(|radix| rest.is_multiple_of(*radix));
            let radix = radix.expect("a length of twos and threes");
            let root = |power: usize| {
                let angle = -2.0 * std::f64::consts::PI * power as f64 / rest as f64;
                [maths::cos(angle), maths::sin(angle)]
            };
            let twiddles = (0..rest / radix).map(|p| [root(p), root(2 * p), root(3 * p)]);
            stages.push(Stage {
                radix,
                twiddles: twiddles.collect(),
            });
            rest /= radix;
        }
        Self { length, stages }
    }

    /// Transforms the columns of a strip, `STRIP` beside each other.
    fn strip(&self, data: &mut Complexes, spare: &mut Complexes) {
        let mut stride = STRIP;
        for stage in &self.stages {
            match stage.radix {
                4 => four(&stage.twiddles, stride, data, spare),
                3 => three(&stage.twiddles, stride, data, spare),
                _ => two(&stage.twiddles, stride, data, spare),
            }
            stride *= stage.radix;
            std::mem::swap(data, spare);
        }
    }

    /// Transforms each column of a grid of as many rows as the length, and lays the grid on its side.
    fn columns(&self, grid: &Complexes, turned: &mut Complexes, strips: &mut [Complexes; 2]) {
        let width = grid.re.len() / self.length;
        let [data, spare] = strips;
        for strip in [&mut *data, &mut *spare] {
            strip.resize(self.length * STRIP);
        }
        for first in (0..width).step_by(STRIP) {
            for (from, to) in [(&grid.re, &mut data.re), (&grid.im, &mut data.im)] {
                for (row, line) in from.chunks_exact(width).zip(to.chunks_exact_mut(STRIP)) {
                    line.copy_from_slice(&row[first..first + STRIP]);
                }
            }
            self.strip(data, spare);
            for (from, to) in [(&data.re, &mut turned.re), (&data.im, &mut turned.im)] {
                let lines = to[first * self.length..].chunks_exact_mut(self.length);
                for (column, line) in lines.take(STRIP).enumerate() {
                    for (value, row) in line.iter_mut().zip(from.chunks_exact(STRIP)) {
                        *value = row[column];
                    }
                }
            }
        }
    }
}

/// The transform of a grid, row after row.
#[derive(Debug, Clone)]
pub(super) struct GridFft {
    along_y: Fft,
    along_x: Fft,
}

/// Buffers of a transform, kept from one to the next.
#[derive(Debug, Clone, Default)]
pub(super) struct Buffers {
    turned: Complexes,
    strips: [Complexes; 2],
}

impl GridFft {
    /// For grids of `nx` columns and `ny` rows, both lengths of [`next_length`].
    pub(super) fn new([nx, ny]: [usize; 2]) -> Self {
        Self {
            along_y: Fft::new(ny),
            along_x: Fft::new(nx),
        }
    }

    /// Transforms a grid in its place.
    pub(super) fn transform(&self, grid: &mut Complexes, buffers: &mut Buffers) {
        buffers.turned.resize(grid.re.len());
        self.along_y
            .columns(grid, &mut buffers.turned, &mut buffers.strips);
        self.along_x.columns(&buffers.turned, grid, &mut buffers.strips);
    }
}

/// The parts of the data that meet in a butterfly, and where their sums go.
fn parts<const RADIX: usize>(data: &[f64], stride: usize, p: usize, butterflies: usize) -> [&[f64]; RADIX] {
    std::array::from_fn(|k| &data[stride * (p + k * butterflies)..][..stride])
}

fn split<const RADIX: usize>(block: &mut [f64], stride: usize) -> [&mut [f64]; RADIX] {
    let mut chunks = block.chunks_exact_mut(stride);
    std::array::from_fn(|_| chunks.next().expect("a block of as many parts as the radix"))
}

fn times([re, im]: [f64; 2], [wr, wi]: [f64; 2]) -> [f64; 2] {
    [re * wr - im * wi, re * wi + im * wr]
}

fn two(twiddles: &[[[f64; 2]; 3]], stride: usize, data: &Complexes, out: &mut Complexes) {
    let outputs = out
        .re
        .chunks_exact_mut(2 * stride)
        .zip(out.im.chunks_exact_mut(2 * stride));
    for ((p, [w, ..]), (re, im)) in twiddles.iter().enumerate().zip(outputs) {
        let [ar, br] = parts(&data.re, stride, p, twiddles.len());
        let [ai, bi] = parts(&data.im, stride, p, twiddles.len());
        let [xr, yr] = split(re, stride);
        let [xi, yi] = split(im, stride);
        for q in 0..stride {
            xr[q] = ar[q] + br[q];
            xi[q] = ai[q] + bi[q];
            [yr[q], yi[q]] = times([ar[q] - br[q], ai[q] - bi[q]], *w);
        }
    }
}

fn three(twiddles: &[[[f64; 2]; 3]], stride: usize, data: &Complexes, out: &mut Complexes) {
    /// Sine of 60 degrees.
    const SIN_60: f64 = 0.866_025_403_784_438_6;
    let outputs = out
        .re
        .chunks_exact_mut(3 * stride)
        .zip(out.im.chunks_exact_mut(3 * stride));
    for ((p, [w1, w2, _]), (re, im)) in twiddles.iter().enumerate().zip(outputs) {
        let [ar, br, cr] = parts(&data.re, stride, p, twiddles.len());
        let [ai, bi, ci] = parts(&data.im, stride, p, twiddles.len());
        let [xr, yr, zr] = split(re, stride);
        let [xi, yi, zi] = split(im, stride);
        for q in 0..stride {
            let (sum_r, sum_i) = (br[q] + cr[q], bi[q] + ci[q]);
            let (half_r, half_i) = (ar[q] - 0.5 * sum_r, ai[q] - 0.5 * sum_i);
            let (turn_r, turn_i) = (SIN_60 * (bi[q] - ci[q]), SIN_60 * (cr[q] - br[q]));
            xr[q] = ar[q] + sum_r;
            xi[q] = ai[q] + sum_i;
            [yr[q], yi[q]] = times([half_r + turn_r, half_i + turn_i], *w1);
            [zr[q], zi[q]] = times([half_r - turn_r, half_i - turn_i], *w2);
        }
    }
}

fn four(twiddles: &[[[f64; 2]; 3]], stride: usize, data: &Complexes, out: &mut Complexes) {
    let outputs = out
        .re
        .chunks_exact_mut(4 * stride)
        .zip(out.im.chunks_exact_mut(4 * stride));
    for ((p, [w1, w2, w3]), (re, im)) in twiddles.iter().enumerate().zip(outputs) {
        let [ar, br, cr, dr] = parts(&data.re, stride, p, twiddles.len());
        let [ai, bi, ci, di] = parts(&data.im, stride, p, twiddles.len());
        let [xr, yr, zr, vr] = split(re, stride);
        let [xi, yi, zi, vi] = split(im, stride);
        for q in 0..stride {
            let (even_r, even_i) = (ar[q] + cr[q], ai[q] + ci[q]);
            let (odd_r, odd_i) = (br[q] + dr[q], bi[q] + di[q]);
            let (across_r, across_i) = (ar[q] - cr[q], ai[q] - ci[q]);
            // −i (b − d).
            let (turn_r, turn_i) = (bi[q] - di[q], dr[q] - br[q]);
            xr[q] = even_r + odd_r;
            xi[q] = even_i + odd_i;
            [yr[q], yi[q]] = times([across_r + turn_r, across_i + turn_i], *w1);
            [zr[q], zi[q]] = times([even_r - odd_r, even_i - odd_i], *w2);
            [vr[q], vi[q]] = times([across_r - turn_r, across_i - turn_i], *w3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verify_against_the_sum_that_defines_it() {
        let (nx, ny) = (24, 48);
        let mut grid = Complexes::default();
        grid.resize(nx * ny);
        for i in 0..nx * ny {
            grid.re[i] = (i as f64 * 0.618_034).fract();
            grid.im[i] = (i as f64 * 0.754_878).fract();
        }
        let before = grid.clone();
        GridFft::new([nx, ny]).transform(&mut grid, &mut Buffers::default());
        let mut worst = 0.0_f64;
        for (kx, ky) in [(0, 0), (1, 0), (0, 1), (5, 7), (23, 47), (12, 24), (8, 16)] {
            let (mut re, mut im) = (0.0, 0.0);
            for y in 0..ny {
                for x in 0..nx {
                    let turns = (kx * x) as f64 / nx as f64 + (ky * y) as f64 / ny as f64;
                    let angle = -2.0 * std::f64::consts::PI * turns;
                    let value = [before.re[y * nx + x], before.im[y * nx + x]];
                    let [r, i] = times(value, [maths::cos(angle), maths::sin(angle)]);
                    re += r;
                    im += i;
                }
            }
            let obtained = ky * nx + kx;
            worst = worst
                .max((grid.re[obtained] - re).abs())
                .max((grid.im[obtained] - im).abs());
        }
        println!("expected 0 off the defining sum, obtained {worst:e}, tolerance 1e-10");
        assert!(worst < 1e-10);
    }

    #[test]
    fn lengths_are_of_twos_and_threes() {
        assert_eq!(
            [1, 9, 500, 513, 700, 865].map(next_length),
            [8, 16, 512, 576, 768, 1_024]
        );
    }
}
