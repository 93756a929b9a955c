//! Who holds which position now, who reports to whom, and who commands.

use bevy_ecs::prelude::Resource;

use crate::people::Locate;
use crate::scenario::model::{Holder, PositionIx, PositionSpec, Scenario};
use crate::vocabulary::SubjectIx;

/// Somebody who sends or receives a word.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// An ICS position, whoever holds it now, or an outside party.
    Position(PositionIx),
    /// A person as such: a teacher with a class, a pupil, a visitor.
    Person(u32),
    /// Whoever the exercise controller plays.
    Played(std::sync::Arc<str>),
}

/// Who holds which position now.
#[derive(Resource, Debug)]
pub struct Organisation {
    /// Per position: who holds it; none for outside parties and for positions that nobody can fill.
    pub holders: Vec<Option<u32>>,
    /// Per position: how many deputies have been called so far.
    pub deputies_called: Vec<usize>,
    /// Per position: whether somebody has noticed that its holder can no longer act, and a deputy is called.
    pub known_vacant: Vec<bool>,
    /// Per position: whom it reports to now.
    pub reports_to: Vec<Option<PositionIx>>,
    /// Per position: the resource whose officer holds it, by index.
    pub crews: Vec<Option<usize>>,
    /// Per position: whether that crew is on the scene.
    pub on_scene: Vec<bool>,
    /// The position that commands now.
    pub commander: Option<PositionIx>,
    /// Positions that command together, if command is unified.
    pub unified: Vec<PositionIx>,
    /// Positions that have handed command over.
    pub stood_back: Vec<PositionIx>,
    /// Where crews report: the head of the school's own chain.
    host: Option<PositionIx>,
}

impl Organisation {
    /// As the scenario starts.
    pub fn new(scenario: &Scenario) -> Self {
        let positions = &scenario.command.positions;
        let holders = positions
            .iter()
            .map(|position| match position.holder {
                Holder::Person(person) => Some(person as u32),
                Holder::Outside(_) | Holder::Crew(_) => None,
            })
            .collect();
        // The head of the chain: held at the school, reports to nobody, and most others report to it.
        let followers = |p: PositionIx| {
            positions
                .iter()
                .filter(|other| other.reports_to == Some(p))
                .count()
        };
        let commander = (0..positions.len())
            .filter(|p| {
                matches!(positions[*p].holder, Holder::Person(_)) && positions[*p].reports_to.is_none()
            })
            .max_by(|a, b| followers(*a).cmp(&followers(*b)).then(b.cmp(a)));
        let crew = |position: &PositionSpec| match position.holder {
            Holder::Crew(resource) => Some(resource),
            Holder::Person(_) | Holder::Outside(_) => None,
        };
        Self {
            holders,
            deputies_called: vec![0; positions.len()],
            known_vacant: vec![false; positions.len()],
            reports_to: positions.iter().map(|position| position.reports_to).collect(),
            crews: positions.iter().map(crew).collect(),
            on_scene: vec![false; positions.len()],
            commander,
            unified: Vec::new(),
            stood_back: Vec::new(),
            host: commander,
        }
    }

    /// The person whose place a party shares: their own; the officer of a crew stands with whoever leads the school.
    pub fn stands_with(&self, party: &Party) -> Option<u32> {
        let host = || self.holders[self.host?];
        match party {
            Party::Position(position) if self.on_scene[*position] => host(),
            _ => self.person(party),
        }
    }

    /// Whether a party can hear, speak and act: a person who is fit, a crew on the scene, anybody outside.
    pub fn can_act(&self, party: &Party, locate: &Locate) -> bool {
        let is_fit = |person| locate.can_act(person);
        !self.is_awaited(party) && self.person(party).is_none_or(is_fit)
    }

    /// Two positions command together from now on.
    pub(super) fn unify(&mut self, commander: PositionIx, partner: PositionIx) {
        for position in [commander, partner] {
            if !self.unified.contains(&position) {
                self.unified.push(position);
            }
        }
    }

    /// Command passes from one position to another; the old one reports to the new one.
    pub(super) fn transfer(&mut self, from: PositionIx, to: PositionIx) {
        self.reports_to[to] = None;
        self.reports_to[from] = Some(to);
        self.unified.clear();
        self.stood_back.retain(|position| *position != to);
        self.stood_back.push(from);
        self.commander = Some(to);
    }

    /// Whether a position stands below another in the chain of command, or is that one. Those who command together have
    /// one chain.
    pub(super) fn stands_below(&self, below: PositionIx, boss: PositionIx) -> bool {
        let mut position = Some(below);
        // The loader refuses circles of reporting; the count only keeps this loop finite by itself.
        for _ in 0..=self.reports_to.len() {
            match position {
                Some(p) if p == boss || (self.unified.contains(&p) && self.unified.contains(&boss)) => {
                    return true;
                }
                Some(p) => position = self.reports_to[p],
                None => return false,
            }
        }
        false
    }

    /// Whether a party is the officer of a crew that is not on the scene yet.
    pub fn is_awaited(&self, party: &Party) -> bool {
        matches!(party, Party::Position(position) if self.crews[*position].is_some() && !self.on_scene[*position])
    }

    /// Whether somebody holds a position at the school now: a person, or a crew on the scene.
    pub fn is_filled(&self, position: PositionIx) -> bool {
        self.holders[position].is_some() || self.on_scene[position]
    }

    /// Whether a party is a position whose holder is known to be unable to act, and nobody has taken over.
    pub fn is_vacant(&self, party: &Party) -> bool {
        matches!(party, Party::Position(position) if self.known_vacant[*position])
    }

    /// The person behind a party now.
    pub fn person(&self, party: &Party) -> Option<u32> {
        match party {
            Party::Position(position) => self.holders[*position],
            Party::Person(person) => Some(*person),
            Party::Played(_) => None,
        }
    }

    /// The positions a person holds now.
    pub fn held_by(&self, person: u32) -> impl Iterator<Item = PositionIx> + '_ {
        self.holders
            .iter()
            .enumerate()
            .filter(move |(_, holder)| **holder == Some(person))
            .map(|(p, _)| p)
    }

    /// The person as the party others know: the position held, if any.
    pub fn as_party(&self, person: u32) -> Party {
        self.held_by(person)
            .next()
            .map_or(Party::Person(person), Party::Position)
    }
}

/// What a party is called in results.
pub fn party_name(party: &Party, scenario: &Scenario) -> String {
    match party {
        Party::Position(position) => scenario.command.positions[*position].id.clone(),
        Party::Person(person) => scenario.school.people[*person as usize].id.clone(),
        Party::Played(name) => name.to_string(),
    }
}

/// The subject of a party, if it is a declared one.
pub(super) fn party_subject(party: &Party, scenario: &Scenario) -> Option<SubjectIx> {
    match party {
        Party::Position(position) => Some(scenario.command.positions[*position].subject),
        Party::Person(person) => Some(scenario.school.people[*person as usize].subject),
        Party::Played(_) => None,
    }
}
