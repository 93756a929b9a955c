//! Who is at the school: registers and lists of people become persons with a place to stand.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::geo::{Point, place_evenly};
use crate::scenario::document::view::View;
use crate::scenario::document::{limits, suggest};
use crate::scenario::format::context::Context;
use crate::scenario::model::{ClassSpec, OwnWay, PersonSpec, Presence};
use crate::scenario::plan::{Plan, Space, SpaceKind};
use crate::vocabulary::{PersonRole, SubjectKind};

/// Closest that two people begin, m. An assumption: two pupils at one desk.
const SPACING_M: f64 = 0.5;
/// Nearest to a wall that anybody begins, m. An assumption.
const WALL_MARGIN_M: f64 = 0.4;
/// Nearest to a wall, and to one another from middle to middle, that people begin of whom it is stated where, m: half the
/// breadth of an adult (`docs/models.md`, section 7.1).
const BODY_M: f64 = 0.18;
/// A room with less floor than this for each who begins in it is worth a warning, m². An assumption: about
/// half of the 1.86 m² net (20 square feet) that NFPA 101 reckons for each in a classroom (recalled).
const CROWDED_M2: f64 = 1.0;
/// Age of a pupil of grade 0, years; one more a grade. Albanian pupils enter grade 1 at six.
const AGE_OF_GRADE_0: f64 = 5.5;
/// Age of an adult of whom nothing is said, years. An assumption.
const ADULT_AGE: f64 = 42.0;
/// Ages within a class are spread over a year in so many steps.
const AGE_STEPS: u32 = 20;

/// A person before anything has an index.
#[derive(Debug, Clone)]
pub(super) struct PersonDraft {
    pub(super) id: String,
    /// Where the id stands, or the row that made it.
    pub(super) span: Span,
    role: PersonRole,
    class: Option<String>,
    room: String,
    /// Where the room stands.
    room_span: Span,
    age_years: f64,
    presence: Presence,
    needs_help: bool,
    wheelchair: bool,
    hides: bool,
    family: Option<String>,
    /// The row, where it says where exactly the person begins or how they go.
    at: Option<(Point, Span)>,
    own_way: OwnWay,
    exit: Option<String>,
    assembly: Option<String>,
}

/// Everybody, sorted by id.
pub(super) fn draft(
    classes: &[View<'_>],
    listed: &[View<'_>],
    diagnostics: &mut Diagnostics,
) -> Vec<PersonDraft> {
    let grades: BTreeMap<&str, i64> = classes
        .iter()
        .map(|view| (view.text("class"), view.integer("grade")))
        .collect();
    let mut people: Vec<PersonDraft> = listed
        .iter()
        .map(|view| draft_listed(*view, &grades, diagnostics))
        .collect();
    let registered: i64 = classes.iter().map(|view| view.integer("on_register")).sum();
    if registered as usize + people.len() > limits::PERSONS {
        let message = format!(
            "{registered} pupils on all registers: more than {} people",
            limits::PERSONS
        );
        let span = classes.first().map(View::span);
        diagnostics.push(Diagnostic::error("too-much", span, message));
        return people;
    }
    let by_id: BTreeMap<&str, View<'_>> = listed.iter().map(|view| (view.text("id"), *view)).collect();
    let mut in_charge: BTreeMap<&str, View<'_>> = BTreeMap::new();
    for class in classes {
        pupils(*class, listed, &mut people, diagnostics);
        teacher(*class, &by_id, &mut in_charge, &mut people, diagnostics);
    }
    misspelt_teachers(&by_id, &in_charge, diagnostics);
    people.sort_by(|a, b| (&a.id, a.span).cmp(&(&b.id, b.span)));
    people
}

fn role(view: View<'_>) -> PersonRole {
    let word = view.text("role");
    PersonRole::ALL
        .iter()
        .find(|(known, _)| *known == word)
        .map_or(PersonRole::Staff, |(_, role)| *role)
}

fn draft_listed(view: View<'_>, grades: &BTreeMap<&str, i64>, diagnostics: &mut Diagnostics) -> PersonDraft {
    let role = role(view);
    let id = view.text("id");
    let class = view.get("class").map(|leaf| leaf.text().to_owned());
    if role == PersonRole::Pupil && class.is_none() {
        let message = format!("the pupil `{id}` is on no register");
        let problem = Diagnostic::error("no-class", view.span_of("role"), message);
        diagnostics.push(problem.help("name the class in the column `class`"));
    }
    if role != PersonRole::Pupil && class.is_some() {
        let message = format!(
            "`{id}` is no pupil but `{}`: only pupils are on a register",
            role.word()
        );
        let problem = Diagnostic::error("idle-key", view.span_of("class"), message);
        diagnostics.push(problem.help("who is in charge of a class stands in the file of classes"));
    }
    let family = view.get("family").map(|leaf| leaf.text().to_owned());
    if role != PersonRole::Pupil && family.is_some() {
        let message = format!(
            "`{id}` is no pupil but `{}`: only pupils are fetched",
            role.word()
        );
        let problem = Diagnostic::error("idle-key", view.span_of("family"), message);
        diagnostics.push(problem.help("leave it out"));
    }
    let hides = view.flag("hides");
    if hides && !matches!(role, PersonRole::Pupil | PersonRole::Visitor) {
        let message = format!("`{id}` is `{}`: only pupils and visitors hide", role.word());
        let problem = Diagnostic::error("idle-key", view.span_of("hides"), message);
        diagnostics.push(problem.help("write `no`, or leave it out"));
    }
    if let Some(sets_out) = view.get("sets_out").filter(|_| hides) {
        let message = format!("`{id}` hides, and is to set out at a time");
        let problem = Diagnostic::error("idle-key", sets_out.span(), message);
        diagnostics.push(problem.related(view.span_of("hides"), "hides until somebody comes"));
    }
    let came_late = view.flag(LATE);
    if came_late && role != PersonRole::Pupil {
        let message = format!("`{id}` is `{}`: only pupils come late", role.word());
        let problem = Diagnostic::error("idle-key", view.span_of(LATE), message);
        diagnostics.push(problem.help("write `no`, or leave it out"));
    }
    let grade = class.as_deref().and_then(|class| grades.get(class)).copied();
    let by_role = grade.map_or(ADULT_AGE, |grade| pupil_age(grade, AGE_STEPS / 2 + 1));
    PersonDraft {
        id: id.to_owned(),
        span: view.span_of("id"),
        role,
        class,
        room: view.text("room").to_owned(),
        room_span: view.span_of("room"),
        age_years: view.get("age").map_or(by_role, |leaf| leaf.number()),
        presence: if came_late {
            Presence::CameLate
        } else {
            Presence::Present
        },
        needs_help: view.flag("needs_help"),
        wheelchair: view.flag("wheelchair"),
        hides,
        family,
        at: stated_place(view, diagnostics),
        own_way: OwnWay {
            speed_m_s: view.get("speed_m_s").map(|leaf| leaf.number()),
            sets_out_ms: view.get("sets_out").map(|leaf| leaf.duration_ms()),
            ..OwnWay::default()
        },
        exit: view.get("exit").map(|leaf| leaf.text().to_owned()),
        assembly: view.get("assembly").map(|leaf| leaf.text().to_owned()),
    }
}

/// Where a row says that somebody begins.
fn stated_place(view: View<'_>, diagnostics: &mut Diagnostics) -> Option<(Point, Span)> {
    let [x, y] = ["x_m", "y_m"].map(|key| view.get(key));
    if let (Some(x), Some(y)) = (x, y) {
        return Some((Point::new(x.number(), y.number()), x.span()));
    }
    let (alone, other) = if x.is_some() {
        ("x_m", "y_m")
    } else {
        ("y_m", "x_m")
    };
    let leaf = x.or(y)?;
    let message = format!("`{alone}` stands there without `{other}`");
    let problem = Diagnostic::error("missing-key", leaf.span(), message);
    diagnostics.push(problem.help("give both, or neither"));
    None
}

/// Age of a pupil by grade and number: the numbers of a class are spread over a year.
fn pupil_age(grade: i64, number: u32) -> f64 {
    grade as f64 + AGE_OF_GRADE_0 + f64::from((number - 1) % AGE_STEPS) / f64::from(AGE_STEPS)
}

/// Columns of those of a register who are not at school.
const GONE: [&str; 3] = ["absent", "absent_unmarked", "left_early"];
/// Column of those of a register who are at school although it says absent.
const LATE: &str = "came_late";
/// Columns of those of a register who do not walk by themselves.
const IN_NEED: [&str; 2] = ["wheelchair", "needing_help"];

/// Adds the pupils of a register who are not listed by name.
fn pupils(
    class: View<'_>,
    listed: &[View<'_>],
    people: &mut Vec<PersonDraft>,
    diagnostics: &mut Diagnostics,
) {
    let name = class.text("class");
    let on_register = class.integer("on_register");
    let of_class = |view: &&View<'_>| {
        role(**view) == PersonRole::Pupil && view.get("class").is_some_and(|leaf| leaf.text() == name)
    };
    let named: BTreeSet<&str> = listed
        .iter()
        .filter(of_class)
        .map(|view| view.text("id"))
        .collect();
    if let Some(problem) = register_too_short(class, named.len()) {
        diagnostics.push(problem);
        return;
    }
    let free = on_register as usize - named.len();
    let mut numbers: Vec<u32> = (1..=on_register as u32).collect();
    numbers.retain(|number| !named.contains(pupil_id(name, *number).as_str()));
    numbers.truncate(free);
    let [absent, unmarked, left] = GONE.map(|key| class.integer(key) as usize);
    let [wheelchairs, helped] = IN_NEED.map(|key| class.integer(key) as usize);
    let late = class.integer(LATE) as usize;
    let gone_from = free - absent - unmarked - left;
    for (place, number) in numbers.into_iter().enumerate() {
        let presence = match place {
            p if p + late < gone_from => Presence::Present,
            p if p < gone_from => Presence::CameLate,
            p if p < gone_from + absent => Presence::Absent,
            p if p < gone_from + absent + unmarked => Presence::AbsentUnmarked,
            _ => Presence::LeftEarly,
        };
        people.push(PersonDraft {
            id: pupil_id(name, number),
            span: class.span_of("class"),
            role: PersonRole::Pupil,
            class: Some(name.to_owned()),
            room: class.text("room").to_owned(),
            room_span: class.span_of("on_register"),
            age_years: pupil_age(class.integer("grade"), number),
            presence,
            needs_help: (wheelchairs..wheelchairs + helped).contains(&place),
            wheelchair: place < wheelchairs,
            hides: false,
            family: None,
            at: None,
            own_way: OwnWay::default(),
            exit: None,
            assembly: None,
        });
    }
}

/// What is wrong with a register that has fewer pupils than are listed by name and counted as gone or in need.
fn register_too_short(class: View<'_>, named: usize) -> Option<Diagnostic> {
    let name = class.text("class");
    let on_register = class.integer("on_register");
    let counted = || GONE.into_iter().chain([LATE]).chain(IN_NEED);
    let asked: usize = counted().map(|key| class.integer(key) as usize).sum();
    if named + asked <= on_register as usize {
        return None;
    }
    let listed = match named {
        0 => String::new(),
        n => format!(", {n} of them listed by name"),
    };
    let message = format!(
        "{name} has {on_register} on its register{listed}: {asked} of the others cannot be absent, gone, late or in need of help"
    );
    // The largest count is most likely the slip; one of a variant or setting before one of the file.
    let written = counted().filter(|key| class.integer(key) > 0);
    let largest = written.max_by_key(|key| (class.span_of(key).source, class.integer(key)));
    let span = class.span_of(largest.unwrap_or("on_register"));
    let problem = Diagnostic::error("register-too-short", span, message);
    Some(problem.related(class.span_of("on_register"), "on the register"))
}

fn pupil_id(class: &str, number: u32) -> String {
    format!("{class}-{number:02}")
}

/// Sees to the teacher of a class: somebody listed, or somebody new.
fn teacher<'a>(
    class: View<'a>,
    listed: &BTreeMap<&str, View<'_>>,
    in_charge: &mut BTreeMap<&'a str, View<'a>>,
    people: &mut Vec<PersonDraft>,
    diagnostics: &mut Diagnostics,
) {
    let Some(leaf) = class.get("teacher") else { return };
    let id = leaf.text();
    if let Some(first) = in_charge.insert(id, class) {
        let message = format!("`{id}` is in charge of two classes at once");
        let problem = Diagnostic::error("two-classes", leaf.span(), message);
        diagnostics.push(problem.related(first.span_of("teacher"), "first here"));
        return;
    }
    if let Some(view) = listed.get(id) {
        let role = role(*view);
        if !role.is_adult_of_the_school() {
            let message = format!("`{id}` is `{}`, who cannot be in charge of a class", role.word());
            let problem = Diagnostic::error("no-staff", leaf.span(), message);
            diagnostics.push(problem.related(view.span_of("role"), "says here"));
        }
        return;
    }
    people.push(PersonDraft {
        id: id.to_owned(),
        span: leaf.span(),
        role: PersonRole::Teacher,
        class: None,
        room: class.text("room").to_owned(),
        room_span: leaf.span(),
        age_years: ADULT_AGE,
        presence: Presence::Present,
        needs_help: false,
        wheelchair: false,
        hides: false,
        family: None,
        at: None,
        own_way: OwnWay::default(),
        exit: None,
        assembly: None,
    });
}

/// Warns of teachers whom only the file of classes names, though somebody without a class is called almost alike:
/// a slip of the keyboard adds a person and leaves the one who was meant without a class.
fn misspelt_teachers(
    listed: &BTreeMap<&str, View<'_>>,
    in_charge: &BTreeMap<&str, View<'_>>,
    diagnostics: &mut Diagnostics,
) {
    let free = || {
        let without_class = listed.iter().filter(|(id, _)| !in_charge.contains_key(*id));
        without_class.filter(|(_, view)| role(**view).is_adult_of_the_school())
    };
    for (id, class) in in_charge.iter().filter(|(id, _)| !listed.contains_key(*id)) {
        let Some(meant) = suggest::slip(id, free().map(|(id, _)| *id)) else {
            continue;
        };
        let message = format!("`{id}` is not in the list of people: somebody new is added");
        let help = format!("did you mean `{meant}`, who is in charge of no class? if not, list `{id}` too");
        let mut problem = Diagnostic::warning("new-teacher", class.span_of("teacher"), message).help(help);
        if let Some(listed) = listed.get(meant) {
            problem = problem.related(listed.span_of("id"), "listed here");
        }
        diagnostics.push(problem);
    }
}

/// Persons and classes with indices, everybody at a place. None if somebody's room or class is unknown, which has
/// been reported.
pub(super) fn settle(
    drafts: &[PersonDraft],
    class_views: &[View<'_>],
    plan: &Plan,
    context: &mut Context<'_>,
) -> Option<(Vec<ClassSpec>, Vec<PersonSpec>)> {
    let person_index = |id: &str| drafts.binary_search_by(|draft| draft.id.as_str().cmp(id)).ok();
    let mut classes = Vec::new();
    for view in class_views {
        let id = view.text("class");
        classes.push(ClassSpec {
            id: id.to_owned(),
            subject: context.subject(id, SubjectKind::Class)?,
            grade: view.integer("grade") as u32,
            room: context.index(view.text("room"), SubjectKind::Space)?,
            teacher: view.get("teacher").and_then(|leaf| person_index(leaf.text())),
            members: (0..)
                .zip(drafts)
                .filter(|(_, d)| d.class.as_deref() == Some(id))
                .map(|(i, _)| i)
                .collect(),
            assembly: view
                .get("assembly")
                .and_then(|leaf| context.index(leaf.text(), SubjectKind::Assembly)),
        });
    }
    shared_rooms(&classes, class_views, plan, context.diagnostics);
    let in_charge: BTreeMap<usize, usize> = classes
        .iter()
        .enumerate()
        .filter_map(|(index, class)| Some((class.teacher?, index)))
        .collect();
    let mut people = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        let class = draft
            .class
            .as_deref()
            .and_then(|class| context.index(class, SubjectKind::Class));
        let space = context.index(&draft.room, SubjectKind::Space)?;
        people.push(PersonSpec {
            id: draft.id.clone(),
            subject: context.subject(&draft.id, SubjectKind::Person)?,
            role: draft.role,
            class: class.or_else(|| in_charge.get(&index).copied()),
            age_years: draft.age_years,
            presence: draft.presence,
            space,
            at: Point::default(),
            needs_help: draft.needs_help,
            wheelchair: draft.wheelchair,
            hides: draft.hides,
            family: draft.family.clone(),
            own_way: OwnWay {
                exit: draft
                    .exit
                    .as_deref()
                    .and_then(|exit| context.index(exit, SubjectKind::Opening)),
                assembly: draft
                    .assembly
                    .as_deref()
                    .and_then(|assembly| context.index(assembly, SubjectKind::Assembly)),
                ..draft.own_way
            },
        });
    }
    place(&mut people, drafts, plan, context.diagnostics);
    Some((classes, people))
}

/// Warns of classrooms in which two classes begin: mostly a slip in the column of rooms.
fn shared_rooms(classes: &[ClassSpec], views: &[View<'_>], plan: &Plan, diagnostics: &mut Diagnostics) {
    let mut first_in: BTreeMap<usize, View<'_>> = BTreeMap::new();
    for (class, view) in classes.iter().zip(views) {
        let space = &plan.spaces[class.room];
        if space.kind != SpaceKind::Room {
            continue;
        }
        let Some(first) = first_in.get(&class.room) else {
            first_in.insert(class.room, *view);
            continue;
        };
        let message = format!(
            "two classes begin in `{}`: {} and {}",
            space.id,
            first.text("class"),
            class.id
        );
        let problem = Diagnostic::warning("shared-room", view.span_of("room"), message);
        let problem = problem.related(first.span_of("room"), "the other one");
        diagnostics.push(problem.help("correct the room, if they do not have their lesson together"));
    }
}

/// Spreads everybody over the room they begin in; whoever is not there is noted in its middle.
fn place(people: &mut [PersonSpec], drafts: &[PersonDraft], plan: &Plan, diagnostics: &mut Diagnostics) {
    stand_where_stated(people, drafts, plan, diagnostics);
    let mut by_space: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, person) in people.iter_mut().enumerate() {
        if let Some((at, _)) = drafts[index].at {
            person.at = at;
        } else if person.presence.at_school() {
            by_space.entry(person.space).or_default().push(index);
        } else {
            person.at = plan.spaces[person.space].outline.interior_point();
        }
    }
    for (space, inside) in by_space {
        let space = &plan.spaces[space];
        // A class that fills the room is to blame before those who are listed by name.
        let blamed = inside
            .iter()
            .find(|person| people[**person].role == PersonRole::Pupil);
        let span = blamed.or(inside.first()).map(|person| drafts[*person].room_span);
        match place_evenly(&space.outline, inside.len(), SPACING_M, WALL_MARGIN_M) {
            Ok(places) => {
                diagnostics.extend(crowded(space, inside.len(), span));
                for (person, at) in inside.into_iter().zip(places) {
                    people[person].at = at;
                }
            }
            Err(error) => {
                let message = format!(
                    "{} people begin in `{}`, and {} fit ({SPACING_M} m apart, {WALL_MARGIN_M} m off the walls)",
                    inside.len(),
                    space.id,
                    error.fits
                );
                let help = "put fewer there, or draw the room larger";
                diagnostics.push(Diagnostic::error("room-too-small", span, message).help(help));
            }
        }
    }
}

/// Checks those of whom it is stated where they begin: inside the room, off its walls, and nobody in another.
fn stand_where_stated(
    people: &[PersonSpec],
    drafts: &[PersonDraft],
    plan: &Plan,
    diagnostics: &mut Diagnostics,
) {
    let stated = people.iter().zip(drafts);
    let stated = stated.filter_map(|(person, draft)| Some((person, draft.at?)));
    let mut sound: Vec<(usize, Point, &PersonSpec, Span)> = Vec::new();
    for (person, (at, span)) in stated {
        let space = &plan.spaces[person.space];
        let off_m = space.outline.boundary_distance(at);
        let message = if !space.outline.contains(at) {
            format!("({}, {}) is not in `{}`", at.x, at.y, space.id)
        } else if off_m < BODY_M {
            format!(
                "({}, {}) is {off_m:.2} m from the outline of `{}`",
                at.x, at.y, space.id
            )
        } else {
            sound.push((space.level.get(), at, person, span));
            continue;
        };
        let problem = Diagnostic::error("off-the-floor", span, message);
        diagnostics.push(problem.help(format!("a person needs {BODY_M} m to each side")));
    }
    sound.sort_by(|a, b| {
        a.0.cmp(&b.0)
            .then(a.1.x.total_cmp(&b.1.x))
            .then(a.2.id.cmp(&b.2.id))
    });
    for (index, (level, at, person, span)) in sound.iter().enumerate() {
        let near = sound[index + 1..]
            .iter()
            .take_while(|(other, there, ..)| other == level && there.x - at.x < BODY_M);
        let inside = near.filter(|(_, there, ..)| there.distance(*at) < BODY_M);
        for (_, there, other, other_span) in inside {
            let apart_m = there.distance(*at);
            let message = format!("`{}` and `{}` begin {apart_m:.2} m apart", person.id, other.id);
            let problem = Diagnostic::error("two-in-one-place", *other_span, message);
            let problem = problem.related(*span, "the other one");
            diagnostics.push(problem.help(format!("at least {BODY_M} m from middle to middle")));
        }
    }
}

/// A warning of a room in which more begin than any school would put there.
fn crowded(space: &Space, people: usize, span: Option<Span>) -> Option<Diagnostic> {
    let area_m2 = space.outline.area();
    let each_m2 = area_m2 / people as f64;
    (each_m2 < CROWDED_M2).then(|| {
        let message = format!(
            "{people} people begin in `{}`, which has {area_m2:.0} m²: {each_m2:.2} m² for each",
            space.id
        );
        let help = format!(
            "is the number right, and the room? a classroom has about 1.9 m² for each; below {CROWDED_M2} m² hotwash \
             warns (an assumption) and runs all the same"
        );
        Diagnostic::warning("crowded-room", span, message).help(help)
    })
}
