//! What the command line asks that cannot be, and what the machine refuses.

use crate::common::mount::Mount;
use crate::common::place::Place;
use crate::refuses;

#[test]
fn seeds_out_of_range() {
    let place = Place::with_fire_drill();
    for seed in ["-1", "1000000000000000", "18446744073709551616", "1.5", "one", ""] {
        let words = ["--seed", "a whole number from 0 to 999999999999999"];
        refuses(
            &place,
            &["run", "fire-drill", &format!("--seed={seed}")],
            2,
            &words,
        );
    }
    place.succeeds(&["run", "fire-drill", "--seed", "999999999999999", "--quiet"]);
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_folder_without_permission() {
    let place = Place::with_fire_drill();
    let Some(_mount) = Mount::new(&place, "locked", "ro,size=64k") else {
        println!("skipped: this user may mount no file system");
        return;
    };
    refuses(
        &place,
        &["run", "fire-drill", "--out", "locked/run"],
        1,
        &["locked", "--out"],
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk() {
    let place = Place::with_fire_drill();
    let Some(_mount) = Mount::new(&place, "small", "size=64k") else {
        println!("skipped: this user may mount no file system");
        return;
    };
    refuses(
        &place,
        &["run", "fire-drill", "--out", "small/run"],
        1,
        &["small/run", "free some space"],
    );
}
