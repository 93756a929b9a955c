//! Files that are not what they should be.

use super::{Copy, load, said};

const PEOPLE: &str = "people.csv";
const CLASSES: &str = "classes.csv";

#[test]
fn data_files_point_at_their_row_or_feature() {
    insta::assert_snapshot!(super::catalogue(&[
        (
            "a class in a room that does not exist",
            &[(CLASSES, "7B;room-24", "7B;room-42")]
        ),
        (
            "more pupils than fit",
            &[(CLASSES, "7B;room-24;7;34", "7B;store;7;100")]
        ),
        (
            "more absent than on the register",
            &[(CLASSES, "7B;room-24;7;34;2", "7B;room-24;7;34;40")]
        ),
        ("a class twice", &[(CLASSES, "7B;room-24", "7A;room-24")]),
        (
            "a teacher of two classes",
            &[(CLASSES, "teacher-7b", "teacher-7a")]
        ),
        ("a visitor as teacher", &[(CLASSES, "teacher-7b", "visitor-1")]),
        (
            "a negative count",
            &[(CLASSES, "7B;room-24;7;34;2", "7B;room-24;7;34;-2")]
        ),
        (
            "a decimal comma",
            &[(CLASSES, "7B;room-24;7;34;2", "7B;room-24;7;34;2,5")]
        ),
        ("an unknown column", &[(CLASSES, "on_register", "on_regster")]),
        ("a missing cell", &[(CLASSES, "7B;room-24;7;", "7B;room-24;")]),
        (
            "a role that there is not",
            &[(PEOPLE, "nurse;staff", "nurse;stuff")]
        ),
        (
            "a pupil on no register",
            &[(PEOPLE, "7B-11;pupil;7B", "7B-11;pupil;")]
        ),
        (
            "a pupil of an unknown class",
            &[(PEOPLE, "7B-11;pupil;7B", "7B-11;pupil;7C")]
        ),
        (
            "a nurse on a register",
            &[(PEOPLE, "nurse;staff;", "nurse;staff;7B")]
        ),
        (
            "a pupil's id for somebody else",
            &[(PEOPLE, "nurse;staff", "7A-01;staff")]
        ),
        ("a person twice", &[(PEOPLE, "cleaner-2;", "cleaner-1;")]),
        (
            "a person called like a room",
            &[(PEOPLE, "nurse;staff", "library;staff")]
        ),
        (
            "a file that is not there",
            &[(
                "scenario.toml",
                "plan = \"plan.geojson\"",
                "plan = \"plam.geojson\""
            )]
        ),
        (
            "a file outside the folder",
            &[(
                "scenario.toml",
                "people = \"people.csv\"",
                "people = \"../people.csv\""
            )]
        ),
        (
            "a file of the wrong sort",
            &[(
                "scenario.toml",
                "people = \"people.csv\"",
                "people = \"people.xlsx\""
            )]
        ),
        (
            "broken JSON",
            &[("plan.geojson", "\"elevation_m\": 3.4 }", "\"elevation_m\": 3.4 ")]
        ),
        (
            "a negative width",
            &[(
                "plan.geojson",
                "\"clear_width_m\": 2.4",
                "\"clear_width_m\": -2.4"
            )]
        ),
        (
            "a door in no wall",
            &[("plan.geojson", "[[5.6, 7], [6.6, 7]]", "[[5.6, 5], [6.6, 5]]")]
        ),
        (
            "a room without a way out",
            &[("plan.geojson", "[[15.2, 7], [16.2, 7]]", "[[1, 7], [2, 7]]")]
        ),
        (
            "locked exits only",
            &[
                (
                    "plan.geojson",
                    "\"clear_width_m\": 2.4,",
                    "\"clear_width_m\": 2.4, \"locked\": true,"
                ),
                (
                    "plan.geojson",
                    "\"clear_width_m\": 1.6,",
                    "\"clear_width_m\": 1.6, \"locked\": true,"
                ),
                (
                    "plan.geojson",
                    "\"clear_width_m\": 1.2,",
                    "\"clear_width_m\": 1.2, \"locked\": true,"
                ),
                (
                    "plan.geojson",
                    "\"clear_width_m\": 1.4,",
                    "\"clear_width_m\": 1.4, \"locked\": true,"
                ),
            ],
        ),
        (
            "an assembly area that is too small",
            &[("plan.geojson", "\"capacity\": 600", "\"capacity\": 60")]
        ),
    ]));
}

#[test]
fn a_path_that_is_no_scenario_says_what_it_is() {
    let copy = Copy::of("fire-drill");
    let code = |path: &std::path::Path| {
        let loaded = load(path, None, &[]);
        assert!(loaded.scenario.is_none());
        let codes: Vec<&str> = loaded.diagnostics.iter().map(|problem| problem.code).collect();
        codes.join(" ")
    };
    assert_eq!(code(&copy.path().join("scenario.toml")), "not-a-folder");
    assert_eq!(code(&copy.path().join("nothing")), "missing-file");
    assert_eq!(code(&copy.path().join("variants")), "missing-file");
    #[cfg(unix)]
    {
        let link = copy.path().join("round");
        std::os::unix::fs::symlink(&link, &link).expect("a link");
        assert_eq!(code(&link), "link-loop");
        std::fs::remove_file(copy.path().join("classes.csv")).expect("removed");
        std::os::unix::fs::symlink(&link, copy.path().join("classes.csv")).expect("a link");
        assert!(copy.said(None, &[]).contains("link-loop"));
    }
}

#[test]
fn what_windows_programs_write_is_read() {
    let plain = load(Copy::school().path(), None, &[]).scenario.expect("sound");
    let copy = Copy::school();
    for file in ["scenario.toml", "classes.csv", "people.csv", "plan.geojson"] {
        let text = super::text_of(&copy.path().join(file));
        copy.write(file, &format!("\u{feff}{}", text.replace('\n', "\r\n")));
    }
    let loaded = load(copy.path(), None, &[]);
    assert_eq!(said(&loaded, copy.path()), "");
    assert_eq!(loaded.scenario.expect("sound").resolved, plain.resolved);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the files of a test")]
fn bytes_that_are_no_text_say_so() {
    let copy = Copy::of("fire-drill");
    std::fs::write(copy.path().join("people.csv"), b"id,role\nn\xebna,staff\n").expect("written");
    let said = copy.said(None, &[]);
    assert!(
        said.contains("people.csv:2:2") && said.contains("not-utf8"),
        "{said}"
    );
}
