//! What standing somewhere with a duty is good for: the flow of an exit, whoever comes by a gate, parents who walk in.

use hotwash::record::{Entry, MessageOutcome, PersonOutcome};
use hotwash::vocabulary::{Ms, Signal};

use crate::outcomes::{BASE, COMMANDER, Outcome, holds, with_variant};

const SECURITY: &str = "school-security-officer";

/// The school without the duties of its security officer.
const NO_DUTIES: &str = "[variant]\nname = \"No duties\"\nremove = [\"standing_order.go-to-the-main-exit\", \
                         \"standing_order.hold-the-main-exit\", \"standing_order.guard-the-gate\"]\n";
/// Every call is heard at once, and the crew is there before the first parent.
const QUICK_CREW: &str = "[release.parents]\nuninvited = 0\n[channel.telephone]\nloss = 0\n[resource.engine-1]\nturnout = \"30 s\"\ntravel = \"4 min\"\n";

fn at<'r>(run: &'r Outcome, event: &'static str, place: &'r str) -> impl Iterator<Item = &'r Entry> {
    run.events(event)
        .filter(move |entry| entry.place.as_deref() == Some(place))
}

fn first_at(run: &Outcome, event: &'static str, place: &str) -> Ms {
    let found = at(run, event, place).next();
    found
        .unwrap_or_else(|| panic!("{}: no {event} at {place}", run.name))
        .time_ms
}

// ---------------------------------------------------------------------------------------------------------------
// Standing
// ---------------------------------------------------------------------------------------------------------------

#[test]
fn a_place_is_attended_while_somebody_stands_there() {
    for run in BASE.iter() {
        let changes =
            ["stands-at", "leaves-post"].map(|event| at(run, event, "exit-main").collect::<Vec<_>>());
        for (time_ms, value) in run.flags(Signal::Attended, "exit-main") {
            let before = |entries: &[&Entry]| entries.iter().filter(|e| e.time_ms < time_ms).count();
            assert_eq!(
                value,
                before(&changes[0]) > before(&changes[1]),
                "{}: {time_ms}",
                run.name
            );
        }
        assert!(first_at(run, "stands-at", "exit-main") < first_at(run, "stands-at", "gate-main"));
        let person = run.person(SECURITY);
        assert!(
            person.exited_ms.is_some(),
            "{}: on an errand one leaves the building too",
            run.name
        );
        assert!(person.accounted_ms.is_some() || run.metric("full_account_s").is_none());
    }
}

#[test]
fn the_commander_hears_that_the_gate_is_held() {
    for run in BASE.iter() {
        let stands = first_at(run, "stands-at", "gate-main");
        let hears = run
            .events_of("picture-changes", COMMANDER)
            .find(|entry| entry.signal == Some(Signal::Attended));
        assert!(hears.is_some_and(|entry| entry.time_ms >= stands), "{}", run.name);
    }
}

#[test]
fn nobody_leaves_a_gate_of_their_own_accord_to_carry_somebody_whom_others_can_carry() {
    let falls = "[inject.fall]\nat = \"800 s\"\n\
                 do = [{ action = \"incapacitate\", person = \"1A-01\", severity = \"2\" }]\n";
    let run = with_variant("durres-school", falls, 1);
    assert!(
        run.events_of("taken-up", "1A-01").next().is_some(),
        "nobody carries"
    );
    let stands = first_at(&run, "stands-at", "gate-main");
    let lies = run
        .events_of("person-hurt", "1A-01")
        .next()
        .expect("falls")
        .time_ms;
    assert!(stands < lies);
    assert_eq!(at(&run, "leaves-post", "gate-main").count(), 0);
}

#[test]
fn whoever_stands_goes_when_the_time_is_over() {
    let timed = "[standing_order.guard-the-gate]\ndo = [{ action = \"stand-at\", place = \"gate-main\", \
                 position = \"security-officer\", for = \"5 min\" }]\n";
    let run = with_variant("durres-school", timed, 1);
    let stood = first_at(&run, "leaves-post", "gate-main") - first_at(&run, "stands-at", "gate-main");
    assert!((5 * 60_000..5 * 60_000 + 100).contains(&stood), "{stood}");
    let assembled = run.events_of("person-assembled", SECURITY).next();
    assert!(assembled.is_some(), "nobody waits for ever");
}

#[test]
fn the_order_to_leave_and_another_task_relieve_whoever_stands() {
    let only_first = "[variant]\nname = \"First\"\nremove = [\"standing_order.hold-the-main-exit\", \"standing_order.guard-the-gate\"]\n\
                      [standing_order.go-to-the-main-exit]\nwhen = \"shaking@nene-tereza == over\"\n";
    let run = with_variant("durres-school", only_first, 2);
    let order = run
        .records
        .messages
        .iter()
        .find(|m| &*m.to == "security-officer" && m.about.as_deref() == Some("evacuate"))
        .expect("the order to leave");
    assert_eq!(order.outcome, MessageOutcome::CarriedOut, "{order:?}");
    assert_eq!(
        Some(first_at(&run, "leaves-post", "exit-main")),
        order.received_ms
    );
    assert!(run.events_of("person-assembled", SECURITY).next().is_some());

    let sweep = format!(
        "{only_first}[standing_order.sweep]\nheld_by = \"security-officer\"\nwhen = \"known(attended@exit-main)\"\n\
         do = [{{ action = \"sweep\", position = \"security-officer\", level = \"floor-0\" }}]\n"
    );
    let run = with_variant("durres-school", &sweep, 2);
    let left = first_at(&run, "leaves-post", "exit-main");
    assert_eq!(
        run.events_of("sweep-begins", SECURITY).next().map(|e| e.time_ms),
        Some(left)
    );
}

#[test]
fn nobody_stands_anywhere_who_is_hurt() {
    let hurt = "[inject.hurt]\nat = \"14 min\"\ndo = [{ action = \"incapacitate\", person = \"school-security-officer\" }]\n";
    let run = with_variant("durres-school", hurt, 1);
    let left: Vec<Ms> = at(&run, "leaves-post", "gate-main").map(|e| e.time_ms).collect();
    assert!(
        left.iter()
            .any(|at_ms| (14 * 60_000..14 * 60_000 + 1_000).contains(at_ms)),
        "{left:?}"
    );
}

// ---------------------------------------------------------------------------------------------------------------
// What it changes
// ---------------------------------------------------------------------------------------------------------------

/// Persons per second out by the main exit, of those thirty in a row who are fastest: classes come in packs.
fn flow_by_the_main_exit(run: &Outcome) -> f64 {
    let out: Vec<Ms> = at(run, "person-out", "exit-main")
        .map(|entry| entry.time_ms)
        .collect();
    let took_ms = out.windows(30).map(|thirty| thirty[29] - thirty[0]).min();
    29_000.0 / took_ms.expect("thirty of them") as f64
}

#[test]
fn an_exit_that_nobody_holds_lets_fewer_through() {
    // The exit is so wide that the stair limits the flow: a tenth of it is less than the stair brings.
    let narrow = "[school.nene-tereza.watch.exit-main]\nunattended_flow = 0.1\n";
    let alone = with_variant("durres-school", &format!("{NO_DUTIES}{narrow}"), 1);
    let held = with_variant("durres-school", narrow, 1);
    let (alone, held) = (flow_by_the_main_exit(&alone), flow_by_the_main_exit(&held));
    println!("nobody there {alone:.2} persons/s, somebody there {held:.2} persons/s");
    // 1.89 persons/s/m of adults through 2.4 m, a tenth of it; children are a little faster.
    assert!((0.40..0.60).contains(&alone), "{alone}");
    assert!(held > 1.0, "{held}");
}

#[test]
fn crews_that_nobody_meets_look_for_command() {
    let alone = with_variant("durres-school", &format!("{NO_DUTIES}{QUICK_CREW}"), 1);
    let seeks = first_at(&alone, "looks-for-command", "gate-main");
    let found = alone.first_ms("officer-on-scene");
    let met = with_variant("durres-school", QUICK_CREW, 1);
    let early = met.first_ms("officer-on-scene");
    assert!(found > seeks + 20_000, "{seeks} {found}");
    assert_eq!(early, seeks, "who is met is there at once");
    assert_eq!(met.events("looks-for-command").count(), 0);
    let briefs = met.events_of("briefing-begins", "security-officer").next();
    assert_eq!(briefs.map(|entry| entry.time_ms), Some(early));
}

#[test]
fn cars_of_parents_hold_up_what_comes_by_a_gate_that_nobody_keeps_free() {
    let late = "[channel.telephone]\nloss = 0\n[resource.ambulance-1]\ntravel = \"25 min\"\n\
                [release.parents]\nhear_after = \"1 min\"\ncome_after = \"10 min\"\n";
    let alone = with_variant("durres-school", &format!("{NO_DUTIES}{late}"), 1);
    let held_up =
        at(&alone, "resource-held-up", "gate-main").find(|e| e.subject.as_deref() == Some("ambulance-1"));
    let held_up = held_up.expect("it is held up").time_ms;
    let there = alone
        .events_of("resource-on-scene", "ambulance-1")
        .next()
        .expect("it comes")
        .time_ms;
    assert!(there > held_up + 10_000);
    let kept = with_variant("durres-school", late, 1);
    assert_eq!(kept.events("resource-held-up").count(), 0);
    let there = kept
        .events_of("resource-on-scene", "ambulance-1")
        .next()
        .expect("it comes")
        .time_ms;
    assert_eq!(there, held_up);
}

#[test]
fn a_child_that_is_taken_home_unnoticed_is_missing_in_later_counts_until_the_family_is_reached() {
    let all_walk_in = "[school.nene-tereza.watch.gate-main]\nwalk_ins = 1.0\n[channel.telephone]\nloss = 0\n\
                       [release.parents]\nhear_after = \"4 min\"\ncome_after = { median = \"12 min\", p90 = \"30 min\" }\n";
    let run = with_variant("durres-school", &format!("{NO_DUTIES}{all_walk_in}"), 3);
    let taken: Vec<&str> = run
        .events("taken-home-unnoticed")
        .filter_map(|entry| entry.subject.as_deref())
        .collect();
    assert!(taken.len() > 20, "{}", taken.len());
    // Whoever was found in the building was reported to be elsewhere before.
    let walked: Vec<&str> = taken
        .iter()
        .copied()
        .filter(|id| run.person(id).found_ms.is_none())
        .collect();
    let names_one = |entry: &&Entry| walked.iter().any(|id| holds(entry.value.as_ref(), id));
    let missed = run
        .events("roll-call-ends")
        .find(names_one)
        .expect("nobody misses them");
    let reached = run
        .events_of("picture-changes", COMMANDER)
        .filter(|entry| entry.signal == Some(Signal::Elsewhere))
        .find(names_one)
        .expect("the families are never reached");
    assert!(missed.time_ms < reached.time_ms);
    assert!(reached.time_ms >= run.first_ms("families-answer"));
    for id in &taken {
        let person = run.person(id);
        assert_eq!(person.outcome, PersonOutcome::TakenHome);
        assert_eq!(person.released_ms, None, "{id}");
    }
    let guarded = "[standing_order.go-to-the-main-exit]\ndo = [{ action = \"stand-at\", place = \"gate-main\", \
                   position = \"security-officer\" }]\n[standing_order.hold-the-main-exit]\n\
                   do = [{ action = \"stand-at\", place = \"gate-main\", position = \"security-officer\" }]\n";
    let run = with_variant("durres-school", &format!("{guarded}{all_walk_in}"), 3);
    assert_eq!(run.events("taken-home-unnoticed").count(), 0);
}

#[test]
fn an_open_back_gate_spares_the_way_round() {
    let shipped = crate::common::shipped("durres-school").join("variants/officer-opens-second-gate.toml");
    let open = with_variant("durres-school", &crate::common::text(&shipped), 1);
    let opened = first_at(&open, "opens", "gate-back");
    assert_eq!(open.events("resource-turns-round").count(), 0);
    let there = |run: &Outcome| {
        run.events_of("resource-on-scene", "engine-1")
            .next()
            .expect("it comes")
            .time_ms
    };
    assert!(there(&open) > opened && there(&open) < there(&BASE[0]));
    assert!(BASE[0].events("resource-turns-round").count() > 0);
}
