//! A word that reaches a settlement.

use super::super::Party;
use super::super::post::Sending;
use super::Reception;
use crate::sim::HappeningId;
use crate::valley::TellResidents;

impl Reception<'_> {
    /// The people of a settlement hear that they are to leave, or that water is coming.
    pub(super) fn tell_residents(
        &mut self,
        is_order: bool,
        delivery: usize,
        to: &Party,
        cause: HappeningId,
        with: &Sending,
    ) {
        let Party::Played(id) = to else { return };
        let place = with.given.places.iter().position(|place| place.id == **id);
        self.residents.write_batch(place.map(|place| TellResidents {
            place,
            is_order,
            delivery: delivery as u32,
            cause,
        }));
    }
}
