//! The tables of a plan: from files to rows that the plan is laid out from.

use crate::diagnostic::{Diagnostic, Diagnostics, Sources, Span};
use crate::scenario::document::Document;
use crate::scenario::document::csv_table::{self, CsvShape, Rows};
use crate::scenario::document::ids::Ids;
use crate::scenario::document::reading::Folder;
use crate::scenario::document::view::View;
use crate::scenario::format::OPENING;
use crate::scenario::format::plan_tables::{ASSEMBLY_AREAS, CORRIDOR, CORRIDORS, EXITS, ROOMS, STAIRS};
use crate::scenario::plan::tables::{
    AssemblyRow, CorridorRow, ExitRow, Place, RoomRow, Row, Side, StairRow, Tables,
};
use crate::scenario::plan::{IdPlaces, Number, Plan, SpaceKind, Text};

/// The keys of the files with what they hold.
const FILES: [(&str, &CsvShape); 5] = [
    ("corridors", &CORRIDORS),
    ("rooms", &ROOMS),
    ("stairs", &STAIRS),
    ("exits", &EXITS),
    ("assembly", &ASSEMBLY_AREAS),
];

/// The names of the files that a scenario gives.
pub(super) fn names(view: View<'_>) -> Vec<String> {
    let given = FILES.iter().filter_map(|(key, _)| view.get(key));
    given.map(|leaf| leaf.text().to_owned()).collect()
}

/// How many pupils sit in a room by the file of rooms.
#[derive(Debug)]
pub(super) struct Seated {
    pub(super) room: String,
    pub(super) pupils: i64,
    pub(super) span: Span,
}

/// Reads the tables and lays out their plan; what is wrong with either is said in one pass. Says too how many pupils sit
/// where.
pub(super) fn read(
    view: View<'_>,
    folder: &Folder,
    document: &Document,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<((Plan, IdPlaces), Vec<Seated>)> {
    let before = diagnostics.errors();
    let rows = FILES.map(|(key, shape)| {
        let Some(leaf) = view.get(key) else {
            return Rows::default();
        };
        let source = match folder.read(sources, leaf.text()) {
            Ok(source) => source,
            Err(error) => {
                diagnostics.push(error.into_diagnostic(Some(leaf.span())));
                return Rows::unread();
            }
        };
        csv_table::read(
            sources,
            source,
            shape,
            document.patches_of(leaf.text()),
            diagnostics,
        )
    });
    let mut ids = Ids::default();
    rows[0].declare(CORRIDOR, &mut ids);
    rows[3].declare(OPENING, &mut ids);
    for (rows, (_, shape)) in rows.iter().zip(FILES) {
        rows.check_references(shape, &ids, diagnostics);
    }
    let [corridors, rooms, stairs, exits, assemblies] =
        [0, 1, 2, 3, 4].map(|at: usize| rows[at].views(FILES[at].1));
    for (room, corridor) in on_another_floor(&rooms, &corridors) {
        let floor = corridor.integer("floor");
        let message = format!("`{}` lies on floor {floor}", corridor.id());
        let problem = Diagnostic::error("other-floor", room.span_of("floor"), message);
        let problem = problem.related(corridor.span_of("floor"), "as it says here");
        diagnostics.push(problem.help("write the floor of its corridor, or the corridor of its floor"));
    }
    let seated = rooms.iter().filter_map(|view| {
        let leaf = view.get("pupils")?;
        Some(Seated {
            room: view.text("room").to_owned(),
            pupils: view.integer("pupils"),
            span: leaf.span(),
        })
    });
    let seated = seated.collect();
    let tables = Tables {
        corridors: corridors.into_iter().map(corridor).collect(),
        rooms: rooms.into_iter().map(room).collect(),
        stairs: stairs.into_iter().map(stair).collect(),
        exits: exits.into_iter().map(exit).collect(),
        assemblies: assemblies.into_iter().map(assembly).collect(),
    };
    let laid = Plan::of_tables(&tables, diagnostics.errors() == before, diagnostics)?;
    Some((laid, seated))
}

/// Rooms that say another floor than their corridor.
fn on_another_floor<'a>(rooms: &[View<'a>], corridors: &[View<'a>]) -> Vec<(View<'a>, View<'a>)> {
    let differs = |room: &View<'a>| {
        let mut corridors = corridors.iter();
        let own = *corridors.find(|corridor| corridor.text("corridor") == room.text("corridor"))?;
        let is_other = room.has("floor") && room.integer("floor") != own.integer("floor");
        is_other.then_some((*room, own))
    };
    rooms.iter().filter_map(differs).collect()
}

fn corridor(view: View<'_>) -> Row<CorridorRow> {
    let said = CorridorRow {
        floor: whole(view, "floor"),
        length_m: number(view, "length_m"),
        width_m: number(view, "width_m"),
        continues: view.get("continues").map(|leaf| Text {
            text: leaf.text().to_owned(),
            span: leaf.span(),
        }),
    };
    row(view, "corridor", said)
}

fn room(view: View<'_>) -> Row<RoomRow> {
    let said = RoomRow {
        corridor: text(view, "corridor"),
        side: view.get("side").and_then(|leaf| meant(&Side::ALL, leaf.text())),
        kind: meant(&SpaceKind::ALL, view.text("use")).unwrap_or(SpaceKind::Room),
        area_m2: number(view, "area_m2"),
        door_m: number(view, "door_m"),
    };
    row(view, "room", said)
}

fn stair(view: View<'_>) -> Row<StairRow> {
    let corridors = view.list("corridors").into_iter().map(|leaf| Text {
        text: leaf.text().to_owned(),
        span: leaf.span(),
    });
    let said = StairRow {
        corridors: corridors.collect(),
        corridors_span: view.span_of("corridors"),
        place: place(view),
        place_span: view.span_of("place"),
        width_m: number(view, "width_m"),
        steps: whole(view, "steps"),
        riser_m: number(view, "riser_m"),
        tread_m: view.number("tread_m"),
        turns: view.integer("flights") > 1,
    };
    row(view, "stair", said)
}

fn exit(view: View<'_>) -> Row<ExitRow> {
    let said = ExitRow {
        corridor: text(view, "corridor"),
        place: place(view),
        place_span: view.span_of("place"),
        width_m: number(view, "width_m"),
        locked: view.flag("locked"),
    };
    row(view, "exit", said)
}

fn assembly(view: View<'_>) -> Row<AssemblyRow> {
    let said = AssemblyRow {
        exit: text(view, "exit"),
        distance_m: number(view, "distance_m"),
        area_m2: number(view, "area_m2"),
    };
    row(view, "assembly", said)
}

fn row<T>(view: View<'_>, key: &'static str, said: T) -> Row<T> {
    let id = text(view, key);
    let name = view
        .get("name")
        .map_or_else(|| id.text.clone(), |leaf| leaf.text().to_owned());
    Row {
        id,
        name,
        span: view.span(),
        said,
    }
}

fn place(view: View<'_>) -> Place {
    meant(&Place::ALL, view.text("place")).unwrap_or(Place::Left)
}

fn meant<T: Copy>(words: &[(&str, T)], word: &str) -> Option<T> {
    words
        .iter()
        .find(|(known, _)| *known == word)
        .map(|(_, value)| *value)
}

fn text(view: View<'_>, key: &'static str) -> Text {
    Text {
        text: view.text(key).to_owned(),
        span: view.span_of(key),
    }
}

fn number(view: View<'_>, key: &'static str) -> Number {
    Number {
        value: view.number(key),
        span: view.span_of(key),
    }
}

/// A count whose column allows no more than a few hundred.
fn whole(view: View<'_>, key: &'static str) -> u32 {
    view.integer(key) as u32
}
