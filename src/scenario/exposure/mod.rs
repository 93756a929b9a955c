//! Exposure: the buildings of a town, from our own table, from tables as the European Exposure Model and `OpenQuake` write
//! them, or from outlines of single buildings.

mod buildings;
mod footprints;
mod openquake;

use std::collections::BTreeMap;

pub(super) use buildings::read as buildings;
pub(super) use footprints::read as footprints;
pub(super) use openquake::{read as openquake, stem};

use super::document::suggest;
use super::model::{BuildingGroup, FragilitySet};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::geo::LonLat;

/// Buildings as they are being read.
pub(super) struct Draft<'a> {
    groups: Vec<BuildingGroup>,
    /// Where each group stands.
    places: Vec<Option<Span>>,
    municipalities: Vec<String>,
    municipality_of: BTreeMap<String, u32>,
    fragility: &'a FragilitySet,
    /// The class of each word that stands in a table; none for one that has been reported.
    class_of: BTreeMap<String, Option<u32>>,
    /// Where the first building is and where that is written, to see one that lies far from it.
    first: Option<(LonLat, Span)>,
}

/// Buildings that have been read.
pub(super) struct Drafted {
    /// In the order of the files.
    pub(super) groups: Vec<BuildingGroup>,
    /// Where each group stands.
    pub(super) places: Vec<Option<Span>>,
    /// By name.
    pub(super) municipalities: Vec<String>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(fragility: &'a FragilitySet) -> Self {
        Self {
            groups: Vec::new(),
            places: Vec::new(),
            municipalities: Vec::new(),
            municipality_of: BTreeMap::new(),
            fragility,
            class_of: BTreeMap::new(),
            first: None,
        }
    }

    fn municipality(&mut self, name: &str) -> u32 {
        if let Some(known) = self.municipality_of.get(name) {
            return *known;
        }
        let index = self.municipalities.len() as u32;
        self.municipalities.push(name.to_owned());
        self.municipality_of.insert(name.to_owned(), index);
        index
    }

    /// The class of a word; one that the set lacks is reported where it first stands.
    fn class(&mut self, word: &str, span: Option<Span>, diagnostics: &mut Diagnostics) -> Option<u32> {
        if let Some(known) = self.class_of.get(word) {
            return *known;
        }
        let found = find_class(self.fragility, word, span, diagnostics).map(|index| index as u32);
        self.class_of.insert(word.to_owned(), found);
        found
    }

    /// What is wrong with a group as a whole.
    fn check(
        &mut self,
        at: LonLat,
        counts: [f64; 4],
        span: Option<Span>,
        diagnostics: &mut Diagnostics,
    ) -> bool {
        let [buildings, occupants @ ..] = counts;
        if buildings <= 0.0 && occupants.iter().any(|count| *count > 0.0) {
            let problem = Diagnostic::error("no-building", span, "occupants without a building");
            diagnostics.push(problem.help("write how many buildings they are in, or leave the row out"));
            return false;
        }
        let Some(here) = span else { return true };
        let (first, first_span) = *self.first.get_or_insert((at, here));
        if let Some(problem) = far_away(at, here, first, first_span) {
            diagnostics.push(problem);
            return false;
        }
        true
    }

    fn add(&mut self, group: BuildingGroup, place: Option<Span>) {
        self.groups.push(group);
        self.places.push(place);
    }

    /// Puts the groups in the order of their ids and the municipalities in that of their names, so that the order of a file
    /// means nothing; ids that stand twice are reported.
    pub(super) fn settle(self, diagnostics: &mut Diagnostics) -> Drafted {
        let mut rows: Vec<(BuildingGroup, Option<Span>)> = self.groups.into_iter().zip(self.places).collect();
        rows.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
        report_duplicates(&rows, diagnostics);
        let mut municipalities = self.municipalities.clone();
        municipalities.sort();
        let place = |name: &String| municipalities.binary_search(name).unwrap_or(0) as u32;
        let moved: Vec<u32> = self.municipalities.iter().map(place).collect();
        for (group, _) in &mut rows {
            group.municipality = moved[group.municipality as usize];
        }
        let (groups, places) = rows.into_iter().unzip();
        Drafted {
            groups,
            places,
            municipalities,
        }
    }
}

/// Index of a class by its name; one that the set lacks is reported.
pub(super) fn find_class(
    set: &FragilitySet,
    name: &str,
    span: impl Into<Option<Span>>,
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let found = set.find(name);
    if found.is_none() {
        let message = format!("the fragility set `{}` has no class `{name}`", set.name);
        let names = set.classes.iter().map(|class| class.name.as_str());
        let mut problem = Diagnostic::error("unknown-class", span, message);
        problem.help = suggest::did_you_mean(name, names);
        diagnostics.push(problem);
    }
    found
}

/// How far apart the buildings of one region may lie, km.
pub(super) const REGION_KM: f64 = 1_500.0;

/// Reports ids that stand twice, among rows in the order of ids: the luck of a group is drawn by its id.
fn report_duplicates(rows: &[(BuildingGroup, Option<Span>)], diagnostics: &mut Diagnostics) {
    for pair in rows.windows(2) {
        let [(first, first_place), (second, place)] = pair else {
            continue;
        };
        if first.id == second.id {
            let message = format!("the group of buildings `{}` stands twice", second.id);
            let mut problem = Diagnostic::error("duplicate-id", *place, message);
            if let Some(first_place) = first_place {
                problem = problem.related(*first_place, "first here");
            }
            diagnostics.push(problem.help("give each row an id of its own"));
        }
    }
}

/// Says that a place lies on the other side of the world from where it should be; if it would not with longitude and
/// latitude exchanged, says that.
pub(super) fn far_away(at: LonLat, span: Span, from: LonLat, from_span: Span) -> Option<Diagnostic> {
    let distance_km = at.distance_km(from);
    if distance_km <= REGION_KM {
        return None;
    }
    let message = format!(
        "this place ({}, {}) lies {distance_km:.0} km from the other, more than {REGION_KM} km",
        at.lon_deg, at.lat_deg
    );
    let problem = Diagnostic::error("far-away", span, message).related(from_span, "the other");
    let swapped = LonLat::new(at.lat_deg, at.lon_deg);
    let help = if at.lon_deg.abs() <= 90.0 && swapped.distance_km(from) <= REGION_KM {
        "longitude and latitude of one of the two are exchanged: longitude counts to the east (19.4 in Durrës), latitude to the north (41.3)"
    } else {
        "one run simulates one region: mend longitude and latitude of one of the two"
    };
    Some(problem.help(help))
}
