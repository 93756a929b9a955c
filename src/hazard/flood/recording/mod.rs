//! Water that many runs share: hazard once, decisions many.
//!
//! Runs of a hazard seed that differ in people and in what these decide meet the same water until somebody does something to
//! it. A [`Recording`] keeps it as a tree: its root is the water to which nobody does anything, a branch is the water before it and
//! one deed more (when, to which works, what, to the last bit). Windows are computed by whoever first needs them and read by the
//! others; what branches off goes on from a copy that was kept, and not from the beginning.
//!
//! # How the parts fit
//! ```text
//! window    what is to be seen of water at the end of a window
//! node      the water of one history, window by window, and what branches off
//! ```
//!
//! # Which runs share
//! Those whose water is the same, number by number: all that a scenario says of it, when it begins, the kinds of all works in
//! their order. A checksum would be shorter to compare, and wrong on the day on which it forgets something. Where the water is
//! looked at does not belong to it: who makes a recording says of which scenarios runs will come, and all their points are
//! looked at.
//!
//! # Memory
//! Copies are farther and farther apart. When all nodes take more memory than they may, the closest copies go first, then those
//! with which branches begin, then whole branches that nobody reads, the longest unread first. All of that can be computed again
//! with the same bits. What runs read just now stays: a copy each where they are.
//!
//! # One mechanism
//! Also the water of a single run is a node (`hazard::flood::ahead` reads it), of which nothing is kept that lies behind the
//! clock: so it takes neither more time nor more memory than water that knows of no recordings, and what is tested for the one holds
//! for the other.

mod node;
mod window;

#[cfg(test)]
mod tests;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use super::ahead::Stream;
use super::coupling::{computed, looked_at};
use super::course::Course;
use crate::geo::Point;
use crate::scenario::model::Scenario;
use crate::sim::Chance;
use crate::vocabulary::Ms;
pub(super) use node::Node;
use node::Spare;
pub(super) use window::{Look, Window};

/// Memory of a recording at most, bytes; beyond it only what runs read just now.
const MOST_BYTES: usize = 200_000_000;

/// The water of a hazard seed, shared by runs in as many threads as there are.
///
/// Each of these threads has to have a pool of `rayon` to itself (of one thread, say). Runs share most while they follow each
/// other closely: people of one seed do the same at the same time in all variants that let them, so let its variants run one
/// after another, and then those of the next.
#[derive(Debug)]
pub struct Recording {
    hazard_seed: u64,
    most_bytes: usize,
    /// One for each water that differs before anybody has done anything.
    trees: Mutex<Vec<Tree>>,
    /// Readings so far.
    readings: AtomicU64,
}

#[derive(Debug)]
struct Tree {
    /// One of the scenarios whose water it is.
    scenario: Arc<Scenario>,
    look: Arc<Look>,
    root: Option<Arc<Node>>,
}

impl Recording {
    /// For runs of a hazard seed. Of these scenarios runs will come: their water is looked at wherever any of them looks. Runs of
    /// others may come, too.
    pub fn new(hazard_seed: u64, scenarios: &[Arc<Scenario>]) -> Arc<Self> {
        Self::within(MOST_BYTES, hazard_seed, scenarios)
    }

    /// Whether there is anything to share of a scenario: water that is computed.
    pub fn is_for(scenario: &Scenario) -> bool {
        computed(scenario).is_some()
    }

    fn within(most_bytes: usize, hazard_seed: u64, scenarios: &[Arc<Scenario>]) -> Arc<Self> {
        let mut trees = Vec::new();
        for scenario in scenarios.iter().filter(|scenario| Self::is_for(scenario)) {
            find(&mut trees, scenario);
        }
        Arc::new(Self {
            hazard_seed,
            most_bytes,
            trees: Mutex::new(trees),
            readings: AtomicU64::new(0),
        })
    }

    /// Whether it is of this luck.
    pub(super) fn is_of(&self, chance: &Chance) -> bool {
        self.hazard_seed == chance.hazard_seed()
    }

    /// The water of a run, whose first window ends at a time, ms; it is begun if it is the first of its kind.
    pub(super) fn stream(
        self: &Arc<Self>,
        scenario: &Arc<Scenario>,
        first_ms: Ms,
        begin: impl FnOnce() -> Course,
    ) -> Stream {
        let mut trees = self.trees();
        let tree = find(&mut trees, scenario);
        let begin = || Arc::new(Node::of(begin(), first_ms - super::ahead::WINDOW_MS));
        let root = Arc::clone(tree.root.get_or_insert_with(begin));
        let look = Arc::clone(&tree.look);
        drop(trees);
        Stream::of_root(Some(Arc::clone(self)), root, look, &looked_at(scenario), first_ms)
    }

    /// Counts a reading; its number.
    pub(super) fn count(&self) -> u64 {
        self.readings.fetch_add(1, Ordering::Relaxed)
    }

    /// Does without what can be computed again, until no more memory is taken than may be.
    fn make_room(&self) {
        let trees = self.trees();
        loop {
            let mut spares = Vec::new();
            let bytes = survey(&trees, &mut spares);
            if bytes <= self.most_bytes {
                return;
            }
            let Some((spare, node)) = spares.into_iter().min_by_key(|(spare, _)| *spare) else {
                return;
            };
            Node::spare(spare, &node);
        }
    }

    fn trees(&self) -> MutexGuard<'_, Vec<Tree>> {
        // Whoever fails while a tree is begun leaves it as it was.
        self.trees.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Memory that trees take, bytes, and what could be done without.
fn survey(trees: &[Tree], spares: &mut Vec<(Spare, Weak<Node>)>) -> usize {
    let roots = trees.iter().filter_map(|tree| tree.root.as_ref());
    roots.map(|root| root.survey(spares)).sum()
}

/// The tree of the water of a scenario: it is made if there is none, or none that looks where the scenario does.
fn find<'a>(trees: &'a mut Vec<Tree>, scenario: &Arc<Scenario>) -> &'a mut Tree {
    let points: Vec<Point> = looked_at(scenario).into_iter().flatten().collect();
    let looks = |tree: &Tree| points.iter().all(|point| tree.look.place_of(*point).is_some());
    let is_it = |tree: &Tree| is_same(&tree.scenario, scenario) && (tree.root.is_none() || looks(tree));
    let index = trees.iter().position(is_it).unwrap_or_else(|| {
        trees.push(Tree {
            scenario: Arc::clone(scenario),
            look: Arc::new(Look {
                works: scenario.works.len(),
                ..Look::default()
            }),
            root: None,
        });
        trees.len() - 1
    });
    let tree = &mut trees[index];
    if tree.root.is_none() {
        let look = Arc::make_mut(&mut tree.look);
        for point in points {
            if look.place_of(point).is_none() {
                look.points.push(point);
            }
        }
    }
    tree
}

/// Whether the water of two scenarios is the same as long as nobody does anything to it.
fn is_same(a: &Arc<Scenario>, b: &Arc<Scenario>) -> bool {
    fn kinds(scenario: &Scenario) -> impl Iterator<Item = &crate::scenario::model::WorksKind> {
        scenario.works.iter().map(|works| &works.kind)
    }
    Arc::ptr_eq(a, b) || (computed(a) == computed(b) && kinds(a).eq(kinds(b)))
}
