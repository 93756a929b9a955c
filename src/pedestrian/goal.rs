//! Goals: where people want to get.

use super::geometry::{Point, Polygon, Segment};
use super::venue::Place;

/// A line on a deck, reached by whoever crosses it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GoalLine {
    /// Its deck.
    pub deck: u16,
    /// Where it lies.
    pub segment: Segment,
    /// Of a way out, the opening it lies in: people come to it from the right of the line (looking from a to b), and
    /// no way is sought on the other side. Any other line is reached from either side. A mirrored plan turns it round.
    pub way_out: Option<u16>,
}

impl GoalLine {
    /// A line reached from either side.
    pub fn new(deck: u16, segment: Segment) -> Self {
        Self {
            deck,
            segment,
            way_out: None,
        }
    }
}

/// Where people want to get: any of these areas or lines.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Goal {
    /// Areas on decks. Whoever steps inside has arrived, and goes on towards the innermost point.
    pub areas: Vec<(u16, Polygon)>,
    /// Lines on decks. Whoever crosses one has arrived.
    pub lines: Vec<GoalLine>,
}

impl Goal {
    /// The goal that is one area.
    pub fn area(deck: u16, area: Polygon) -> Self {
        Self {
            areas: vec![(deck, area)],
            lines: Vec::new(),
        }
    }

    /// The goal that is one line, reached from either side.
    pub fn line(deck: u16, line: Segment) -> Self {
        Self {
            areas: Vec::new(),
            lines: vec![GoalLine::new(deck, line)],
        }
    }

    /// The same goal in a plan mapped so.
    #[must_use]
    pub fn mapped(&self, map: impl Fn(Point) -> Point) -> Self {
        let areas = self.areas.iter();
        let lines = self.lines.iter();
        Self {
            areas: areas.map(|(deck, area)| (*deck, area.mapped(&map))).collect(),
            lines: lines
                .map(|line| GoalLine {
                    segment: line.segment.mapped(&map),
                    ..*line
                })
                .collect(),
        }
    }

    /// Whether a step from `p` on one place to `q` on another, or on the same, arrives: in an area where it ends, over a
    /// line where it begins or ends (a line may be the edge of a flight).
    pub(super) fn reached(&self, [from, to]: [Place; 2], p: Point, q: Point) -> bool {
        // Who stands right on a line has reached it: the edge of a flight there may count them as beyond already.
        const ON_M: f32 = 1e-4;
        let is_on = |deck: u16, place: Place| place == Place::Deck(deck);
        self.areas
            .iter()
            .any(|(deck, area)| is_on(*deck, to) && area.contains(q))
            || self.lines.iter().any(|line| {
                (is_on(line.deck, from) || is_on(line.deck, to))
                    && (line.segment.crossed_by(p, q) || line.segment.distance_m(q) < ON_M)
            })
    }

    /// The lines on a place.
    pub(super) fn lines_on(&self, place: Place) -> impl Iterator<Item = &GoalLine> {
        self.lines
            .iter()
            .filter(move |line| place == Place::Deck(line.deck))
    }
}
