//! Inspecting the building: somebody who may, on the scene, takes a while and finds what it allows.

use std::collections::BTreeSet;

use bevy_ecs::prelude::*;

use crate::pedestrian::Portal;
use crate::people::{CarriedOut, Locate};
use crate::places::{Site, Stair};
use crate::scenario::model::PositionIx;
use crate::sim::{Agenda, Chance, Clock, Detail, Due, Given, HappeningId, Log, Phase, Truth, stable_id};
use crate::vocabulary::{Signal, SubjectIx, USABILITY, Value};

/// An inspection is over.
pub(super) const INSPECTED: &str = "inspected";

/// Somebody is to inspect the building.
#[derive(Message, Debug, Clone, Copy)]
pub struct Inspect {
    /// The position that inspects.
    pub position: PositionIx,
    /// Who holds it; none for the officer of a crew.
    pub person: Option<u32>,
    /// The delivery of the order.
    pub delivery: u32,
    /// The order's entry in the log.
    pub cause: HappeningId,
}

/// Somebody has inspected the building.
#[derive(Message, Debug, Clone, Copy)]
pub struct Inspected {
    /// The position that did.
    pub position: PositionIx,
    /// What was found: a step of [`USABILITY`].
    pub finding: u8,
    /// Its entry in the log.
    pub cause: HappeningId,
}

/// Every inspection so far, in the order in which they began.
#[derive(Resource, Debug, Default)]
pub(super) struct Inspections(Vec<Inspect>);

/// Begins inspections. How long each takes is drawn.
pub(super) fn begin_inspections(
    mut asked: MessageReader<Inspect>,
    given: Res<Given>,
    clock: Res<Clock>,
    chance: Res<Chance>,
    mut begun: ResMut<Inspections>,
    mut agenda: ResMut<Agenda>,
    mut log: ResMut<Log>,
    mut carried_out: MessageWriter<CarriedOut>,
) {
    for order in asked.read() {
        let inspector = &given.command.positions[order.position];
        let begins = log.note(clock.now_ms, "inspection-begins");
        let cause = begins
            .because(Some(order.cause))
            .about(inspector.subject)
            .at(Some(given.school.subject))
            .done();
        carried_out.write(CarriedOut {
            delivery: order.delivery,
        });
        let earlier = begun.0.iter().filter(|other| other.position == order.position);
        let draw = chance.draw("inspects", stable_id(&inspector.id), earlier.count() as u64);
        let at_ms = clock.now_ms + draw.duration_ms(given.school.procedure.inspection);
        agenda.at(at_ms, Phase::Respond, INSPECTED, begun.0.len() as u32, 0);
        begun.0.push(Inspect { cause, ..*order });
    }
}

/// Ends inspections. Whoever has come to grief meanwhile finds nothing.
pub(super) fn end_inspections(
    due: Res<Due>,
    given: Res<Given>,
    clock: Res<Clock>,
    locate: Locate,
    begun: Res<Inspections>,
    truth: Res<Truth>,
    mut log: ResMut<Log>,
    mut inspected: MessageWriter<Inspected>,
) {
    let school = given.school.subject;
    for wake in due.of(INSPECTED) {
        let inspection = &begun.0[wake.id as usize];
        let is_fit = inspection.person.is_none_or(|person| locate.can_act(person));
        let event = if is_fit {
            "inspection-ends"
        } else {
            "inspection-breaks-off"
        };
        let note = log.note(clock.now_ms, event).because(Some(inspection.cause));
        let note = note
            .about(given.command.positions[inspection.position].subject)
            .at(Some(school));
        let found = truth.get(Signal::Usability, school).filter(|_| is_fit);
        let Some((&Value::Ordinal(finding), _)) = found else {
            note.done();
            continue;
        };
        let word = USABILITY.get(usize::from(finding)).copied().unwrap_or("");
        let barred = barred_stairs(locate.site());
        let cause = note
            .value(Signal::Usability, Value::Ordinal(finding))
            .text("finding", word)
            .with("barred", Detail::Count(barred.len() as i64))
            .with("stairs", Detail::People(barred))
            .done();
        inspected.write(Inspected {
            position: inspection.position,
            finding,
            cause,
        });
    }
}

/// Stairs of which a flight can no longer be passed.
fn barred_stairs(site: &Site) -> BTreeSet<SubjectIx> {
    let is_barred = |stair: &&Stair| {
        let mut flights = stair.flights.iter();
        flights.any(|flight| site.closed.contains(&Portal::Flight(*flight)))
    };
    site.stairs
        .iter()
        .filter(is_barred)
        .map(|stair| stair.subject)
        .collect()
}
