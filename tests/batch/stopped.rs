//! A batch that is stopped, by hand or by force, goes on where it stood and comes to the same.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::common::differences;
use crate::common::place::{Place, Said};
use crate::{assert_same_tables, batch, json, rows};

/// A batch at work.
struct Work {
    child: Child,
    journal: PathBuf,
    folder: PathBuf,
    /// Bytes of the journal when it began.
    before: u64,
}

impl Work {
    fn begin(place: &Place, out: &str, more: &[&str]) -> Self {
        let folder = place.path(out);
        let journal = folder.join(".work/journal");
        let before = length(&journal);
        let child = Command::new(env!("CARGO_BIN_EXE_hotwash"))
            .current_dir(place.path("."))
            .args(batch(out, more))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        Self {
            child,
            journal,
            folder,
            before,
        }
    }

    /// Waits until it has written down some bytes more, or has ended.
    fn wait_for_bytes(&mut self, bytes: u64) {
        while length(&self.journal) < self.before + bytes && !self.has_ended() {
            sleep(Duration::from_micros(200));
        }
    }

    /// Waits until it writes a file, or has ended.
    fn wait_for_file(&mut self, name: &str) {
        let path = self.folder.join(name);
        while !path.exists() && !self.has_ended() {
            sleep(Duration::from_micros(50));
        }
    }

    fn has_ended(&mut self) -> bool {
        self.child.try_wait().expect("a child").is_some()
    }

    /// Ends it as a power failure would; whether it was still at work.
    fn kill(mut self) -> bool {
        let _ = self.child.kill();
        self.child.wait().expect("it ends").code().is_none()
    }

    /// What it said when it ended by itself.
    fn said(self) -> Said {
        Said::new(&self.child.wait_with_output().expect("it ends"))
    }

    #[cfg(unix)]
    fn press_ctrl_c(&self) {
        let sent = Command::new("kill")
            .args(["-INT", &self.child.id().to_string()])
            .status();
        assert!(sent.expect("kill is there").success());
    }
}

fn length(path: &PathBuf) -> u64 {
    fs::metadata(path).map_or(0, |data| data.len())
}

#[test]
fn fifty_kills_lose_nothing_and_change_nothing() {
    const KILLS: u64 = 50;
    let place = Place::with_fire_drill();
    let ask = |jobs| ["--variants", "one-exit", "--seeds", "1..400", "--jobs", jobs];
    let mut killed = 0;
    for kill in 0..KILLS {
        let mut work = Work::begin(&place, "killed", &ask(["1", "2", "3"][kill as usize % 3]));
        match kill % 5 {
            // Before anything, or somewhere in it.
            0 => sleep(Duration::from_millis(kill)),
            // Between two runs, or in the middle of a line.
            step => work.wait_for_bytes(step * step * 400 + kill),
        }
        killed += u32::from(work.kill());
    }
    assert!(killed > 40, "{killed}: the batch is too short for this test");
    // All is done but for the tables, whose writing is cut off too.
    place.succeeds(&batch("killed", &ask("2")));
    let mut cut = 0;
    for file in [
        "runs.csv",
        "runs_wide.csv",
        "failures.csv",
        "datapackage.json",
        "batch.json",
    ] {
        let mut work = Work::begin(&place, "killed", &ask("2"));
        work.wait_for_file(&format!("{file}.partial"));
        cut += u32::from(work.kill());
    }
    assert!(cut > 0);
    let said = place.succeeds(&batch("killed", &ask("2")));
    assert!(said.out.contains("0 runs done, 800 done before"), "{}", said.out);
    place.succeeds(&batch("calm", &ask("2")));
    assert_same_tables(&place, "calm", "killed");
    let left: Vec<String> = place.files("killed");
    assert_eq!(left, place.files("calm"), "nothing half-written is left");
}

#[test]
fn kept_runs_are_whole_after_kills_too() {
    let place = Place::with_fire_drill();
    let ask = ["--seeds", "1..40", "--keep", "all", "--jobs", "2"];
    let mut killed = 0;
    for kill in 0..12 {
        let mut work = Work::begin(&place, "killed", &ask);
        work.wait_for_bytes(400 * (kill % 4) + 1);
        killed += u32::from(work.kill());
    }
    assert!(killed > 6, "{killed}");
    place.succeeds(&batch("killed", &ask));
    place.succeeds(&batch("calm", &ask));
    let performance = place
        .files("calm")
        .into_iter()
        .filter(|name| name.ends_with("performance.json") || name.starts_with(".work/"));
    let performance: Vec<String> = performance.collect();
    let but: Vec<&str> = performance.iter().map(String::as_str).collect();
    assert_eq!(
        differences(&place.path("calm"), &place.path("killed"), &but),
        Vec::<String>::new()
    );
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_cleanly_and_the_same_command_goes_on() {
    let place = Place::with_fire_drill();
    let ask = ["--seeds", "1..600", "--jobs", "2"];
    let mut work = Work::begin(&place, "b", &ask);
    work.wait_for_bytes(1);
    work.press_ctrl_c();
    let said = work.said();
    assert_eq!(said.code, 130, "{said:?}");
    assert!(
        said.err
            .contains("of 600 runs are left; the same command goes on where it stood"),
        "{}",
        said.err
    );
    assert!(
        !said.out.contains("Next:") && !said.out.contains("runs.csv"),
        "{}",
        said.out
    );
    assert_eq!(json(&place, "b/batch.json")["finished"], false);
    assert!(!place.path("b/runs.csv").exists(), "no table is half there");
    place
        .says(&["compare", "b"])
        .refuses(2, &["has not been finished", "goes on with it"]);

    let said = place.succeeds(&batch("b", &ask));
    assert!(said.out.contains("done before"), "{}", said.out);
    assert_eq!(json(&place, "b/batch.json")["finished"], true);
    let wide = rows(&place, "b/runs_wide.csv");
    let seeds: Vec<u64> = wide
        .iter()
        .map(|row| row["seed"].parse().expect("a seed"))
        .collect();
    assert_eq!(seeds, (1..=600).collect::<Vec<u64>>());
}

#[test]
fn more_seeds_only_do_the_new_ones_and_fewer_give_the_smaller_tables() {
    let place = Place::with_fire_drill();
    let ask = |out, seeds| {
        place
            .succeeds(&batch(out, &["--variants", "one-exit", "--seeds", seeds]))
            .out
    };
    ask("b", "1..4");
    let said = ask("b", "1..7");
    assert!(
        said.contains("6 runs done") && said.contains("8 done before"),
        "{said}"
    );
    ask("seven", "1..7");
    assert_same_tables(&place, "seven", "b");
    let said = ask("b", "2..3");
    assert!(said.contains("0 runs done, 4 done before"), "{said}");
    ask("two", "2..3");
    assert_same_tables(&place, "two", "b");
    assert!(ask("b", "1..7").contains("0 runs done, 14 done before"));
    assert_same_tables(&place, "seven", "b");
}

#[test]
fn another_variant_in_the_same_folder_only_does_its_own_runs() {
    let place = Place::with_fire_drill();
    place.succeeds(&batch("b", &["--variants", "one-exit", "--seeds", "1..3"]));
    let more = [
        "--variants",
        "standard-response-protocol,one-exit",
        "--seeds",
        "1..3",
    ];
    let said = place.succeeds(&batch("b", &more)).out;
    assert!(
        said.contains("3 runs done") && said.contains("6 done before"),
        "{said}"
    );
    place.succeeds(&batch("calm", &more));
    assert_same_tables(&place, "calm", "b");
}

#[test]
fn two_at_a_time_do_not_work_in_one_folder() {
    let place = Place::with_fire_drill();
    let mut work = Work::begin(&place, "b", &["--seeds", "1..5000", "--jobs", "1"]);
    work.wait_for_bytes(1);
    let other = place.says(&batch("b", &["--seeds", "1..2"]));
    let forced = place.says(&batch("b", &["--seeds", "1..2", "--force"]));
    assert!(!work.has_ended(), "it was there all the time");
    work.kill();
    for said in [other, forced] {
        said.refuses(1, &["another hotwash works in `b`", "wait until it has ended"]);
    }
    place.succeeds(&batch("b", &["--seeds", "1..2"]));
}
