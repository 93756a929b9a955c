//! Command: who may decide what, what they know, what they say to each other, and what follows.
//!
//! `truth → cues → senses → messages → pictures → triggers → decisions → actions`. Nobody here reads the truth to
//! act on it: the truth appears only in `watch`'s `TruthView`, for injects, for the timing of decisions judged
//! as ideal, and for `true_since_s` in the debrief.

mod act;
mod action;
mod arrivals;
mod briefing;
mod channel;
mod deciding;
pub mod decisions;
mod injects;
mod learning;
pub mod mail;
mod organisation;
mod picture;
mod post;
mod receive;
mod replay;
mod scene;
mod senses;
mod silence;
mod standing;
mod takeover;
mod tally;
pub mod trigger;
mod watch;
mod waters;

use bevy_ecs::prelude::*;

pub use action::{
    ActionLog, ActionOutcome, ActionRecord, Actor, Source, Submission, Submissions, source_name,
};
pub use decisions::{DecisionLife, Decisions};
pub use mail::{Delivery, Mailbox, Message, MessageKind, Outcome};
pub use organisation::{Organisation, Party, party_name};
pub use picture::{Fact, HeldFact, Picture, Pictures};
pub use replay::{LoggedAction, Replay, ReplayError};
pub use tally::Tally;

use crate::people::CarriedOut;
use crate::sim::{Agenda, Clock, Given, Phase, Tick, changed, due, told, when};
use crate::valley::{GaugeRead, PatrolTells, ResidentCalls};

/// Puts the room into the simulation.
pub fn install(world: &mut World, tick: &mut Tick, given: &Given) {
    let decisions = {
        let mut agenda = world.resource_mut::<Agenda>();
        Decisions::new(given, &mut agenda)
    };
    let injects = {
        let mut agenda = world.resource_mut::<Agenda>();
        injects::InjectWatches::new(given, &mut agenda)
    };
    if let Some(replay) = world.get_resource::<Replay>().cloned() {
        replay.schedule(&mut world.resource_mut::<Agenda>());
    }
    world.insert_resource(decisions);
    world.insert_resource(injects);
    world.insert_resource(Organisation::new(given));
    world.insert_resource(Pictures(vec![Picture::default(); given.command.positions.len()]));
    world.insert_resource(senses::Senses::new(given.school.people.len()));
    world.insert_resource(standing::PositionWatches::new(&given.standing_orders));
    world.insert_resource(standing::PersonEdges::new(&given.standing_orders));
    world.init_resource::<receive::LastOrders>();
    world.init_resource::<scene::Seeking>();
    world.init_resource::<Mailbox>();
    world.init_resource::<Submissions>();
    world.init_resource::<ActionLog>();
    world.init_resource::<Tally>();

    tick.phase(Phase::Inject).always(injects::bring_in).on(
        [
            told::<GaugeRead>(),
            told::<ResidentCalls>(),
            told::<PatrolTells>(),
        ],
        waters::pass_on,
    );
    tick.phase(Phase::Command)
        .on([due(takeover::TAKES_OVER)], takeover::take_over)
        .on([when(scene::somebody_has_come)], scene::come_on_scene)
        .always(senses::sense)
        .on([told::<CarriedOut>()], note_carried_out)
        .on([due(post::ARRIVES), due(post::ANSWERED)], arrivals::arrive)
        .on(
            [when(|world| !world.resource::<Mailbox>().handovers.is_empty())],
            briefing::change_command,
        )
        .on([due(post::ACKNOWLEDGED)], silence::note_acknowledgements)
        .on([due(silence::FINDS), due(post::SILENCE)], silence::follow_up)
        .always(takeover::notice_vacancies)
        .on(
            [
                changed::<Pictures>(),
                changed::<Organisation>(),
                told::<CarriedOut>(),
            ],
            tally::add_up,
        )
        .always(standing::follow_standing_orders)
        .always(deciding::judge)
        .on([due(deciding::MADE)], deciding::make);
    tick.phase(Phase::Act)
        .on([when(act::something_is_submitted)], act::apply)
        .on(
            [when(|world| !world.resource::<Mailbox>().outbox.is_empty())],
            post::send,
        );
}

/// Somebody has begun to do what a message told them.
fn note_carried_out(
    mut carried_out: MessageReader<CarriedOut>,
    clock: Res<Clock>,
    mut mailbox: ResMut<Mailbox>,
    mut decisions: ResMut<Decisions>,
) {
    for CarriedOut { delivery } in carried_out.read() {
        let delivery = *delivery as usize;
        mailbox.deliveries[delivery].end_as(Outcome::CarriedOut);
        if let Some(old) = mailbox.deliveries[delivery].replaces {
            mailbox.deliveries[old].end_as(Outcome::Superseded);
        }
        if let Some(decision) = mailbox.messages[mailbox.deliveries[delivery].message].decision {
            decisions.effective(decision, clock.now_ms);
        }
    }
}
