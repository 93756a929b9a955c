//! What shaking does, also by two earthquakes at once.

use crate::outcomes::{Outcome, with_variant};

/// An aftershock of extensive damage while nothing else happens; and one more.
fn shocks(second: &str) -> Outcome {
    let strong = "[hazard.strong]\nkind = \"earthquake\"\nat = \"500 s\"\nmagnitude_mw = 5.4\n\
                  intensity_ems98 = 7\nshakes_for = \"5 s\"\ndamage = \"extensive\"\n";
    with_variant("durres-school", &format!("{strong}{second}"), 1)
}

/// Cues that appear at the school after the first shaking is over.
fn cues(run: &Outcome) -> usize {
    let appear = run.events("cue-appears");
    appear.filter(|entry| entry.time_ms > 490_000).count()
}

#[test]
fn an_earthquake_that_ends_while_another_goes_on_does_its_damage_all_the_same() {
    let weak = "[hazard.weak]\nkind = \"earthquake\"\nat = \"503 s\"\nmagnitude_mw = 3.0\n\
                intensity_ems98 = 3\nshakes_for = \"10 s\"\ndamage = \"none\"\n";
    let (alone, together) = (shocks(""), shocks(weak));
    println!(
        "cues: {} by one, {} by two at once",
        cues(&alone),
        cues(&together)
    );
    assert!(cues(&alone) > 0);
    assert_eq!(cues(&alone), cues(&together));
}
