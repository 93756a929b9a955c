//! What is to be seen of water at the end of a window.

use crate::geo::Point;
use crate::hazard::flood::course::{Course, Happened, Stand};
use crate::hazard::flood::reading::Reading;
use crate::vocabulary::Ms;

/// What is looked at.
#[derive(Debug, Clone, Default)]
pub(in crate::hazard::flood) struct Look {
    /// Where the water is read.
    pub(in crate::hazard::flood) points: Vec<Point>,
    /// How many works there are.
    pub(in crate::hazard::flood) works: usize,
    /// How often depths are kept, ms, and in which steps, m.
    pub(in crate::hazard::flood) film: Option<(Ms, f64)>,
}

/// What happens in a window, and what is to be seen at its end.
#[derive(Debug)]
pub(in crate::hazard::flood) struct Window {
    /// What happens to works in it.
    pub(in crate::hazard::flood) happened: Vec<Happened>,
    /// By point.
    pub(in crate::hazard::flood) readings: Vec<Option<Reading>>,
    /// By works.
    pub(in crate::hazard::flood) stands: Vec<Option<Stand>>,
    /// Depths to keep, in steps.
    pub(in crate::hazard::flood) frame: Option<Vec<u16>>,
}

impl Look {
    /// Where a point stands among those that are looked at.
    pub(in crate::hazard::flood) fn place_of(&self, point: Point) -> Option<usize> {
        self.points.iter().position(|known| *known == point)
    }

    /// Looks at water as it stands at the end of a window, in which this has happened.
    pub(in crate::hazard::flood) fn at(
        &self,
        course: &Course,
        until_ms: Ms,
        happened: Vec<Happened>,
    ) -> Window {
        let film = self.film.filter(|(every_ms, _)| until_ms % every_ms == 0);
        Window {
            happened,
            readings: self.points.iter().map(|at| course.reading(*at)).collect(),
            stands: (0..self.works).map(|works| course.stand(works)).collect(),
            frame: film.map(|(_, step_m)| course.depths(step_m)),
        }
    }
}

impl Window {
    /// Memory that it takes, bytes.
    pub(super) fn bytes(&self) -> usize {
        let frame = self.frame.as_deref().map_or(0, size_of_val);
        size_of::<Self>()
            + size_of_val(&self.happened[..])
            + size_of_val(&self.readings[..])
            + size_of_val(&self.stands[..])
            + frame
    }
}
