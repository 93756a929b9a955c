//! Who is out of earshot of an alarm.

use crate::diagnostic::Diagnostic;
use crate::scenario::format::context::Context;
use crate::scenario::model::{ActionCall, ChannelKind, ClassSpec, DecisionSpec, Holder, PersonIx, Scenario};
use crate::scenario::plan::LEVEL_FACTOR;
use crate::vocabulary::ActionKind;

/// Classes that an alarm does not reach from where whoever sounds it begins: they would stay, or leave only when they
/// see others go.
pub(super) fn alarms(scenario: &Scenario, context: &mut Context<'_>) {
    for decision in &scenario.decisions {
        let calls = decision.options.iter().flat_map(|option| &option.actions);
        for call in calls.filter(|call| call.spec.kind == ActionKind::SoundAlarm) {
            context.diagnostics.extend(unheard(scenario, decision, call));
        }
    }
}

fn unheard(scenario: &Scenario, decision: &DecisionSpec, call: &ActionCall) -> Option<Diagnostic> {
    let channels = call
        .channels()
        .iter()
        .map(|channel| &scenario.command.channels[*channel]);
    let reaches_m: Option<Vec<f64>> = channels.map(|channel| channel.reach_m).collect();
    let sends = call.word("if_silent") == Some("send-runner") && call.duration("ack_within").is_some();
    let mut kinds = scenario.command.channels.iter().map(|channel| channel.kind);
    if sends && kinds.any(|kind| kind == ChannelKind::Runner) {
        return None;
    }
    // A channel without a limit reaches everybody.
    let reach_m = reaches_m?.into_iter().max_by(f64::total_cmp)?;
    let school = &scenario.school;
    let position = scenario.command.positions.get(decision.position)?;
    let Holder::Person(sounds) = position.holder else {
        return None;
    };
    let place = |person: PersonIx| {
        let spec = &school.people[person];
        (school.plan.spaces[spec.space].level, spec.at)
    };
    let hears = |class: &ClassSpec| class.teacher.or(class.members.first().copied());
    let away_m = |class: &ClassSpec| Some(school.plan.earshot_m(place(sounds), place(hears(class)?)));
    let beyond = school.classes.iter().filter_map(|class| {
        let away_m = away_m(class).filter(|away_m| *away_m > reach_m)?;
        Some(format!("{} ({:.0} m)", class.id, away_m.ceil()))
    });
    let beyond: Vec<String> = beyond.collect();
    if beyond.is_empty() {
        return None;
    }
    let message = format!(
        "the alarm carries {reach_m} m from where `{}` begins, and does not reach: {}",
        position.id,
        beyond.join(", ")
    );
    let help = format!(
        "a metre up or down counts like {LEVEL_FACTOR}; raise `reach_m` if it is heard there, add a channel to `via`, or let \
         `if_silent` send a runner"
    );
    let problem = Diagnostic::warning("out-of-earshot", decision.span, message);
    Some(problem.help(help))
}
