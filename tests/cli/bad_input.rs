//! What the program says when something cannot be done: a clear sentence, the right code, nothing half-written.

use std::fs;
use std::process::{Command, Stdio};

use crate::common::place::{Place, Said};

#[test]
fn a_scenario_that_is_not_there() {
    let place = Place::with_fire_drill();
    place.says(&["run", "fire-dril"]).refuses(
        2,
        &[
            "there is no scenario `fire-dril`",
            "hint: did you mean `fire-drill`?",
        ],
    );
    place
        .says(&["run", "flood"])
        .refuses(2, &["there is no scenario `flood`", "hotwash list"]);
    place
        .says(&["check", "nowhere/at/all"])
        .refuses(2, &["there is no scenario `nowhere/at/all`"]);
    Place::empty()
        .says(&["run", "fire-drill"])
        .refuses(2, &["hotwash new"]);
    assert!(place.files("outputs").is_empty());
}

#[test]
fn a_scenario_that_is_a_file_or_an_empty_folder() {
    let place = Place::with_fire_drill();
    let said = place.says(&["run", "scenarios/fire-drill/scenario.toml"]);
    said.refuses(
        2,
        &["is a file, not the folder of a scenario", "scenarios/fire-drill"],
    );
    fs::create_dir(place.path("empty")).expect("a folder");
    place.says(&["run", "empty"]).refuses(2, &["scenario.toml"]);
}

#[test]
fn what_is_wrong_is_shown_with_its_place_and_nothing_is_written() {
    let place = Place::with_fire_drill();
    let text = place.read("scenarios/fire-drill/scenario.toml");
    place.write(
        "scenarios/fire-drill/scenario.toml",
        &text.replace("lasts = ", "latss = "),
    );
    let said = place.says(&["run", "fire-drill"]);
    said.refuses(2, &["scenario.toml:", "latss", "^^^^^", "did you mean `lasts`?"]);
    assert!(place.files("outputs").is_empty());
}

#[test]
fn a_variant_language_setting_or_decision_that_is_not_there() {
    let place = Place::with_fire_drill();
    place
        .says(&["run", "fire-drill", "--variant", "one-exits"])
        .refuses(2, &["one-exits", "did you mean `one-exit`?"]);
    place
        .says(&["check", "fire-drill", "--variant", "x"])
        .refuses(2, &["no variant `x`"]);
    place
        .says(&["run", "fire-drill", "--language", "xx"])
        .refuses(2, &["there is no language `xx`; there is en, sq"]);
    place
        .says(&["run", "fire-drill", "--set", "exercise.latss=1 min"])
        .refuses(2, &["latss", "did you mean"]);
    place
        .says(&["run", "fire-drill", "--set", "nonsense"])
        .refuses(2, &["nonsense"]);
    place
        .says(&["run", "fire-drill", "--decide", "sound-the-alarn=alarm"])
        .refuses(2, &["sound-the-alarn", "did you mean `sound-the-alarm`?"]);
    place
        .says(&["run", "fire-drill", "--decide", "sound-the-alarm=alarm@23:00"])
        .refuses(2, &["23:00"]);
    assert!(place.files("outputs").is_empty());
}

#[test]
fn seeds_out_of_range() {
    let place = Place::with_fire_drill();
    for seed in ["-1", "1.5", "one", "1000000000000000", "99999999999999999999999"] {
        let flag = format!("--seed={seed}");
        place
            .says(&["run", "fire-drill", &flag])
            .refuses(2, &[seed, "--seed"]);
    }
    place
        .says(&["run", "fire-drill", "--hazard-seed", "x"])
        .refuses(2, &["--hazard-seed"]);
    for flag in ["--seed", "--hazard-seed"] {
        let said = place.says(&["run", "fire-drill", flag, "-1"]);
        said.refuses(2, &["-1", flag, "a whole number from 0"]);
        assert!(!said.err.contains("-- -1"), "{said:#?}");
    }
}

#[test]
fn results_where_no_results_can_be() {
    let place = Place::with_fire_drill();
    place.write("notes/mine.txt", "do not touch");
    place.write("file", "");
    let said = place.says(&["run", "fire-drill", "--out", "notes", "--force"]);
    said.refuses(2, &["notes", "is not a run folder"]);
    assert_eq!(place.read("notes/mine.txt"), "do not touch");
    place
        .says(&["run", "fire-drill", "--out", "file/below"])
        .refuses(1, &["`file`", "a file stands where a folder is needed"]);
}

#[cfg(unix)]
#[test]
fn results_where_one_may_not_write() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::with_fire_drill();
    fs::create_dir(place.path("locked")).expect("a folder");
    fs::set_permissions(place.path("locked"), fs::Permissions::from_mode(0o555)).expect("permissions");
    if fs::write(place.path("locked/probe"), "").is_ok() {
        println!("skipped: this user may write everywhere (root)");
        return;
    }
    let said = place.says(&["run", "fire-drill", "--out", "locked/run"]);
    said.refuses(1, &["locked", "may write to", "--out"]);
}

/// A limit on the size of a file stands in for a full disk: it takes no privilege.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_takes_no_more_leaves_nothing_behind() {
    let place = Place::with_fire_drill();
    let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" run fire-drill";
    let output = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_hotwash")])
        .current_dir(place.path("."))
        .output()
        .expect("a shell");
    Said::new(&output).refuses(1, &["cannot write", "outputs/fire-drill/base/seed-1"]);
    assert!(place.files("outputs").is_empty(), "{:?}", place.files("outputs"));
}

/// A real one, where the test may mount one.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_named_as_such() {
    let place = Place::with_fire_drill();
    fs::create_dir(place.path("small")).expect("a folder");
    let small = place.path("small");
    let mount = |words: &[&str]| {
        let status = Command::new(words[0])
            .args(&words[1..])
            .arg(&small)
            .stderr(Stdio::null())
            .status();
        status.is_ok_and(|status| status.success())
    };
    if !mount(&["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs"]) {
        println!("skipped: this user may mount no file system");
        return;
    }
    let said = place.says(&["run", "fire-drill", "--out", "small/run"]);
    let left = place.files("small");
    assert!(mount(&["umount"]), "the file system is given back");
    said.refuses(1, &["small/run", "free some space"]);
    assert!(left.is_empty(), "{left:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn standard_output_that_is_full_is_an_error() {
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .expect("every Linux has one");
    let output = Command::new(env!("CARGO_BIN_EXE_hotwash"))
        .arg("schema")
        .stdout(full)
        .output()
        .expect("it starts");
    Said::new(&output).refuses(1, &["cannot write to standard output"]);
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_ends() {
    use std::os::unix::fs::symlink;
    let place = Place::with_fire_drill();
    symlink("b", place.path("a")).expect("a link");
    symlink("a", place.path("b")).expect("a link");
    place.says(&["run", "a"]).refuses(2, &["circle"]);
}
