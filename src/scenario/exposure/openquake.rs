//! Exposure tables as others publish them: those of the European Exposure Model (ESRM20), and those that `OpenQuake` reads.
//!
//! Both are CSV files with one asset a row; they differ in the names of their columns, and carry many that are of no use
//! here. What is needed is found by name, whatever its capitals.

use super::Draft;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Span};
use crate::geo::LonLat;
use crate::scenario::document::csv_table::{Cell, Reader};
use crate::scenario::document::decimal::decimal;
use crate::scenario::document::limits;
use crate::scenario::model::{BuildingGroup, Usage};

/// What is needed of a row, and the names under which tables have it.
const NAMES: [&[&str]; 10] = [
    &["longitude", "lon"],
    &["latitude", "lat"],
    &["taxonomy"],
    &["buildings", "number"],
    &["occupants_per_asset_day", "day", "occupants_day"],
    &["occupants_per_asset_night", "night", "occupants_night"],
    &["occupants_per_asset_transit", "transit", "occupants_transit"],
    &[
        "name_3",
        "municipality",
        "name_2",
        "id_2",
        "name_1",
        "id_1",
        "country",
    ],
    &["occupancy", "use"],
    &["id", "asset_id", "assetid"],
];
const LONGITUDE: usize = 0;
const LATITUDE: usize = 1;
const TAXONOMY: usize = 2;
const BUILDINGS: usize = 3;
const OCCUPANTS: [usize; 3] = [4, 5, 6];
const MUNICIPALITY: usize = 7;
const OCCUPANCY: usize = 8;
const ID: usize = 9;
/// Without these a table is none of its kind.
const NEEDED: [usize; 4] = [LONGITUDE, LATITUDE, TAXONOMY, BUILDINGS];

/// Floor area per building or dwelling, m², and of what it is the area.
const AREAS: [(&str, &str); 3] = [
    ("area_per_building_sqm", "buildings"),
    ("area_per_dwelling_sqm", "dwellings"),
    ("area", "number"),
];

/// Names of the hours of [`OCCUPANTS`].
const HOURS: [&str; 3] = ["by day", "at night", "in transit"];

/// The name of a file without its folder and its ending: what its rows are called by.
pub(in crate::scenario) fn stem(name: &str) -> &str {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.strip_suffix(".csv").unwrap_or(file)
}

/// Where a table has what is needed of it.
struct Columns {
    places: [Option<usize>; NAMES.len()],
    /// Floor area of each, and of what.
    area: Option<[usize; 2]>,
    width: usize,
}

impl Columns {
    /// None where one is missing that has to be there, which has been reported.
    fn of(header: &[Cell], diagnostics: &mut Diagnostics) -> Option<Self> {
        let known: Vec<String> = header.iter().map(|cell| cell.text.to_lowercase()).collect();
        let place = |names: &[&str]| {
            names
                .iter()
                .find_map(|name| known.iter().position(|known| known == name))
        };
        let columns = Self {
            places: NAMES.map(place),
            area: AREAS
                .iter()
                .find_map(|(each, of)| Some([place(&[each])?, place(&[of])?])),
            width: header.len(),
        };
        let span = header.first().map(|cell| cell.span);
        let has = |column: usize| columns.places[column].is_some();
        for needed in NEEDED.into_iter().filter(|needed| !has(*needed)) {
            let message = format!("the column `{}` is missing", NAMES[needed][0].to_uppercase());
            let problem = Diagnostic::error("missing-column", span, message);
            diagnostics.push(problem.help(called(needed)));
        }
        for (column, hour) in OCCUPANTS.into_iter().zip(HOURS) {
            if !has(column) {
                let message =
                    format!("there is no column of the people {hour}: nobody is in the buildings then");
                let problem = Diagnostic::warning("missing-column", span, message);
                diagnostics.push(problem.help(called(column)));
            }
        }
        NEEDED.into_iter().all(has).then_some(columns)
    }
}

fn called(column: usize) -> String {
    format!(
        "an exposure table has it under one of these names: {}",
        NAMES[column].join(", ")
    )
}

/// Reads a table; `name` is its file, by which its rows are called.
pub(in crate::scenario) fn read(
    text: &str,
    source: SourceId,
    name: &str,
    draft: &mut Draft<'_>,
    diagnostics: &mut Diagnostics,
) {
    let mut reader = Reader::new(text, source);
    let Some(header) = reader.header(diagnostics) else {
        return;
    };
    let Some(columns) = Columns::of(&header, diagnostics) else {
        return;
    };
    let mut number = 0;
    while let Some(cells) = reader.next_row(diagnostics) {
        number += 1;
        let span = cells.first().map(|cell| cell.span);
        if cells.len() < columns.width {
            let message = format!("{} cells under {} columns", cells.len(), columns.width);
            diagnostics.push(Diagnostic::error("ragged-row", span, message).help("is the file whole?"));
            continue;
        }
        if draft.groups.len() >= limits::BUILDING_GROUPS {
            let message = format!("more than {} rows", limits::BUILDING_GROUPS);
            diagnostics.push(Diagnostic::error("too-much", span, message).help("is it the right file?"));
            return;
        }
        let row = Row {
            cells: &cells,
            columns: &columns,
            comma: reader.separator != ',',
        };
        if let Some(mut group) = row.group(draft, diagnostics) {
            group.id = match row.text(ID) {
                "" => format!("{}-{number}", stem(name)),
                id => format!("{}-{id}", stem(name)),
            };
            draft.add(group, row.span(ID).or_else(|| row.span(LONGITUDE)));
        }
    }
}

struct Row<'c> {
    cells: &'c [Cell],
    columns: &'c Columns,
    comma: bool,
}

impl Row<'_> {
    fn cell(&self, column: usize) -> Option<&Cell> {
        self.cells.get(self.columns.places[column]?)
    }

    fn text(&self, column: usize) -> &str {
        self.cell(column).map_or("", |cell| cell.text.as_str())
    }

    fn span(&self, column: usize) -> Option<Span> {
        self.cell(column).map(|cell| cell.span)
    }

    /// A number between two limits; what is none has been reported. An empty cell is 0.
    fn number(
        &self,
        cell: Option<&Cell>,
        [min, max]: [f64; 2],
        diagnostics: &mut Diagnostics,
    ) -> Option<f64> {
        let Some(cell) = cell.filter(|cell| !cell.text.is_empty()) else {
            return Some(0.0);
        };
        let problem = match decimal(&cell.text, self.comma) {
            Ok(number) if number >= min && number <= max => return Some(number),
            Ok(number) if number < 0.0 && min == 0.0 => Diagnostic::error(
                "negative",
                cell.span,
                format!("`{}` cannot be negative", cell.text),
            ),
            Ok(_) => Diagnostic::error(
                "out-of-range",
                cell.span,
                format!("`{}` is not from {min} to {max}", cell.text),
            ),
            Err(misfit) => Diagnostic::error("wrong-type", cell.span, misfit.message),
        };
        diagnostics.push(problem.help("mend the cell, or leave the row out"));
        None
    }

    /// A coordinate; an empty one is reported.
    fn degrees(&self, column: usize, most: f64, diagnostics: &mut Diagnostics) -> Option<f64> {
        if self.text(column).is_empty() {
            let message = format!("this building has no {}", NAMES[column][0]);
            let problem = Diagnostic::error("missing-value", self.span(column), message);
            diagnostics.push(problem.help("write where it stands, or leave the row out"));
            return None;
        }
        self.number(self.cell(column), [-most, most], diagnostics)
    }

    /// The group without its id; what is wrong with it is reported.
    fn group(&self, draft: &mut Draft<'_>, diagnostics: &mut Diagnostics) -> Option<BuildingGroup> {
        const ANY: [f64; 2] = [0.0, 1e9];
        let longitude = self.degrees(LONGITUDE, 180.0, diagnostics)?;
        let latitude = self.degrees(LATITUDE, 90.0, diagnostics)?;
        let at = LonLat::new(longitude, latitude);
        let buildings = self.number(self.cell(BUILDINGS), ANY, diagnostics)?;
        let mut occupants = [0.0; 3];
        for (sum, column) in occupants.iter_mut().zip(OCCUPANTS) {
            *sum = self.number(self.cell(column), ANY, diagnostics)?;
        }
        let floor_area_m2 = match self.columns.area {
            Some([each, of]) => {
                let each = self.number(self.cells.get(each), ANY, diagnostics)?;
                Some(each * self.number(self.cells.get(of), ANY, diagnostics)?)
            }
            None => None,
        };
        let class = draft.class(self.text(TAXONOMY), self.span(TAXONOMY), diagnostics)?;
        let [day, night, transit] = occupants;
        let counts = [buildings, day, night, transit];
        if !draft.check(at, counts, self.span(LONGITUDE), diagnostics) {
            return None;
        }
        Some(BuildingGroup {
            id: String::new(),
            at,
            municipality: draft.municipality(self.text(MUNICIPALITY)),
            class,
            usage: usage(self.text(OCCUPANCY)),
            storeys: storeys(self.text(TAXONOMY)),
            buildings,
            occupants,
            floor_area_m2,
            vs30_m_s: None,
        })
    }
}

fn usage(word: &str) -> Usage {
    match word.to_lowercase().get(..3) {
        Some("res") => Usage::Residential,
        Some("com") => Usage::Commercial,
        Some("ind") => Usage::Industrial,
        Some("edu" | "sch") => Usage::School,
        Some("hea" | "hos") => Usage::Hospital,
        _ => Usage::Other,
    }
}

/// Storeys by the height part of a taxonomy of the Global Earthquake Model: `H:2`, `HBET:3-5` (the middle), `HBET:6-` (one
/// more than the least); 1 where it says nothing.
fn storeys(taxonomy: &str) -> f32 {
    let Some(height) = taxonomy
        .split('/')
        .find_map(|part| part.strip_prefix("HBET:").or(part.strip_prefix("H:")))
    else {
        return 1.0;
    };
    match height.split_once('-') {
        None => height.parse().unwrap_or(1.0),
        Some((least, "")) => least.parse().map_or(1.0, |least: f32| least + 1.0),
        Some((least, most)) => match (least.parse::<f32>(), most.parse::<f32>()) {
            (Ok(least), Ok(most)) => f32::midpoint(least, most),
            _ => 1.0,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn storeys_of_taxonomies() {
        for (taxonomy, expected) in [
            ("MUR/LWAL+CDN/H:1", 1.0),
            ("CR/LFINF+CDL+LFC:9.0/HBET:3-5", 4.0),
            ("CR/LWAL+CDM/HBET:6-", 7.0),
            ("W", 1.0),
        ] {
            assert_eq!(storeys(taxonomy), expected, "{taxonomy}");
        }
    }
}
