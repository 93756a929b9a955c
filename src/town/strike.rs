//! When the shaking ends, what it has done stands: buildings, people, fires, services, streets.

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::rubble::{DIES, UnderRubble};
use super::{Damage, Residents, Town};
use crate::hazard::earthquake::impact::{Blow, Tally};
use crate::hazard::earthquake::{ShockOver, Shocks, Struck};
use crate::places::{Change, ChangePlace};
use crate::scenario::model::{FacilityKind, TownSpec};
use crate::sim::{Agenda, Clock, Detail, Given, HappeningId, Log, Phase, Truth};
use crate::vocabulary::{Ms, Signal, SubjectIx, Value};

/// What striking needs.
#[derive(SystemParam)]
pub(super) struct Striking<'w, 's> {
    given: Res<'w, Given>,
    clock: Res<'w, Clock>,
    shocks: Res<'w, Shocks>,
    struck: Res<'w, Struck>,
    town: ResMut<'w, Town>,
    groups: Query<'w, 's, (&'static mut Damage, &'static mut Residents)>,
    agenda: ResMut<'w, Agenda>,
    truth: ResMut<'w, Truth>,
    log: ResMut<'w, Log>,
    changes: MessageWriter<'w, ChangePlace>,
    commands: Commands<'w, 's>,
}

/// Carries out what each computed shock has done.
pub(super) fn strike(mut over: MessageReader<ShockOver>, mut striking: Striking) {
    let given = striking.given.clone();
    let Some(spec) = &given.town else { return };
    for over in over.read() {
        if let Some(shock) = striking.shocks.0[over.shock].computed {
            striking.shock(spec, shock, over.cause);
        }
    }
    striking
        .town
        .tell(spec, striking.clock.now_ms, &mut striking.truth);
}

impl Striking<'_, '_> {
    fn shock(&mut self, spec: &TownSpec, shock: usize, cause: HappeningId) {
        // What stands at the end of a shock stands until a later one, whichever of the two ends last.
        let is_latest = shock >= self.town.latest;
        self.town.latest = self.town.latest.max(shock);
        self.break_buildings(spec, shock, is_latest, cause);
        self.bury(shock, cause);
        if is_latest {
            self.lose_services(spec, shock, cause);
        }
        self.block_streets(spec, shock, cause);
    }

    /// Buildings and the people in them, and fires.
    fn break_buildings(&mut self, spec: &TownSpec, shock: usize, is_latest: bool, cause: HappeningId) {
        let now_ms = self.clock.now_ms;
        let mut by_municipality = vec![Tally::default(); self.town.sums.len()];
        let blows = self.struck.impact.blows.iter();
        for blow in blows.filter(|blow| blow.shock as usize == shock) {
            take_blow(blow, &self.town, &mut self.groups);
            by_municipality[spec.groups[blow.group as usize].municipality as usize] += blow.tally;
        }
        let after = &self.struck.impact.shocks[shock].tallies;
        for (municipality, (struck, after)) in by_municipality.iter().zip(after).enumerate() {
            let subject = self.town.municipalities[municipality];
            self.town.add(municipality, struck, after, is_latest);
            note_municipality(&mut self.log, now_ms, cause, subject, struck, after);
            if after.fires > 0.0 {
                let note = self
                    .log
                    .note(now_ms, "fires-break-out")
                    .because(Some(cause))
                    .about(subject);
                note.with("fires", Detail::Count(after.fires as i64)).done();
            }
        }
    }

    /// Whoever is under rubble becomes a person of their own, with an hour to die.
    fn bury(&mut self, shock: usize, cause: HappeningId) {
        let people = self.struck.impact.entrapped.iter();
        for person in people.filter(|person| person.shock as usize == shock) {
            let number = self.town.entrapped.len() as u32;
            let under = UnderRubble::new(*person, &self.shocks.0, shock, self.clock.now_ms, cause);
            if let Some(dies_ms) = under.dies_ms.filter(|dies_ms| *dies_ms <= self.clock.ends_ms) {
                self.agenda.at(dies_ms, Phase::Care, DIES, number, 0);
            }
            self.town.entrapped.push(self.commands.spawn(under).id());
        }
    }

    fn lose_services(&mut self, spec: &TownSpec, shock: usize, cause: HappeningId) {
        let now_ms = self.clock.now_ms;
        services(
            spec,
            &self.struck,
            shock,
            now_ms,
            cause,
            &mut self.truth,
            &mut self.log,
        );
        lose_utilities(&self.given, spec, &self.struck, shock, cause, &mut self.changes);
    }

    fn block_streets(&mut self, spec: &TownSpec, shock: usize, cause: HappeningId) {
        let streets = spec.streets.iter().zip(&self.struck.impact.blocked);
        for (street, _) in streets.filter(|(_, by)| **by == Some(shock as u32)) {
            let note = self
                .log
                .note(self.clock.now_ms, "street-blocked")
                .because(Some(cause));
            note.with("street", Detail::Of("street", street.id.as_str().into()))
                .done();
            self.town.streets_blocked += 1;
        }
    }
}

/// What a shock did to a group stands in its components.
fn take_blow(blow: &Blow, town: &Town, groups: &mut Query<(&mut Damage, &mut Residents)>) {
    let Ok((mut damage, mut residents)) = groups.get_mut(town.groups[blow.group as usize]) else {
        return;
    };
    let tally = &blow.tally;
    if blow.shock >= damage.latest {
        damage.buildings = tally.buildings.map(|count| count as u32);
        damage.latest = blow.shock;
    }
    damage.collapsed += tally.collapsed as u32;
    let injured = tally.injured.map(|count| count as u32);
    let killed = tally.killed_at_once as u32;
    residents.killed += killed;
    for (sum, more) in residents.injured.iter_mut().zip(injured) {
        *sum += more;
    }
    residents.unhurt -= killed + injured.iter().sum::<u32>() + tally.entrapped_alive as u32;
}

/// One entry for a municipality where buildings were destroyed or people came to harm.
fn note_municipality(
    log: &mut Log,
    now_ms: Ms,
    cause: HappeningId,
    subject: SubjectIx,
    struck: &Tally,
    after: &Tally,
) {
    let hurt = struck.injured.iter().sum::<f64>();
    if struck.collapsed + struck.killed_at_once + struck.entrapped_alive + hurt == 0.0 {
        return;
    }
    log.note(now_ms, "municipality-struck")
        .because(Some(cause))
        .about(subject)
        .with("collapsed", Detail::Count(struck.collapsed as i64))
        .with("complete", Detail::Count(after.buildings[4] as i64))
        .with("entrapped", Detail::Count(struck.entrapped_alive as i64))
        .with("killed", Detail::Count(struck.killed_at_once as i64))
        .with("hurt", Detail::Count(hurt as i64))
        .done();
}

/// What is left of beds and services after a shock.
fn services(
    spec: &TownSpec,
    struck: &Struck,
    shock: usize,
    now_ms: Ms,
    cause: HappeningId,
    truth: &mut Truth,
    log: &mut Log,
) {
    let Some(services) = struck.services.get(shock) else {
        return;
    };
    for (facility, service) in spec.facilities.iter().zip(services) {
        let works = service.works(facility.kind);
        let gives_power = facility.kind == FacilityKind::Substation;
        let changed = truth.set(now_ms, Signal::InService, facility.subject, Value::Flag(works));
        if facility.kind == FacilityKind::Hospital {
            // Without power a hospital takes nobody.
            let usable = if service.power { service.usable } else { 0.0 };
            let beds = (f64::from(facility.beds) * usable) as u32;
            if truth.set(now_ms, Signal::Beds, facility.subject, Value::Count(beds)) {
                log.note(now_ms, "beds-lost")
                    .because(Some(cause))
                    .about(facility.subject)
                    .with("beds", Detail::Count(beds.into()))
                    .done();
            }
        }
        if changed && !works {
            let event = match facility.kind {
                FacilityKind::School => "school-closed",
                _ if service.power || gives_power => "service-ends",
                _ => "service-without-power",
            };
            log.note(now_ms, event)
                .because(Some(cause))
                .about(facility.subject)
                .done();
        }
    }
}

/// The school is without mains power when no substation works, and without telephones when no exchange does.
fn lose_utilities(
    given: &Given,
    spec: &TownSpec,
    struck: &Struck,
    shock: usize,
    cause: HappeningId,
    changes: &mut MessageWriter<ChangePlace>,
) {
    let Some(services) = struck
        .services
        .get(shock)
        .filter(|_| !given.school.plan.spaces.is_empty())
    else {
        return;
    };
    let of_kind = |kind| {
        let of = spec
            .facilities
            .iter()
            .zip(services)
            .filter(move |(facility, _)| facility.kind == kind);
        of.map(|(_, service)| *service)
    };
    let mut fails = |kind, change| {
        let all_out = of_kind(kind).all(|service| !service.works(kind));
        if of_kind(kind).next().is_some() && all_out {
            let (place, cause) = (given.school.subject, Some(cause));
            changes.write(ChangePlace { place, change, cause });
        }
    };
    fails(FacilityKind::Substation, Change::Power(false));
    fails(FacilityKind::Telephone, Change::Telephones(false));
}
