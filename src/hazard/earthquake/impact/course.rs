//! What given shaking does to the buildings of a stock and to the people in them.

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
    /// From each shock to the end of the exercise, h.
    pub hours_left: &'a [f64],
    /// How many are where.
    pub hour: Hour,
    /// Share of the people who are indoors again when a later shock comes.
    pub indoors_later: f64,
    /// Whether what befalls each group is wanted.
    pub by_group: bool,
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

/// A class as the loop over the groups needs it.
#[derive(Debug, Clone, Copy)]
struct Ready {
    strength: Strength,
    /// Index of its measure among those of the shaking.
    measure: usize,
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
        let measure_of = |measure| course.measures.iter().position(|asked| *asked == measure);
        let ready = self.classes.iter().map(|class| Ready {
            strength: Strength::of(&class.spec),
            measure: measure_of(class.spec.measure).unwrap_or(0),
        });
        let ready: Vec<Ready> = ready.collect();
        match way {
            Way::Sampled => self.draw(course, chance, &ready, &mut suffered),
            Way::Expected => self.expect(course, &ready, &mut suffered),
        }
        suffered
    }

    fn draw(&self, course: &Course<'_>, chance: &Chance, ready: &[Ready], suffered: &mut Suffered) {
        let mut weakness = vec![0.0; self.groups.len()];
        chance.fill_hazard_uniform("weakness", 0, &mut weakness);
        for ((ordinal, group), weakness) in (0..).zip(&self.groups).zip(weakness) {
            let Ready { strength, measure } = &ready[group.class as usize];
            let site = group.site as usize;
            let shocks = course.shaking.iter().map(|fields| fields[*measure][site]);
            let tallies = &mut suffered.tallies[group.municipality as usize];
            let buildings = group.whole[0];
            // The draw says everything of a single building, and everything of one shock.
            if buildings == 1.0 || tallies.len() == 1 {
                let strongest = shocks.clone().fold(f64::NEG_INFINITY, f64::max);
                if drawn::comes_through(buildings, strength, strongest, weakness) {
                    tallies
                        .iter_mut()
                        .for_each(|tally| tally.buildings[0] += buildings);
                    continue;
                }
            }
            let mut drawn =
                drawn::Standing::new(group, ordinal, &self.classes, strength, course, chance, weakness);
            drawn.through(shocks, tallies, &mut suffered.entrapped, &mut suffered.blows);
            suffered
                .fallen
                .extend(drawn.first_complete.map(|shock| (ordinal, shock)));
        }
    }

    fn expect(&self, course: &Course<'_>, ready: &[Ready], suffered: &mut Suffered) {
        let harm = expected::Harm::of_classes(&self.classes, course);
        for group in &self.groups {
            let Ready { strength, measure } = &ready[group.class as usize];
            let site = group.site as usize;
            let shocks = course.shaking.iter().map(|fields| fields[*measure][site]);
            let tallies = &mut suffered.tallies[group.municipality as usize];
            let harm = &harm[group.class as usize];
            expected::through(group, harm, strength, course.indoors_later, shocks, tallies);
        }
    }
}
