//! What the command line asks that cannot be, and what the machine refuses.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

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

/// Mounts a file system of its own at a folder, if this user may; it is given back at the end.
struct Mount(PathBuf);

impl Mount {
    fn new(place: &Place, folder: &str, options: &str) -> Option<Self> {
        let path = place.path(folder);
        fs::create_dir(&path).expect("a folder");
        let done = quietly(
            Command::new("mount")
                .args(["-t", "tmpfs", "-o", options, "tmpfs"])
                .arg(&path),
        );
        done.then_some(Self(path))
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        quietly(Command::new("umount").arg(&self.0));
    }
}

fn quietly(command: &mut Command) -> bool {
    command
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
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
