//! Damaged input: whatever stands in a file, the answer is a sentence.

use super::csv::judge_csv;
use super::judge;
use crate::diagnostic::json;
use crate::diagnostic::render::{Style, render};
use crate::scenario::document::sample::{CLASSES, GOOD, ROOT};
use crate::scenario::document::view::View;

/// A small generator: the same mutations every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    /// One to four bytes replaced, removed, doubled or exchanged with a piece from elsewhere.
    fn mutate(&mut self, text: &str) -> String {
        const NASTY: &[u8] = b"\"'[]{}=.,#\n\r\t\\-+_ eE0129xnk\0\xc3\xab\xff";
        let mut bytes = text.as_bytes().to_vec();
        for _ in 0..=self.roll(4) {
            let at = self.roll(bytes.len());
            match self.roll(4) {
                0 => bytes[at] = NASTY[self.roll(NASTY.len())],
                1 => drop(bytes.remove(at)),
                2 => bytes.insert(at, NASTY[self.roll(NASTY.len())]),
                _ => {
                    let from = self.roll(bytes.len());
                    let piece = bytes[from..(from + self.roll(40)).min(bytes.len())].to_vec();
                    bytes.splice(at..at, piece);
                }
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

#[test]
fn two_thousand_damaged_inputs_are_judged_without_a_panic() {
    const VARIANT_TEXT: &str = "[variant]\nname = \"V\"\nremove = [\"door.yard\"]\n[patch.'classes.csv'.7B]\npupils = 21\n[decision.leave]\nchoose = \"stay\"\n";
    const CSV: &str =
        "class;room;pupils;speed_m_s;absent;exits\n7B;\"r1\";20;1,25;yes;main yard\n8A;r1;3;;;\n";
    let mut dice = Dice(8);
    let mut clean = 0;
    for _ in 0..2_000 {
        let (base, variant, csv) = (dice.mutate(GOOD), dice.mutate(VARIANT_TEXT), dice.mutate(CSV));
        let setting = dice.mutate("door.main.width_m=2");
        let judged = judge(&base, Some(&variant), &[&setting]);
        clean += usize::from(!judged.diagnostics.has_errors());
        for d in judged.diagnostics.sorted() {
            render(
                d,
                &judged.sources,
                Style {
                    width: 80,
                    colour: false,
                },
            );
        }
        if let Some(view) = judged.document.as_ref().and_then(|d| View::new(&d.root, &ROOT)) {
            read_everything(view);
        }
        let (judged, rows) = judge_csv(&csv, "[patch.'classes.csv'.7B]\npupils = 21\n");
        for row in rows.views(&CLASSES) {
            let _ = (
                row.text("room"),
                row.integer("pupils"),
                row.number("speed_m_s"),
                row.flag("absent"),
                row.list("exits"),
            );
        }
        serde_json::to_string(&json::report(&judged.diagnostics, &judged.sources)).expect("JSON");
    }
    assert!(
        clean < 1_000,
        "most of the damage is noticed: {clean} of 2000 without an error"
    );
}

/// Reads every key of every sound table, as the typed half would.
fn read_everything(root: View<'_>) {
    if let Some(exercise) = root.table("exercise") {
        let _ = (
            exercise.local_text("name"),
            exercise.duration_ms("lasts"),
            exercise.get("starts").map(|leaf| leaf.instant()),
        );
    }
    for door in root.tables("door") {
        let at_m: Vec<f64> = door
            .list("at_m")
            .iter()
            .map(crate::scenario::document::view::Leaf::number)
            .collect();
        let _ = (door.id(), door.number("width_m"), door.flag("locked"), at_m);
        let _ = (
            door.get("share").map(|leaf| leaf.fraction()),
            door.get("speed_m_s").map(|leaf| leaf.number_spread()),
        );
    }
    for hazard in root.tables("hazard") {
        let _ = (hazard.kind(), hazard.moment("at"));
    }
    for decision in root.tables("decision") {
        let _ = (
            decision.text("position"),
            decision.get("when").map(|leaf| leaf.text()),
            decision.duration_spread("decides_in"),
        );
        for (_, _, option) in decision.keyed("options") {
            for action in option.actions() {
                let _ = (action.kind(), action.span());
            }
        }
    }
}
