//! Tables of made-up runs.

use super::super::SeedSet;
use super::super::journal::{Entry, RunKey};
use super::super::plan::{Cell, Factor};
use super::*;
use crate::record::BatchRecord;
use crate::sim::Seeds;

fn metrics(cells: &[[&str; 4]]) -> Outcome {
    Outcome::Metrics(cells.iter().map(|cells| cells.map(str::to_owned)).collect())
}

/// Two cells, one of them with a level, by two seeds.
fn plan() -> Plan {
    let level = |levels: &str, set: Vec<String>| Cell {
        set,
        levels: vec![levels.to_owned()],
        ..Cell::default()
    };
    Plan {
        scenario: "x".into(),
        factors: vec![Factor {
            name: "speed".to_owned(),
        }],
        cells: vec![
            level("", Vec::new()),
            level("=1, 5", vec!["speed==1, 5".to_owned()]),
        ],
        seeds: SeedSet::parse("3,5").expect("seeds"),
        hazard_seeds: None,
    }
}

fn record() -> BatchRecord {
    serde_json::from_value(serde_json::json!({
        "format": "1", "kind": "batch", "program": "", "program_version": "", "model_version": "", "finished": false,
        "scenario": "x", "title": "X", "seeds": "", "hazard_seeds": null, "factors": [], "cells": [], "runs": 0,
        "failed": 0, "keep": "", "chosen": [], "inputs_sha256": {}, "files": {}
    }))
    .expect("a record")
}

#[test]
fn rows_stand_as_planned_whatever_the_order_in_which_runs_ended() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = BatchFolder::open(&place.path().join("b"), &record(), false).expect("a free place");
    let mut journal = folder.journal(|_, _| {}).expect("a journal");
    let failure = Failure {
        origin: "scenario".to_owned(),
        message: "the water, \"lost\"".to_owned(),
    };
    let outcomes = [
        metrics(&[
            ["injured", "1", "persons", "assumed"],
            ["last_out_s", "", "s", "sourced"],
        ]),
        metrics(&[
            ["injured", "2", "persons", "assumed"],
            ["injured@a", "7", "persons", "assumed"],
        ]),
        Outcome::Failure(failure),
        metrics(&[["injured", "4", "persons", "assumed"]]),
    ];
    let mut places = vec![None; 4];
    for index in [3, 0, 2, 1] {
        let entry = Entry {
            run: RunKey::new("0", Seeds::both(0)),
            outcome: outcomes[index].clone(),
        };
        let at = journal.push(&entry).expect("written");
        places[index] = Some(Place {
            at,
            failed: index == 2,
        });
    }
    let plan = plan();
    let results = Results {
        plan: &plan,
        scenario: "x",
        title: "X",
        places: &places,
    };
    let published = results
        .publish(&folder, journal.reader().expect("readable"))
        .expect("written");
    assert_eq!(published.failed, 1);
    #[expect(clippy::disallowed_methods, reason = "the files of a test")]
    let text = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect("a table");
    let case = plan.cells[1].case().expect("a case");
    // What a spreadsheet would take for a formula is no formula.
    let level = text_cell("=1, 5");
    assert_eq!(
        text("runs.csv"),
        format!(
            "scenario,variant,case,seed,hazard_seed,speed,metric,value,unit,basis\n\
             x,base,,3,3,,injured,1,persons,assumed\n\
             x,base,,3,3,,last_out_s,,s,sourced\n\
             x,base,,5,5,,injured,2,persons,assumed\n\
             x,base,,5,5,,injured@a,7,persons,assumed\n\
             x,base,{case},5,5,\"{level}\",injured,4,persons,assumed\n"
        )
    );
    assert_eq!(
        text("runs_wide.csv"),
        format!(
            "scenario,variant,case,seed,hazard_seed,speed,last_out_s,injured,injured@a\n\
             x,base,,3,3,,,1,\n\
             x,base,,5,5,,,2,7\n\
             x,base,{case},5,5,\"{level}\",,4,\n"
        )
    );
    assert_eq!(
        text("failures.csv"),
        format!(
            "scenario,variant,case,seed,hazard_seed,speed,origin,message\n\
             x,base,{case},3,3,\"{level}\",scenario,\"the water, \"\"lost\"\"\"\n"
        )
    );
    assert_eq!(published.files["runs.csv"].rows, Some(5));
}

#[test]
fn the_dictionary_knows_every_column_that_is_reserved() {
    let mut named = BTreeSet::new();
    for table in batch_tables() {
        named.extend(table.columns.iter().map(|column| column.name.to_string()));
    }
    assert_eq!(named.len(), 11, "{named:?}");
    assert!(named.iter().all(|name| is_reserved(name)), "{named:?}");
}
