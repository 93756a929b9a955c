//! Settlements in a flood: their people hear of it, leave, are cut off, drown.

use std::collections::BTreeMap;

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::TellResidents;
use super::residents::{Counts, Residents, Rise, Word};
use crate::hazard::flood::coupling::{WINDOW_MS, Waters};
use crate::hazard::flood::effect::roads::CLOSED_FOR_CARS_M;
use crate::hazard::flood::reading::{NOT_ON_FOOT, Reading, WET_M, danger};
use crate::people::CarriedOut;
use crate::scenario::model::{PlaceKind, PlaceSpec, ResidentsSpec};
use crate::sim::{Agenda, Chance, Clock, Detail, Given, HappeningId, Log, Phase, Truth};
use crate::vocabulary::{Ms, Signal, SubjectIx, Value};

pub(super) const RESIDENTS_GO: &str = "residents-go";

/// Of those who drown no more is told than this often, ms.
const DROWNED_TOLD_EVERY_MS: Ms = 10 * 60_000;

/// A settlement.
#[derive(Debug)]
struct Settlement {
    subject: SubjectIx,
    spec: ResidentsSpec,
    residents: Residents,
    rise: Rise,
    /// When its people were first told, ms.
    told_ms: Option<Ms>,
    /// Words that nobody has acted on yet, by delivery.
    unheeded: Vec<u32>,
    cut_off: bool,
    left_after_water: u32,
    /// The last entry about it.
    cause: Option<HappeningId>,
    is_left: bool,
    drowned_told: u32,
    drowned_told_ms: Option<Ms>,
    /// When its people are looked after next, ms.
    wakes_ms: Option<Ms>,
}

/// The settlements, by the index of their place.
#[derive(Resource, Debug)]
pub struct Settlements {
    by_place: BTreeMap<usize, Settlement>,
    most_cut_off: u32,
}

/// What has become of the people of all settlements.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Who left before water came there.
    pub left_before_water: u32,
    /// Who left later.
    pub left_after_water: u32,
    /// The most who were cut off at once.
    pub most_cut_off: u32,
    /// Who drowned at home.
    pub drowned: u32,
    /// Who was told to leave, did not want to, and is at home.
    pub stayed: u32,
}

impl Settlements {
    /// Before anybody has heard anything.
    pub(super) fn new(given: &Given, chance: &Chance) -> Self {
        let places = given.places.iter().enumerate();
        let settlement = |(index, place): (usize, &PlaceSpec)| {
            let PlaceKind::Settlement { residents, .. } = place.kind else {
                return None;
            };
            let settlement = Settlement {
                subject: place.subject,
                spec: residents,
                residents: Residents::new(&residents, &place.id, chance),
                rise: Rise::default(),
                told_ms: None,
                unheeded: Vec::new(),
                cut_off: false,
                left_after_water: 0,
                cause: None,
                is_left: false,
                drowned_told: 0,
                drowned_told_ms: None,
                wakes_ms: None,
            };
            Some((index, settlement))
        };
        Self {
            by_place: places.filter_map(settlement).collect(),
            most_cut_off: 0,
        }
    }

    /// When the people of a place were first told of the water, ms.
    pub fn told_ms(&self, place: usize) -> Option<Ms> {
        self.by_place.get(&place)?.told_ms
    }

    /// Whether water keeps people in a place now.
    pub fn is_cut_off(&self, place: usize) -> bool {
        self.by_place
            .get(&place)
            .is_some_and(|settlement| settlement.people_cut_off() > 0)
    }

    /// What has become of their people; none where nobody is counted.
    pub fn outcome(&self) -> Option<Outcome> {
        let counted = self
            .by_place
            .values()
            .filter(|settlement| settlement.is_counted());
        counted.fold(None, |sum, settlement| {
            let mut sum: Outcome = sum.unwrap_or_default();
            let Counts { left, drowned, .. } = settlement.residents.counts();
            sum.left_before_water += left - settlement.left_after_water;
            sum.left_after_water += settlement.left_after_water;
            sum.drowned += drowned;
            sum.stayed += settlement.residents.stay();
            sum.most_cut_off = self.most_cut_off;
            Some(sum)
        })
    }
}

impl Settlement {
    fn is_counted(&self) -> bool {
        self.spec.people > 0
    }

    fn people_cut_off(&self) -> u32 {
        if self.cut_off {
            self.residents.counts().at_home
        } else {
            0
        }
    }

    /// Until when nothing more is told of who drowns, ms.
    fn quiet_until_ms(&self) -> Option<Ms> {
        Some(self.drowned_told_ms? + DROWNED_TOLD_EVERY_MS)
    }
}

/// Before anything happens everybody is at home.
pub(super) fn begin(world: &mut World, given: &Given) {
    let settlements = Settlements::new(given, world.resource::<Chance>());
    let mut truth = world.resource_mut::<Truth>();
    for settlement in settlements.by_place.values() {
        tell(settlement, 0, &mut truth);
    }
    world.insert_resource(settlements);
}

/// Sets the signals of a settlement whose people are counted.
fn tell(settlement: &Settlement, now_ms: Ms, truth: &mut Truth) {
    if !settlement.is_counted() {
        return;
    }
    let Counts { at_home, left, .. } = settlement.residents.counts();
    let mut set = |signal, count| truth.set(now_ms, signal, settlement.subject, Value::Count(count));
    set(Signal::AtHome, at_home);
    set(Signal::CutOff, settlement.people_cut_off());
    set(Signal::Left, left);
}

/// What people of settlements need.
#[derive(SystemParam)]
pub(super) struct Going<'w> {
    given: Res<'w, Given>,
    clock: Res<'w, Clock>,
    waters: Res<'w, Waters>,
    truth: ResMut<'w, Truth>,
    agenda: ResMut<'w, Agenda>,
    log: ResMut<'w, Log>,
    carried_out: MessageWriter<'w, CarriedOut>,
}

/// People hear of the water and act on it as far as it lets them.
pub(super) fn go_on(
    mut words: MessageReader<TellResidents>,
    mut settlements: ResMut<Settlements>,
    mut with: Going,
) {
    for word in words.read() {
        if let Some(settlement) = settlements.by_place.get_mut(&word.place) {
            with.hear(word, settlement);
        }
    }
    let mut cut_off = 0;
    for (index, settlement) in &mut settlements.by_place {
        if settlement.is_counted() {
            with.live(settlement);
            with.wake_again(*index, settlement);
            tell(settlement, with.clock.now_ms, &mut with.truth);
            cut_off += settlement.people_cut_off();
        }
    }
    settlements.most_cut_off = settlements.most_cut_off.max(cut_off);
}

impl Going<'_> {
    /// A word has come to a settlement.
    fn hear(&mut self, word: &TellResidents, settlement: &mut Settlement) {
        let now_ms = self.clock.now_ms;
        settlement.told_ms.get_or_insert(now_ms);
        settlement.unheeded.push(word.delivery);
        let (how, said) = if word.is_order {
            (Word::Order, "order")
        } else {
            (Word::Warning, "warning")
        };
        if !settlement.residents.hear(how, now_ms) {
            return;
        }
        let note = self.log.note(now_ms, "settlement-told").because(Some(word.cause));
        let cause = note.about(settlement.subject).text("how", said);
        settlement.cause = Some(
            cause
                .with("people", count(settlement.residents.counts().at_home))
                .done(),
        );
    }

    /// Water and what was heard have their effect.
    fn live(&mut self, settlement: &mut Settlement) {
        let now_ms = self.clock.now_ms;
        let water = self.waters.at(settlement.subject);
        let reading = water.map_or_else(Reading::default, |water| water.now);
        let has_been_wet = water.is_some_and(|water| water.came_ms.is_some());
        if reading.depth_m >= WET_M {
            // Whoever has water at the door needs nobody to tell them.
            settlement.residents.hear(Word::Warning, now_ms);
        }
        self.cut_off(settlement, reading);
        let before = settlement.residents.counts();
        if !settlement.cut_off {
            settlement.residents.leave(now_ms);
        }
        let left = settlement.residents.counts().left - before.left;
        if left > 0 {
            settlement.left_after_water += if has_been_wet { left } else { 0 };
            self.note_leaving(settlement, before.left == 0);
        }
        let share = settlement.rise.share_taken(reading, now_ms);
        settlement.residents.take(share);
        self.note_drowned(settlement);
    }

    /// Whether anybody gets away from a settlement, by vehicle or on foot. Whom water has cut off it lets go when it would do
    /// so a little deeper, too: waves do not come and go.
    fn cut_off(&mut self, settlement: &mut Settlement, mut reading: Reading) {
        if settlement.cut_off {
            reading.depth_m += WET_M;
        }
        let way = settlement.spec.way.map(|way| self.given.places[way].subject);
        let is_closed = |way| matches!(self.truth.get(Signal::Blocked, way), Some((Value::Flag(true), _)));
        let at_the_doors = reading.depth_m >= CLOSED_FOR_CARS_M;
        let is_now = danger(reading.flow()) >= NOT_ON_FOOT || (at_the_doors && way.is_some_and(is_closed));
        if is_now == settlement.cut_off {
            return;
        }
        settlement.cut_off = is_now;
        let at_home = settlement.residents.counts().at_home;
        if at_home > 0 {
            let event = if is_now {
                "residents-cut-off"
            } else {
                "residents-free"
            };
            self.note(event, settlement, &[("people", at_home)]);
        }
    }

    /// Somebody has left: the first, or the last of those who go.
    fn note_leaving(&mut self, settlement: &mut Settlement, is_first: bool) {
        if is_first {
            self.note("residents-leave", settlement, &[]);
        }
        let deliveries = std::mem::take(&mut settlement.unheeded).into_iter();
        self.carried_out
            .write_batch(deliveries.map(|delivery| CarriedOut { delivery }));
        let residents = &settlement.residents;
        let Counts { at_home, left, .. } = residents.counts();
        let is_over = residents.next_ms().is_none() && (residents.is_ordered() || at_home == 0);
        if is_over && !settlement.is_left {
            settlement.is_left = true;
            self.note(
                "settlement-left",
                settlement,
                &[("left", left), ("people", at_home)],
            );
        }
    }

    /// Who has drowned, now and then.
    fn note_drowned(&mut self, settlement: &mut Settlement) {
        let (now_ms, drowned) = (self.clock.now_ms, settlement.residents.counts().drowned);
        if drowned == settlement.drowned_told || settlement.quiet_until_ms() > Some(now_ms) {
            return;
        }
        settlement.drowned_told = drowned;
        settlement.drowned_told_ms = Some(now_ms);
        self.note("residents-drown", settlement, &[("people", drowned)]);
    }

    fn note(&mut self, event: &'static str, settlement: &mut Settlement, counts: &[(&'static str, u32)]) {
        let note = self.log.note(self.clock.now_ms, event);
        let note = note.because(settlement.cause).about(settlement.subject);
        let note = counts
            .iter()
            .fold(note, |note, (name, of)| note.with(name, count(*of)));
        settlement.cause = Some(note.done());
    }

    /// Puts on the agenda when the next one leaves, in whole windows, or who has drowned can be told.
    fn wake_again(&mut self, index: usize, settlement: &mut Settlement) {
        let now_ms = self.clock.now_ms;
        let goes_ms = settlement.residents.next_ms().filter(|_| !settlement.cut_off);
        let goes_ms = goes_ms.map(|at_ms| (at_ms + WINDOW_MS - 1).div_euclid(WINDOW_MS) * WINDOW_MS);
        let is_untold = settlement.residents.counts().drowned > settlement.drowned_told;
        let told_ms = settlement.quiet_until_ms().filter(|_| is_untold);
        let next_ms = goes_ms.into_iter().chain(told_ms).min();
        if next_ms == settlement.wakes_ms {
            return;
        }
        settlement.wakes_ms = next_ms;
        if let Some(at_ms) =
            next_ms.filter(|at_ms| (now_ms + 1..=self.given.exercise.lasts_ms).contains(at_ms))
        {
            self.agenda
                .at(at_ms, Phase::Expose, RESIDENTS_GO, index as u32, 0);
        }
    }
}

fn count(people: u32) -> Detail {
    Detail::Count(people.into())
}
