//! Everything that can be done, ordered, asked for or told: its name in files, its nature, its arguments.

use super::SubjectKind;

/// Which action. One enum; `command` handles every variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActionKind {
    /// Sound the school's alarm. Those who hear it do what the scenario's procedure says an alarm means.
    SoundAlarm,
    /// Order classes to leave for their assembly area.
    Evacuate,
    /// Order classes to stay in their rooms, away from what may fall.
    Hold,
    /// Order classes to take shelter where they are.
    Shelter,
    /// Order those who have gathered to be counted again.
    CountAgain,
    /// Drop, cover, hold on; with those in one's charge.
    DropCoverHold,
    /// Leave the building without an order; with those in one's charge.
    Leave,
    /// Look into every room of a floor, take along who is found, report the floor clear.
    Sweep,
    /// Send people back in for those believed missing: their room first, then toilets, then the rest of the floor.
    Search,
    /// Telephone the homes of those still unaccounted for.
    CallFamilies,
    /// Ask the 112 centre or another owner for a resource.
    Request,
    /// Tell somebody what one knows.
    Report,
    /// Tell somebody face to face what they need to know.
    Brief,
    /// Lead together with somebody from now on.
    UnifyCommand,
    /// Hand command over.
    TransferCommand,
    /// Ask somebody what they know.
    Ask,
    /// A door, exit or stair can no longer be passed.
    Close,
    /// Unlock or clear a door, gate, exit or stair.
    Open,
    /// Go to a door, exit or gate and stay there.
    StandAt,
    /// Go to whoever waits to be carried and carry them out, two together.
    Carry,
    /// Stay with somebody who waits to be carried.
    WaitWith,
    /// Something that can be perceived at a place: a crack, plaster, smoke, a smell of gas.
    Show,
    /// Mains power fails: channels that need it fall silent.
    PowerOff,
    /// Mains power is back.
    PowerOn,
    /// Look over the building and say whether it may be used.
    Inspect,
    /// Clear the building for re-entry.
    ReEnter,
    /// Begin to hand pupils over to those who come for them.
    Release,
    /// A person is hurt and can no longer act.
    Incapacitate,
    /// An early-warning system sounds at the school.
    Warn,
    /// A resource comes to the gate, whether or not anybody has asked for it.
    Arrive,
    /// Order the people of settlements to leave.
    EvacuatePlace,
    /// Warn the people of settlements, without an order.
    WarnPlace,
}

/// What kind of doing an action is: who has to agree before it happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nature {
    /// Changes the world by itself: only injects and pins use it.
    World,
    /// An order down one's own chain: becomes messages, needs `may_order`.
    Order,
    /// A request to somebody outside the chain, who may decline: needs `may_request`.
    Request,
    /// Telling somebody what one knows: needs nothing.
    Tell,
    /// What a person does with their own hands and feet.
    Own,
}

/// What an argument of an action is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum ArgumentKind {
    /// The id of something declared: one of these kinds.
    Subject(&'static [SubjectKind]),
    /// A list of such ids.
    Subjects(&'static [SubjectKind]),
    /// A list of channel ids, in order of preference.
    Channels,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A duration.
    Duration,
    /// `signal@subject` references: what a report is about.
    About,
    /// Free text.
    Text,
}

/// A typed argument of an action.
#[derive(Debug, Clone, Copy)]
pub struct Argument {
    /// Its key.
    pub key: &'static str,
    /// What it is.
    pub kind: ArgumentKind,
    /// Whether it must be given.
    pub required: bool,
    /// One sentence for the reference.
    pub doc: &'static str,
}

/// The declaration of an action. Nothing else changes the world from outside.
#[derive(Debug, Clone, Copy)]
pub struct ActionSpec {
    /// Which.
    pub kind: ActionKind,
    /// Its name in files.
    pub name: &'static str,
    /// What kind of doing.
    pub nature: Nature,
    /// Its arguments.
    pub arguments: &'static [Argument],
    /// One sentence for the reference.
    pub doc: &'static str,
}

use ArgumentKind::{About, Channels, Duration, Subject, Subjects, Text, Word};
use SubjectKind::{Class, Level, Opening, Person, Place, Position, Resource, School, Space, Stair};

const fn required(key: &'static str, kind: ArgumentKind, doc: &'static str) -> Argument {
    Argument {
        key,
        kind,
        required: true,
        doc,
    }
}

const fn optional(key: &'static str, kind: ArgumentKind, doc: &'static str) -> Argument {
    Argument {
        key,
        kind,
        required: false,
        doc,
    }
}

const SCHOOL: Argument = required("school", Subject(&[School]), "the school");
const LEVELS: Argument = optional(
    "levels",
    Subjects(&[Level]),
    "only these floors; all of them if left out",
);
const CLASSES: Argument = optional(
    "classes",
    Subjects(&[Class]),
    "only these classes; all of them if left out",
);
const VIA: Argument = optional(
    "via",
    Channels,
    "channels in order of preference; the first that works is used",
);
const ACK_WITHIN: Argument = optional(
    "ack_within",
    Duration,
    "how long to wait for an acknowledgement before following up",
);
const IF_SILENT: Argument = optional(
    "if_silent",
    Word(&["nothing", "ask-again", "send-runner"]),
    "what to do about those who do not acknowledge in time",
);

/// Who goes to somebody who cannot go alone, and how they are told.
const WHO_GOES: &[Argument] = &[
    optional(
        "positions",
        Subjects(&[Position]),
        "who goes; in a standing order whoever it binds, if left out",
    ),
    VIA,
    ACK_WITHIN,
    IF_SILENT,
];

/// Which settlements, and how their people are told.
const TOLD: &[Argument] = &[
    required("places", Subjects(&[Place]), "which settlements"),
    VIA,
    ACK_WITHIN,
    IF_SILENT,
];

const BRIEFED_ABOUT: Argument = optional(
    "about",
    About,
    "what is told; if left out, all one knows of who is missing or hurt, of ways that are barred, of damage and dangers, of floors that are clear",
);

/// Every action there is.
pub const ACTIONS: &[ActionSpec] = &[
    ActionSpec {
        kind: ActionKind::SoundAlarm,
        name: "sound-alarm",
        nature: Nature::Order,
        arguments: &[SCHOOL, VIA, ACK_WITHIN, IF_SILENT],
        doc: "Sound the school's alarm. Those who hear it do what the scenario's procedure says an alarm means.",
    },
    ActionSpec {
        kind: ActionKind::Evacuate,
        name: "evacuate",
        nature: Nature::Order,
        arguments: &[
            SCHOOL,
            LEVELS,
            CLASSES,
            optional(
                "route",
                Text,
                "the route plan to use: an id of the school's routes",
            ),
            VIA,
            ACK_WITHIN,
            IF_SILENT,
        ],
        doc: "Order classes to leave for their assembly area.",
    },
    ActionSpec {
        kind: ActionKind::Hold,
        name: "hold",
        nature: Nature::Order,
        arguments: &[SCHOOL, LEVELS, CLASSES, VIA, ACK_WITHIN, IF_SILENT],
        doc: "Order classes to stay in their rooms, away from what may fall.",
    },
    ActionSpec {
        kind: ActionKind::Shelter,
        name: "shelter",
        nature: Nature::Order,
        arguments: &[SCHOOL, LEVELS, CLASSES, VIA, ACK_WITHIN, IF_SILENT],
        doc: "Order classes to take shelter where they are.",
    },
    ActionSpec {
        kind: ActionKind::CountAgain,
        name: "count-again",
        nature: Nature::Order,
        arguments: &[SCHOOL, LEVELS, CLASSES, VIA, ACK_WITHIN, IF_SILENT],
        doc: "Order those who have gathered to be counted again: whoever calls a roll calls it once more.",
    },
    ActionSpec {
        kind: ActionKind::DropCoverHold,
        name: "drop-cover-hold",
        nature: Nature::Own,
        arguments: &[],
        doc: "Drop, cover, hold on; with those in one's charge.",
    },
    ActionSpec {
        kind: ActionKind::Leave,
        name: "leave",
        nature: Nature::Own,
        arguments: &[],
        doc: "Leave the building at once, without an order, with the class one leads: smoke, or a room that begins to fail.",
    },
    ActionSpec {
        kind: ActionKind::Sweep,
        name: "sweep",
        nature: Nature::Order,
        arguments: &[
            required("position", Subject(&[Position]), "who sweeps"),
            required("level", Subject(&[Level]), "the floor to sweep"),
            VIA,
            ACK_WITHIN,
            IF_SILENT,
        ],
        doc: "Look into every room of a floor, take along who is found, report the floor clear.",
    },
    ActionSpec {
        kind: ActionKind::Search,
        name: "search",
        nature: Nature::Order,
        arguments: &[
            SCHOOL,
            required("positions", Subjects(&[Position]), "who goes back in"),
            VIA,
            ACK_WITHIN,
            IF_SILENT,
        ],
        doc: "Send people back in for those believed missing: their room first, then toilets, then the rest of the floor.",
    },
    ActionSpec {
        kind: ActionKind::CallFamilies,
        name: "call-families",
        nature: Nature::Request,
        arguments: &[
            SCHOOL,
            required("position", Subject(&[Position]), "who stands for the families"),
            VIA,
            ACK_WITHIN,
            IF_SILENT,
        ],
        doc: "Telephone the homes of those still unaccounted for.",
    },
    ActionSpec {
        kind: ActionKind::Request,
        name: "request",
        nature: Nature::Request,
        arguments: &[
            required("resource", Subject(&[Resource]), "what is asked for"),
            VIA,
            ACK_WITHIN,
            IF_SILENT,
        ],
        doc: "Ask the 112 centre or another owner for a resource.",
    },
    ActionSpec {
        kind: ActionKind::Report,
        name: "report",
        nature: Nature::Tell,
        arguments: &[
            required("to", Subjects(&[Position]), "who is told"),
            optional(
                "about",
                About,
                "what is told; all one's own new observations if left out",
            ),
            VIA,
        ],
        doc: "Tell somebody what one knows.",
    },
    ActionSpec {
        kind: ActionKind::Brief,
        name: "brief",
        nature: Nature::Tell,
        arguments: &[
            required(
                "to",
                Subjects(&[Position]),
                "who is briefed; has to be on the scene",
            ),
            BRIEFED_ABOUT,
        ],
        doc: "Tell somebody face to face what they need to know: it takes as long as `briefing` of the procedure says.",
    },
    ActionSpec {
        kind: ActionKind::UnifyCommand,
        name: "unify-command",
        nature: Nature::Tell,
        arguments: &[
            required(
                "position",
                Subject(&[Position]),
                "with whom; has to be on the scene",
            ),
            BRIEFED_ABOUT,
        ],
        doc: "Brief somebody and lead together from then on: the orders of both count down the chain of either.",
    },
    ActionSpec {
        kind: ActionKind::TransferCommand,
        name: "transfer-command",
        nature: Nature::Tell,
        arguments: &[
            required(
                "position",
                Subject(&[Position]),
                "who takes command; has to be on the scene",
            ),
            optional(
                "becomes",
                Word(&["deputy", "agency-representative"]),
                "what the old commander stays as; agency representative if left out",
            ),
            BRIEFED_ABOUT,
        ],
        doc: "Brief somebody who commands from then on; the old commander reports to the new one and orders nothing any more.",
    },
    ActionSpec {
        kind: ActionKind::Ask,
        name: "ask",
        nature: Nature::Tell,
        arguments: &[
            required("to", Subjects(&[Position]), "who is asked"),
            required("about", About, "what is asked"),
            VIA,
            ACK_WITHIN,
            IF_SILENT,
        ],
        doc: "Ask somebody what they know.",
    },
    ActionSpec {
        kind: ActionKind::Inspect,
        name: "inspect",
        nature: Nature::Order,
        arguments: &[
            SCHOOL,
            required(
                "position",
                Subject(&[Position]),
                "who inspects; has to be on the scene",
            ),
            VIA,
            ACK_WITHIN,
            IF_SILENT,
        ],
        doc: "Look over the building and find whether it may be used as before, only in part, or not at all.",
    },
    ActionSpec {
        kind: ActionKind::ReEnter,
        name: "re-enter",
        nature: Nature::Order,
        arguments: &[SCHOOL, VIA, ACK_WITHIN, IF_SILENT],
        doc: "Clear the building for re-entry. After an earthquake only on the finding of an inspection that it may be used.",
    },
    ActionSpec {
        kind: ActionKind::Release,
        name: "release",
        nature: Nature::Order,
        arguments: &[
            SCHOOL,
            required("position", Subject(&[Position]), "who leads it"),
            VIA,
            ACK_WITHIN,
            IF_SILENT,
        ],
        doc: "Begin to hand pupils over to those who come for them, as `[release]` says.",
    },
    ActionSpec {
        kind: ActionKind::Close,
        name: "close",
        nature: Nature::World,
        arguments: &[required(
            "place",
            Subject(&[Opening, Stair]),
            "what can no longer be passed",
        )],
        doc: "A door, exit or stair can no longer be passed.",
    },
    ActionSpec {
        kind: ActionKind::Open,
        name: "open",
        nature: Nature::Order,
        arguments: &[
            required("place", Subject(&[Opening, Stair]), "what can be passed again"),
            optional(
                "position",
                Subject(&[Position]),
                "who goes and opens it; at once, by the exercise controller, if left out",
            ),
            VIA,
            ACK_WITHIN,
            IF_SILENT,
        ],
        doc: "Unlock or clear a door, gate, exit or stair.",
    },
    ActionSpec {
        kind: ActionKind::StandAt,
        name: "stand-at",
        nature: Nature::Order,
        arguments: &[
            required("place", Subject(&[Opening]), "where one stands"),
            required("position", Subject(&[Position]), "who goes and stands there"),
            optional(
                "for",
                Duration,
                "how long; until something else calls if left out",
            ),
            VIA,
            ACK_WITHIN,
            IF_SILENT,
        ],
        doc: "Go to a door, exit or gate and stay there: hold its leaf, stop the traffic, keep it free, meet those who come. What it is good for says `watch` of the school.",
    },
    ActionSpec {
        kind: ActionKind::Carry,
        name: "carry",
        nature: Nature::Order,
        arguments: WHO_GOES,
        doc: "Go to the nearest person who waits to be carried, or lies there and has been found, and carry them out, two together.",
    },
    ActionSpec {
        kind: ActionKind::WaitWith,
        name: "wait-with",
        nature: Nature::Order,
        arguments: WHO_GOES,
        doc: "Go to the nearest person who cannot go on alone and with whom nobody waits yet, and stay there until they are carried out; as soon as somebody comes to carry, be the second. Whoever leads a class leaves it to the next teacher.",
    },
    ActionSpec {
        kind: ActionKind::Show,
        name: "show",
        nature: Nature::World,
        arguments: &[
            required(
                "cue",
                Word(&["crack", "fallen-plaster", "leaning-wall", "gas-smell", "smoke"]),
                "what can be perceived",
            ),
            required("place", Subject(&[Space, Stair]), "where"),
        ],
        doc: "Something that can be perceived at a place: a crack, plaster, smoke, a smell of gas.",
    },
    ActionSpec {
        kind: ActionKind::PowerOff,
        name: "power-off",
        nature: Nature::World,
        arguments: &[SCHOOL],
        doc: "Mains power fails: channels that need it fall silent.",
    },
    ActionSpec {
        kind: ActionKind::PowerOn,
        name: "power-on",
        nature: Nature::World,
        arguments: &[SCHOOL],
        doc: "Mains power is back.",
    },
    ActionSpec {
        kind: ActionKind::Incapacitate,
        name: "incapacitate",
        nature: Nature::World,
        arguments: &[
            required("person", Subject(&[Person]), "who"),
            optional(
                "severity",
                Word(&["1", "2", "3"]),
                "casualty severity as in HAZUS; 2 if left out",
            ),
        ],
        doc: "A person is hurt and can no longer act.",
    },
    ActionSpec {
        kind: ActionKind::Warn,
        name: "warn",
        nature: Nature::World,
        arguments: &[
            SCHOOL,
            required("hazard", Subject(&[SubjectKind::Hazard]), "what is coming"),
        ],
        doc: "An early-warning system sounds at the school.",
    },
    ActionSpec {
        kind: ActionKind::Arrive,
        name: "arrive",
        nature: Nature::World,
        arguments: &[required(
            "resource",
            Subject(&[Resource]),
            "what comes: one that is on its way comes now, one that has come to a gate already goes on as it is",
        )],
        doc: "A resource comes to the gate, whether or not anybody has asked for it: there it fares like one that was sent.",
    },
    ActionSpec {
        kind: ActionKind::EvacuatePlace,
        name: "evacuate-place",
        nature: Nature::Order,
        arguments: TOLD,
        doc: "Order the people of settlements to leave. Whoever hears it leaves after `sets_out`; `stay` of them do not.",
    },
    ActionSpec {
        kind: ActionKind::WarnPlace,
        name: "warn-place",
        nature: Nature::Tell,
        arguments: TOLD,
        doc: "Warn the people of settlements of water that is coming, without an order: only `leave_when_warned` of them leave.",
    },
];

/// The declaration of an action by its name in files.
pub fn action(name: &str) -> Option<&'static ActionSpec> {
    ACTIONS.iter().find(|spec| spec.name == name)
}
