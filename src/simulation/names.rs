//! What people call the things of a scenario: so that no text shows an id where there is a name.

use std::collections::BTreeMap;

use crate::record::{Arg, Catalogue, Id, capitalised};
use crate::scenario::model::{ChannelKind, LocalText, STAFF_LIST, Scenario, Subject};
use crate::scenario::plan::OpeningKind;
use crate::scenario::trigger::Topic;
use crate::vocabulary::{ACTIONS, PersonRole, SIGNALS, SignalType, SubjectKind};

/// Kinds of things whose ids are free: a decision may be called like an action or a person. Texts that speak of one
/// say which kind they mean ([`Arg::Of`]).
pub const KINDS: [&str; 5] = ["decision", "inject", "option", "order", "pin"];

/// The names of everything that results speak of, by what stands in their place in files: ids of subjects,
/// `signal@subject`, actions, channels, posts; and of each of [`KINDS`] in a namespace of its own.
///
/// Where two things share an id, the first of this list has the name; the last are those of the kinds, for texts
/// that know nothing but an id.
pub fn of(scenario: &Scenario, catalogue: &Catalogue) -> BTreeMap<Id, String> {
    let mut names = BTreeMap::new();
    for (_, subject) in scenario.subjects.iter() {
        names
            .entry(subject.id.as_str().into())
            .or_insert_with(|| name(subject, scenario, catalogue));
    }
    signals(scenario, catalogue, &mut names);
    for action in ACTIONS {
        let said = called_by_protocol(action.name, scenario, catalogue)
            .unwrap_or_else(|| catalogue.text(&action_key(action.name), &[]));
        names.entry(action.name.into()).or_insert(said);
    }
    for channel in &scenario.command.channels {
        let said = catalogue.text(channel_key(channel.kind), &[]);
        names.entry(channel.id.as_str().into()).or_insert(said);
    }
    for post in &scenario.command.posts {
        let title = post.title.get(catalogue.language()).to_owned();
        names.entry(post.id.as_str().into()).or_insert(title);
    }
    names
        .entry("nothing".into())
        .or_insert_with(|| catalogue.text("name-nothing", &[]));
    for patrol in &scenario.patrols {
        let given = patrol.name.get(catalogue.language());
        let said = if given.is_empty() {
            phrase(&patrol.id)
        } else {
            given.to_owned()
        };
        names.insert(Arg::key_of("patrol", &patrol.id), said.clone());
        names.entry(patrol.id.as_str().into()).or_insert(said);
    }
    for (kind, id, given) in of_kinds(scenario) {
        let said = given.map_or_else(|| phrase(id), |given| given.get(catalogue.language()).to_owned());
        names.entry(id.into()).or_insert_with(|| said.clone());
        names.insert(Arg::key_of(kind, id), said);
    }
    names
}

/// What the school's own protocol calls an action.
fn called_by_protocol(action: &str, scenario: &Scenario, catalogue: &Catalogue) -> Option<String> {
    let words = scenario.responses.get(action)?;
    let language = catalogue.language();
    let name = words.name.get(language);
    let Some(directive) = &words.directive else {
        return Some(name.to_owned());
    };
    let said = [("name", name), ("directive", directive.get(language))];
    Some(catalogue.text(
        "name-response",
        &said.map(|(key, text)| (key, Arg::Text(text.into()))),
    ))
}

/// Everything of [`KINDS`] that the scenario has: its kind, its id, and what its author calls it.
fn of_kinds(scenario: &Scenario) -> impl Iterator<Item = (&'static str, &str, Option<&LocalText>)> {
    let decisions = scenario.decisions.iter();
    let decisions = decisions.flat_map(|decision| {
        let options = decision.options.iter();
        options
            .map(|option| ("option", option.id.as_str(), option.name.as_ref()))
            .chain([("decision", decision.id.as_str(), decision.name.as_ref())])
    });
    let orders = scenario.standing_orders.iter();
    let pins = scenario.pins.iter();
    let injects = scenario.injects.iter();
    let streets = scenario.town.iter().flat_map(|town| &town.streets);
    let others = orders
        .map(|order| ("order", order.id.as_str()))
        .chain(pins.map(|pin| ("pin", pin.id.as_str())))
        .chain(injects.map(|inject| ("inject", inject.id.as_str())))
        .chain(streets.map(|street| ("street", street.id.as_str())));
    decisions.chain(others.map(|(kind, id)| (kind, id, None)))
}

/// Every `signal@subject` that a message or a picture can be about.
fn signals(scenario: &Scenario, catalogue: &Catalogue, names: &mut BTreeMap<Id, String>) {
    for signal in SIGNALS {
        let key = signal_key(signal.name);
        for (ix, subject) in scenario
            .subjects
            .iter()
            .filter(|(_, s)| signal.subjects.contains(&s.kind))
        {
            let of = names
                .get(subject.id.as_str())
                .cloned()
                .unwrap_or_else(|| subject.id.clone());
            let said = catalogue.text(&key, &[("subject", Arg::Text(of.into()))]);
            let topic = Topic {
                signal: signal.signal,
                subject: ix,
            };
            let id: Id = topic.name(&scenario.subjects).into();
            if signal.values == SignalType::Flag {
                let denied = catalogue.text("denied", &[("what", Arg::Text(said.as_str().into()))]);
                names.entry(Arg::key_of("denied", &id)).or_insert(denied);
            }
            names.entry(id).or_insert(said);
        }
    }
}

fn name(subject: &Subject, scenario: &Scenario, catalogue: &Catalogue) -> String {
    let plan = &scenario.school.plan;
    let given = match subject.kind {
        SubjectKind::School => scenario.school.name.get(catalogue.language()),
        SubjectKind::Level => plan
            .levels
            .get(subject.index)
            .map_or("", |level| unless(&level.name, &level.id)),
        SubjectKind::Space => plan
            .spaces
            .get(subject.index)
            .map_or("", |space| unless(&space.name, &space.id)),
        SubjectKind::Opening => plan
            .openings
            .get(subject.index)
            .map_or("", |door| unless(&door.name, &door.id)),
        SubjectKind::Assembly => plan
            .assemblies
            .get(subject.index)
            .map_or("", |area| unless(&area.name, &area.id)),
        SubjectKind::Position => scenario
            .command
            .positions
            .get(subject.index)
            .map_or("", |p| p.title.get(catalogue.language())),
        SubjectKind::Class if subject.id == STAFF_LIST => {
            return catalogue.text("name-staff-and-visitors", &[]);
        }
        SubjectKind::Class => {
            return catalogue.text("name-class", &[("id", Arg::Text(subject.id.as_str().into()))]);
        }
        SubjectKind::Person => {
            // A pupil is known by register and number; a role has a name of its own.
            let role = scenario
                .school
                .people
                .get(subject.index)
                .map(|person| person.role);
            if role == Some(PersonRole::Pupil) {
                &subject.id
            } else {
                ""
            }
        }
        SubjectKind::Town => scenario
            .town
            .as_ref()
            .map_or("", |town| town.name.get(catalogue.language())),
        SubjectKind::Municipality => scenario
            .town
            .as_ref()
            .and_then(|town| town.municipalities.get(subject.index))
            .map_or("", String::as_str),
        SubjectKind::Gauge => scenario
            .gauges
            .get(subject.index)
            .map_or("", |gauge| gauge.name.get(catalogue.language())),
        SubjectKind::Place => scenario
            .places
            .get(subject.index)
            .map_or("", |place| place.name.get(catalogue.language())),
        SubjectKind::Works => scenario
            .works
            .get(subject.index)
            .map_or("", |works| works.name.get(catalogue.language())),
        SubjectKind::Stair | SubjectKind::Hazard | SubjectKind::Resource | SubjectKind::Facility => "",
    };
    if given.is_empty() {
        door_of_a_room(subject, scenario, catalogue).unwrap_or_else(|| title(&subject.id))
    } else {
        given.to_owned()
    }
}

/// A door without a name is called by its room, if the room has no other.
fn door_of_a_room(subject: &Subject, scenario: &Scenario, catalogue: &Catalogue) -> Option<String> {
    let plan = &scenario.school.plan;
    let is_opening = subject.kind == SubjectKind::Opening;
    let door = plan
        .openings
        .get(subject.index)
        .filter(|door| is_opening && door.kind == OpeningKind::Door)?;
    let space = &plan[door.inner];
    let has_another = plan
        .openings
        .iter()
        .filter(|other| other.inner == door.inner)
        .count()
        > 1;
    if !space.kind.is_room() || has_another {
        return None;
    }
    let space = match unless(&space.name, &space.id) {
        "" => title(&space.id),
        name => name.to_owned(),
    };
    Some(catalogue.text("name-door-of", &[("space", Arg::Text(space.into()))]))
}

/// A name, unless it only repeats the id.
fn unless<'a>(name: &'a str, id: &str) -> &'a str {
    if name == id { "" } else { name }
}

/// An id as a title: `stair-b` is Stair B.
fn title(id: &str) -> String {
    capitalised(&phrase(id))
}

/// An id as a phrase: `leave-the-building` is leave the building, `plan-a` is plan A.
pub fn phrase(id: &str) -> String {
    let words: Vec<&str> = id.split(['-', '_']).collect();
    let word = |(i, word): (usize, &&str)| {
        // A single letter is a label; only an `a` in the middle is an article.
        let is_label = words.len() > 1 && word.chars().count() == 1 && (*word != "a" || i + 1 == words.len());
        if is_label {
            word.to_uppercase()
        } else {
            (*word).to_owned()
        }
    };
    words
        .iter()
        .enumerate()
        .map(word)
        .collect::<Vec<String>>()
        .join(" ")
}

/// The key of what an action is called.
pub(crate) fn action_key(name: &str) -> String {
    format!("action-{name}")
}

/// The key of what a signal is called.
pub(crate) fn signal_key(name: &str) -> String {
    format!("signal-{name}")
}

/// The key of what a kind of channel is called.
pub(crate) fn channel_key(kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::Voice => "channel-voice",
        ChannelKind::HandBell => "channel-hand-bell",
        ChannelKind::Megaphone => "channel-megaphone",
        ChannelKind::PublicAddress => "channel-public-address",
        ChannelKind::Radio => "channel-radio",
        ChannelKind::Telephone => "channel-telephone",
        ChannelKind::Runner => "channel-runner",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_said_as_people_say_them() {
        for (id, as_phrase, as_title) in [
            ("leave-the-building", "leave the building", "Leave the building"),
            ("stair-b", "stair B", "Stair B"),
            ("ambulance-1", "ambulance 1", "Ambulance 1"),
            ("stair-b-blocked", "stair B blocked", "Stair B blocked"),
            ("wait-for-a-call", "wait for a call", "Wait for a call"),
            ("call-112", "call 112", "Call 112"),
            ("b", "b", "B"),
            ("", "", ""),
        ] {
            assert_eq!((phrase(id).as_str(), title(id).as_str()), (as_phrase, as_title));
        }
    }
}
