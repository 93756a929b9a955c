//! The water that runs of a hazard seed share: made when the first of them begins, let go when no worker is at that hazard any more.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::cells::Cells;
use crate::simulation::Recording;

/// Which water: of the cells that are run together, and of a hazard seed.
type Which = (usize, u64);

/// Recordings that any worker holds.
pub(super) struct Waters<'a> {
    cells: &'a Cells<'a>,
    /// The cells that are run together, group by group.
    groups: Vec<Vec<usize>>,
    /// The group of each cell.
    group_of: Vec<usize>,
    held: Mutex<BTreeMap<Which, Weak<Recording>>>,
}

/// What a worker holds: the water of its last run, which its next one will most often need.
#[derive(Default)]
pub(super) struct Held(Option<(Which, Arc<Recording>)>);

impl<'a> Waters<'a> {
    /// For cells that are run together, group by group.
    pub(super) fn new(cells: &'a Cells<'a>, groups: Vec<Vec<usize>>, count: usize) -> Self {
        let mut group_of = vec![0; count];
        for (index, group) in groups.iter().enumerate() {
            for cell in group {
                group_of[*cell] = index;
            }
        }
        Self {
            cells,
            groups,
            group_of,
            held: Mutex::default(),
        }
    }

    /// The water for a run of a cell with a hazard seed; none where none is computed.
    pub(super) fn of(&self, cell: usize, hazard_seed: u64, own: &mut Held) -> Option<Arc<Recording>> {
        let which = (self.group_of[cell], hazard_seed);
        if let Some((held, recording)) = &own.0
            && *held == which
        {
            return Some(Arc::clone(recording));
        }
        let scenarios: Vec<_> = self.groups[which.0]
            .iter()
            .filter_map(|cell| self.cells.wanted(*cell))
            .collect();
        if !scenarios.iter().any(|scenario| Recording::is_for(scenario)) {
            return None;
        }
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let recording = held.get(&which).and_then(Weak::upgrade).unwrap_or_else(|| {
            let new = Recording::new(hazard_seed, &scenarios);
            held.retain(|_, recording| recording.strong_count() > 0);
            held.insert(which, Arc::downgrade(&new));
            new
        });
        own.0 = Some((which, Arc::clone(&recording)));
        Some(recording)
    }
}
