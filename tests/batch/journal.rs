//! What was written down of a batch and is damaged since: what is whole counts, the rest is done again.

use std::fs;

use crate::common::place::Place;
use crate::{assert_same_tables, batch};

const ASK: [&str; 4] = ["--variants", "one-exit", "--seeds", "1..6"];

/// Two batches alike: what is done to one is mended from nothing but itself.
fn two() -> Place {
    let place = Place::with_fire_drill();
    place.succeeds(&batch("calm", &ASK));
    place.succeeds(&batch("b", &ASK));
    place
}

/// Damages the journal; so many runs are done again.
#[track_caller]
fn mends(place: &Place, damage: impl Fn(&mut Vec<u8>), again: usize) {
    let path = place.path("b/.work/journal");
    let mut journal = fs::read(&path).expect("a journal");
    damage(&mut journal);
    fs::write(&path, journal).expect("written");
    let said = place.succeeds(&batch("b", &ASK)).out;
    let words = match again {
        1 => "1 run done".to_owned(),
        many => format!("{many} runs done"),
    };
    assert!(said.contains(&words), "{words}: {said}");
    assert_same_tables(place, "calm", "b");
    let said = place.succeeds(&batch("b", &ASK)).out;
    assert!(said.contains("0 runs done, 12 done before"), "{said}");
}

fn lines(journal: &[u8]) -> Vec<usize> {
    (0..journal.len()).filter(|at| journal[*at] == b'\n').collect()
}

#[test]
fn a_torn_end() {
    let place = two();
    mends(&place, |journal| journal.truncate(journal.len() - 1), 1);
    mends(&place, |journal| journal.truncate(journal.len() - 200), 1);
    mends(&place, |journal| journal.truncate(lines(journal)[9] + 1), 2);
    mends(&place, |journal| journal.truncate(5), 12);
    mends(&place, Vec::clear, 12);
}

#[test]
fn a_changed_byte_in_the_middle() {
    let place = two();
    mends(
        &place,
        |journal| {
            let at = lines(journal)[4] + 60;
            journal[at] ^= 1;
        },
        1,
    );
    // The end of a line: its neighbour is hidden too.
    mends(
        &place,
        |journal| {
            let at = lines(journal)[7];
            journal[at] = b' ';
        },
        2,
    );
}

#[test]
fn a_block_of_zeros_as_a_power_failure_leaves_it() {
    let place = two();
    mends(
        &place,
        |journal| {
            let from = lines(journal)[7] + 1;
            journal[from..].fill(0);
        },
        4,
    );
    mends(&place, |journal| journal.extend([0; 4096]), 0);
}

#[test]
fn text_that_is_none_of_ours() {
    let place = two();
    mends(
        &place,
        |journal| journal.extend(b"00000000 {}\nnonsense\n\n\xff\xfe\n"),
        0,
    );
    mends(&place, |journal| *journal = b"nonsense".to_vec(), 12);
}

#[test]
fn runs_of_another_scenario_are_passed_over() {
    let place = two();
    mends(
        &place,
        |journal| {
            let text = String::from_utf8(journal.clone()).expect("text");
            let rest: Vec<&str> = text.split_inclusive('\n').collect();
            // The same lines twice, the last of them first.
            *journal = rest
                .iter()
                .rev()
                .chain(&rest)
                .copied()
                .collect::<String>()
                .into_bytes();
        },
        0,
    );
}

#[test]
fn tables_that_somebody_deleted_or_changed_are_made_again() {
    let place = two();
    fs::remove_file(place.path("b/runs.csv")).expect("a table");
    place.write("b/runs_wide.csv", "nonsense");
    fs::remove_file(place.path("b/batch.json")).expect("a record");
    let said = place.succeeds(&batch("b", &ASK)).out;
    assert!(said.contains("0 runs done, 12 done before"), "{said}");
    assert_same_tables(&place, "calm", "b");
}
