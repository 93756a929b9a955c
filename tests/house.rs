//! The house stands as `ARCHITECTURE.md` draws it: every room is in its table, and uses only rooms below it that the
//! table allows.

#![expect(clippy::disallowed_methods, reason = "tests read the source of the program")]

mod common;

use common::{files, root, text};
use hotwash::hazard::earthquake::impact::many;
use hotwash::scenario::format::observed;

/// A room of the table of rooms.
struct Room {
    name: String,
    may_use: Vec<String>,
}

/// The table of rooms, from the bottom up.
fn table() -> Vec<Room> {
    let page = text(&root().join("ARCHITECTURE.md"));
    let (_, section) = page
        .split_once("## Rooms, from the bottom up")
        .expect("the section");
    let rows = section
        .lines()
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'));
    rows.skip(2)
        .map(|row| {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            let [_, name, _, may_use, _] = cells[..] else {
                panic!("a row of the table of rooms has three cells: {row}");
            };
            Room {
                name: name.trim_matches('`').to_owned(),
                may_use: may_use
                    .split(", ")
                    .filter(|room| *room != "–")
                    .map(str::to_owned)
                    .collect(),
            }
        })
        .collect()
}

/// The rooms that a line of code names: `x` of `crate::x::…`, `a` and `b` of `crate::{a, b::…}`.
fn named(line: &str) -> Vec<&str> {
    let code = line.trim_start();
    if code.starts_with("//") {
        return Vec::new();
    }
    let is_of_name = |c: char| c.is_ascii_lowercase() || c == '_';
    let first_name = |path: &'_ str| path.find(|c| !is_of_name(c)).unwrap_or(path.len());
    let mut names = Vec::new();
    for path in code.split("crate::").skip(1) {
        match path.strip_prefix('{') {
            None => names.push(&path[..first_name(path)]),
            Some(group) => {
                assert!(
                    group.contains('}') && !group[..group.find('}').unwrap_or(0)].contains('{'),
                    "write one `use` for each room: {line}"
                );
                let members = group.split('}').next().unwrap_or("").split(',').map(str::trim);
                names.extend(members.map(|member| &member[..first_name(member)]));
            }
        }
    }
    names
}

#[test]
fn rooms_use_only_what_lies_below_them() {
    let table = table();
    let place_of = |name: &str| table.iter().position(|room| room.name == name);
    for (i, room) in table.iter().enumerate() {
        for used in &room.may_use {
            let below = place_of(used).unwrap_or_else(|| panic!("`{}` may use `{used}`: no room", room.name));
            assert!(
                below < i,
                "`{}` may use `{used}`, which is not below it",
                room.name
            );
        }
    }
    let (mut arrows, mut wrong) = (0, Vec::new());
    for file in files(&root().join("src")) {
        let Some((name, _)) = file.split_once('/') else {
            continue;
        };
        let Some(room) = table.iter().find(|room| room.name == name) else {
            wrong.push(format!("src/{file}: `{name}` is not in the table of rooms"));
            continue;
        };
        for (number, line) in (1..).zip(text(&root().join("src").join(&file)).lines()) {
            for used in named(line).into_iter().filter(|used| *used != name) {
                arrows += 1;
                if !room.may_use.iter().any(|allowed| allowed == used) {
                    wrong.push(format!("src/{file}:{number}: `{name}` may not use `{used}`"));
                }
            }
        }
    }
    println!("{arrows} arrows between {} rooms", table.len());
    assert!(
        wrong.is_empty(),
        "against the table of ARCHITECTURE.md:\n{}",
        wrong.join("\n")
    );
    assert!(arrows > 200, "the imports are not found any more");
}

#[test]
fn figures_on_record_are_compared_with_what_is_computed() {
    let computed: Vec<&str> = many::QUANTITIES.iter().map(|quantity| quantity.name).collect();
    assert_eq!(observed::QUANTITIES.as_slice(), computed);
}

#[test]
fn imports_are_read_as_they_are_written() {
    assert_eq!(named("use crate::sim::Clock;"), ["sim"]);
    assert_eq!(
        named("    let x: crate::geo::Point = crate::sim::zero();"),
        ["geo", "sim"]
    );
    assert_eq!(
        named("use crate::{hazard, vocabulary::Signal};"),
        ["hazard", "vocabulary"]
    );
    assert_eq!(named("/// See [`crate::cli`]."), Vec::<&str>::new());
}
