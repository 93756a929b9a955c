//! Tables that somebody opened in a spreadsheet and saved again, and tables made by hand.

use crate::common::place::Place;
use crate::{HEAD, compared, from_one, of, with_table};

/// A table with decimals, and with a moment that did not always come.
fn place() -> Place {
    let values = |more: f64| (0..8).map(move |n| 60.25 + f64::from(n * n % 5) + more);
    let came = |more: f64| {
        (0..8).map(move |n| {
            if n == 5 {
                f64::NAN
            } else {
                90.5 + f64::from(n % 3) + more
            }
        })
    };
    with_table(&[
        of("base", "last_out_s", from_one(values(0.0))),
        of("base", "full_account_s", from_one(came(0.0))),
        of("other", "last_out_s", from_one(values(-9.125))),
        of("other", "full_account_s", from_one(came(4.0))),
    ])
}

/// The table as it is now gives the same answer as it was; what is said of it beside.
#[track_caller]
fn gives_the_same(change: impl Fn(&str) -> String) -> String {
    let place = place();
    compared(&place, &[]);
    let before = ["comparison.csv", "pairs.csv"].map(|name| place.read(&format!("c/{name}")));
    place.write("runs.csv", &change(&place.read("runs.csv")));
    let said = compared(&place, &[]);
    let after = ["comparison.csv", "pairs.csv"].map(|name| place.read(&format!("c/{name}")));
    assert_eq!(before, after);
    said.err
}

/// The table as it is now is refused with these words.
#[track_caller]
fn refused(change: impl Fn(&str) -> String, words: &[&str]) {
    let place = place();
    place.write("runs.csv", &change(&place.read("runs.csv")));
    place.refuses(
        &["compare", "runs.csv", "--out", "c"],
        2,
        &[&["`runs.csv`: "], words].concat(),
    );
}

fn semicolons(text: &str) -> String {
    text.replace(',', ";").replace('.', ",")
}

#[test]
fn other_separators_and_a_comma_before_decimals() {
    for text in [
        semicolons as fn(&str) -> String,
        |text| format!("\u{feff}{}", semicolons(text)),
        |text| format!("sep=;\r\n{}", semicolons(text)),
        |text| format!("\u{feff}sep=;\n{}", semicolons(text)),
        |text| text.replace(',', "\t"),
        |text| format!("sep=\t\n{}", text.replace(',', "\t")),
        |text| text.replace(',', ";"),
    ] {
        let said = gives_the_same(text);
        assert!(said.contains("is read as a spreadsheet saved it"), "{said}");
    }
    assert_eq!(gives_the_same(|text| format!("sep=,\n{text}")), "");
    assert_eq!(gives_the_same(|text| format!("\u{feff}{text}")), "");
}

#[test]
fn other_ends_of_lines_quotes_blanks_and_rows_that_are_empty() {
    assert_eq!(gives_the_same(|text| text.replace('\n', "\r\n")), "");
    assert_eq!(gives_the_same(|text| text.trim_end().to_owned()), "");
    assert_eq!(gives_the_same(|text| format!("{text},,,,,,,,\n,,,,,,,,\n\n")), "");
    let quoted = |text: &str| {
        let line = |line: &str| format!("\"{}\"\n", line.replace(',', "\",\""));
        text.lines().map(line).collect()
    };
    assert_eq!(gives_the_same(quoted), "");
    assert_eq!(
        gives_the_same(|text| text.replace(',', " , ").replace('\n', " \n")),
        ""
    );
}

/// The same columns in another order, perhaps with others between.
fn moved(text: &str, order: &[Option<usize>]) -> String {
    let line = |(n, line): (usize, &str)| {
        let cells: Vec<&str> = line.split(',').collect();
        let cells: Vec<String> = order
            .iter()
            .map(|place| {
                place.map_or_else(
                    || {
                        if n == 0 {
                            "remark".to_owned()
                        } else {
                            format!("no {n}")
                        }
                    },
                    |place| cells[place].to_owned(),
                )
            })
            .collect();
        cells.join(",") + "\n"
    };
    text.lines().enumerate().map(line).collect()
}

#[test]
fn columns_in_another_order_and_columns_of_ones_own() {
    assert_eq!(
        gives_the_same(|text| moved(text, &[8, 7, 6, 5, 4, 3, 2, 1, 0].map(Some))),
        ""
    );
    let own = [
        Some(0),
        Some(1),
        None,
        Some(2),
        Some(3),
        Some(4),
        Some(5),
        Some(6),
        Some(7),
        Some(8),
    ];
    assert_eq!(gives_the_same(|text| moved(text, &own)), "");
    // Empty columns have no name.
    let empty = |text: &str| text.replace('\n', ",,\n");
    assert_eq!(gives_the_same(empty), "");
}

#[test]
fn zeros_that_a_spreadsheet_left_out_or_put_behind() {
    assert_eq!(gives_the_same(|text| text.replace("0.5,s", "0.500,s")), "");
    assert_eq!(gives_the_same(|text| text.replace(",1,1,", ",1.0,1.00,")), "");
    assert_eq!(gives_the_same(|text| text.replace(",60.25,", ",6.025E+01,")), "");
}

#[test]
fn one_row_a_run() {
    let place = Place::empty();
    let tidy = format!(
        "{HEAD}{}{}",
        of("base", "injured", from_one([5.0, 9.0, 6.0, 7.0])),
        of("other", "injured", from_one([1.0, 2.0, 4.0, 9.0]))
    );
    place.write("runs.csv", &tidy.replace("sourced", ""));
    compared(&place, &[]);
    let answer = place.read("c/comparison.csv");
    let mut wide = String::new();
    for line in tidy.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        wide += &[&cells[..5].join(","), ",", cells[6], "\n"].concat();
    }
    place.write(
        "runs.csv",
        &format!("scenario,variant,case,seed,hazard_seed,injured\n{wide}"),
    );
    compared(&place, &[]);
    assert_eq!(place.read("c/comparison.csv"), answer);
}

#[test]
fn numbers_that_a_spreadsheet_took_for_something_else() {
    let cell = |to: &'static str| move |text: &str| text.replacen(",60.25,", &format!(",{to},"), 1);
    for (to, words) in [
        ("03.05.2026", "`03.05.2026` is a date"),
        ("3-May", "is a date"),
        ("2026-05-03", "is a date"),
        ("\"1,060.25\"", "`1,060.25` has a comma for thousands"),
        ("\"60,25\"", "has a comma"),
        ("NaN", "`NaN` is no number"),
        ("#VALUE!", "`#VALUE!` is no number"),
        ("60.25 s", "is no number"),
        ("1e300", "`1e300` is larger than any result of a run"),
        ("inf", "is no number"),
    ] {
        refused(cell(to), &["line 2, column `value`: ", words]);
    }
    let german = |text: &str| format!("sep=;\n{}", semicolons(text)).replacen(";60,25;", ";1.060,25;", 1);
    refused(german, &["line 3, column `value`: ", "`1.060,25`"]);
    for (to, words) in [
        ("1.5", "`1.5` is no seed"),
        ("-1", "is no seed"),
        ("", "is no seed"),
        ("one", "no number"),
        ("1e16", ""),
    ] {
        refused(
            |text| text.replacen(",1,1,", &format!(",{to},1,"), 1),
            &["line 2, column `seed`: ", words],
        );
    }
}

#[test]
fn what_is_no_table_of_runs() {
    for (text, words) in [
        ("", "no column `variant`"),
        ("\n\n", "no column `variant`"),
        (
            "variant;seed\n",
            "neither a column `metric` nor columns that are called like metrics",
        ),
        ("seed,metric,value\n1,injured,3\n", "no column `variant`"),
        ("variant,metric,value\nbase,injured,3\n", "no column `seed`"),
        ("variant,seed,metric\nbase,1,injured\n", "no column `value`"),
        (
            "variant,seed,seed,metric,value\nbase,1,1,injured,3\n",
            "two columns are called `seed`",
        ),
        (
            "variant,seed,metric,value\nbase,1,injured\n",
            "line 2 has 3 cells, the header 4",
        ),
        ("variant,seed,metric,value\nbase,1,,3\n", "a metric has a name"),
        (HEAD, "it holds no run, no batch and no table of runs"),
        ("PK\u{3}\u{4}", "no column `variant`"),
    ] {
        refused(|_| text.to_owned(), &[words]);
    }
    // As a spreadsheet saves "Unicode text", or a file of its own.
    let place = place();
    for bytes in [
        &b"\xff\xfev\0a\0"[..],
        b"PK\x03\x04\xff\xd8",
        b"variant\xe4,seed\n",
    ] {
        std::fs::write(place.path("runs.csv"), bytes).expect("written");
        place.refuses(
            &["compare", "runs.csv", "--out", "c"],
            2,
            &["not UTF-8 text", "CSV UTF-8"],
        );
    }
}

#[test]
fn one_figure_in_two_units() {
    refused(
        |text| text.replacen(",60.25,s,", ",60.25,min,", 1),
        &["line 3", "`last_out_s` is in `s` here and in `min` elsewhere"],
    );
    refused(
        |text| {
            text.replacen(
                "other,,1,1,last_out_s,51.125,s,",
                "other,,1,1,last_out_s,51.125,,",
                1,
            )
        },
        &["`last_out_s` is in no unit here and in `s` elsewhere"],
    );
}

#[test]
fn a_row_of_another_scenario() {
    refused(
        |text| text.replacen("drill,other,,3", "flood,other,,3", 1),
        &[
            "line",
            "column `scenario`",
            "of the scenario `flood`",
            "cannot be compared",
        ],
    );
}

#[test]
fn the_weakest_basis_counts() {
    let place = place();
    let text = place.read("runs.csv").replacen("s,sourced", "s,assumed", 1);
    place.write("runs.csv", &text);
    let said = compared(&place, &[]).out;
    assert!(
        said.contains("(assumed)") && said.contains("figures marked (assumed)"),
        "{said}"
    );
    assert_eq!(
        crate::answer(&place, "other", "last_out_s", "value")["basis"],
        "assumed"
    );
    assert_eq!(
        crate::answer(&place, "other", "full_account_s", "value")["basis"],
        "sourced"
    );
}
