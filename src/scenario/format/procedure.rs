//! `[school.ID.procedure]`: how a school does things.

use super::context::spread;
use crate::scenario::document::shape::{Field, Literal, Section, Shape, Word};
use crate::scenario::document::view::View;
use crate::scenario::model::{CarriedBy, ClassesWalk, Doors, ExitChoice, Procedure};

/// How the school does things.
pub static PROCEDURE: Section = Section {
    name: "procedure",
    doc: "How the school does things. Every value is a parameter; where no measurement was found, the default is an \
          assumption and its sentence says so.",
    fields: &[
        Field::default(
            "doors",
            Shape::OneOf(DOORS),
            Literal::Text("emergent"),
            "What limits the flow through doors and stairs.",
        ),
        Field::default(
            "classes_walk",
            Shape::OneOf(CLASSES_WALK),
            Literal::Text("in-columns"),
            "How classes keep together on the way.",
        ),
        Field::default(
            "exit_choice",
            Shape::OneOf(EXIT_CHOICE),
            Literal::Text("shortest"),
            "By which exit those leave who have none of their own and none by a route.",
        ),
        Field::default(
            "alarm_means_evacuate",
            Shape::Flag,
            Literal::Flag(true),
            "Whether people who hear the alarm leave; otherwise they wait for the order.",
        ),
        Field::default(
            "cover_reaction",
            Shape::DURATION_SPREAD,
            Literal::Spread("2 s", "5 s"),
            "From feeling the shaking to being under a desk. An assumption: no timing of classes was found.",
        ),
        Field::default(
            "cover_after",
            Shape::DURATION,
            Literal::Text("10 s"),
            "People stay covered so long after the shaking ends. An assumption; drill scripts count 60 s of cover in \
             all (ShakeOut and PHIVOLCS drills).",
        ),
        Field::default(
            "cover_counted_aloud",
            Shape::DURATION,
            Literal::Text("0 s"),
            "So long the leader of a class that is under cover in its room counts aloud, and nobody of the class gets up \
             before, nor before `cover_after` is over; `0 s`: nobody counts. Drill scripts count 60 s (ShakeOut and \
             PHIVOLCS drills).",
        ),
        Field::default(
            "pre_movement",
            Shape::DURATION_SPREAD,
            Literal::Spread("10 s", "20 s"),
            "From the teacher's word to a pupil of grade 5 or above standing up and going. An assumption: below the \
             20 s mean of 5- to 6-year-olds in Najmanova & Ronchi 2017.",
        ),
        Field::default(
            "pre_movement_young",
            Shape::DURATION_SPREAD,
            Literal::Spread("15 s", "30 s"),
            "The same for grades 1 to 4. An assumption between older pupils and the 20 s mean of 5- to 6-year-olds in \
             Najmanova & Ronchi 2017.",
        ),
        Field::default(
            "pre_movement_preschool",
            Shape::DURATION_SPREAD,
            Literal::Spread("18 s", "30 s"),
            "The same for grade 0: a mean of 20 s, as of 5- to 6-year-olds in Najmanova & Ronchi 2017.",
        ),
        Field::default(
            "pre_movement_nursery",
            Shape::DURATION_SPREAD,
            Literal::Spread("45 s", "54 s"),
            "The same for children of grade 0 under 5 years: a mean of 46 s, as of 3- to 4-year-olds in Najmanova & \
             Ronchi 2017, within the 3 to 59 s in Najmanova & Ronchi 2023.",
        ),
        Field::default(
            "helped_by_hand",
            Shape::Fraction,
            Literal::Number(0.25),
            "Share of the children under 7 years, of whatever grade, who are physically helped by an adult: 25 % of those of 3 \
             to 7 years in Najmanova & Ronchi 2023. The adults in the room help one child after the other, and the class sets out when the last has been helped.",
        ),
        Field::default(
            "help_by_hand",
            Shape::DURATION_SPREAD,
            Literal::Spread("7 s", "12 s"),
            "Helping one of them. An assumption: with the 11 children to an adult of that study, nearly three of whom are \
             helped, it comes to the 20 s of 5- to 6-year-olds.",
        ),
        Field::default(
            "alone_after_shaking",
            Shape::DURATION_SPREAD,
            Literal::Spread("1 min", "5 min"),
            "A pupil who is indoors away from the class when the ground shakes, with no adult there, sets out for the room of \
             the class so long after coming out of cover, and leaves if the class has left. An assumption. Whoever `hides` \
             does not.",
        ),
        Field::default(
            "teacher_reaction",
            Shape::DURATION_SPREAD,
            Literal::Spread("5 s", "15 s"),
            "From hearing the order to the teacher giving it to the class. An assumption.",
        ),
        Field::default(
            "unled_delay",
            Shape::DURATION_SPREAD,
            Literal::Spread("30 s", "90 s"),
            "A class without a teacher sets out so much later. An assumption.",
        ),
        Field::default(
            "sight_m",
            Shape::Number {
                unit: "m",
                min: 1.0,
                max: 200.0,
            },
            Literal::Number(20.0),
            "How far a person sees along a corridor. An assumption.",
        ),
        Field::default(
            "roll_call_after",
            Shape::DURATION,
            Literal::Text("90 s"),
            "The roll call starts when the last of those who set out has come up, or when nobody of the class has arrived for so long. An assumption.",
        ),
        Field::default(
            "roll_call_per_pupil",
            Shape::DURATION,
            Literal::Text("1.5 s"),
            "Time a name in the roll call. An assumption.",
        ),
        Field::default(
            "roll_call_in_rooms",
            Shape::Flag,
            Literal::Flag(true),
            "Whether a class that is told to hold or to shelter is counted in its room, as the Standard Response Protocol has \
             it (“account”): whoever is not there is missed.",
        ),
        Field::default(
            "look_into_room",
            Shape::DURATION_SPREAD,
            Literal::Spread("8 s", "15 s"),
            "How long a searcher or warden looks into a room. An assumption.",
        ),
        Field::default(
            "briefing",
            Shape::DURATION_SPREAD,
            Literal::Spread("2 min", "4 min"),
            "How long it takes to brief somebody face to face; the way there comes on top. An assumption.",
        ),
        Field::default(
            "inspection",
            Shape::DURATION_SPREAD,
            Literal::Spread("20 min", "40 min"),
            "How long somebody inspects the building: 10 to 30 min for the rapid evaluation of ATC-20 (recalled); the \
             spread is an assumption.",
        ),
        Field::default(
            "cover_factor",
            Shape::Fraction,
            Literal::Number(0.3),
            "Share of the risk of injury that remains for those who have taken cover. An assumption.",
        ),
        Field::default(
            "carried_by",
            Shape::OneOf(CARRIED_BY),
            Literal::Text("two adults"),
            "By whom those are carried who cannot go down a flight alone (in a wheelchair, or who walk only with help), \
             and those who are found and cannot walk.",
        ),
        Field::default(
            "chair_ready",
            Shape::DURATION,
            Literal::Text("40 s"),
            "With an evacuation chair, from the second of the two adults coming to the first step: unfolding it, seating \
             and strapping the person in. An assumption.",
        ),
    ],
};

static CLASSES_WALK: &[Word] = &[
    Word::new(
        "at-one-pace",
        "each pupil sets out when ready, walks at about the pace of the class, and waits for nobody;",
    ),
    Word::new(
        "in-columns",
        "so too, but whoever is ahead slows down, and before the assembly area waits for the last; pupils who need help come \
         after (in the network tier nobody waits).",
    ),
];

static EXIT_CHOICE: &[Word] = &[
    Word::new(
        "shortest",
        "by the shortest way to the assembly area, whoever else goes there;",
    ),
    Word::new(
        "weighed",
        "whoever is in no class weighs the exits by the walk, the queue and what others do, anew every few seconds; \
         classes stay together and take the shortest way (in the network tier everybody takes the nearest exit).",
    ),
];

static DOORS: &[Word] = &[
    Word::new("emergent", "how people walk;"),
    Word::new(
        "code",
        "the capacity of the effective width, 1.3 persons/s/m (SFPE, IMO MSC.1/Circ.1533).",
    ),
];

static CARRIED_BY: &[Word] = &[
    Word::new(
        "two adults",
        "two adults who are in charge of no class: the person waits in the refuge of the floor or at the head of the stair, or lies \
         there, until they have come;",
    ),
    Word::new(
        "two adults with a chair",
        "the same, on an evacuation chair: `chair_ready` later, and faster on the stair;",
    ),
    Word::new(
        "nobody in particular",
        "at once, and nobody is missing for it elsewhere.",
    ),
];

/// Reads it.
pub fn read(view: View<'_>) -> Procedure {
    let drawn = |key| spread(view.duration_spread(key));
    Procedure {
        classes_walk: if view.text("classes_walk") == "in-columns" {
            ClassesWalk::InColumns
        } else {
            ClassesWalk::AtOnePace
        },
        exit_choice: if view.text("exit_choice") == "weighed" {
            ExitChoice::Weighed
        } else {
            ExitChoice::Shortest
        },
        doors: if view.text("doors") == "code" {
            Doors::Code
        } else {
            Doors::Emergent
        },
        alarm_means_evacuate: view.flag("alarm_means_evacuate"),
        cover_reaction: drawn("cover_reaction"),
        cover_after_ms: view.duration_ms("cover_after"),
        cover_counted_aloud_ms: view.duration_ms("cover_counted_aloud"),
        pre_movement: drawn("pre_movement"),
        pre_movement_young: drawn("pre_movement_young"),
        pre_movement_preschool: drawn("pre_movement_preschool"),
        pre_movement_nursery: drawn("pre_movement_nursery"),
        helped_by_hand: view.fraction("helped_by_hand"),
        help_by_hand: drawn("help_by_hand"),
        alone_after_shaking: drawn("alone_after_shaking"),
        teacher_reaction: drawn("teacher_reaction"),
        unled_delay: drawn("unled_delay"),
        sight_m: view.number("sight_m"),
        roll_call_after_ms: view.duration_ms("roll_call_after"),
        roll_call_per_pupil_ms: view.duration_ms("roll_call_per_pupil"),
        roll_call_in_rooms: view.flag("roll_call_in_rooms"),
        look_into_room: drawn("look_into_room"),
        briefing: drawn("briefing"),
        inspection: drawn("inspection"),
        cover_factor: view.fraction("cover_factor"),
        carried_by: match view.text("carried_by") {
            "two adults" => CarriedBy::TwoAdults,
            "two adults with a chair" => CarriedBy::TwoAdultsWithAChair,
            _ => CarriedBy::NobodyInParticular,
        },
        chair_ready_ms: view.duration_ms("chair_ready"),
    }
}
