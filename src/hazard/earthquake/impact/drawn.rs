//! What shock after shock does to the buildings of one group and to the people in them, drawn: whole numbers.

use super::course::Course;
use super::normal::{share_above, share_above_at_most};
use super::stock::{Class, Group};
use super::strength::{Strength, Thresholds};
use super::survival::usual_rescue_h;
use super::tally::Tally;
use super::{Blow, Entrapped};
use crate::maths;
use crate::scenario::model::{SEVERITIES, STATES};
use crate::sim::counts::{binomial, whole};
use crate::sim::{Chance, Draw, stable_id};

/// Draws that one shock may ask for in one group: moves between states, then people by state.
const SLOTS: usize = 32;
/// Where the draws of moves from each state begin: one for how many go, one for each state beyond the next.
const MOVES: [usize; STATES] = [0, 4, 7, 9];
/// Where the draws of people in buildings that have come to be in each state of damage begin: how many, and how badly hurt.
const PEOPLE: [usize; STATES] = [10, 15, 20, 25];
/// Draws for buildings that collapse: how many, with how many people, held, killed, how badly hurt.
const COLLAPSE_SLOTS: usize = 4 + SEVERITIES;

/// Draws for one shock and one group, made when the first is asked for.
struct Luck<'a, const N: usize> {
    chance: &'a Chance,
    purpose: &'static str,
    key: u64,
    shock: u64,
    draws: Option<[Draw; N]>,
}

impl<'a, const N: usize> Luck<'a, N> {
    fn new(chance: &'a Chance, purpose: &'static str, group: &Group, shock: u64) -> Self {
        Self {
            chance,
            purpose,
            key: group.key,
            shock,
            draws: None,
        }
    }

    fn uniform(&mut self, slot: usize) -> f64 {
        let draws = || self.chance.hazard_draws(self.purpose, self.key, self.shock);
        self.draws.get_or_insert_with(draws)[slot].uniform()
    }

    /// How many of `n` something befalls that befalls each with probability `p`.
    fn part(&mut self, n: f64, p: f64, slot: usize) -> f64 {
        if n <= 0.0 || p <= 0.0 {
            return 0.0;
        }
        f64::from(binomial(n as u32, p, self.uniform(slot)))
    }

    /// How many of `people` are in `buildings` of `among`.
    fn inside(&mut self, people: f64, buildings: f64, among: f64, slot: usize) -> f64 {
        if among <= 0.0 {
            return 0.0;
        }
        let mean = people * buildings / among;
        if mean.fract() == 0.0 {
            return mean;
        }
        f64::from(whole(mean, self.uniform(slot))).min(people)
    }
}

/// Whether a group surely comes to no harm by shaking of this strength, by what its draw of weakness says. Most groups come
/// through most shocks.
#[inline]
pub(super) fn comes_through(buildings: f64, strength: &Strength, ln_shaking: f64, weakness: f64) -> bool {
    weakness < 1.0 - buildings * share_above_at_most(strength.first(ln_shaking))
}

/// A group in the course of the shocks.
pub(super) struct Standing<'a> {
    group: &'a Group,
    ordinal: u32,
    class: &'a Class,
    strength: &'a Strength,
    course: &'a Course<'a>,
    chance: &'a Chance,
    /// A draw in (0, 1): which share of all buildings is stronger. Of a single building it says everything; of a group, how
    /// many come to harm at the first shock that harms any.
    weakness: f64,
    buildings: [f64; STATES + 1],
    thresholds: Thresholds,
    collapsed: f64,
    /// Who has come to no harm yet.
    unhurt: f64,
    entrapped: u32,
    /// The shock with which the first building was completely damaged.
    pub(super) first_complete: Option<u32>,
}

impl<'a> Standing<'a> {
    /// Before anything has shaken.
    pub(super) fn new(
        group: &'a Group,
        ordinal: u32,
        classes: &'a [Class],
        strength: &'a Strength,
        course: &'a Course<'a>,
        chance: &'a Chance,
        weakness: f64,
    ) -> Self {
        let [buildings, unhurt] = group.whole;
        Self {
            group,
            ordinal,
            class: &classes[group.class as usize],
            strength,
            course,
            chance,
            weakness,
            buildings: [buildings, 0.0, 0.0, 0.0, 0.0],
            thresholds: Thresholds::UNSHAKEN,
            collapsed: 0.0,
            unhurt,
            entrapped: 0,
            first_complete: None,
        }
    }

    /// Shakes the group by each of `shocks` (natural logarithms, in the measure of its class) and adds what that did to
    /// `tallies`, one for each shock.
    pub(super) fn through(
        &mut self,
        shocks: impl Iterator<Item = f64>,
        tallies: &mut [Tally],
        entrapped: &mut Vec<Entrapped>,
        blows: &mut Vec<Blow>,
    ) {
        for ((shock, ln_shaking), tally) in (0..).zip(shocks).zip(tallies) {
            if self.thresholds.hold(self.strength, ln_shaking) {
                self.count(tally);
            } else if self.is_unhurt()
                && comes_through(self.buildings[0], self.strength, ln_shaking, self.weakness)
            {
                self.thresholds = self.thresholds.after(self.strength, ln_shaking);
                self.count(tally);
            } else {
                self.shake(shock, ln_shaking, tally, entrapped, blows);
            }
        }
    }

    /// Whether no building has come to harm yet.
    fn is_unhurt(&self) -> bool {
        self.buildings[0] == self.group.whole[0]
    }

    /// The draw that says how many come to harm, given that nobody has come to any.
    fn weakness_of_the_unhurt(&self) -> f64 {
        let come_through = 1.0 - share_above(self.thresholds.0[0]);
        let all = maths::pow(come_through, self.group.whole[0]);
        (self.weakness / all.max(f64::MIN_POSITIVE)).min(1.0 - f64::EPSILON)
    }

    fn count(&self, tally: &mut Tally) {
        for (sum, more) in tally.buildings.iter_mut().zip(self.buildings) {
            *sum += more;
        }
    }

    /// What one shock does.
    fn shake(
        &mut self,
        shock: usize,
        ln_shaking: f64,
        tally: &mut Tally,
        entrapped: &mut Vec<Entrapped>,
        blows: &mut Vec<Blow>,
    ) {
        let mut luck = Luck::new(self.chance, "damage", self.group, self.course.keys[shock]);
        let after = self.thresholds.after(self.strength, ln_shaking);
        let moved = if self.group.whole[0] == 1.0 {
            self.move_single(&after)
        } else {
            self.move_some(&after, &mut luck)
        };
        self.thresholds = after;
        let mut own = Tally::default();
        self.count(&mut own);
        if moved.iter().any(|moved| *moved > 0.0) {
            self.harm(shock, &moved, &mut luck, &mut own, entrapped);
            if self.course.by_group {
                let (group, shock) = (self.ordinal, shock as u32);
                let tally = own;
                blows.push(Blow { group, shock, tally });
            }
        }
        if moved[STATES] > 0.0 {
            self.first_complete.get_or_insert(shock as u32);
        }
        *tally += own;
    }

    /// Moves a single building, whose weakness is known.
    fn move_single(&mut self, after: &Thresholds) -> [f64; STATES + 1] {
        let reaches = |share: &f64| self.weakness >= 1.0 - share;
        let state = after.shares().iter().take_while(|share| reaches(share)).count();
        let mut moved = [0.0; STATES + 1];
        if self.buildings[state] == 0.0 {
            moved[state] = 1.0;
            self.buildings = moved;
        }
        moved
    }

    /// Moves buildings between states; how many have newly come to be in each.
    fn move_some(&mut self, after: &Thresholds, luck: &mut Luck<'_, SLOTS>) -> [f64; STATES + 1] {
        let mut moved = [0.0; STATES + 1];
        let is_unhurt = self.is_unhurt();
        // The worst first, so that nobody moves twice in one shock.
        for state in (0..STATES).rev() {
            let count = self.buildings[state];
            if count <= 0.0 || after.0[state] >= self.thresholds.0[state] {
                continue;
            }
            let from = self.thresholds.from(state);
            let beyond = share_above(self.thresholds.0[state]);
            let here = share_above(from) - beyond;
            // The share of those in this state who come to be in the state after `past`, or worse.
            let reach = |past: usize| {
                let reaching = share_above(after.0[past].max(from)) - beyond;
                if here > 0.0 {
                    (reaching / here).clamp(0.0, 1.0)
                } else {
                    0.0
                }
            };
            let mut slot = MOVES[state];
            let all = reach(state);
            let mut going = if is_unhurt {
                f64::from(binomial(count as u32, all, self.weakness_of_the_unhurt()))
            } else {
                luck.part(count, all, slot)
            };
            self.buildings[state] -= going;
            let mut worse = 0.0;
            for next in (state + 2..=STATES).rev() {
                slot += 1;
                let share = reach(next - 1);
                let rest = all - worse;
                let stopping = if rest > 0.0 {
                    ((share - worse) / rest).min(1.0)
                } else {
                    0.0
                };
                let stop = luck.part(going, stopping, slot);
                going -= stop;
                moved[next] += stop;
                worse = share;
            }
            moved[state + 1] += going;
        }
        for (count, more) in self.buildings.iter_mut().zip(moved) {
            *count += more;
        }
        moved
    }

    /// What befalls the people in buildings that have moved.
    fn harm(
        &mut self,
        shock: usize,
        moved: &[f64; STATES + 1],
        luck: &mut Luck<'_, SLOTS>,
        tally: &mut Tally,
        entrapped: &mut Vec<Entrapped>,
    ) {
        let spec = &self.class.spec;
        let usable: f64 = self.buildings.iter().sum::<f64>() - self.collapsed;
        let indoors = self.course.indoors(shock, self.group.site);
        let at_risk = self.unhurt * indoors;
        let mut fall: Luck<'_, COLLAPSE_SLOTS> =
            Luck::new(self.chance, "collapse", self.group, self.course.keys[shock]);
        let collapsed = fall.part(moved[STATES], spec.collapse_of_complete, 0);
        for state in 1..=STATES {
            let broken = if state == STATES {
                moved[state] - collapsed
            } else {
                moved[state]
            };
            if broken > 0.0 {
                let slot = PEOPLE[state - 1];
                let people = luck.inside(at_risk, broken, usable, slot).min(self.unhurt);
                self.hurt(people, &spec.injured[state - 1], luck, slot + 1, tally);
            }
        }
        if collapsed <= 0.0 {
            return;
        }
        tally.collapsed += collapsed;
        self.collapsed += collapsed;
        let people = fall.inside(at_risk, collapsed, usable, 1).min(self.unhurt);
        let held = fall.part(people, spec.entrapped[self.course.hour as usize], 2);
        let killed = fall.part(held, self.class.survival.killed_at_once, 3);
        self.unhurt -= held;
        self.hurt(
            people - held,
            &spec.injured_in_collapse[self.course.hour as usize],
            &mut fall,
            4,
            tally,
        );
        tally.killed_at_once += killed;
        let alive = held - killed;
        tally.entrapped_alive += alive;
        for _ in 0..alive as u32 {
            let person = self.entrap(shock);
            let before = |hours: f64| f64::from(u8::from(person.lives_h < hours));
            tally.die_with_usual_rescue += before(person.usually_freed_h);
            tally.die_without_rescue += before(self.course.hours_left[shock]);
            entrapped.push(person);
        }
    }

    /// Divides people by casualty severity, the worst first.
    fn hurt<const N: usize>(
        &mut self,
        people: f64,
        rates: &[f64; SEVERITIES],
        luck: &mut Luck<'_, N>,
        slot: usize,
        tally: &mut Tally,
    ) {
        let (mut left, mut rest) = (people, 1.0);
        for severity in (1..=SEVERITIES).rev() {
            let rate = rates[severity - 1];
            let struck = luck.part(
                left,
                if rest > 0.0 { rate / rest } else { 0.0 },
                slot + SEVERITIES - severity,
            );
            left -= struck;
            rest -= rate;
            self.unhurt -= struck;
            match severity {
                SEVERITIES => tally.killed_at_once += struck,
                _ => tally.injured[severity - 1] += struck,
            }
        }
    }

    /// Somebody more whom the rubble holds: their own luck says how badly hurt they are and how long they live.
    fn entrap(&mut self, shock: usize) -> Entrapped {
        let number = self.entrapped;
        self.entrapped += 1;
        let who = self.group.key ^ stable_id("entrapped").wrapping_mul(u64::from(number) + 1);
        let [hurt, lives, freed] = [0, 1, 2].map(|k| self.chance.draw("entrapped", who, k).uniform());
        let [first, second, third, _] = self.class.spec.injured_in_collapse[self.course.hour as usize];
        let all = first + second + third;
        let by_rates = match hurt * all {
            x if x < third => 3,
            x if x < third + second => 2,
            _ => 1,
        };
        let severity = self.class.spec.severity_of_entrapped.unwrap_or(by_rates);
        Entrapped {
            group: self.ordinal,
            number,
            shock: shock as u32,
            severity,
            lives_h: self.class.survival.lives_h(lives),
            usually_freed_h: usual_rescue_h(freed),
        }
    }
}
