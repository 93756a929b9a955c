//! Aftershocks by chance as they stand in one outcome.

use super::prepared::Quake;
use crate::hazard::earthquake::aftershock::{self, ReasenbergJones};
use crate::hazard::earthquake::shaking::{ShakingError, rupture};
use crate::scenario::model::{AftershockSpec, HazardKind, MotionSpec, RuptureSpec, Scenario};
use crate::sim::{Chance, stable_id};
use crate::vocabulary::Ms;

/// Aftershocks by chance.
#[derive(Debug)]
pub(super) struct Sequence {
    /// Index of the hazard.
    pub(super) hazard: usize,
    pub(super) spec: AftershockSpec,
    /// From when on they are counted, ms.
    pub(super) from_ms: Ms,
    /// What their luck is keyed by.
    pub(super) key: u64,
}

/// More aftershocks than this in one outcome are a slip of the keyboard.
const MOST_AFTERSHOCKS: f64 = 2_000.0;
/// Most shaking of one outcome: shocks × places × measures. A quarter of a GiB.
const MOST_SHAKING: f64 = 32.0 * 1_048_576.0;

/// The sequences of a scenario.
pub(super) fn sequences(scenario: &Scenario) -> Vec<Sequence> {
    let hazards = scenario.hazards.iter().enumerate();
    let of_kind = hazards.filter_map(|(index, hazard)| match &hazard.kind {
        HazardKind::Aftershocks(spec) => Some(Sequence {
            hazard: index,
            spec: spec.clone(),
            from_ms: hazard.at_ms,
            key: stable_id(&hazard.id),
        }),
        _ => None,
    });
    of_kind.collect()
}

impl Sequence {
    fn law(&self) -> ReasenbergJones {
        let AftershockSpec { a, b, c_days, p, .. } = self.spec;
        ReasenbergJones { a, b, c_days, p }
    }

    /// Between when and when after the main shock, s.
    fn span_s(&self, main_at_ms: Ms) -> (f64, f64) {
        let s = |ms: Ms| ms as f64 / 1_000.0;
        (s(self.from_ms - main_at_ms).max(0.0), s(self.spec.until_ms))
    }

    /// How many are to be expected.
    fn expected(&self, main: &RuptureSpec, main_at_ms: Ms) -> f64 {
        let (from_s, to_s) = self.span_s(main_at_ms);
        let to_s = to_s.max(from_s);
        self.law()
            .expected(main.magnitude_mw, self.spec.smallest_mw, from_s, to_s)
    }
}

/// The first sequence, by index of its hazard, with which there are more aftershocks than memory and patience bear at so many
/// places, in so many measures.
pub(super) fn too_many(scenario: &Scenario, places: usize, measures: usize) -> Option<(usize, ShakingError)> {
    let most = MOST_AFTERSHOCKS.min(MOST_SHAKING / (places * measures).max(1) as f64);
    let mut expected = 0.0;
    for sequence in sequences(scenario) {
        let main = &scenario.hazards[sequence.spec.of];
        if let HazardKind::Rupture(spec) = &main.kind {
            expected += sequence.expected(spec, main.at_ms);
        }
        if expected > most {
            let error = ShakingError::TooManyAftershocks {
                expected,
                most,
                places,
            };
            return Some((sequence.hazard, error));
        }
    }
    None
}

/// The aftershocks of an earthquake: the number by which each was drawn, when it comes, and its rupture, a point anywhere on
/// the plane of the main shock.
pub(super) fn aftershocks(main: &Quake, sequence: &Sequence, chance: &Chance) -> Vec<(u32, Ms, RuptureSpec)> {
    let mut count = 0;
    let mut uniform = || {
        count += 1;
        chance.hazard_draw("aftershocks", sequence.key, count).uniform()
    };
    let (from_s, to_s) = sequence.span_s(main.at_ms);
    let magnitude_mw = main.spec.magnitude_mw;
    let smallest_mw = sequence.spec.smallest_mw;
    let drawn = aftershock::sequence(
        &sequence.law(),
        magnitude_mw,
        smallest_mw,
        from_s,
        to_s,
        &mut uniform,
    );
    let Ok(plane) = rupture(&main.spec) else {
        return Vec::new();
    };
    let shocks = drawn.into_iter().map(|aftershock| {
        let place = |k| {
            let occurrence = 2 * u64::from(aftershock.number) + k;
            chance
                .hazard_draw("aftershock-place", sequence.key, occurrence)
                .uniform()
        };
        let (hypocentre, depth_km) = plane.place(place(0), place(1));
        let spec = RuptureSpec {
            magnitude_mw: aftershock.magnitude_mw,
            hypocentre,
            depth_km,
            plane: None,
            rake_deg: main.spec.rake_deg,
            // Maps and records are of the main shock.
            motion: MotionSpec {
                map: None,
                stations: Vec::new(),
                models: main.spec.motion.models.clone(),
            },
        };
        (
            aftershock.number,
            main.at_ms + (aftershock.after_s * 1_000.0) as Ms,
            spec,
        )
    });
    shocks.collect()
}
