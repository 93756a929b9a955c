//! Our own table of buildings.

use super::Draft;
use crate::diagnostic::{Diagnostics, SourceId};
use crate::geo::LonLat;
use crate::scenario::document::csv_table::{Stream, StreamedRow};
use crate::scenario::document::ids;
use crate::scenario::document::tree::Table;
use crate::scenario::format::town::BUILDINGS;
use crate::scenario::model::{BuildingGroup, Usage};

/// Indices of the columns.
struct Columns {
    id: usize,
    municipality: usize,
    longitude: usize,
    latitude: usize,
    class: usize,
    usage: usize,
    storeys: usize,
    buildings: usize,
    occupants: [usize; 3],
    floor_area_m2: usize,
    vs30_m_s: usize,
}

/// Reads the table; every fault of every row is reported.
pub(in crate::scenario) fn read(
    text: &str,
    source: SourceId,
    patches: Option<&Table>,
    draft: &mut Draft<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(mut stream) = Stream::open(text, source, &BUILDINGS, patches, diagnostics) else {
        return;
    };
    let columns = Columns {
        id: stream.column("id"),
        municipality: stream.column("municipality"),
        longitude: stream.column("longitude"),
        latitude: stream.column("latitude"),
        class: stream.column("class"),
        usage: stream.column("use"),
        storeys: stream.column("storeys"),
        buildings: stream.column("buildings"),
        occupants: ["occupants_day", "occupants_night", "occupants_transit"].map(|key| stream.column(key)),
        floor_area_m2: stream.column("floor_area_m2"),
        vs30_m_s: stream.column("vs30_m_s"),
    };
    while let Some(row) = stream.next(diagnostics) {
        let Some(mut group) = plain(&row, &columns) else {
            row.report(diagnostics);
            continue;
        };
        let Some(class) = draft.class(row.text(columns.class), row.span(columns.class), diagnostics) else {
            continue;
        };
        let [day, night, transit] = group.occupants;
        let counts = [group.buildings, day, night, transit];
        if !draft.check(group.at, counts, row.span(columns.longitude), diagnostics) {
            continue;
        }
        group.class = class;
        group.municipality = draft.municipality(row.text(columns.municipality));
        let place = row.span(columns.id);
        draft.add(group, place);
    }
    stream.check_patches(diagnostics);
}

/// The group of a row in which nothing is amiss; none where something is.
fn plain(row: &StreamedRow<'_, '_>, columns: &Columns) -> Option<BuildingGroup> {
    let id = row.text(columns.id);
    ids::check_id(id, true).ok()?;
    if row.text(columns.municipality).is_empty() || row.text(columns.class).is_empty() {
        return None;
    }
    let word = row.text(columns.usage);
    let usage = match word {
        "" => Usage::Other,
        word => Usage::ALL.into_iter().find(|usage| usage.word() == word)?,
    };
    let needed = |column: usize| row.number(column)?;
    let [day, night, transit] = columns.occupants.map(needed);
    Some(BuildingGroup {
        id: id.to_owned(),
        at: LonLat::new(needed(columns.longitude)?, needed(columns.latitude)?),
        municipality: 0,
        class: 0,
        usage,
        storeys: row.number(columns.storeys)?.unwrap_or(1.0) as f32,
        buildings: needed(columns.buildings)?,
        occupants: [day?, night?, transit?],
        floor_area_m2: row.number(columns.floor_area_m2)?,
        vs30_m_s: row.number(columns.vs30_m_s)?,
    })
}
