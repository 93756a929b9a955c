//! Workbooks as a spreadsheet reads them: sheets by question, cells with their types, the same bytes each time.

#![expect(
    clippy::disallowed_methods,
    reason = "tests look at the files that were written"
)]

mod common;

use std::io::Cursor;
use std::path::Path;
use std::process::Command;

use calamine::{Data, DataType, Range, Reader, Xlsx};
use common::place::Place;

const FAST: [&str; 2] = ["--set", "exercise.fidelity=network"];

fn bytes(place: &Place, file: &str) -> Vec<u8> {
    std::fs::read(place.path(file)).expect("a workbook")
}

fn sheets(place: &Place, file: &str) -> Vec<(String, Range<Data>)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes(place, file))).expect("a workbook");
    book.worksheets()
}

fn column(sheet: &Range<Data>, name: &str) -> Vec<Data> {
    let rows: Vec<&[Data]> = sheet.rows().collect();
    let index = rows[0]
        .iter()
        .position(|cell| cell.as_string().as_deref() == Some(name));
    let index = index.unwrap_or_else(|| panic!("{name} in {:?}", rows[0]));
    rows[1..].iter().map(|row| row[index].clone()).collect()
}

#[test]
fn a_run_has_a_sheet_for_each_question() {
    let place = Place::with(&["durres-school"]);
    place.succeeds(&[&["run", "durres-school", "--out", "run", "--quiet"], &FAST[..]].concat());
    let said = place.succeeds(&["spreadsheet", "run", "--out", "book.xlsx"]).out;
    assert!(
        said.contains("1 Who knew when") && said.contains("book.xlsx"),
        "{said}"
    );
    let all = sheets(&place, "book.xlsx");
    let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Figures",
            "Objectives",
            "1 Who knew when",
            "2 Ways out",
            "3 Help",
            "4 Warning and water",
            "5 Decisions",
            "5 Actions",
            "Over time",
            "Timeline"
        ]
    );
    let of = |name: &str| &all.iter().find(|(known, _)| known == name).expect("the sheet").1;
    // Times can be added up: they are shares of a day, shown as hours, minutes and seconds.
    let decided = column(of("5 Decisions"), "decided_s");
    let first = decided.iter().find(|cell| !cell.is_empty()).expect("a decision");
    let days = match first {
        Data::DateTime(at) => at.as_f64(),
        other => other.as_f64().expect("a time"),
    };
    assert!((0.003..0.02).contains(&days), "{first:?}");
    let clock = column(of("1 Who knew when"), "clock");
    assert!(clock[0].is_datetime(), "{:?}", clock[0]);
    let figures = column(of("Figures"), "value");
    assert!(figures.iter().any(Data::is_float));
    let inside = column(of("Over time"), "inside");
    assert!(inside.len() > 100 && inside[0].as_f64().is_some_and(|inside| inside > 700.0));
    let text = column(of("Timeline"), "text");
    assert!(
        text.iter().any(|cell| cell.to_string().contains("Nënë Tereza")),
        "ë"
    );
}

#[test]
fn a_batch_and_a_comparison_are_workbooks_too() {
    let place = Place::with_fire_drill();
    let ask = [
        "batch",
        "fire-drill",
        "--variants",
        "one-exit",
        "--seeds",
        "1..5",
        "--out",
        "b",
        "--quiet",
    ];
    place.succeeds(&[&ask[..], &FAST[..]].concat());
    place.succeeds(&["compare", "b", "--quiet"]);
    place.succeeds(&["spreadsheet", "b", "--quiet"]);
    let batch = sheets(&place, "b-debrief.xlsx");
    assert_eq!(batch[0].0, "runs_wide");
    assert_eq!(batch[0].1.rows().count(), 11);
    assert!(column(&batch[0].1, "last_out_s").iter().all(Data::is_float));
    place.succeeds(&["spreadsheet", "b/comparison", "--out", "c.xlsx", "--quiet"]);
    let comparison = sheets(&place, "c.xlsx");
    assert!(
        column(&comparison[0].1, "difference")
            .iter()
            .all(DataType::is_float)
    );
    assert!(column(&comparison[0].1, "text").iter().all(DataType::is_string));
}

#[test]
fn the_same_run_gives_the_same_workbook() {
    let place = Place::with_fire_drill();
    place.succeeds(&[&["run", "fire-drill", "--out", "run", "--quiet"], &FAST[..]].concat());
    place.succeeds(&["spreadsheet", "run", "--out", "one.xlsx", "--language", "sq"]);
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    place.succeeds(&["spreadsheet", "run", "--out", "two.xlsx", "--language", "sq"]);
    assert_eq!(bytes(&place, "one.xlsx"), bytes(&place, "two.xlsx"));
    assert_eq!(sheets(&place, "one.xlsx")[2].0, "1 Kush e dinte dhe kur");
}

#[test]
fn what_is_no_run_and_what_stands_there() {
    let place = Place::with_fire_drill();
    place.refuses(
        &["spreadsheet", "scenarios/fire-drill"],
        2,
        &["no run, batch or comparison"],
    );
    place.refuses(&["spreadsheet", "nowhere"], 2, &["nowhere"]);
    place.succeeds(&[&["run", "fire-drill", "--out", "run", "--quiet"], &FAST[..]].concat());
    place.write("mine.xlsx", "somebody's work");
    place.refuses(
        &["spreadsheet", "run", "--out", "mine.xlsx"],
        2,
        &["`mine.xlsx` exists", "--force"],
    );
    place.succeeds(&["kit", "run", "--out", "kit"]);
    place.refuses(&["spreadsheet", "kit"], 2, &["holds kit"]);
    assert_eq!(sheets(&place, "kit/msel.xlsx")[0].0, "MSEL");
}

/// Opened and saved by another program, whatever its language, the numbers are the same.
#[test]
fn libre_office_reads_it() {
    let known = ["/usr/bin/soffice", "/usr/bin/libreoffice"];
    let Some(office) = known.into_iter().find(|path| Path::new(path).exists()) else {
        println!("skipped: there is no LibreOffice here");
        return;
    };
    let place = Place::with_fire_drill();
    place.succeeds(&[&["run", "fire-drill", "--out", "run", "--quiet"], &FAST[..]].concat());
    place.succeeds(&["spreadsheet", "run", "--out", "book.xlsx", "--quiet"]);
    for language in ["en_US.UTF-8", "sq_AL.UTF-8", "de_DE.UTF-8"] {
        let home = format!("-env:UserInstallation=file://{}", place.path("office").display());
        let done = Command::new(office)
            .env("LC_ALL", language)
            .args([&home, "--headless", "--convert-to", "csv", "--outdir"])
            .arg(place.path("read"))
            .arg(place.path("book.xlsx"))
            .output()
            .expect("it starts");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let read = place.read("read/book.csv");
        assert!(read.contains("last_out_s"), "{language}: {read}");
    }
}
