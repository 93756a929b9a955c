//! Where on the plan something lies that a fact is about.

use crate::geo::Point;
use crate::scenario::model::Scenario;
use crate::scenario::plan::LevelIndex;
use crate::vocabulary::SubjectKind;

/// The point of the plan where a subject is marked; none for what lies nowhere on it.
pub(super) fn place_of(scenario: &Scenario, id: &str) -> Option<(LevelIndex, Point)> {
    let subject = scenario.subjects.get(scenario.subjects.find(id)?);
    let plan = &scenario.school.plan;
    match subject.kind {
        SubjectKind::Space => {
            let space = plan.spaces.get(subject.index)?;
            Some((space.level, space.outline.interior_point()))
        }
        SubjectKind::Opening => {
            let opening = plan.openings.get(subject.index)?;
            Some((opening.level, opening.segment.midpoint()))
        }
        SubjectKind::Stair => {
            let flight = plan.flights.iter().find(|flight| flight.stair == id)?;
            let (low, high) = (flight.lower_edge.midpoint(), flight.upper_edge.midpoint());
            Some((flight.lower, (low + high) * 0.5))
        }
        SubjectKind::Assembly => {
            let area = plan.assemblies.get(subject.index)?;
            Some((area.level, area.outline.interior_point()))
        }
        _ => None,
    }
}
