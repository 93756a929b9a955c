//! Data files, through what a spreadsheet writes.

use super::{Judged, layer};
use crate::diagnostic::{Diagnostics, Sources, Span};
use crate::scenario::document::csv_table::{self, Rows};
use crate::scenario::document::sample::{CLASS, CLASSES, GOOD, ROOM, ROOT};

/// Reads a classes file under a variant; what is said, and the rows that are sound.
pub(super) fn judge_csv(text: &str, patch: &str) -> (Judged, Rows) {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let base = sources.add("scenario.toml", "", GOOD);
    let variant = sources.add("v.toml", "", format!("[variant]\nname = \"V\"\n{patch}"));
    let csv = sources.add("classes.csv", "", text);
    let mut document = layer(base, Some(variant), &[], &mut sources, &mut diagnostics).expect("a tree");
    let mut ids = document.check(&ROOT, &mut diagnostics);
    document.check_patches(&["classes.csv"], &mut diagnostics);
    let rows = csv_table::read(
        &sources,
        csv,
        &CLASSES,
        document.patches_of("classes.csv"),
        &mut diagnostics,
    );
    rows.declare(CLASS, &mut ids);
    ids.add(
        ROOM,
        "r1",
        Span {
            source: csv,
            start: 0,
            end: 0,
        },
    );
    rows.check_references(&CLASSES, &ids, &mut diagnostics);
    (
        Judged {
            document: Some(document),
            sources,
            diagnostics,
        },
        rows,
    )
}

#[test]
fn spreadsheets_of_both_habits_are_read() {
    let semicolons =
        "class;room;pupils;speed_m_s;absent;exits\r\n7B; r1 ;20;1,25;yes;main yard\r\n\r\n8A;r1;3;;;\r\n";
    let commas = "class,room,pupils,speed_m_s,absent,exits\n\"7B\",r1,20,1.25,TRUE,main yard\n8A,r1,3,,,";
    let with_columns_once_used = "class;room;pupils;speed_m_s;absent;exits;;\r\n7B;r1;20;1,25;po;main yard;;\r\n8A;r1;3;;;;;\r\n;;;;;;;\r\n";
    for text in [semicolons, commas, with_columns_once_used] {
        let (judged, rows) = judge_csv(text, "");
        assert_eq!(judged.text(), "", "{text}");
        let read: Vec<_> = rows
            .views(&CLASSES)
            .iter()
            .map(|row| {
                (
                    row.id().to_owned(),
                    row.integer("pupils"),
                    row.number("speed_m_s"),
                    row.flag("absent"),
                    row.list("exits").len(),
                )
            })
            .collect();
        assert_eq!(
            read,
            [
                ("7B".to_owned(), 20, 1.25, true, 2),
                ("8A".to_owned(), 3, 1.2, false, 0)
            ]
        );
    }
}

#[test]
fn broken_rows_are_named_by_row_and_cell() {
    let text =
        "class,room,pupils,speed_m_s\n7B,r1,20,1,5\n8A,r2,x,1.5\n9,r1,-1,\n7B,r1,2,2\n,r1,3,3\nA B,r1,,3\n";
    insta::assert_snapshot!(judge_csv(text, "").0.text(), @r#"
    classes.csv:2:12 `5` ragged-row: 5 cells under 4 columns [a text or number with a comma in it stands in quotes]
    classes.csv:3:4 `r2` unknown-id: there is no room `r2` [did you mean `r1`?]
    classes.csv:3:7 `x` wrong-type: `8A.pupils` is a whole number from 0 to 60, not a text [write it in digits]
    classes.csv:4:6 `-1` negative: `9.pupils` cannot be negative [write a number from 0 to 60]
    classes.csv:5:1 `7B` duplicate-id: the class `7B` stands twice [] (first here classes.csv:2:1 `7B`)
    classes.csv:6:1 `` bad-text: `class.class` is empty []
    classes.csv:7:1 `A B` bad-id: `A B.class`: `A B` cannot be an id: an id is letters, digits, `-` and `.` [write `A-B`]
    classes.csv:7:8 `` bad-text: `A B.pupils` is empty [it is a whole number from 0 to 60]
    "#);
    let header = "class,rom,pupils,pupils\n7B,r1,20,3\n";
    insta::assert_snapshot!(judge_csv(header, "[patch.'classes.csv'.7B]\npupils = 3").0.text(), @r#"
    classes.csv:1:7 `rom` unknown-column: `rom` is not a column of this file [did you mean `room`?]
    classes.csv:1:18 `pupils` duplicate-column: the column `pupils` stands twice []
    "#);
    insta::assert_snapshot!(judge_csv("class;;room;pupils\n7B;;r1;20\n", "").0.text(), @r#"
    classes.csv:1:7 `` unknown-column: the column number 2 has no name [name it, or delete the column]
    "#);
    let quotes = "class,room,pupils\n7B,\"r1\"x,20\n8A,\"r1,3\n";
    insta::assert_snapshot!(judge_csv(quotes, "[patch.'classes.csv'.9]\npupils = 3").0.text(), @r#"
    classes.csv:2:8 `x` open-quote: text after the closing quote [put the whole cell in quotes, or double a quote that belongs to the text: `""`]
    classes.csv:3:4 `"r1,3` open-quote: this quote is never closed [close it, or double a quote that belongs to the text: `""`]
    "#);
    let thousands = "class;room;pupils;speed_m_s\n7B;r1;20;1.234,5\n";
    insta::assert_snapshot!(judge_csv(thousands, "").0.text(), @r#"
    classes.csv:2:10 `1.234,5` wrong-type: `7B.speed_m_s` is a number in m/s from 0.1 to 5, not a text [write decimals with a point and leave out thousands separators: `1234.5`]
    "#);
    assert!(
        judge_csv("\n \n", "")
            .0
            .text()
            .contains("classes.csv:1:1 `` empty-file")
    );
    let many: Vec<String> = (0..1_000_000).map(|i| format!("c{i};r1;1")).collect();
    let (judged, rows) = judge_csv(&format!("class;room;pupils\n{}", many.join("\n")), "");
    assert_eq!(
        judged.lines(),
        ["classes.csv:22:1 `c20` too-much: more than 20 rows [is it the right file?]"]
    );
    assert_eq!(rows.views(&CLASSES).len(), 20);
}

#[test]
fn a_patch_changes_cells_and_its_mistakes_are_shown_in_the_variant() {
    let text = "class,room,pupils\n7B,r1,20\n8A,r1,3\n";
    let (judged, rows) = judge_csv(text, "[patch.'classes.csv'.7B]\npupils = 21\nroom = \"r1\"\n");
    assert_eq!(
        (judged.text().as_str(), rows.views(&CLASSES)[0].integer("pupils")),
        ("", 21)
    );
    let wrong = "[patch.'classes.csv'.7C]\npupils = 21\n[patch.'classes.csv'.8A]\npupil = 21\nclass = \"x\"\nspeed_m_s = -2\nroom = \"r9\"\n[patch.'clases.csv'.7B]\npupils = 1\n";
    insta::assert_snapshot!(judge_csv(text, wrong).0.text(), @r#"
    v.toml:3:22 `7C` unknown-id: there is no class `7C` to patch [did you mean `7B`?]
    v.toml:6:1 `pupil` unknown-column: `pupil` is not a column of this file [did you mean `pupils`?]
    v.toml:7:1 `class` unknown-column: `class` names the class: it cannot be patched []
    v.toml:8:13 `-2` negative: `8A.speed_m_s` cannot be negative [write a number from 0.1 to 5 m/s]
    v.toml:9:8 `"r9"` unknown-id: there is no room `r9` [did you mean `r1`?]
    v.toml:10:8 `'clases.csv'` unknown-file: the scenario reads no table `clases.csv` [did you mean `classes.csv`?]
    "#);
}
