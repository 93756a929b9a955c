//! The page: whole, safe, and alone.

use crate::common::place::Place;
use crate::{assert_says, compared, from_one, of, with_table};

/// Tags that HTML never closes.
const VOID: [&str; 8] = ["meta", "link", "br", "hr", "img", "input", "!DOCTYPE", "source"];

/// Fails unless every tag of a page is closed, in order, and every attribute stands in quotes.
#[track_caller]
fn assert_whole(page: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        let text = &rest[..start];
        assert!(!text.contains('>'), "an end without a beginning: {text}");
        rest = &rest[start + 1..];
        let end = rest.find('>').expect("a tag that ends");
        let tag = &rest[..end];
        rest = &rest[end + 1..];
        assert_eq!(tag.matches('"').count() % 2, 0, "quotes of <{tag}>");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "</{name}> closes something else");
            continue;
        }
        let name = tag.split([' ', '\n', '/']).next().expect("a name");
        if VOID.contains(&name) || tag.ends_with('/') {
            continue;
        }
        open.push(name);
        if name == "style" {
            rest = &rest[rest.find("</style>").expect("an end of the style")..];
        }
    }
    assert_eq!(open, Vec::<&str>::new(), "never closed");
}

/// Fails if anything is fetched from elsewhere, or could be.
#[track_caller]
fn assert_alone(page: &str) {
    let without = page.replace("http://www.w3.org/2000/svg", "");
    for word in [
        "http:", "https:", "//www", "<script", "<iframe", "<link", "<img", "@import", "url(", "src=",
        "onload",
    ] {
        assert!(!without.contains(word), "{word}");
    }
    assert!(page.contains("default-src 'none'"));
}

/// Everything there is to be drawn: better, worse, different, not shown, the same, too few, seldom came, several variants.
fn everything(name: &str) -> Place {
    let luck = |n: u32| f64::from(n * n % 7);
    let mut rows = Vec::new();
    for (variant, shift) in [("base", 0.0), (name, 9.0), ("third", -9.0)] {
        let values = move |size: f64| {
            (0..12).map(move |n| 50.0 + luck(n) + size * shift + f64::from(n % 2) * shift / 9.0)
        };
        rows.push(of(variant, "last_out_s", from_one(values(1.0))));
        rows.push(of(variant, "injured", from_one(values(-2.0))));
        rows.push(of(variant, "families_called_by_pupils", from_one(values(1.0))));
        rows.push(of(variant, "inside_at_end", from_one(values(0.0))));
        rows.push(of(variant, "unaccounted_at_end", from_one([3.0; 12])));
        rows.push(of(variant, "found_s", from_one([3.0 + shift])));
        let seldom = (0..12).map(|n| {
            if shift > 0.0 && n > 1 {
                f64::NAN
            } else {
                80.0 + luck(n)
            }
        });
        rows.push(of(variant, "full_account_s", from_one(seldom)));
    }
    with_table(&rows)
}

#[test]
fn it_is_whole_and_fetches_nothing() {
    let place = everything("second");
    compared(&place, &["--metric", "all", "--pareto", "last_out_s,injured"]);
    let page = place.read("c/comparison.html");
    assert_whole(&page);
    assert_alone(&page);
    assert_says(
        &page,
        &[
            "<!DOCTYPE html>",
            "<html lang=\"en\">",
            "<meta charset=\"utf-8\">",
            "Seed by seed",
            "All figures",
            "Which is the best",
            "What is gained at the cost of what",
            "came in 2 of 12 runs, against 12 of 12 runs",
            "None of this says how far the model is from life",
        ],
    );
    assert!(!page.contains("NaN") && !page.contains("inf"), "{page}");
    // Every picture says what it shows to those who cannot see it.
    for picture in page.split("<svg").skip(1) {
        let head = picture.split("<rect").next().expect("a sheet");
        for part in ["role=\"img\"", "<title>", "<desc>"] {
            assert!(head.contains(part), "{part}: {head}");
        }
    }
}

#[test]
fn names_are_names_and_never_markup() {
    let evil = "<script>alert(1)</script>\"'&";
    let place = everything("x");
    let text = place
        .read("runs.csv")
        .replace(",x,,", ",\"<script>alert(1)</script>\"\"'&\",\"a=<b>\",");
    let text = text.replace(",injured,", ",injured@<i>here</i>,");
    place.write("runs.csv", &text);
    let said = compared(&place, &["--metric", "all"]).out;
    assert_says(&said, &[evil]);
    let page = place.read("c/comparison.html");
    assert_whole(&page);
    assert_alone(&page);
    for word in ["<b>alert", "<i>", "a=<b>"] {
        assert!(!page.contains(word), "{word}");
    }
    assert_says(&page, &["&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;i&gt;here"]);
}

#[test]
fn the_title_of_a_scenario_is_a_title() {
    let place = Place::with_fire_drill();
    let file = "scenarios/fire-drill/scenario.toml";
    let title = "Fire & smoke <script>alert('x')</script>";
    place.write(
        file,
        &place
            .read(file)
            .replace("en = \"Fire drill\"", &format!("en = \"{title}\"")),
    );
    let ask = [
        "--set",
        crate::FAST,
        "--variants",
        "one-exit",
        "--seeds",
        "1..4",
        "--out",
        "b",
        "--quiet",
    ];
    place.succeeds(&[&["batch", "fire-drill"], &ask[..]].concat());
    let said = place.succeeds(&["compare", "b"]).out;
    assert_says(&said, &[title]);
    let page = place.read("b/comparison/comparison.html");
    assert_whole(&page);
    assert_alone(&page);
    assert_says(
        &page,
        &["<h1>Fire &amp; smoke &lt;script&gt;alert('x')&lt;/script&gt;</h1>"],
    );
}

#[test]
fn lines_of_the_summary_fit_a_terminal() {
    let place = everything("a-variant-with-a-name-of-some-length");
    let said = compared(&place, &["--metric", "all"]).out;
    for line in said.lines().filter(|line| !line.starts_with("Open ")) {
        assert!(line.chars().count() <= 80, "{line}");
    }
}
