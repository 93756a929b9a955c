//! What shock after shock does to the buildings of one group and to the people in them.

use super::normal::share_above;
use super::stock::{Class, Group};
use super::strength::{Thresholds, first_threshold, reached_at, transition};
use super::survival::usual_rescue_h;
use super::tally::Tally;
use crate::scenario::model::STATES;
use crate::sim::counts::{binomial, whole};
use crate::sim::{Chance, Draw, stable_id};

/// Draws that one shock may ask for in one group.
const SLOTS: usize = 48;
/// Where the draws of each question begin; the first for moves between states, of which there are ten.
const PEOPLE: usize = 10;
const COLLAPSE: usize = 34;

/// Somebody whom the rubble holds alive.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entrapped {
    /// Ordinal of the group of buildings.
    pub group: u32,
    /// Number among those entrapped in this group.
    pub number: u32,
    /// Which shock, by number.
    pub shock: u32,
    /// Casualty severity, 1 to 3.
    pub severity: u8,
    /// How long they live on if nobody comes, h.
    pub lives_h: f64,
    /// When they would be freed if rescue went as it usually has, h.
    pub usually_freed_h: f64,
}

/// What one shock did to the buildings of one group and to the people in them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Blow {
    /// Ordinal of the group.
    pub group: u32,
    /// Which shock, by number.
    pub shock: u32,
    /// The buildings as they stand afterwards, and people and collapses of this shock.
    pub tally: Tally,
}

/// How numbers come about.
#[derive(Debug, Clone, Copy)]
pub(super) enum Way<'a> {
    /// Each share of a number is its mean.
    Expected,
    /// Each is drawn.
    Sampled(&'a Chance),
}

/// What every group needs to know of the shocks and the people.
pub(super) struct Course<'a> {
    pub(super) way: Way<'a>,
    /// Index of the hour of the day.
    pub(super) hour: usize,
    /// Share of the people who are indoors again when a later shock comes.
    pub(super) indoors_later: f64,
    /// From each shock to the end of the exercise, h.
    pub(super) hours_left: Vec<f64>,
}

/// Draws for one shock and one group, made when the first is asked for.
struct Luck<'a> {
    way: Way<'a>,
    key: u64,
    shock: u64,
    draws: Option<[Draw; SLOTS]>,
}

impl Luck<'_> {
    fn uniform(&mut self, chance: &Chance, slot: usize) -> f64 {
        let (key, shock) = (self.key, self.shock);
        let draws = self
            .draws
            .get_or_insert_with(|| chance.hazard_draws("damage", key, shock));
        draws[slot].uniform()
    }

    /// How many of `n` something befalls that befalls each with probability `p`.
    fn part(&mut self, n: f64, p: f64, slot: usize) -> f64 {
        match self.way {
            Way::Expected => n * p.clamp(0.0, 1.0),
            Way::Sampled(_) if n <= 0.0 || p <= 0.0 => 0.0,
            Way::Sampled(chance) => f64::from(binomial(n as u32, p, self.uniform(chance, slot))),
        }
    }

    /// How many of `people` are in `buildings` of `among`.
    fn inside(&mut self, people: f64, buildings: f64, among: f64, slot: usize) -> f64 {
        if among <= 0.0 {
            return 0.0;
        }
        let mean = people * buildings / among;
        match self.way {
            Way::Expected => mean,
            Way::Sampled(chance) => f64::from(whole(mean, self.uniform(chance, slot))).min(people),
        }
    }
}

/// A group in the course of the shocks.
struct Standing {
    buildings: [f64; STATES + 1],
    thresholds: Thresholds,
    collapsed: f64,
    /// Who has come to no harm yet.
    unhurt: f64,
    entrapped: u32,
}

/// Shakes a group by each of `shocks` (natural logarithms, in the measure of its class) and adds what that did to
/// `tallies`, one for each shock.
///
/// Gives the shock with which the first building of the group was completely damaged.
///
/// `dense` is the group's draw of weakness in (0, 1): it alone says whether anything happens to it at the first shock.
pub(super) fn suffer(
    group: &Group,
    ordinal: u32,
    class: &Class,
    course: &Course<'_>,
    dense: f64,
    shocks: impl Iterator<Item = f64>,
    tallies: &mut [Tally],
    entrapped: &mut Vec<Entrapped>,
    mut blows: Option<&mut Vec<Blow>>,
) -> Option<u32> {
    let [buildings, people] = match course.way {
        Way::Expected => group.stated,
        Way::Sampled(_) => group.whole,
    };
    let mut standing = Standing {
        buildings: [buildings, 0.0, 0.0, 0.0, 0.0],
        thresholds: Thresholds::UNSHAKEN,
        collapsed: 0.0,
        unhurt: people,
        entrapped: 0,
    };
    let mut first_complete = None;
    for (shock, ln_shaking) in shocks.enumerate() {
        if shock == 0 && matches!(course.way, Way::Sampled(_)) {
            // Most groups come through most shocks: their one dense draw says so at once.
            let first = first_threshold(&class.spec, ln_shaking);
            if dense < 1.0 - buildings * share_above(first) {
                tallies[0].buildings[0] += buildings;
                standing.thresholds = reached_at(&class.spec, 0, ln_shaking);
                continue;
            }
        }
        let mut luck = Luck {
            way: course.way,
            key: group.key,
            shock: shock as u64,
            draws: None,
        };
        let first_draw = (shock == 0).then_some(dense);
        let moved = standing.shake(class, ln_shaking, first_draw, &mut luck);
        let mut tally = Tally {
            buildings: standing.buildings,
            ..Tally::default()
        };
        if moved.iter().any(|moved| *moved > 0.0) {
            standing.harm(
                group, ordinal, class, course, shock, &moved, &mut luck, &mut tally, entrapped,
            );
            if let Some(blows) = &mut blows {
                blows.push(Blow {
                    group: ordinal,
                    shock: shock as u32,
                    tally,
                });
            }
        }
        tallies[shock] += tally;
        if moved[STATES] >= 1.0 {
            first_complete.get_or_insert(shock as u32);
        }
    }
    first_complete
}

impl Standing {
    /// Moves buildings between states; how many have newly come to be in each.
    fn shake(
        &mut self,
        class: &Class,
        ln_shaking: f64,
        first_draw: Option<f64>,
        luck: &mut Luck<'_>,
    ) -> [f64; STATES + 1] {
        let mut moved = [0.0; STATES + 1];
        let mut after = self.thresholds;
        let mut slot = 0;
        // The worst first, so that nobody moves twice in one shock.
        for state in (0..STATES).rev() {
            let asked = reached_at(&class.spec, state, ln_shaking);
            let shares = transition(&self.thresholds, &asked, state);
            after.0[state] = after.0[state].min(asked.0[state]);
            let (mut left, mut rest) = (self.buildings[state], shares[state + 1..].iter().sum::<f64>());
            let draw = first_draw.filter(|_| state == 0);
            let mut going = match (draw, luck.way) {
                (Some(u), Way::Sampled(_)) => f64::from(binomial(left as u32, rest, u)),
                _ => luck.part(left, rest, slot),
            };
            self.buildings[state] -= going;
            for next in (state + 1..=STATES).rev() {
                slot += 1;
                let share = if rest > 0.0 {
                    (shares[next] / rest).min(1.0)
                } else {
                    0.0
                };
                left = if next == state + 1 {
                    going
                } else {
                    luck.part(going, share, slot)
                };
                going -= left;
                rest -= shares[next];
                moved[next] += left;
            }
        }
        for (count, more) in self.buildings.iter_mut().zip(moved) {
            *count += more;
        }
        self.thresholds = after;
        moved
    }

    /// What befalls the people in buildings that have moved.
    fn harm(
        &mut self,
        group: &Group,
        ordinal: u32,
        class: &Class,
        course: &Course<'_>,
        shock: usize,
        moved: &[f64; STATES + 1],
        luck: &mut Luck<'_>,
        tally: &mut Tally,
        entrapped: &mut Vec<Entrapped>,
    ) {
        let usable: f64 = self.buildings.iter().sum::<f64>() - self.collapsed;
        let indoors = if shock == 0 { 1.0 } else { course.indoors_later };
        let at_risk = self.unhurt * indoors;
        let collapsed = luck.part(moved[STATES], class.spec.collapse_of_complete, COLLAPSE);
        let mut broken = [moved[1], moved[2], moved[3], moved[4] - collapsed];
        broken[STATES - 1] = broken[STATES - 1].max(0.0);
        for (state, broken) in broken.into_iter().enumerate().filter(|(_, broken)| *broken > 0.0) {
            let slot = PEOPLE + 6 * state;
            let people = luck.inside(at_risk, broken, usable, slot).min(self.unhurt);
            self.hurt(people, &class.spec.injured[state], slot + 1, luck, tally);
        }
        if collapsed <= 0.0 {
            return;
        }
        tally.collapsed += collapsed;
        self.collapsed += collapsed;
        let people = luck
            .inside(at_risk, collapsed, usable, COLLAPSE + 1)
            .min(self.unhurt);
        let held = luck.part(people, class.spec.entrapped[course.hour], COLLAPSE + 2);
        let killed = luck.part(held, class.survival.killed_at_once, COLLAPSE + 3);
        self.unhurt -= held;
        self.hurt(
            people - held,
            &class.spec.injured_in_collapse,
            COLLAPSE + 4,
            luck,
            tally,
        );
        tally.killed_at_once += killed;
        let alive = held - killed;
        tally.entrapped_alive += alive;
        let hours_left = course.hours_left[shock];
        match course.way {
            Way::Expected => {
                let published = class.spec.killed_of_entrapped;
                let at_once = class.survival.killed_at_once;
                tally.die_with_usual_rescue += alive * (published - at_once) / (1.0 - at_once);
                tally.die_without_rescue += alive * (1.0 - class.survival.alive_after_h(hours_left));
            }
            Way::Sampled(chance) => {
                for _ in 0..alive as u32 {
                    let person = self.entrap(group, ordinal, class, shock, chance);
                    tally.die_with_usual_rescue +=
                        f64::from(u8::from(person.lives_h < person.usually_freed_h));
                    tally.die_without_rescue += f64::from(u8::from(person.lives_h < hours_left));
                    entrapped.push(person);
                }
            }
        }
    }

    /// Divides people by casualty severity, the worst first.
    fn hurt(&mut self, people: f64, rates: &[f64; 4], slot: usize, luck: &mut Luck<'_>, tally: &mut Tally) {
        let (mut left, mut rest) = (people, 1.0);
        for severity in (1..=4).rev() {
            let rate = rates[severity - 1];
            let struck = luck.part(
                left,
                if rest > 0.0 { rate / rest } else { 0.0 },
                slot + 4 - severity,
            );
            left -= struck;
            rest -= rate;
            self.unhurt -= struck;
            match severity {
                4 => tally.killed_at_once += struck,
                _ => tally.injured[severity - 1] += struck,
            }
        }
    }

    /// Somebody more whom the rubble holds: their own luck says how badly hurt they are and how long they live.
    fn entrap(
        &mut self,
        group: &Group,
        ordinal: u32,
        class: &Class,
        shock: usize,
        chance: &Chance,
    ) -> Entrapped {
        let number = self.entrapped;
        self.entrapped += 1;
        let who = group.key ^ stable_id("entrapped").wrapping_mul(u64::from(number) + 1);
        let [hurt, lives, freed] = [0, 1, 2].map(|k| chance.draw("entrapped", who, k).uniform());
        let [first, second, third, _] = class.spec.injured_in_collapse;
        let all = first + second + third;
        let severity = match hurt * all {
            x if x < third => 3,
            x if x < third + second => 2,
            _ => 1,
        };
        Entrapped {
            group: ordinal,
            number,
            shock: shock as u32,
            severity,
            lives_h: class.survival.lives_h(lives),
            usually_freed_h: usual_rescue_h(freed),
        }
    }
}
