//! Water that may have run ahead of the clock: a forecast looks at what it comes to, and the clock then finds it there, unless
//! somebody has had works do something else in the meantime.
//!
//! So a forecast costs hardly more than the water that comes anyway. What was computed ahead has the bits that it would have had
//! in its own time: the windows are the same. A copy of the water is kept wherever it began to run further ahead, so that who has
//! works do something else waits for no more than what was computed since the last of these copies.
//!
//! The water itself is a node of a recording (`hazard::flood::recording`): of one of its own, which forgets what lies behind the
//! clock, or of one that it shares with other runs, which may have computed far ahead of it.

use std::sync::Arc;

use super::course::{Course, Happened, Lost, Setting, Stand};
use super::reading::Reading;
use super::recording::{Look, Node, Recording, Window};
use crate::geo::Point;
use crate::geo::metric::MetricGrid;
use crate::vocabulary::Ms;

/// Water goes on in windows of this length, ms: what is decided within one changes the water from the next on.
pub const WINDOW_MS: Ms = 10_000;

/// The water of a run, at the clock and ahead of it.
#[derive(Debug)]
pub struct Stream {
    /// Whom it shares the water with; none whose water is its own.
    recording: Option<Arc<Recording>>,
    /// What has been done to it so far.
    node: Arc<Node>,
    look: Arc<Look>,
    /// Where each of the points of this run stands among all that are looked at; none outside.
    places: Vec<Option<usize>>,
    /// The last window that the clock has come to.
    now_ms: Ms,
    now: Arc<Window>,
    /// Depths of it that nobody has taken yet.
    frame: Option<Vec<u16>>,
    /// The water where the run is over, or where it was lost.
    last: Option<Arc<Course>>,
}

impl Stream {
    /// Water that is looked at in some points, none of them outside, with so many works; its first window ends at `first_ms`.
    pub fn new(course: Course, points: &[Option<Point>], works: usize, first_ms: Ms) -> Self {
        let look = Look {
            points: points.iter().copied().flatten().collect(),
            works,
            film: None,
        };
        let root = Node::of(course, first_ms - WINDOW_MS);
        Self::of_root(None, Arc::new(root), Arc::new(look), points, first_ms)
    }

    /// Water at the root of a recording, or of its own.
    pub(super) fn of_root(
        recording: Option<Arc<Recording>>,
        root: Arc<Node>,
        look: Arc<Look>,
        points: &[Option<Point>],
        first_ms: Ms,
    ) -> Self {
        let now_ms = first_ms - WINDOW_MS;
        let now = look.at(&root.course(now_ms), now_ms, Vec::new());
        Self {
            recording,
            places: points.iter().map(|point| look.place_of((*point)?)).collect(),
            node: root,
            look,
            now_ms,
            now: Arc::new(now),
            frame: None,
            last: None,
        }
    }

    /// Has depths kept so often, ms, in such steps, m; when the first are. Water that is shared is not filmed.
    pub fn film(&mut self, every_ms: Ms, step_m: f64) -> Option<Ms> {
        if self.recording.is_some() {
            return None;
        }
        Arc::make_mut(&mut self.look).film = Some((every_ms, step_m));
        Some((self.now_ms + WINDOW_MS + every_ms - 1).div_euclid(every_ms) * every_ms)
    }

    /// Depths that are to be kept of the last window, in steps.
    pub fn take_frame(&mut self) -> Option<Vec<u16>> {
        self.frame.take()
    }

    /// The window that ends at a time, ms.
    fn window(&self, until_ms: Ms, is_ahead: bool) -> Result<Arc<Window>, Lost> {
        let recording = self.recording.as_deref();
        self.node.window(until_ms, is_ahead, &self.look, recording)
    }

    /// The clock comes to the end of the next window; what happened in it.
    ///
    /// # Errors
    /// Where the numbers of the water run away: what it tells is worth nothing from then on.
    pub fn go_on(&mut self) -> Result<Vec<Happened>, Lost> {
        let window = self.window(self.now_ms + WINDOW_MS, false);
        self.now = window.inspect_err(|_| self.last = self.node.lost())?;
        self.now_ms += WINDOW_MS;
        self.frame.clone_from(&self.now.frame);
        match &self.recording {
            None => self.node.forget_before(self.now_ms),
            Some(recording) => self.node.note_reading(recording.count()),
        }
        Ok(self.now.happened.clone())
    }

    /// What will be read in a point at a time, or at the end of the window after it, if nobody does anything about the water
    /// until then; none outside, and where it cannot be computed.
    pub fn reading_ahead(&mut self, point: usize, at_ms: Ms) -> Option<Reading> {
        if at_ms <= self.now_ms {
            return self.reading(point);
        }
        let windows = (at_ms - self.now_ms + WINDOW_MS - 1).div_euclid(WINDOW_MS);
        let window = self.window(self.now_ms + windows * WINDOW_MS, true).ok()?;
        window.readings[self.places[point]?]
    }

    /// Works do something else from the next window on; says whether they can.
    pub fn set(&mut self, works: usize, setting: Setting) -> bool {
        let recording = self.recording.as_deref();
        let branch = self.node.branch(self.now_ms, works, setting, recording);
        let can = branch.is_some();
        if let Some(branch) = branch {
            self.node = branch;
        }
        can
    }

    /// The run is over: the water stays as the clock has it.
    pub fn end(&mut self) {
        if self.last.is_none() {
            self.last = Some(self.node.end(self.now_ms));
        }
    }

    /// The water in a point as the clock has it; none outside.
    pub fn reading(&self, point: usize) -> Option<Reading> {
        self.now.readings[self.places[point]?]
    }

    /// How works stand as the clock has them; none of a culvert.
    pub fn stand(&self, works: usize) -> Option<Stand> {
        self.now.stands[works]
    }

    /// Where the cells lie, and in which coordinate reference system, if that is known.
    pub fn grid(&self) -> (MetricGrid, Option<u16>) {
        self.node.course(self.now_ms).grid()
    }

    /// The water itself, once the run is over.
    pub fn course(&self) -> Option<&Course> {
        self.last.as_deref()
    }

    /// Whether it stands at the very window at which another does.
    #[cfg(test)]
    pub(super) fn sees_the_window_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.now, &other.now)
    }
}
