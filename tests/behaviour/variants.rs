//! Each shipped variant changes the outcome in the way that `docs/scenarios.md` says.

use crate::common;
use crate::outcomes::{
    BASE, COMMANDER, EARLY_WARNING, FLOOR_BY_FLOOR, HOLD, IN_THE_TOILETS, Outcome, RUNNERS, SWEEP_FIRST, all,
    with_variant,
};
use hotwash::record::{DecisionOutcome, Message};
use hotwash::vocabulary::{Ms, Signal};

/// The runs of a variant beside those of the scenario as it stands, seed by seed.
fn pairs(variant: &'static [Outcome]) -> impl Iterator<Item = (&'static Outcome, &'static Outcome)> {
    BASE.iter().zip(variant)
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let values: Vec<f64> = values.collect();
    values.iter().sum::<f64>() / values.len() as f64
}

#[test]
fn who_holds_is_out_later() {
    for (base, hold) in pairs(&HOLD) {
        // Whoever goes to hold the main exit is out first in either; searchers are sent in while the classes stay.
        let (sooner, later) = (base.metric("exit_95_s"), hold.metric("exit_95_s"));
        println!("{}: 95 in 100 out {sooner:?} s, holding {later:?} s", base.name);
        assert!(sooner.is_some() && later > sooner, "{}", hold.name);
        let aftershock = hold
            .events("shaking-begins")
            .nth(1)
            .expect("an aftershock")
            .time_ms;
        let told = hold
            .events("class-told-to-leave")
            .map(|entry| entry.time_ms)
            .min();
        assert!(
            told > Some(aftershock),
            "{}: they leave before the aftershock",
            hold.name
        );
        assert!(
            hold.events("class-holds").count() > 10,
            "{}: nobody holds",
            hold.name
        );
    }
}

#[test]
fn who_is_warned_is_under_cover_when_it_shakes() {
    for (base, warned) in pairs(&EARLY_WARNING) {
        let covered = |run: &Outcome| run.metric("covered_when_shaking_begins").expect("it shakes");
        let present = warned.metric("inside_at_end").unwrap_or(0.0)
            + warned
                .records
                .people
                .iter()
                .filter(|p| p.start_place.is_some())
                .count() as f64;
        println!(
            "{}: {} of {present} under cover, warned {}",
            base.name,
            covered(base),
            covered(warned)
        );
        assert!(
            covered(base) < 0.05 * present,
            "{}: cover before the shaking, unwarned",
            base.name
        );
        assert!(
            covered(warned) > 0.8 * present,
            "{}: twelve seconds are not enough",
            warned.name
        );
        let begins = warned.first_ms("shaking-begins");
        let left = warned
            .records
            .people
            .iter()
            .filter(|p| p.departed_ms.is_some_and(|ms| ms < begins))
            .count();
        assert_eq!(left, 0, "{}: somebody leaves on the warning", warned.name);
        let place = warned
            .records
            .places
            .iter()
            .find(|place| place.kind == "school")
            .expect("the school");
        assert!(
            place.lead_ms().is_some_and(|ms| ms >= 10_000),
            "{}: {place:?}",
            warned.name
        );
    }
}

#[test]
fn who_sweeps_first_finds_the_two_in_the_toilets_sooner() {
    for (base, sweep) in pairs(&SWEEP_FIRST) {
        for id in IN_THE_TOILETS {
            let (later, sooner) = (base.person(id).found_ms, sweep.person(id).found_ms);
            println!(
                "{}: {id} found at {later:?} ms, sweeping at {sooner:?} ms",
                base.name
            );
            assert!(sooner.is_some() && sooner < later, "{}: {id}", sweep.name);
        }
        let swept: Vec<Ms> = sweep.events("sweep-ends").map(|entry| entry.time_ms).collect();
        assert_eq!(swept.len(), 3, "{}: not every floor is swept", sweep.name);
    }
}

#[test]
fn without_radios_the_picture_of_command_falls_behind() {
    assert_eq!(BASE.len(), RUNNERS.len());
    let by_radio = RUNNERS
        .iter()
        .flat_map(|run| &run.records.messages)
        .filter(|m| &*m.channel == "radio")
        .count();
    assert_eq!(by_radio, 0, "there are no radios");
    let delay = |runs: &[Outcome]| mean(runs.iter().filter_map(|run| run.metric("message_delay_s")));
    let (radio_s, runner_s) = (delay(&BASE), delay(&RUNNERS));
    println!("mean delay of a message: {radio_s:.1} s, without radios {runner_s:.1} s");
    assert!(runner_s > radio_s);
    // Where the account is never full, for the same reason in both, the run tells nothing.
    let pairs = pairs(&RUNNERS).filter_map(|(base, runners)| {
        Some((base.metric("full_account_s")?, runners.metric("full_account_s")?))
    });
    let pairs: Vec<(f64, f64)> = pairs.collect();
    let (radio_s, runner_s) = (mean(pairs.iter().map(|p| p.0)), mean(pairs.iter().map(|p| p.1)));
    println!(
        "full account, mean of {} seeds: {radio_s:.0} s, without radios {runner_s:.0} s",
        pairs.len()
    );
    assert!(pairs.len() >= 5 && runner_s > radio_s);
}

#[test]
fn an_order_without_authority_is_refused_and_two_bosses_are_a_logged_conflict() {
    let (mut could_conflict, mut conflicting) = (0, 0);
    for run in all() {
        let refused = run.events("action-refused").next();
        let refused = refused.unwrap_or_else(|| panic!("{}: nothing is refused", run.name));
        let life = run
            .records
            .decisions
            .iter()
            .find(|life| &*life.decision == "keep-them-inside");
        let life = life.expect("the official decides");
        assert_eq!(life.outcome, DecisionOutcome::Refused, "{}", run.name);
        assert_eq!(life.reason.as_deref(), Some("no-authority"), "{}", run.name);
        assert_eq!(life.decided_ms, Some(refused.time_ms), "{}", run.name);
        let sent = run
            .records
            .messages
            .iter()
            .filter(|m| &*m.from == "education-office")
            .count();
        assert_eq!(sent, 0, "{}: a refused order goes to nobody", run.name);
        // The warden has two orders where the word of the head teacher and then that of the deputy head arrived.
        let heard = |from: &str, about: &str| {
            let mut messages = run.records.messages.iter();
            let to_warden = |m: &&Message| &*m.to == "floor-warden-2" && m.received_ms.is_some();
            messages
                .find(|m| to_warden(m) && &*m.from == from && m.about.as_deref() == Some(about))
                .cloned()
        };
        heard(COMMANDER, "evacuate").expect("the warden hears the order to leave");
        let stay = heard("assembly-supervisor", "hold");
        let conflicts: Vec<_> = run.events("orders-conflict").collect();
        assert_eq!(
            conflicts.len(),
            usize::from(stay.is_some()),
            "{}: {conflicts:?}",
            run.name
        );
        let may_conflict = !matches!(
            &*run.scenario.variant.id,
            "hold-for-inspection" | "runners-not-phones"
        );
        assert!(may_conflict || stay.is_none(), "{}: {stay:?}", run.name);
        could_conflict += usize::from(may_conflict);
        conflicting += conflicts.len();
    }
    println!("{conflicting} of {could_conflict} runs with two bosses");
    // In the rest the deputy head has not yet heard the order to leave when it shakes again.
    assert!(conflicting * 10 >= could_conflict * 8);
}

// ---------------------------------------------------------------------------------------------------------------
// Floor by floor
// ---------------------------------------------------------------------------------------------------------------

/// When the classes of each floor set out, the first and the last, from the ground floor up.
fn floors_set_out(run: &Outcome) -> [(Ms, Ms); 3] {
    let school = &run.scenario.school;
    let mut floors = [(Ms::MAX, 0); 3];
    for class in &school.classes {
        let room = &school.plan.spaces[class.room].id;
        let floor: usize = room["room-".len()..][..1].parse().expect("a floor");
        let sets_out = run.events_of("class-sets-out", &class.id).next();
        let at_ms = sets_out
            .unwrap_or_else(|| panic!("{}: {} stays", run.name, class.id))
            .time_ms;
        floors[floor] = (floors[floor].0.min(at_ms), floors[floor].1.max(at_ms));
    }
    floors
}

#[test]
fn floors_leave_one_after_the_other() {
    for run in FLOOR_BY_FLOOR.iter() {
        let [ground, first, second] = floors_set_out(run);
        assert!(second.1 < first.0, "{}: {second:?} {first:?}", run.name);
        assert!(first.1 < ground.0, "{}: {first:?} {ground:?}", run.name);
        let decided = |id: &str| {
            let decision = run.records.decisions.iter().find(|d| &*d.decision == id);
            decision.and_then(|d| d.decided_ms).expect("decided")
        };
        for (before, then, floor) in [
            ("leave-the-building", "leave-the-first-floor", "floor-2"),
            ("leave-the-first-floor", "leave-the-ground-floor", "floor-1"),
        ] {
            let waited = decided(then) - decided(before);
            let clear = run
                .events_of("picture-changes", COMMANDER)
                .find(|e| e.signal == Some(Signal::Clear) && e.place.as_deref() == Some(floor));
            let is_clear = clear.is_some_and(|entry| entry.time_ms <= decided(then));
            assert!(
                is_clear || waited > 4 * 60_000,
                "{}: {then} after {waited} ms",
                run.name
            );
        }
    }
}

#[test]
fn a_floor_of_which_nobody_reports_does_not_keep_the_next_one_waiting_for_ever() {
    let shipped = common::text(&common::shipped("durres-school").join("variants/floor-by-floor.toml"));
    let silent = shipped.split("# Each warden").next().expect("a beginning");
    let run = with_variant("durres-school", silent, 1);
    let [ground, first, second] = floors_set_out(&run);
    assert!(second.1 < first.0 && first.1 < ground.0);
    assert!(first.0 - second.0 > 3 * 60_000, "{first:?} {second:?}");
}
