//! Pictures of groups of runs beside each other: differences by seed, shares of runs, and what is gained at the cost of what.

mod axis;
mod differences;
mod front;
mod shares;

pub use axis::Span;
pub use differences::{DifferenceRow, Differences};
pub use front::{Front, FrontPoint};
pub use shares::{ShareCurve, Shares};

/// Colours and dashes of groups, the first for what the others are compared with. No colour stands alone: dashes, shapes or words
/// stand beside it.
const GROUPS: [(&str, &str); 6] = [
    (super::palette::INK, ""),
    (super::palette::VERMILION, "10 5"),
    (super::palette::BLUE, "3 4"),
    (super::palette::GREEN, "14 4 2 4"),
    (super::palette::GREY_TEXT, "6 3"),
    (super::palette::VERMILION_TEXT, "2 3"),
];

/// Letter height, pixels.
const LETTER: f64 = 13.0;

/// A text in lines of so many characters, at most so many lines: broken between words, or within one that is longer; the last is cut.
fn lines(text: &str, most: usize, count: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_inclusive(' ') {
        let line = lines.last_mut().expect("there is always one");
        if !line.is_empty() && line.chars().count() + word.trim_end().chars().count() > most {
            lines.push(String::new());
        }
        let line = lines.last_mut().expect("there is always one");
        line.push_str(word);
    }
    if lines.len() > count {
        let rest = lines.split_off(count - 1).concat();
        lines.push(rest);
    }
    lines.iter().map(|line| cut(line.trim_end(), most)).collect()
}

/// Cuts a text that is longer than so many characters.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let short: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{short}…")
}
