//! Bad input, by name: every slip has a place, says what is wrong, and what is allowed.

use super::{Copy, catalogue};

const TOML: &str = "scenario.toml";

#[test]
fn keys_ids_and_quantities() {
    insta::assert_snapshot!(catalogue(&[
        ("unknown key", &[(TOML, "usual_route =", "usual_rout =")]),
        ("unknown table", &[(TOML, "[command]", "[comand]")]),
        (
            "missing unit",
            &[(TOML, "shakes_for = \"20 s\"", "shakes_for = 20")]
        ),
        (
            "missing unit in the key",
            &[(TOML, "shakes_for = \"20 s\"", "shakes_for_s = 20")]
        ),
        ("negative", &[(TOML, "magnitude_mw = 6.4", "magnitude_mw = -6.4")]),
        (
            "decimal comma",
            &[(TOML, "magnitude_mw = 6.4", "magnitude_mw = \"6,4\"")]
        ),
        (
            "misspelt position",
            &[(
                TOML,
                "position = \"school-incident-commander\"",
                "position = \"school-incident-comander\""
            )]
        ),
        (
            "misspelt person",
            &[(TOML, "held_by = \"caretaker\"", "held_by = \"caretker\"")]
        ),
        (
            "misspelt post",
            &[(TOML, "post = \"deputy-head\"", "post = \"deputy-haed\"")]
        ),
        (
            "misspelt authority",
            &[(TOML, "authority = \"albania\"", "authority = \"albnia\"")]
        ),
        (
            "misspelt channel",
            &[(
                TOML,
                "\"megaphone\", \"runner\"], ack_within",
                "\"megafone\", \"runner\"], ack_within"
            )]
        ),
        (
            "misspelt stair in an action",
            &[(
                TOML,
                "action = \"close\", place = \"stair-b\"",
                "action = \"close\", place = \"stair-d\""
            )]
        ),
        (
            "a stair is no school",
            &[(
                TOML,
                "action = \"power-off\", school = \"nene-tereza\"",
                "action = \"power-off\", school = \"stair-b\""
            )]
        ),
        (
            "misspelt class in a route",
            &[(TOML, "class.1A = ", "class.1D = ")]
        ),
        (
            "misspelt exit in a route",
            &[(TOML, "exit = \"exit-west\"", "exit = \"exit-wset\"")]
        ),
        (
            "a door is no exit",
            &[(TOML, "exit = \"exit-west\"", "exit = \"door-room-01\"")]
        ),
        (
            "a gate is no exit",
            &[(TOML, "exit = \"exit-west\"", "exit = \"gate-main\"")]
        ),
        (
            "misspelt route",
            &[(TOML, "usual_route = \"plan-a\"", "usual_route = \"plan-b\"")]
        ),
        (
            "misspelt route in an order",
            &[(TOML, "route = \"plan-a\", via", "route = \"plan-c\", via")]
        ),
        (
            "misspelt action",
            &[(TOML, "action = \"evacuate\"", "action = \"evacuat\"")]
        ),
        (
            "misspelt argument",
            &[(
                TOML,
                "if_silent = \"send-runner\"",
                "if_silence = \"send-runner\""
            )]
        ),
        (
            "missing argument",
            &[(
                TOML,
                "{ action = \"close\", place = \"stair-b\" }",
                "{ action = \"close\" }"
            )]
        ),
        ("misspelt cue", &[(TOML, "cue = \"crack\"", "cue = \"crak\"")]),
        (
            "misspelt metric",
            &[(TOML, "metric = \"exit_95_s\"", "metric = \"exit_59_s\"")]
        ),
        (
            "misspelt hazard in a moment",
            &[(
                TOML,
                "at = \"20 s after mainshock\"",
                "at = \"20 s after mainshok\""
            )]
        ),
        (
            "misspelt option",
            &[(TOML, "choose = \"leave\"", "choose = \"leav\"")]
        ),
        (
            "misspelt signal in a condition",
            &[(TOML, "known(crack@stair-b)", "known(crak@stair-b)")]
        ),
        (
            "misspelt stair in a condition",
            &[(TOML, "known(crack@stair-b)", "known(crack@stair-c)")]
        ),
        (
            "misspelt signal in a report",
            &[(
                TOML,
                "about = [\"gas_smell@laboratory\"]",
                "about = [\"gas_smel@laboratory\"]"
            )]
        ),
        (
            "misspelt room in a report",
            &[(
                TOML,
                "about = [\"gas_smell@laboratory\"]",
                "about = [\"gas_smell@laboratry\"]"
            )]
        ),
        (
            "wrong kind in a report",
            &[(
                TOML,
                "about = [\"gas_smell@laboratory\"]",
                "about = [\"gas_smell@7B\"]"
            )]
        ),
        (
            "misspelt room in a claim",
            &[(
                TOML,
                "claim = \"gas_smell@laboratory\"",
                "claim = \"gas_smell@lab\""
            )]
        ),
        (
            "impossible value in a claim",
            &[(TOML, "value = \"true\"", "value = \"maybe\"")]
        ),
        (
            "kind of a channel",
            &[(TOML, "kind = \"telephone\"", "kind = \"phone\"")]
        ),
        (
            "kind of a resource",
            &[(TOML, "kind = \"fire-engine\"", "kind = \"fire engine\"")]
        ),
        ("a share above one", &[(TOML, "loss = 0.6", "loss = 60")]),
        ("no target", &[(TOML, "target = \"<= 780\"", "target = \"780\"")]),
        ("a class as an id with a space", &[("classes.csv", "7B;", "7 B;")]),
    ]));
}

#[test]
fn meaning() {
    insta::assert_snapshot!(catalogue(&[
        (
            "a hazard that waits for itself",
            &[(TOML, "at = \"5 min\"", "at = \"2 min after aftershock\"")]
        ),
        (
            "before the exercise",
            &[(
                TOML,
                "at = \"15 s after mainshock\"",
                "at = \"6 min before mainshock\""
            )]
        ),
        (
            "after the exercise",
            &[(TOML, "at = \"7 min after mainshock\"", "at = \"2 h\"")]
        ),
        (
            "decisions that wait for each other",
            &[
                (
                    TOML,
                    "when = \"count(unaccounted@nene-tereza) > 0 for '20 s'\"",
                    "when = \"decided(call-families) for '20 s'\""
                ),
                (
                    TOML,
                    "when = \"count(unaccounted@nene-tereza) > 0 for '3 min'\"",
                    "when = \"decided(search) and count(unaccounted@nene-tereza) > 0\""
                ),
            ],
        ),
        (
            "a decision that waits for itself",
            &[(
                TOML,
                "when = \"count(unaccounted@nene-tereza) > 0 for '20 s'\"",
                "when = \"since(search) > '1 min'\""
            )],
        ),
        (
            "a decision with a time of its own waits for nobody",
            &[(
                TOML,
                "at_latest = \"6 min after mainshock\"",
                "at_latest = \"6 min after mainshock\"\nrearm_when = \"decided(call-112)\""
            )],
        ),
        (
            "a decision that never falls due",
            &[(
                TOML,
                "when = \"count(unaccounted@nene-tereza) > 0 for '20 s'\"\n",
                ""
            )]
        ),
        (
            "positions that report to each other",
            &[(
                TOML,
                "deputies = [\"deputy-head\"]",
                "deputies = [\"deputy-head\"]\nreports_to = \"liaison\""
            )],
        ),
        (
            "a deputy who holds it already",
            &[(
                TOML,
                "deputies = [\"deputy-head\"]",
                "deputies = [\"head-teacher\"]"
            )]
        ),
        (
            "a pupil in a position",
            &[(TOML, "held_by = \"caretaker\"", "held_by = \"7B-03\"")]
        ),
        (
            "an answer of somebody at the school",
            &[(
                TOML,
                "level = \"floor-0\"",
                "level = \"floor-0\"\nanswers = \"1 min\""
            )]
        ),
        (
            "a deputy of somebody outside",
            &[(
                TOML,
                "held_by = \"outside\"",
                "held_by = \"outside\"\ndeputies = [\"secretary\"]"
            )]
        ),
        (
            "a resource that the school owns",
            &[(TOML, "owner = \"centre-112\"", "owner = \"liaison\"")]
        ),
        (
            "people who make it dark",
            &[(
                TOML,
                "options.wait-for-firefighters = []",
                "options.wait-for-firefighters = [{ action = \"power-off\", school = \"nene-tereza\" }]"
            )]
        ),
        (
            "a controller who orders",
            &[(
                TOML,
                "do = [{ action = \"power-off\", school = \"nene-tereza\" }]",
                "do = [{ action = \"evacuate\", school = \"nene-tereza\" }]"
            )]
        ),
        (
            "an inject with two times",
            &[(
                TOML,
                "at = \"15 s after mainshock\"",
                "at = \"15 s after mainshock\"\nwhen = \"elapsed > '1 min'\""
            )]
        ),
        (
            "an inject without content",
            &[(
                TOML,
                "do = [{ action = \"power-off\", school = \"nene-tereza\" }]\n",
                ""
            )]
        ),
        (
            "an inject that asks what somebody knows",
            &[(
                TOML,
                "at = \"15 s after mainshock\"",
                "when = \"known(crack@stair-b)\""
            )]
        ),
        ("half a claim", &[(TOML, ", value = \"true\"", "")]),
        (
            "a variable that nothing binds",
            &[(TOML, "for_each = \"class\"\n", "")]
        ),
        (
            "a variable of another kind",
            &[(TOML, "for_each = \"class\"", "for_each = \"level\"")]
        ),
        ("no authority", &[(TOML, "post = \"head-teacher\"\n", "")]),
        (
            "two schools",
            &[(
                TOML,
                "[command]\n",
                "[school.other]\nname = \"Other\"\nplan = \"plan.geojson\"\nclasses = \"classes.csv\"\npeople = \"people.csv\"\n\n[command]\n"
            )]
        ),
        (
            "a stair far from the class",
            &[
                (
                    "plan.geojson",
                    "\"stair\": \"stair-b\", \"from\": \"1\"",
                    "\"stair\": \"stair-c\", \"from\": \"1\""
                ),
                (
                    "plan.geojson",
                    "\"stair\": \"stair-b\", \"from\": \"1-2\"",
                    "\"stair\": \"stair-c\", \"from\": \"1-2\""
                ),
            ],
        ),
        (
            "an id that names two things",
            &[(TOML, "[resource.engine-1]", "[resource.library]")]
        ),
        (
            "a position called like a person",
            &[
                (TOML, "[position.liaison]", "[position.nurse]"),
                (TOML, "\"liaison\"", "\"nurse\"")
            ]
        ),
    ]));
}

#[test]
fn release_and_crews() {
    const BEFORE: &str = "[command]\n";
    let release = |keys: &str| format!("[release]\n{keys}\n[command]\n");
    let [protocol, gate, runners, sent_home] = [
        "protocol = \"standard-reunion\"",
        "gate = \"door-room-01\"",
        "runners = 0",
        "[release.parents]\nabsent = 2",
    ]
    .map(release);
    insta::assert_snapshot!(catalogue(&[
        ("misspelt protocol", &[(TOML, BEFORE, &protocol)]),
        ("parents inside the building", &[(TOML, BEFORE, &gate)]),
        ("nobody fetches", &[(TOML, BEFORE, &runners)]),
        ("more than all stay away", &[(TOML, BEFORE, &sent_home)]),
        (
            "a crew with a deputy",
            &[(TOML, "held_by = \"head-teacher\"", "held_by = \"ambulance-1\"")]
        ),
        (
            "a crew that sends resources",
            &[
                (
                    TOML,
                    "held_by = \"school-psychologist\"",
                    "held_by = \"ambulance-1\""
                ),
                (TOML, "owner = \"centre-112\"", "owner = \"liaison\""),
            ]
        ),
    ]));
}

#[test]
fn everything_wrong_is_said_in_one_pass() {
    let copy = Copy::school().edited(&[
        (TOML, "lasts = \"60 min\"", "lasts = \"60 mins\""),
        (TOML, "damage = \"moderate\"", "damage = \"much\""),
        (TOML, "held_by = \"caretaker\"", "held_by = \"caretker\""),
        (TOML, "target = \"<= 780\"", "target = \"780\""),
        ("classes.csv", "7B;room-24", "7B;room-42"),
        ("people.csv", "nurse;staff", "nurse;stuff"),
        (
            "plan.geojson",
            "\"clear_width_m\": 2.4",
            "\"clear_width_m\": -2.4",
        ),
    ]);
    insta::assert_snapshot!(copy.said(None, &[]));
}

#[test]
fn a_million_of_anything_is_refused_quickly() {
    let text = super::text_of(&super::shipped("fire-drill").join("classes.csv"));
    let header = text.lines().next().expect("a header");
    let mut rows = header.to_owned();
    for class in 0..100_000 {
        let row = format!("\nc{class},room-1,1,20,0,0,0,0,0,,");
        rows.push_str(&row);
    }
    let copy = Copy::of("fire-drill");
    copy.write("classes.csv", &rows);
    let said = copy.said(None, &[]);
    assert!(said.contains("too-much: more than 2000 rows"), "{}", &said[..500]);
    let each = "[decision.a]\nfor_each = \"person\"\nposition = \"school-incident-commander\"\nat = \"1 min\"\nchoose = \"nothing\"\noptions.go = []\n";
    let copy = Copy::school().edited(&[(
        TOML,
        "[objective.all-out]",
        &format!("{each}{}[objective.all-out]", each.replace(".a]", ".b]")),
    )]);
    let said = copy.said(None, &[]);
    assert!(
        said.contains("too-much: `for_each` makes 798 of `b`: more than 1000 decisions in all"),
        "{said}"
    );
}
