//! Cover, the word to leave, the way out.

use hotwash::geo::Point;
use hotwash::record::{Arg, Entry, Person, PersonOutcome, Value};
use hotwash::scenario::model::Presence;
use hotwash::vocabulary::{Ms, Signal};

use crate::common;
use crate::outcomes::{BASE, EARLY_WARNING, HOLD, Outcome, SCHOOL, all, base, with_variant};

const BLOCKED: &str = "stair-b";

#[test]
fn nobody_crosses_the_stair_after_it_is_blocked() {
    for run in all() {
        let closed = run
            .events_of("place-closed", BLOCKED)
            .next()
            .expect("the pin closes it")
            .time_ms;
        let passed = run.numbers(Signal::Passed, BLOCKED);
        let after: Vec<f64> = passed
            .iter()
            .filter(|(at_ms, _)| *at_ms >= closed)
            .map(|(_, n)| *n)
            .collect();
        assert!(
            after.len() > 10 && after.iter().all(|n| *n == after[0]),
            "{}: {after:?}",
            run.name
        );
        // Everybody is in a room until then, so that nobody has used it at all.
        let used: Vec<&str> = run
            .records
            .people
            .iter()
            .filter(|p| p.stair.as_deref() == Some(BLOCKED))
            .map(|p| &*p.id)
            .collect();
        assert!(used.is_empty(), "{}: {used:?} went by {BLOCKED}", run.name);
    }
}

#[test]
fn nobody_stands_on_the_blocked_stair() {
    let run = &BASE[0];
    let plan = &run.scenario.school.plan;
    let flights: Vec<_> = plan
        .flights
        .iter()
        .filter(|flight| flight.stair == BLOCKED)
        .collect();
    assert!(!flights.is_empty());
    let tracks = run.records.tracks.as_ref().expect("somebody walks");
    for frame in 0..tracks.frames() {
        for (person, id) in tracks.layout().people.iter().enumerate() {
            let [x, y] = tracks.position_m(frame, person).expect("a frame");
            let at = Point::new(x, y);
            // Tracks are exact to 5 cm: who waits before the debris may seem to stand on the first step.
            let on_it = flights
                .iter()
                .any(|f| f.outline.contains(at) && f.outline.boundary_distance(at) > 0.10);
            assert!(!on_it, "{id} stands on {BLOCKED} in frame {frame}");
        }
    }
}

#[test]
fn nobody_is_left_inside() {
    for run in all() {
        let people = run.records.people.iter();
        let inside: Vec<_> = people
            .filter(|person| person.outcome == PersonOutcome::Inside)
            .map(|person| &person.id)
            .collect();
        assert!(inside.is_empty(), "{}: {inside:?}", run.name);
    }
}

#[test]
fn who_heads_for_the_blocked_stair_turns_round() {
    for run in base().iter().chain(HOLD.iter()) {
        let school = &run.scenario.school;
        let route = &school.routes[school.usual_route.expect("the school has a usual route")];
        let upstairs = |class: usize| school.plan.spaces[school.classes[class].room].level.get() > 0;
        let concerned: Vec<usize> = (0..school.classes.len())
            .filter(|c| route.stairs[*c].as_deref() == Some(BLOCKED) && upstairs(*c))
            .collect();
        assert_eq!(concerned.len(), 8, "half of the classes upstairs go by {BLOCKED}");
        for class in concerned.iter().map(|class| &school.classes[*class]) {
            let set_out = run
                .events_of("class-sets-out", &class.id)
                .next()
                .expect("it leaves")
                .time_ms;
            let counted = run.events_of("roll-call-begins", &class.id);
            if counted.filter(|entry| entry.time_ms < set_out).count() > 1 {
                // Somebody has been brought back to it while it stayed, and has seen the debris on the way.
                continue;
            }
            let found = run
                .events_of("way-found-blocked", &class.id)
                .find(|e| e.place.as_deref() == Some(BLOCKED));
            let found = found
                .unwrap_or_else(|| panic!("{}: {} does not see the debris", run.name, class.id))
                .time_ms;
            let members = class.members.iter().map(|member| &school.people[*member]);
            for pupil in members.filter(|pupil| pupil.presence == Presence::Present) {
                let told = run.person(&pupil.id);
                assert_eq!(
                    told.stair.as_deref(),
                    Some("stair-a"),
                    "{}: {}",
                    run.name,
                    pupil.id
                );
                assert!(
                    told.exited_ms > Some(found.max(set_out)),
                    "{}: {} is not out",
                    run.name,
                    pupil.id
                );
            }
        }
    }
}

#[test]
fn a_class_goes_down_the_stair_of_its_route_though_another_is_nearer() {
    let by_b = "[variant]\nname = \"All stairs open\"\nremove = [\"pin.stair-b-blocked\", \"pin.stair-b-cracked\"]\n\
                [school.nene-tereza.route.plan-a]\nclass.3C = { exit = \"exit-main\", stair = \"stair-b\" }\n";
    let run = with_variant("durres-school", by_b, 1);
    let stairs_of = |class: &str| {
        let people = run.records.people.iter();
        let members = people.filter(|person| person.class.as_deref() == Some(class));
        let mut stairs: Vec<_> = members.filter_map(|person| person.stair.as_deref()).collect();
        stairs.dedup();
        stairs
    };
    assert_eq!(stairs_of("3C"), ["stair-b"]);
    assert_eq!(stairs_of("4A"), ["stair-a"], "beside it, by the route of its own");
}

#[test]
fn a_stair_holds_whom_it_takes_down() {
    for run in all() {
        let plan = &run.scenario.school.plan;
        for (told, spec) in run.records.people.iter().zip(&run.scenario.school.people) {
            let upstairs = plan.spaces[spec.space].level.get() > 0;
            let used = told.stair.is_some();
            assert!(upstairs || !used, "{}: {told:?} has no stair to take", run.name);
            assert_eq!(used, told.stair_entered_ms.is_some(), "{}: {told:?}", run.name);
            assert_eq!(used, told.stair_queued_ms.is_some(), "{}: {told:?}", run.name);
            let is_told_to_carry =
                |entry: &Entry| entry.args.iter().any(|(_, arg)| *arg == Arg::Id(told.id.clone()));
            let carries = run.events("taken-up").any(is_told_to_carry);
            if upstairs && spec.class.is_some() && told.exited_ms.is_some() && !carries {
                assert!(used, "{}: {told:?} came down by no stair", run.name);
            }
            let (Some(entered), Some(exited)) = (told.stair_entered_ms, told.exited_ms) else {
                continue;
            };
            let left = told.stair_left_ms.expect("who is out has come off the stair");
            assert!(told.departed_ms < Some(entered), "{}: {told:?}", run.name);
            assert!(entered < left && left <= exited, "{}: {told:?}", run.name);
            let queued = told.stair_queued_ms.expect("who took a stair may have queued");
            assert!(Some(queued) <= told.queued_ms, "{}: {told:?}", run.name);
        }
    }
}

#[test]
fn on_a_full_stair_people_queue() {
    for run in base() {
        let times = |class: &str| -> Vec<(Ms, Ms)> {
            let people = run.records.people.iter();
            let of_class = people.filter(|p| p.kind == "pupil" && p.class.as_deref() == Some(class));
            of_class
                .filter_map(|p| Some((p.stair_left_ms? - p.stair_entered_ms?, p.stair_queued_ms?)))
                .collect()
        };
        let classes = run.scenario.school.classes.iter();
        let queued: Ms = classes
            .flat_map(|class| times(&class.id))
            .map(|(_, queued)| queued)
            .sum();
        assert!(queued > 10 * 60_000, "{}: {queued} ms on {}", run.name, "stair-a");
        // Two storeys of a free stair take a pupil of this age less than a minute.
        assert!(times("8A").iter().all(|(held, _)| *held > 10_000), "{}", run.name);
    }
}

#[test]
fn cover_comes_before_leaving() {
    for run in all() {
        let (begins, ends) = (run.first_ms("shaking-begins"), run.first_ms("shaking-ends"));
        let cover = run.first_ms("drop-cover-hold");
        assert!(
            cover <= begins + 1_000,
            "{}: cover is taken {} ms late",
            run.name,
            cover - begins
        );
        let told = run
            .events("class-told-to-leave")
            .map(|entry| entry.time_ms)
            .min()
            .expect("they leave");
        assert!(
            told > ends,
            "{}: a class is told to leave at {told} while it shakes",
            run.name
        );
        let departed = run
            .records
            .people
            .iter()
            .filter_map(|person| person.departed_ms)
            .min()
            .expect("they leave");
        assert!(
            departed > ends,
            "{}: somebody leaves at {departed} while it shakes",
            run.name
        );
    }
}

#[test]
fn most_of_the_school_is_seen_under_cover_while_it_shakes() {
    for run in base().iter().chain(EARLY_WARNING.iter()) {
        let (begins, ends) = (run.first_ms("shaking-begins"), run.first_ms("shaking-ends"));
        let posture = run.samples(Signal::Posture, SCHOOL);
        let (_, last) = posture
            .iter()
            .rfind(|(at_ms, _)| (begins + 1..=ends).contains(at_ms))
            .expect("a sample");
        assert_eq!(
            **last,
            Value::Word("cover"),
            "{}: posture when the shaking ends",
            run.name
        );
    }
}

#[test]
fn the_school_is_seen_to_hold_while_it_holds() {
    for run in HOLD.iter() {
        let holds = run
            .events("class-holds")
            .map(|entry| entry.time_ms)
            .max()
            .expect("they hold");
        let told = run
            .events("class-told-to-leave")
            .map(|entry| entry.time_ms)
            .min()
            .expect("then they leave");
        let shocks: Vec<Ms> = run.events("shaking-begins").map(|entry| entry.time_ms).collect();
        // After a shock teachers count aloud for a minute; then everybody is up again.
        let is_calm = |at_ms: Ms| {
            shocks
                .iter()
                .all(|shock| !(*shock..shock + 90_000).contains(&at_ms))
        };
        let posture = run.samples(Signal::Posture, SCHOOL);
        let calm = posture
            .iter()
            .filter(|(at_ms, _)| (holds + 1..told).contains(at_ms) && is_calm(*at_ms));
        let seen: Vec<&Value> = calm.map(|(_, value)| *value).collect();
        assert!(seen.len() > 5, "{}: the hold is over at once", run.name);
        assert!(
            seen.iter().all(|value| **value == Value::Word("hold")),
            "{}: {seen:?}",
            run.name
        );
    }
}

#[test]
fn walkers_take_cover_in_the_aftershock_and_go_on() {
    for run in base() {
        let shocks: Vec<Ms> = run.events("shaking-begins").map(|entry| entry.time_ms).collect();
        let ends: Vec<Ms> = run.events("shaking-ends").map(|entry| entry.time_ms).collect();
        let (begins, ends) = (shocks[1], ends[1]);
        let moving = |at_ms| share_moving(run, at_ms, begins);
        let (before, under_cover) = (moving(begins - 1_000), moving(ends));
        let later = share_displaced(run, ends, ends + 60_000, begins, |_| true);
        // Outdoors a class stands and waits for its last.
        let at_ms = begins + 60_000;
        let indoors = |told: &Person| told.exited_ms.is_some_and(|out_ms| out_ms > at_ms + 1_000);
        let moving_indoors = share_displaced(run, at_ms, at_ms + 1_000, begins, indoors);
        println!(
            "{}: {before:.2} of the walkers move before, {under_cover:.2} at its end; a minute later {later:.2} have moved, \
             and {moving_indoors:.2} of those still inside move",
            run.name
        );
        // Nine in ten are down within 5 s (`cover_reaction`), and the shock lasts 6 s.
        assert!(
            under_cover < 0.2,
            "{}: {under_cover:.2} walk on through the aftershock",
            run.name
        );
        assert!(before > 0.4, "{}: nobody walks at all", run.name);
        assert!(later > 0.9, "{}: many stay under cover", run.name);
        assert!(moving_indoors > 0.4, "{}: nobody walks on inside", run.name);
    }
}

/// Of those on their way at `reference_ms` and still on it, the share that moves in the second from `at_ms` on.
fn share_moving(run: &Outcome, at_ms: Ms, reference_ms: Ms) -> f64 {
    share_displaced(run, at_ms, at_ms + 1_000, reference_ms, |_| true)
}

/// The same of those who are elsewhere at `later_ms` than at `at_ms`, where they have not arrived before.
fn share_displaced(
    run: &Outcome,
    at_ms: Ms,
    later_ms: Ms,
    reference_ms: Ms,
    of: impl Fn(&Person) -> bool,
) -> f64 {
    let tracks = run.records.tracks.as_ref().expect("somebody walks");
    let frame = |ms: Ms| ((ms - tracks.layout().t0_ms) / 500) as usize;
    let (mut all, mut moving) = (0, 0);
    for (person, told) in run.records.people.iter().enumerate() {
        let (Some(departed), Some(assembled)) = (told.departed_ms, told.assembled_ms) else {
            continue;
        };
        if !of(told)
            || departed + 1_000 > reference_ms - 1_000
            || assembled < later_ms + 1_000
            || assembled < reference_ms
        {
            continue;
        }
        let at = |ms| tracks.position_m(frame(ms), person).expect("a frame");
        let ([x0, y0], [x1, y1]) = (at(at_ms), at(later_ms));
        all += 1;
        // Two quanta of 5 cm: a body pushed a little is no walker.
        moving += u32::from((x1 - x0).abs().max((y1 - y0).abs()) > 0.11);
    }
    assert!(all > 20, "{}: only {all} on their way", run.name);
    f64::from(moving) / f64::from(all)
}

#[test]
fn nobody_is_told_by_loudspeaker_without_power() {
    for run in all() {
        let fails = run.first_ms("power-fails");
        let told = run
            .records
            .messages
            .iter()
            .filter(|message| &*message.channel == "pa");
        let late: Vec<_> = told
            .filter(|message| message.received_ms > Some(fails))
            .map(|m| &*m.id)
            .collect();
        assert!(
            late.is_empty(),
            "{}: {late:?} were heard by loudspeaker",
            run.name
        );
    }
    // With power they would be: the test can tell.
    let power = "remove = [\"inject.power-fails\"]\n[exercise]\nlasts = \"8 min\"\n";
    let run = Outcome::of(&common::altered("durres-school", power), 1);
    let heard = run
        .records
        .messages
        .iter()
        .filter(|m| &*m.channel == "pa" && m.received_ms.is_some())
        .count();
    assert!(heard > 20, "with power only {heard} hear the loudspeakers");
}

/// The alarm sounds after a minute; smoke shows in one room after 20 s.
#[test]
fn whoever_leads_a_class_and_sees_smoke_leaves_with_it_before_any_order() {
    let smoke = "[standing_order.leave-the-smoke]\nheld_by = \"every teacher\"\nwhen = \"sees(smoke)\"\n\
                 do = [{ action = \"leave\" }]\n\
                 [pin.smoke]\nat = \"20 s\"\ndo = { action = \"show\", cue = \"smoke\", place = \"room-3\" }\nwhy = \"Smoke.\"\n";
    let run = with_variant("fire-drill", smoke, 1);
    let first = run.events_of("leaves-without-order", "teacher-3a").next();
    assert!(first.is_some_and(|entry| entry.time_ms < 30_000));
    let told_ms = |class: &str| {
        let told = run.events_of("class-told-to-leave", class).next();
        told.unwrap_or_else(|| panic!("{class} leaves")).time_ms
    };
    assert!(told_ms("3A") < 60_000, "{}", told_ms("3A"));
    assert!(told_ms("1A") > 60_000, "{}", told_ms("1A"));
    let pupil = run.person("3A-01");
    assert!(pupil.departed_ms.is_some_and(|at_ms| at_ms < 90_000));
    assert_eq!(run.metric("inside_at_end"), Some(0.0));
}
