//! What the documentation shows is so: every TOML block loads or fails as it says, every command of the tutorial
//! works, and the dictionary of columns is the one of the program.

#![expect(
    clippy::disallowed_methods,
    reason = "tests read the documentation, and write what it tells people to write"
)]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use common::place::Place;
use common::{is_blessing, root, shipped, text};
use hotwash::attribution::attribution_tables;
use hotwash::batch::batch_tables;
use hotwash::compare::comparison_tables;
use hotwash::diagnostic::{Severity, Span};
use hotwash::record::{TableInfo, dictionary};
use hotwash::scenario::load;
use hotwash::vocabulary::{EVENTS, METRICS, SIGNALS};

/// The pages that a person reads.
fn pages() -> Vec<PathBuf> {
    let folder = fs::read_dir(root().join("docs")).expect("the documentation");
    let mut pages: Vec<PathBuf> = folder.map(|entry| entry.expect("an entry").path()).collect();
    pages.retain(|page| page.extension().is_some_and(|end| end == "md"));
    pages.push(root().join("README.md"));
    pages.sort();
    pages
}

/// A fenced block of a page.
struct Block {
    /// The page and the line of the fence, for people.
    place: String,
    /// What stands behind the fence: `toml`, `toml error`.
    language: String,
    /// The HTML comment in the line before the fence.
    comment: Option<String>,
    lines: Vec<String>,
}

fn blocks(page: &Path) -> Vec<Block> {
    let text = text(page);
    let mut blocks: Vec<Block> = Vec::new();
    let (mut comment, mut is_open) = (None, false);
    for (number, line) in (1..).zip(text.lines()) {
        match line.strip_prefix("```") {
            Some(_) if is_open => is_open = false,
            Some(language) => {
                is_open = true;
                let place = format!(
                    "{}:{number}",
                    page.strip_prefix(root()).expect("a page").display()
                );
                let (language, comment) = (language.trim().to_owned(), comment.take());
                blocks.push(Block {
                    place,
                    language,
                    comment,
                    lines: Vec::new(),
                });
            }
            None if is_open => blocks
                .last_mut()
                .expect("an open block")
                .lines
                .push(line.to_owned()),
            None => {
                let inner = line
                    .strip_prefix("<!--")
                    .and_then(|rest| rest.strip_suffix("-->"));
                comment = inner.map(|inner| inner.trim().to_owned());
            }
        }
    }
    assert!(!is_open, "{}: a block does not end", page.display());
    blocks
}

// ---------------------------------------------------------------------------------------------------------------
// Blocks of TOML
// ---------------------------------------------------------------------------------------------------------------

/// What a block is laid over, and what is put before and behind it to make a variant of it.
struct Frame {
    scenario: String,
    before: &'static str,
    behind: &'static str,
}

/// The name that a fragment lacks.
const NAME: &str = "[variant]\nname = \"From the documentation\"\n";
/// What a decision lacks that shows only its condition.
const CHOICE: &str = "position = \"school-incident-commander\"\nchoose = \"go\"\noptions.go = []\n";

/// How a block is to be taken. A comment before it says so; on the page of conditions every block is the `when` of a
/// decision of the large school.
fn frame(block: &Block) -> Frame {
    let comment = block.comment.as_deref().unwrap_or_default();
    if let Some(scenario) = comment.strip_prefix("variant of ") {
        return Frame {
            scenario: scenario.to_owned(),
            before: "",
            behind: "",
        };
    }
    if let Some(scenario) = comment.strip_prefix("scenario fragment of ") {
        return Frame {
            scenario: scenario.to_owned(),
            before: NAME,
            behind: "",
        };
    }
    assert!(
        block.place.starts_with("docs/triggers.md"),
        "{}: no comment says how to run it",
        block.place
    );
    Frame {
        scenario: "durres-school".to_owned(),
        before: NAME,
        behind: CHOICE,
    }
}

/// The error that a line announces: `when = "…" # error: what is said`.
fn announced(line: &str) -> Option<&str> {
    line.split_once("# error: ").map(|(_, message)| message)
}

/// What is wrong with what a block says of itself; none if all is as it says.
fn judge(block: &Block) -> Option<String> {
    let frame = frame(block);
    let copy = tempfile::tempdir().expect("a folder");
    common::copy(&shipped(&frame.scenario), copy.path());
    let variant = format!("{}{}\n{}", frame.before, block.lines.join("\n"), frame.behind);
    fs::write(copy.path().join("variants/documented.toml"), variant).expect("written");
    let loaded = load::load(copy.path(), Some("documented"), &[]);

    let first_line = frame.before.lines().count() + 1;
    let place = |span: Span| {
        let source = loaded.sources.get(span.source);
        let (line, _) = source.line_column(span.start);
        let is_here = source.name.ends_with("documented.toml");
        (is_here && line >= first_line).then(|| line - first_line)
    };
    let found = loaded.diagnostics.iter();
    let mut found: Vec<(Option<usize>, &str, Severity)> = found
        .map(|d| (d.span.and_then(place), d.message.as_str(), d.severity))
        .collect();
    let mut wrong = String::new();
    for (line, text) in block.lines.iter().enumerate() {
        let Some(message) = announced(text) else { continue };
        let as_announced = found.iter().position(|(at, said, severity)| {
            *at == Some(line) && said.contains(message) && *severity == Severity::Error
        });
        match as_announced {
            Some(at) => drop(found.remove(at)),
            None => drop(writeln!(wrong, "  line {}: not said: {message}", line + 1)),
        }
    }
    for (line, message, _) in found {
        let at = line.map_or_else(|| "elsewhere".to_owned(), |line| format!("line {}", line + 1));
        let _ = writeln!(wrong, "  {at}: said, and not announced: {message}");
    }
    (!wrong.is_empty()).then(|| format!("{}\n{wrong}", block.place))
}

#[test]
fn every_toml_block_does_what_it_says() {
    let (mut sound, mut in_error, mut wrong) = (0, 0, Vec::new());
    for block in pages().iter().flat_map(|page| blocks(page)) {
        let announces = block.lines.iter().any(|line| announced(line).is_some());
        match block.language.as_str() {
            "toml" if !announces => sound += 1,
            "toml error" if announces => in_error += 1,
            "toml" => wrong.push(format!(
                "{}: announces an error: mark it `toml error`",
                block.place
            )),
            "toml error" => wrong.push(format!("{}: no line says `# error: …`", block.place)),
            other => {
                assert!(
                    !other.starts_with("toml"),
                    "{}: `{other}` is no mark of a block",
                    block.place
                );
                continue;
            }
        }
        wrong.extend(judge(&block));
    }
    println!("{sound} blocks load, {in_error} fail as they say");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(sound > 15 && in_error > 5, "the blocks are not found any more");
}

#[test]
fn the_small_plan_of_the_page_on_plans_loads_as_it_stands() {
    let page = blocks(&root().join("docs/plan.md"));
    let plan = page
        .iter()
        .find(|block| block.lines.iter().any(|line| line.contains("FeatureCollection")));
    let plan = plan.expect("a whole plan").lines.join("\n");
    let place = Place::with_fire_drill();
    place.write("scenarios/fire-drill/plan.geojson", &plan);
    place.write(
        "scenarios/fire-drill/classes.csv",
        "class,room,grade,on_register,absent,absent_unmarked,left_early,needing_help,wheelchair,teacher,assembly\n\
         1A,room-1,1,20,0,0,0,0,0,teacher-1a,meadow\n",
    );
    place.write(
        "scenarios/fire-drill/people.csv",
        "id,role,class,room,age,needs_help,wheelchair\n\
         head-teacher,head,,room-2,51,no,no\nsecretary,staff,,corridor,38,no,no\nteacher-1a,teacher,,room-1,44,no,no\n",
    );
    let said = place.succeeds(&["check", "fire-drill", "--variant", "base"]);
    assert!(said.out.contains("nothing wrong"), "{}{}", said.out, said.err);
}

#[test]
fn the_tables_of_the_page_on_your_school_run() {
    let path = root().join("docs/your-school.md");
    let (page, place) = (text(&path), Place::empty());
    let commands = commands(&page, "hotwash ");
    assert!(commands.len() >= 4, "the commands are not found any more");
    for command in commands {
        place.succeeds(&command.split(' ').collect::<Vec<_>>());
        if command.starts_with("new ") {
            let files = blocks(&path).into_iter().filter(|block| block.language == "csv");
            let written = files.map(|block| {
                let comment = block.comment.expect("the name of the file");
                let file = comment.strip_prefix("file ").expect("the name of the file");
                place.write(&format!("scenarios/our-school/{file}"), &block.lines.join("\n"));
            });
            assert_eq!(written.count(), 5);
        }
    }
    let metrics = place.read("outputs/our-school/base/seed-1/metrics.csv");
    assert!(metrics.contains("inside_at_end,0,"), "{metrics}");
}

// ---------------------------------------------------------------------------------------------------------------
// Commands
// ---------------------------------------------------------------------------------------------------------------

/// A line of shell in words, as far as the pages need it: blanks part words, single quotes keep them together.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for (i, part) in command.split('\'').enumerate() {
        let mut pieces = if i % 2 == 1 {
            vec![part]
        } else {
            part.split(' ').collect()
        };
        words
            .last_mut()
            .expect("one word at least")
            .push_str(pieces.remove(0));
        words.extend(pieces.into_iter().map(str::to_owned));
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The commands of a page: indented lines that begin with a word.
fn commands<'p>(page: &'p str, program: &str) -> Vec<&'p str> {
    let lines = page.lines().filter_map(|line| line.strip_prefix("    "));
    lines
        .filter_map(|line| line.strip_prefix(program))
        .map(|line| line.split('#').next().unwrap_or("").trim())
        .collect()
}

/// What the pages speak of.
const SCENARIOS: [&str; 2] = ["fire-drill", "durres-school"];

#[test]
fn the_tutorial_can_be_followed_word_by_word() {
    let place = Place::with(&SCENARIOS);
    let path = root().join("docs/tutorial.md");
    let page = text(&path);
    let commands = commands(&page, "hotwash ");
    assert!(commands.len() > 8, "the commands are not found any more");
    for command in commands {
        let mut arguments = words(command);
        if arguments[0] == "run" {
            // The page runs the same twice, and says what is then to be said.
            arguments.push("--force".to_owned());
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        place.succeeds(&arguments);
        if arguments[0] == "new" {
            save_variants(&place, &path);
        }
    }
}

/// Saves the variants of the tutorial in the scenario of its reader, each under its name.
fn save_variants(place: &Place, page: &Path) {
    for block in blocks(page).iter().filter(|block| block.language == "toml") {
        let title = block
            .lines
            .iter()
            .find_map(|line| line.split_once("en = \"")?.1.split('"').next());
        let id = title
            .expect("a variant has a name")
            .to_lowercase()
            .replace(' ', "-");
        place.write(
            &format!("scenarios/my-drill/variants/{id}.toml"),
            &block.lines.join("\n"),
        );
    }
}

#[test]
fn the_two_commands_of_the_readme_are_the_ones_to_type() {
    let page = text(&root().join("README.md"));
    let cargo = commands(&page, "cargo ");
    assert!(cargo.len() >= 2, "{cargo:?}");
    assert!(cargo.contains(&"test"), "{cargo:?}");
    let (build, run) = cargo[0].split_once(" -- ").expect("first the main job");
    assert_eq!(build, "run --release");
    let place = Place::with(&SCENARIOS);
    let arguments = words(run);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let printed = place.succeeds(&arguments).out;
    place.says(&arguments).refuses(2, &["--force"]);
    let (_, from_summary) = page.split_once("```text\n").expect("a summary");
    let (summary, _) = from_summary.split_once("```").expect("its end");
    let stale: Vec<&str> = summary
        .lines()
        .filter(|line| !printed.lines().any(|other| other == *line))
        .collect();
    assert!(
        summary.lines().count() > 20 && stale.is_empty(),
        "not printed any more: {stale:#?}"
    );
    place.succeeds(&[&arguments[..], &["--force"]].concat());
}

#[test]
fn the_commands_of_the_readme_are_those_of_the_program() {
    let page = text(&root().join("README.md"));
    let told = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `hotwash ")?.split([' ', '`']).next());
    let told: Vec<&str> = told.collect();
    let help = Place::empty().succeeds(&["--help"]).out;
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands = commands
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next());
    let mut commands: Vec<&str> = commands.filter(|command| *command != "help").collect();
    commands.sort_unstable();
    let mut sorted = told.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, commands);
}

// ---------------------------------------------------------------------------------------------------------------
// Names
// ---------------------------------------------------------------------------------------------------------------

/// Words in backticks that follow a phrase on a page: `event` is `a` or `b` → a, b.
fn named<'p>(page: &'p str, phrase: &str) -> Vec<&'p str> {
    const LINKS: [&str; 2] = ["", " or "];
    let mut found = Vec::new();
    for rest in page.split(phrase).skip(1) {
        let mut rest = rest;
        while let Some(word) = LINKS
            .iter()
            .find_map(|link| rest.strip_prefix(link)?.strip_prefix('`'))
        {
            let (word, behind) = word.split_once('`').expect("a word in backticks ends");
            found.push(word);
            rest = behind;
        }
    }
    found
}

#[test]
fn the_pages_name_only_events_and_signals_that_there_are() {
    let mut all = 0;
    for page in pages() {
        let shown = text(&page);
        let (events, signals) = (named(&shown, "`event` is "), named(&shown, "`signal` is "));
        all += events.len() + signals.len();
        for event in events {
            let is_declared = EVENTS.iter().any(|spec| spec.key == event);
            assert!(is_declared, "{}: there is no event `{event}`", page.display());
        }
        for signal in signals {
            let is_declared = SIGNALS.iter().any(|spec| spec.name == signal);
            assert!(is_declared, "{}: there is no signal `{signal}`", page.display());
        }
    }
    assert!(all > 15, "the names are not found any more");
}

#[test]
fn the_pages_name_only_flags_that_there_are() {
    /// Flags of cargo.
    const OTHERS: [&str; 4] = ["--path", "--release", "--nocapture", "--features"];
    let place = Place::empty();
    let help = [
        "run",
        "impact",
        "batch",
        "compare",
        "attribute",
        "seeds",
        "kit",
        "answers",
        "replay",
        "play",
        "spreadsheet",
        "diff",
        "water",
        "verify",
        "check",
        "list",
        "new",
        "schema",
    ]
    .map(|command| place.succeeds(&[command, "--help"]).out);
    let mut all = 0;
    for page in pages() {
        let shown = text(&page);
        let is_of_word = |c: char| c.is_ascii_lowercase() || c == '-';
        let words = shown
            .split(|c: char| !is_of_word(c))
            .filter(|word| word.starts_with("--"));
        let is_flag = |word: &&str| word[2..].starts_with(|c: char| c.is_ascii_lowercase());
        for flag in words.filter(is_flag).filter(|word| !OTHERS.contains(word)) {
            all += 1;
            let is_there = help
                .iter()
                .any(|help| help.split(|c: char| !is_of_word(c)).any(|word| word == flag));
            assert!(is_there, "{}: no command has `{flag}`", page.display());
        }
    }
    assert!(all > 20, "the flags are not found any more");
}

#[test]
fn every_metric_is_explained() {
    let page = text(&root().join("docs/csv.md"));
    let (_, section) = page
        .split_once("## What the metrics mean")
        .expect("the section on metrics");
    for metric in METRICS {
        let is_told = section.contains(&format!("`{}`", metric.name));
        assert!(is_told, "docs/csv.md does not explain `{}`", metric.name);
    }
}

// ---------------------------------------------------------------------------------------------------------------
// The dictionary
// ---------------------------------------------------------------------------------------------------------------

const MARK: &str = "<!-- dictionary: generated below, do not edit -->\n";

/// The tables of commands that look at many runs.
fn more_tables() -> [(&'static str, Vec<TableInfo>); 3] {
    [
        ("batch", batch_tables()),
        ("compare", comparison_tables()),
        ("attribute", attribution_tables()),
    ]
}

#[test]
fn the_dictionary_of_columns_is_that_of_the_program() {
    let path = root().join("docs/csv.md");
    let page = text(&path);
    let (written_by_hand, generated) = page.split_once(MARK).expect("the mark above the dictionary");
    let expected = format!("\n{}\n", dictionary(&more_tables()).trim());
    let Some(differs) = common::difference(
        "docs/csv.md below its mark",
        generated.as_bytes(),
        expected.as_bytes(),
    ) else {
        return;
    };
    if is_blessing() {
        fs::write(&path, format!("{written_by_hand}{MARK}{expected}")).expect("written");
        panic!("docs/csv.md was written anew: look at the difference, then run again\n{differs}");
    }
    panic!("docs/csv.md is not what the program writes; HOTWASH_BLESS=1 writes it anew\n{differs}");
}

#[test]
fn charts_of_what_water_does_are_those_of_the_program_and_are_shown() {
    let page = text(&root().join("docs/models.md"));
    let mut stale = Vec::new();
    for (name, chart) in hotwash::verify::effects() {
        let file = format!("validation/{name}.svg");
        assert!(page.contains(&file), "docs/models.md does not show {file}");
        if !fs::read_to_string(root().join("docs").join(&file)).is_ok_and(|old| old == chart.svg()) {
            stale.push(file);
        }
    }
    assert!(
        stale.is_empty(),
        "not what the program draws: {stale:?}; `hotwash verify --figures docs/validation` draws them anew"
    );
}
