//! `[command]`, `[post.ID]`, `[position.ID]`, `[channel.ID]`.

use std::collections::BTreeMap;

use super::context::{Context, local, spread};
use super::{LEVEL, PERSON, POSITION, POST, RESOURCE, action};
use crate::diagnostic::Diagnostic;
use crate::scenario::document::limits;
use crate::scenario::document::shape::{Field, Literal, Section, Shape, Variant, Word};
use crate::scenario::document::view::View;
use crate::scenario::model::{
    ChannelKind, ChannelSpec, Consultees, Holder, PersonSpec, PositionSpec, PostSpec,
};
use crate::vocabulary::SubjectKind;

/// Under which authority people decide.
pub static COMMAND: Section = Section {
    name: "command",
    doc: "Under which authority people decide.",
    fields: &[Field::required(
        "authority",
        Shape::Text,
        "`albania` or `us`, which come with hotwash, or the name of a TOML file of `[post.ID]` tables in the folder of \
         the scenario. Its posts can be used, changed and added to under `[post.ID]`.",
    )],
};

/// What a file of posts holds.
pub static AUTHORITY: Section = Section {
    name: "authority",
    doc: "A file of posts.",
    fields: &[Field::required(
        "post",
        Shape::keyed(&Shape::Table(&POST_TABLE), POST),
        "The posts of an administration and its schools.",
    )],
};

/// A post.
pub static POST_TABLE: Section = Section {
    name: "post",
    doc: "A post in an administration or school, and the authority that goes with it. Whoever holds a position with \
          this post may order and request what stands here; the refusal of anything else is logged.",
    fields: &[
        Field::required("title", Shape::LocalText, "What people call it."),
        Field::required("ics_position", Shape::Text, "The ICS position it usually holds."),
        Field::optional(
            "may_order",
            Shape::list(&ORDER),
            "Actions it may order down its own chain.",
        ),
        Field::optional(
            "may_request",
            Shape::list(&REQUEST),
            "Actions it may request of somebody outside its chain.",
        ),
        Field::optional(
            "must_consult",
            Shape::Keyed {
                of: &Shape::list(&POST_REFERENCE),
                declares: None,
                max: limits::ENTRIES,
            },
            "By action: posts that must be asked first. Whoever holds a position with that post is asked; nobody is, \
             if nobody does.",
        ),
    ],
};

static ORDER: Shape = Shape::OneOf(action::ORDERS);
static REQUEST: Shape = Shape::OneOf(action::REQUESTS);
static POST_REFERENCE: Shape = Shape::reference(&[POST]);
static PERSON_REFERENCE: Shape = Shape::reference(&[PERSON]);
static POSITION_REFERENCE: Shape = Shape::reference(&[POSITION]);

/// A position.
pub static POSITION_TABLE: Section = Section {
    name: "position",
    doc: "An ICS position, or an outside party that one can talk to.",
    fields: &[
        Field::required("title", Shape::LocalText, "What people call it."),
        Field::optional(
            "post",
            Shape::reference(&[POST]),
            "The post whose authority it carries; without, it does what orders and standing orders say, and no more.",
        ),
        Field::required(
            "held_by",
            Shape::Reference {
                to: &[PERSON, RESOURCE],
                or: OUTSIDE,
            },
            "Who holds it: a person at the school; or a resource, whose officer comes with it, reports to the head of \
             the school's organisation on arrival and knows nothing before.",
        ),
        Field::optional(
            "deputies",
            Shape::list(&PERSON_REFERENCE),
            "Who takes over, in order.",
        ),
        Field::default(
            "take_over",
            Shape::DURATION_SPREAD,
            Literal::Spread("1 min", "3 min"),
            "How long a take-over takes. An assumption.",
        ),
        Field::optional("reports_to", Shape::reference(&[POSITION]), "Whom it reports to."),
        Field::optional(
            "level",
            Shape::reference(&[LEVEL]),
            "The floor it looks after, for wardens.",
        ),
        Field::default(
            "answers",
            Shape::DURATION_SPREAD,
            Literal::Spread("80 s", "3 min"),
            "An outside party answers after so long: by default as a 112 centre answers, asks and dispatches (10 s and \
             60 to 90 s recalled, 45 to 180 s possible).",
        ),
    ],
};

static OUTSIDE: &[Word] = &[Word::new("outside", "somebody outside the school.")];

/// The kinds of channels, each with its own defaults.
pub static CHANNELS: &[Variant] = &[
    Variant::new("voice", &VOICE),
    Variant::new("hand-bell", &HAND_BELL),
    Variant::new("megaphone", &MEGAPHONE),
    Variant::new("public-address", &PUBLIC_ADDRESS),
    Variant::new("radio", &RADIO),
    Variant::new("telephone", &TELEPHONE),
    Variant::new("runner", &RUNNER),
];

const REACH: Shape = Shape::Number {
    unit: "m",
    min: 1.0,
    max: 10_000.0,
};
const REACH_DOC: &str = "How far it carries from where the sender stands. An assumption.";

const fn anywhere() -> Field {
    Field::optional(
        "reach_m",
        REACH,
        "How far it carries from where the sender stands; anywhere if left out.",
    )
}

const fn reach(m: f64) -> Field {
    Field::default("reach_m", REACH, Literal::Number(m), REACH_DOC)
}

const fn channel(
    delay: (&'static str, &'static str, &'static str),
    loss: (f64, &'static str),
    reach_m: Field,
    needs_power: bool,
    two_way: bool,
) -> [Field; 6] {
    [
        Field::default(
            "delay",
            Shape::DURATION_SPREAD,
            Literal::Spread(delay.0, delay.1),
            delay.2,
        ),
        Field::default("loss", Shape::Fraction, Literal::Number(loss.0), loss.1),
        reach_m,
        Field::default(
            "needs_power",
            Shape::Flag,
            Literal::Flag(needs_power),
            "Whether it falls silent without mains power.",
        ),
        Field::default(
            "two_way",
            Shape::Flag,
            Literal::Flag(two_way),
            "Whether the recipient can answer on it.",
        ),
        Field::optional(
            "held_by",
            Shape::List {
                of: &POSITION_REFERENCE,
                min: 1,
                max: limits::ENTRIES,
            },
            "Positions that have a set; everybody if left out.",
        ),
    ]
}

const DELAY_DOC: &str = "From speaking to being understood. An assumption.";
const LOSS_DOC: &str = "Chance that one attempt does not get through to one recipient. An assumption.";

static VOICE: Section = Section {
    name: "voice",
    doc: "Face to face, or called across a room.",
    fields: &channel(
        ("3 s", "6 s", DELAY_DOC),
        (0.02, LOSS_DOC),
        reach(12.0),
        false,
        true,
    ),
};

static HAND_BELL: Section = Section {
    name: "hand-bell",
    doc: "A hand bell: a signal, no words.",
    fields: &channel(
        ("1 s", "2 s", DELAY_DOC),
        (0.02, LOSS_DOC),
        reach(40.0),
        false,
        false,
    ),
};

static MEGAPHONE: Section = Section {
    name: "megaphone",
    doc: "A megaphone.",
    fields: &channel(
        ("4 s", "8 s", DELAY_DOC),
        (0.1, LOSS_DOC),
        reach(60.0),
        false,
        false,
    ),
};

static PUBLIC_ADDRESS: Section = Section {
    name: "public-address",
    doc: "The loudspeakers of the building.",
    fields: &channel(
        ("5 s", "10 s", DELAY_DOC),
        (0.03, LOSS_DOC),
        anywhere(),
        true,
        false,
    ),
};

static RADIO: Section = Section {
    name: "radio",
    doc: "Hand-held radios.",
    fields: &channel(
        (
            "15 s",
            "30 s",
            "From speaking to being understood: 10 to 30 s (recalled).",
        ),
        (
            0.02,
            "Chance that one attempt does not get through to one recipient: 2 % (recalled).",
        ),
        anywhere(),
        false,
        true,
    ),
};

static TELEPHONE: Section = Section {
    name: "telephone",
    doc: "Telephones. In the first hour after an earthquake 30 to 90 % of calls are blocked (recalled): a scenario sets \
          `loss`.",
    fields: &channel(
        ("30 s", "60 s", DELAY_DOC),
        (0.05, LOSS_DOC),
        anywhere(),
        false,
        true,
    ),
};

static RUNNER: Section = Section {
    name: "runner",
    doc: "Somebody walks there and back.",
    fields: &channel(
        (
            "20 s",
            "40 s",
            "From the order to setting out; the way comes on top. An assumption.",
        ),
        (0.0, LOSS_DOC),
        anywhere(),
        false,
        true,
    ),
};

/// Reads a post. Whom it must consult is known when the positions are: see [`consultations`].
pub fn read_post(view: View<'_>) -> PostSpec {
    let words = |key| view.list(key).iter().map(|leaf| leaf.text().to_owned()).collect();
    PostSpec {
        id: view.id().to_owned(),
        title: local(&view.local_text("title")),
        ics_position: view.text("ics_position").to_owned(),
        may_order: words("may_order"),
        may_request: words("may_request"),
        must_consult: BTreeMap::new(),
    }
}

/// Whom a post must consult before which action: the positions that carry the posts named.
pub fn consultations(
    view: View<'_>,
    positions: &[PositionSpec],
    context: &mut Context<'_>,
) -> BTreeMap<String, Consultees> {
    let mut consult = BTreeMap::new();
    for (name, span, posts) in view.keyed("must_consult") {
        let known = || {
            action::ORDERS
                .iter()
                .chain(action::REQUESTS)
                .map(|word| word.word)
        };
        if !known().any(|word| word == name) {
            let message = format!("`{name}` is nothing that is ordered or requested");
            let mut problem = Diagnostic::error("unknown-action", span, message);
            problem.help = context.suggest(name, known());
            context.diagnostics.push(problem);
            continue;
        }
        let asked: Vec<String> = posts.items().iter().map(|leaf| leaf.text().to_owned()).collect();
        let post_of = |position: &PositionSpec| position.post.map(|post| &context.posts[post]);
        let carries = |position: &PositionSpec| post_of(position).is_some_and(|post| asked.contains(post));
        let is_held = |post: &String| positions.iter().any(|position| post_of(position) == Some(post));
        let consultees = Consultees {
            positions: (0..positions.len()).filter(|p| carries(&positions[*p])).collect(),
            held_by_nobody: asked.iter().filter(|post| !is_held(post)).cloned().collect(),
        };
        consult.insert(name.to_owned(), consultees);
    }
    consult
}

/// Reads a position.
pub fn read_position(
    view: View<'_>,
    people: &[PersonSpec],
    context: &mut Context<'_>,
) -> Option<PositionSpec> {
    let holder = holder(view, people, context)?;
    let mut deputies: Vec<usize> = Vec::new();
    for leaf in view.list("deputies") {
        let Some(deputy) = adult(leaf.text(), leaf.span(), people, context) else {
            continue;
        };
        let twice = deputies.contains(&deputy);
        if twice || holder == Holder::Person(deputy) {
            let why = if twice {
                "is named twice"
            } else {
                "holds the position already"
            };
            let message = format!("`{}` cannot take over `{}`: it {why}", leaf.text(), view.id());
            context
                .diagnostics
                .push(Diagnostic::error("idle-deputy", leaf.span(), message));
        }
        deputies.push(deputy);
    }
    Some(PositionSpec {
        id: view.id().to_owned(),
        subject: context.subject(view.id(), SubjectKind::Position)?,
        title: local(&view.local_text("title")),
        post: view
            .get("post")
            .and_then(|leaf| context.posts.iter().position(|post| post == leaf.text())),
        holder,
        deputies,
        take_over: spread(view.duration_spread("take_over")),
        reports_to: view
            .get("reports_to")
            .and_then(|leaf| context.position(leaf.text())),
        level: view
            .get("level")
            .and_then(|leaf| context.subject(leaf.text(), SubjectKind::Level)),
    })
}

/// Who holds a position, and whether the keys beside it fit.
fn holder(view: View<'_>, people: &[PersonSpec], context: &mut Context<'_>) -> Option<Holder> {
    let id = view.text("held_by");
    let crew = context.index(id, SubjectKind::Resource);
    let outside = id == "outside";
    if outside || crew.is_some() {
        for key in ["deputies", "level", "take_over"] {
            only_for(!view.has(key), view, key, "somebody at the school", context);
        }
    }
    if !outside {
        only_for(!view.has("answers"), view, "answers", "an outside party", context);
    }
    Some(match crew {
        _ if outside => Holder::Outside(spread(view.duration_spread("answers"))),
        Some(crew) => Holder::Crew(crew),
        None => Holder::Person(adult(id, view.span_of("held_by"), people, context)?),
    })
}

fn only_for(fits: bool, view: View<'_>, key: &str, whom: &str, context: &mut Context<'_>) {
    if !fits {
        let message = format!("`{key}` is for positions of {whom}");
        context
            .diagnostics
            .push(Diagnostic::error("idle-key", view.span_of(key), message).help("leave it out"));
    }
}

/// The person of an id, who must belong to the staff; others are reported.
fn adult(
    id: &str,
    span: crate::diagnostic::Span,
    people: &[PersonSpec],
    context: &mut Context<'_>,
) -> Option<usize> {
    let person = people
        .binary_search_by(|person| person.id.as_str().cmp(id))
        .ok()?;
    let role = people[person].role;
    if role.is_adult_of_the_school() {
        return Some(person);
    }
    let message = format!(
        "`{id}` is `{}`: only staff of the school hold positions",
        role.word()
    );
    context
        .diagnostics
        .push(Diagnostic::error("no-staff", span, message));
    None
}

/// Reports positions that report to each other in a circle. A list with gaps is not judged.
pub fn check_chain(positions: &[PositionSpec], views: &[View<'_>], context: &mut Context<'_>) {
    if positions.len() != context.positions.len() {
        return;
    }
    for (start, position) in positions.iter().enumerate() {
        let mut chain = vec![start];
        let mut next = position.reports_to;
        while let Some(superior) = next.filter(|superior| !chain.contains(superior)) {
            chain.push(superior);
            next = positions.get(superior).and_then(|position| position.reports_to);
        }
        // Each circle once: by its first member.
        if next == Some(start) && chain.iter().min() == Some(&start) {
            let names: Vec<&str> = chain.iter().map(|index| positions[*index].id.as_str()).collect();
            let message = match names.as_slice() {
                [alone] => format!("`{alone}` reports to itself"),
                _ => format!(
                    "`{0}` reports to itself: {1} reports to {0}",
                    position.id,
                    names.join(" reports to ")
                ),
            };
            let span = views
                .iter()
                .find(|view| view.id() == position.id)
                .map(|view| view.span_of("reports_to"));
            let problem = Diagnostic::error("reporting-circle", span, message);
            context
                .diagnostics
                .push(problem.help("somebody at the top reports to nobody"));
        }
    }
}

/// Reads a channel.
pub fn read_channel(view: View<'_>, context: &Context<'_>) -> Option<ChannelSpec> {
    let kind = ChannelKind::ALL.iter().find(|(word, _)| *word == view.kind())?.1;
    Some(ChannelSpec {
        id: view.id().to_owned(),
        kind,
        delay: spread(view.duration_spread("delay")),
        loss: view.fraction("loss"),
        reach_m: view.get("reach_m").map(|leaf| leaf.number()),
        needs_power: view.flag("needs_power"),
        two_way: view.flag("two_way"),
        held_by: view
            .list("held_by")
            .iter()
            .filter_map(|leaf| context.position(leaf.text()))
            .collect(),
    })
}
