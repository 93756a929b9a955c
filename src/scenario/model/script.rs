//! What the author lays down: actions, pins, injects, decisions, standing orders, resources, objectives.

use super::{LocalText, PositionIx, Spread};
use crate::diagnostic::Span;
use crate::scenario::trigger::Trigger;
use crate::vocabulary::{ActionSpec, Ms, Signal, SubjectIx};

/// The value of an argument of an action.
#[derive(Debug, Clone, PartialEq)]
pub enum ArgumentValue {
    /// One subject.
    Subject(SubjectIx),
    /// Several.
    Subjects(Vec<SubjectIx>),
    /// Channels by index, in order of preference.
    Channels(Vec<usize>),
    /// One of the words allowed.
    Word(&'static str),
    /// A duration, ms.
    Duration(Ms),
    /// A number, in the unit of its key.
    Number(f64),
    /// What is told or asked: `signal@subject`.
    About(Vec<(Signal, SubjectIx)>),
    /// Free text.
    Text(String),
}

/// An action with its arguments, ready to be done.
#[derive(Debug, Clone)]
pub struct ActionCall {
    /// Which action.
    pub spec: &'static ActionSpec,
    /// Its arguments in the order of their declaration; those left out are missing.
    pub arguments: Vec<(&'static str, ArgumentValue)>,
}

impl ActionCall {
    /// The value of an argument.
    pub fn argument(&self, key: &str) -> Option<&ArgumentValue> {
        self.arguments
            .iter()
            .find(|(k, _)| *k == key)
            .map(|(_, value)| value)
    }

    /// A single subject.
    pub fn subject(&self, key: &str) -> Option<SubjectIx> {
        match self.argument(key) {
            Some(ArgumentValue::Subject(ix)) => Some(*ix),
            _ => None,
        }
    }

    /// A list of subjects; empty when left out.
    pub fn subjects(&self, key: &str) -> &[SubjectIx] {
        match self.argument(key) {
            Some(ArgumentValue::Subjects(list)) => list,
            _ => &[],
        }
    }

    /// Channels in order of preference; empty when left out.
    pub fn channels(&self) -> &[usize] {
        match self.argument("via") {
            Some(ArgumentValue::Channels(list)) => list,
            _ => &[],
        }
    }

    /// A duration, ms.
    pub fn duration(&self, key: &str) -> Option<Ms> {
        match self.argument(key) {
            Some(ArgumentValue::Duration(ms)) => Some(*ms),
            _ => None,
        }
    }

    /// A number.
    pub fn number(&self, key: &str) -> Option<f64> {
        match self.argument(key) {
            Some(ArgumentValue::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// One of the declared words.
    pub fn word(&self, key: &str) -> Option<&'static str> {
        match self.argument(key) {
            Some(ArgumentValue::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// What is told or asked.
    pub fn about(&self) -> &[(Signal, SubjectIx)] {
        match self.argument("about") {
            Some(ArgumentValue::About(list)) => list,
            _ => &[],
        }
    }

    /// Free text.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.argument(key) {
            Some(ArgumentValue::Text(text)) => Some(text),
            _ => None,
        }
    }
}

/// When something happens: at a time, or when something becomes true.
#[derive(Debug, Clone)]
pub enum When {
    /// At a time, ms.
    At(Ms),
    /// When this becomes true.
    Becomes(Trigger),
}

/// An effect imposed whatever the physics says.
#[derive(Debug, Clone)]
pub struct Pin {
    /// Its id.
    pub id: String,
    /// From when on, ms.
    pub at_ms: Ms,
    /// What is imposed: a world action.
    pub action: ActionCall,
    /// Why the exercise needs it.
    pub why: LocalText,
}

/// A scripted event of the exercise controller.
#[derive(Debug, Clone)]
pub struct Inject {
    /// Its id.
    pub id: String,
    /// When; a condition is judged on the truth.
    pub when: When,
    /// What.
    pub content: InjectContent,
    /// The module it is meant for, by id.
    pub module: Option<String>,
    /// What the table is expected to do about it.
    pub expect: Option<LocalText>,
}

/// The two kinds of injects.
#[derive(Debug, Clone)]
pub enum InjectContent {
    /// Something happens to the world.
    World(Vec<ActionCall>),
    /// Somebody is told something, true or false.
    Message {
        /// Who it seems to come from.
        from: String,
        /// Who gets it.
        to: PositionIx,
        /// By which channel.
        channel: usize,
        /// What it claims, if it claims anything about a signal: signal, subject, canonical value.
        claim: Option<(Signal, SubjectIx, String)>,
        /// The words.
        text: LocalText,
    },
}

/// What is chosen at a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// One of the options, by index.
    Option(usize),
    /// Do nothing.
    Nothing,
}

/// How the timing of a decision is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Timing {
    /// As scripted: on the position's picture, with its decision time.
    Scripted,
    /// Known at once and decided at once: judged on the truth.
    Ideal,
    /// At the time set, whatever the picture says.
    Set,
    /// Never taken.
    Never,
}

/// A named option: a list of actions.
#[derive(Debug, Clone)]
pub struct OptionSpec {
    /// Its id: `leave`.
    pub id: String,
    /// What people call it.
    pub name: Option<LocalText>,
    /// What is done.
    pub actions: Vec<ActionCall>,
}

/// A choice of one position.
#[derive(Debug, Clone)]
pub struct DecisionSpec {
    /// Its id: `leave-the-building`.
    pub id: String,
    /// What people call it.
    pub name: Option<LocalText>,
    /// The subject it was expanded for by `for_each`; none otherwise.
    pub for_subject: Option<SubjectIx>,
    /// Who decides.
    pub position: PositionIx,
    /// Falls due when the position's picture says so.
    pub when: Option<Trigger>,
    /// Falls due at this time, ms.
    pub at_ms: Option<Ms>,
    /// Falls due at this time at the latest, ms.
    pub at_latest_ms: Option<Ms>,
    /// How long deciding takes.
    pub decides_in: Spread,
    /// How its timing is judged.
    pub timing: Timing,
    /// What may be chosen, by id. Doing nothing is always possible.
    pub options: Vec<OptionSpec>,
    /// The scripted choice.
    pub choose: Choice,
    /// Whether it may fall due again.
    pub repeats: bool,
    /// It may fall due again only after this was true.
    pub rearm_when: Option<Trigger>,
    /// Where it is written, for messages.
    pub span: Option<Span>,
}

/// Whom a standing order binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StandingHolder {
    /// Every adult of the school.
    EveryAdult,
    /// Every teacher who is in charge of a class.
    EveryTeacher,
    /// Everybody.
    Everyone,
    /// Everybody who holds a position.
    EveryPosition,
    /// One position.
    Position(PositionIx),
}

impl StandingHolder {
    /// Who it is, where many do the same at once; none for one position.
    pub const fn many(self) -> Option<&'static str> {
        match self {
            Self::EveryAdult => Some("every adult"),
            Self::EveryTeacher => Some("every teacher"),
            Self::Everyone => Some("everyone"),
            Self::EveryPosition => Some("every position"),
            Self::Position(_) => None,
        }
    }
}

/// What a role does by itself, without asking.
#[derive(Debug, Clone)]
pub struct StandingOrderSpec {
    /// Its id.
    pub id: String,
    /// The subject it was expanded for by `for_each`; none otherwise.
    pub for_subject: Option<SubjectIx>,
    /// Whom it binds.
    pub held_by: StandingHolder,
    /// When it applies: judged on what the person perceives, or on the position's picture.
    pub when: Trigger,
    /// What is done.
    pub actions: Vec<ActionCall>,
    /// Whether it applies again and again.
    pub repeats: bool,
}

/// Something that can be asked for: an ambulance, a fire engine.
#[derive(Debug, Clone)]
pub struct ResourceSpec {
    /// Its id.
    pub id: String,
    /// Its subject.
    pub subject: SubjectIx,
    /// Kind, as ICS uses the word.
    pub kind: String,
    /// Type (capability), if typed.
    pub type_: String,
    /// Who dispatches it: an outside position.
    pub owner: PositionIx,
    /// From the owner's decision to leaving.
    pub turnout: Spread,
    /// Driving time to the school.
    pub travel: Spread,
    /// The gates by which it comes, as indices of openings, the first choice first.
    pub gates: Vec<usize>,
    /// From a gate that is locked to the next.
    pub way_round: Spread,
    /// The roads it has to pass, as indices of places.
    pub by: Vec<usize>,
}

/// What an exercise is judged by.
#[derive(Debug, Clone)]
pub struct ObjectiveSpec {
    /// Its id.
    pub id: String,
    /// In a sentence.
    pub text: LocalText,
    /// The core capability it belongs to.
    pub capability: String,
    /// The metric that is tested.
    pub metric: String,
    /// `<=`, `>=` or `==`.
    pub comparison: &'static str,
    /// The target value in the metric's unit.
    pub target: f64,
}
