//! Slips of the keyboard: the caret stands under them.

use crate::common::place::Place;
use crate::{CLASSES, PEOPLE, PLAN, SCENARIO, TOML, VARIANT, line_column, refuses};

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
            "error[unknown-id]: there is no person or resource `secretry`",
            "did you mean `secretary`?",
        ],
    },
    Slip {
        name: "negative width",
        edits: &[(PLAN, "\"clear_width_m\": 1.8", "\"clear_width_m\": -1.8")],
        variant: None,
        at: (PLAN, "-1.8"),
        says: &["error[negative-width]: `exit-main`: `clear_width_m` must be above 0, found -1.8"],
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
        name: "command handed over to oneself",
        edits: &[(
            TOML,
            "{ action = \"re-enter\", school = \"small-school\", via = [\"voice\"] }",
            "{ action = \"transfer-command\", position = \"school-incident-commander\" }",
        )],
        variant: None,
        at: (TOML, "end-the-drill]"),
        says: &[
            "error[with-itself]: `school-incident-commander` does `transfer-command` with itself",
            "whoever comes to help",
        ],
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
        says: &["error[syntax]", "`80,5`", "write decimals with a point: `80.5`"],
    },
    Slip {
        name: "a decimal comma inside a TOML table",
        edits: &[(TOML, "via = [\"bell\"]", "via = [\"bell\"], reach_m = 1,2")],
        variant: None,
        at: (TOML, ",2"),
        says: &["error[syntax]", "write decimals with a point: `1.2`"],
    },
    Slip {
        name: "a decimal comma in a plan",
        edits: &[(PLAN, "\"clear_width_m\": 1.8", "\"clear_width_m\": 1,8")],
        variant: None,
        at: (PLAN, "8, \"leaf\": \"out\""),
        says: &["error[json-syntax]", "write decimals with a point: `1.8`"],
    },
    Slip {
        name: "a number where a word is wanted",
        edits: &[(TOML, "if_silent = \"ask-again\"", "if_silent = 3")],
        variant: None,
        at: (TOML, "3 }]"),
        says: &[
            "error[wrong-type]",
            "one of `nothing`, `ask-again` or `send-runner`",
            "write one of these words, in quotes",
        ],
    },
    Slip {
        name: "a number that stands for a word",
        edits: &[(
            TOML,
            "[objective.quick-exit]",
            "[inject.hurt]\nat = \"2 min\"\ndo = [{ action = \"incapacitate\", person = \"secretary\", severity = 3 }]\n\n\
             [objective.quick-exit]",
        )],
        variant: None,
        at: (TOML, "3 }]\n\n"),
        says: &["error[wrong-type]", "write it in quotes: `\"3\"`"],
    },
    Slip {
        name: "a file outside the folder",
        edits: &[(TOML, "classes = \"classes.csv\"", "classes = \"../classes.csv\"")],
        variant: None,
        at: (TOML, "\"../classes.csv\""),
        says: &[
            "error[outside-file]: `../classes.csv` is not inside the folder of the scenario",
            "only files in the folder of the scenario",
            "copy the file there and write `\"classes.csv\"`",
        ],
    },
    Slip {
        name: "an exercise of more than three days",
        edits: &[(TOML, "lasts = \"20 min\"", "lasts = \"73 h\"")],
        variant: None,
        at: (TOML, "\"73 h\""),
        says: &["error[out-of-range]", "`73 h` is too long", "at most \"3 d\""],
    },
    Slip {
        name: "a way out that is no road",
        edits: &[(
            TOML,
            "[exercise]",
            "[place.village]\nkind = \"settlement\"\nname = \"Village\"\npeople = 50\nway = \"hill\"\n\n[place.hill]\nkind = \
             \"spot\"\nname = \"Hill\"\n\n[exercise]",
        )],
        variant: None,
        at: (TOML, "\"hill\""),
        says: &[
            "error[no-road]: `hill` is no road, but of kind `spot`",
            "kind = \"road\"",
        ],
    },
    Slip {
        name: "more who stay than there are",
        edits: &[(
            TOML,
            "[exercise]",
            "[place.village]\nkind = \"settlement\"\nname = \"Village\"\npeople = 50\nstay = 1.5\n\n[exercise]",
        )],
        variant: None,
        at: (TOML, "1.5\n\n[exercise]"),
        says: &["place.village.stay", "1.5"],
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
