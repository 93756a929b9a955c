//! What will come of an order or request: whether it is refused, whom it passes over, whether it is heard.

use crate::diagnostic::Diagnostic;
use crate::scenario::document::shape::quoted;
use crate::scenario::document::view::{Leaf, View};
use crate::scenario::format::context::Context;
use crate::scenario::model::{ChannelKind, ChannelSpec, DecisionSpec, Holder, PlaceKind, Scenario};
use crate::vocabulary::{ActionKind, Nature, SubjectIx, SubjectKind, action_spec};

/// What a position at the school orders without the authority for it will be refused: perhaps that is a slip. That
/// somebody outside tries to order what is not theirs is a story; nobody writes that by accident.
pub(super) fn authority(scenario: &Scenario, context: &mut Context<'_>) {
    for decision in &scenario.decisions {
        let Some(position) = scenario.command.positions.get(decision.position) else {
            continue;
        };
        if matches!(position.holder, Holder::Outside(_)) {
            continue;
        }
        let post = position.post.and_then(|post| scenario.command.posts.get(post));
        for call in decision.options.iter().flat_map(|option| &option.actions) {
            let (may, verb) = match call.spec.nature {
                Nature::Order => (post.map(|post| &post.may_order), "order"),
                Nature::Request => (post.map(|post| &post.may_request), "request"),
                Nature::World | Nature::Tell | Nature::Own => continue,
            };
            let name = call.spec.name;
            if may.is_some_and(|may| may.iter().any(|allowed| allowed == name)) {
                continue;
            }
            let message = format!("`{}` may not {verb} `{name}`: it will be refused", position.id);
            let problem = Diagnostic::warning("no-authority", decision.span, message);
            context.diagnostics.push(problem.help(match post {
                Some(post) => format!("add it to `may_{verb}` of `[post.{}]` if it should not", post.id),
                None => format!("give `[position.{}]` a `post` if it should not", position.id),
            }));
        }
    }
}

/// Nobody briefs themselves, or shares command with themselves or hands it over to themselves.
pub(super) fn briefs_itself(scenario: &Scenario, context: &mut Context<'_>) {
    for decision in &scenario.decisions {
        let Some(position) = scenario.command.positions.get(decision.position) else {
            continue;
        };
        for call in decision.options.iter().flat_map(|option| &option.actions) {
            let is_briefing = matches!(
                call.spec.kind,
                ActionKind::Brief | ActionKind::UnifyCommand | ActionKind::TransferCommand
            );
            let mut others = call
                .subject("position")
                .into_iter()
                .chain(call.subjects("to").iter().copied());
            if is_briefing && others.any(|other| other == position.subject) {
                let message = format!("`{}` does `{}` with itself", position.id, call.spec.name);
                let problem = Diagnostic::error("with-itself", decision.span, message);
                context
                    .diagnostics
                    .push(problem.help("name the position of whoever comes to help"));
            }
        }
    }
}

/// Whoever is outside the school does nothing with their own hands there: such an order comes to nothing.
pub(super) fn hands_outside(scenario: &Scenario, context: &mut Context<'_>) {
    let by_hand = |kind| {
        matches!(
            kind,
            ActionKind::Sweep
                | ActionKind::Search
                | ActionKind::StandAt
                | ActionKind::Carry
                | ActionKind::WaitWith
                | ActionKind::Open
                | ActionKind::Close
                | ActionKind::CountAgain
        )
    };
    let is_outside = |subject: SubjectIx| {
        let subject = scenario.subjects.get(subject);
        let position = scenario.command.positions.get(subject.index)?;
        let is_outside =
            subject.kind == SubjectKind::Position && matches!(position.holder, Holder::Outside(_));
        is_outside.then_some(position)
    };
    for decision in &scenario.decisions {
        let calls = decision.options.iter().flat_map(|option| &option.actions);
        for call in calls.filter(|call| by_hand(call.spec.kind)) {
            let one = call.subject("position");
            let named = one.into_iter().chain(call.subjects("positions").iter().copied());
            for position in named.filter_map(is_outside) {
                let message = format!(
                    "`{}` is not at the school: nothing comes of `{}`",
                    position.id, call.spec.name
                );
                let problem = Diagnostic::warning("not-at-the-school", decision.span, message);
                let help = "name a position that a person of the school holds, or the officer of a crew";
                context.diagnostics.push(problem.help(help));
            }
        }
    }
}

/// Where nobody lives nobody hears.
pub(super) fn nobody_lives_there(scenario: &Scenario, context: &mut Context<'_>) {
    for decision in &scenario.decisions {
        for call in decision.options.iter().flat_map(|option| &option.actions) {
            let places = call.subjects("places").iter();
            let places = places.filter_map(|place| scenario.places.get(scenario.subjects.get(*place).index));
            for place in places.filter(|place| !matches!(place.kind, PlaceKind::Settlement { .. })) {
                let message = format!(
                    "`{}` is no settlement: nobody there hears `{}`",
                    place.id, call.spec.name
                );
                let problem = Diagnostic::warning("nobody-lives-there", decision.span, message);
                context
                    .diagnostics
                    .push(problem.help("name places with `kind = \"settlement\"`"));
            }
        }
    }
}

/// A post that must be asked first and that nobody holds is not asked: the decision is carried out at once.
pub(super) fn consultations(scenario: &Scenario, root: View<'_>, context: &mut Context<'_>) {
    let positions = &scenario.command.positions;
    let posts = &scenario.command.posts;
    let held = |id: &str| {
        let holds = |post: usize| posts.get(post).is_some_and(|post| post.id == id);
        positions.iter().any(|position| position.post.is_some_and(holds))
    };
    for view in root.tables("post") {
        for (action, _, asked) in view.keyed("must_consult") {
            for vacant in asked.items().iter().filter(|leaf| !held(leaf.text())) {
                let decides = |decision: &&DecisionSpec| {
                    let position = positions.get(decision.position);
                    let post = position.and_then(|position| posts.get(position.post?));
                    post.is_some_and(|post| post.id == view.id()) && orders(decision, action)
                };
                for decision in scenario.decisions.iter().filter(decides) {
                    let vacant_post = vacant.text();
                    let message = format!(
                        "before `{action}`, `{}` must consult the post `{vacant_post}`, and nobody holds it: nobody \
                         will be asked",
                        positions[decision.position].id
                    );
                    let help = format!(
                        "give a position `post = \"{vacant_post}\"`, or change `must_consult` of `[post.{}]`",
                        view.id()
                    );
                    let problem = Diagnostic::warning("nobody-to-consult", decision.span, message).help(help);
                    context
                        .diagnostics
                        .push(problem.related(vacant.span(), "must be consulted"));
                }
            }
        }
    }
}

/// Whether an option of a decision holds an action of this name.
fn orders(decision: &DecisionSpec, action: &str) -> bool {
    let mut calls = decision.options.iter().flat_map(|option| &option.actions);
    calls.any(|call| call.spec.name == action)
}

/// Words that are sent only by what carries none will reach nobody.
pub(super) fn words(scenario: &Scenario, root: View<'_>, context: &mut Context<'_>) {
    let channels = &scenario.command.channels;
    let decided = root.tables("decision").into_iter().flat_map(|view| {
        let options = view.keyed("options").into_iter();
        options.flat_map(|(_, _, option)| option.actions())
    });
    let standing = root.tables("standing_order");
    let standing = standing.into_iter().flat_map(|view| view.tables("do"));
    for action in decided.chain(standing) {
        context.diagnostics.extend(without_words(action, channels));
        context.diagnostics.extend(without_a_runner(action, channels));
    }
}

/// Where nobody runs, nobody is sent to whoever stays silent.
fn without_a_runner(action: View<'_>, channels: &[ChannelSpec]) -> Option<Diagnostic> {
    let sends = runner_after_silence(action)?;
    if channels.iter().any(|channel| channel.kind == ChannelKind::Runner) {
        return None;
    }
    let message = "nobody can be sent: the scenario has no channel of kind `runner`";
    let help = "add one (`[channel.runner]` with `kind = \"runner\"`), or write `if_silent = \"ask-again\"`";
    Some(Diagnostic::warning("no-runner", sends.span(), message).help(help))
}

/// Where an action says that whoever stays silent is sent a runner.
fn runner_after_silence(action: View<'_>) -> Option<Leaf<'_>> {
    let spec = action_spec(action.kind())?;
    let takes = spec.arguments.iter().any(|argument| argument.key == "if_silent");
    let leaf = takes.then(|| action.get("if_silent")).flatten();
    leaf.filter(|leaf| leaf.text() == "send-runner")
}

fn without_words(action: View<'_>, channels: &[ChannelSpec]) -> Option<Diagnostic> {
    let spec = action_spec(action.kind())?;
    let takes = |key: &str| spec.arguments.iter().any(|argument| argument.key == key);
    // What is opened without a position is opened by itself, without a word.
    let is_said = takes("via")
        && spec.kind != ActionKind::SoundAlarm
        && (spec.kind != ActionKind::Open || action.has("position"));
    if !is_said {
        return None;
    }
    let via = action.list("via");
    let kind = |id: &str| channels.iter().find(|channel| channel.id == id).map(|c| c.kind);
    let carries = |id: &str| kind(id).is_none_or(ChannelKind::carries_words);
    if via.is_empty() || via.iter().any(|leaf| carries(leaf.text())) {
        return None;
    }
    // Whoever stays silent is told by a runner in the end.
    let told_later = runner_after_silence(action).is_some()
        && action.has("ack_within")
        && channels.iter().any(|channel| channel.kind == ChannelKind::Runner);
    if told_later {
        return None;
    }
    let message = format!(
        "`{}` is sent by {} alone, which is heard as the alarm and carries no words: nobody will hear this",
        spec.name,
        quoted(via.iter().map(Leaf::text))
    );
    let help =
        "ring it with `sound-alarm`, or add a channel that carries words (`voice`, `megaphone`, `runner` …)";
    Some(Diagnostic::warning("no-words", action.span_of("via"), message).help(help))
}
