//! A town under an earthquake: its buildings as entities, the people in them as counts, and as persons of their own once
//! rubble holds them.
//!
//! What the shocks do has been worked out by the pure function of [`crate::hazard::earthquake::impact`]; here it happens,
//! each part in its time. Nobody is told: what is known of a town, and rescue, are for rooms to come.

mod ledger;
mod rubble;
mod strike;

use bevy_ecs::prelude::*;

use crate::hazard::earthquake::impact::Tally;
use crate::hazard::earthquake::{ShockOver, Struck};
use crate::scenario::model::{FacilityKind, TownSpec};
use crate::sim::{Given, Phase, Tick, Truth, due, told};
use crate::vocabulary::{Ms, Signal, SubjectIx, SubjectKind, Value};

pub use ledger::{Ledger, ledger};
pub use rubble::{Fate, UnderRubble};

/// A group of buildings: its ordinal in the scenario.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group(pub u32);

/// How the buildings of a group stand.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq)]
pub struct Damage {
    /// Buildings in states none to complete.
    pub buildings: [u32; 5],
    /// Of the completely damaged those that have collapsed.
    pub collapsed: u32,
    /// The latest shock that has left its mark: shaking of an earlier one may end after that of a later one.
    latest: u32,
}

/// The people of a group who are no persons of their own.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Residents {
    /// Who has come to no harm.
    pub unhurt: u32,
    /// Who has casualty severity 1, 2 and 3.
    pub injured: [u32; 3],
    /// Who was killed by a shock.
    pub killed: u32,
}

/// The entities of the groups, by ordinal, and what has happened so far, by municipality.
#[derive(Resource, Debug, Default)]
pub struct Town {
    groups: Vec<Entity>,
    sums: Vec<Sum>,
    /// People under rubble in the order in which they came there.
    entrapped: Vec<Entity>,
    /// The subject of each municipality.
    municipalities: Vec<SubjectIx>,
    /// The latest shock whose shaking has ended, by number.
    latest: usize,
    streets_blocked: u32,
}

/// What has happened in a municipality.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sum {
    collapsed: u32,
    complete: u32,
    hurt: u32,
    killed: u32,
    entrapped: u32,
    died_waiting: u32,
    fires: u32,
}

impl Town {
    /// People under rubble, in the order in which they came there.
    pub fn entrapped(&self) -> &[Entity] {
        &self.entrapped
    }

    /// A number of everywhere.
    fn total(&self, of: fn(&Sum) -> u32) -> u32 {
        self.sums.iter().map(of).sum()
    }

    /// Buildings that have collapsed.
    pub fn collapsed(&self) -> u32 {
        self.total(|sum| sum.collapsed)
    }

    /// Completely damaged buildings, the collapsed with them.
    pub fn complete(&self) -> u32 {
        self.total(|sum| sum.complete)
    }

    /// People hurt who are not under rubble.
    pub fn hurt(&self) -> u32 {
        self.total(|sum| sum.hurt)
    }

    /// People killed by a shock.
    pub fn killed(&self) -> u32 {
        self.total(|sum| sum.killed)
    }

    /// People who have died under rubble.
    pub fn died_waiting(&self) -> u32 {
        self.total(|sum| sum.died_waiting)
    }

    /// People whom rubble holds alive now.
    pub fn entrapped_now(&self) -> u32 {
        self.total(|sum| sum.entrapped)
    }

    /// People whom rubble holds alive now in a municipality.
    fn entrapped_in(&self, municipality: usize) -> u32 {
        self.sums[municipality].entrapped
    }

    /// Streets that rubble blocks.
    pub fn streets_blocked(&self) -> u32 {
        self.streets_blocked
    }

    /// Fires that have broken out.
    pub fn fires(&self) -> u32 {
        self.total(|sum| sum.fires)
    }
}

/// Puts the room into the simulation.
pub fn install(world: &mut World, tick: &mut Tick, given: &Given) {
    world.init_resource::<Town>();
    let Some(spec) = &given.town else { return };
    let Struck {
        people,
        buildings: struck_buildings,
        ..
    } = world.resource::<Struck>();
    let (people, struck_buildings) = (people.clone(), struck_buildings.clone());
    let mut groups = Vec::with_capacity(spec.groups.len());
    for (ordinal, group) in (0..).zip(&spec.groups) {
        // Where nothing is computed, whole numbers are those of the table.
        let stated = group.occupants[spec.hour as usize].round() as u32;
        let unhurt = people.get(ordinal as usize).copied().unwrap_or(stated);
        let residents = Residents {
            unhurt,
            ..Residents::default()
        };
        let buildings = struck_buildings.get(ordinal as usize).copied();
        let mut damage = Damage::default();
        damage.buildings[0] = buildings.unwrap_or(group.buildings.round() as u32);
        groups.push(world.spawn((Group(ordinal), damage, residents)).id());
    }
    let municipalities: Vec<SubjectIx> = given.subjects.of_kind(SubjectKind::Municipality);
    world.insert_resource(Town {
        groups,
        sums: vec![Sum::default(); municipalities.len()],
        entrapped: Vec::new(),
        municipalities,
        latest: 0,
        streets_blocked: 0,
    });
    let mut truth = world.resource_mut::<Truth>();
    for signal in [
        Signal::Collapsed,
        Signal::Hurt,
        Signal::Killed,
        Signal::Entrapped,
        Signal::DiedWaiting,
        Signal::Fires,
        Signal::StreetsBlocked,
    ] {
        truth.set(0, signal, spec.subject, Value::Count(0));
    }
    for facility in &spec.facilities {
        truth.set(0, Signal::InService, facility.subject, Value::Flag(true));
        if facility.kind == FacilityKind::Hospital {
            truth.set(0, Signal::Beds, facility.subject, Value::Count(facility.beds));
        }
    }
    tick.phase(Phase::Expose)
        .on([told::<ShockOver>()], strike::strike);
    tick.phase(Phase::Care).on([due(rubble::DIES)], rubble::die);
}

impl Town {
    fn add(&mut self, municipality: usize, struck: &Tally, after: &Tally, is_latest: bool) {
        let sum = &mut self.sums[municipality];
        sum.collapsed += struck.collapsed as u32;
        if is_latest {
            sum.complete = after.buildings[4] as u32;
        }
        sum.hurt += struck.injured.iter().sum::<f64>() as u32;
        sum.killed += struck.killed_at_once as u32;
        sum.entrapped += struck.entrapped_alive as u32;
        sum.fires += after.fires as u32;
    }

    /// Somebody has died under rubble.
    fn lose(&mut self, municipality: usize) {
        let sum = &mut self.sums[municipality];
        sum.entrapped -= 1;
        sum.died_waiting += 1;
    }

    /// Sets the signals of the municipalities where anything has happened, and of the whole.
    fn tell(&self, spec: &TownSpec, now_ms: Ms, truth: &mut Truth) {
        let signals: [(Signal, fn(&Sum) -> u32); 6] = [
            (Signal::Collapsed, |sum| sum.collapsed),
            (Signal::Hurt, |sum| sum.hurt),
            (Signal::Killed, |sum| sum.killed),
            (Signal::Entrapped, |sum| sum.entrapped),
            (Signal::DiedWaiting, |sum| sum.died_waiting),
            (Signal::Fires, |sum| sum.fires),
        ];
        let blocked = Value::Count(self.streets_blocked);
        truth.set(now_ms, Signal::StreetsBlocked, spec.subject, blocked);
        for (signal, of) in signals {
            truth.set(now_ms, signal, spec.subject, Value::Count(self.total(of)));
            for (sum, subject) in self.sums.iter().zip(&self.municipalities) {
                if of(sum) > 0 || truth.get(signal, *subject).is_some() {
                    truth.set(now_ms, signal, *subject, Value::Count(of(sum)));
                }
            }
        }
    }
}
