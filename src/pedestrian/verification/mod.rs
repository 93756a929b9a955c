//! The kernel against published cases. Every test prints what was expected, what came out and the tolerance.

mod closing;
mod counterflow;
mod determinism;
mod flow;
mod stair_flow;
mod stairs;
mod walls;
