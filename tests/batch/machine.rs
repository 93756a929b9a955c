//! What the machine refuses.
#![cfg(target_os = "linux")]

use crate::common::mount::Mount;
use crate::common::place::Place;
use crate::{assert_same_tables, batch};

#[test]
fn a_folder_without_permission() {
    let place = Place::with_fire_drill();
    let Some(_mount) = Mount::new(&place, "locked", "ro,size=64k") else {
        println!("skipped: this user may mount no file system");
        return;
    };
    for keep in ["metrics", "all"] {
        let ask = batch("locked/b", &["--seeds", "1", "--keep", keep]);
        place.refuses(&ask, 1, &["locked/b", "read-only", "--out"]);
    }
}

#[test]
fn a_full_disk_ends_it_and_with_more_space_it_goes_on() {
    for (keep, seeds, size) in [("metrics", "1..300", "256k"), ("all", "1..12", "1m")] {
        let place = Place::with_fire_drill();
        let Some(mount) = Mount::new(&place, "small", &format!("size={size}")) else {
            println!("skipped: this user may mount no file system");
            return;
        };
        let ask = |out| batch(out, &["--seeds", seeds, "--keep", keep]);
        let said = place.says(&ask("small/b"));
        said.refuses(1, &["small/b", "free some space", "--out"]);
        mount.again("size=64m");
        let said = place.succeeds(&ask("small/b")).out;
        assert!(said.contains("done before"), "{said}");
        place.succeeds(&ask("calm"));
        assert_same_tables(&place, "calm", "small/b");
        let left = |folder: &str| place.files(folder);
        assert_eq!(left("calm"), left("small/b"), "nothing half-written is left");
    }
}
