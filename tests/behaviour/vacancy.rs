//! The holder of a position is hurt: who notices, and when a deputy takes over.

use hotwash::record::{Arg, Entry};
use hotwash::vocabulary::Ms;

use crate::common::altered;
use crate::outcomes::{COMMANDER, Outcome};

/// The head teacher, alone in the office, is hurt a minute after the start.
const HURT: &str =
    "[inject.hurt]\nat = \"1 min\"\ndo = [{ action = \"incapacitate\", person = \"head-teacher\" }]\n";
const HURT_MS: Ms = 60_000;

fn run(changes: &str) -> Outcome {
    let variant = format!("{changes}[exercise]\nlasts = \"15 min\"\n{HURT}");
    Outcome::of(&altered("durres-school", &variant), 1)
}

fn how(entry: &Entry) -> &str {
    let how = entry.args.iter().find(|(name, _)| *name == "how");
    match how {
        Some((_, Arg::Text(how))) => how,
        other => panic!("{other:?}"),
    }
}

/// When the commander's position was known to be vacant, how, and when somebody took over.
fn story(run: &Outcome) -> (Ms, &str, Ms) {
    let vacant = run
        .events_of("position-vacant", COMMANDER)
        .next()
        .expect("noticed");
    let taken_ms = run.first_ms("deputy-takes-over");
    assert!(
        taken_ms > vacant.time_ms,
        "nobody takes over before it is noticed"
    );
    (vacant.time_ms, how(vacant), taken_ms)
}

#[test]
fn a_commander_hurt_alone_is_missed_when_nobody_answers() {
    let run = run("");
    let (vacant_ms, how, _) = story(&run);
    assert!(["silence", "runner"].contains(&how), "{how}");
    let asked = run
        .records
        .messages
        .iter()
        .filter(|m| &*m.to == COMMANDER && m.time_ms < vacant_ms)
        .filter(|m| m.acknowledged_ms.is_none_or(|heard_ms| heard_ms > vacant_ms));
    let first_ms = asked.map(|m| m.time_ms).min().expect("somebody reports");
    assert!(
        vacant_ms > first_ms && vacant_ms > HURT_MS + 60_000,
        "it is noticed {vacant_ms} ms, the first report is sent {first_ms} ms"
    );
    let decided = run.records.decisions.iter().filter_map(|d| d.decided_ms).min();
    assert!(
        decided > Some(vacant_ms),
        "nobody decides for somebody who is hurt"
    );
}

#[test]
fn who_is_in_the_same_room_sees_it_at_once() {
    let run = run("[patch.'people.csv'.nurse]\nroom = \"head-office\"\n");
    let (vacant_ms, how, _) = story(&run);
    assert_eq!(how, "seen");
    assert!(
        (HURT_MS..HURT_MS + 2_000).contains(&vacant_ms),
        "noticed {vacant_ms} ms"
    );
}

/// The head teacher is hurt among everybody who has gathered, and it takes a while until somebody takes over.
const HURT_IN_SIGHT: &str = "[exercise]\nlasts = \"25 min\"\n[position.school-incident-commander]\ntake_over = \"4 min\"\n\
    [inject.hurt]\nat = \"14 min\"\ndo = [{ action = \"incapacitate\", person = \"head-teacher\" }]\n";

fn says(entry: &Entry, key: &str, id: &str) -> bool {
    entry.args.iter().any(|(name, arg)| match arg {
        Arg::Text(text) | Arg::Id(text) => *name == key && &**text == id,
        Arg::Ids(ids) => *name == key && ids.iter().any(|held| &**held == id),
        _ => false,
    })
}

#[test]
fn nobody_reports_to_somebody_who_is_known_to_be_unable_to_act() {
    let run = Outcome::of(&altered("durres-school", HURT_IN_SIGHT), 1);
    let (vacant_ms, how, taken_ms) = story(&run);
    assert_eq!(how, "seen");
    let meanwhile = |entry: &&Entry| (vacant_ms..taken_ms).contains(&entry.time_ms);
    let reported = |entry: &&Entry| says(entry, "to", COMMANDER);
    let told: Vec<&Entry> = run
        .events("report-sent")
        .filter(meanwhile)
        .filter(reported)
        .collect();
    assert!(told.is_empty(), "{told:?}");
    let asked = run.events("silence-followed-up").filter(meanwhile);
    let asked: Vec<&Entry> = asked.filter(|entry| says(entry, "silent", COMMANDER)).collect();
    assert!(asked.is_empty(), "{asked:?}");
    let waited = run.events("report-sent").filter(reported);
    let waited = waited.filter(|entry| entry.time_ms == taken_ms).count();
    println!("{waited} reports have waited for whoever takes over");
    assert!(waited > 0, "what was seen meanwhile is not lost");
}

#[test]
fn what_was_on_the_desk_of_a_commander_who_falls_is_decided_by_whoever_takes_over() {
    // The order to leave is due, and not yet given.
    let falls = "[inject.hurt]\nat = \"340 s\"\n\
                 do = [{ action = \"incapacitate\", person = \"head-teacher\" }]\n";
    for seed in [1, 2] {
        let run = Outcome::of(&altered("durres-school", falls), seed);
        let leave = run
            .records
            .decisions
            .iter()
            .find(|decision| &*decision.decision == "leave-the-building")
            .expect("it falls due");
        assert!(leave.known_ms < Some(340_000), "{leave:?}");
        let taken_ms = run.first_ms("deputy-takes-over");
        assert!(leave.decided_ms > Some(taken_ms), "{leave:?}");
        assert!(run.metric("last_out_s").is_some(), "everybody comes out");
    }
}
