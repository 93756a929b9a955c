//! The buildings of a town made ready to be shaken: sites, whole buildings, whole people.

use super::super::shaking::Site;
use super::survival::Survival;
use crate::geo::LonLat;
use crate::scenario::model::{FragilityClass, TownSpec};
use crate::sim::stable_id;
use crate::vocabulary::Measure;

/// A class with what follows from it.
#[derive(Debug, Clone)]
pub(super) struct Class {
    pub(super) spec: FragilityClass,
    pub(super) survival: Survival,
}

/// Buildings of a class at a site.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    /// What its luck is keyed by.
    pub(super) key: u64,
    pub(super) site: u32,
    pub(super) class: u32,
    pub(super) municipality: u32,
    /// Buildings and the people in them, as stated and as whole numbers.
    pub(super) stated: [f64; 2],
    pub(super) whole: [f64; 2],
    pub(super) floor_area_m2: f64,
}

/// All buildings.
#[derive(Debug, Clone)]
pub struct Stock {
    pub(super) groups: Vec<Group>,
    pub(super) classes: Vec<Class>,
    /// Every place once.
    pub(super) sites: Vec<Site>,
    /// The measures that any class asks about, and PGA.
    pub(super) measures: Vec<Measure>,
    pub(super) municipalities: usize,
}

impl Stock {
    /// Makes the buildings of a town ready; `vs30` gives the ground where a group does not state its own.
    pub fn new(town: &TownSpec, vs30: impl Fn(LonLat) -> f64) -> Self {
        let classes = town.fragility.classes.iter().map(|class| Class {
            spec: class.clone(),
            survival: Survival::new(class.killed_of_entrapped, class.in_voids),
        });
        let mut stock = Self {
            groups: Vec::with_capacity(town.groups.len()),
            classes: classes.collect(),
            sites: Vec::new(),
            measures: Vec::new(),
            municipalities: town.municipalities.len(),
        };
        let whole = whole_numbers(town);
        let mut places: Vec<(u64, u64, u64, u32)> = Vec::with_capacity(town.groups.len());
        for (ordinal, group) in (0..).zip(&town.groups) {
            let vs30_m_s = group.vs30_m_s.unwrap_or_else(|| vs30(group.at));
            let bits = |x: f64| x.to_bits();
            places.push((
                bits(group.at.lon_deg),
                bits(group.at.lat_deg),
                bits(vs30_m_s),
                ordinal,
            ));
            stock.groups.push(Group {
                key: stable_id(&group.id),
                site: 0,
                class: group.class,
                municipality: group.municipality,
                stated: [group.buildings, group.occupants[town.hour as usize]],
                whole: whole[ordinal as usize],
                floor_area_m2: group.floor_area_m2.unwrap_or(0.0),
            });
        }
        stock.settle(places);
        let asked = |measure: &Measure| {
            *measure == Measure::Pga
                || stock
                    .groups
                    .iter()
                    .any(|group| stock.classes[group.class as usize].spec.measure == *measure)
        };
        stock.measures = Measure::ALL.into_iter().filter(asked).collect();
        stock
    }
}

impl Stock {
    /// Gives every group its site. Sites stand in the order in which groups first stand there, so that who goes through the
    /// groups goes through the shaking as well, and not to and fro in it.
    fn settle(&mut self, mut places: Vec<(u64, u64, u64, u32)>) {
        places.sort_unstable();
        let is_one = |a: &(u64, u64, u64, u32), b: &(u64, u64, u64, u32)| (a.0, a.1, a.2) == (b.0, b.1, b.2);
        let mut sites: Vec<&[(u64, u64, u64, u32)]> = places.chunk_by(is_one).collect();
        sites.sort_unstable_by_key(|groups| groups[0].3);
        for (site, groups) in (0..).zip(sites) {
            let (lon, lat, vs30, _) = groups[0];
            self.sites.push(Site {
                at: LonLat::new(f64::from_bits(lon), f64::from_bits(lat)),
                vs30_m_s: f64::from_bits(vs30),
            });
            for (_, _, _, ordinal) in groups {
                self.groups[*ordinal as usize].site = site;
            }
        }
    }

    /// Every place once, in the order of shaking.
    pub fn sites(&self) -> &[Site] {
        &self.sites
    }

    /// The measures that any class asks about, and PGA.
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }
}

/// Whole buildings and whole people of each group. Tables of statistics give fractions: what rounding leaves over goes to
/// the next group of the same class, so that every sum over neighbours stays true to one. People whose group comes to no
/// building go with it.
fn whole_numbers(town: &TownSpec) -> Vec<[f64; 2]> {
    let mut left_over = vec![[0.0_f64; 2]; town.fragility.classes.len()];
    let mut whole = Vec::with_capacity(town.groups.len());
    for group in &town.groups {
        let carried = &mut left_over[group.class as usize];
        let wanted = [
            group.buildings + carried[0],
            group.occupants[town.hour as usize] + carried[1],
        ];
        let buildings = wanted[0].round().max(0.0);
        let people = if buildings > 0.0 {
            wanted[1].round().max(0.0)
        } else {
            0.0
        };
        *carried = [wanted[0] - buildings, wanted[1] - people];
        whole.push([buildings, people]);
    }
    whole
}
