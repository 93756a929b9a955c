//! Files that are not what they should be.

use std::fs;

use crate::common;
use crate::common::place::Place;
use crate::{CLASSES, PEOPLE, PLAN, SCENARIO, TOML, line_column, refuses};

#[test]
fn a_table_of_two_gigabytes_is_not_read() {
    let place = Place::with_fire_drill();
    let file = fs::File::create(place.path(&format!("{SCENARIO}/{CLASSES}"))).expect("a file");
    if file.set_len(2 << 30).is_err() {
        println!("skipped: this file system has no sparse files");
        return;
    }
    let at = line_column(&place.read(&format!("{SCENARIO}/{TOML}")), "\"classes.csv\"");
    let at = format!("{SCENARIO}/{TOML}:{at}");
    refuses(
        &place,
        &["run", "fire-drill"],
        2,
        &["classes.csv` is too large: 2147483648 bytes", &at],
    );
}

#[test]
fn bytes_that_are_no_text() {
    let place = Place::with_fire_drill();
    for file in [TOML, PLAN, CLASSES, PEOPLE] {
        let path = place.path(&format!("{SCENARIO}/{file}"));
        let sound = common::bytes(&path);
        // Latin-1, as old spreadsheets save it, in the second line.
        let mut spoilt = sound.clone();
        let second_line = sound.iter().position(|byte| *byte == b'\n').expect("two lines") + 1;
        spoilt.insert(second_line + 3, 0xeb);
        fs::write(&path, &spoilt).expect("written");
        let at = format!("{SCENARIO}/{file}:2:4");
        refuses(
            &place,
            &["run", "fire-drill"],
            2,
            &["error[not-utf8]", "0xeb", &at, "UTF-8"],
        );
        fs::write(&path, &sound).expect("written");
    }
}

/// What a program makes of a text when it saves it.
type Rewrite = fn(&str) -> String;

#[test]
fn what_other_programs_make_of_a_text_is_read_alike() {
    let people = |place: &Place| {
        place.succeeds(&["run", "fire-drill", "--quiet", "--force", "--out", "run"]);
        place.read("run/people.csv")
    };
    let plain = people(&Place::with_fire_drill());
    let all = [TOML, PLAN, CLASSES, PEOPLE];
    let change = |place: &Place, file: &str, change: &dyn Fn(&str) -> String| {
        let name = format!("{SCENARIO}/{file}");
        place.write(&name, &change(&place.read(&name)));
    };
    let rewrites: [(&str, &[&str], Rewrite); 4] = [
        ("a byte-order mark", &all, |text| format!("\u{feff}{text}")),
        ("CRLF", &all, |text| text.replace('\n', "\r\n")),
        ("semicolons", &[CLASSES, PEOPLE], |text| text.replace(',', ";")),
        ("decimal commas", &[PEOPLE], |text| {
            text.replace(',', ";").replace(";51;", ";51,0;")
        }),
    ];
    for (name, files, rewrite) in rewrites {
        let place = Place::with_fire_drill();
        for file in files {
            change(&place, file, &rewrite);
        }
        assert!(people(&place) == plain, "{name} changes the run");
    }
}

#[test]
fn a_path_that_is_a_file() {
    let place = Place::with_fire_drill();
    let words = ["`scenarios/fire-drill/scenario.toml` is a file, not the folder of a scenario"];
    refuses(&place, &["run", "scenarios/fire-drill/scenario.toml"], 2, &words);
    refuses(
        &place,
        &["check", "scenarios/fire-drill/scenario.toml"],
        2,
        &words,
    );
}

#[cfg(unix)]
#[test]
fn links_that_lead_round_in_a_circle() {
    use std::os::unix::fs::symlink;
    let place = Place::with_fire_drill();
    symlink("there", place.path("here")).expect("a link");
    symlink("here", place.path("there")).expect("a link");
    refuses(
        &place,
        &["run", "here"],
        2,
        &[
            "error[link-loop]",
            "`here` is a link that leads round in a circle",
        ],
    );
    fs::remove_file(place.path(&format!("{SCENARIO}/{PLAN}"))).expect("removed");
    symlink("../../here", place.path(&format!("{SCENARIO}/{PLAN}"))).expect("a link");
    let at = line_column(&place.read(&format!("{SCENARIO}/{TOML}")), "\"plan.geojson\"");
    let at = format!("{SCENARIO}/{TOML}:{at}");
    refuses(&place, &["run", "fire-drill"], 2, &["error[link-loop]", &at]);
}
