//! The closed lists of words that stand in the cells of a run's files.

use super::column::Word;

/// Declares an enum together with the word and the meaning of each of its values.
macro_rules! words {
    ($(#[$attribute:meta])* $name:ident { $($(#[doc = $doc:literal])* $variant:ident = $word:literal,)* }) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[doc = $doc])* $variant,)* }

        impl $name {
            /// Every word with its meaning, in the order of declaration.
            pub const WORDS: &'static [Word] = &[$(Word { word: $word, doc: concat!($($doc),*) },)*];

            /// As it stands in a file.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }
    };
}

words! {
    /// What kind of message.
    MessageKind {
        /// Says what is known.
        Report = "report",
        /// Down one's own chain: to be carried out.
        Order = "order",
        /// To somebody outside the chain, who may decline.
        Request = "request",
        /// Tells somebody who need not act.
        Inform = "inform",
        /// Asks what somebody knows, or whether they agree.
        Question = "question",
    }
}

words! {
    /// How far a message came.
    MessageOutcome {
        /// On its way when the run ended.
        Sent = "sent",
        /// Never arrived, and nobody waited for an answer.
        Lost = "lost",
        /// Heard or read, not confirmed.
        Received = "received",
        /// Confirmed by the receiver.
        Acknowledged = "acknowledged",
        /// What it asked for was done.
        CarriedOut = "carried-out",
        /// The receiver would not or could not: see the reason.
        Refused = "refused",
        /// Somebody outside the chain said no: see the reason.
        Declined = "declined",
        /// Never arrived, though its sender waited for an answer.
        Unanswered = "unanswered",
        /// A contrary order took its place before it was carried out.
        Superseded = "superseded",
    }
}

words! {
    /// How something stands in what a position knows.
    PictureKind {
        /// The newest observation: what the position believes.
        Believed = "believed",
        /// An older observation by somebody else that says otherwise.
        Contradicts = "contradicts",
        /// Asked about, without a word since.
        Asked = "asked",
        /// Waited for, and nobody has said a word.
        Unheard = "unheard",
    }
}

words! {
    /// How a decision ended.
    DecisionOutcome {
        /// It never fell due.
        NotDue = "not-due",
        /// It fell due and was not made before the run ended.
        Pending = "pending",
        /// Made and ordered; not in effect when the run ended.
        Ordered = "ordered",
        /// In effect.
        Effective = "effective",
        /// Made, and the option was to do nothing.
        Nothing = "nothing",
        /// An order was refused, or the position lacked the authority: see the reason.
        Refused = "refused",
        /// A contrary order went out before anybody had carried it out.
        Superseded = "superseded",
    }
}

words! {
    /// What became of an action.
    ActionResult {
        /// Done.
        Applied = "applied",
        /// It was so already, or there was nothing to say or nobody to say it to.
        Unchanged = "unchanged",
        /// Could not be done: the timeline says why.
        Refused = "refused",
    }
}

words! {
    /// The status of a resource as ICS knows it.
    ResourceStatus {
        /// Working on an assignment, or on the way to it.
        Assigned = "assigned",
        /// Ready to be assigned.
        Available = "available",
        /// Not ready.
        OutOfService = "out-of-service",
    }
}

words! {
    /// Where a person stands when the run ends.
    PersonOutcome {
        /// Handed over to the family or sent home.
        Released = "released",
        /// Taken home by the family without anybody noting it.
        TakenHome = "taken-home",
        /// At the assembly area and accounted for.
        Accounted = "accounted",
        /// At the assembly area, not yet accounted for.
        Assembled = "assembled",
        /// Out of the building, not at an assembly area.
        Outside = "outside",
        /// Still inside.
        Inside = "inside",
        /// Hurt, wherever they are: see `casualties.csv`.
        Injured = "injured",
        /// Alive under rubble.
        Entrapped = "entrapped",
        /// Dead.
        Died = "died",
        /// Was not at the school.
        Absent = "absent",
    }
}

words! {
    /// Triage category as in START and `JumpSTART`.
    Triage {
        /// Red: at once.
        Immediate = "immediate",
        /// Yellow: can wait.
        Delayed = "delayed",
        /// Green: walking.
        Minor = "minor",
        /// Black: dead or expectant.
        Expectant = "expectant",
    }
}

words! {
    /// Where a casualty stands when the run ends.
    CasualtyOutcome {
        /// Not found.
        NotFound = "not-found",
        /// Found and trapped.
        Trapped = "trapped",
        /// Free, waiting for care.
        Waiting = "waiting",
        /// Cared for at the site.
        Treated = "treated",
        /// On the way to a facility.
        Transported = "transported",
        /// At a facility.
        Delivered = "delivered",
        /// Dead.
        Died = "died",
    }
}

words! {
    /// What a metric rests on: the weakest link in its chain.
    Basis {
        /// A model checked against published cases.
        Verified = "verified",
        /// Figures with a source.
        Sourced = "sourced",
        /// An assumption of the scenario or of the program.
        Assumed = "assumed",
    }
}

words! {
    /// Whether a target was met.
    TargetMet {
        /// Met.
        Yes = "yes",
        /// Missed.
        No = "no",
        /// The run ended before it could be told.
        Unknown = "unknown",
    }
}
