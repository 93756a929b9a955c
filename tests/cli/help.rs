//! What the program says of itself.

use crate::common::place::Place;

#[test]
fn help_shows_commands_examples_and_exit_codes() {
    let said = Place::empty().succeeds(&["--help"]);
    for word in [
        "run",
        "check",
        "list",
        "new",
        "schema",
        "verify",
        "Examples:",
        "Exit codes:",
        "70",
    ] {
        assert!(said.out.contains(word), "{word}: {}", said.out);
    }
    assert_eq!(said.err, "");
    for command in [
        "run",
        "impact",
        "check",
        "list",
        "new",
        "schema",
        "batch",
        "compare",
        "attribute",
        "seeds",
        "diff",
        "water",
        "verify",
    ] {
        let said = Place::empty().succeeds(&[command, "--help"]);
        assert!(
            said.out.contains("Examples:") && said.out.contains("Usage: hotwash"),
            "{}",
            said.out
        );
        assert!(
            said.out.lines().all(|line| line.chars().count() <= 120),
            "{}",
            said.out
        );
    }
    assert!(
        Place::empty()
            .succeeds(&["--version"])
            .out
            .starts_with("hotwash ")
    );
}

#[test]
fn without_a_command_the_help_is_an_error() {
    let said = Place::empty().says(&[]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(said.err.contains("Usage: hotwash"), "{}", said.err);
}

#[test]
fn an_unknown_command_or_flag_is_told_the_nearest() {
    Place::empty()
        .says(&["chekc"])
        .refuses(2, &["unrecognized subcommand 'chekc'", "check"]);
    Place::empty()
        .says(&["run", "x", "--varaint", "y"])
        .refuses(2, &["--varaint", "--variant"]);
}
