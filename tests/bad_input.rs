//! Bad input, by name: each gets a clear sentence with its place, the right exit code, and leaves nothing behind.
//! And what is odd but sound runs: damaged scenarios that still load come to their end.

#![expect(clippy::disallowed_methods, reason = "tests spoil files, and look at those that were written")]

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use common::place::Place;
use common::{shipped, text};

const TOML: &str = "scenario.toml";
const PLAN: &str = "plan.geojson";
const CLASSES: &str = "classes.csv";
const PEOPLE: &str = "people.csv";
const VARIANT: &str = "variants/v.toml";
const SCENARIO: &str = "scenarios/fire-drill";

/// A slip of the keyboard in the fire drill, and what is said about it.
struct Slip {
    name: &'static str,
    /// The file, what stands in it, what is written instead.
    edits: &'static [(&'static str, &'static str, &'static str)],
    /// A variant to run.
    variant: Option<&'static str>,
    /// The file and the text over the caret.
    at: (&'static str, &'static str),
    /// What kind of mistake, what is wrong, and how it is mended.
    says: &'static [&'static str],
}

const SLIPS: &[Slip] = &[
    Slip {
        name: "unknown key",
        edits: &[(TOML, "lasts = ", "latss = ")],
        variant: None,
        at: (TOML, "latss"),
        says: &["error[unknown-key]: `latss` is not a key of `exercise`", "did you mean `lasts`?"],
    },
    Slip {
        name: "unknown key in a variant",
        edits: &[],
        variant: Some("[variant]\nname = \"V\"\n\n[decision.sound-the-alarm]\nchose = \"alarm\"\n"),
        at: (VARIANT, "chose"),
        says: &["error[unknown-key]: `chose`", "did you mean `choose`?"],
    },
    Slip {
        name: "misspelt id",
        edits: &[(TOML, "held_by = \"secretary\"", "held_by = \"secretry\"")],
        variant: None,
        at: (TOML, "\"secretry\""),
        says: &["error[unknown-id]: there is no person `secretry`", "did you mean `secretary`?"],
    },
    Slip {
        name: "negative width",
        edits: &[(PLAN, "\"clear_width_m\": 1.8", "\"clear_width_m\": -1.8")],
        variant: None,
        at: (PLAN, "-1.8"),
        says: &["error[negative-width]: `clear_width_m` must be above 0, found -1.8"],
    },
    Slip {
        name: "missing unit",
        edits: &[(TOML, "lasts = \"20 min\"", "lasts = 20")],
        variant: None,
        at: (TOML, "20\nsample_every"),
        says: &["error[missing-unit]: `exercise.lasts` is a bare number", "write its unit"],
    },
    Slip {
        name: "door in no wall",
        edits: &[(PLAN, "[[7.2, 5.8], [8.2, 5.8]]", "[[7.2, 4.8], [8.2, 4.8]]")],
        variant: None,
        at: (PLAN, "{ \"type\": \"LineString\", \"coordinates\": [[7.2, 4.8]"),
        says: &["error[door-in-no-wall]: the door `door-room-1` lies in no wall", "boundary of a space"],
    },
    Slip {
        name: "room without exit",
        edits: &[(PLAN, "[[7.2, 5.8], [8.2, 5.8]]", "[[10.2, 5.8], [11.2, 5.8]]")],
        variant: None,
        at: (PLAN, "\"room-1\", \"name\""),
        says: &["error[no-way-out]: `room-1` has no way out", "add a door"],
    },
    Slip {
        name: "class in a room that does not exist",
        edits: &[(CLASSES, "3A,room-3", "3A,room-33")],
        variant: None,
        at: (CLASSES, "room-33"),
        says: &["error[unknown-id]: there is no space `room-33`", "did you mean `room-3`?"],
    },
    Slip {
        name: "more pupils than fit",
        edits: &[(CLASSES, "2A,room-2,2,22", "2A,room-2,2,400")],
        variant: None,
        at: (CLASSES, "400"),
        says: &["error[room-too-small]", "people begin in `room-2`"],
    },
    Slip {
        name: "decisions that wait for each other",
        edits: &[(
            TOML,
            "[objective.quick-exit]",
            "[decision.one]\nposition = \"school-incident-commander\"\nwhen = \"decided(two)\"\nchoose = \"go\"\noptions.go = []\n\n\
             [decision.two]\nposition = \"school-incident-commander\"\nwhen = \"decided(one)\"\nchoose = \"go\"\noptions.go = []\n\n\
             [objective.quick-exit]",
        )],
        variant: None,
        at: (TOML, "one]"),
        says: &["error[waiting-circle]: `one` waits for itself: one waits for two waits for one", "at_latest"],
    },
    Slip {
        name: "a variant that removes what another part needs",
        edits: &[],
        variant: Some("[variant]\nname = \"V\"\nremove = [\"position.assembly-supervisor\"]\n"),
        at: (VARIANT, "\"position.assembly-supervisor\""),
        says: &["`assembly-supervisor`", "scenario.toml"],
    },
    Slip {
        name: "a decimal comma that parts two cells",
        edits: &[(PEOPLE, ",51,", ",51,5,")],
        variant: None,
        at: (PEOPLE, "head-teacher,head"),
        says: &["error[ragged-row]: 8 cells under 7 columns"],
    },
    Slip {
        name: "a decimal comma in quotes between commas",
        edits: &[(PEOPLE, ",51,", ",\"51,5\",")],
        variant: None,
        at: (PEOPLE, "\"51,5\""),
        says: &["error[wrong-type]: `head-teacher.age` is a number in years", "`51.5`"],
    },
    Slip {
        name: "a decimal comma in TOML",
        edits: &[(TOML, "reach_m = 80", "reach_m = 80,5")],
        variant: None,
        at: (TOML, ",5"),
        says: &["error[toml-syntax]"],
    },
];

#[test]
fn slips_of_the_keyboard() {
    for slip in SLIPS {
        let place = Place::with_fire_drill();
        for (file, from, to) in slip.edits {
            edit(&place, file, from, to);
        }
        let mut arguments = vec!["run", "fire-drill"];
        if let Some(variant) = slip.variant {
            place.write(&format!("{SCENARIO}/{VARIANT}"), variant);
            arguments.extend(["--variant", "v"]);
        }
        let (file, caret) = slip.at;
        let at = format!("{SCENARIO}/{file}:{}", line_column(&place.read(&format!("{SCENARIO}/{file}")), caret));
        let words: Vec<&str> = slip.says.iter().copied().chain([at.as_str()]).collect();
        println!("{}", slip.name);
        refuses(&place, &arguments, 2, &words);
    }
}

/// Replaces a text of a file of the fire drill.
fn edit(place: &Place, file: &str, from: &str, to: &str) {
    let name = format!("{SCENARIO}/{file}");
    let text = place.read(&name);
    assert!(text.contains(from), "{file} holds no {from}");
    place.write(&name, &text.replacen(from, to, 1));
}

/// `line:column` of the first place where a text stands, counted from 1.
fn line_column(text: &str, part: &str) -> String {
    let before = &text[..text.find(part).unwrap_or_else(|| panic!("`{part}` does not stand there"))];
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    format!("{line}:{column}")
}

/// The program says these words, ends with this code, and leaves the place as it was.
#[track_caller]
fn refuses(place: &Place, arguments: &[&str], code: i32, words: &[&str]) {
    let before = place.files(".");
    place.says(arguments).refuses(code, words);
    assert_eq!(place.files("."), before, "{arguments:?} leaves something behind");
}

// ---------------------------------------------------------------------------------------------------------------
// Files that are not what they should be
// ---------------------------------------------------------------------------------------------------------------

#[test]
fn a_table_of_two_gigabytes_is_not_read() {
    let place = Place::with_fire_drill();
    let file = fs::File::create(place.path(&format!("{SCENARIO}/{CLASSES}"))).expect("a file");
    if file.set_len(2 << 30).is_err() {
        println!("skipped: this file system has no sparse files");
        return;
    }
    let at = line_column(&place.read(&format!("{SCENARIO}/{TOML}")), "\"classes.csv\"");
    let at = format!("{SCENARIO}/{TOML}:{at}");
    refuses(&place, &["run", "fire-drill"], 2, &["classes.csv` is too large: 2147483648 bytes", &at]);
}

#[test]
fn bytes_that_are_no_text() {
    let place = Place::with_fire_drill();
    for (file, code) in [(PEOPLE, "people.csv:2:7"), (TOML, "scenario.toml:1:1")] {
        let path = place.path(&format!("{SCENARIO}/{file}"));
        let sound = common::bytes(&path);
        let mut bytes = b"\xeb".to_vec();
        if file == PEOPLE {
            bytes = [&b"id,role\nnurse-\xeb,staff\n"[..]].concat();
        } else {
            bytes.extend(&sound);
        }
        fs::write(&path, &bytes).expect("written");
        let place_of_byte = if file == PEOPLE { "people.csv:2:7" } else { code };
        refuses(&place, &["run", "fire-drill"], 2, &["error[not-utf8]", "0xeb", place_of_byte, "UTF-8"]);
        fs::write(&path, &sound).expect("written");
    }
}

#[test]
fn what_other_programs_make_of_a_text_is_read_alike() {
    let people = |place: &Place| {
        place.succeeds(&["run", "fire-drill", "--quiet", "--force", "--out", "run"]);
        place.read("run/people.csv")
    };
    let plain = people(&Place::with_fire_drill());
    let all = [TOML, PLAN, CLASSES, PEOPLE];
    let change = |place: &Place, file: &str, change: &dyn Fn(&str) -> String| {
        let name = format!("{SCENARIO}/{file}");
        place.write(&name, &change(&place.read(&name)));
    };
    type Rewrite = fn(&str) -> String;
    let rewrites: [(&str, &[&str], Rewrite); 4] = [
        ("a byte-order mark", &all, |text| format!("\u{feff}{text}")),
        ("CRLF", &all, |text| text.replace('\n', "\r\n")),
        ("semicolons", &[CLASSES, PEOPLE], |text| text.replace(',', ";")),
        ("decimal commas", &[PEOPLE], |text| text.replace(',', ";").replace(";51;", ";51,0;")),
    ];
    for (name, files, rewrite) in rewrites {
        let place = Place::with_fire_drill();
        for file in files {
            change(&place, file, &rewrite);
        }
        assert!(people(&place) == plain, "{name} changes the run");
    }
}

#[test]
fn a_path_that_is_a_file() {
    let place = Place::with_fire_drill();
    let words = ["`scenarios/fire-drill/scenario.toml` is a file, not the folder of a scenario"];
    refuses(&place, &["run", "scenarios/fire-drill/scenario.toml"], 2, &words);
    refuses(&place, &["check", "scenarios/fire-drill/scenario.toml"], 2, &words);
}

#[cfg(unix)]
#[test]
fn links_that_lead_round_in_a_circle() {
    use std::os::unix::fs::symlink;
    let place = Place::with_fire_drill();
    symlink("there", place.path("here")).expect("a link");
    symlink("here", place.path("there")).expect("a link");
    refuses(&place, &["run", "here"], 2, &["error[link-loop]", "`here` is a link that leads round in a circle"]);
    fs::remove_file(place.path(&format!("{SCENARIO}/{PLAN}"))).expect("removed");
    symlink("../../here", place.path(&format!("{SCENARIO}/{PLAN}"))).expect("a link");
    let at = line_column(&place.read(&format!("{SCENARIO}/{TOML}")), "\"plan.geojson\"");
    let at = format!("{SCENARIO}/{TOML}:{at}");
    refuses(&place, &["run", "fire-drill"], 2, &["error[link-loop]", &at]);
}

// ---------------------------------------------------------------------------------------------------------------
// The command line and the machine
// ---------------------------------------------------------------------------------------------------------------

#[test]
fn seeds_out_of_range() {
    let place = Place::with_fire_drill();
    for seed in ["-1", "1000000000000000", "18446744073709551616", "1.5", "one", ""] {
        let words = ["--seed", "a whole number from 0 to 999999999999999"];
        refuses(&place, &["run", "fire-drill", &format!("--seed={seed}")], 2, &words);
    }
    place.succeeds(&["run", "fire-drill", "--seed", "999999999999999", "--quiet"]);
}

/// Mounts a file system of its own at a folder, if this user may; it is given back at the end.
struct Mount(std::path::PathBuf);

impl Mount {
    fn new(place: &Place, folder: &str, options: &str) -> Option<Self> {
        let path = place.path(folder);
        fs::create_dir(&path).expect("a folder");
        let done = quietly(Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(&path));
        done.then_some(Self(path))
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        quietly(Command::new("umount").arg(&self.0));
    }
}

fn quietly(command: &mut Command) -> bool {
    command.stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_folder_without_permission() {
    let place = Place::with_fire_drill();
    let Some(_mount) = Mount::new(&place, "locked", "ro,size=64k") else {
        println!("skipped: this user may mount no file system");
        return;
    };
    refuses(&place, &["run", "fire-drill", "--out", "locked/run"], 1, &["locked", "--out"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk() {
    let place = Place::with_fire_drill();
    let Some(_mount) = Mount::new(&place, "small", "size=64k") else {
        println!("skipped: this user may mount no file system");
        return;
    };
    refuses(&place, &["run", "fire-drill", "--out", "small/run"], 1, &["small/run", "free some space"]);
}

// ---------------------------------------------------------------------------------------------------------------
// Damage that still loads
// ---------------------------------------------------------------------------------------------------------------

mod odd {
    //! Scenarios that are odd but sound: whatever they say, the run comes to its end and its files are written.

    use std::collections::BTreeSet;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use hotwash::scenario::load;
    use hotwash::scenario::model::Scenario;
    use hotwash::sim::Seeds;
    use hotwash::simulation::Options;
    use rayon::prelude::*;

    use super::{CLASSES, PEOPLE, PLAN, Path, TOML, common, fs, shipped, text};

    /// How many odd scenarios are run, of the small school and of the large one.
    const RUNS: [(&str, &[&str], usize); 2] = [
        ("fire-drill", &["exercise.lasts=4 min"], 180),
        ("durres-school", &["exercise.lasts=5 min", "hazard.mainshock.at=20 s"], 20),
    ];
    /// Damage is tried so often for each that is to be run.
    const TRIES: usize = 50;

    /// `SplitMix64` (Steele, Lea, Flood 2014): the same damage every time.
    struct Dice(u64);

    impl Dice {
        fn roll(&mut self, sides: usize) -> usize {
            self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            ((z ^ (z >> 31)) % sides.max(1) as u64) as usize
        }

        fn pick<'t, T: ?Sized>(&mut self, from: &[&'t T]) -> Option<&'t T> {
            from.get(self.roll(from.len())).copied()
        }

        /// What has a chance to load again: another number, another word of the same file, a line or a section
        /// gone.
        fn damage(&mut self, text: &str) -> String {
            match self.roll(5) {
                0 | 1 => self.number(text),
                2 => self.word(text),
                3 => self.line(text),
                _ => self.section(text),
            }
        }

        fn number(&mut self, text: &str) -> String {
            const NUMBERS: [&str; 9] = ["0", "1", "2", "0.5", "3.7", "10", "77", "600", "-1"];
            let starts: Vec<usize> = text
                .char_indices()
                .filter(|(at, c)| c.is_ascii_digit() && !text[..*at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-'))
                .map(|(at, _)| at)
                .collect();
            let Some(start) = starts.get(self.roll(starts.len())).copied() else {
                return text.to_owned();
            };
            let end = text[start..].find(|c: char| !c.is_ascii_digit() && c != '.').map_or(text.len(), |end| start + end);
            format!("{}{}{}", &text[..start], NUMBERS[self.roll(NUMBERS.len())], &text[end..])
        }

        fn word(&mut self, text: &str) -> String {
            let ends = |c: char| !c.is_alphanumeric() && c != '-' && c != '_';
            let words: Vec<&str> = text.split(ends).filter(|word| word.len() > 1).collect();
            match (self.pick(&words), self.pick(&words)) {
                (Some(old), Some(new)) => text.replacen(old, new, 1),
                _ => text.to_owned(),
            }
        }

        fn line(&mut self, text: &str) -> String {
            let mut lines: Vec<&str> = text.lines().collect();
            let at = self.roll(lines.len());
            if at > 0 {
                lines.remove(at);
            }
            lines.join("\n") + "\n"
        }

        fn section(&mut self, text: &str) -> String {
            let mut sections: Vec<&str> = text.split("\n\n").collect();
            let at = self.roll(sections.len());
            if at > 0 {
                sections.remove(at);
            }
            sections.join("\n\n")
        }
    }

    /// An odd scenario and how it came about.
    struct Odd {
        scenario: std::sync::Arc<Scenario>,
        damage: String,
    }

    /// Damages a shipped scenario until enough of what comes out is sound and differs from all before.
    fn odd_scenarios(id: &str, settings: &[&str], wanted: usize) -> Vec<Odd> {
        let folder = tempfile::tempdir().expect("a folder");
        let files = [TOML, CLASSES, PEOPLE, PLAN];
        let texts = files.map(|file| text(&shipped(id).join(file)));
        for (file, text) in files.iter().zip(&texts) {
            fs::write(folder.path().join(file), text).expect("written");
        }
        let settings: Vec<String> = settings.iter().map(|set| (*set).to_owned()).collect();
        let whole = common::load(folder.path(), None, &[]);
        let mut seen = BTreeSet::from([whole.hash.clone()]);
        let (mut dice, mut odd) = (Dice(8), Vec::new());
        for _ in 0..TRIES * wanted {
            let at = [0, 0, 0, 1, 2, 3][dice.roll(6)];
            let mut damaged = texts[at].clone();
            for _ in 0..=dice.roll(3) {
                damaged = dice.damage(&damaged);
            }
            fs::write(folder.path().join(files[at]), &damaged).expect("written");
            if let Some(scenario) = load::load(folder.path(), None, &settings).scenario
                && seen.insert(scenario.hash.clone())
            {
                let damage = common::difference(files[at], texts[at].as_bytes(), damaged.as_bytes());
                let scenario = scenario.into();
                odd.push(Odd { scenario, damage: damage.unwrap_or_default() });
            }
            fs::write(folder.path().join(files[at]), &texts[at]).expect("written");
            if odd.len() == wanted {
                return odd;
            }
        }
        panic!("only {} of {wanted} damaged scenarios of {id} load", odd.len());
    }

    fn run(odd: &Odd, target: &Path) {
        let seeds = Seeds::both(1);
        let records = common::simulate(&odd.scenario, seeds, Options::default());
        common::write_run(&records, &odd.scenario, seeds, None, target);
    }

    #[test]
    fn two_hundred_odd_scenarios_run_to_their_end() {
        let mut failed = Vec::new();
        for (id, settings, wanted) in RUNS {
            let odd = odd_scenarios(id, settings, wanted);
            let folder = tempfile::tempdir().expect("a folder");
            let results = odd.par_iter().enumerate().filter_map(|(i, odd)| {
                let target = folder.path().join(i.to_string());
                let ended = catch_unwind(AssertUnwindSafe(|| run(odd, &target))).is_ok();
                (!ended).then(|| format!("{id}, number {i}: {}", odd.damage))
            });
            failed.extend(results.collect::<Vec<_>>());
            println!("{id}: {wanted} odd scenarios run");
        }
        assert!(failed.is_empty(), "{} do not come to their end:\n{}", failed.len(), failed.join("\n"));
    }
}
