//! Buildings that are looked at by themselves: the facilities, and the school.

use super::facilities::Standing;
use crate::geo::LonLat;
use crate::hazard::earthquake::shaking::Site;
use crate::scenario::model::{FragilityClass, Scenario, SchoolBuilding, TownSpec};
use crate::sim::{Chance, stable_id};
use crate::vocabulary::Measure;

/// One of them.
#[derive(Debug)]
pub(super) struct Single {
    /// Which of all places.
    pub(super) place: usize,
    class: FragilityClass,
    /// What its luck is keyed by.
    key: u64,
}

/// All of them: the facilities in their order, then the school if it is built anywhere. Their places come after `sites`.
pub(super) fn singles(scenario: &Scenario, town: &TownSpec, sites: &mut Vec<Site>) -> Vec<Single> {
    let mut singles = Vec::new();
    let mut add = |at: LonLat, vs30: Option<f64>, class: &FragilityClass, id: &str| {
        singles.push(Single {
            place: sites.len(),
            class: class.clone(),
            key: stable_id(id),
        });
        sites.push(Site {
            at,
            vs30_m_s: vs30.unwrap_or_else(|| scenario.ground.vs30_at(at)),
        });
    };
    for facility in &town.facilities {
        add(facility.at, facility.vs30_m_s, &facility.fragility, &facility.id);
    }
    if let Some(SchoolBuilding {
        at,
        fragility,
        vs30_m_s,
    }) = &scenario.school.building
    {
        add(*at, *vs30_m_s, fragility, &scenario.school.id);
    }
    singles
}

impl Single {
    /// The measure in which its strength is given.
    pub(super) fn measure(&self) -> Measure {
        self.class.measure
    }

    /// How it stands after each shock, of which `shaking` has the natural logarithms by measure and place.
    pub(super) fn stand(&self, measures: &[Measure], shaking: &[Vec<Vec<f64>>], chance: &Chance) -> Standing {
        let z = chance.hazard_draw("weakness", self.key, 0).standard_normal();
        let measure = measures.iter().position(|measure| *measure == self.class.measure);
        let of = |fields: &Vec<Vec<f64>>| fields[measure.unwrap_or(0)][self.place];
        Standing::after(&self.class, z, shaking.iter().map(of))
    }
}
