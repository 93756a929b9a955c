//! A class that is told to stay is counted where it stays, and whoever is elsewhere is brought back to it.

use hotwash::record::{Entry, Value};
use hotwash::vocabulary::{Ms, Signal};

use crate::outcomes::{HOLD, Outcome, holds, with_variant};

/// The two pupils in the toilets of the second floor.
const ELSEWHERE: [(&str, &str); 2] = [("7B-11", "7B"), ("8A-04", "8A")];

/// Everybody is told to stay, and nothing else happens before the order to leave.
const STAY: &str = "[variant]\nname = \"Stay\"\n[decision.leave-the-building]\nchoose = \"hold\"\n";

/// Roll calls of a class that ended in its room.
fn counted_in_room<'a>(run: &'a Outcome, class: &'a str) -> impl Iterator<Item = &'a Entry> {
    let told = run.events_of("class-told-to-leave", class).next();
    let told_ms = told.map_or(Ms::MAX, |entry| entry.time_ms);
    let ended = run.events_of("roll-call-ends", class);
    ended.filter(move |entry| entry.time_ms < told_ms)
}

#[test]
fn whoever_is_not_in_the_room_is_missed_before_anybody_leaves() {
    for run in HOLD.iter() {
        let school = &run.scenario.school;
        for class in &school.classes {
            let begun = run
                .events_of("roll-call-begins", &class.id)
                .next()
                .unwrap_or_else(|| panic!("{}: {} is never counted", run.name, class.id));
            let room = &school.plan.spaces[class.room].id;
            assert_eq!(
                begun.place.as_deref(),
                Some(room.as_str()),
                "{}: {}",
                run.name,
                class.id
            );
        }
        for (pupil, class) in ELSEWHERE {
            let counted = counted_in_room(run, class).next().expect("counted in the room");
            let found_ms = run.person(pupil).found_ms.expect("found");
            if found_ms < counted.time_ms {
                // The warden who looks round the floor was there before.
                continue;
            }
            assert!(
                holds(counted.value.as_ref(), pupil),
                "{}: {pupil} is not missed",
                run.name
            );
            assert_eq!(run.person(pupil).missed_ms, Some(counted.time_ms), "{}", run.name);
        }
    }
}

#[test]
fn whoever_is_found_goes_back_to_the_class_and_is_counted_there() {
    let sweep = format!(
        "{STAY}[decision.look]\nposition = \"school-incident-commander\"\nat = \"7 min\"\ndecides_in = \"1 s\"\nchoose = \"look\"\n\
         options.look = [{{ action = \"sweep\", level = \"floor-2\", position = \"floor-warden-2\", via = [\"radio\"] }}]\n"
    );
    let run = with_variant("durres-school", &sweep, 1);
    for (pupil, class) in ELSEWHERE {
        let found_ms = run.person(pupil).found_ms.expect("found by the warden");
        let counts: Vec<_> = counted_in_room(&run, class).collect();
        let last = counts.last().expect("counted in the room");
        assert!(
            found_ms < last.time_ms,
            "{pupil} is found at {found_ms}, {class} counted last at {}",
            last.time_ms
        );
        let missed = |entry: &&Entry| holds(entry.value.as_ref(), pupil);
        assert!(missed(&counts[0]) && !missed(last), "{pupil}: {counts:?}");
        // And goes out with the class, not before.
        let told_ms = run
            .events_of("class-told-to-leave", class)
            .next()
            .expect("told")
            .time_ms;
        assert!(run.person(pupil).exited_ms > Some(told_ms), "{pupil}");
    }
}

#[test]
fn a_roll_call_breaks_off_where_the_class_is_told_to_leave() {
    let soon = format!(
        "{STAY}[decision.leave-after-inspection]\nwhen = \"decided(leave-the-building) == hold and since(leave-the-building) > '30 s'\"\ndecides_in = \"1 s\"\n"
    );
    let run = with_variant("durres-school", &soon, 1);
    let mut broken_off = 0;
    let classes = &run.scenario.school.classes;
    let of_a_class = |entry: &&Entry| {
        classes
            .iter()
            .any(|class| entry.subject.as_deref() == Some(&class.id))
    };
    for entry in run.events("roll-call-breaks-off").filter(of_a_class) {
        let class = entry.subject.as_deref().expect("a class");
        assert_eq!(
            counted_in_room(&run, class).count(),
            0,
            "{class} is counted all the same"
        );
        broken_off += 1;
        let counted = run
            .events_of("roll-call-ends", class)
            .next()
            .expect("counted outside");
        let missing = match &counted.value {
            Some(Value::Ids(missing)) => missing.len(),
            other => panic!("{other:?}"),
        };
        assert!(
            missing < 10,
            "{class}: {missing} are missing of a class that came out"
        );
    }
    assert!(broken_off > 0, "nobody is counted when the order comes");
}

#[test]
fn nobody_is_counted_inside_where_the_procedure_says_so() {
    let not = format!("{STAY}[school.nene-tereza.procedure]\nroll_call_in_rooms = false\n");
    let run = with_variant("durres-school", &not, 1);
    for class in &run.scenario.school.classes {
        assert_eq!(counted_in_room(&run, &class.id).count(), 0, "{}", class.id);
    }
    assert!(run.samples(Signal::Unaccounted, "nene-tereza").len() > 1);
}

#[test]
fn a_class_on_the_way_is_not_counted_in_its_room() {
    let hurt = "[inject.hurt]\nat = \"6 min\"\ndo = [{ action = \"incapacitate\", person = \"teacher-7b\", severity = \"2\" }]\n";
    let stay_after_all = format!(
        "[variant]\nname = \"Stay after all\"\n{hurt}[decision.stay]\nposition = \"school-incident-commander\"\nat = \"6 min 30 s\"\n\
         decides_in = \"1 s\"\nchoose = \"stay\"\n\
         options.stay = [{{ action = \"hold\", school = \"nene-tereza\", via = [\"megaphone\", \"runner\"] }}]\n"
    );
    let run = with_variant("durres-school", &stay_after_all, 1);
    let sets_out_ms = |class: &str| {
        let out = run.events_of("class-sets-out", class).next();
        out.map_or(Ms::MAX, |entry| entry.time_ms)
    };
    assert!(run.events("class-holds").count() > 0, "nobody is told to stay");
    for class in run.scenario.school.classes.iter().map(|class| &*class.id) {
        for entry in run.events_of("roll-call-ends", class) {
            let missing = match &entry.value {
                Some(Value::Ids(missing)) => missing.len(),
                other => panic!("{other:?}"),
            };
            let is_inside = entry.time_ms < sets_out_ms(class);
            assert!(
                !is_inside || missing < 10,
                "{class}: {missing} are missing in their own room"
            );
        }
    }
    for entry in run
        .events("roll-call-begins")
        .filter(|entry| entry.place.is_some())
    {
        let class = entry.subject.as_deref().expect("a class");
        assert!(
            entry.time_ms < sets_out_ms(class),
            "{class} has left the room where it is counted"
        );
    }
}
