//! What people do when orders, shaking and each other's needs come between: nobody does two things at a time.

use hotwash::record::Entry;

use crate::outcomes::{BASE, Outcome, all, base, with_variant};

/// A bell that everybody hears, and over it the word of the commander to stay and, a minute later, to leave.
fn with_orders(first: &str, first_at: &str, then: &str, then_at: &str) -> Outcome {
    let decision = |id: &str, action: &str, at: &str| {
        format!(
            "[decision.{id}]\nposition = \"school-incident-commander\"\nat = \"{at}\"\ndecides_in = \"1 s\"\n\
             choose = \"do\"\noptions.do = [{{ action = \"{action}\", school = \"small-school\", via = [\"loud\"] }}]\n"
        )
    };
    let variant = format!(
        "[variant]\nname = \"Orders\"\n[channel.loud]\nkind = \"public-address\"\nloss = 0\ndelay = \"1 s\"\n{}{}",
        decision("first-word", first, first_at),
        decision("second-word", then, then_at)
    );
    with_variant("fire-drill", &variant, 1)
}

fn of<'r>(run: &'r Outcome, event: &'static str) -> impl Iterator<Item = &'r Entry> {
    run.events(event)
}

#[test]
fn a_class_of_which_the_first_have_set_out_is_not_split_by_a_word_to_stay() {
    for stay in ["hold", "shelter"] {
        let run = with_orders(stay, "85 s", "evacuate", "140 s");
        assert_eq!(run.metric("inside_at_end"), Some(0.0), "{stay}");
        assert_eq!(run.metric("unaccounted_at_end"), Some(0.0), "{stay}");
        for sets_out in of(&run, "class-sets-out") {
            let told_to_stay = of(&run, "class-holds")
                .chain(of(&run, "class-shelters"))
                .find(|told| told.subject == sets_out.subject && told.time_ms > sets_out.time_ms);
            assert!(told_to_stay.is_none(), "{stay}: {told_to_stay:?}");
        }
    }
}

#[test]
fn a_class_that_has_not_set_out_stays_and_leaves_later() {
    let run = with_orders("hold", "30 s", "evacuate", "3 min");
    assert!(of(&run, "class-holds").next().is_some());
    assert_eq!(run.metric("inside_at_end"), Some(0.0));
}

/// The order to leave is half a minute on its way, the later one to stay a second.
#[test]
fn an_order_that_comes_after_a_newer_one_is_not_obeyed() {
    let decision = |id: &str, action: &str, via: &str, at: &str| {
        format!(
            "[decision.{id}]\nposition = \"school-incident-commander\"\nat = \"{at}\"\ndecides_in = \"1 s\"\n\
             choose = \"do\"\noptions.do = [{{ action = \"{action}\", school = \"small-school\", via = [\"{via}\"] }}]\n"
        )
    };
    let channel = |id: &str, delay: &str| {
        format!("[channel.{id}]\nkind = \"public-address\"\nloss = 0\ndelay = \"{delay}\"\n")
    };
    let variant = format!(
        "[variant]\nname = \"Late\"\n{}{}{}{}",
        channel("slow", "30 s"),
        channel("loud", "1 s"),
        decision("first-word", "evacuate", "slow", "5 s"),
        decision("second-word", "hold", "loud", "15 s")
    );
    let run = with_variant("fire-drill", &variant, 1);
    assert!(of(&run, "class-holds").next().is_some());
    let alarm_ms = 60_000;
    let leaves = of(&run, "class-told-to-leave").find(|entry| entry.time_ms < alarm_ms);
    assert!(leaves.is_none(), "{leaves:?}");
}

#[test]
fn no_roll_is_called_under_cover() {
    let mut broken_off = 0;
    for run in BASE.iter() {
        broken_off += of(run, "roll-call-breaks-off").count();
        for shaking in of(run, "shaking-begins").skip(1) {
            let ends_ms = of(run, "shaking-ends")
                .map(|e| e.time_ms)
                .find(|end| *end > shaking.time_ms);
            let ends_ms = ends_ms.expect("it ends");
            let called = of(run, "roll-call-begins")
                .filter(|e| (shaking.time_ms + 5_000..ends_ms).contains(&e.time_ms));
            assert_eq!(called.count(), 0, "{}", run.name);
        }
    }
    assert!(broken_off > 0, "no aftershock meets a roll call");
}

#[test]
fn whoever_searches_carries_first() {
    let mut seen = 0;
    for run in all() {
        for rests in of(run, "search-rests") {
            let goes =
                of(run, "goes-to-carry").find(|e| e.subject == rests.subject && e.time_ms == rests.time_ms);
            assert!(goes.is_some(), "{}: {rests:?}", run.name);
            seen += 1;
        }
    }
    assert!(seen > 0, "nobody is called away from a search");
}

#[test]
fn a_search_ends_only_after_it_has_begun() {
    for run in all() {
        for ends in of(run, "search-ends") {
            let begins =
                of(run, "search-begins").find(|e| e.subject == ends.subject && e.time_ms <= ends.time_ms);
            assert!(begins.is_some(), "{}: {ends:?}", run.name);
        }
    }
}

#[test]
fn whoever_holds_an_exit_goes_on_holding_it_when_told_to_leave() {
    for run in base() {
        for leaves in of(run, "leaves-post") {
            let again = of(run, "goes-to-stand").find(|e| {
                e.subject == leaves.subject && e.place == leaves.place && e.time_ms == leaves.time_ms
            });
            assert!(again.is_none(), "{}: {leaves:?}", run.name);
        }
    }
}

#[test]
fn whoever_stands_at_the_gate_to_the_end_has_gathered() {
    for run in BASE.iter() {
        assert!(run.metric("all_assembled_s").is_some(), "{}", run.name);
    }
}

#[test]
fn nobody_goes_home_before_the_second_count() {
    for run in BASE.iter() {
        let decided = |decision: &str| {
            let taken = run
                .records
                .decisions
                .iter()
                .find(|taken| &*taken.decision == decision);
            taken.and_then(|taken| taken.decided_ms)
        };
        if let Some(release_ms) = decided("let-pupils-go") {
            let again_ms = decided("count-again").expect("they are counted again");
            assert!(release_ms >= again_ms + 240_000, "{}", run.name);
        }
    }
}

#[test]
fn an_order_to_stay_that_comes_too_late_is_said_to() {
    let hold = "[decision.too-late]\nposition = \"school-incident-commander\"\nat = \"140 s\"\n\
                decides_in = { median = \"1 s\", p90 = \"2 s\" }\nchoose = \"stay\"\n\
                options.stay = [{ action = \"hold\", school = \"small-school\", via = [\"voice\"] }]\n";
    let run = with_variant("fire-drill", hold, 1);
    let goes_on = run.events("class-goes-on").count();
    println!("{goes_on} classes go on");
    assert!(goes_on > 0);
    assert_eq!(run.metric("inside_at_end"), Some(0.0));
}
