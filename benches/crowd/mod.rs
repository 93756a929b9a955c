//! A crowd ready to walk, and how many agent-steps it takes: what all benches of the kernel share.

use hotwash::pedestrian::{Crowd, Field, Notices, Venue, step};

/// A crowd ready to walk.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) venue: Venue,
    pub(crate) fields: Vec<Field>,
    pub(crate) crowd: Crowd,
    pub(crate) people: u32,
}

/// A number in [0, 1) from its arguments alone (`SplitMix64`).
pub(crate) fn uniform(stream: u64, index: u64) -> f64 {
    let mut z = stream
        .wrapping_mul(0xD1B5_4A32_D192_ED03)
        .wrapping_add(index.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    for shift in [30, 27] {
        z = (z ^ (z >> shift)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    }
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Runs a case and returns the number of agent-steps.
pub(crate) fn run(case: &mut Case, most_steps: u32) -> u64 {
    let mut notices = Notices::default();
    let mut nudges = Vec::new();
    let mut agent_steps = 0;
    for now in 0..most_steps {
        if case.crowd.is_empty() {
            break;
        }
        if now % 20 == 0 {
            nudges.clear();
            let second = u64::from(now / 20);
            nudges.extend((0..case.people).map(|i| (2.0 * uniform(second, u64::from(i)) - 1.0) as f32));
        }
        agent_steps += case.crowd.len() as u64;
        step(
            &mut case.crowd,
            &mut case.venue,
            &case.fields,
            &nudges,
            &mut notices,
        );
        for arrival in &notices.arrivals {
            case.crowd.remove(arrival.ordinal);
        }
        notices.clear();
    }
    agent_steps
}
