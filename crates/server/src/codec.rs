//! Care facts to the bytes that the ledger keeps, and back. A body is the fact itself as JSON; its
//! kind stands beside it, so that streams can be told apart without opening them.

use std::collections::HashMap;
use std::sync::Arc;

use care::calendar::{Day, DayFact};
use care::case::{Case, CaseFact};
use care::decide::{CareFact, Decision, World};
use care::person::{Person, PersonFact};
use care::phone::{PhoneCall, PhoneFact};
use care::questionnaire::{Filled, FilledFact};
use care::stream::Stream;
use jiff::Timestamp;
use ledger::{Fact, NewFact};
use serde::de::DeserializeOwned;

/// A stored body could not be read back: a broken invariant, never a user's fault.
#[derive(Debug, thiserror::Error)]
#[error("fact {sequence} of {stream} cannot be read: {source}")]
pub struct Unreadable {
    stream: String,
    sequence: u64,
    source: serde_json::Error,
}

/// The body of a care fact.
///
/// # Panics
/// Never: the fact types have no map with keys other than text.
pub fn encode(fact: &CareFact) -> Vec<u8> {
    let body = match fact {
        CareFact::Person(fact) => serde_json::to_vec(fact),
        CareFact::Case(fact) => serde_json::to_vec(fact),
        CareFact::Day(fact) => serde_json::to_vec(fact),
        CareFact::Filled(fact) => serde_json::to_vec(fact),
        CareFact::Phone(fact) => serde_json::to_vec(fact),
    };
    body.expect("care facts have text keys only")
}

/// Reads the facts of a stream; those whose key is destroyed are passed over.
pub fn decode<T: DeserializeOwned>(facts: &[Fact]) -> Result<Vec<(Timestamp, T)>, Unreadable> {
    let readable = facts.iter().filter_map(|fact| Some((fact, fact.body.bytes()?)));
    readable
        .map(|(fact, bytes)| match serde_json::from_slice(bytes) {
            Ok(read) => Ok((fact.occurred_at, read)),
            Err(source) => {
                Err(Unreadable { stream: fact.stream.to_string(), sequence: fact.sequence, source })
            }
        })
        .collect()
}

/// The state of one care stream.
pub enum State {
    /// Of a person.
    Person(Option<Box<Person>>),
    /// Of a case.
    Case(Option<Box<Case>>),
    /// Of a calendar day.
    Day(Day),
    /// Of a questionnaire that is filled in without a name.
    Filled(Option<Box<Filled>>),
    /// Of a call at an exchange.
    Phone(Option<Box<PhoneCall>>),
}

/// Folds the facts of one care stream.
pub fn fold(stream: &Stream, facts: &[Fact]) -> Result<State, Unreadable> {
    Ok(match stream {
        Stream::Person(id) => {
            State::Person(Person::fold(*id, decode::<PersonFact>(facts)?).map(Box::new))
        }
        Stream::Case(id) => State::Case(Case::fold(*id, decode::<CaseFact>(facts)?).map(Box::new)),
        Stream::Filled(id) => {
            State::Filled(Filled::fold(*id, decode::<FilledFact>(facts)?).map(Box::new))
        }
        Stream::Call(id) => {
            State::Phone(PhoneCall::fold(*id, decode::<PhoneFact>(facts)?).map(Box::new))
        }
        Stream::Day(key) => State::Day(Day::fold(*key, decode::<DayFact>(facts)?)),
    })
}

/// Puts the state of one stream into a world; a stream without facts stays absent.
pub fn place(world: &mut World, stream: &Stream, facts: &[Fact]) -> Result<(), Unreadable> {
    match fold(stream, facts)? {
        State::Person(Some(person)) => drop(world.people.insert(person.id, *person)),
        State::Case(Some(case)) => drop(world.cases.insert(case.id, *case)),
        State::Day(day) if !facts.is_empty() => drop(world.days.insert(day.key, day)),
        State::Filled(Some(filled)) => drop(world.filled.insert(filled.id, *filled)),
        State::Phone(Some(call)) => drop(world.calls.insert(call.id, *call)),
        State::Person(None)
        | State::Case(None)
        | State::Filled(None)
        | State::Phone(None)
        | State::Day(_) => {}
    }
    Ok(())
}

/// The new facts of a decision by stream, in the order in which they were decided.
pub fn new_facts(
    decision: &Decision,
    actor: &str,
    now: Timestamp,
) -> Vec<(Arc<str>, Vec<NewFact>)> {
    let mut order: Vec<(Arc<str>, Vec<NewFact>)> = Vec::new();
    let mut places: HashMap<&Stream, usize> = HashMap::new();
    for (stream, person, fact) in &decision.facts {
        let place = *places.entry(stream).or_insert_with(|| {
            order.push((stream.to_string().into(), Vec::new()));
            order.len() - 1
        });
        if let Some((_, facts)) = order.get_mut(place) {
            facts.push(NewFact {
                kind: fact.kind().to_owned(),
                occurred_at: now,
                actor: actor.to_owned(),
                person: person.map(|person| person.to_string()),
                body: encode(fact),
            });
        }
    }
    order
}
