//! What must hold whatever happens to a program that writes.
#![expect(
    clippy::disallowed_methods,
    reason = "tests look at the files that were written"
)]

use super::draft::{FOLDER, LOCK, REPLACED, with_suffix};
use super::*;

fn listing(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn write_run(target: &Path, force: bool, contents: &str) -> Result<PathBuf, FolderError> {
    let mut folder = RunFolder::create(target, force)?;
    folder.write(MANIFEST, contents.as_bytes())?;
    folder.write("inputs/scenario.toml", b"format = 1\n")?;
    folder.publish()
}

#[test]
fn a_folder_appears_whole_with_its_checksums() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("a/b/seed-1");
    let mut folder = RunFolder::create(&target, false).unwrap();
    folder.write("x.csv", b"abc").unwrap();
    assert!(!target.exists(), "not before it is whole");
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(
        folder.written()["x.csv"],
        Written {
            bytes: 3,
            sha256: abc.to_owned()
        }
    );
    folder.publish().unwrap();
    assert_eq!(listing(target.parent().unwrap()), ["seed-1"]);
}

#[test]
fn an_existing_run_is_replaced_only_by_force() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("seed-1");
    write_run(&target, false, "old").unwrap();
    let refused = write_run(&target, false, "new").unwrap_err();
    assert!(refused.to_string().contains("--force") && !refused.is_environment());
    assert_eq!(fs::read_to_string(target.join(MANIFEST)).unwrap(), "old");
    write_run(&target, true, "new").unwrap();
    assert_eq!(fs::read_to_string(target.join(MANIFEST)).unwrap(), "new");
    assert_eq!(listing(place.path()), ["seed-1"]);
}

#[test]
fn force_never_destroys_what_is_no_run() {
    let place = tempfile::tempdir().unwrap();
    let (documents, file) = (place.path().join("documents"), place.path().join("file"));
    fs::create_dir(&documents).unwrap();
    fs::write(documents.join("thesis.txt"), "years").unwrap();
    fs::write(&file, "x").unwrap();
    for target in [&documents, &file] {
        assert!(matches!(
            write_run(target, true, "new"),
            Err(FolderError::NotARunFolder(_))
        ));
    }
    assert_eq!(fs::read_to_string(documents.join("thesis.txt")).unwrap(), "years");
    let empty = place.path().join("empty");
    fs::create_dir(&empty).unwrap();
    write_run(&empty, false, "new").unwrap();
    assert!(matches!(
        write_run(&file.join("below"), false, "x"),
        Err(FolderError::Io { .. })
    ));
}

#[test]
fn a_draft_that_is_given_up_leaves_nothing_and_the_old_run_stands() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("seed-1");
    write_run(&target, false, "old").unwrap();
    let mut folder = RunFolder::create(&target, true).unwrap();
    folder.write("x.csv", b"half").unwrap();
    drop(folder);
    assert_eq!(listing(place.path()), ["seed-1"]);
    assert_eq!(fs::read_to_string(target.join(MANIFEST)).unwrap(), "old");
}

/// What a program leaves that is killed: its files, and a lock that nobody holds.
fn killed(parent: &Path, parts: &[&str]) {
    let stem = parent.join(".seed-1.draft-4711-0");
    fs::write(with_suffix(&stem, LOCK), "").unwrap();
    for part in parts {
        fs::create_dir(with_suffix(&stem, part)).unwrap();
        fs::write(with_suffix(&stem, part).join(MANIFEST), *part).unwrap();
    }
}

#[test]
fn leftovers_of_a_killed_run_are_cleared() {
    let place = tempfile::tempdir().unwrap();
    killed(place.path(), &[FOLDER]);
    write_run(&place.path().join("seed-1"), false, "new").unwrap();
    assert_eq!(listing(place.path()), ["seed-1"]);
}

#[test]
fn a_run_killed_between_the_two_renames_gives_the_old_one_back() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("seed-1");
    killed(place.path(), &[FOLDER, REPLACED]);
    assert!(matches!(
        write_run(&target, false, "new"),
        Err(FolderError::Exists(_))
    ));
    assert_eq!(
        fs::read_to_string(target.join(MANIFEST)).unwrap(),
        REPLACED,
        "the old run is back"
    );
    assert_eq!(listing(place.path()), ["seed-1"]);
}

#[test]
fn two_writers_never_mix_and_the_first_to_finish_wins() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("seed-1");
    let mut slow = RunFolder::create(&target, false).unwrap();
    slow.write(MANIFEST, b"slow").unwrap();
    write_run(&target, false, "fast").unwrap();
    slow.write("x.csv", b"slow").unwrap();
    assert!(matches!(slow.publish(), Err(FolderError::Exists(_))));
    assert_eq!(fs::read_to_string(target.join(MANIFEST)).unwrap(), "fast");
    assert_eq!(listing(place.path()), ["seed-1"]);
}

#[test]
fn many_forced_writers_leave_one_whole_run() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("seed-1");
    std::thread::scope(|scope| {
        for writer in 0..8 {
            let target = &target;
            scope.spawn(move || {
                for round in 0..20 {
                    let name = format!("{writer}-{round}");
                    let Ok(mut folder) = RunFolder::create(target, true) else {
                        continue;
                    };
                    folder.write(MANIFEST, name.as_bytes()).unwrap();
                    folder.write("x.csv", name.as_bytes()).unwrap();
                    let _ = folder.publish();
                }
            });
        }
    });
    let read = |name| fs::read_to_string(target.join(name)).unwrap();
    assert_eq!(read(MANIFEST), read("x.csv"));
    assert_eq!(listing(place.path()), ["seed-1"]);
}

#[test]
fn names_that_lead_out_of_the_folder_are_refused() {
    let place = tempfile::tempdir().unwrap();
    let mut folder = RunFolder::create(&place.path().join("seed-1"), false).unwrap();
    for name in ["../x", "/etc/x", "a/../../x", "", "a\\b", "c:x", "."] {
        assert!(
            matches!(folder.write(name, b""), Err(FolderError::BadName(_))),
            "{name}"
        );
    }
}

#[test]
fn a_full_disk_or_missing_permission_comes_with_advice() {
    for (kind, word) in [
        (io::ErrorKind::StorageFull, "free some space"),
        (io::ErrorKind::PermissionDenied, "may write to"),
        (io::ErrorKind::ReadOnlyFilesystem, "read-only"),
    ] {
        let error = io_error("write", Path::new("out/x.csv"))(kind.into());
        let text = error.to_string();
        assert!(
            text.contains("out/x.csv") && text.contains(word) && error.is_environment(),
            "{text}"
        );
    }
}
