//! What given shaking does to the buildings of a stock and to the people in them.

use super::stock::Class;
use super::strength::Strength;
use super::{Blow, Entrapped, Stock, Tally, Way, drawn, expected};
use crate::scenario::model::Hour;
use crate::sim::Chance;
use crate::vocabulary::Measure;

/// Shaking, shock after shock, and what else the outcome depends on.
#[derive(Debug, Clone, Copy)]
pub struct Course<'a> {
    /// The measures of the shaking.
    pub measures: &'a [Measure],
    /// Natural logarithms of shaking (of g, for PGV of cm/s) by shock, measure and place of the stock; other places may
    /// follow.
    pub shaking: &'a [Vec<Vec<f64>>],
    /// What the luck of each shock is keyed by.
    pub keys: &'a [u64],
    /// From each shock to the end of the exercise, h.
    pub hours_left: &'a [f64],
    /// How many are where.
    pub hour: Hour,
    /// Share of the people who are indoors again when a later shock comes.
    pub indoors_later: f64,
    /// Whether what befalls each group is wanted.
    pub by_group: bool,
}

/// Whoever has felt this at their place goes outdoors, ln of g.
///
/// # Source
/// 0.05 g is intensity V to VI by C. B. Worden and others 2012: felt by all, many run outdoors (an assumption).
const LN_DRIVES_OUT: f64 = -2.995_732_273_553_991;

impl Course<'_> {
    /// Share of the people at a place who are indoors when a shock comes: all, until an earlier one has driven them out.
    pub(super) fn indoors(&self, shock: usize, site: u32) -> f64 {
        let pga = self.measures.iter().position(|measure| *measure == Measure::Pga);
        let felt =
            |fields: &Vec<Vec<f64>>| pga.is_some_and(|pga| fields[pga][site as usize] >= LN_DRIVES_OUT);
        if self.shaking[..shock].iter().any(felt) {
            self.indoors_later
        } else {
            1.0
        }
    }
}

/// What it did.
#[derive(Debug, Clone, PartialEq)]
pub struct Suffered {
    /// By municipality and shock: people and collapses of this shock, buildings as they stand after it.
    pub tallies: Vec<Vec<Tally>>,
    /// Everybody whom rubble holds alive, group after group; nobody in the mean.
    pub entrapped: Vec<Entrapped>,
    /// What each shock did to each group that came to harm, group after group; nothing in the mean, or where not wanted.
    pub blows: Vec<Blow>,
    /// Groups of which buildings were completely damaged, by ordinal, and with which shock the first was; none in the mean.
    pub fallen: Vec<(u32, u32)>,
}

/// Groups whose draws are made at once: as many as stay in the nearest memory.
const AT_ONCE: usize = 2_048;

/// A class as the loop over the groups needs it.
#[derive(Debug)]
struct Ready<'a> {
    strength: Strength,
    /// Its shaking, by shock and place.
    shaking: Vec<&'a [f64]>,
}

impl<'a> Ready<'a> {
    fn of_classes(stock: &Stock, course: &Course<'a>) -> Vec<Self> {
        let of = |class: &Class| {
            let measure = course
                .measures
                .iter()
                .position(|asked| *asked == class.spec.measure);
            let field = |fields: &'a Vec<Vec<f64>>| fields[measure.unwrap_or(0)].as_slice();
            Self {
                strength: Strength::of(&class.spec),
                shaking: course.shaking.iter().map(field).collect(),
            }
        };
        stock.classes.iter().map(of).collect()
    }

    /// Shaking of a place, shock after shock.
    fn shocks(&self, site: u32) -> impl Iterator<Item = f64> + Clone {
        self.shaking.iter().map(move |field| field[site as usize])
    }
}

impl Stock {
    /// Shakes every group by all shocks. What is drawn hangs on the group and the shock alone.
    pub fn suffer(&self, course: &Course<'_>, chance: &Chance, way: Way) -> Suffered {
        let shocks = course.shaking.len();
        let mut suffered = Suffered {
            tallies: vec![vec![Tally::default(); shocks]; self.municipalities],
            entrapped: Vec::new(),
            blows: Vec::new(),
            fallen: Vec::new(),
        };
        match way {
            Way::Sampled => self.draw(course, chance, &mut suffered),
            Way::Expected => self.expect(course, &mut suffered),
        }
        suffered
    }

    fn draw(&self, course: &Course<'_>, chance: &Chance, suffered: &mut Suffered) {
        let ready = Ready::of_classes(self, course);
        let mut luck = chance.hazard_field("weakness", 0);
        let mut weaknesses = [0.0; AT_ONCE];
        let mut ordinals = 0..;
        for groups in self.groups.chunks(AT_ONCE) {
            luck.fill_uniform(&mut weaknesses[..groups.len()]);
            for ((group, weakness), ordinal) in groups.iter().zip(weaknesses).zip(&mut ordinals) {
                let class = &ready[group.class as usize];
                let shocks = class.shocks(group.site);
                let tallies = &mut suffered.tallies[group.municipality as usize];
                let buildings = group.whole[0];
                // The draw says everything of a single building, and everything of one shock.
                if buildings == 1.0 || tallies.len() == 1 {
                    let strongest = shocks.clone().fold(f64::NEG_INFINITY, f64::max);
                    if drawn::comes_through(buildings, &class.strength, strongest, weakness) {
                        for tally in tallies {
                            tally.buildings[0] += buildings;
                        }
                        continue;
                    }
                }
                let strength = &class.strength;
                let mut drawn =
                    drawn::Standing::new(group, ordinal, &self.classes, strength, course, chance, weakness);
                drawn.through(shocks, tallies, &mut suffered.entrapped, &mut suffered.blows);
                suffered
                    .fallen
                    .extend(drawn.first_complete.map(|shock| (ordinal, shock)));
            }
        }
    }

    fn expect(&self, course: &Course<'_>, suffered: &mut Suffered) {
        let ready = Ready::of_classes(self, course);
        let harm = expected::Harm::of_classes(&self.classes, course);
        for group in &self.groups {
            let class = &ready[group.class as usize];
            let tallies = &mut suffered.tallies[group.municipality as usize];
            let harm = &harm[group.class as usize];
            let shocks = class.shocks(group.site);
            expected::through(group, harm, &class.strength, course, shocks, tallies);
        }
    }
}
