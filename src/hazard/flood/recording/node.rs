//! The water of one history: what was done, and when.
//!
//! A node is computed window by window, each by whoever first needs it; who needs one that is being computed waits for it. Nothing
//! is locked while the water moves: it is taken out, moved and put back, so that nobody waits who reads what is there.
//!
//! Each run has to have a pool of threads to itself. In a pool that several runs share, whoever computes could be handed another run
//! in the middle of it, which would then wait for the water that it holds up itself.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};

use super::Recording;
use super::window::{Look, Window};
use crate::hazard::flood::ahead::WINDOW_MS;
use crate::hazard::flood::course::{Course, Lost, Setting};
use crate::vocabulary::Ms;

/// Copies of the water that a node keeps at most, its first and its last with them.
const MOST_COPIES: usize = 16;
/// The time between copies at first, ms; it is doubled as often as there are too many.
const FIRST_SPACING_MS: Ms = 16 * WINDOW_MS;
/// After so much water, ms, a recording looks whether what is to be seen of it takes too much memory.
const LOOKED_AFTER_MS: Ms = 64 * WINDOW_MS;

/// Something that was done to works.
#[derive(Debug, Clone, Copy)]
struct Deed {
    at_ms: Ms,
    works: usize,
    setting: Setting,
}

// Another history has other bits.
impl PartialEq for Deed {
    fn eq(&self, other: &Self) -> bool {
        let bits = |deed: &Self| match deed.setting {
            Setting::Flow(m3_s) => (0, m3_s.to_bits()),
            Setting::Opening(m) => (1, m.to_bits()),
            Setting::Switch(on) => (2, u64::from(on)),
            Setting::Raise(begins_s) => (3, begins_s.to_bits()),
        };
        self.at_ms == other.at_ms && self.works == other.works && bits(self) == bits(other)
    }
}

/// The water of one history.
#[derive(Debug)]
pub(in crate::hazard::flood) struct Node {
    /// When it begins: the end of the last window before it, ms.
    begins_ms: Ms,
    /// Whose water it was before, and what was done to that; none of the water to which nobody does anything.
    before: Option<(Weak<Node>, Deed)>,
    /// The number of its last reading among all of the recording.
    used: AtomicU64,
    state: Mutex<State>,
    put_back: Condvar,
}

#[derive(Debug)]
struct State {
    /// Windows that have been computed; the first of them begins at a time, ms.
    windows: VecDeque<Arc<Window>>,
    from_ms: Ms,
    /// The water at some times, ms, in their order; the last of them as far as it has been computed, while nobody moves it.
    copies: Vec<(Ms, Arc<Course>)>,
    /// The time between copies, ms.
    spacing_ms: Ms,
    /// Whether somebody moves the water.
    is_taken: bool,
    /// Why it could not be computed further, and what it was then.
    lost: Option<(Lost, Arc<Course>)>,
    /// The water at the time at which runs end, ms.
    end: Option<(Ms, Arc<Course>)>,
    /// What else was done to it; none where that was refused.
    branches: Vec<(Deed, Option<Arc<Node>>)>,
}

/// Which memory is done without first: the least of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spare {
    /// One copy of two, where they are so close, ms; whether somebody reads the node, and when that last was.
    Copies(Ms, bool, u64),
    /// The first copy, with which others might branch off: it can be made again from the node before.
    First(bool, u64),
    /// All of a node that nobody reads.
    All(u64),
}

/// What is put back when somebody is done, whatever has happened to them.
struct Taken<'a>(&'a Node);

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.0.state().is_taken = false;
        self.0.put_back.notify_all();
    }
}

fn seconds(ms: Ms) -> f64 {
    ms as f64 / 1_000.0
}

impl State {
    /// Until when windows have been computed, ms.
    fn front_ms(&self) -> Ms {
        self.from_ms + self.windows.len() as Ms * WINDOW_MS
    }

    fn window(&self, until_ms: Ms) -> Option<Arc<Window>> {
        let index = (until_ms - self.from_ms).div_euclid(WINDOW_MS) - 1;
        self.windows.get(usize::try_from(index).ok()?).cloned()
    }

    /// Twice the time between copies; the first and the last stay.
    fn thin(&mut self, begins_ms: Ms) {
        self.spacing_ms *= 2;
        let last_ms = self.copies.last().map_or(begins_ms, |(at_ms, _)| *at_ms);
        let is_kept = |at_ms: Ms| (at_ms - begins_ms) % self.spacing_ms == 0 || at_ms == last_ms;
        self.copies.retain(|(at_ms, _)| is_kept(*at_ms));
    }

    fn has_branches(&self) -> bool {
        self.branches.iter().any(|(_, node)| node.is_some())
    }

    /// Memory that it takes, bytes.
    fn bytes(&self) -> usize {
        let copies = self.copies.iter().map(|(_, course)| course);
        let end = self.end.iter().map(|(_, course)| course);
        let end = end.filter(|end| !self.copies.iter().any(|(_, copy)| Arc::ptr_eq(copy, end)));
        let lost = self.lost.iter().map(|(_, course)| course);
        let waters: usize = copies.chain(end).chain(lost).map(|course| course.bytes()).sum();
        waters + self.windows.len() * self.windows.back().map_or(0, |window| window.bytes())
    }
}

impl Node {
    /// Water to which nobody does anything, from the end of a window on, ms.
    pub(in crate::hazard::flood) fn of(course: Course, begins_ms: Ms) -> Self {
        Self::new(course, begins_ms, None)
    }

    fn new(course: Course, begins_ms: Ms, before: Option<(Weak<Self>, Deed)>) -> Self {
        Self {
            begins_ms,
            before,
            used: AtomicU64::new(0),
            state: Mutex::new(State {
                windows: VecDeque::new(),
                from_ms: begins_ms,
                copies: vec![(begins_ms, Arc::new(course))],
                spacing_ms: FIRST_SPACING_MS,
                is_taken: false,
                lost: None,
                end: None,
                branches: Vec::new(),
            }),
            put_back: Condvar::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Whoever fails does so while nothing is locked.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The window that ends at a time, ms; it is computed if nobody has done so yet. `is_ahead`: it is ahead of the clock of who asks.
    /// Water that nobody shares keeps a copy only of where it begins to run ahead.
    ///
    /// # Errors
    /// Where the numbers of the water run away before.
    pub(in crate::hazard::flood) fn window(
        &self,
        until_ms: Ms,
        is_ahead: bool,
        look: &Look,
        recording: Option<&Recording>,
    ) -> Result<Arc<Window>, Lost> {
        let mut begins_ahead = is_ahead;
        loop {
            let mut state = self.state();
            if let Some(window) = state.window(until_ms) {
                return Ok(window);
            }
            if let Some((lost, _)) = &state.lost {
                return Err(lost.clone());
            }
            if state.is_taken {
                drop(self.put_back.wait(state));
                continue;
            }
            let front_ms = state.front_ms();
            let is_kept = match recording {
                None => begins_ahead,
                Some(_) => (front_ms - self.begins_ms) % state.spacing_ms == 0,
            };
            begins_ahead = false;
            let water = if is_kept {
                state.copies.last().cloned()
            } else {
                state.copies.pop()
            };
            state.is_taken = true;
            drop(state);
            let taken = Taken(self);
            self.compute(water, front_ms + WINDOW_MS, look);
            drop(taken);
            if let Some(recording) = recording
                && (is_kept || front_ms % LOOKED_AFTER_MS == 0)
            {
                self.keep_few_copies();
                recording.make_room();
            }
        }
    }

    fn keep_few_copies(&self) {
        let mut state = self.state();
        if state.copies.len() > MOST_COPIES {
            state.thin(self.begins_ms);
        }
    }

    /// Computes the next window, which ends at a time, ms, from the water as it was at another.
    fn compute(&self, water: Option<(Ms, Arc<Course>)>, until_ms: Ms, look: &Look) {
        let (from_ms, water) = water.unwrap_or_else(|| (self.begins_ms, self.first()));
        let mut course = Arc::unwrap_or_clone(water);
        let known_ms = until_ms - WINDOW_MS;
        let advanced = go_on(&mut course, from_ms, known_ms);
        // All of the window among those who share its steps: else each step waits for one of them to wake.
        let advanced = advanced.and_then(|()| rayon::scope(|_| course.advance(seconds(until_ms))));
        match advanced {
            Ok(happened) => {
                let window = Arc::new(look.at(&course, until_ms, happened));
                let mut state = self.state();
                state.windows.push_back(window);
                state.copies.push((until_ms, Arc::new(course)));
            }
            Err(lost) => self.state().lost = Some((lost, Arc::new(course))),
        }
    }

    /// The water as it begins, made again from the node before.
    fn first(&self) -> Arc<Course> {
        let before = self.before.as_ref();
        let before = before.and_then(|(before, deed)| Some((before.upgrade()?, deed)));
        let (before, deed) = before.expect("water that comes from none keeps its first copy");
        let mut course = Arc::unwrap_or_clone(before.course(self.begins_ms));
        course.set(deed.works, deed.setting);
        Arc::new(course)
    }

    /// The water at the end of a window that has been computed, ms; where it was lost, and no copy is left from before, as it was
    /// then.
    pub(in crate::hazard::flood) fn course(&self, at_ms: Ms) -> Arc<Course> {
        let state = self.state();
        if let Some((end_ms, course)) = &state.end
            && *end_ms == at_ms
        {
            return Arc::clone(course);
        }
        let mut copies = state.copies.iter().rev();
        let copy = copies.find(|(copy_ms, _)| *copy_ms <= at_ms).cloned();
        let lost = state.lost.as_ref().map(|(_, course)| Arc::clone(course));
        drop(state);
        let (from_ms, water) = match (copy, lost) {
            (Some(copy), _) => copy,
            (None, Some(lost)) if self.before().is_none() => return lost,
            (None, _) => (self.begins_ms, self.first()),
        };
        if from_ms == at_ms {
            return water;
        }
        let mut course = Arc::unwrap_or_clone(water);
        // It has come as far before, with the same bits.
        let _ = go_on(&mut course, from_ms, at_ms);
        Arc::new(course)
    }

    /// The water at the end of the run of who asks, ms: others end then, too.
    pub(in crate::hazard::flood) fn end(&self, at_ms: Ms) -> Arc<Course> {
        let course = self.course(at_ms);
        self.state().end = Some((at_ms, Arc::clone(&course)));
        course
    }

    /// The water as it was when its numbers had run away, if they have.
    pub(in crate::hazard::flood) fn lost(&self) -> Option<Arc<Course>> {
        self.state().lost.as_ref().map(|(_, course)| Arc::clone(course))
    }

    /// The water where works do something else from the end of a window on, ms; none where they cannot.
    pub(in crate::hazard::flood) fn branch(
        self: &Arc<Self>,
        at_ms: Ms,
        works: usize,
        setting: Setting,
        recording: Option<&Recording>,
    ) -> Option<Arc<Self>> {
        let deed = Deed {
            at_ms,
            works,
            setting,
        };
        let known = |state: &State| {
            let branch = state.branches.iter().find(|(known, _)| *known == deed);
            branch.map(|(_, node)| node.clone())
        };
        if let Some(branch) = known(&self.state()) {
            return branch;
        }
        let mut course = Arc::unwrap_or_clone(self.course(at_ms));
        let can = course.set(works, setting);
        let branch = can.then(|| Arc::new(Self::new(course, at_ms, Some((Arc::downgrade(self), deed)))));
        let Some(recording) = recording else {
            return branch;
        };
        let mut state = self.state();
        // Somebody may have been faster.
        if let Some(branch) = known(&state) {
            return branch;
        }
        state.branches.push((deed, branch.clone()));
        drop(state);
        recording.make_room();
        branch
    }

    /// Forgets what no clock needs any more that has come to a time, ms.
    pub(in crate::hazard::flood) fn forget_before(&self, now_ms: Ms) {
        let mut state = self.state();
        while state.from_ms < now_ms && state.windows.pop_front().is_some() {
            state.from_ms += WINDOW_MS;
        }
        let late = state.copies.iter().filter(|(at_ms, _)| *at_ms <= now_ms).count();
        state.copies.drain(..late.saturating_sub(1));
    }

    /// It is read; by the number of this reading it is told how long ago that was.
    pub(in crate::hazard::flood) fn note_reading(&self, number: u64) {
        self.used.store(number, Ordering::Relaxed);
    }

    /// The node before, while there is one.
    fn before(&self) -> Option<Arc<Self>> {
        self.before.as_ref()?.0.upgrade()
    }

    /// Memory of this node and of all that branch off, bytes, and what could be done without.
    pub(super) fn survey(self: &Arc<Self>, spares: &mut Vec<(Spare, Weak<Self>)>) -> usize {
        let state = self.state();
        let used = self.used.load(Ordering::Relaxed);
        // One of them is its own place in the recording.
        let is_read = Arc::strong_count(self) > 1;
        let spare = if state.copies.len() > 2 {
            Some(Spare::Copies(state.spacing_ms, is_read, used))
        } else if self.before.is_some() && state.copies.len() == 2 {
            Some(Spare::First(is_read, used))
        } else if self.before.is_some() && !is_read && !state.has_branches() {
            Some(Spare::All(used))
        } else {
            None
        };
        spares.extend(spare.map(|spare| (spare, Arc::downgrade(self))));
        let branches = state.branches.iter().filter_map(|(_, node)| node.as_ref());
        let others: usize = branches.map(|branch| branch.survey(spares)).sum();
        state.bytes() + others
    }

    /// Does without.
    pub(super) fn spare(spare: Spare, node: &Weak<Self>) {
        let Some(this) = node.upgrade() else { return };
        match spare {
            Spare::Copies(..) => this.state().thin(this.begins_ms),
            Spare::First(..) => drop(this.state().copies.remove(0)),
            Spare::All(_) => {
                let before = this.before();
                drop(this);
                let Some(before) = before else { return };
                let is_it = |branch: &Arc<Self>| std::ptr::eq(Arc::as_ptr(branch), node.as_ptr());
                // Somebody may have come to it in the meantime, and gone on to another.
                let is_left =
                    |branch: &Arc<Self>| Arc::strong_count(branch) == 1 && !branch.state().has_branches();
                let is_spared = |branch: &Arc<Self>| is_it(branch) && is_left(branch);
                let mut state = before.state();
                state
                    .branches
                    .retain(|(_, branch)| !branch.as_ref().is_some_and(is_spared));
            }
        }
    }
}

/// Water goes on from the end of a window to that of another, ms.
fn go_on(course: &mut Course, from_ms: Ms, until_ms: Ms) -> Result<(), Lost> {
    let windows = (1..).map(|window| from_ms + window * WINDOW_MS);
    for at_ms in windows.take_while(|at_ms| *at_ms <= until_ms) {
        rayon::scope(|_| course.advance(seconds(at_ms)))?;
    }
    Ok(())
}
