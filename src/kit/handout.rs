//! What a position reads at the end of a module: what it knows, as of when, from whom; never what is true.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, PreEscaped, html};

use super::Kit;
use super::facts::{is_only_heard_from, is_part_of, is_shown, sentence, urgency};
use super::places::place_of;
use super::sheet::{PLAN, view_box};
use super::tables::{DecisionRow, MessageRow, PictureRow};
use crate::plot::plan::{Mark, draw_marks};
use crate::record::{Arg, Id};
use crate::scenario::model::{Holder, QuestionSpec};
use crate::vocabulary::{Ms, PersonRole};

/// Of those who have not answered so many are named.
const NAMED: usize = 8;

/// Where a resource stands.
const STATUS: &str = "status";

/// An order that is a signal: nobody answers a bell.
const SIGNAL: &str = "sound-alarm";

/// What of a class stands in one row of the table of classes.
const OF_CLASSES: [&str; 3] = ["head_count", "missing", "elsewhere"];

impl Kit<'_> {
    /// The handouts of a module, one sheet a position.
    pub(super) fn handouts(&self, module: usize) -> Markup {
        html! {
            @for (position, _) in self.seats() { (Handout::of(self, module, position).sheet()) }
        }
    }

    /// The questions that are put at the end of a module.
    pub(super) fn questions(&self, module: usize) -> impl Iterator<Item = &QuestionSpec> {
        let questions = self.scenario.material.questions.iter();
        questions.filter(move |question| question.module == module)
    }
}

/// What one position may read at the end of one module.
pub(super) struct Handout<'a> {
    kit: &'a Kit<'a>,
    module: usize,
    position: usize,
    /// The id of the position, and of the person who holds it.
    own: Vec<&'a str>,
    at_ms: Ms,
    rows: Vec<&'a PictureRow>,
}

impl<'a> Handout<'a> {
    pub(super) fn of(kit: &'a Kit<'a>, module: usize, position: usize) -> Self {
        let spec = &kit.scenario.command.positions[position];
        let mut own = vec![spec.id.as_str()];
        if let Holder::Person(person) = spec.holder {
            own.push(&kit.scenario.school.people[person].id);
        }
        let show = kit.scenario.material.show_casualties;
        let id = &kit.modules()[module].id;
        let rows = kit
            .tables
            .pictures
            .iter()
            .filter(|row| row.module == *id && row.position == spec.id)
            .filter(|row| {
                is_shown(row.topic().0, show)
                    && (row.kind != "believed" || !is_only_heard_from(row.topic().0))
            });
        Self {
            kit,
            module,
            position,
            own,
            at_ms: kit.modules()[module].to_ms,
            rows: rows.collect(),
        }
    }

    fn of_kind(&self, kind: &'a str) -> impl Iterator<Item = &'a PictureRow> + '_ {
        self.rows.iter().copied().filter(move |row| row.kind == kind)
    }

    /// What is believed, beside what stands in the table of classes: what matters most first, then the newest. What is the same of several
    /// places, from the same, is one fact.
    fn known(&self) -> Vec<Known<'a>> {
        let has_its_table = |row: &&PictureRow| {
            let (signal, subject) = row.topic();
            OF_CLASSES.contains(&signal) || (signal == STATUS && self.is_resource(subject))
        };
        let mut rows: Vec<_> = self
            .of_kind("believed")
            .filter(|row| !has_its_table(row))
            .collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.observed_ms()));
        let mut known: Vec<Known<'a>> = Vec::new();
        for row in rows {
            let from = self.from(row);
            let against = self.against(row);
            let alike = known.iter_mut().find(|known| {
                let first = known.rows[0];
                let is_alike = first.topic().0 == row.topic().0 && first.value == row.value;
                is_alike && known.from == from && known.against.is_empty() && against.is_empty()
            });
            match alike {
                Some(known) => known.rows.push(row),
                None => known.push(Known {
                    rows: vec![row],
                    from,
                    against,
                }),
            }
        }
        known.sort_by_key(|known| urgency(known.rows[0].topic().0));
        known
    }

    pub(super) fn sheet(&self) -> Markup {
        let kit = self.kit;
        let known = self.known();
        let title = kit.scenario.command.positions[self.position]
            .title
            .get(kit.language());
        html! {
            section.sheet {
                p.over { bdi { (kit.title()) } " · " bdi { (kit.module_name(self.module)) } }
                h1 { (title) }
                p.under { (kit.say("kit-as-you-know-it", &[
                    ("clock", Arg::ClockMs(self.at_ms)),
                    ("since", Arg::DurationMs(self.at_ms)),
                ])) }
                @if self.of_kind("believed").next().is_none() { p { b { (kit.say("kit-nothing-heard", &[])) } } }
                @if !known.is_empty() {
                    h2 { (kit.say("kit-what-you-know", &[])) }
                    table {
                        thead { tr {
                            th scope="col" { (kit.say("kit-number", &[])) }
                            th scope="col" { (kit.say("kit-what", &[])) }
                            th scope="col" { (kit.say("kit-as-of", &[])) }
                            th scope="col" { (kit.say("kit-from", &[])) }
                        } }
                        tbody { @for (number, fact) in (1..).zip(&known) {
                            tr {
                                td { (number) }
                                td {
                                    (self.said(fact))
                                    @for other in &fact.against { div.against { (other) } }
                                }
                                td.time { (fact.rows[0].observed_ms().map(|ms| kit.clock(ms)).unwrap_or_default()) }
                                td { (fact.from) }
                            }
                        } }
                    }
                }
                (self.classes())
                (self.resources())
                (self.open())
                (self.own_doing())
                (self.asked_of())
                (self.plan(&known))
            }
        }
    }

    /// A fact as a sentence, of all its places.
    fn said(&self, fact: &Known<'_>) -> String {
        let row = fact.rows[0];
        let subjects = fact.rows.iter().map(|row| row.topic().1.into()).collect();
        let said = sentence(self.kit.catalogue, row.topic().0, Arg::Ids(subjects), &row.value);
        said.unwrap_or_default()
    }

    /// Who says otherwise.
    fn against(&self, believed: &PictureRow) -> Vec<String> {
        let kit = self.kit;
        let others = self.of_kind("contradicts").filter(|row| {
            row.about == believed.about && !is_part_of(row.topic().0, &row.value, &believed.value)
        });
        let said = others.filter_map(|row| {
            let said = kit.fact(row.topic(), &row.value)?;
            Some(kit.say(
                "kit-but",
                &[
                    ("who", Arg::Id(row.observed_by.as_str().into())),
                    ("clock", Arg::ClockMs(row.observed_ms()?)),
                    ("fact", Arg::Text(said.into())),
                ],
            ))
        });
        said.collect()
    }

    /// From whom it is known, and how it came.
    fn from(&self, row: &PictureRow) -> String {
        let kit = self.kit;
        let is_own = self.own.contains(&row.observed_by.as_str());
        let arrived = |message: &&MessageRow| {
            let received = message.received_ms();
            self.is_to_me(message) && received.is_some() && received == row.received_ms()
        };
        let messages = || kit.tables.messages.iter().filter(arrived);
        let told = messages()
            .find(|message| message.about == row.about)
            .or_else(|| messages().find(|message| message.from == row.observed_by))
            .or_else(|| messages().next());
        match told {
            _ if is_own => kit.say("kit-own-eyes", &[]),
            Some(message) if message.from == row.observed_by => kit.say(
                "kit-told-by",
                &[
                    ("who", Arg::Id(message.from.as_str().into())),
                    ("channel", Arg::Id(message.channel.as_str().into())),
                ],
            ),
            Some(message) => kit.say(
                "kit-told-by-of",
                &[
                    ("who", Arg::Id(message.from.as_str().into())),
                    ("channel", Arg::Id(message.channel.as_str().into())),
                    ("observer", Arg::Id(row.observed_by.as_str().into())),
                ],
            ),
            None => kit.name(&row.observed_by),
        }
    }

    fn is_to_me(&self, message: &MessageRow) -> bool {
        self.own.contains(&message.to.as_str())
    }

    /// The classes of which anything is known: counted, missing, elsewhere.
    fn classes(&self) -> Markup {
        let kit = self.kit;
        let mut classes: BTreeMap<&str, [Option<&PictureRow>; 3]> = BTreeMap::new();
        for row in self.of_kind("believed") {
            let (signal, class) = row.topic();
            if let Some(column) = OF_CLASSES.iter().position(|known| *known == signal) {
                classes.entry(class).or_default()[column] = Some(row);
            }
        }
        let count = |row: Option<&PictureRow>| row.map_or("–".to_owned(), |row| row.value.clone());
        let whom = |row: Option<&PictureRow>| match row.map(|row| row.value.as_str()) {
            None | Some("unknown") => "–".to_owned(),
            Some("none") => "0".to_owned(),
            Some(ids) => kit.names(ids.split_whitespace()),
        };
        html! {
            @if !classes.is_empty() {
                h2 { (kit.say("kit-classes", &[])) }
                table.classes {
                    thead { tr {
                        th scope="col" { (kit.say("kit-class", &[])) }
                        th scope="col" { (kit.say("kit-counted", &[])) }
                        th scope="col" { (kit.say("kit-missing", &[])) }
                        th scope="col" { (kit.say("kit-elsewhere", &[])) }
                        th scope="col" { (kit.say("kit-as-of", &[])) }
                    } }
                    tbody { @for (class, of) in &classes {
                        @let newest = of.iter().flatten().filter_map(|row| row.observed_ms()).max();
                        tr {
                            th scope="row" { (kit.name(class)) }
                            td { (count(of[0])) } td { (whom(of[1])) } td { (whom(of[2])) }
                            td.time { (newest.map(|ms| kit.clock(ms)).unwrap_or_default()) }
                        }
                    } }
                }
                @let named = classes.values().flatten().flatten().flat_map(|row| row.value.split_whitespace());
                @if let Some(pupil) = named.into_iter().find(|id| self.is_pupil(id)) {
                    p.small { (kit.say("kit-pupils", &[("pupil", Arg::Text(pupil.into()))])) }
                }
            }
        }
    }

    fn is_resource(&self, id: &str) -> bool {
        self.kit
            .scenario
            .resources
            .iter()
            .any(|resource| resource.id == id)
    }

    /// Resources as the position believes them to be: asked for, promised, and where they were last known to stand.
    fn resources(&self) -> Markup {
        let kit = self.kit;
        let known = |id: &str| {
            let status = self.of_kind("believed").find(|row| row.topic() == (STATUS, id))?;
            let fact = kit.fact(status.topic(), &status.value)?;
            Some((status.observed_ms(), fact))
        };
        let rows: Vec<_> = kit
            .scenario
            .resources
            .iter()
            .filter_map(|resource| {
                let asked = self.requests().filter(|message| message.about == resource.id);
                let first = asked.clone().map(MessageRow::sent_ms).min();
                let answered = asked.filter_map(MessageRow::acknowledged_ms).min();
                let answered = answered.filter(|ms| *ms <= self.at_ms);
                let known = known(&resource.id);
                (first.is_some() || known.is_some()).then_some((&resource.id, first, answered, known))
            })
            .collect();
        let moment = |ms: Option<Ms>| ms.map_or("–".to_owned(), |ms| kit.clock(ms));
        html! {
            @if !rows.is_empty() {
                h2 { (kit.say("kit-resources", &[])) }
                table {
                    thead { tr {
                        @for key in ["kit-resource", "kit-asked-at", "kit-answered-at", "kit-last-known"] { th scope="col" { (kit.say(key, &[])) } }
                    } }
                    tbody { @for (id, first, answered, known) in rows {
                        tr {
                            th scope="row" { (kit.name(id)) }
                            td.time { (moment(first)) }
                            td.time { (moment(answered)) }
                            td { @if let Some((at_ms, fact)) = known { (moment(at_ms)) ": " (fact) } @else { "–" } }
                        }
                    } }
                }
            }
        }
    }

    /// What nobody has told, and what was asked in vain.
    fn open(&self) -> Markup {
        let kit = self.kit;
        let (unheard, asked) = (self.topics("unheard"), self.topics("asked"));
        html! {
            @for (key, topics) in [("kit-nobody-told", unheard), ("kit-asked", asked)] {
                @if !topics.is_empty() {
                    h2 { (kit.say(key, &[])) }
                    ul { @for topic in topics { li { (topic) } } }
                }
            }
        }
    }

    /// What rows of a kind are about, signal by signal. Nobody waits to be told that somebody turned up elsewhere, nor where something stands
    /// that was not asked for.
    fn topics(&self, kind: &'a str) -> Vec<String> {
        let kit = self.kit;
        let mut by_signal: BTreeMap<&str, Vec<Id>> = BTreeMap::new();
        for row in self.of_kind(kind) {
            let (signal, subject) = row.topic();
            let is_awaited = match signal {
                "elsewhere" => false,
                STATUS => self.requests().any(|message| message.about == subject),
                _ => true,
            };
            if is_awaited {
                by_signal.entry(signal).or_default().push(subject.into());
            }
        }
        let said = by_signal.into_iter().filter_map(|(signal, subjects)| {
            if is_only_heard_from(signal) {
                return sentence(kit.catalogue, signal, Arg::Ids(subjects), "0");
            }
            let subjects = kit.say("kit-name", &[("name", Arg::First(subjects))]);
            let text = [("subject", Arg::Text(subjects.into()))];
            let topic = kit.catalogue.sentence(&format!("signal-{signal}"), &text);
            Some(kit.say("kit-open-topic", &[("topic", Arg::Text(topic.into()))]))
        });
        said.collect()
    }

    /// What the position has asked outsiders for by now.
    fn requests(&self) -> impl Iterator<Item = &'a MessageRow> + Clone + '_ {
        let messages = self.kit.tables.messages.iter();
        messages.filter(|message| {
            message.kind == "request"
                && self.own.contains(&message.from.as_str())
                && message.sent_ms() <= self.at_ms
        })
    }

    /// What the position has decided and said so far, and who has not answered.
    fn own_doing(&self) -> Markup {
        let kit = self.kit;
        let decided = kit.tables.decisions.iter().filter(|decision| {
            self.own[0] == decision.position && decision.decided_ms().is_some_and(|ms| ms <= self.at_ms)
        });
        let mut decided: Vec<&DecisionRow> = decided.collect();
        decided.sort_by_key(|decision| decision.decided_ms());
        let decided: Vec<String> = decided
            .into_iter()
            .map(|decision| self.decided(decision))
            .collect();
        let sent = self.sent();
        html! {
            @if !decided.is_empty() {
                h2 { (kit.say("kit-you-decided", &[])) }
                ul { @for decision in decided { li { (decision) } } }
            }
            @if !sent.is_empty() {
                h2 { (kit.say("kit-you-said", &[])) }
                table {
                    thead { tr {
                        th scope="col" { (kit.say("kit-at", &[])) }
                        th scope="col" { (kit.say("kit-what", &[])) }
                        th scope="col" { (kit.say("kit-answered", &[])) }
                        th scope="col" { (kit.say("kit-not-answered", &[])) }
                    } }
                    tbody { @for said in sent {
                        tr {
                            td.time { (kit.clock(said.at_ms)) }
                            td { (said.what) }
                            td { (said.answered) }
                            td { (self.silent(&said)) }
                        }
                    } }
                }
            }
        }
    }

    /// Who has not answered: how many, and who.
    fn silent(&self, said: &Sent<'_>) -> String {
        let count = said.silent.len();
        if count == 0 {
            return "–".to_owned();
        }
        let silent: Vec<Id> = said.silent.iter().map(|id| (*id).into()).collect();
        let named = if count > NAMED {
            Arg::First(silent)
        } else {
            Arg::Ids(silent)
        };
        let named = self.kit.say("kit-name", &[("name", named)]);
        format!("{count}: {named}")
    }

    pub(super) fn decided(&self, decision: &DecisionRow) -> String {
        let kit = self.kit;
        kit.say(
            "kit-decided",
            &[
                ("clock", Arg::ClockMs(decision.decided_ms().unwrap_or_default())),
                ("decision", Arg::Of("decision", decision.decision.as_str().into())),
                ("option", Arg::Of("option", decision.option.as_str().into())),
            ],
        )
    }

    /// Whether somebody is a pupil: an order is meant for whoever leads them, and nobody waits for a pupil's answer.
    fn is_pupil(&self, id: &str) -> bool {
        let people = &self.kit.scenario.school.people;
        people
            .iter()
            .any(|person| person.id == id && person.role == PersonRole::Pupil)
    }

    /// Orders, requests and questions of the position, each once, with who has answered by now. Who was never reached has not answered
    /// either: the sender cannot tell the one from the other.
    fn sent(&self) -> Vec<Sent<'a>> {
        let mut all: Vec<Sent<'a>> = Vec::new();
        let mut seen: BTreeMap<(Ms, &str, &str), usize> = BTreeMap::new();
        let mine = self.kit.tables.messages.iter().filter(|message| {
            self.own.contains(&message.from.as_str())
                && message.sent_ms() <= self.at_ms
                && matches!(message.kind.as_str(), "order" | "request" | "question")
                && message.about != SIGNAL
                && !self.is_resource(&message.about)
                && !self.is_pupil(&message.to)
        });
        for message in mine {
            let key = (message.sent_ms(), message.kind.as_str(), message.about.as_str());
            let index = *seen.entry(key).or_insert_with(|| {
                all.push(Sent {
                    at_ms: message.sent_ms(),
                    what: self.kit.say(
                        &format!("kit-{}", message.kind),
                        &[("about", Arg::Id(message.about.as_str().into()))],
                    ),
                    answered: 0,
                    silent: BTreeSet::new(),
                });
                all.len() - 1
            });
            if message.acknowledged_ms().is_some_and(|ms| ms <= self.at_ms) {
                all[index].answered += 1;
            } else {
                all[index].silent.insert(&message.to);
            }
        }
        all
    }

    /// The questions that are put to the position.
    fn asked_of(&self) -> Markup {
        let kit = self.kit;
        let questions = kit.questions(self.module);
        let mine: Vec<_> = questions
            .filter(|question| question.to.contains(&self.position))
            .collect();
        html! {
            @if !mine.is_empty() {
                h2 { (kit.say("kit-questions", &[])) }
                ol.questions { @for question in mine {
                    li { (question.ask.get(kit.language())) div.lines {} }
                } }
            }
        }
    }

    /// The plan with the numbers of what is known.
    fn plan(&self, known: &[Known<'_>]) -> Markup {
        let kit = self.kit;
        let places = (1..).zip(known).flat_map(|(number, fact): (usize, _)| {
            let subjects = fact.rows.iter().map(|row| row.topic().1);
            subjects.map(move |subject| (number, subject))
        });
        let marks = places.filter_map(|(number, subject)| {
            let (level, at) = place_of(kit.scenario, subject)?;
            Some(Mark {
                level,
                at,
                text: number.to_string(),
            })
        });
        let marks: Vec<Mark> = marks.collect();
        if kit.scenario.school.plan.spaces.is_empty() || marks.is_empty() {
            return html! {};
        }
        let title = kit.say("kit-plan", &[]);
        let (labels, words) = kit.plan_words();
        let drawn = draw_marks(&kit.scenario.school.plan, &marks, &title, &labels, &words);
        html! {
            figure.plan {
                figcaption { (title) }
                div.layers {
                    svg aria-hidden="true" viewBox=(view_box(&drawn)) { use href=(format!("#{PLAN}")) {} }
                    (PreEscaped(drawn))
                }
            }
        }
    }
}

/// Something that is believed, of one place or of several alike.
struct Known<'a> {
    /// The newest first.
    rows: Vec<&'a PictureRow>,
    from: String,
    /// Who says otherwise.
    against: Vec<String>,
}

/// Something that the position has said.
struct Sent<'a> {
    at_ms: Ms,
    what: String,
    answered: usize,
    /// Who has not answered.
    silent: BTreeSet<&'a str>,
}
