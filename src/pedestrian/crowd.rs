//! The crowd: who walks, as arrays by slot. Slots run in the order of ordinals, so that no result depends on the
//! order in which people came.

use super::calibration::CONGESTED_SHARE;
use super::cells::Cells;
use super::geometry::Point;
use super::step::Scratch;
use super::venue::{Place, Venue};

/// A person as handed to the crowd.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Walker {
    /// The caller's dense number of the person.
    pub ordinal: u32,
    /// Where the person stands.
    pub place: Place,
    /// Where there, m.
    pub position: Point,
    /// Half the breadth of the body, m (0.05 to 0.3).
    pub radius_m: f32,
    /// Desired speed on the flat, m/s (at most 3).
    pub flat_m_s: f32,
    /// Desired speed up a flight, along the slope, m/s.
    pub up_m_s: f32,
    /// Desired speed down a flight, along the slope, m/s.
    pub down_m_s: f32,
    /// Which of the fields handed to [`step`](super::step) the person follows; `None` stands.
    pub field: Option<u16>,
}

/// Where a person is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Deck or flight.
    pub place: Place,
    /// Where there, m.
    pub point: Point,
    /// Height of the floor underfoot, m.
    pub z_m: f32,
}

/// No field is followed.
pub(super) const NO_FIELD: u16 = u16::MAX;

const NO_SLOT: u32 = u32::MAX;

/// Those who walk. Only they cost time.
#[derive(Debug, Clone, Default)]
pub struct Crowd {
    slot_of: Vec<u32>,
    present: usize,
    /// Whether slots are still to be put in order, or closed up after somebody left.
    unsorted: bool,
    gaps: bool,
    pub(super) people: People,
    pub(super) cells: Cells,
    pub(super) scratch: Scratch,
}

/// The arrays, by slot.
#[derive(Debug, Clone, Default)]
pub(super) struct People {
    pub(super) ordinal: Vec<u32>,
    pub(super) gone: Vec<bool>,
    pub(super) surface: Vec<u16>,
    pub(super) position: Vec<Point>,
    pub(super) radius_m: Vec<f32>,
    pub(super) flat_m_s: Vec<f32>,
    pub(super) up_m_s: Vec<f32>,
    pub(super) down_m_s: Vec<f32>,
    /// Infinite where there is none.
    pub(super) speed_cap_m_s: Vec<f32>,
    /// Share of the desired speed that is walked for the sake of others.
    pub(super) ease: Vec<f32>,
    pub(super) field: Vec<u16>,
    pub(super) halted: Vec<bool>,
    pub(super) arrived: Vec<bool>,
    /// Way wanted in the last step, of length 1; zero for who stands.
    pub(super) way: Vec<Point>,
    /// Speed in the last step, along the slope on flights.
    pub(super) speed_m_s: Vec<f32>,
    /// Progress along the way over the desired speed, smoothed; 1 for who stands.
    pub(super) pace: Vec<f32>,
    /// How long the person has been held up, s.
    pub(super) held_up_s: Vec<f32>,
    /// On a flight: whether the person stepped onto it at its head, if anywhere.
    pub(super) from_head: Vec<Option<bool>>,
}

/// Applies the same operation to every array.
macro_rules! for_all_arrays {
    ($people:expr, $operation:ident $(, $argument:expr)*) => {{
        let people = $people;
        $operation(&mut people.ordinal $(, $argument)*);
        $operation(&mut people.surface $(, $argument)*);
        $operation(&mut people.position $(, $argument)*);
        $operation(&mut people.radius_m $(, $argument)*);
        $operation(&mut people.flat_m_s $(, $argument)*);
        $operation(&mut people.up_m_s $(, $argument)*);
        $operation(&mut people.down_m_s $(, $argument)*);
        $operation(&mut people.speed_cap_m_s $(, $argument)*);
        $operation(&mut people.ease $(, $argument)*);
        $operation(&mut people.field $(, $argument)*);
        $operation(&mut people.halted $(, $argument)*);
        $operation(&mut people.arrived $(, $argument)*);
        $operation(&mut people.way $(, $argument)*);
        $operation(&mut people.speed_m_s $(, $argument)*);
        $operation(&mut people.pace $(, $argument)*);
        $operation(&mut people.held_up_s $(, $argument)*);
        $operation(&mut people.from_head $(, $argument)*);
    }};
}

fn close_up<T: Copy>(values: &mut Vec<T>, gone: &[bool]) {
    let mut kept = 0;
    for slot in 0..values.len() {
        if !gone[slot] {
            values[kept] = values[slot];
            kept += 1;
        }
    }
    values.truncate(kept);
}

fn arrange<T: Copy>(values: &mut Vec<T>, order: &[u32]) {
    *values = order.iter().map(|&slot| values[slot as usize]).collect();
}

impl Crowd {
    /// Nobody yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of people.
    pub fn len(&self) -> usize {
        self.present
    }

    /// Whether nobody walks.
    pub fn is_empty(&self) -> bool {
        self.present == 0
    }

    /// Adds a person. Returns `false`, and adds nobody, if the person is here already or the place does not
    /// exist in `venue`. Sizes and speeds outside what [`Walker`] allows are brought to the nearest bound.
    pub fn insert(&mut self, venue: &Venue, walker: Walker) -> bool {
        let Some(surface) = venue.layout.surface_of(walker.place) else {
            return false;
        };
        if self.contains(walker.ordinal) || !walker.position.iter().all(|c| c.is_finite()) {
            return false;
        }
        let speed = |m_s: f32| if m_s > 0.0 { m_s.min(3.0) } else { 0.0 };
        let slot = self.people.ordinal.len();
        let index = walker.ordinal as usize;
        if self.slot_of.len() <= index {
            self.slot_of.resize(index + 1, NO_SLOT);
        }
        self.slot_of[index] = slot as u32;
        self.unsorted |= self
            .people
            .ordinal
            .last()
            .is_some_and(|&last| last > walker.ordinal);
        self.present += 1;
        let people = &mut self.people;
        people.ordinal.push(walker.ordinal);
        people.gone.push(false);
        people.surface.push(surface as u16);
        people.position.push(venue.layout.inwards(walker.position));
        people.radius_m.push(if walker.radius_m > 0.05 {
            walker.radius_m.min(0.3)
        } else {
            0.05
        });
        people.flat_m_s.push(speed(walker.flat_m_s));
        people.up_m_s.push(speed(walker.up_m_s));
        people.down_m_s.push(speed(walker.down_m_s));
        people.speed_cap_m_s.push(f32::INFINITY);
        people.ease.push(1.0);
        people.field.push(walker.field.unwrap_or(NO_FIELD));
        people.halted.push(false);
        people.arrived.push(false);
        people.way.push([0.0; 2]);
        people.speed_m_s.push(0.0);
        people.pace.push(1.0);
        people.held_up_s.push(0.0);
        people.from_head.push(None);
        true
    }

    /// Takes a person out. Returns whether the person was here.
    pub fn remove(&mut self, ordinal: u32) -> bool {
        let Some(slot) = self.slot(ordinal) else {
            return false;
        };
        self.people.gone[slot] = true;
        self.slot_of[ordinal as usize] = NO_SLOT;
        self.gaps = true;
        self.present -= 1;
        true
    }

    /// Whether the person is here.
    pub fn contains(&self, ordinal: u32) -> bool {
        self.slot(ordinal).is_some()
    }

    /// Who is here, in the order of ordinals if no one was added since the last step.
    pub fn ordinals(&self) -> impl Iterator<Item = u32> + '_ {
        self.people
            .ordinal
            .iter()
            .zip(&self.people.gone)
            .filter(|(_, gone)| !**gone)
            .map(|(o, _)| *o)
    }

    /// Sends a person along another field (`None`: stand). Returns whether the person is here.
    pub fn set_field(&mut self, ordinal: u32, field: Option<u16>) -> bool {
        let Some(slot) = self.slot(ordinal) else {
            return false;
        };
        self.people.field[slot] = field.unwrap_or(NO_FIELD);
        self.people.arrived[slot] = false;
        true
    }

    /// Halts a person, or lets the person walk on. Returns whether the person is here.
    pub fn set_halted(&mut self, ordinal: u32, halted: bool) -> bool {
        let Some(slot) = self.slot(ordinal) else {
            return false;
        };
        self.people.halted[slot] = halted;
        true
    }

    /// Caps a person's speed, m/s (a pupil who walks behind a teacher), or lifts the cap. Returns whether the
    /// person is here.
    pub fn set_speed_cap(&mut self, ordinal: u32, cap_m_s: Option<f32>) -> bool {
        let Some(slot) = self.slot(ordinal) else {
            return false;
        };
        self.people.speed_cap_m_s[slot] =
            cap_m_s.map_or(f32::INFINITY, |cap| if cap > 0.0 { cap } else { 0.0 });
        true
    }

    /// Gives a person other desired speeds, m/s: on the flat, up and down a slope. Says whether the person is there.
    pub fn set_speeds(&mut self, ordinal: u32, [flat_m_s, up_m_s, down_m_s]: [f32; 3]) -> bool {
        let Some(slot) = self.slot(ordinal) else {
            return false;
        };
        self.people.flat_m_s[slot] = flat_m_s;
        self.people.up_m_s[slot] = up_m_s;
        self.people.down_m_s[slot] = down_m_s;
        true
    }

    /// The field a person follows ([`NO_FIELD`]: none).
    pub(super) fn field(&self, ordinal: u32) -> Option<u16> {
        self.slot(ordinal).map(|slot| self.people.field[slot])
    }

    /// Desired speed of a person on the flat, m/s.
    pub fn flat_m_s(&self, ordinal: u32) -> f32 {
        self.slot(ordinal).map_or(0.0, |slot| self.people.flat_m_s[slot])
    }

    /// Has a person walk at this share of the desired speed, for those behind; at none, stand aside and wait for them.
    pub fn set_ease(&mut self, ordinal: u32, ease: f32) {
        if let Some(slot) = self.slot(ordinal) {
            self.people.ease[slot] = ease;
        }
    }

    /// The deck or flight a person is on.
    pub fn place(&self, venue: &Venue, ordinal: u32) -> Option<Place> {
        let slot = self.slot(ordinal)?;
        Some(venue.layout.surfaces[usize::from(self.people.surface[slot])].place)
    }

    /// Where a person is.
    pub fn position(&self, venue: &Venue, ordinal: u32) -> Option<Position> {
        let slot = self.slot(ordinal)?;
        let surface = &venue.layout.surfaces[usize::from(self.people.surface[slot])];
        let point = self.people.position[slot];
        Some(Position {
            place: surface.place,
            point: venue.layout.outwards(point),
            z_m: surface.z_m(point),
        })
    }

    /// Whether a person hardly gets on: progress along the way is below a quarter of the desired speed. Time at a door
    /// or on a flight counts as congestion then.
    pub fn is_congested(&self, ordinal: u32) -> bool {
        self.slot(ordinal)
            .is_some_and(|slot| self.people.pace[slot] < CONGESTED_SHARE)
    }

    /// Speed of a person in the last step, m/s (along the slope on flights).
    pub fn speed_m_s(&self, ordinal: u32) -> Option<f32> {
        self.slot(ordinal).map(|slot| self.people.speed_m_s[slot])
    }

    fn slot(&self, ordinal: u32) -> Option<usize> {
        match self.slot_of.get(ordinal as usize) {
            None | Some(&NO_SLOT) => None,
            Some(&slot) => Some(slot as usize),
        }
    }

    /// Closes gaps and puts slots in the order of ordinals, before a step.
    pub(super) fn settle(&mut self) {
        if self.gaps {
            let gone = std::mem::take(&mut self.people.gone);
            for_all_arrays!(&mut self.people, close_up, &gone);
            self.people.gone = gone;
            self.people.gone.clear();
            self.people.gone.resize(self.present, false);
        }
        if self.unsorted {
            let mut order: Vec<u32> = (0..self.present as u32).collect();
            order.sort_unstable_by_key(|&slot| self.people.ordinal[slot as usize]);
            for_all_arrays!(&mut self.people, arrange, &order);
        }
        if self.gaps || self.unsorted {
            for (slot, &ordinal) in self.people.ordinal.iter().enumerate() {
                self.slot_of[ordinal as usize] = slot as u32;
            }
        }
        self.gaps = false;
        self.unsorted = false;
    }
}
