//! Damaged scenarios: whatever a slip, a crash of an editor or a bad merge leaves, the answer is a scenario or a
//! sentence with a place.

use super::{Copy, load, shipped, text_of};
use crate::diagnostic::json;
use crate::diagnostic::render::{Style, render};
use crate::scenario::load::Loaded;

const MUTATIONS: usize = 10_000;
/// One in so many damages the large scenario, the others the small one.
const LARGE: usize = 10;

/// `SplitMix64` (Steele, Lea, Flood 2014): the same damage every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % sides.max(1) as u64) as usize
    }

    /// One to three damages: a byte, a word for another word, a line gone, doubled or moved, a number made absurd.
    fn damage(&mut self, text: &str) -> String {
        let mut text = text.to_owned();
        for _ in 0..=self.roll(3) {
            text = match self.roll(6) {
                0 => self.byte(&text),
                1 => self.word(&text),
                2 | 3 => self.line(&text),
                4 => self.number(&text),
                _ => self.piece(&text),
            };
        }
        text
    }

    fn byte(&mut self, text: &str) -> String {
        const NASTY: &[u8] = b"\"'[]{}=.,;#\n\r\t\\-+_@ eE0129xnk\0\xc3\xab\xff";
        let mut bytes = text.as_bytes().to_vec();
        let at = self.roll(bytes.len());
        match self.roll(3) {
            _ if bytes.is_empty() => {}
            0 => bytes[at] = NASTY[self.roll(NASTY.len())],
            1 => drop(bytes.remove(at)),
            _ => bytes.insert(at, NASTY[self.roll(NASTY.len())]),
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// A word of the text in the place of another, or nearly another.
    fn word(&mut self, text: &str) -> String {
        let ends = |c: char| !c.is_alphanumeric() && c != '-' && c != '_';
        let words: Vec<&str> = text.split(ends).filter(|word| !word.is_empty()).collect();
        let (Some(old), Some(new)) = (
            words.get(self.roll(words.len())),
            words.get(self.roll(words.len())),
        ) else {
            return text.to_owned();
        };
        let new = if self.roll(2) == 0 {
            (*new).to_owned()
        } else {
            old.chars().rev().collect()
        };
        text.replacen(old, &new, 1 + self.roll(3))
    }

    fn line(&mut self, text: &str) -> String {
        let mut lines: Vec<&str> = text.lines().collect();
        let (at, to) = (self.roll(lines.len()), self.roll(lines.len()));
        match self.roll(3) {
            _ if lines.is_empty() => {}
            0 => drop(lines.remove(at)),
            1 => lines.insert(to, lines[at]),
            _ => lines.swap(at, to),
        }
        lines.join("\n")
    }

    fn number(&mut self, text: &str) -> String {
        const ABSURD: [&str; 10] = [
            "-1",
            "0",
            "1e9",
            "1000000",
            "0.000001",
            "nan",
            "99999999999999999999",
            "\"\"",
            "1,5",
            "-0.0",
        ];
        let digits: Vec<usize> = text
            .match_indices(|c: char| c.is_ascii_digit())
            .map(|(at, _)| at)
            .collect();
        let Some(start) = digits.get(self.roll(digits.len())).copied() else {
            return text.to_owned();
        };
        let end = text[start..]
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .map_or(text.len(), |end| start + end);
        format!(
            "{}{}{}",
            &text[..start],
            ABSURD[self.roll(ABSURD.len())],
            &text[end..]
        )
    }

    /// A piece of the text once more, somewhere else.
    fn piece(&mut self, text: &str) -> String {
        let (from, to) = (self.roll(text.len()), self.roll(text.len()));
        let from = text.ceil_char_boundary(from);
        let end = text.ceil_char_boundary((from + self.roll(200)).min(text.len()));
        let to = text.ceil_char_boundary(to);
        format!("{}{}{}", &text[..to], &text[from..end], &text[to..])
    }
}

/// Whether a scenario or an error came out, shown without a panic.
fn judge(loaded: &Loaded) -> bool {
    let sound = loaded.scenario.is_some();
    assert_eq!(sound, !loaded.diagnostics.has_errors());
    for problem in loaded.diagnostics.sorted().into_iter().take(3) {
        assert!(
            !render(
                problem,
                &loaded.sources,
                Style {
                    width: 80,
                    colour: false
                }
            )
            .is_empty()
        );
    }
    if !sound {
        json::report(&loaded.diagnostics, &loaded.sources);
    }
    sound
}

#[test]
fn ten_thousand_damaged_scenarios_are_judged_without_a_panic() {
    let copies = [
        ("durres-school", "hold-for-inspection"),
        ("fire-drill", "one-exit"),
        ("fire-drill", "smoke-in-a-classroom"),
        ("fire-drill", "standard-response-protocol"),
    ]
    .map(|(id, variant)| {
        let files = ["scenario.toml", "classes.csv", "people.csv", "plan.geojson"].map(str::to_owned);
        let files: Vec<String> = files
            .into_iter()
            .chain([format!("variants/{variant}.toml")])
            .collect();
        let texts: Vec<String> = files
            .iter()
            .map(|file| text_of(&shipped(id).join(file)))
            .collect();
        (Copy::of(id), variant, files, texts)
    });
    let mut dice = Dice(8);
    let mut clean = 0;
    for round in 0..MUTATIONS {
        let (copy, variant, files, texts) = &copies[usize::from(round % LARGE != 0)];
        // The scenario itself half of the time.
        let at = if dice.roll(2) == 0 {
            0
        } else {
            dice.roll(files.len())
        };
        copy.write(&files[at], &dice.damage(&texts[at]));
        let variant = (at == 4 || dice.roll(4) == 0).then_some(*variant);
        clean += usize::from(judge(&load(copy.path(), variant, &[])));
        copy.write(&files[at], &texts[at]);
    }
    println!("{clean} of {MUTATIONS} damaged scenarios were still scenarios");
    assert!(
        clean < MUTATIONS / 2,
        "most of the damage is noticed: {clean} of {MUTATIONS} without an error"
    );
}
