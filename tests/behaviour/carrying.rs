//! Who cannot go down a stair alone waits for two adults, and they are bound to it.

use std::collections::BTreeMap;
use std::fs;

use hotwash::record::{ActionResult, Arg, Entry, PersonOutcome};
use hotwash::vocabulary::{Ms, Signal};

use crate::common;
use crate::outcomes::{BASE, COMMANDER, Outcome, all, holds, with_variant};

/// The pupils upstairs who use a wheelchair or walk only with help.
fn helpless(run: &Outcome) -> Vec<&str> {
    let school = &run.scenario.school;
    let upstairs = |space: usize| school.plan[school.plan.spaces[space].level].elevation_m > 1.0;
    let people = school.people.iter();
    people
        .filter(|person| (person.wheelchair || person.needs_help) && upstairs(person.space))
        .map(|person| person.id.as_str())
        .collect()
}

fn first_of(run: &Outcome, event: &'static str, id: &str) -> Option<Ms> {
    run.events_of(event, id).next().map(|entry| entry.time_ms)
}

fn bearers(entry: &Entry) -> Vec<&str> {
    let by = entry.args.iter().filter(|(name, _)| ["by", "and"].contains(name));
    by.map(|(_, arg)| match arg {
        Arg::Id(id) => &**id,
        other => panic!("{other:?}"),
    })
    .collect()
}

/// Whom somebody goes to carry.
fn whom(entry: &Entry) -> &str {
    let mut args = entry.args.iter();
    match args.find(|(name, _)| *name == "whom") {
        Some((_, Arg::Id(id))) => id,
        other => panic!("{other:?}"),
    }
}

#[test]
fn nobody_who_needs_help_goes_down_alone() {
    for run in all() {
        let waits = helpless(run);
        assert!(!waits.is_empty());
        for id in waits {
            let taken_up = first_of(run, "taken-up", id);
            let on_stair = run.person(id).stair_entered_ms;
            assert!(
                on_stair.is_none() || (taken_up.is_some() && taken_up <= on_stair),
                "{}: {id} {taken_up:?} {on_stair:?}",
                run.name
            );
        }
    }
}

#[test]
fn the_longest_wait_is_that_of_somebody_who_waited() {
    for run in BASE.iter() {
        let end_ms = run.scenario.exercise.lasts_ms;
        let waits = run.records.people.iter().filter_map(|person| {
            let until_ms = person.taken_up_ms.unwrap_or(end_ms);
            Some((until_ms - person.helpless_ms?) as f64 / 1_000.0)
        });
        assert_eq!(
            run.metric("carried_wait_longest_s"),
            waits.reduce(f64::max),
            "{}",
            run.name
        );
    }
}

#[test]
fn two_adults_without_a_class_are_bound_until_the_person_has_gathered() {
    let mut seen = 0;
    for run in BASE.iter() {
        for entry in run.events("taken-up") {
            let carried = run.person(entry.subject.as_deref().expect("who"));
            for id in bearers(entry) {
                let bearer = run.person(id);
                let class = bearer.class.as_deref();
                let is_taken_over = |class| run.events_of("class-taken-over", class).next().is_some();
                assert!(
                    class.is_none_or(is_taken_over),
                    "{}: {id} leaves a class alone",
                    run.name
                );
                assert!(bearer.kind != "head", "{}: {id} leads the school", run.name);
                let (Some(there), Some(bearer_there)) = (carried.assembled_ms, bearer.assembled_ms) else {
                    continue;
                };
                let was_out_before = bearer_there < entry.time_ms;
                assert!(
                    was_out_before || bearer_there >= there,
                    "{}: {id} goes ahead",
                    run.name
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 0, "nobody is carried");
}

#[test]
fn no_two_stand_to_the_end_each_alone_by_somebody_else() {
    for run in all() {
        let mut goes_for: BTreeMap<&str, &str> = BTreeMap::new();
        for (_, entry) in run.records.timeline.iter() {
            let Some(who) = entry.subject.as_deref() else {
                continue;
            };
            let whom = entry.args.iter().find(|(name, _)| *name == "whom");
            match (entry.event, whom) {
                ("goes-to-carry", Some((_, Arg::Id(whom)))) => _ = goes_for.insert(who, whom),
                ("taken-up", _) => goes_for.retain(|_, whom| *whom != who),
                ("task-impossible" | "task-breaks-off" | "sweep-begins" | "search-begins", _) => {
                    goes_for.remove(who);
                }
                _ => {}
            }
        }
        let coming = |whom: &str| goes_for.values().filter(|other| **other == whom).count();
        let alone: Vec<_> = goes_for.iter().filter(|(_, whom)| coming(whom) == 1).collect();
        assert!(alone.len() < 2, "{}: {alone:?}", run.name);
    }
}

/// Nobody follows the standing order to carry.
const NOBODY_CARRIES: &str = "[variant]\nname = \"Nobody carries\"\nremove = [\"standing_order.carry-down\"]\n\
     [decision.search-again]\nchoose = \"wait-for-firefighters\"\n";

#[test]
fn with_nobody_they_stay_and_are_reported() {
    let run = with_variant("durres-school", NOBODY_CARRIES, 1);
    assert_eq!(run.events("taken-up").count(), 0);
    let mut reported = 0;
    for id in helpless(&run) {
        let person = run.person(id);
        assert!(first_of(&run, "waits-to-be-carried", id).is_some(), "{id}");
        assert_eq!(
            (person.outcome, person.exited_ms),
            (PersonOutcome::Inside, None),
            "{id}"
        );
        let known = run
            .events_of("picture-changes", COMMANDER)
            .filter(|entry| entry.signal == Some(Signal::Elsewhere));
        reported += known
            .filter(|entry| holds(entry.value.as_ref(), id))
            .count()
            .min(1);
    }
    assert!(reported > 0, "nobody tells the commander that somebody waits");
}

#[test]
fn two_adults_can_be_ordered_to_carry() {
    let ordered = format!(
        "{NOBODY_CARRIES}[decision.carry]\nposition = \"school-incident-commander\"\nat = \"15 min\"\ndecides_in = \"1 s\"\n\
         choose = \"send\"\noptions.send = [{{ action = \"carry\", positions = [\"floor-warden-1\", \"floor-warden-2\"], via = [\"radio\"] }}]\n"
    );
    let run = with_variant("durres-school", &ordered, 1);
    let first = run.events("taken-up").next().expect("somebody is carried");
    let mut by = bearers(first);
    by.sort_unstable();
    assert_eq!(by, ["lab-assistant", "librarian"]);
    assert!(first.time_ms > 15 * 60_000);
}

#[test]
fn who_is_found_and_cannot_walk_is_carried_by_two() {
    let hurt = "[inject.hurt]\nat = \"330 s\"\ndo = [{ action = \"incapacitate\", person = \"7B-11\", severity = \"2\" }]\n";
    let run = with_variant("durres-school", hurt, 1);
    let found = run.person("7B-11").found_ms.expect("found");
    let taken_up = first_of(&run, "taken-up", "7B-11").expect("carried");
    assert!(taken_up > found, "{found} {taken_up}");
    assert!(run.person("7B-11").assembled_ms.is_some());
    let by_nobody = "[school.nene-tereza.procedure]\ncarried_by = \"nobody in particular\"\n";
    let run = with_variant("durres-school", &format!("{hurt}{by_nobody}"), 1);
    for event in ["waits-to-be-carried", "taken-up"] {
        assert_eq!(run.events(event).count(), 0, "{event}");
    }
    assert!(run.person("7B-11").assembled_ms.is_some());
}

#[test]
fn where_one_of_two_falls_the_person_is_set_down() {
    let base = &BASE[0];
    let taken_up = base.events("taken-up").next().expect("somebody is carried");
    let by = bearers(taken_up);
    let falls_s = taken_up.time_ms / 1_000 + 20;
    let hurt = format!(
        "[inject.hurt]\nat = \"{falls_s} s\"\ndo = [{{ action = \"incapacitate\", person = \"{}\" }}]\n",
        by[0]
    );
    let run = with_variant("durres-school", &hurt, 1);
    let whom = taken_up.subject.as_deref().expect("who");
    let set_down = first_of(&run, "set-down", whom).expect("set down");
    assert!((falls_s * 1_000..falls_s * 1_000 + 1_000).contains(&set_down));
    let again = run.events_of("taken-up", whom).nth(1);
    assert!(again.is_none_or(|entry| !bearers(entry).contains(&by[0])));
}

/// A pupil of a class lies hurt in the classroom beside the teacher.
const HURT_IN_CLASS: &str = "[inject.hurt]\nat = \"330 s\"\ndo = [{ action = \"incapacitate\", person = \"5A-03\", severity = \"2\" }]\n";

#[test]
fn whoever_is_hurt_in_class_is_not_left_alone() {
    for fidelity in ["pedestrian", "network"] {
        let text = format!("{HURT_IN_CLASS}[exercise]\nfidelity = \"{fidelity}\"\n");
        let run = with_variant("durres-school", &text, 1);
        let hurt = run.person("5A-03");
        let stays = run
            .events_of("waits-with", "teacher-5a")
            .next()
            .expect("the teacher stays");
        assert!(
            stays.args.contains(&("whom", Arg::Id("5A-03".into()))),
            "{stays:?}"
        );
        assert!(run.events_of("class-taken-over", "5A").count() == 1, "{fidelity}");
        let sets_out = first_of(&run, "class-sets-out", "5A").expect("the class leaves with another teacher");
        assert!(sets_out > stays.time_ms);
        let (helpless, joined) = (
            hurt.helpless_ms.expect("seen"),
            hurt.joined_ms.expect("not alone"),
        );
        assert!(
            joined - helpless < 30_000,
            "{fidelity}: alone for {} ms",
            joined - helpless
        );
        let taken_up = run.events_of("taken-up", "5A-03").next().expect("carried");
        assert!(
            bearers(taken_up).contains(&"teacher-5a"),
            "the teacher lends a hand: {taken_up:?}"
        );
        assert!(hurt.assembled_ms.is_some() && run.person("teacher-5a").assembled_ms.is_some());
    }
}

#[test]
fn the_commander_hears_of_whoever_is_hurt_before_the_roll_call() {
    let run = with_variant("durres-school", HURT_IN_CLASS, 1);
    let learns = run.events_of("picture-changes", COMMANDER);
    let mut learns = learns.filter(|entry| entry.signal == Some(Signal::Injured));
    let learns = learns
        .find(|entry| holds(entry.value.as_ref(), "5A-03"))
        .expect("hears of it");
    let roll_call = first_of(&run, "roll-call-ends", "5A").expect("counted");
    assert!(learns.time_ms < roll_call);
}

#[test]
fn somebody_ordered_to_wait_is_the_second_of_two() {
    let ordered = format!(
        "{NOBODY_CARRIES}[decision.carry-the-hurt]\nchoose = \"wait-for-firefighters\"\n\
         [decision.wait]\nposition = \"school-incident-commander\"\nat = \"15 min\"\ndecides_in = \"1 s\"\n\
         choose = \"send\"\noptions.send = [{{ action = \"wait-with\", positions = [\"floor-warden-1\"], via = [\"radio\"] }}]\n\
         [decision.carry]\nposition = \"school-incident-commander\"\nat = \"20 min\"\ndecides_in = \"1 s\"\n\
         choose = \"send\"\noptions.send = [{{ action = \"carry\", positions = [\"floor-warden-2\"], via = [\"radio\"] }}]\n"
    );
    let run = with_variant("durres-school", &ordered, 1);
    let waits = run
        .events_of("waits-with", "librarian")
        .next()
        .expect("the warden waits");
    let taken_up = run
        .events("taken-up")
        .next()
        .expect("carried when the other comes");
    assert!(waits.time_ms < 20 * 60_000 && taken_up.time_ms > 20 * 60_000);
    let mut by = bearers(taken_up);
    by.sort_unstable();
    assert_eq!(by, ["lab-assistant", "librarian"]);
    let alone = run.metric("waited_alone_longest_s").expect("somebody waited");
    assert!(alone <= run.metric("carried_wait_longest_s").expect("somebody waited"));
}

#[test]
fn an_evacuation_chair_is_made_ready_and_goes_faster() {
    let chair = "[school.nene-tereza.procedure]\ncarried_by = \"two adults with a chair\"\n";
    let (by_hand, on_chair) = (&BASE[0], with_variant("durres-school", chair, 1));
    let way_ms = |run: &Outcome| {
        let ways = run.records.people.iter().filter_map(|person| {
            let taken_up = person.taken_up_ms?;
            Some(person.exited_ms? - taken_up)
        });
        ways.reduce(Ms::min).expect("somebody is carried")
    };
    println!(
        "shortest way out of somebody carried: by hand {} ms, on a chair {} ms",
        way_ms(by_hand),
        way_ms(&on_chair)
    );
    assert!(way_ms(&on_chair) < way_ms(by_hand));
}

#[test]
fn nobody_follows_an_order_to_carry_who_leads_a_class_or_the_school() {
    let mut followed = 0;
    for run in BASE.iter() {
        let carry = run
            .records
            .actions
            .iter()
            .filter(|action| &*action.action == "carry");
        let alone = carry.filter(|action| action.source.starts_with("standing-order:"));
        for action in alone {
            assert_eq!(action.result, ActionResult::Applied, "{}: {action:?}", run.name);
            followed += 1;
        }
        let head = run.events_of("standing-order", "head-teacher");
        let carries = |entry: &&Entry| {
            let mut args = entry.args.iter();
            args.any(|(name, arg)| *name == "order" && format!("{arg:?}").contains("carry-down"))
        };
        assert_eq!(head.filter(carries).count(), 0, "{}", run.name);
    }
    assert!(followed > 0, "nobody carries");
}

/// In a small school somebody is hurt in each of these classes, and whoever sees it stays.
fn hurt_in(classes: &[u32], more: &str) -> String {
    let hurt = classes.iter().map(|class| {
        format!("  {{ action = \"incapacitate\", person = \"{class}A-05\", severity = \"2\" }},\n")
    });
    format!(
        "[variant]\nname = \"Hurt in class\"\n[inject.hurt]\nat = \"70 s\"\ndo = [\n{}]\n\
         [standing_order.stay]\nheld_by = \"every adult\"\nwhen = \"sees(injured)\"\ndo = [{{ action = \"wait-with\" }}]\n{more}",
        hurt.collect::<String>()
    )
}

#[test]
fn where_every_teacher_would_stay_one_takes_all_classes_out() {
    let run = with_variant("fire-drill", &hurt_in(&[1, 2, 3, 4, 5, 6], ""), 1);
    assert_eq!(
        run.events("waits-with").count(),
        5,
        "one is needed for the classes"
    );
    for entry in run.events("waits-with") {
        let own = entry
            .subject
            .as_deref()
            .expect("who")
            .replace("teacher-", "")
            .to_uppercase();
        let is_own =
            |(name, arg): &(&str, Arg)| *name == "whom" && *arg == Arg::Id(format!("{own}-05").into());
        assert!(
            entry.args.iter().any(is_own),
            "each stays with the own pupil: {entry:?}"
        );
    }
    let still_there = run.metric("inside_at_end").expect("counted");
    assert!(
        still_there <= 11.0,
        "{still_there}: six who are hurt and five who stay"
    );
}

#[test]
fn two_who_wait_and_are_ordered_to_carry_join_hands() {
    let order = "[channel.radio]\nkind = \"radio\"\nheld_by = [\"school-incident-commander\", \"teacher-one\", \"teacher-six\"]\n\
                 [position.teacher-one]\ntitle = { en = \"Teacher one\" }\nheld_by = \"teacher-1a\"\nreports_to = \"school-incident-commander\"\n\
                 [position.teacher-six]\ntitle = { en = \"Teacher six\" }\nheld_by = \"teacher-6a\"\nreports_to = \"school-incident-commander\"\n\
                 [decision.carry]\nposition = \"school-incident-commander\"\nat = \"200 s\"\ndecides_in = \"1 s\"\nchoose = \"send\"\n\
                 options.send = [{ action = \"carry\", positions = [\"teacher-one\", \"teacher-six\"], via = [\"radio\"], ack_within = \"20 s\", if_silent = \"ask-again\" }]\n";
    let run = with_variant("fire-drill", &hurt_in(&[1, 6], order), 1);
    assert_eq!(run.events("waits-with").count(), 2);
    for id in ["1A-05", "6A-05"] {
        assert!(run.person(id).assembled_ms.is_some(), "{id} is carried out");
    }
}

#[test]
fn a_class_whose_teacher_falls_is_taken_along() {
    let falls =
        (2..=6).map(|class| format!("  {{ action = \"incapacitate\", person = \"teacher-{class}a\" }},\n"));
    let variant = format!(
        "[variant]\nname = \"Teachers fall\"\n[inject.fall]\nat = \"80 s\"\ndo = [\n{}]\n",
        falls.collect::<String>()
    );
    let run = with_variant("fire-drill", &variant, 1);
    let mut left_behind = 0;
    for class in ["2A", "3A", "4A", "5A", "6A"] {
        assert_eq!(run.events_of("class-taken-over", class).count(), 1, "{class}");
        let sets_out_ms = first_of(&run, "class-sets-out", class);
        let sets_out_ms = sets_out_ms.unwrap_or_else(|| panic!("{class} stays behind"));
        // Some had set out before.
        left_behind += u32::from(sets_out_ms > 80_000);
    }
    assert!(left_behind >= 3, "only {left_behind} had not set out");
}

#[test]
fn a_class_does_not_set_out_when_one_of_it_is_carried_out_of_its_room() {
    // Nobody has told the class anything, and it stays.
    let variant = format!(
        "{HURT_IN_CLASS}[decision.leave-the-building]\nat_latest = \"20 min after mainshock\"\nwhen = \"after(mainshock) > '20 min'\"\n"
    );
    let run = with_variant("durres-school", &variant, 1);
    let out = run.person("5A-03").exited_ms.expect("carried out");
    let ordered = run
        .events("class-told-to-leave")
        .map(|entry| entry.time_ms)
        .min()
        .expect("told in the end");
    assert!(out < ordered, "{out} {ordered}");
    let sets_out = first_of(&run, "class-sets-out", "5A").expect("leaves in the end");
    assert!(sets_out >= ordered, "{sets_out} {ordered}");
}

#[test]
fn somebody_hurt_in_a_corridor_is_found_there() {
    let hurt = "[inject.hurt]\nat = \"460 s\"\ndo = [{ action = \"incapacitate\", person = \"9A-12\", severity = \"2\" }]\n";
    let mut in_corridors = 0;
    for seed in [1, 2, 3] {
        let run = with_variant("durres-school", hurt, seed);
        let lies = run.events_of("person-hurt", "9A-12").next().expect("hurt");
        let found = run.events_of("person-found", "9A-12").next().expect("found");
        assert_eq!(found.place, lies.place, "seed {seed}");
        in_corridors += u32::from(
            lies.place
                .as_deref()
                .is_some_and(|place| place.starts_with("corridor")),
        );
    }
    assert!(in_corridors > 0, "9A-12 is hurt elsewhere");
}

/// How many bearers are called away in a run, each after two minutes at the earliest.
fn called_away(run: &Outcome) -> usize {
    for rests in run.events("carrying-rests") {
        let who = rests.subject.as_deref().expect("who");
        let goes = run
            .events_of("goes-to-carry", who)
            .filter(|entry| entry.time_ms < rests.time_ms);
        let goes_ms = goes.map(|entry| entry.time_ms).max().expect("went before");
        let stood_ms = rests.time_ms - goes_ms;
        assert!(
            stood_ms >= 120_000,
            "{}: {who} {goes_ms} {}",
            run.name,
            rests.time_ms
        );
    }
    run.events("carrying-rests").count()
}

#[test]
fn who_stands_alone_waits_two_minutes_before_doing_something_else() {
    // One warden alone carries of their own accord, and is sent to search while they stand there.
    let alone = "[standing_order.carry-down]\nheld_by = \"floor-warden-1\"\n[decision.carry-the-hurt]\nat = \"50 min\"\n";
    let by_script = [1, 5].map(|seed| called_away(&with_variant("durres-school", alone, seed)));
    let in_all: usize = all().map(called_away).sum();
    println!("bearers called away: {in_all} in all runs, {by_script:?} where one is alone");
    assert!(
        by_script.iter().all(|count| *count > 0),
        "nobody stands alone: {by_script:?}"
    );
}

#[test]
fn whoever_cannot_go_down_waits_in_the_refuge_that_the_plan_draws() {
    let copy = tempfile::tempdir().expect("a folder");
    common::copy(&common::shipped("durres-school"), copy.path());
    let path = copy.path().join("plan.geojson");
    let plan = fs::read_to_string(&path).expect("a plan");
    let office = "\"kind\": \"office\", \"id\": \"counsellor-office\"";
    let refuge = "\"kind\": \"refuge\", \"id\": \"counsellor-office\"";
    assert!(plan.contains(office));
    fs::write(&path, plan.replace(office, refuge)).expect("written");
    let run = Outcome::of(&common::load(copy.path(), None, &[]), 1);
    let school = &run.scenario.school;
    let mut in_refuge = 0;
    for waits in run.events("waits-to-be-carried") {
        let who = waits.subject.as_deref().expect("who");
        let person = school
            .people
            .iter()
            .find(|person| person.id == who)
            .expect("at school");
        let began_at = &school.plan.levels[school.plan.spaces[person.space].level.0 as usize];
        let place = waits.place.as_deref().expect("where");
        // The second floor has a refuge, the first has none.
        let expected = if began_at.elevation_m > 5.0 {
            "counsellor-office"
        } else {
            "stairwell"
        };
        assert!(place.starts_with(expected), "{who} waits in {place}");
        if place == "counsellor-office" {
            in_refuge += 1;
            let told = run.person(who);
            assert!(told.assembled_ms.is_some(), "{who} is brought out of the refuge");
        }
    }
    assert!(in_refuge > 0, "nobody waits in the refuge");
}

#[test]
fn pupils_whose_teacher_falls_tell_the_teacher_who_takes_them_over() {
    let falls = "[inject.fall]\nat = \"380 s\"\n\
                 do = [{ action = \"incapacitate\", person = \"teacher-4a\", severity = \"2\" }]\n";
    let run = with_variant("durres-school", falls, 1);
    let taken_over = first_of(&run, "class-taken-over", "4A").expect("by the next teacher");
    let knows = run
        .events_of("picture-changes", COMMANDER)
        .find(|entry| entry.signal == Some(Signal::Injured) && holds(entry.value.as_ref(), "teacher-4a"));
    let knows_ms = knows.expect("it is reported").time_ms;
    assert!(
        (taken_over..taken_over + 120_000).contains(&knows_ms),
        "{taken_over} {knows_ms}"
    );
    // What pupils say is not what somebody saw: the teacher has still to be found.
    let found_ms = run.person("teacher-4a").found_ms.expect("found in the end");
    assert!(knows_ms < found_ms, "{knows_ms} {found_ms}");
}

#[test]
fn pupils_tell_their_teacher_of_a_classmate_who_falls_behind_the_teacher_s_back() {
    // The teacher of 4A is out of the door, some of the class are still in the room.
    let falls = "[inject.fall]\nat = \"412 s\"\n\
                 do = [{ action = \"incapacitate\", person = \"4A-19\", severity = \"2\" }]\n";
    let run = with_variant("durres-school", falls, 1);
    let learns = |event, who| {
        let mut entries = run.events_of("picture-changes", who);
        let entry = entries.find(|entry| entry.signal == Some(event) && holds(entry.value.as_ref(), "4A-19"));
        entry.unwrap_or_else(|| panic!("{who} learns it")).time_ms
    };
    let knows_ms = learns(Signal::Injured, COMMANDER);
    let missed_ms = learns(Signal::Missing, COMMANDER);
    let goes_to_carry = run.events("goes-to-carry").find(|entry| whom(entry) == "4A-19");
    let sent_ms = goes_to_carry.expect("somebody is sent").time_ms;
    let found_ms = first_of(&run, "person-found", "4A-19").expect("is found");
    println!("known {knows_ms}, sent {sent_ms}, found {found_ms}, missed at the roll call {missed_ms}");
    assert!(
        knows_ms < sent_ms && sent_ms < missed_ms,
        "nobody waits for the roll call"
    );
    assert!(sent_ms < found_ms, "what pupils say is not what somebody saw");
}

#[test]
fn whoever_is_in_danger_of_life_is_carried_before_others_who_are_nearer() {
    let falls = |severity: u8| {
        format!(
            "[inject.fall]\nat = \"335 s\"\ndo = [\
             {{ action = \"incapacitate\", person = \"4A-19\", severity = \"2\" }},\
             {{ action = \"incapacitate\", person = \"9A-10\", severity = \"{severity}\" }}]\n"
        )
    };
    let first = |severity| {
        let run = with_variant("durres-school", &falls(severity), 1);
        let first = run.events("goes-to-carry").next().expect("somebody goes");
        whom(first).to_owned()
    };
    assert_eq!([first(2), first(3)], ["4A-19", "9A-10"]);
}

/// The teacher of 1A has a position of their own, and a standing order.
fn helper(when: &str, act: &str) -> String {
    format!(
        "[position.helper]\ntitle = {{ en = \"Helper\" }}\nheld_by = \"teacher-1a\"\n\
         reports_to = \"school-incident-commander\"\n\
         [standing_order.go]\nheld_by = \"helper\"\nwhen = \"after(mainshock) > '{when}'\"\ndo = [{act}]\n"
    )
}

#[test]
fn nobody_tells_of_a_teacher_who_falls_away_from_the_class() {
    // The class is in the yard when its teacher, who has gone back to sweep a floor, falls there.
    let sweeps = helper(
        "600 s",
        "{ action = \"sweep\", level = \"floor-2\", position = \"helper\" }",
    );
    let falls = "[inject.fall]\nat = \"1100 s\"\n\
                 do = [{ action = \"incapacitate\", person = \"teacher-1a\", severity = \"2\" }]\n";
    let run = with_variant("durres-school", &format!("{sweeps}{falls}"), 1);
    let lies = run.events_of("person-hurt", "teacher-1a").next().expect("falls");
    assert_ne!(lies.place.as_deref(), Some("yard"), "still with the class");
    let knows = run
        .events_of("picture-changes", COMMANDER)
        .find(|entry| entry.signal == Some(Signal::Injured) && holds(entry.value.as_ref(), "teacher-1a"));
    let found_ms = first_of(&run, "person-found", "teacher-1a");
    println!("lies in {:?}, found at {found_ms:?}", lies.place);
    if let Some(knows) = knows {
        assert!(
            found_ms.is_some_and(|found_ms| found_ms <= knows.time_ms),
            "{knows:?}"
        );
    }
}

#[test]
fn a_teacher_who_waits_for_the_class_goes_when_sent_elsewhere() {
    for after_s in [136, 140, 144, 148, 152, 156] {
        let stands = "{ action = \"stand-at\", place = \"exit-main\", position = \"helper\" }";
        let run = with_variant("durres-school", &helper(&format!("{after_s} s"), stands), 1);
        let goes_ms = first_of(&run, "goes-to-stand", "teacher-1a").expect("is sent");
        let stands_ms = first_of(&run, "stands-at", "teacher-1a").expect("comes there");
        println!("goes at {goes_ms} ms, stands there at {stands_ms} ms");
    }
}

#[test]
fn whoever_is_hurt_while_everybody_sits_still_is_seen_at_once() {
    let falls = "[inject.fall]\nat = \"30 s\"\n\
                 do = [{ action = \"incapacitate\", person = \"3A-05\", severity = \"3\" }]\n";
    let run = with_variant("fire-drill", falls, 1);
    let found = run.events_of("person-found", "3A-05").next();
    let found_ms = found.expect("the teacher is in the room").time_ms;
    assert!((30_000..32_000).contains(&found_ms), "{found_ms}");
}

/// Two wardens are told to carry before anybody waits, and nobody carries of their own accord.
#[test]
fn an_order_to_carry_that_comes_early_is_kept() {
    let early = "remove = [\"standing_order.carry-down\"]\n[decision.carry-early]\nposition = \"school-incident-commander\"\n\
        at = \"2 min\"\ndecides_in = \"1 s\"\nchoose = \"go\"\n\
        options.go = [{ action = \"carry\", positions = [\"floor-warden-1\", \"floor-warden-2\"], via = [\"radio\"] }]\n";
    let head = "[variant]\nname = \"Early\"\n";
    let run = with_variant("durres-school", &format!("{head}{early}"), 1);
    let waits_ms = run.first_ms("waits-to-be-carried");
    let goes = run
        .events("goes-to-carry")
        .next()
        .expect("they go when somebody waits");
    assert!(
        (waits_ms..waits_ms + 60_000).contains(&goes.time_ms),
        "{waits_ms} {}",
        goes.time_ms
    );
}
