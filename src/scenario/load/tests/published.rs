//! What is published about the format is what the format is.

use std::path::Path;

use super::town::{BY_EXPOSURE, BY_FOOTPRINTS, small_town};
use super::{Copy, SHIPPED, load, said, shipped};
use crate::scenario::document::{declaration, reference, schema};
use crate::scenario::format::{DATA_FILES, ROOT};
use crate::scenario::load::{AUTHORITIES, RELEASE_PROTOCOLS, RESPONSE_PROTOCOLS};
use crate::scenario::model::HandsOver;
use crate::scenario::templates;
use crate::scenario::trigger::for_each_kind;

/// Compares a committed file with what it should be. With `HOTWASH_BLESS=1` it is written anew, and the test fails
/// all the same: somebody has to look at the difference.
#[expect(clippy::disallowed_methods, reason = "the files of a test")]
fn committed(file: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::fs::read_to_string(&path).is_ok_and(|found| found == text) {
        return;
    }
    let bless = std::env::var_os("HOTWASH_BLESS").is_some();
    if bless {
        std::fs::create_dir_all(path.parent().expect("inside the project")).expect("a folder");
        std::fs::write(&path, text).expect("written");
    }
    let hint = if bless {
        "it was written anew: look at it and run again"
    } else {
        "run with HOTWASH_BLESS=1"
    };
    panic!("{file} is not what the format says: {hint}");
}

#[test]
fn schema_of_scenarios() {
    committed("docs/schema/scenario.schema.json", &schema::scenario(&ROOT));
}

#[test]
fn schema_of_variants() {
    committed("docs/schema/variant.schema.json", &schema::variant(&ROOT));
}

#[test]
fn reference_page() {
    let page = reference::page(&ROOT, DATA_FILES);
    committed("docs/scenario-reference.md", &format!("{INTRODUCTION}{page}"));
}

const INTRODUCTION: &str = include_str!("../../format/reference-introduction.md");

#[test]
fn every_declaration_makes_sense_and_is_read() {
    assert_eq!(declaration::mistakes(&ROOT), Vec::<String>::new());
    for id in SHIPPED {
        load(&shipped(id), None, &[]);
    }
    let of_kinds = [
        ("kind = \"ambulance\"", "kind = \"police-patrol\""),
        ("kind = \"fire-engine\"", "kind = \"inspection-team\""),
    ];
    let edits = of_kinds.map(|(from, to)| ("scenario.toml", from, to));
    assert_eq!(Copy::school().edited(&edits).said(None, &[]), "");
    assert_eq!(Copy::of_template("sheets").said(None, &[]), "");
    let named = ["hold", "shelter", "evacuate", "drop-cover-hold", "count-again"];
    let named = named.map(|action| format!("{action} = {{ name = \"n\", directive = \"d\" }}\n"));
    let named = format!("[response]\n{}[command]", named.concat());
    let edited = Copy::of("fire-drill").edited(&[("scenario.toml", "[command]", &named)]);
    assert_eq!(edited.said(None, &[]), "");
    let shift = "[school.nene-tereza.second_shift]\npupils = 40\nlessons_begin = \"9 min\"\ngate = \"gate-main\"\n[command]";
    let edits = [("scenario.toml", "[command]", shift)];
    assert_eq!(Copy::school().edited(&edits).said(None, &[]), "");
    let building = "[school.nene-tereza.building]\nlongitude = 19.45\nlatitude = 41.32\nvs30_m_s = 250\n\
                    fragility = \"hazus\"\nclass = \"C1M-LC\"\n[command]";
    let edits = [("scenario.toml", "[command]", building)];
    assert_eq!(Copy::school().edited(&edits).said(None, &[]), "");
    for edits in [&[][..], &[BY_FOOTPRINTS], &[BY_EXPOSURE]] {
        assert_eq!(small_town().edited(edits).said(None, &[]), "");
    }
    assert_eq!(super::flood::everything().said(None, &[]), "");
    let mut unread = declaration::unread(&ROOT);
    // The authority is laid under the tree before it is read; actions are read by their arguments, all in one way.
    unread.retain(|key| {
        !key.starts_with("action-")
            && key != "scenario.command"
            && key != "command.authority"
            && key != "release.protocol"
            && key != "response.protocol"
    });
    assert_eq!(
        unread,
        Vec::<String>::new(),
        "a trainer could write them for nothing"
    );
}

#[test]
fn authorities_are_sound_and_can_be_a_file_of_the_scenario() {
    for (name, text) in AUTHORITIES.built_in {
        let copy = Copy::of("fire-drill").edited(&[(
            "scenario.toml",
            "authority = \"albania\"",
            "authority = \"own.toml\"",
        )]);
        copy.write(
            "own.toml",
            &text.replace("[post.principal]", "[post.head-teacher]"),
        );
        let loaded = load(copy.path(), None, &[]);
        assert_eq!(said(&loaded, copy.path()), "", "{name}");
        let scenario = loaded.scenario.expect("sound");
        assert!(scenario.inputs.iter().any(|input| input.name == "own.toml"));
    }
    let own = "\n[post.head-teacher]\nmay_order = [\"hold\"]\n[post.cook]\ntitle = \"Cook\"\nics_position = \"Food Unit Leader\"\n";
    let copy = Copy::of("fire-drill").edited(&[(
        "scenario.toml",
        "[channel.bell]",
        &format!("{own}[channel.bell]"),
    )]);
    let scenario = load(copy.path(), None, &[]).scenario.expect("a warning at most");
    let post = |id: &str| {
        scenario
            .command
            .posts
            .iter()
            .find(|post| post.id == id)
            .cloned()
            .expect("a post")
    };
    assert_eq!(
        post("head-teacher").may_order,
        ["hold"],
        "the scenario's own word counts"
    );
    assert_eq!(
        post("head-teacher").ics_position,
        "Incident Commander",
        "the rest stays"
    );
    assert_eq!(post("cook").ics_position, "Food Unit Leader");
    let broken = "format = 1\n[post.head-teacher]\ntitle = \"H\"\nics_position = \"IC\"\nmay_order = [\"evacuat\"]\nmust_consult.evacute = [\"mayor\"]\n";
    let copy = Copy::of("fire-drill").edited(&[(
        "scenario.toml",
        "authority = \"albania\"",
        "authority = \"own.toml\"",
    )]);
    copy.write("own.toml", broken);
    let said = copy.said(None, &[]);
    assert!(
        said.contains("own.toml:5:14") && said.contains("did you mean `evacuate`?"),
        "{said}"
    );
    assert!(
        said.contains("own.toml:6:25") && said.contains("there is no post `mayor`"),
        "{said}"
    );
}

#[test]
fn protocols_are_sound_and_can_be_a_file_of_the_scenario() {
    let released = |own: &str, text: Option<&str>| {
        let copy =
            Copy::of("fire-drill").edited(&[("scenario.toml", "[command]", &format!("{own}\n[command]"))]);
        if let Some(text) = text {
            copy.write("own.toml", text);
        }
        let loaded = load(copy.path(), None, &[]);
        assert_eq!(said(&loaded, copy.path()), "", "{own}");
        let scenario = loaded.scenario.expect("sound");
        scenario.release.expect("something is said of it")
    };
    for (name, text) in RELEASE_PROTOCOLS.built_in {
        let shipped = released(&format!("[release]\nprotocol = \"{name}\""), None);
        let own = released("[release]\nprotocol = \"own.toml\"", Some(text));
        assert_eq!(format!("{shipped:?}"), format!("{own:?}"), "{name}");
    }
    let by_grade = released("[release]\nprotocol = \"by-grade\"", None);
    let nothing_said = released("[release]", None);
    assert_eq!(
        format!("{by_grade:?}"),
        format!("{nothing_said:?}"),
        "the default"
    );
    let changed = released(
        "[release]\nprotocol = \"standard-reunification\"\nrunners = 3",
        None,
    );
    assert_eq!(
        (changed.hands_over, changed.runners),
        (HandsOver::AtTheGate, 3),
        "the scenario's own word counts"
    );
    let silent = Copy::of("fire-drill");
    let silent = load(silent.path(), None, &[]).scenario.expect("sound");
    assert!(silent.release.is_none(), "nobody orders it");
}

#[test]
fn what_responses_are_called_is_sound_and_can_be_a_file_of_the_scenario() {
    let called = |own: &str, text: Option<&str>| {
        let copy =
            Copy::of("fire-drill").edited(&[("scenario.toml", "[command]", &format!("{own}\n[command]"))]);
        if let Some(text) = text {
            copy.write("ministry.toml", text);
        }
        let loaded = load(copy.path(), None, &[]);
        assert_eq!(said(&loaded, copy.path()), "", "{own}");
        loaded.scenario.expect("sound").responses
    };
    assert!(called("", None).is_empty(), "nobody names them");
    for (name, text) in RESPONSE_PROTOCOLS.built_in {
        let shipped = called(&format!("[response]\nprotocol = \"{name}\""), None);
        let own = called("[response]\nprotocol = \"ministry.toml\"", Some(text));
        assert_eq!(shipped, own, "{name}");
        for action in ["hold", "shelter", "evacuate"] {
            assert!(shipped.contains_key(action), "{name} does not name {action}");
        }
    }
    let own = "[response]\nprotocol = \"standard-response-protocol\"\nhold.name = \"stay\"";
    let hold = &called(own, None)["hold"];
    assert_eq!(hold.name.get("en"), "stay", "the scenario's own word counts");
    assert!(hold.directive.is_some(), "the rest stays");
}

#[test]
fn every_template_loads_with_its_variants() {
    for from in templates::names() {
        let copy = Copy::of_template(from);
        let files = templates::files("my-school", from).expect(from);
        assert_eq!(copy.said(None, &[]), "", "{from}");
        let variants = files
            .iter()
            .filter_map(|file| file.name.strip_prefix("variants/")?.strip_suffix(".toml"));
        let variants: Vec<&str> = variants.collect();
        assert!(!variants.is_empty(), "{from}");
        for variant in variants {
            assert_eq!(copy.said(Some(variant), &[]), "", "{from} {variant}");
        }
        if SHIPPED.contains(&from) {
            let written: Vec<&str> = files.iter().map(|file| file.name).collect();
            let mut there = super::files_of(&shipped(from));
            there.retain(|file| {
                std::path::Path::new(file)
                    .extension()
                    .is_none_or(|end| end != "md")
            });
            assert_eq!(
                there
                    .iter()
                    .filter(|file| !written.contains(&file.as_str()))
                    .count(),
                0,
                "{there:?}"
            );
        }
    }
}

#[test]
fn for_each_takes_what_the_trigger_language_binds() {
    for (word, kind) in crate::scenario::trigger::FOR_EACH {
        assert_eq!(for_each_kind(word), Ok(kind));
    }
}
