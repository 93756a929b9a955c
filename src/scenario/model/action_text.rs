//! An action as one line of text, as `actions.csv` keeps it and a replay reads it: `school=nene-tereza; via=pa,radio`.

use super::{ActionCall, ArgumentValue, ChannelSpec, Scenario, Subjects};
use crate::scenario::document::quantity::{Misfit, duration_ms, written_duration};
use crate::scenario::document::suggest::did_you_mean;
use crate::scenario::trigger::Topic;
use crate::vocabulary::{ACTIONS, Argument, ArgumentKind, Signal, SubjectIx, SubjectKind, action_spec};

impl ActionCall {
    /// The arguments as text, in the order of their declaration; the inverse of [`ActionCall::parse`].
    pub fn arguments_text(&self, subjects: &Subjects, channels: &[ChannelSpec]) -> String {
        let argument = |(key, value): &(&str, ArgumentValue)| {
            let value = match value {
                ArgumentValue::Subject(ix) => subjects.id(*ix).to_owned(),
                ArgumentValue::Subjects(list) => joined(list.iter().map(|ix| subjects.id(*ix).to_owned())),
                ArgumentValue::Channels(list) => joined(list.iter().map(|index| channels[*index].id.clone())),
                ArgumentValue::Word(word) => (*word).to_owned(),
                ArgumentValue::Duration(ms) => written_duration(*ms),
                ArgumentValue::About(list) => joined(list.iter().map(|(signal, ix)| {
                    let topic = Topic {
                        signal: *signal,
                        subject: *ix,
                    };
                    topic.name(subjects)
                })),
                ArgumentValue::Text(text) => escaped(text),
            };
            format!("{key}={value}")
        };
        self.arguments.iter().map(argument).collect::<Vec<_>>().join("; ")
    }

    /// Reads an action by its name and the text of its arguments.
    ///
    /// # Errors
    /// An action, argument, id or value that there is not.
    pub fn parse(name: &str, text: &str, scenario: &Scenario) -> Result<Self, Misfit> {
        let spec = action_spec(name).ok_or_else(|| {
            unknown(
                "unknown-action",
                "action",
                name,
                ACTIONS.iter().map(|spec| spec.name),
            )
        })?;
        let mut written: Vec<(String, String)> = Vec::new();
        for part in split(text) {
            let Some((key, value)) = part.split_once('=') else {
                let message = format!("`{part}` is no argument");
                return Err(Misfit::new(
                    "bad-argument",
                    message,
                    "write it like `school=nene-tereza`",
                ));
            };
            let key = key.trim();
            if !spec.arguments.iter().any(|argument| argument.key == key) {
                let known = spec.arguments.iter().map(|argument| argument.key);
                return Err(unknown("unknown-argument", "argument", key, known));
            }
            if written.iter().any(|(known, _)| known == key) {
                return Err(Misfit::new(
                    "bad-argument",
                    format!("`{key}` stands twice"),
                    "leave one out",
                ));
            }
            written.push((key.to_owned(), value.to_owned()));
        }
        let mut arguments = Vec::new();
        for argument in spec.arguments {
            match written.iter().find(|(key, _)| key == argument.key) {
                Some((_, value)) => arguments.push((argument.key, read(argument, value, scenario)?)),
                None if argument.required => {
                    let message = format!("`{name}` needs `{}`", argument.key);
                    return Err(Misfit::new("missing-argument", message, argument.doc));
                }
                None => {}
            }
        }
        Ok(Self { spec, arguments })
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(",")
}

fn unknown<'a>(
    code: &'static str,
    what: &str,
    written: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Misfit {
    let help = did_you_mean(written, known).unwrap_or_default();
    Misfit::new(code, format!("there is no {what} `{written}`"), help)
}

/// `\`, `;` and line ends of a free text, so that it stays one argument on one line. Spaces at its ends too: those
/// between arguments mean nothing.
fn escaped(text: &str) -> String {
    let (mut escaped, last) = (String::new(), text.chars().count().saturating_sub(1));
    for (at, c) in text.chars().enumerate() {
        match c {
            '\\' | ';' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            c if c.is_whitespace() && (at == 0 || at == last) => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}

fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => plain.extend(chars.next().map(|c| match c {
                'n' => '\n',
                'r' => '\r',
                c => c,
            })),
            c => plain.push(c),
        }
    }
    plain
}

/// The arguments of a text: what stands between `;` that are not escaped, still escaped.
fn split(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut chars = text.trim_start().chars();
    while let Some(c) = chars.next() {
        let Some(part) = parts.last_mut() else { break };
        match c {
            '\\' => {
                part.push('\\');
                part.extend(chars.next());
            }
            ';' => parts.push(String::new()),
            c if c.is_whitespace() && part.is_empty() => {}
            c => part.push(c),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

fn read(argument: &Argument, written: &str, scenario: &Scenario) -> Result<ArgumentValue, Misfit> {
    let list = || written.split(',').map(str::trim).filter(|part| !part.is_empty());
    Ok(match argument.kind {
        ArgumentKind::Subject(kinds) => ArgumentValue::Subject(subject(written.trim(), kinds, scenario)?),
        ArgumentKind::Subjects(kinds) => ArgumentValue::Subjects(
            list()
                .map(|id| subject(id, kinds, scenario))
                .collect::<Result<_, _>>()?,
        ),
        ArgumentKind::Channels => {
            let channels = &scenario.command.channels;
            let find = |id: &str| {
                let found = channels.iter().position(|channel| channel.id == id);
                let known = channels.iter().map(|channel| channel.id.as_str());
                found.ok_or_else(|| unknown("unknown-id", "channel", id, known))
            };
            ArgumentValue::Channels(list().map(find).collect::<Result<_, _>>()?)
        }
        ArgumentKind::Word(words) => {
            let found = words.iter().copied().find(|word| *word == written.trim());
            let known = words.iter().copied();
            ArgumentValue::Word(found.ok_or_else(|| unknown("unknown-word", "word", written.trim(), known))?)
        }
        ArgumentKind::Duration => ArgumentValue::Duration(duration_ms(written)?),
        ArgumentKind::About => ArgumentValue::About(
            list()
                .map(|topic| about(topic, scenario))
                .collect::<Result<_, _>>()?,
        ),
        ArgumentKind::Text => {
            let text = unescaped(written);
            let routes = || scenario.school.routes.iter().map(|route| route.id.as_str());
            if argument.key == "route" && !routes().any(|route| route == text) {
                return Err(unknown("unknown-id", "route plan", &text, routes()));
            }
            ArgumentValue::Text(text)
        }
    })
}

fn subject(id: &str, kinds: &[SubjectKind], scenario: &Scenario) -> Result<SubjectIx, Misfit> {
    let subjects = &scenario.subjects;
    let fits = |ix: &SubjectIx| kinds.contains(&subjects.get(*ix).kind);
    subjects.find(id).filter(fits).ok_or_else(|| {
        let nouns: Vec<&str> = kinds.iter().map(|kind| kind.noun()).collect();
        let known = subjects
            .iter()
            .filter(|(ix, _)| fits(ix))
            .map(|(_, subject)| subject.id.as_str());
        let help = did_you_mean(id, known).unwrap_or_default();
        Misfit::new(
            "unknown-id",
            format!("`{id}` is not the id of {}", nouns.join(" or ")),
            help,
        )
    })
}

fn about(topic: &str, scenario: &Scenario) -> Result<(Signal, SubjectIx), Misfit> {
    let known = || crate::vocabulary::SIGNALS.iter().map(|spec| spec.name);
    let (name, id) = topic.split_once('@').unwrap_or((topic, ""));
    let signal = Signal::from_name(name).ok_or_else(|| unknown("unknown-signal", "signal", name, known()))?;
    Ok((signal, subject(id, signal.spec().subjects, scenario)?))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;
    use proptest::test_runner::{Config, TestRunner};

    use super::*;
    use crate::scenario::load::load;
    use crate::vocabulary::{ActionSpec, SIGNALS, SignalSpec};

    fn scenario() -> Scenario {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/durres-school");
        load(&folder, None, &[]).scenario.expect("sound")
    }

    /// Whether a scenario has anything of these kinds.
    fn has_any(kinds: &[SubjectKind], scenario: &Scenario) -> bool {
        let mut subjects = scenario.subjects.iter();
        subjects.any(|(_, subject)| kinds.contains(&subject.kind))
    }

    /// Whether a scenario has something for every argument of an action that names something.
    fn fits(spec: &ActionSpec, scenario: &Scenario) -> bool {
        spec.arguments.iter().all(|argument| match argument.kind {
            ArgumentKind::Subject(kinds) | ArgumentKind::Subjects(kinds) => has_any(kinds, scenario),
            _ => true,
        })
    }

    /// Any value of an argument; numbers beyond a list count from its beginning.
    fn value(argument: &Argument, numbers: &[usize], text: &str, scenario: &Scenario) -> ArgumentValue {
        let subjects = &scenario.subjects;
        let of = |kinds: &[SubjectKind], number: usize| {
            let fitting = subjects
                .iter()
                .filter(|(_, subject)| kinds.contains(&subject.kind));
            let fitting: Vec<SubjectIx> = fitting.map(|(ix, _)| ix).collect();
            fitting[number % fitting.len()]
        };
        match argument.kind {
            ArgumentKind::Subject(kinds) => ArgumentValue::Subject(of(kinds, numbers[0])),
            ArgumentKind::Subjects(kinds) => {
                ArgumentValue::Subjects(numbers.iter().map(|number| of(kinds, *number)).collect())
            }
            ArgumentKind::Channels => {
                let count = scenario.command.channels.len();
                ArgumentValue::Channels(numbers.iter().map(|number| number % count).collect())
            }
            ArgumentKind::Word(words) => ArgumentValue::Word(words[numbers[0] % words.len()]),
            ArgumentKind::Duration => ArgumentValue::Duration(numbers[0].try_into().expect("small")),
            ArgumentKind::About => {
                let about = |number: &usize| {
                    // A school has no municipalities, no gauges.
                    let is_there = |spec: &&SignalSpec| has_any(spec.subjects, scenario);
                    let known: Vec<&SignalSpec> = SIGNALS.iter().filter(is_there).collect();
                    let spec = known[number % known.len()];
                    (spec.signal, of(spec.subjects, number / known.len()))
                };
                ArgumentValue::About(numbers.iter().map(about).collect())
            }
            ArgumentKind::Text if argument.key == "route" => {
                ArgumentValue::Text(scenario.school.routes[0].id.clone())
            }
            ArgumentKind::Text => ArgumentValue::Text(text.to_owned()),
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let scenario = scenario();
        let numbers = || prop::collection::vec(0_usize..1_000_000, 1..4);
        let known: Vec<&'static ActionSpec> = ACTIONS.iter().filter(|spec| fits(spec, &scenario)).collect();
        let call = (
            0..known.len(),
            prop::collection::vec((any::<bool>(), numbers()), 10),
        );
        let mut runner = TestRunner::new_with_rng(
            Config {
                cases: 2_000,
                failure_persistence: None,
                ..Config::default()
            },
            proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
        );
        let checked = runner.run(&call, |(spec, given)| {
            let spec = known[spec];
            let arguments = spec.arguments.iter().zip(&given);
            let arguments = arguments.filter(|(argument, (given, _))| argument.required || *given);
            let arguments: Vec<_> = arguments
                .map(|(a, (_, numbers))| (a.key, value(a, numbers, "", &scenario)))
                .collect();
            let call = ActionCall { spec, arguments };
            let text = call.arguments_text(&scenario.subjects, &scenario.command.channels);
            let read = ActionCall::parse(spec.name, &text, &scenario);
            let read = read.map_err(|misfit| TestCaseError::fail(format!("{text}: {}", misfit.message)))?;
            prop_assert_eq!(read.arguments, call.arguments, "{}", text);
            Ok(())
        });
        checked.expect("every action");
    }

    #[test]
    fn free_texts_stay_one_argument_on_one_line() {
        for text in [
            "",
            " a; b=c, d ",
            "back\\slash",
            "two\nlines\r",
            "\u{a0}ë\u{a0}",
            ";",
            " ",
        ] {
            let line = format!("key={}", escaped(text));
            assert!(!line.contains('\n') && !line.contains('\r'));
            let parts = split(&format!("{line}; other=x"));
            assert_eq!(parts.len(), 2, "{line}");
            assert_eq!(unescaped(parts[0].strip_prefix("key=").expect("the key")), text);
        }
    }

    #[test]
    fn the_shipped_actions_are_read_back_and_mistakes_are_named() {
        let scenario = scenario();
        let options = scenario.decisions.iter().flat_map(|decision| &decision.options);
        for call in options.flat_map(|option| &option.actions) {
            let text = call.arguments_text(&scenario.subjects, &scenario.command.channels);
            let read = ActionCall::parse(call.spec.name, &text, &scenario).expect("read back");
            assert_eq!(read.arguments, call.arguments, "{text}");
        }
        let wrong = |name: &str, text: &str| {
            let misfit = ActionCall::parse(name, text, &scenario).expect_err(text);
            format!("{}: {} [{}]", misfit.code, misfit.message, misfit.help)
        };
        assert_eq!(
            wrong("evacuat", ""),
            "unknown-action: there is no action `evacuat` [did you mean `evacuate`?]"
        );
        assert_eq!(
            wrong("evacuate", ""),
            "missing-argument: `evacuate` needs `school` [the school]"
        );
        assert_eq!(
            wrong("evacuate", "school=stair-a"),
            "unknown-id: `stair-a` is not the id of a school [there is `nene-tereza`]"
        );
        assert_eq!(
            wrong("evacuate", "school=nene-tereza; rute=plan-a"),
            "unknown-argument: there is no argument `rute` [did you mean `route`?]"
        );
        assert_eq!(
            wrong("evacuate", "school=nene-tereza; via=pa,radjo"),
            "unknown-id: there is no channel `radjo` [did you mean `radio`?]"
        );
        assert_eq!(
            wrong("close", "stair-a"),
            "bad-argument: `stair-a` is no argument [write it like `school=nene-tereza`]"
        );
        assert!(wrong("evacuate", "school=nene-tereza; ack_within=30").starts_with("missing-unit"));
        assert!(wrong("evacuate", "school=nene-tereza; school=nene-tereza").contains("twice"));
    }
}
