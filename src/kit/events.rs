//! The list of events of the exercise (MSEL): what exercise control brings in and imposes, and what is expected.

use super::Kit;
use crate::record::Cell::{Blank, Clock as ClockCell, Elapsed, Id as IdCell, Text, Whole, Word as WordCell};
use crate::record::{Arg, Column, Table, Word, capitalised};
use crate::scenario::model::{ActionCall, ArgumentValue, InjectContent, When};
use crate::vocabulary::Ms;

/// Something that exercise control brings in.
#[derive(Debug, Clone, PartialEq)]
pub struct EventRow {
    /// Its number, in the order of time.
    pub number: u64,
    /// The module it falls into.
    pub module: Option<String>,
    /// When; none for one that never came in this run.
    pub time_ms: Option<Ms>,
    /// `message`, `event` or `imposed`.
    pub kind: &'static str,
    /// Its id in the scenario.
    pub id: String,
    /// From whom it seems to come.
    pub from: Option<String>,
    /// To whom.
    pub to: Option<String>,
    /// How.
    pub channel: Option<String>,
    /// What is said, or what happens.
    pub event: String,
    /// What the table is expected to do.
    pub expected: Option<String>,
}

const KINDS: &[Word] = &[
    Word {
        word: "message",
        doc: "Somebody is told something.",
    },
    Word {
        word: "event",
        doc: "Something happens.",
    },
    Word {
        word: "imposed",
        doc: "Something that the exercise needs, whatever the physics says.",
    },
];

impl Table for EventRow {
    const NAME: &'static str = "msel";
    const DOC: &'static str =
        "Something that exercise control brings in: an entry of the master scenario events list.";
    const KEY: &'static [&'static str] = &["number"];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::required("number", Whole(|r| Some(r.number)), "In the order of time."),
        Column::optional(
            "module",
            Text(|r| r.module.as_deref()),
            "The module it falls into.",
        ),
        Column::optional(
            "t",
            Elapsed(|r| r.time_ms),
            "When, since the start; empty where it never came in this run.",
        ),
        Column::optional(
            "clock",
            ClockCell(|r| r.time_ms),
            "The same, on the clock of the scenario.",
        ),
        Column::required("kind", WordCell(KINDS, |r| Some(r.kind)), "What it is."),
        Column::required("id", IdCell(|r| Some(&r.id)), "Its id in the scenario."),
        Column::optional("from", Text(|r| r.from.as_deref()), "From whom it seems to come."),
        Column::optional("to", Text(|r| r.to.as_deref()), "To whom."),
        Column::optional("channel", Text(|r| r.channel.as_deref()), "How."),
        Column::required(
            "event",
            Text(|r| Some(&r.event)),
            "What is said, or what happens.",
        ),
        Column::optional(
            "expected_action",
            Text(|r| r.expected.as_deref()),
            "What the table is expected to do.",
        ),
        Column::optional("actual_time", Blank, "For exercise control to fill in."),
        Column::optional("remarks", Blank, "For exercise control to fill in."),
    ];
}

/// The events of an exercise in the order of time; last those that never came in this run.
pub fn events(kit: &Kit<'_>) -> Vec<EventRow> {
    let language = kit.language();
    let modules = kit.modules();
    let module_at = |time_ms: Option<Ms>| {
        let falls_here = |module: &usize| {
            let (from_ms, to_ms) = kit.span_of(*module);
            time_ms.is_some_and(|ms| from_ms < ms && ms <= to_ms)
        };
        let module = (0..modules.len()).find(falls_here)?;
        Some(modules[module].id.clone())
    };
    let played = |event: &str, id: &str| {
        let mut played = kit.tables.played.iter();
        let found = played.find(|row| row.event == event && row.argument(event).as_deref() == Some(id));
        found.map(super::tables::HappenedRow::time_ms)
    };
    let mut rows = Vec::new();
    for inject in &kit.scenario.injects {
        let planned = match inject.when {
            When::At(at_ms) => Some(at_ms),
            When::Becomes(_) => None,
        };
        let time_ms = played("inject", &inject.id).or(planned);
        let mut row = EventRow {
            number: 0,
            module: module_at(time_ms).or_else(|| inject.module.clone()),
            time_ms,
            kind: "event",
            id: inject.id.clone(),
            from: None,
            to: None,
            channel: None,
            event: String::new(),
            expected: inject.expect.as_ref().map(|text| text.get(language).to_owned()),
        };
        match &inject.content {
            InjectContent::World(actions) => row.event = what_happens(kit, actions),
            InjectContent::Message {
                from,
                to,
                channel,
                text,
                ..
            } => {
                row.kind = "message";
                row.from = Some(from.clone());
                row.to = Some(kit.name(&kit.scenario.command.positions[*to].id));
                row.channel = Some(kit.name(&kit.scenario.command.channels[*channel].id));
                text.get(language).clone_into(&mut row.event);
            }
        }
        rows.push(row);
    }
    for pin in &kit.scenario.pins {
        rows.push(EventRow {
            number: 0,
            module: module_at(Some(pin.at_ms)),
            time_ms: Some(pin.at_ms),
            kind: "imposed",
            id: pin.id.clone(),
            from: None,
            to: None,
            channel: None,
            event: format!(
                "{} {}",
                what_happens(kit, std::slice::from_ref(&pin.action)),
                pin.why.get(language)
            ),
            expected: None,
        });
    }
    rows.sort_by(|a, b| {
        let time = |row: &EventRow| row.time_ms.unwrap_or(Ms::MAX);
        time(a).cmp(&time(b)).then_with(|| a.id.cmp(&b.id))
    });
    for (number, row) in (1..).zip(&mut rows) {
        row.number = number;
    }
    rows
}

/// What some actions do, as a sentence: each with what it is done to.
fn what_happens(kit: &Kit<'_>, actions: &[ActionCall]) -> String {
    let one = |call: &ActionCall| {
        let subjects = &kit.scenario.subjects;
        let what = call.arguments.iter().filter_map(|(_, value)| match value {
            ArgumentValue::Subject(subject) => Some(kit.name(subjects.id(*subject))),
            ArgumentValue::Subjects(several) => {
                Some(kit.names(several.iter().map(|subject| subjects.id(*subject))))
            }
            ArgumentValue::Word(word) => Some((*word).to_owned()),
            _ => None,
        });
        let what: Vec<String> = what.collect();
        kit.say(
            "kit-done-to",
            &[
                ("action", Arg::Id(call.spec.name.into())),
                ("what", Arg::Text(what.join(", ").into())),
            ],
        )
    };
    capitalised(&format!(
        "{}.",
        actions.iter().map(one).collect::<Vec<_>>().join("; ")
    ))
}
