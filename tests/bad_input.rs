//! Bad input, by name: each gets a clear sentence with its place, the right exit code, and leaves nothing behind.
//! And what is odd but sound runs: damaged scenarios that still load come to their end.

#![expect(
    clippy::disallowed_methods,
    reason = "tests spoil files, and look at those that were written"
)]

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
        says: &[
            "error[unknown-key]: `latss` is not a key of `exercise`",
            "did you mean `lasts`?",
        ],
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
        says: &[
            "error[unknown-id]: there is no person `secretry`",
            "did you mean `secretary`?",
        ],
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
        says: &[
            "error[missing-unit]: `exercise.lasts` is a bare number",
            "write its unit",
        ],
    },
    Slip {
        name: "door in no wall",
        edits: &[(PLAN, "[[7.2, 5.8], [8.2, 5.8]]", "[[7.2, 4.8], [8.2, 4.8]]")],
        variant: None,
        at: (PLAN, "{ \"type\": \"LineString\", \"coordinates\": [[7.2, 4.8]"),
        says: &[
            "error[door-in-no-wall]: the door `door-room-1` lies in no wall",
            "boundary of a space",
        ],
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
        says: &[
            "error[unknown-id]: there is no space `room-33`",
            "did you mean `room-3`?",
        ],
    },
    Slip {
        name: "more pupils than fit",
        edits: &[(CLASSES, "2A,room-2,2,22", "2A,toilet,2,99")],
        variant: None,
        at: (CLASSES, "99"),
        says: &[
            "error[room-too-small]: 98 people begin in `toilet`",
            "fit (0.5 m apart",
        ],
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
        says: &[
            "error[waiting-circle]: `one` waits for itself: one waits for two waits for one",
            "at_latest",
        ],
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
        at: (PEOPLE, "no\nsecretary"),
        says: &["error[ragged-row]: 8 cells under 7 columns"],
    },
    Slip {
        name: "a decimal comma in quotes between commas",
        edits: &[(PEOPLE, ",51,", ",\"51,5\",")],
        variant: None,
        at: (PEOPLE, "\"51,5\""),
        says: &[
            "error[wrong-type]: `head-teacher.age` is a number in years",
            "`51.5`",
        ],
    },
    Slip {
        name: "a decimal comma in TOML",
        edits: &[(TOML, "reach_m = 80", "reach_m = 80,5")],
        variant: None,
        at: (TOML, ",5"),
        says: &["error[syntax]", "write decimals with a point: `80.5`"],
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
        let at = format!(
            "{SCENARIO}/{file}:{}",
            line_column(&place.read(&format!("{SCENARIO}/{file}")), caret)
        );
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
    let before = &text[..text
        .find(part)
        .unwrap_or_else(|| panic!("`{part}` does not stand there"))];
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
    refuses(
        &place,
        &["run", "fire-drill"],
        2,
        &["classes.csv` is too large: 2147483648 bytes", &at],
    );
}

#[test]
fn bytes_that_are_no_text() {
    let place = Place::with_fire_drill();
    for file in [TOML, PLAN, CLASSES, PEOPLE] {
        let path = place.path(&format!("{SCENARIO}/{file}"));
        let sound = common::bytes(&path);
        // Latin-1, as old spreadsheets save it, in the second line.
        let mut spoilt = sound.clone();
        let second_line = sound.iter().position(|byte| *byte == b'\n').expect("two lines") + 1;
        spoilt.insert(second_line + 3, 0xeb);
        fs::write(&path, &spoilt).expect("written");
        let at = format!("{SCENARIO}/{file}:2:4");
        refuses(
            &place,
            &["run", "fire-drill"],
            2,
            &["error[not-utf8]", "0xeb", &at, "UTF-8"],
        );
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
        ("decimal commas", &[PEOPLE], |text| {
            text.replace(',', ";").replace(";51;", ";51,0;")
        }),
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
    refuses(
        &place,
        &["check", "scenarios/fire-drill/scenario.toml"],
        2,
        &words,
    );
}

#[cfg(unix)]
#[test]
fn links_that_lead_round_in_a_circle() {
    use std::os::unix::fs::symlink;
    let place = Place::with_fire_drill();
    symlink("there", place.path("here")).expect("a link");
    symlink("here", place.path("there")).expect("a link");
    refuses(
        &place,
        &["run", "here"],
        2,
        &[
            "error[link-loop]",
            "`here` is a link that leads round in a circle",
        ],
    );
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
struct Mount(std::path::PathBuf);

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

// ---------------------------------------------------------------------------------------------------------------
// Damage that still loads
// ---------------------------------------------------------------------------------------------------------------

mod odd {
    //! Scenarios that are odd but sound: whatever they say, the run comes to its end and its files are written.

    use std::collections::BTreeSet;
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::Arc;

    use hotwash::scenario::load;
    use hotwash::scenario::model::Scenario;
    use hotwash::sim::Seeds;
    use hotwash::simulation::Options;
    use rayon::prelude::*;

    use super::{CLASSES, PEOPLE, PLAN, Path, TOML, common, fs, shipped, text};

    /// How many odd scenarios are run, of the small school and of the large one, and how long. The large school is
    /// shaken early, so that all of its story fits.
    const RUNS: [(&str, &[&str], usize); 2] = [
        ("fire-drill", &["exercise.lasts=4 min"], 160),
        (
            "durres-school",
            &["exercise.lasts=3 min", "hazard.mainshock.at=10 s"],
            80,
        ),
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

        fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
            from.get(self.roll(from.len())).copied().unwrap_or_default()
        }

        /// Damage that has a chance to load: in a line that matters another number or another word of the file, the
        /// line gone, or the section gone.
        fn damage(&mut self, text: &str) -> String {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            let matters = |line: &str| {
                const TOLD_ONLY: [&str; 5] = ["#", "name", "description", "title", "text"];
                !line.is_empty() && !TOLD_ONLY.iter().any(|word| line.starts_with(word))
            };
            let matter: Vec<usize> = (1..lines.len()).filter(|at| matters(&lines[*at])).collect();
            let Some(at) = matter.get(self.roll(matter.len())).copied() else {
                return text.to_owned();
            };
            match self.roll(8) {
                0..=3 => lines[at] = self.number(&lines[at]),
                4 | 5 => lines[at] = self.word(&lines[at], text),
                6 => drop(lines.remove(at)),
                _ => {
                    let end = (at..lines.len())
                        .find(|line| lines[*line].is_empty())
                        .unwrap_or(at);
                    let start = (0..at).rev().find(|line| lines[*line].is_empty()).unwrap_or(at);
                    lines.drain(start..end);
                }
            }
            lines.join("\n") + "\n"
        }

        fn number(&mut self, line: &str) -> String {
            const NUMBERS: [&str; 11] = ["0", "1", "2", "0.5", "3.7", "5", "10", "33", "77", "600", "-1"];
            let is_number = |(at, c): &(usize, char)| {
                let before = line[..*at].chars().next_back();
                c.is_ascii_digit()
                    && before.is_none_or(|c| !c.is_ascii_alphanumeric() && c != '.' && c != '-')
            };
            let starts: Vec<usize> = line.char_indices().filter(is_number).map(|(at, _)| at).collect();
            let Some(start) = starts.get(self.roll(starts.len())).copied() else {
                return line.to_owned();
            };
            let rest = line[start..].trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            format!("{}{}{rest}", &line[..start], self.pick(&NUMBERS))
        }

        fn word(&mut self, line: &str, text: &str) -> String {
            fn words(text: &str) -> Vec<&str> {
                let ends = |c: char| !c.is_alphanumeric() && c != '-' && c != '_';
                text.split(ends).filter(|word| word.len() > 1).collect()
            }
            line.replacen(self.pick(&words(line)), self.pick(&words(text)), 1)
        }
    }

    /// An odd scenario and how it came about.
    struct Odd {
        scenario: Arc<Scenario>,
        damage: Vec<String>,
    }

    /// Damages a shipped scenario until enough of what comes out is sound and differs from all before.
    fn odd_scenarios(id: &str, settings: &[&str], wanted: usize) -> Vec<Odd> {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |file: &str, text: &str| fs::write(folder.path().join(file), text).expect("written");
        let files = [TOML, CLASSES, PEOPLE, PLAN];
        let texts = files.map(|file| text(&shipped(id).join(file)));
        let settings: Vec<String> = settings.iter().map(|set| (*set).to_owned()).collect();
        let load = || load::load(folder.path(), None, &settings).scenario;
        files
            .iter()
            .zip(&texts)
            .for_each(|(file, text)| write(file, text));
        let mut seen = BTreeSet::from([load().expect("the shipped scenario loads").hash]);
        let (mut dice, mut odd) = (Dice(8), Vec::new());
        for _try in 0..TRIES * wanted {

            let mut damaged = texts.clone();
            for _ in 0..=dice.roll(4) {
                let at = [0, 0, 0, 1, 2, 3][dice.roll(6)];
                damaged[at] = dice.damage(&damaged[at]);
            }
            files
                .iter()
                .zip(&damaged)
                .for_each(|(file, text)| write(file, text));
            if let Some(scenario) = load()
                && seen.insert(scenario.hash.clone())
            {
                let changes = files.iter().zip(texts.iter().zip(&damaged));
                let damage = changes.filter_map(|(file, (old, new))| {
                    common::difference(file, old.as_bytes(), new.as_bytes())
                });
                odd.push(Odd {
                    scenario: Arc::new(scenario),
                    damage: damage.collect(),
                });
            }
            if odd.len() == wanted {
                println!("tries {_try}");return odd;
            }
        }
        panic!("only {} of {wanted} damaged scenarios of {id} load", odd.len());
    }

    fn run(odd: &Odd, seed: u64, target: &Path) {
        let seeds = Seeds::both(seed);
        let records = common::simulate(&odd.scenario, seeds, Options::default());
        common::write_run(&records, &odd.scenario, seeds, None, target);
    }

    #[test]
    fn two_hundred_odd_scenarios_run_to_their_end() {
        let mut failed = Vec::new();
        for (id, settings, wanted) in RUNS {
            let t = std::time::Instant::now();let odd = odd_scenarios(id, settings, wanted);println!("LOAD {:?}", t.elapsed());
            let folder = tempfile::tempdir().expect("a folder");
            let failures = odd.par_iter().enumerate().filter_map(|(seed, odd)| {
                let target = folder.path().join(seed.to_string());
                let ended = catch_unwind(AssertUnwindSafe(|| run(odd, seed as u64, &target))).is_ok();
                (!ended).then(|| format!("{id} with seed {seed} and\n{}", odd.damage.join("\n")))
            });
            failed.extend(failures.collect::<Vec<_>>());
            println!("{id}: {wanted} odd scenarios run");println!("ALL {:?}", t.elapsed());
        }
        assert!(
            failed.is_empty(),
            "{} do not come to their end:\n{}",
            failed.len(),
            failed.join("\n")
        );
    }
}
