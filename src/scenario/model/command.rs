//! Who may order what, who takes over from whom, and by which channels they talk.

use std::collections::BTreeMap;

use super::{LocalText, PersonIx, Spread};
use crate::vocabulary::SubjectIx;

/// Index of a position in [`CommandSpec::positions`].
pub type PositionIx = usize;
/// Index of a post in [`CommandSpec::posts`].
pub type PostIx = usize;

/// The organisation and how it talks.
#[derive(Debug, Clone)]
pub struct CommandSpec {
    /// ICS positions and outside parties, by id.
    pub positions: Vec<PositionSpec>,
    /// Posts and what they may do, by id.
    pub posts: Vec<PostSpec>,
    /// Channels, by id.
    pub channels: Vec<ChannelSpec>,
}

/// Who holds a position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// A person at the school.
    Person(PersonIx),
    /// Somebody outside (112 centre, municipality, families), who answers after so long.
    Outside(Spread),
    /// Whoever leads the crew of a resource, by index: nobody before it is on the scene.
    Crew(usize),
}

/// An ICS position (or an outside party that can be talked to).
#[derive(Debug, Clone)]
pub struct PositionSpec {
    /// Its id: `school-incident-commander`.
    pub id: String,
    /// Its subject.
    pub subject: SubjectIx,
    /// What a person calls it.
    pub title: LocalText,
    /// The post whose authority it carries; none: it may do what orders and standing orders say, and no more.
    pub post: Option<PostIx>,
    /// Who holds it.
    pub holder: Holder,
    /// Who takes over, in order.
    pub deputies: Vec<PersonIx>,
    /// How long a take-over takes.
    pub take_over: Spread,
    /// Whom it reports to.
    pub reports_to: Option<PositionIx>,
    /// The floor it looks after (subject of the level), for wardens.
    pub level: Option<SubjectIx>,
}

/// A post in an administration or school, and the authority that goes with it.
#[derive(Debug, Clone)]
pub struct PostSpec {
    /// Its id: `head-teacher`.
    pub id: String,
    /// What a person calls it.
    pub title: LocalText,
    /// The ICS position it usually holds.
    pub ics_position: String,
    /// Names of actions it may order.
    pub may_order: Vec<String>,
    /// Names of actions it may request.
    pub may_request: Vec<String>,
    /// Per action: who must be asked first.
    pub must_consult: BTreeMap<String, Consultees>,
}

/// Who must be asked before an action.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Consultees {
    /// Positions with one of the posts named.
    pub positions: Vec<PositionIx>,
    /// Ids of the posts named that no position has.
    pub held_by_nobody: Vec<String>,
}

/// How a channel carries a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChannelKind {
    /// Face to face or called across a room.
    Voice,
    /// A hand bell: a signal, no words.
    HandBell,
    /// A megaphone.
    Megaphone,
    /// The loudspeakers of the building.
    PublicAddress,
    /// Hand-held radios.
    Radio,
    /// Telephones.
    Telephone,
    /// Somebody walks there.
    Runner,
}

impl ChannelKind {
    /// Every kind with its word.
    pub const ALL: [(&'static str, Self); 7] = [
        ("voice", Self::Voice),
        ("hand-bell", Self::HandBell),
        ("megaphone", Self::Megaphone),
        ("public-address", Self::PublicAddress),
        ("radio", Self::Radio),
        ("telephone", Self::Telephone),
        ("runner", Self::Runner),
    ];

    /// Whether it carries words; what does not is heard as the alarm and as nothing else.
    pub fn carries_words(self) -> bool {
        self != Self::HandBell
    }
}

/// A channel.
#[derive(Debug, Clone)]
pub struct ChannelSpec {
    /// Its id: `pa`.
    pub id: String,
    /// How it carries.
    pub kind: ChannelKind,
    /// From speaking to being understood (for a runner: before setting out).
    pub delay: Spread,
    /// Chance that one attempt does not get through to one recipient.
    pub loss: f64,
    /// How far it carries from where the sender stands, m; none: anywhere.
    pub reach_m: Option<f64>,
    /// Falls silent without mains power.
    pub needs_power: bool,
    /// The recipient can answer on it.
    pub two_way: bool,
    /// Who has a set: positions; empty: everybody.
    pub held_by: Vec<PositionIx>,
}
