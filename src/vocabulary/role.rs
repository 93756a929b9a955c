//! What a person is at the school, and what a space is for.

/// What a person is at the school.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PersonRole {
    /// A child on a class register.
    Pupil,
    /// Teaches; may be in charge of a class.
    Teacher,
    /// Head teacher or deputy head.
    Head,
    /// School Security Officer.
    SecurityOfficer,
    /// Caretaker, cook, secretary, nurse…
    Staff,
    /// Somebody who does not belong to the school and knows no plan.
    Visitor,
}

impl PersonRole {
    /// Every role with the word used for it in files.
    pub const ALL: [(&'static str, Self); 6] = [
        ("pupil", Self::Pupil),
        ("teacher", Self::Teacher),
        ("head", Self::Head),
        ("security-officer", Self::SecurityOfficer),
        ("staff", Self::Staff),
        ("visitor", Self::Visitor),
    ];

    /// The word used in files.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, role)| *role == self)
            .map_or("", |(word, _)| word)
    }

    /// Whether the school's orders and standing orders bind this person.
    pub fn is_adult_of_the_school(self) -> bool {
        !matches!(self, Self::Pupil | Self::Visitor)
    }
}
