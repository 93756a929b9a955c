//! The kernel against published cases. Every test prints what was expected, what came out and the tolerance.

mod closing;
mod counterflow;
mod determinism;
mod flow;
mod stair_flow;
mod stairs;
mod waiting;
mod walls;

use super::scene::Frame;

/// The same place elsewhere in the plan.
const ELSEWHERE: [Frame; 6] = [
    Frame {
        shifted: [213.37, -98.61],
        ..Frame::PLAIN
    },
    Frame {
        shifted: [10_000.0, -10_000.0],
        ..Frame::PLAIN
    },
    Frame {
        mirrored: true,
        ..Frame::PLAIN
    },
    Frame {
        turned: std::f32::consts::FRAC_PI_2,
        ..Frame::PLAIN
    },
    Frame {
        turned: std::f32::consts::FRAC_PI_6,
        ..Frame::PLAIN
    },
    Frame {
        turned: std::f32::consts::FRAC_PI_4,
        ..Frame::PLAIN
    },
];
