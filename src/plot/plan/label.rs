//! Names that fit into rooms.

use crate::geo::{Point, Polygon, Segment};

/// Largest and smallest letters, pixels.
const SIZES: [f64; 9] = [18.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0];
/// Mean advance of a letter of Helvetica, in letter heights: assumed, a little wide, so that names rather shrink than
/// touch a wall.
const ADVANCE: f64 = 0.56;
/// Height of a line, in letter heights.
const LEADING: f64 = 1.2;
/// Free space at each side, pixels.
const PADDING: f64 = 5.0;

/// A text broken into lines, and how large it may be set.
pub(super) struct Fitted {
    pub(super) lines: Vec<String>,
    pub(super) size: f64,
}

impl Fitted {
    pub(super) fn leading(&self) -> f64 {
        self.size * LEADING
    }

    /// Height of all lines.
    pub(super) fn height(&self) -> f64 {
        self.lines.len() as f64 * self.leading()
    }
}

/// Width of a text, pixels.
pub(super) fn text_width(text: &str, size: f64) -> f64 {
    text.chars().count() as f64 * size * ADVANCE
}

/// Breaks a text so that it fits into a box with `more` further lines under it; none where not even the smallest
/// letters do.
pub(super) fn fit(text: &str, width: f64, height: f64, more: usize) -> Option<Fitted> {
    SIZES.into_iter().find_map(|size| {
        let lines = wrapped(text, width - 2.0 * PADDING, size)?;
        let fitted = Fitted { lines, size };
        let all = fitted.height() + more as f64 * fitted.leading();
        (all <= height - PADDING).then_some(fitted)
    })
}

fn wrapped(text: &str, width: f64, size: f64) -> Option<Vec<String>> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        if text_width(word, size) > width {
            return None;
        }
        match lines.last_mut() {
            Some(line) if text_width(line, size) + text_width(word, size) + size * ADVANCE <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    (!lines.is_empty()).then_some(lines)
}

/// A box inside an area, in its own units: its centre and its width and height.
pub(super) fn free_box(area: &Polygon) -> (Point, f64, f64) {
    let centre = area.interior_point();
    let reach = |dx: f64, dy: f64| {
        let ray = Segment::new(centre, centre + Point::new(dx, dy) * 1e6);
        let hits = area.edges().filter_map(|edge| ray.intersection(&edge));
        hits.map(|hit| hit.distance(centre)).fold(1e6, f64::min)
    };
    let mut half_width = reach(1.0, 0.0).min(reach(-1.0, 0.0));
    let mut half_height = reach(0.0, 1.0).min(reach(0.0, -1.0));
    let corners_inside = |w: f64, h: f64| {
        [(w, h), (-w, h), (w, -h), (-w, -h)]
            .into_iter()
            .all(|(x, y)| area.contains(centre + Point::new(x, y)))
    };
    for _ in 0..10 {
        if corners_inside(half_width, half_height) {
            break;
        }
        half_width *= 0.85;
        half_height *= 0.85;
    }
    (centre, 2.0 * half_width, 2.0 * half_height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_break_between_words_and_shrink_before_they_vanish() {
        let wide = fit("Girls' toilets", 200.0, 60.0, 0).unwrap();
        assert_eq!((wide.lines.len(), wide.size), (1, 18.0));
        let narrow = fit("Girls' toilets", 80.0, 60.0, 0).unwrap();
        assert_eq!(narrow.lines, ["Girls'", "toilets"]);
        assert!(fit("Counsellor", 40.0, 60.0, 0).is_none());
        assert!(fit("", 100.0, 60.0, 0).is_none());
    }
}
