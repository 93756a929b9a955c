//! What the pages are: whole, for a printer, from nowhere else, in the language asked for.

use crate::common::place::Place;
use crate::{FAST, rows, with_fast_run, with_run};

/// Elements that have no end.
const VOID: [&str; 5] = ["meta", "br", "hr", "img", "input"];

/// Every element that is opened is closed, in the right order.
fn assert_balanced(name: &str, html: &str) {
    let mut open: Vec<&str> = Vec::new();
    let text = html.replace("<!DOCTYPE html>", "");
    // What stands in a style is no element.
    let (head, rest) = text.split_once("<style>").expect("a style");
    let (_, body) = rest.split_once("</style>").expect("its end");
    for part in head.split('<').skip(1).chain(body.split('<').skip(1)) {
        let (tag, _) = part.split_once('>').unwrap_or_else(|| panic!("{name}: {part}"));
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "{name}: </{closed}>");
        } else {
            let element = tag.split([' ', '/']).next().unwrap_or_default();
            if !tag.ends_with('/') && !VOID.contains(&element) {
                open.push(element);
            }
        }
    }
    assert_eq!(open, Vec::<&str>::new(), "{name}");
}

#[test]
fn the_kit_of_a_school_is_whole_in_both_languages() {
    let place = with_fast_run("durres-school");
    place.succeeds(&["kit", "run", "--language", "en,sq", "--out", "kit"]);
    for language in ["en", "sq"] {
        let expected = [
            "decision-log.html",
            "evaluation.html",
            "facilitator.html",
            "handouts-1.html",
            "handouts-2.html",
            "handouts-3.html",
            "inject-cards.html",
            "kit.html",
            "msel.csv",
            "msel.xlsx",
            "situation.html",
            "table-log.csv",
        ];
        assert_eq!(place.files(&format!("kit/{language}")), expected);
        for page in expected.iter().filter(|name| name.contains(".html")) {
            let html = place.read(&format!("kit/{language}/{page}"));
            assert_balanced(page, &html);
            assert!(html.contains(&format!("<html lang=\"{language}\">")), "{page}");
            assert!(html.contains("default-src 'none'"), "{page}");
            let outside = html.replace("http://www.w3.org/2000/svg", "");
            for elsewhere in ["http:", "https:", "<script", "src=", "@import"] {
                assert!(!outside.contains(elsewhere), "{page}: {elsewhere}");
            }
            // A key that has no text would stand there as it is.
            for key in ["kit-", "fact-", "plan-", "signal-", "metric-"] {
                let at = html.find(&format!(">{key}"));
                assert_eq!(at, None, "{page}: {key}");
            }
        }
    }
    let albanian = place.read("kit/sq/handouts-2.html");
    assert!(
        albanian.contains("Drejtuesi i incidentit në shkollë"),
        "names of positions"
    );
    for said in [
        "Përgjegjësi i katit të dytë",
        "lënia e ndërtesës: dilni",
        "Çfarë dini",
    ] {
        assert!(albanian.contains(said), "{said}");
    }
    assert!(albanian.contains('ë') && albanian.contains('ç'));
    let english = place.read("kit/en/handouts-2.html");
    for position in [
        "School incident commander",
        "Floor warden, second floor",
        "Fire officer",
    ] {
        assert!(english.contains(position), "{position}");
    }
    assert!(place.read("kit/en/situation.html").contains("12 March 2026"));
    assert!(place.read("kit/sq/situation.html").contains("12 mars 2026"));
}

#[test]
fn the_same_run_makes_the_same_kit() {
    let place = with_fast_run("fire-drill");
    place.succeeds(&["kit", "run"]);
    place.succeeds(&["kit", "run", "--out", "again"]);
    for file in place.files("again") {
        let read = |folder: &str| std::fs::read(place.path(&format!("{folder}/{file}"))).expect("a file");
        assert_eq!(read("run-kit"), read("again"), "{file}");
    }
    place.says(&["kit", "run"]).refuses(2, &["run-kit", "--force"]);
    place.succeeds(&["kit", "run", "--force", "--quiet"]);
}

#[test]
fn the_facilitator_is_told_what_follows_in_each_variant() {
    let place = with_fast_run("fire-drill");
    let batch = [
        "batch",
        "fire-drill",
        "--variants",
        "one-exit",
        "--seeds",
        "1..5",
        "--set",
        FAST,
        "--out",
        "b",
        "--quiet",
    ];
    place.succeeds(&batch);
    place.succeeds(&["kit", "run", "--batch", "b", "--out", "kit"]);
    let html = place.read("kit/facilitator.html");
    for said in [
        "What follows, variant by variant",
        "One exit only",
        "Means of 5 runs",
    ] {
        assert!(html.contains(said), "{said}");
    }
    assert!(!place.read("kit/handouts-1.html").contains("One exit only"));
    let other = Place::with(&["fire-drill"]);
    other.write("none.txt", "");
    place.says(&["kit", "run", "--batch", "run"]);
}

#[test]
fn cards_and_the_list_of_events_say_what_exercise_control_brings_in() {
    let place = with_fast_run("durres-school");
    place.succeeds(&["kit", "run", "--out", "kit"]);
    let events = rows(&place, "kit/msel.csv");
    let gas = events
        .iter()
        .find(|row| row["id"] == "rumour-of-gas")
        .expect("the rumour");
    assert_eq!(
        (&*gas["t"], &*gas["module"], &*gas["from"], &*gas["to"]),
        ("0:12:00", "2", "A parent at the gate", "School security officer")
    );
    assert!(gas["expected_action"].contains("Asks who smelt it"));
    assert!(
        events
            .iter()
            .any(|row| row["kind"] == "imposed" && row["id"] == "stair-b-blocked")
    );
    let cards = place.read("kit/inject-cards.html");
    assert!(cards.contains("They say there is gas in the laboratory."));
    assert_eq!(cards.matches("class=\"card\"").count(), events.len());
}

#[test]
fn the_rating_belongs_to_the_evaluator() {
    let place = with_fast_run("durres-school");
    place.succeeds(&["kit", "run", "--out", "kit"]);
    let html = place.read("kit/evaluation.html");
    assert_eq!(html.matches("☐ P: performed without challenges").count(), 3);
    assert!(!html.contains('☑') && !html.contains('☒'));
    assert!(html.contains("Everybody accounted for: at most 10:45:00"));
}

#[test]
fn texts_of_the_author_stay_texts_and_any_length_prints() {
    let place = Place::with(&["fire-drill"]);
    let scenario = place.read("scenarios/fire-drill/scenario.toml");
    let long = "Line that goes on. ".repeat(200);
    let inject = format!(
        "\n[inject.loud]\nat = \"2 min\"\nmessage = {{ from = \"<b>A & B</b>\", to = \"school-incident-commander\", channel = \"voice\", text = {{ en = \"<script>alert(1)</script> {long}\" }} }}\n"
    );
    let title = "title = { en = \"School incident commander\", sq = \"Drejtuesi i incidentit në shkollë\" }";
    let renamed = scenario.replace(title, "title = { en = \"مدير المدرسة <i>x</i>\" }");
    assert_ne!(scenario, renamed);
    place.write("scenarios/fire-drill/scenario.toml", &(renamed + &inject));
    place.succeeds(&["run", "fire-drill", "--out", "run", "--quiet", "--set", FAST]);
    place.succeeds(&["kit", "run", "--out", "kit"]);
    for page in ["kit", "inject-cards", "handouts-3", "facilitator"] {
        let html = place.read(&format!("kit/{page}.html"));
        assert_balanced(page, &html);
        assert!(!html.contains("<script") && !html.contains("<i>"), "{page}");
    }
    let cards = place.read("kit/inject-cards.html");
    assert!(cards.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && cards.contains("&lt;b&gt;A &amp; B"));
    assert!(place.read("kit/handouts-3.html").contains("مدير المدرسة"));
}

#[test]
fn runs_with_bodies_and_of_a_flood_have_kits_too() {
    let place = with_run("fire-drill", &[]);
    place.succeeds(&["kit", "run"]);
    let place = Place::with(&["shkodra-flood"]);
    let short = ["--variant", "prescribed", "--out", "run", "--quiet"];
    place.succeeds(&[&["run", "shkodra-flood"], &short[..]].concat());
    place.succeeds(&["kit", "run", "--language", "sq", "--out", "kit"]);
    let html = place.read("kit/handouts-2.html");
    assert!(html.contains("Mbrojtja civile e bashkisë"));
    assert_balanced("flood", &html);
}
