//! Commands to facts: every command of the county's life is decided as people's commands are, and
//! what follows is handed on and remembered. Closed cases and past days are forgotten again.

use std::collections::HashMap;
use std::fmt::Write as _;

use care::actor::Actor;
use care::calendar::Day;
use care::case::Case;
use care::decide::{CareFact, Command, World, decide};
use care::id::{CaseId, PersonId};
use care::person::Person;
use care::refusal::Refusal;
use care::stream::Stream;
use jiff::Timestamp;
use jiff::civil::Date;

use super::{FactSink, Produced, Summary};

/// The state of the county, and where its facts go.
pub(super) struct Recorder<'a> {
    /// What is remembered.
    pub(super) world: World,
    /// What was counted.
    pub(super) summary: Summary,
    sink: &'a mut dyn FactSink,
    sequences: HashMap<Stream, u64>,
    failure: Option<anyhow::Error>,
    stream: String,
    actor: String,
    person: String,
    body: Vec<u8>,
}

impl<'a> Recorder<'a> {
    /// A county without a past.
    pub(super) fn new(sink: &'a mut dyn FactSink) -> Self {
        Self {
            world: World::default(),
            summary: Summary::default(),
            sink,
            sequences: HashMap::new(),
            failure: None,
            stream: String::new(),
            actor: String::new(),
            person: String::new(),
            body: Vec::new(),
        }
    }

    /// Decides a command; its facts are handed on and remembered.
    pub(super) fn act(
        &mut self,
        actor: &Actor,
        command: &Command,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let decision = decide(&self.world, command, now)?;
        self.actor.clear();
        _ = write!(self.actor, "{actor}");
        for (stream, person, fact) in decision.facts {
            self.hand_on(&stream, person, &fact, now);
            self.remember(&stream, fact, now);
        }
        Ok(())
    }

    /// The fault of the sink, if there was one; nothing is handed on after it.
    pub(super) fn failure(&mut self) -> Option<anyhow::Error> {
        self.failure.take()
    }

    /// Hands on a fact that no command decides.
    pub(super) fn state(&mut self, produced: &Produced<'_>) {
        if self.failure.is_none()
            && let Err(failure) = self.sink.take(produced)
        {
            self.failure = Some(failure);
        }
        self.summary.facts += 1;
    }

    fn hand_on(
        &mut self,
        stream: &Stream,
        person: Option<PersonId>,
        fact: &CareFact,
        now: Timestamp,
    ) {
        self.body.clear();
        let written = match fact {
            CareFact::Person(fact) => serde_json::to_writer(&mut self.body, fact),
            CareFact::Case(fact) => serde_json::to_writer(&mut self.body, fact),
            CareFact::Day(fact) => serde_json::to_writer(&mut self.body, fact),
            CareFact::Filled(fact) => serde_json::to_writer(&mut self.body, fact),
            CareFact::Phone(fact) => serde_json::to_writer(&mut self.body, fact),
        };
        self.stream.clear();
        _ = write!(self.stream, "{stream}");
        self.person.clear();
        if let Some(person) = person {
            _ = write!(self.person, "{person}");
        }
        let expected = self.sequences.entry(stream.clone()).or_default();
        let produced = Produced {
            stream: &self.stream,
            expected_sequence: *expected,
            actor: &self.actor,
            occurred_at: now,
            person: person.map(|_| &*self.person),
            kind: fact.kind(),
            body: &self.body,
        };
        *expected += 1;
        self.summary.facts += 1;
        if self.failure.is_none()
            && let Err(failure) =
                written.map_err(Into::into).and_then(|()| self.sink.take(&produced))
        {
            self.failure = Some(failure);
        }
    }

    fn remember(&mut self, stream: &Stream, fact: CareFact, now: Timestamp) {
        match (stream, fact) {
            (Stream::Person(id), CareFact::Person(fact)) => {
                // A registration begins a person anew; nothing else happens to one in this life.
                if let Some(person) = Person::fold(*id, [(now, fact)]) {
                    self.world.people.insert(*id, person);
                }
            }
            (Stream::Case(id), CareFact::Case(fact)) => {
                if let Some(case) = self.world.cases.get_mut(id) {
                    case.apply(now, fact);
                } else if let Some(case) = Case::fold(*id, [(now, fact)]) {
                    self.world.cases.insert(*id, case);
                    self.summary.cases += 1;
                }
            }
            (Stream::Day(key), CareFact::Day(fact)) => {
                let day = self.world.days.entry(*key);
                day.or_insert_with(|| Day { key: *key, slots: Vec::new() }).apply(now, fact);
            }
            // Nobody of the county fills in without a name, and no exchange rings.
            (
                Stream::Person(_)
                | Stream::Case(_)
                | Stream::Day(_)
                | Stream::Filled(_)
                | Stream::Call(_),
                _,
            ) => {}
        }
    }

    /// Forgets a closed case.
    pub(super) fn forget_case(&mut self, case: CaseId) {
        self.world.cases.remove(&case);
        self.sequences.remove(&Stream::Case(case));
    }

    /// Forgets the calendars of the days before a date.
    pub(super) fn forget_days_before(&mut self, date: Date) {
        self.world.days.retain(|key, _| key.date >= date);
        let keeps = |stream: &Stream| match stream {
            Stream::Day(key) => key.date >= date,
            Stream::Person(_) | Stream::Filled(_) | Stream::Call(_) => false,
            Stream::Case(_) => true,
        };
        self.sequences.retain(|stream, _| keeps(stream));
    }
}
