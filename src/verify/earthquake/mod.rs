//! Earthquakes: from the shaking to who is hurt.

mod aftershocks;
mod casualties;
mod damage;
mod durres;
mod field;
mod motion;

use std::iter;

use super::finding::Finding;
use crate::geo::LonLat;
use crate::hazard::earthquake::impact::{Course, Stock, Tally, Way};
use crate::scenario::model::{BuildingGroup, FragilityClass, FragilitySet, Hour, TownSpec, Usage};
use crate::sim::{Chance, Seeds};
use crate::vocabulary::SubjectIx;

pub(super) use aftershocks::counts_of_aftershocks;
pub(super) use casualties::{hazus_rates, stated_deaths};
pub(super) use damage::{given_fields, worn_down};
pub(super) use durres::mean_of_draws;
pub(super) use field::recovered_range;
pub(super) use motion::reference_motion;

/// Standard errors that a mean over luck may be off.
const STANDARD_ERRORS: f64 = 4.0;

/// Buildings of one class, with people in them, at a place and in a municipality of their own.
#[derive(Debug, Clone, Copy)]
struct Group {
    /// Index of the class.
    class: usize,
    buildings: f64,
    people: f64,
}

/// A town of these groups, at night.
fn stock(classes: &[FragilityClass], groups: &[Group]) -> Stock {
    let mut town = TownSpec::nowhere(SubjectIx(0));
    town.hour = Hour::Night;
    town.fragility = FragilitySet {
        name: "verify".to_owned(),
        classes: classes.to_vec(),
    };
    for (number, group) in (0..).zip(groups) {
        town.municipalities.push(number.to_string());
        town.groups.push(BuildingGroup {
            id: number.to_string(),
            at: LonLat::new(f64::from(number) * 0.01, 0.0),
            municipality: number,
            class: group.class as u32,
            usage: Usage::Residential,
            storeys: 2.0,
            buildings: group.buildings,
            occupants: [group.people; 3],
            floor_area_m2: None,
            vs30_m_s: None,
        });
    }
    Stock::new(&town, |_| 400.0)
}

/// What shocks do to each group of such a town; by shock, the shaking of each group in natural logarithms, whatever the
/// measure.
fn suffer(stock: &Stock, shocks: &[Vec<f64>], seed: u64, way: Way) -> Vec<Vec<Tally>> {
    let measures = stock.measures();
    let everywhere = |shaking: &Vec<f64>| iter::repeat_n(shaking.clone(), measures.len()).collect();
    let shaking: Vec<Vec<Vec<f64>>> = shocks.iter().map(everywhere).collect();
    let keys: Vec<u64> = (0..shocks.len() as u64).collect();
    let course = Course {
        measures,
        shaking: &shaking,
        keys: &keys,
        hours_left: &vec![72.0; shocks.len()],
        hour: Hour::Night,
        indoors_later: 1.0,
        by_group: false,
    };
    stock
        .suffer(&course, &Chance::new(Seeds::both(seed)), way)
        .tallies
}

/// A mean, and by how much luck may have moved it.
#[derive(Debug, Default)]
struct Mean {
    n: f64,
    sum: f64,
    squares: f64,
}

impl Mean {
    fn add(&mut self, value: f64) {
        self.n += 1.0;
        self.sum += value;
        self.squares += value * value;
    }

    fn value(&self) -> f64 {
        self.sum / self.n
    }

    fn tolerance(&self) -> f64 {
        let variance = (self.squares / self.n - self.value() * self.value()).max(0.0);
        STANDARD_ERRORS * (variance / self.n).sqrt()
    }

    /// Passes when luck explains by how much the mean is off.
    fn finding(&self, quantity: impl Into<String>, unit: &'static str, expected: f64) -> Finding {
        near(quantity, unit, self.value(), expected, self.tolerance())
    }
}

/// Passes when no more than the tolerance off.
fn near(
    quantity: impl Into<String>,
    unit: &'static str,
    obtained: f64,
    expected: f64,
    tolerance: f64,
) -> Finding {
    let [least, most] = [expected - tolerance, expected + tolerance];
    Finding::new(quantity, unit, obtained as f32).within(expected as f32, least as f32, most as f32)
}
