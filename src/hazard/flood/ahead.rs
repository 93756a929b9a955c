//! Water that may have run ahead of the clock: a forecast looks at what it comes to, and the clock then finds it there, unless
//! somebody has had works do something else in the meantime.
//!
//! So a forecast costs hardly more than the water that comes anyway. What was computed ahead has the bits that it would have had
//! in its own time: the windows are the same. A copy of the water is kept wherever it began to run further ahead, so that who has
//! works do something else waits for no more than what was computed since the last of these copies.

use std::collections::VecDeque;

use super::course::{Course, Happened, Lost, Setting, Stand};
use super::reading::Reading;
use crate::geo::Point;
use crate::vocabulary::Ms;

/// Water goes on in windows of this length, ms: what is decided within one changes the water from the next on.
pub const WINDOW_MS: Ms = 10_000;

/// What is to be seen of the water at the end of a window.
#[derive(Debug, Clone)]
struct Seen {
    readings: Vec<Option<Reading>>,
    stands: Vec<Option<Stand>>,
}

/// A window that was computed ahead: what happens in it, and what is to be seen then.
#[derive(Debug)]
struct Window {
    happened: Vec<Happened>,
    then: Seen,
    /// Depths to keep, in steps.
    frame: Option<Vec<u16>>,
}

/// The water of a run, at the clock and ahead of it.
#[derive(Debug)]
pub struct Stream {
    /// The water as far as it has been computed, and until when.
    front: Course,
    front_ms: Ms,
    /// Why it could not be computed further.
    lost: Option<Lost>,
    /// The last window that the clock has come to.
    now_ms: Ms,
    now: Seen,
    /// The windows that it has not come to yet.
    ahead: VecDeque<Window>,
    /// The water before it ran ahead, and when that was: the copies behind the front, the oldest first. The first of them is no
    /// later than the clock as long as anything is ahead of it.
    before: VecDeque<(Ms, Course)>,
    /// Where it is looked at.
    points: Vec<Option<Point>>,
    works: usize,
    /// How often depths are kept, ms, and in which steps, m.
    film: Option<(Ms, f64)>,
    /// Those of the last window that the clock has come to.
    frame: Option<Vec<u16>>,
}

fn seconds(ms: Ms) -> f64 {
    ms as f64 / 1_000.0
}

impl Stream {
    /// Water that is looked at in some points, none of them outside, with so many works; its first window ends at `first_ms`.
    pub fn new(course: Course, points: Vec<Option<Point>>, works: usize, first_ms: Ms) -> Self {
        let now_ms = first_ms - WINDOW_MS;
        let mut stream = Self {
            front: course,
            front_ms: now_ms,
            lost: None,
            now_ms,
            now: Seen {
                readings: Vec::new(),
                stands: Vec::new(),
            },
            ahead: VecDeque::new(),
            before: VecDeque::new(),
            points,
            works,
            film: None,
            frame: None,
        };
        stream.now = stream.look();
        stream
    }

    /// Has depths kept so often, ms, in such steps, m; when the first are.
    pub fn film(&mut self, every_ms: Ms, step_m: f64) -> Ms {
        self.film = Some((every_ms, step_m));
        (self.now_ms + WINDOW_MS + every_ms - 1).div_euclid(every_ms) * every_ms
    }

    /// Depths that are to be kept of the last window, in steps.
    pub fn take_frame(&mut self) -> Option<Vec<u16>> {
        self.frame.take()
    }

    fn look(&self) -> Seen {
        let reading = |at: &Option<Point>| self.front.reading((*at)?);
        Seen {
            readings: self.points.iter().map(reading).collect(),
            stands: (0..self.works).map(|works| self.front.stand(works)).collect(),
        }
    }

    /// The clock comes to the end of the next window; what happened in it.
    ///
    /// # Errors
    /// Where the numbers of the water run away: what it tells is worth nothing from then on.
    pub fn go_on(&mut self) -> Result<Vec<Happened>, Lost> {
        let window = match self.ahead.pop_front() {
            Some(window) => window,
            None => self.compute()?,
        };
        self.now_ms += WINDOW_MS;
        // What has been lost ahead can still be turned away: from the last copy.
        let is_all = self.ahead.is_empty() && self.lost.is_none();
        let is_late = |(at_ms, _): &(Ms, Course)| is_all || *at_ms <= self.now_ms;
        while self.before.get(usize::from(!is_all)).is_some_and(is_late) {
            self.before.pop_front();
        }
        self.now = window.then;
        self.frame = window.frame;
        Ok(window.happened)
    }

    /// Computes a window more.
    fn compute(&mut self) -> Result<Window, Lost> {
        if let Some(lost) = &self.lost {
            return Err(lost.clone());
        }
        let until_ms = self.front_ms + WINDOW_MS;
        // All of the window among those who share its steps: else each step waits for one of them to wake.
        let front = &mut self.front;
        let advanced = rayon::scope(|_| front.advance(seconds(until_ms)));
        let happened = advanced.inspect_err(|lost| self.lost = Some(lost.clone()))?;
        self.front_ms = until_ms;
        let film = self.film.filter(|(every_ms, _)| until_ms % every_ms == 0);
        Ok(Window {
            happened,
            then: self.look(),
            frame: film.map(|(_, step_m)| self.front.depths(step_m)),
        })
    }

    /// What will be read in a point at a time, or at the end of the window after it, if nobody does anything about the water
    /// until then; none outside, and where it cannot be computed.
    pub fn reading_ahead(&mut self, point: usize, at_ms: Ms) -> Option<Reading> {
        if at_ms <= self.now_ms {
            return self.now.readings[point];
        }
        if at_ms > self.front_ms && self.lost.is_none() {
            self.before.push_back((self.front_ms, self.front.clone()));
        }
        while self.front_ms < at_ms {
            let window = self.compute().ok()?;
            self.ahead.push_back(window);
        }
        let index = usize::try_from((at_ms - self.now_ms - 1).div_euclid(WINDOW_MS)).ok()?;
        self.ahead.get(index)?.then.readings[point]
    }

    /// Works do something else from the next window on; says whether they can.
    pub fn set(&mut self, works: usize, setting: Setting) -> bool {
        self.come_back();
        self.front.set(works, setting)
    }

    /// Forgets what was computed ahead of the clock.
    pub fn come_back(&mut self) {
        while self.before.len() > 1 && self.before.back().is_some_and(|(at_ms, _)| *at_ms > self.now_ms) {
            self.before.pop_back();
        }
        let Some((before_ms, before)) = self.before.pop_back() else {
            return;
        };
        self.before.clear();
        (self.front, self.front_ms, self.lost) = (before, before_ms, None);
        self.ahead.clear();
        while self.front_ms < self.now_ms && self.compute().is_ok() {}
    }

    /// The water in a point as the clock has it; none outside.
    pub fn reading(&self, point: usize) -> Option<Reading> {
        self.now.readings[point]
    }

    /// How works stand as the clock has them; none of a culvert.
    pub fn stand(&self, works: usize) -> Option<Stand> {
        self.now.stands[works]
    }

    /// The water itself as far as it has been computed: that of the clock after [`come_back`](Self::come_back).
    pub fn course(&self) -> &Course {
        &self.front
    }
}
