//! Pupils who are by themselves when the ground shakes go back to their class, or out if it has left.

use hotwash::vocabulary::Ms;

use crate::outcomes::{IN_THE_TOILETS, Outcome, base, holds, with_variant};

/// The two pupils in the toilets do not hide.
const BRAVE: &str = "[patch.'people.csv'.7B-11]\nhides = false\n[patch.'people.csv'.8A-04]\nhides = false\n";

fn brave(alone_after: &str, more: &str) -> Outcome {
    let head = "[variant]\nname = \"Brave\"\n";
    let after = format!("[school.nene-tereza.procedure]\nalone_after_shaking = \"{alone_after}\"\n");
    with_variant("durres-school", &[head, BRAVE, &after, more].concat(), 1)
}

fn sets_out_ms(run: &Outcome, pupil: &str) -> Option<Ms> {
    run.events_of("sets-out-alone", pupil)
        .next()
        .map(|entry| entry.time_ms)
}

#[test]
fn who_comes_back_to_a_class_that_stays_is_counted_there() {
    let run = brave("5 s", "[decision.leave-the-building]\nchoose = \"hold\"\n");
    let ends_ms = run.first_ms("shaking-ends");
    for (pupil, class) in IN_THE_TOILETS.into_iter().zip(["7B", "8A"]) {
        let alone_ms = sets_out_ms(&run, pupil).expect("sets out alone");
        assert!(
            (ends_ms + 15_000..ends_ms + 25_000).contains(&alone_ms),
            "{pupil}: {alone_ms}"
        );
        let counted = run.events_of("roll-call-ends", class).next().expect("counted");
        let told = run.events_of("class-told-to-leave", class).next().expect("told");
        assert!(counted.time_ms < told.time_ms, "{class} is counted in its room");
        assert!(!holds(counted.value.as_ref(), pupil), "{pupil} is missed");
        let person = run.person(pupil);
        assert!(
            person.found_ms.is_none() && person.exited_ms > Some(told.time_ms),
            "{pupil}"
        );
    }
}

#[test]
fn who_comes_back_to_an_empty_room_goes_out() {
    let run = brave("4 min", "");
    for (pupil, class) in IN_THE_TOILETS.into_iter().zip(["7B", "8A"]) {
        let out = run.events_of("class-sets-out", class).next().expect("leaves");
        let alone_ms = sets_out_ms(&run, pupil).expect("sets out alone");
        assert!(out.time_ms < alone_ms, "{class} has left");
        let person = run.person(pupil);
        // To the room and down two storeys.
        let gone_ms = person.exited_ms.expect("goes out") - alone_ms;
        assert!((20_000..300_000).contains(&gone_ms), "{pupil}: {gone_ms} ms");
        assert!(
            person.found_ms.is_none() && person.assembled_ms.is_some(),
            "{pupil}"
        );
    }
}

#[test]
fn nobody_knows_of_who_is_on_the_way_back() {
    // The class is counted in its room while the pupil is about to set out.
    let run = brave("6 min", "[decision.leave-the-building]\nchoose = \"hold\"\n");
    for (pupil, class) in IN_THE_TOILETS.into_iter().zip(["7B", "8A"]) {
        let counted = run.events_of("roll-call-ends", class).next().expect("counted");
        assert!(Some(counted.time_ms) < sets_out_ms(&run, pupil), "{class}");
        assert!(holds(counted.value.as_ref(), pupil), "{pupil} is not missed");
    }
}

#[test]
fn who_hides_stays_until_found() {
    for run in base() {
        assert_eq!(run.events("sets-out-alone").count(), 0, "{}", run.name);
        for pupil in IN_THE_TOILETS {
            let person = run.person(pupil);
            assert!(
                person
                    .departed_ms
                    .is_none_or(|out| person.found_ms.is_some_and(|found| found <= out))
            );
        }
    }
}

/// Room 3 has no adult: its teacher is next door when smoke appears.
#[test]
fn pupils_without_an_adult_run_and_tell_of_smoke() {
    let smoke = "[patch.'people.csv'.teacher-3a]\nroom = \"room-2\"\n\
        [decision.sound-the-alarm]\nat = \"10 min\"\n[hazard.drill]\nat = \"10 min\"\n\
        [inject.smoke]\nat = \"2 min\"\ndo = [{ action = \"show\", cue = \"smoke\", place = \"room-3\" }]\n\
        [standing_order.leave-the-smoke]\nheld_by = \"every adult\"\nwhen = \"sees(smoke)\"\ndo = [{ action = \"leave\" }]\n";
    let run = with_variant("fire-drill", smoke, 1);
    let leaves = run.events_of("leaves-without-order", "teacher-3a").next();
    let leaves_ms = leaves.expect("the teacher leaves with the class").time_ms;
    assert!(
        (121_000..150_000).contains(&leaves_ms),
        "{leaves_ms}: a pupil runs there"
    );
    let out = run
        .events_of("class-sets-out", "3A")
        .next()
        .expect("the class leaves");
    assert!(out.time_ms < 240_000, "{}", out.time_ms);
}

/// The head teacher's word to stay is on its way by a runner when smoke appears in room 3.
#[test]
fn a_word_to_stay_does_not_call_back_a_class_that_leaves_the_smoke() {
    let smoke = "remove = [\"decision.sound-the-alarm\"]\n[channel.runner]\nkind = \"runner\"\n\
        [decision.stay]\nposition = \"school-incident-commander\"\nat = \"1 min\"\ndecides_in = \"1 s\"\nchoose = \"stay\"\n\
        options.stay = [{ action = \"hold\", school = \"small-school\", via = [\"runner\"] }]\n\
        [inject.smoke]\nat = \"65 s\"\ndo = [{ action = \"show\", cue = \"smoke\", place = \"room-3\" }]\n\
        [standing_order.leave-the-smoke]\nheld_by = \"every teacher\"\nwhen = \"sees(smoke)\"\ndo = [{ action = \"leave\" }]\n";
    let run = with_variant("fire-drill", &format!("[variant]\nname = \"Smoke\"\n{smoke}"), 1);
    let leaves = run
        .events_of("leaves-without-order", "teacher-3a")
        .next()
        .expect("it smokes");
    let heard = run.events_of("message-received", "teacher-3a");
    assert!(
        heard
            .map(|entry| entry.time_ms)
            .any(|at_ms| at_ms > leaves.time_ms),
        "the word comes later"
    );
    assert!(run.events_of("class-sets-out", "3A").next().is_some());
    assert_eq!(run.events_of("class-holds", "3A").count(), 0);
    assert!(run.events("class-holds").count() > 0, "the others stay");
}
