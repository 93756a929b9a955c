//! The people of a settlement as counts: who leaves when they hear of the water, whom it cuts off, who drowns.
//!
//! Everybody has luck of their own that is drawn once: how readily they leave, how long they need, how they fare in the
//! water. So an earlier word never leaves more people at home, and worse water never spares anybody.

use crate::hazard::flood::coupling::WINDOW_MS;
use crate::hazard::flood::effect::Flow;
use crate::hazard::flood::effect::drowning::{Zone, mortality};
use crate::hazard::flood::reading::{Reading, WET_M};
use crate::scenario::model::ResidentsSpec;
use crate::sim::{Chance, Draw, stable_id};
use crate::vocabulary::Ms;

/// How residents hear of the water.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// They are warned, or see it come.
    Warning,
    /// They are ordered to leave.
    Order,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whereabouts {
    Home,
    Gone,
    Drowned,
}

/// One of those counted.
#[derive(Debug, Clone, Copy)]
struct Resident {
    /// From 0, leaves at the first word, to 1, never does.
    reluctance: f64,
    /// From hearing to setting out, ms.
    takes_ms: Ms,
    /// Drowns where at least this share does.
    drowns_at: f64,
    is: Whereabouts,
}

/// What has become of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// At home and alive.
    pub(super) at_home: u32,
    /// Gone, and safe.
    pub(super) left: u32,
    /// Drowned at home.
    pub(super) drowned: u32,
}

/// The people of one settlement.
#[derive(Debug)]
pub(super) struct Residents {
    members: Vec<Resident>,
    /// Shares up to which people leave on a warning, and on an order.
    leave: [f64; 2],
    warned_ms: Option<Ms>,
    ordered_ms: Option<Ms>,
    /// Who is still to set out and when, the last first.
    to_go: Vec<(Ms, usize)>,
    counts: Counts,
    /// The worst share so far of those at home that the water takes.
    taken: f64,
}

impl Residents {
    /// Before anybody has heard anything.
    pub(super) fn new(spec: &ResidentsSpec, id: &str, chance: &Chance) -> Self {
        let (group, people) = (stable_id(id), spec.people as usize);
        let of = |purpose| chance.group_draws(purpose, group, people);
        let (leaving, taking, drowning) = (
            of("resident-leaves"),
            of("resident-sets-out"),
            of("resident-drowns"),
        );
        let luck = leaving.into_iter().zip(taking).zip(drowning);
        let member = |((leaves, takes), drowns): ((Draw, Draw), Draw)| Resident {
            reluctance: leaves.uniform(),
            takes_ms: takes.duration_ms(spec.sets_out),
            drowns_at: drowns.uniform(),
            is: Whereabouts::Home,
        };
        let on_order = 1.0 - spec.stay;
        Self {
            members: luck.map(member).collect(),
            leave: [spec.leave_when_warned.min(on_order), on_order],
            warned_ms: None,
            ordered_ms: None,
            to_go: Vec::new(),
            counts: Counts {
                at_home: spec.people,
                ..Counts::default()
            },
            taken: 0.0,
        }
    }

    /// They hear something; says whether it was news.
    pub(super) fn hear(&mut self, word: Word, now_ms: Ms) -> bool {
        let heard = match word {
            Word::Warning => &mut self.warned_ms,
            Word::Order => &mut self.ordered_ms,
        };
        if heard.is_some() {
            return false;
        }
        *heard = Some(now_ms);
        let goes_ms = |member: &Resident| {
            let [on_warning, on_order] = self.leave.map(|share| member.reluctance < share);
            let warned_ms = self.warned_ms.filter(|_| on_warning);
            let ordered_ms = self.ordered_ms.filter(|_| on_order);
            let heard_ms = warned_ms.into_iter().chain(ordered_ms).min()?;
            Some(heard_ms + member.takes_ms)
        };
        let at_home = self.members.iter().enumerate();
        let at_home = at_home.filter(|(_, member)| member.is == Whereabouts::Home);
        self.to_go = at_home
            .filter_map(|(index, member)| Some((goes_ms(member)?, index)))
            .collect();
        self.to_go.sort_unstable_by(|a, b| b.cmp(a));
        true
    }

    /// Whoever is ready leaves.
    pub(super) fn leave(&mut self, now_ms: Ms) {
        while let Some((_, index)) = self.to_go.pop_if(|(at_ms, _)| *at_ms <= now_ms) {
            let member = &mut self.members[index];
            if member.is == Whereabouts::Home {
                member.is = Whereabouts::Gone;
                self.counts.at_home -= 1;
                self.counts.left += 1;
            }
        }
    }

    /// Water takes a share of those at home: of the whole flood, so that only what is worse than before takes anybody.
    pub(super) fn take(&mut self, share: f64) {
        if share <= self.taken {
            return;
        }
        self.taken = share;
        for member in &mut self.members {
            if member.is == Whereabouts::Home && member.drowns_at < share {
                member.is = Whereabouts::Drowned;
                self.counts.at_home -= 1;
                self.counts.drowned += 1;
            }
        }
    }

    /// When the next one is ready to leave, ms.
    pub(super) fn next_ms(&self) -> Option<Ms> {
        self.to_go.last().map(|(at_ms, _)| *at_ms)
    }

    /// Whether they have been ordered to leave.
    pub(super) fn is_ordered(&self) -> bool {
        self.ordered_ms.is_some()
    }

    /// What has become of them so far.
    pub(super) fn counts(&self) -> Counts {
        self.counts
    }

    /// How many are at home who have been ordered to leave and will not.
    pub(super) fn stay(&self) -> u32 {
        let [_, on_order] = self.leave;
        let stays = |member: &&Resident| member.is == Whereabouts::Home && member.reluctance >= on_order;
        self.ordered_ms
            .map_or(0, |_| self.members.iter().filter(stays).count() as u32)
    }
}

/// How fast water rose where people live.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Rise {
    came_ms: Option<Ms>,
    rate_m_h: Option<f64>,
}

impl Rise {
    /// The rate of rise is taken up to this depth, m.
    ///
    /// # Source
    /// Jonkman 2007: the mean rate over the first 1.5 m. Recalled, not confirmed.
    const UP_TO_M: f64 = 1.5;

    /// The share of those at home whom water of such a depth and speed takes, as it rose.
    ///
    /// # Bounds
    /// Water that has risen a metre and a half within a window counts as having taken that window.
    pub(super) fn share_taken(&mut self, water: Reading, now_ms: Ms) -> f64 {
        let Reading {
            depth_m, speed_m_s, ..
        } = water;
        if depth_m < WET_M {
            return 0.0;
        }
        let came_ms = *self.came_ms.get_or_insert(now_ms);
        if depth_m >= Self::UP_TO_M {
            let took_h = (now_ms - came_ms).max(WINDOW_MS) as f64 / 3_600_000.0;
            self.rate_m_h.get_or_insert(Self::UP_TO_M / took_h);
        }
        let zone = Zone::of(Flow { depth_m, speed_m_s }, self.rate_m_h.unwrap_or(0.0));
        mortality(zone, depth_m)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::Config;

    use super::*;
    use crate::scenario::model::Spread;
    use crate::sim::Seeds;

    const MINUTE_MS: Ms = 60_000;
    const HOUR_MS: Ms = 60 * MINUTE_MS;

    fn spec() -> ResidentsSpec {
        ResidentsSpec {
            people: 10_000,
            stay: 0.2,
            leave_when_warned: 0.25,
            sets_out: Spread {
                median_ms: HOUR_MS,
                p90_ms: 2 * HOUR_MS,
            },
            way: None,
        }
    }

    fn residents(seed: u64) -> Residents {
        Residents::new(&spec(), "obot", &Chance::new(Seeds::both(seed)))
    }

    /// What has become of them after twelve hours: told at these times, water from 2 h on, deep enough from 3 h on to
    /// cut them off until 8 h, and rising to this depth.
    fn after_a_flood(seed: u64, told: &[(Word, Ms)], deepest_m: f64) -> Counts {
        let mut residents = residents(seed);
        let mut rise = Rise::default();
        for now_ms in (0..12 * HOUR_MS).step_by(MINUTE_MS as usize) {
            for (word, _) in told.iter().filter(|(_, at_ms)| *at_ms == now_ms) {
                residents.hear(*word, now_ms);
            }
            let hours = now_ms as f64 / HOUR_MS as f64;
            let reading = Reading {
                level_m: None,
                depth_m: ((hours - 2.0) * 0.5).clamp(0.0, deepest_m),
                speed_m_s: 0.0,
            };
            if !(3.0..8.0).contains(&hours) {
                residents.leave(now_ms);
            }
            residents.take(rise.share_taken(reading, now_ms));
            let Counts {
                at_home,
                left,
                drowned,
            } = residents.counts();
            assert_eq!(at_home + left + drowned, 10_000, "at {hours} h");
        }
        residents.counts()
    }

    #[test]
    fn those_who_leave_are_the_share_that_was_stated() {
        let mut residents = residents(1);
        residents.hear(Word::Warning, 0);
        residents.leave(HOUR_MS);
        // A quarter leave on a warning, half of them within the median: 1250, standard deviation 33.
        let half = residents.counts().left;
        residents.leave(100 * HOUR_MS);
        let on_warning = residents.counts().left;
        assert_eq!(residents.stay(), 0, "nobody has been ordered yet");
        residents.hear(Word::Order, 100 * HOUR_MS);
        residents.leave(300 * HOUR_MS);
        let (on_order, stay) = (residents.counts().left, residents.stay());
        println!(
            "expected 1250, 2500, 8000 of 10000 within 3 standard deviations (99, 130, 120); obtained {half}, {on_warning}, {on_order}"
        );
        assert!(
            half.abs_diff(1_250) < 99 && on_warning.abs_diff(2_500) < 130 && on_order.abs_diff(8_000) < 120
        );
        assert_eq!(stay, residents.counts().at_home);
    }

    #[test]
    fn an_earlier_word_leaves_nobody_more_at_home_and_worse_water_spares_nobody() {
        for seed in 0..5 {
            let ordered = |at_ms| after_a_flood(seed, &[(Word::Order, at_ms)], 3.0);
            let later = [0, HOUR_MS, 2 * HOUR_MS, 4 * HOUR_MS].map(ordered);
            for pair in later.windows(2) {
                assert!(pair[0].at_home <= pair[1].at_home && pair[0].drowned <= pair[1].drowned);
                assert!(pair[0].left > pair[1].left);
            }
            let never = after_a_flood(seed, &[], 3.0);
            assert!(never.left == 0 && never.drowned >= later[3].drowned);
            let warned = after_a_flood(seed, &[(Word::Warning, 0)], 3.0);
            assert!(warned.left > 0 && warned.left < later[0].left);
            let both = after_a_flood(seed, &[(Word::Warning, 0), (Word::Order, HOUR_MS)], 3.0);
            assert!(both.left >= later[1].left);
            let shallower = after_a_flood(seed, &[], 1.0);
            assert!(shallower.drowned < never.drowned && shallower.drowned > 0);
        }
    }

    proptest! {
        #![proptest_config(Config { cases: 64, failure_persistence: None, ..Config::default() })]

        #[test]
        fn everybody_is_somewhere_in_any_flood(
            seed in 0_u64..1_000,
            stay in 0.0..=1.0,
            heed in 0.0..=1.0,
            water in prop::collection::vec((0.0..6.0, 0.0..3.0, any::<bool>()), 1..40),
            words in prop::collection::vec((any::<bool>(), 0_usize..40), 0..4),
        ) {
            let spec = ResidentsSpec { people: 300, stay, leave_when_warned: heed, ..spec() };
            let mut residents = Residents::new(&spec, "obot", &Chance::new(Seeds::both(seed)));
            let (mut rise, mut before) = (Rise::default(), residents.counts());
            for (window, (depth_m, speed_m_s, is_cut_off)) in (0_usize..).zip(water) {
                let now_ms = window as Ms * 20 * MINUTE_MS;
                for (is_order, _) in words.iter().filter(|(_, at)| *at == window) {
                    residents.hear(if *is_order { Word::Order } else { Word::Warning }, now_ms);
                }
                if !is_cut_off {
                    residents.leave(now_ms);
                }
                residents.take(rise.share_taken(Reading { level_m: None, depth_m, speed_m_s }, now_ms));
                let now = residents.counts();
                prop_assert_eq!(now.at_home + now.left + now.drowned, 300);
                prop_assert!(now.left >= before.left && now.drowned >= before.drowned);
                prop_assert!(residents.stay() <= now.at_home);
                before = now;
            }
        }
    }

    #[test]
    fn the_water_takes_the_share_that_jonkman_gives() {
        let mut rise = Rise::default();
        let reading = |depth_m| Reading {
            level_m: None,
            depth_m,
            speed_m_s: 0.0,
        };
        assert_eq!(rise.share_taken(reading(0.04), 0), 0.0);
        // Φ((ln 1 − 7.6) / 2.75) = Φ(−2.7636) = 0.002858, by a table of the normal distribution.
        assert!((rise.share_taken(reading(1.0), HOUR_MS) - 0.002_858).abs() < 1e-6);
        // 1.5 m in an hour: rapid, and 4.306 m is the median then.
        let _ = rise.share_taken(reading(1.5), 2 * HOUR_MS);
        assert!((rise.share_taken(reading(4.306), 9 * HOUR_MS) - 0.5).abs() < 1e-3);
    }
}
