//! Behaviour of the whole room, through the files a trainer writes.

mod csv;
mod damage;

use super::quantity::{Moment, Spread};
use super::sample::{CLASSES, GOOD, ROOT};
use super::view::View;
use super::*;
use crate::diagnostic::Span;

/// Everything said about a scenario, its variant and its settings: `place code: message [help]` a line.
struct Judged {
    document: Option<Document>,
    sources: Sources,
    diagnostics: Diagnostics,
}

impl Judged {
    fn lines(&self) -> Vec<String> {
        self.diagnostics
            .sorted()
            .into_iter()
            .map(|d| line(d, &self.sources))
            .collect()
    }

    fn text(&self) -> String {
        self.lines().join("\n")
    }
}

fn line(d: &Diagnostic, sources: &Sources) -> String {
    let at = |span: Span| format!("{} `{}`", sources.place(span), sources.excerpt(span));
    let place = d.span.map_or(String::new(), at);
    let related = d.related.iter().fold(String::new(), |all, r| {
        format!("{all} ({} {})", r.text, at(r.span))
    });
    format!(
        "{place} {}: {} [{}]{related}",
        d.code,
        d.message,
        d.help.as_deref().unwrap_or("")
    )
}

fn judge(base: &str, variant: Option<&str>, settings: &[&str]) -> Judged {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let base = sources.add("scenario.toml", "", base);
    let variant = variant.map(|text| sources.add("v.toml", "", text));
    let settings: Vec<String> = settings.iter().map(|s| (*s).to_owned()).collect();
    let mut document = layer(base, variant, &settings, &mut sources, &mut diagnostics);
    if let Some(document) = &mut document {
        let ids = document.check(&ROOT, &mut diagnostics);
        document.check_references(&ROOT, &ids, &mut diagnostics);
        document.check_patches(&["classes.csv"], &mut diagnostics);
    }
    Judged {
        document,
        sources,
        diagnostics,
    }
}

/// Changes the good scenario and expects exactly these lines.
fn expect(from: &str, to: &str, lines: &[&str]) {
    assert!(GOOD.contains(from), "{from}");
    assert_eq!(
        judge(&GOOD.replacen(from, to, 1), None, &[]).lines(),
        lines,
        "{to}"
    );
}

/// Lays a variant over the good scenario and expects exactly these lines.
fn expect_variant(variant: &str, lines: &[&str]) {
    let variant = format!("[variant]\nname = \"V\"\n{variant}");
    assert_eq!(judge(GOOD, Some(&variant), &[]).lines(), lines, "{variant}");
}

fn root(judged: &Judged) -> View<'_> {
    View::new(&judged.document.as_ref().expect("a tree").root, &ROOT).expect("sound")
}

#[test]
fn a_good_scenario_has_nothing_to_say() {
    assert_eq!(judge(GOOD, None, &[]).text(), "");
    assert_eq!(judge(&GOOD.replace('\n', "\r\n"), None, &[]).text(), "");
}

#[test]
fn unknown_keys_and_misspelt_ids_are_named_once_with_what_was_meant() {
    expect(
        "width_m = 1.8",
        "widht_m = 1.8",
        &[
            "scenario.toml:8:1 `widht_m` unknown-key: `widht_m` is not a key of `door.main` [did you mean `width_m`?]",
        ],
    );
    expect(
        "[exercise]",
        "[exercize]",
        &[
            "scenario.toml:3:2 `exercize` unknown-key: `exercize` is not a key of the scenario [did you mean `exercise`?]",
        ],
    );
    expect(
        "position = \"commander\"",
        "position = \"comander\"",
        &[
            "scenario.toml:26:12 `\"comander\"` unknown-id: there is no position `comander` [did you mean `commander`?]",
        ],
    );
    expect(
        "position = \"commander\"",
        "position = \"main\"",
        &[
            "scenario.toml:26:12 `\"main\"` wrong-id: `main` is a door, not a position [] (declared here scenario.toml:7:7 `main`)",
        ],
    );
    expect(
        "after mainshock",
        "after mainshok",
        &[
            "scenario.toml:28:13 `\"4 min after mainshok\"` unknown-id: there is no hazard `mainshok` [did you mean `mainshock`?]",
        ],
    );
    expect(
        "through = \"main\"",
        "through = \"mian\"",
        &["scenario.toml:30:48 `\"mian\"` unknown-id: there is no door `mian` [did you mean `main`?]"],
    );
    expect("through = \"main\"", "through = \"any-door\"", &[]);
    expect(
        "choose = \"go\"",
        "choose = \"run\"",
        &[
            "scenario.toml:32:10 `\"run\"` unknown-id: `run` is not one of the `options` beside it [there is `go`, `stay` and `nothing`]",
        ],
    );
    expect(
        "kind = \"earthquake\"",
        "kind = \"earthquak\"",
        &[
            "scenario.toml:17:8 `\"earthquak\"` unknown-word: `earthquak` is no kind that `hazard.mainshock` can have [did you mean `earthquake`?]",
        ],
    );
    expect(
        "action = \"evacuate\"",
        "action = \"evacuat\"",
        &[
            "scenario.toml:30:26 `\"evacuat\"` unknown-word: `evacuat` is no action that `decision.leave.options.go` can have [did you mean `evacuate`?]",
        ],
    );
    expect(
        "[position.guard]",
        "[position.guard]\n[position.Floor_1]",
        &[
            "scenario.toml:24:11 `Floor_1` bad-id: `position`: `Floor_1` cannot be an id: an id is lower-case letters, digits, `-` and `.` [write `floor-1`]",
        ],
    );
}

#[test]
fn numbers_say_their_range_and_their_unit() {
    expect(
        "width_m = 1.8",
        "width_m = -1.2",
        &[
            "scenario.toml:8:11 `-1.2` negative: `door.main.width_m` cannot be negative [write a number from 0.4 to 20 m]",
        ],
    );
    expect(
        "width_m = 1.8",
        "width_m = 1e9",
        &[
            "scenario.toml:8:11 `1e9` out-of-range: `door.main.width_m` is at most 20 m [write a number from 0.4 to 20 m]",
        ],
    );
    for key in ["width", "width_cm"] {
        expect(
            "width_m = 1.8",
            &format!("{key} = 1.8"),
            &[&format!(
                "scenario.toml:8:1 `{key}` missing-unit: `{key}` of `door.main` does not say its unit [write `width_m`: a number in m from 0.4 to 20]"
            )],
        );
    }
    expect(
        "at = \"5 min\"",
        "at = 5",
        &[
            "scenario.toml:18:6 `5` missing-unit: `hazard.mainshock.at` is a bare number: of what? [write its unit, in quotes: `\"5 min\"`]",
        ],
    );
    expect(
        "at = \"5 min\"",
        "at_min = 5",
        &[
            "scenario.toml:18:1 `at_min` missing-unit: `at_min` of `hazard.mainshock` does not say its unit [write the unit into the value: `at = \"25 min\"`]",
        ],
    );
    expect(
        "width_m = 1.8",
        "width_m = 1,8",
        &[
            "scenario.toml:8:12 `,` syntax: `1,8` is a number with a comma [write decimals with a point: `1.8`]",
        ],
    );
    expect(
        "width_m = 1.8",
        "width_m = \"1,8\"",
        &[
            "scenario.toml:8:11 `\"1,8\"` wrong-type: `door.main.width_m` is a number in m from 0.4 to 20, not a text [write it without quotes: `1.8`]",
        ],
    );
    expect(
        "width_m = 1.8",
        "width_m = \"1,310\"",
        &[
            "scenario.toml:8:11 `\"1,310\"` wrong-type: `door.main.width_m` is a number in m from 0.4 to 20, not a text [the comma may stand before decimals or between thousands: write `1.31` or `1310`]",
        ],
    );
    expect(
        "share = \"30 %\"",
        "share = 30",
        &[
            "scenario.toml:14:9 `30` out-of-range: `door.yard.share`: a share is at most 1 [write `0.3` or `\"30 %\"`]",
        ],
    );
    expect(
        "at_m = [1, 2.5]",
        "at_m = [1, 2e9]",
        &[
            "scenario.toml:9:12 `2e9` out-of-range: `door.main.at_m` is at most 1000000 m [write a number from -1000000 to 1000000 m]",
        ],
    );
}

#[test]
fn everything_wrong_is_said_in_one_pass() {
    let bad = GOOD
        .replace("locked = true", "locked = \"true\"\ncolour = \"red\"")
        .replace("p90 = 1.6", "p90 = 0.6")
        .replace("choose = \"go\"", "choose = \"go\"\ntiming = \"scriptd\"")
        .replace("deputy = \"guard\"", "deputy = \"gard\"\ncount = 2.5")
        .replace(
            "starts = 2026-03-12T10:20:00+01:00",
            "starts = 2026-03-12T10:20:00\nlasts = \"31 d\"",
        );
    insta::assert_snapshot!(judge(&bad, None, &[]).text(), @r#"
    scenario.toml:5:10 `2026-03-12T10:20:00` bad-date-time: `exercise.starts`: `2026-03-12T10:20:00` has no offset from UTC [write date, time and offset from UTC: 2026-03-12T10:20:00+01:00]
    scenario.toml:6:9 `"31 d"` out-of-range: `exercise.lasts`: `31 d` is longer than 30 days [at most "30 d"]
    scenario.toml:13:10 `"true"` wrong-type: `door.yard.locked` is `true` or `false`, not a text [write it without quotes: `true`]
    scenario.toml:14:1 `colour` unknown-key: `colour` is not a key of `door.yard` [there is `width_m`, `locked`, `at_m`, `speed_m_s` and `share`]
    scenario.toml:15:13 `{ median = 1.2, p90 = 0.6 }` bad-spread: `door.yard.speed_m_s`: nine of ten are below `p90`: it is not less than the median, and both are more than zero [it is a number in m/s from 0 to 5, or a spread of it: `{ median = 1.2, p90 = 1.6 }`]
    scenario.toml:24:10 `"gard"` unknown-id: there is no position `gard` [did you mean `guard`?]
    scenario.toml:25:9 `2.5` wrong-type: `position.commander.count` is a whole number from 1 to 100, not a number with decimals []
    scenario.toml:36:10 `"scriptd"` unknown-word: `decision.leave.timing` cannot be `scriptd` [did you mean `scripted`? it is `scripted` or `never`]
    "#);
}

#[test]
fn the_format_is_asked_for_and_a_newer_one_is_not_guessed_at() {
    expect(
        "format = 1",
        "format = 2\nnonsense = 3",
        &[
            "scenario.toml:1:10 `2` newer-format: this file is of format 2; this hotwash reads format 1 [a newer version of hotwash can read it]",
        ],
    );
    expect(
        "format = 1",
        "format = \"1\"",
        &["scenario.toml:1:10 `\"1\"` bad-format: there is no such format [write `format = 1`]"],
    );
    expect(
        "format = 1",
        "",
        &[
            "scenario.toml:1:1 `` missing-key: this file does not say its format [write `format = 1` on its first line]",
        ],
    );
}

#[test]
fn a_variant_differs_by_key_and_its_mistakes_are_shown_in_it() {
    let merged = judge(
        GOOD,
        Some(
            "[variant]\nname = \"V\"\n[door.main]\nlocked = true\n[hazard.mainshock]\nkind = \"fire\"\nat = \"1 min\"",
        ),
        &[],
    );
    assert_eq!(merged.text(), "");
    let view = root(&merged);
    let doors = view.tables("door");
    let main = doors.iter().find(|door| door.id() == "main").expect("there");
    assert_eq!(
        (main.number("width_m"), main.flag("locked")),
        (1.8, true),
        "tables merge by key"
    );
    let hazards = view.tables("hazard");
    assert_eq!(
        (hazards[0].kind(), hazards[0].moment("at")),
        ("fire", Moment::AfterStart(60_000)),
        "kind replaces"
    );

    expect_variant(
        "[decision.leave]\nchoose = \"sty\"\nat_latest = 5\n[door.main]\nwidth_m = -1\n",
        &[
            "v.toml:4:10 `\"sty\"` unknown-id: `sty` is not one of the `options` beside it [did you mean `stay`?]",
            "v.toml:5:13 `5` missing-unit: `decision.leave.at_latest` is a bare number: of what? [write its unit, in quotes: `\"5 min\"`]",
            "v.toml:7:11 `-1` negative: `door.main.width_m` cannot be negative [write a number from 0.4 to 20 m]",
        ],
    );
    expect_variant(
        "[door.mian]\nlocked = true\n",
        &[
            "v.toml:3:1 `[door.mian]` missing-key: `door.mian` lacks `width_m` [`mian` is new here; did you mean `main`?]",
        ],
    );
    let nameless = judge(GOOD, Some("[door.main]\nwidth_m = 2"), &[]);
    assert_eq!(
        nameless.lines(),
        [
            "v.toml:1:1 `` missing-key: this variant does not say what it is [begin it with `[variant]` and `name = \"…\"`]"
        ]
    );
    let odd = judge(GOOD, Some("variant = 3"), &[]);
    assert_eq!(
        odd.lines(),
        [
            "v.toml:1:11 `3` wrong-type: `variant` is a table, not a whole number [write `[variant]` and its keys below it]"
        ]
    );
}

#[test]
fn what_a_variant_removes_is_gone_and_missed_where_it_was_removed() {
    expect_variant("remove = [\"decision.leave\", \"hazard.mainshock\"]", &[]);
    expect_variant(
        "remove = [\"position.guard\", \"door.mian\", 3, \"a..b\"]",
        &[
            "v.toml:3:11 `\"position.guard\"` removed-id: `guard` is removed but still needed [change in the variant what needs it, or do not remove it] (needed here scenario.toml:22:10 `\"guard\"`)",
            "v.toml:3:29 `\"door.mian\"` unknown-path: `door.mian` is not in the scenario, so it cannot be removed [did you mean `door.main`?]",
            "v.toml:3:42 `3` wrong-type: a path is a text, this is a whole number [write `remove = [\"decision.leave\"]`]",
            "v.toml:3:48 `.b` bad-path: a part of this path is empty [write it like `decision.leave.at_latest`]",
        ],
    );
    expect_variant(
        "remove = [\"hazard\"]",
        &[
            "v.toml:3:11 `\"hazard\"` removed-id: `mainshock` is removed but still needed [change in the variant what needs it, or do not remove it] (needed here scenario.toml:28:13 `\"4 min after mainshock\"`)",
        ],
    );
    expect_variant("remove = [\"position.guard\"]\n[position.guard]\ncount = 2", &[]);
    let dotted = GOOD
        .replace("position.guard", "position.'guard.2'")
        .replace("\"guard\"", "\"guard.2\"");
    let variant = "[variant]\nname = \"V\"\nremove = [\"position.guard.2\"]\n[position.commander]\ndeputy = \"commander\"";
    assert_eq!(
        judge(&dotted, Some(variant), &[]).text(),
        "",
        "ids may hold points"
    );
}

#[test]
fn settings_use_the_paths_of_variants() {
    let settings = [
        "door.main.width_m=2",
        "exercise.lasts=25 min",
        "hazard.mainshock.at=10:31",
        "exercise.name=Drill 2",
    ];
    let judged = judge(GOOD, None, &settings);
    assert_eq!(judged.text(), "");
    let exercise = root(&judged).table("exercise").expect("sound");
    assert_eq!(
        (
            exercise.duration_ms("lasts"),
            exercise.local_text("name").in_language("sq")
        ),
        (1_500_000, "Drill 2")
    );
    assert_eq!(
        root(&judged).tables("hazard")[0].moment("at"),
        Moment::Clock(37_860_000)
    );

    let wrong = [
        "door.main.width_m=-2",
        "decision.leave.choose=sty",
        "x",
        "=3",
        "exercise.name=[1",
        "patch.'class.csv'.7B.pupils=2",
    ];
    insta::assert_snapshot!(judge(GOOD, None, &wrong).text(), @r#"
    --set:1:19 `-2` negative: `door.main.width_m` cannot be negative [write a number from 0.4 to 20 m]
    --set:1:23 `sty` unknown-id: `sty` is not one of the `options` beside it [did you mean `stay`?]
    --set:1:1 `x` bad-setting: a setting is `path=value` [write it like `--set exercise.lasts=30 min`]
    --set:1:1 `` bad-path: a part of this path is empty [write it like `decision.leave.at_latest`]
    --set:1:15 `[1` bad-setting: this is no value [a value is a number, `true`, `"a text"`, `[1, 2]` or `{ key = 1 }`]
    --set:1:7 `'class.csv'` unknown-file: the scenario reads no table `class.csv` [did you mean `classes.csv`?]
    "#);
}

#[test]
fn values_are_read_as_declared_with_their_defaults() {
    let judged = judge(GOOD, None, &[]);
    let view = root(&judged);
    assert_eq!(
        view.table("exercise").expect("sound").duration_ms("lasts"),
        5_400_000,
        "the default"
    );
    let doors = view.tables("door");
    assert_eq!(
        doors[1].number_spread("speed_m_s"),
        Spread::LogNormal {
            median: 1.2,
            p90: 1.6
        }
    );
    assert_eq!(doors[1].fraction("share"), 0.3);
    assert_eq!(
        doors[0]
            .list("at_m")
            .iter()
            .map(super::view::Leaf::number)
            .collect::<Vec<_>>(),
        [1.0, 2.5]
    );
    assert_eq!(judged.sources.excerpt(doors[0].span_of("width_m")), "1.8");
    let decision = view.tables("decision")[0];
    assert_eq!(
        (decision.id(), decision.text("timing"), decision.text("choose")),
        ("leave", "scripted", "go")
    );
    assert_eq!(
        decision.duration_spread("decides_in"),
        Spread::LogNormal {
            median: 40_000,
            p90: 120_000
        }
    );
    let options = decision.keyed("options");
    let action = options[0].2.actions()[0];
    assert_eq!(
        (options[0].0, action.kind(), action.text("through")),
        ("go", "evacuate", "main")
    );
    assert!(view.tables("position")[1].get("deputy").is_none());
}

#[test]
fn a_table_with_a_mistake_is_left_out_and_the_others_are_read() {
    let judged = judge(&GOOD.replace("width_m = 1.8", "width_m = -1"), None, &[]);
    let ids: Vec<&str> = root(&judged).tables("door").iter().map(View::id).collect();
    assert_eq!(ids, ["yard"]);
}

#[test]
#[should_panic(expected = "`door` declares no `colour`")]
fn reading_what_is_not_declared_is_a_mistake_of_the_program() {
    let judged = judge(GOOD, None, &[]);
    root(&judged).tables("door")[0].text("colour");
}

#[test]
fn the_schema_is_the_declaration() {
    let scenario: serde_json::Value = serde_json::from_str(&schema::scenario(&ROOT)).expect("JSON");
    assert_eq!(scenario["required"], serde_json::json!(["format", "exercise"]));
    assert_eq!(
        scenario["$defs"]["door"]["required"],
        serde_json::json!(["width_m"])
    );
    assert_eq!(
        scenario["$defs"]["door"]["properties"]["width_m"]["maximum"],
        20.0
    );
    assert_eq!(
        scenario["$defs"]["earthquake:earthquake"]["required"],
        serde_json::json!(["kind", "at", "magnitude_mw"])
    );
    let variant: serde_json::Value = serde_json::from_str(&schema::variant(&ROOT)).expect("JSON");
    assert_eq!(variant["required"], serde_json::json!(["variant"]));
    assert!(
        variant["$defs"]
            .as_object()
            .expect("an object")
            .values()
            .all(|d| d.get("required").is_none())
    );
    assert_eq!(schema::scenario(&ROOT), schema::scenario(&ROOT));
}

#[test]
fn the_reference_lists_every_key_once() {
    let page = reference::page(&ROOT, &[("classes.csv", &CLASSES)]);
    insta::assert_snapshot!(page.lines().filter(|line| line.starts_with("## ")).collect::<Vec<_>>().join("\n"), @r#"
    ## `scenario.toml`
    ## `[exercise]`
    ## `[door.ID]`
    ## `[hazard.ID]` with `kind = "earthquake"`
    ## `[hazard.ID]` with `kind = "fire"`
    ## `[position.ID]`
    ## `[decision.ID]`
    ## `{ action = "evacuate" }`
    ## `{ action = "hold" }`
    ## `classes.csv`
    ## Limits
    "#);
    assert!(
        page.contains("| `width_m` | a number in m from 0.4 to 20 | it must be there | Clear width. |"),
        "{page}"
    );
    assert!(page.contains("| `timing` | one of `scripted` or `never` | `\"scripted\"` | How its time is found. `scripted`: as written `never`: not at all |"));
}

#[test]
fn the_declaration_has_no_mistakes_and_unread_keys_are_found() {
    assert_eq!(declaration::mistakes(&ROOT), Vec::<String>::new());
    assert_eq!(declaration::mistakes(&VARIANT), Vec::<String>::new());
    let judged = judge(GOOD, None, &[]);
    for door in root(&judged).tables("door") {
        let _ = (
            door.number("width_m"),
            door.flag("locked"),
            door.list("at_m"),
            door.get("share"),
        );
    }
    let unread = declaration::unread(&ROOT);
    assert!(unread.contains(&"door.speed_m_s".to_owned()) && !unread.contains(&"door.width_m".to_owned()));
}

#[test]
fn a_folder_is_loaded_whole_and_an_unknown_variant_is_told_the_known_ones() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::io::Write::write_all(&mut std::fs::File::create(path).expect("a file"), text.as_bytes())
            .expect("written");
    };
    write(
        "scenario.toml",
        &format!("\u{feff}{}", GOOD.replace('\n', "\r\n")),
    );
    write(
        "variants/stay-inside.toml",
        "[variant]\nname = \"Stay\"\n[decision.leave]\nchoose = \"stay\"\n",
    );
    let opened = Folder::open(folder.path()).expect("a folder");
    assert_eq!(opened.variants(), ["stay-inside"]);
    let load = |variant| {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let document = load(&opened, variant, &[], &mut sources, &mut diagnostics);
        Judged {
            document,
            sources,
            diagnostics,
        }
    };
    assert_eq!(load(Some("stay-inside")).text(), "");
    let unknown = load(Some("stay-in"));
    assert!(unknown.document.is_none());
    assert!(
        unknown
            .text()
            .ends_with("has no variant `stay-in` [did you mean `stay-inside`?]"),
        "{}",
        unknown.text()
    );
}
