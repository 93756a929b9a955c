//! The pages on paper: through a browser's print, legible in grey.

use std::path::Path;
use std::process::Command;

use crate::with_fast_run;

/// A browser that prints without a window, where there is one.
fn browser() -> Option<&'static str> {
    let known = [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ];
    known.into_iter().find(|path| Path::new(path).exists())
}

#[test]
fn the_kit_prints() {
    let Some(browser) = browser() else {
        println!("skipped: there is no Chromium here");
        return;
    };
    let place = with_fast_run("fire-drill");
    place.succeeds(&["kit", "run", "--out", "kit", "--language", "sq"]);
    let printed = place.path("kit.pdf");
    let status = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--no-pdf-header-footer",
        ])
        .args([
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ])
        .arg(format!("--user-data-dir={}", place.path("browser").display()))
        .arg(format!("--print-to-pdf={}", printed.display()))
        .arg(format!("file://{}", place.path("kit/kit.html").display()))
        .output()
        .expect("the browser starts");
    assert!(
        status.status.success(),
        "{}",
        String::from_utf8_lossy(&status.stderr)
    );
    let bytes = std::fs::read(&printed).expect("a PDF");
    assert!(
        bytes.starts_with(b"%PDF") && bytes.len() > 20_000,
        "{} bytes",
        bytes.len()
    );
}

/// Relative luminance of `#rrggbb` (WCAG 2.2).
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value = u8::from_str_radix(&colour[at..at + 2], 16).expect("a colour");
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

#[test]
fn text_has_the_contrast_that_wcag_asks_for_and_no_meaning_lies_in_colour() {
    let css = include_str!("../../src/kit/sheet.css");
    let mut texts = 0;
    for part in css
        .split(" color: ")
        .skip(1)
        .chain(css.split("{ color: ").skip(1))
    {
        let colour = part.split([';', ' ', '}']).next().unwrap_or_default();
        if !colour.starts_with('#') || colour.len() != 7 {
            continue;
        }
        texts += 1;
        let contrast = 1.05 / (luminance(colour) + 0.05);
        assert!(contrast >= 4.5, "{colour}: {contrast:.1} on white");
        assert_eq!(
            (&colour[1..3], &colour[1..3]),
            (&colour[3..5], &colour[5..7]),
            "{colour} is no grey"
        );
    }
    assert!(texts >= 3, "colours are not found any more");
}
