//! After the head count: who comes to the gate, who is told what, who leads, who goes home, and whether anybody may go in
//! again. Everybody accounted for, the building cleared, the pupils released are three states, never one.

use std::sync::LazyLock;

use hotwash::record::{Arg, Entry, MessageOutcome, PersonOutcome, Value};
use hotwash::vocabulary::{Ms, Signal};

use crate::outcomes::{BASE, COMMANDER, Outcome, SCHOOL, base, with_variant};

/// The run of a variant that ends with the release of everybody: three hours, and families who are near.
const LONG: &str = "[exercise]\nlasts = \"3 h\"\n[release.parents]\nabsent = 0.0\ntold_after = { median = \"2 min\", p90 = \"5 min\" }\ncome_after = { median = \"8 min\", p90 = \"15 min\" }\n";

/// So many at the desks that the gate is through in time.
const MANY_HANDS: &str = "greeters = 6\ncheckers = 10\nrunners = 40\n";

static BY_GRADE: LazyLock<Outcome> = LazyLock::new(|| with_variant("durres-school", LONG, 2));
static AT_THE_GATE: LazyLock<Outcome> = LazyLock::new(|| {
    let more =
        format!("{LONG}[release]\nprotocol = \"standard-reunification\"\ngate = \"gate-main\"\n{MANY_HANDS}");
    with_variant("durres-school", &more, 2)
});

fn count(entry: &Entry, name: &str) -> i64 {
    match entry.args.iter().find(|(of, _)| *of == name) {
        Some((_, Arg::Count(count))) => *count,
        other => panic!("{name} of {entry:?} is {other:?}"),
    }
}

fn is_word(entry: &Entry, name: &str, word: &str) -> bool {
    let of = entry.args.iter().find(|(of, _)| *of == name);
    matches!(of, Some((_, Arg::Text(text))) if &**text == word)
}

fn ms(seconds: Option<f64>) -> Option<Ms> {
    seconds.map(|seconds| (seconds * 1_000.0).round() as Ms)
}

// ---------------------------------------------------------------------------------------------------------------
// Three states
// ---------------------------------------------------------------------------------------------------------------

#[test]
fn nobody_is_released_before_all_are_accounted_for_and_nobody_goes_in_again() {
    for run in BASE.iter() {
        let accounted_ms = ms(run.metric("full_account_s"));
        let begins = run.events("release-begins").next().map(|entry| entry.time_ms);
        assert_eq!(accounted_ms.is_some(), begins.is_some(), "{}", run.name);
        assert!(
            accounted_ms <= begins,
            "{}: {accounted_ms:?} {begins:?}",
            run.name
        );
        for person in run.records.people.iter().filter(|p| p.released_ms.is_some()) {
            assert!(person.released_ms >= begins, "{}: {}", run.name, person.id);
            assert!(
                person
                    .parent_came_ms
                    .is_some_and(|came| Some(came) < person.released_ms),
                "{}: {} is handed over to nobody",
                run.name,
                person.id
            );
        }
        assert_eq!(run.metric("cleared_s"), None, "{}", run.name);
    }
}

/// An inspection team that is there after a quarter of an hour.
fn inspected(damage: &str) -> Outcome {
    let quick = format!(
        "[hazard.mainshock]\ndamage = \"{damage}\"\n[channel.telephone]\nloss = 0\n[resource.inspection-1]\n\
         turnout = \"1 min\"\ntravel = \"5 min\"\n[position.municipality]\nanswers = \"1 min\"\n"
    );
    with_variant("durres-school", &quick, 1)
}

#[test]
fn an_inspection_finds_what_the_building_allows() {
    for (damage, finding) in [
        ("slight", "usable"),
        ("moderate", "restricted"),
        ("extensive", "unsafe"),
    ] {
        let run = inspected(damage);
        let ends = run.events("inspection-ends").next().expect("somebody inspects");
        assert!(is_word(ends, "finding", finding), "{damage}: {ends:?}");
        assert!(
            ends.time_ms - run.first_ms("inspection-begins") >= 5 * 60_000,
            "{damage}"
        );
        assert!(run.first_ms("officer-on-scene") < run.first_ms("inspection-begins"));
        let cleared_ms = ms(run.metric("cleared_s"));
        assert_eq!(cleared_ms.is_some(), finding == "usable", "{damage}");
        assert!(cleared_ms.is_none_or(|cleared_ms| cleared_ms > ends.time_ms));
    }
}

#[test]
fn after_an_earthquake_nobody_clears_a_building_that_nobody_has_inspected() {
    let hasty = "[decision.back-in]\nposition = \"school-incident-commander\"\nat = \"40 min\"\nchoose = \"go\"\n\
                 options.go = [{ action = \"re-enter\", school = \"nene-tereza\", via = [\"voice\"] }]\n";
    let run = with_variant("durres-school", hasty, 1);
    let refused = run
        .events("action-refused")
        .find(|entry| is_word(entry, "reason", "not-inspected"));
    assert!(
        refused.is_some(),
        "the head teacher clears it without a word from anybody"
    );
    assert_eq!(run.metric("cleared_s"), None);
}

#[test]
fn a_drill_is_over_when_its_leader_says_so() {
    let run = with_variant("fire-drill", "", 1);
    let cleared_ms = ms(run.metric("cleared_s")).expect("the drill ends");
    assert!(ms(run.metric("full_account_s")).is_some_and(|accounted| accounted < cleared_ms));
    assert_eq!(run.metric("released_50_s"), None, "nobody goes home");
    assert_eq!(run.metric("release_queue_longest"), None);
}

// ---------------------------------------------------------------------------------------------------------------
// Release
// ---------------------------------------------------------------------------------------------------------------

#[test]
fn everybody_whose_family_comes_goes_home_and_the_figures_agree() {
    for run in [&*BY_GRADE, &*AT_THE_GATE] {
        let pupils = run.records.people.iter().filter(|p| p.kind == "pupil");
        let gone = [PersonOutcome::Absent, PersonOutcome::TakenHome];
        let present: Vec<_> = pupils.filter(|p| !gone.contains(&p.outcome)).collect();
        let mut released_ms: Vec<Ms> = present.iter().filter_map(|p| p.released_ms).collect();
        released_ms.sort_unstable();
        assert_eq!(
            released_ms.len(),
            present.len(),
            "{}: not everybody is home",
            run.name
        );
        assert!(
            present
                .iter()
                .all(|p| p.outcome == PersonOutcome::Released || p.outcome == PersonOutcome::Injured)
        );
        let quantile = |share: f64| released_ms[(share * present.len() as f64).ceil() as usize - 1];
        for (metric, share) in [
            ("released_50_s", 0.5),
            ("released_90_s", 0.9),
            ("released_100_s", 1.0),
        ] {
            assert_eq!(ms(run.metric(metric)), Some(quantile(share)), "{metric}");
        }
        assert_eq!(run.first_ms("all-released"), quantile(1.0));
        let waits = present
            .iter()
            .filter_map(|p| Some(p.released_ms? - p.parent_came_ms?));
        assert_eq!(ms(run.metric("release_wait_longest_s")), waits.max());
        let waiting = run.numbers(Signal::ParentsWaiting, SCHOOL);
        let most = waiting.iter().map(|(_, families)| *families).fold(0.0, f64::max);
        assert!(run.metric("release_queue_longest") >= Some(most) && most > 0.0);
        let released = run.numbers(Signal::Released, SCHOOL);
        assert!(
            released.windows(2).all(|pair| pair[0].1 <= pair[1].1),
            "somebody comes back"
        );
    }
}

#[test]
fn grades_have_their_turn_the_youngest_first() {
    let run = &*BY_GRADE;
    let called: Vec<(i64, Ms)> = run
        .events("grade-called")
        .map(|entry| (count(entry, "grade"), entry.time_ms))
        .collect();
    assert_eq!(
        called.iter().map(|(grade, _)| *grade).collect::<Vec<_>>(),
        (1..=9).collect::<Vec<_>>()
    );
    for person in run.records.people.iter().filter(|p| p.released_ms.is_some()) {
        let class = person.class.as_deref().expect("a class");
        let grade: i64 = class[..1].parse().expect("a grade");
        let (_, called_ms) = called[grade as usize - 1];
        assert!(
            person.released_ms > Some(called_ms),
            "{} goes before its turn",
            person.id
        );
    }
    assert!(
        called.windows(2).any(|pair| pair[0].1 < pair[1].1),
        "all grades are called at once"
    );
}

#[test]
fn a_teacher_hands_over_one_pupil_at_a_time() {
    let run = &*BY_GRADE;
    for class in &run.scenario.school.classes {
        let of_class = run
            .records
            .people
            .iter()
            .filter(|p| p.class.as_deref() == Some(&class.id));
        let mut released: Vec<Ms> = of_class.filter_map(|p| p.released_ms).collect();
        released.sort_unstable();
        assert!(
            released.windows(2).all(|pair| pair[0] < pair[1]),
            "{}: two at once",
            class.id
        );
    }
}

#[test]
fn at_the_gate_a_parent_passes_every_desk() {
    let run = &*AT_THE_GATE;
    assert_eq!(run.events("grade-called").count(), 0);
    let begins = run.first_ms("release-begins");
    for person in run.records.people.iter().filter(|p| p.released_ms.is_some()) {
        let starts = person.parent_came_ms.max(Some(begins)).expect("somebody came");
        let took = person.released_ms.expect("released") - starts;
        // Half of the cards take more than two minutes; the way to the assembly area and back is 70 m at least.
        assert!(took > 90_000, "{} took {took} ms", person.id);
    }
}

#[test]
fn the_timeline_of_the_release_can_be_read() {
    for run in [&*BY_GRADE, &*AT_THE_GATE] {
        let marks = run.events("pupils-released").count();
        assert_eq!(marks, 9 * 3, "first, half and last of nine grades");
        let questions = run.events("custody-question").count();
        assert_eq!(questions, run.events("custody-cleared").count(), "{}", run.name);
        let rows = run
            .records
            .timeline
            .iter()
            .filter(|(_, entry)| entry.category == "release");
        assert!(rows.count() < 100, "{}", run.name);
    }
}

#[test]
fn siblings_are_fetched_together() {
    let text = crate::common::text(&crate::common::shipped("durres-school").join("people.csv"));
    let lines = text.lines().map(|line| {
        let family = match line.split(';').next() {
            Some("id") => "family",
            Some("7B-11" | "8A-04") => "hoxha",
            _ => "",
        };
        format!("{line};{family}")
    });
    let with_family = lines.collect::<Vec<String>>().join("\n");
    let copy = tempfile::tempdir().expect("a folder");
    crate::common::copy(&crate::common::shipped("durres-school"), copy.path());
    std::fs::write(copy.path().join("people.csv"), with_family).expect("written");
    let more =
        format!("[variant]\nname = \"Siblings\"\n{LONG}[release]\nprotocol = \"standard-reunification\"\n");
    std::fs::write(copy.path().join("variants/siblings.toml"), more).expect("written");
    let run = Outcome::of(&crate::common::load(copy.path(), Some("siblings"), &[]), 2);
    let [one, other] = ["7B-11", "8A-04"].map(|id| run.person(id));
    assert_eq!(one.parent_came_ms, other.parent_came_ms);
    assert!(one.released_ms.is_some() && one.released_ms == other.released_ms);
}

// ---------------------------------------------------------------------------------------------------------------
// Who comes to the gate
// ---------------------------------------------------------------------------------------------------------------

const OFFICER: &str = "fire-officer";

#[test]
fn an_officer_knows_nothing_before_the_briefing_and_then_who_is_missing() {
    for run in base() {
        let on_scene = run.events_of("officer-on-scene", OFFICER).next();
        let on_scene = on_scene
            .unwrap_or_else(|| panic!("{}: no engine comes", run.name))
            .time_ms;
        let heard = run.records.messages.iter().filter(|m| &*m.to == OFFICER);
        assert!(
            heard.filter_map(|m| m.received_ms).all(|at| at > on_scene),
            "{}",
            run.name
        );
        let briefed = run.first_ms("briefing-ends");
        let learnt = run
            .events_of("picture-changes", OFFICER)
            .find(|entry| entry.signal == Some(Signal::Unaccounted));
        assert!(
            learnt.is_none_or(|entry| entry.time_ms >= briefed),
            "{}",
            run.name
        );
        assert!(run.first_ms("command-unified") >= briefed, "{}", run.name);
        let correct_ms = ms(run.metric("correct_missing_list_s"));
        assert!(correct_ms.is_none_or(|at| at >= briefed), "{}", run.name);
    }
}

#[test]
fn a_briefing_takes_the_time_it_takes() {
    let slow = "[school.nene-tereza.procedure]\nbriefing = \"7 min\"\n";
    let run = with_variant("durres-school", slow, 1);
    let took = run.first_ms("briefing-ends") - run.first_ms("briefing-begins");
    assert!((7 * 60_000..8 * 60_000).contains(&took), "{took}");
}

#[test]
fn who_has_handed_command_over_orders_nothing_any_more() {
    let hand_over = "[decision.meet-the-fire-officer]\nchoose = \"hand-over\"\n";
    let run = with_variant("durres-school", hand_over, 1);
    let transferred = run.first_ms("command-transferred");
    let refused = run
        .events("action-refused")
        .find(|entry| is_word(entry, "reason", "command-handed-over"))
        .expect("the old commander orders something later");
    assert!(refused.time_ms > transferred);
    let late = run
        .records
        .messages
        .iter()
        .filter(|m| &*m.from == COMMANDER && m.time_ms > transferred);
    let orders = late.filter(|m| m.kind == hotwash::record::MessageKind::Order);
    assert_eq!(orders.count(), 0, "an order of the old commander goes out");
}

#[test]
fn the_new_commander_orders_those_who_stood_below_the_old_one() {
    let orders = "[decision.search-on]\nposition = \"fire-officer\"\nwhen = \"status@engine-1 == on-scene and elapsed > '25 min'\"\n\
                  choose = \"search\"\ndecides_in = \"1 s\"\noptions.search = [{ action = \"search\", school = \"nene-tereza\", positions = [\"floor-warden-1\"], via = [\"voice\"] }]\n";
    let ordered = |choose: &str| {
        let more = format!("[decision.meet-the-fire-officer]\nchoose = \"{choose}\"\n{orders}");
        let run = with_variant("durres-school", &more, 1);
        let mut found = run
            .records
            .messages
            .iter()
            .filter(|m| &*m.from == OFFICER && &*m.to == "floor-warden-1");
        found.any(|m| m.outcome != MessageOutcome::Refused)
    };
    assert!(ordered("hand-over"), "after a transfer of command");
    assert!(ordered("lead-together"), "under unified command");
    assert!(!ordered("brief-only"), "nobody takes orders from a guest");
}

#[test]
fn a_crew_that_is_not_there_cannot_be_briefed() {
    let early = "[decision.too-early]\nposition = \"school-incident-commander\"\nat = \"6 min\"\nchoose = \"brief\"\n\
                 options.brief = [{ action = \"brief\", to = [\"fire-officer\"] }]\n";
    let run = with_variant("durres-school", early, 1);
    let mut refused = run.events("action-refused");
    assert!(refused.any(|entry| is_word(entry, "reason", "not-on-scene")));
}

#[test]
fn cleared_is_a_flag_of_the_world() {
    let run = inspected("slight");
    let cleared = run.samples(Signal::Cleared, SCHOOL);
    assert_eq!(
        cleared.first().map(|(_, value)| *value),
        Some(&Value::Flag(false))
    );
    assert_eq!(cleared.last().map(|(_, value)| *value), Some(&Value::Flag(true)));
}

#[test]
fn pupils_with_telephones_bring_their_families_before_the_school_does() {
    let first_s = |run: &Outcome| {
        let came = run
            .records
            .people
            .iter()
            .filter_map(|person| person.parent_came_ms);
        let mut came: Vec<_> = came.collect();
        came.sort_unstable();
        came[came.len() / 2]
    };
    let base = &BASE[0];
    assert_eq!(base.metric("families_called_by_pupils"), None);
    let with = |loss: &str, seed| {
        let phones = format!("[release.parents]\nphones = 0.5\n[channel.telephone]\nloss = {loss}\n");
        with_variant("durres-school", &phones, seed)
    };
    let (clear, jammed) = (with("0", 1), with("0.9", 1));
    let called = |run: &Outcome| {
        run.metric("families_called_by_pupils")
            .expect("pupils have telephones")
    };
    // Of the pupils from grade 5 on half; most families hear by the call before they would by themselves.
    assert!(called(&clear) > 50.0, "{}", called(&clear));
    assert!(called(&jammed) < called(&clear));
    assert_eq!(
        clear.events("pupil-telephones-home").count() as f64,
        called(&clear)
    );
    for entry in clear.events("pupil-telephones-home") {
        let id = entry.subject.as_deref().expect("who");
        let person = clear.person(id);
        assert!(id[..1].parse::<u32>().is_ok_and(|grade| grade >= 5), "{id}");
        assert!(
            person
                .parent_came_ms
                .is_none_or(|came_ms| came_ms > entry.time_ms),
            "{id}"
        );
    }
    assert!(
        first_s(&clear) < first_s(base),
        "{} {}",
        first_s(&clear),
        first_s(base)
    );
}
