//! Rows about what was known at the ends of modules, and is known now.

use bevy_ecs::prelude::*;

use super::Names;
use crate::command::party_name;
use crate::record::{self, EntryId, Id};
use crate::scenario::model::PositionIx;
use crate::sim::{Given, HappeningId};
use crate::simulation::pictures::{AtModuleEnds, Known, known_now};

pub(super) fn pictures(world: &World, names: &Names, entries: &[EntryId]) -> Vec<record::Picture> {
    let modules = &names.scenario.material.modules;
    let known = &world.resource::<AtModuleEnds>().known;
    let rows = known.iter().map(|known| {
        let entry = known.entry.map(|HappeningId(entry)| entries[entry as usize]);
        row(known, modules[known.module].id.as_str().into(), entry, names)
    });
    rows.collect()
}

/// What a position knows now: the module and the entries of the timeline are left open.
pub(in crate::simulation) fn picture(world: &World, position: PositionIx) -> Vec<record::Picture> {
    let given = world.resource::<Given>().clone();
    let names = Names::new(&given);
    let known = known_now(world, position);
    known
        .iter()
        .map(|known| row(known, "".into(), None, &names))
        .collect()
}

fn row(known: &Known, module: Id, entry: Option<EntryId>, names: &Names) -> record::Picture {
    let scenario = names.scenario;
    let value = |value: &Option<_>| value.as_ref().map(|value| names.value(known.topic.signal, value));
    record::Picture {
        module,
        position: scenario.command.positions[known.position].id.as_str().into(),
        about: known.topic.name(&scenario.subjects).into(),
        kind: known.kind,
        rank: known.rank,
        value: value(&known.value),
        truth: value(&known.truth),
        observed_ms: known.observed.as_ref().map(|(observed_ms, _)| *observed_ms),
        observed_by: known
            .observed
            .as_ref()
            .map(|(_, observer)| party_name(observer, scenario).into()),
        received_ms: known.received_ms,
        asked_ms: known.asked_ms,
        entry,
    }
}
