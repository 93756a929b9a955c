//! `hotwash verify --table`: reference values of a file.

use std::path::Path;

use crate::common::place::Place;

const HEADER: &str = "gmm,mag,rake,rjb_km,vs30,imt,ln_mean_g,tau,phi";
const GOOD: &str = "BSSA14,6.4,90.0,10.0,400.0,PGA,-1.348409,0.348,0.495";

fn with(rows: &[&str]) -> Place {
    let place = Place::empty();
    place.write("table.csv", &format!("{HEADER}\n{}\n", rows.join("\n")));
    place
}

const ASKED: [&str; 3] = ["verify", "--table", "ground-motion=table.csv"];

#[test]
fn a_table_that_agrees_is_told_row_by_row_and_what_is_not_ours_is_skipped() {
    let said = with(&[
        GOOD,
        "KOTHA20_VS30,6.4,90.0,10.0,400.0,PGA,-1.573248,0.441761,0.608364",
        "CY14,6.4,90.0,10.0,400.0,PGA,-1.3,0.3,0.5",
        "BSSA14,6.4,90.0,10.0,400.0,SA(2.0),-1.3,0.3,0.5",
    ])
    .succeeds(&ASKED);
    for words in [
        "bssa14 PGA",
        "kotha2020 PGA",
        "pass",
        "2 rows checked",
        "2 rows skipped",
        "CY14: 1",
        "BSSA14 SA(2.0): 1",
        "ours are",
    ] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
    assert!(!said.out.contains("FAIL"), "{}", said.out);
}

#[test]
fn a_table_that_does_not_agree_ends_with_1_and_names_the_line() {
    let off = "BSSA14,6.4,90.0,10.0,400.0,PGA,-1.338409,0.348,0.595";
    let said = with(&[GOOD, off]).says(&ASKED);
    assert_eq!(said.code, 1, "{said:#?}");
    for words in ["FAIL", "1.0e-2 (line 3)", "1.0e-1 (line 3)"] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
    let said = with(&["CY14,6.4,90.0,10.0,400.0,PGA,-1.3,0.3,0.5"]).says(&ASKED);
    assert_eq!(said.code, 1, "{said:#?}");
    assert!(said.out.contains("no row is about a model"), "{}", said.out);
}

#[test]
fn a_table_that_cannot_be_read_ends_with_2_and_names_file_line_and_reason() {
    with(&[GOOD, "BSSA14,six,90.0,10.0,400.0,PGA,-1.3,0.3,0.5"])
        .says(&ASKED)
        .refuses(2, &["`table.csv`, line 3: `mag` is `six`"]);
    Place::empty()
        .says(&ASKED)
        .refuses(2, &["cannot read `table.csv`"]);
    let place = Place::empty();
    std::fs::write(
        place.path("table.csv"),
        [HEADER.as_bytes(), b"\n\xff\xfe\n"].concat(),
    )
    .expect("a file");
    place
        .says(&ASKED)
        .refuses(2, &["`table.csv`, line 2: this is not UTF-8"]);
}

#[test]
fn an_unknown_kind_is_told_the_nearest() {
    let place = with(&[GOOD]);
    place
        .says(&["verify", "--table", "ground-moton=table.csv"])
        .refuses(
            2,
            &[
                "there is no kind of table `ground-moton`",
                "did you mean `ground-motion`?",
            ],
        );
    place
        .says(&["verify", "--table", "xyzzy=table.csv"])
        .refuses(2, &["there is no kind of table `xyzzy`", "ground-motion"]);
    place
        .says(&["verify", "--table", "ground-motion"])
        .refuses(2, &["names no file", "ground-motion=FILE.csv"]);
    place
        .says(&["verify", "imo", "--table", "ground-motion=table.csv"])
        .refuses(2, &["cannot be used with"]);
}

#[test]
fn the_reference_table_agrees_where_it_is_there() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let data = std::env::var_os("HOTWASH_DATA").map_or(beside, Into::into);
    let path = data.join("gmm/gmm_reference.csv");
    if !path.exists() {
        println!("skipped: there is no {}", path.display());
        return;
    }
    let asked = format!("ground-motion={}", path.display());
    let said = Place::empty().succeeds(&["verify", "--table", &asked]);
    println!("{}", said.out);
    assert_eq!(said.out.matches("pass").count(), 12, "{}", said.out);
}
