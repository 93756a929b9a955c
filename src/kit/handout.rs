//! What a position reads at the end of a module: what it knows, as of when, from whom; never what is true.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, PreEscaped, html};

use super::Kit;
use super::facts::{is_only_heard_from, is_shown};
use super::places::place_of;
use super::sheet::{PLAN, view_box};
use super::tables::{DecisionRow, MessageRow, PictureRow};
use crate::plot::plan::{Mark, draw_marks};
use crate::record::Arg;
use crate::scenario::model::{Holder, QuestionSpec};
use crate::vocabulary::Ms;

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

    /// What is believed, beside what stands in the table of classes: the newest first.
    fn known(&self) -> Vec<&'a PictureRow> {
        let of_classes = |row: &&PictureRow| OF_CLASSES.contains(&row.topic().0);
        let mut known: Vec<_> = self.of_kind("believed").filter(|row| !of_classes(row)).collect();
        known.sort_by_key(|row| std::cmp::Reverse(row.observed_ms()));
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
                p.over { (kit.title()) " · " (kit.module_name(self.module)) }
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
                        tbody { @for (number, row) in (1..).zip(&known) {
                            tr {
                                td { (number) }
                                td {
                                    (kit.fact(row.topic(), &row.value).unwrap_or_default())
                                    @for other in self.against(row) { div.against { (other) } }
                                }
                                td.time { (row.observed_ms().map(|ms| kit.clock(ms)).unwrap_or_default()) }
                                td { (self.from(row)) }
                            }
                        } }
                    }
                }
                (self.classes())
                (self.open())
                (self.own_doing())
                (self.asked_of())
                (self.plan(&known))
            }
        }
    }

    /// Who says otherwise.
    fn against(&self, believed: &PictureRow) -> Vec<String> {
        let kit = self.kit;
        let others = self
            .of_kind("contradicts")
            .filter(|row| row.about == believed.about);
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
        let told = kit.tables.messages.iter().find(|message| {
            self.is_to_me(message)
                && message.received_ms().is_some()
                && message.received_ms() == row.received_ms()
        });
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

    /// What rows of a kind are about, signal by signal.
    fn topics(&self, kind: &'a str) -> Vec<String> {
        let mut by_signal: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for row in self.of_kind(kind) {
            let (signal, subject) = row.topic();
            by_signal.entry(signal).or_default().push(subject);
        }
        let said = by_signal.into_iter().map(|(signal, subjects)| {
            let subjects = Arg::First(subjects.into_iter().map(Into::into).collect());
            let subjects = self.kit.say("kit-name", &[("name", subjects)]);
            let text = [("subject", Arg::Text(subjects.into()))];
            let topic = self.kit.catalogue.sentence(&format!("signal-{signal}"), &text);
            self.kit
                .say("kit-open-topic", &[("topic", Arg::Text(topic.into()))])
        });
        said.collect()
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

    /// Who has not answered.
    fn silent(&self, said: &Sent<'_>) -> String {
        if said.silent.is_empty() {
            return "–".to_owned();
        }
        let silent = said.silent.iter().map(|id| (*id).into()).collect();
        self.kit.say("kit-name", &[("name", Arg::First(silent))])
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

    /// Orders, requests and questions of the position, each once, with who has answered by now.
    fn sent(&self) -> Vec<Sent<'a>> {
        let mut all: Vec<Sent<'a>> = Vec::new();
        let mut seen: BTreeMap<(Ms, &str, &str), usize> = BTreeMap::new();
        let mine = self.kit.tables.messages.iter().filter(|message| {
            self.own.contains(&message.from.as_str())
                && message.sent_ms() <= self.at_ms
                && matches!(message.kind.as_str(), "order" | "request" | "question")
                // Who only overhears was not asked.
                && message.outcome != "lost"
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
    fn plan(&self, known: &[&PictureRow]) -> Markup {
        let kit = self.kit;
        let marks = (1..).zip(known).filter_map(|(number, row): (usize, _)| {
            let (level, at) = place_of(kit.scenario, row.topic().1)?;
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

/// Something that the position has said.
struct Sent<'a> {
    at_ms: Ms,
    what: String,
    answered: usize,
    /// Who has not answered.
    silent: BTreeSet<&'a str>,
}
