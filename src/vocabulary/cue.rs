//! Everything a person can perceive from where they stand, and by which sense.

/// What a person can perceive from where they stand. Never the truth itself: nobody sees a damage state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cue {
    /// The ground shakes.
    Shaking,
    /// An early-warning tone before the shaking.
    EarlyWarning,
    /// The school's alarm: bell, siren or public address.
    Alarm,
    /// A crack in a wall or ceiling.
    Crack,
    /// Plaster or tiles on the floor.
    FallenPlaster,
    /// A wall that leans, seen from outside.
    LeaningWall,
    /// A way that cannot be passed: debris on a stair, a jammed door.
    Blocked,
    /// Smell of gas.
    GasSmell,
    /// Smoke in a room or corridor.
    Smoke,
    /// Water of a flood on the floor, or outside the door.
    Water,
    /// Somebody who is hurt.
    Injured,
    /// Somebody who is where nobody should be any more.
    Straggler,
    /// Somebody who cannot go down a stair alone.
    NeedsHelp,
}

/// A set of cues.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CueSet(u16);

impl CueSet {
    const fn bit(cue: Cue) -> u16 {
        1 << cue as u16
    }

    /// Adds one.
    pub const fn insert(&mut self, cue: Cue) {
        self.0 |= Self::bit(cue);
    }

    /// Takes one out.
    pub const fn remove(&mut self, cue: Cue) {
        self.0 &= !Self::bit(cue);
    }

    /// Whether it is one of them.
    pub const fn contains(self, cue: Cue) -> bool {
        self.0 & Self::bit(cue) != 0
    }

    /// Whether they have one in common.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// All of these and of those.
    #[must_use]
    pub const fn union(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }
}

impl FromIterator<Cue> for CueSet {
    fn from_iter<I: IntoIterator<Item = Cue>>(cues: I) -> Self {
        let mut set = Self::default();
        cues.into_iter().for_each(|cue| set.insert(cue));
        set
    }
}

/// How a cue reaches a person, which decides from how far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub enum Sense {
    /// Felt by everybody at the site.
    Felt,
    /// Heard where the source carries.
    Heard,
    /// Seen from the same space, or within the sight distance where no wall hides it.
    Seen,
    /// Smelt in the same space.
    Smelt,
}

/// Every cue: its word in files, how it is perceived, what it is.
pub const CUES: &[(&str, Cue, Sense, &str)] = &[
    ("shaking", Cue::Shaking, Sense::Felt, "the ground shakes"),
    (
        "early-warning",
        Cue::EarlyWarning,
        Sense::Heard,
        "the tone of an earthquake early-warning system",
    ),
    ("alarm", Cue::Alarm, Sense::Heard, "the school's alarm"),
    ("crack", Cue::Crack, Sense::Seen, "a crack in a wall or ceiling"),
    (
        "fallen-plaster",
        Cue::FallenPlaster,
        Sense::Seen,
        "plaster or tiles on the floor",
    ),
    ("leaning-wall", Cue::LeaningWall, Sense::Seen, "a wall that leans"),
    (
        "blocked",
        Cue::Blocked,
        Sense::Seen,
        "a door or stair that cannot be passed",
    ),
    ("gas-smell", Cue::GasSmell, Sense::Smelt, "smell of gas"),
    ("smoke", Cue::Smoke, Sense::Seen, "smoke in a room or corridor"),
    (
        "water",
        Cue::Water,
        Sense::Seen,
        "water on the floor or the steps",
    ),
    ("injured", Cue::Injured, Sense::Seen, "somebody who is hurt"),
    ("straggler", Cue::Straggler, Sense::Seen, "somebody still inside"),
    (
        "needs-help",
        Cue::NeedsHelp,
        Sense::Seen,
        "somebody who waits to be carried down a stair",
    ),
];

impl Cue {
    /// The word used in files.
    pub fn word(self) -> &'static str {
        CUES.iter()
            .find(|(_, cue, _, _)| *cue == self)
            .map_or("", |(word, _, _, _)| word)
    }

    /// How it is perceived.
    pub fn sense(self) -> Sense {
        CUES.iter()
            .find(|(_, cue, _, _)| *cue == self)
            .map_or(Sense::Seen, |(_, _, sense, _)| *sense)
    }

    /// The cue of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        CUES.iter()
            .find(|(w, _, _, _)| *w == word)
            .map(|(_, cue, _, _)| *cue)
    }
}
