//! The demo county: a year of invented life in virtual time, made by the commands that people use.
//! Invariant: the same region, seed, number of residents and day give the same facts, byte by byte.

mod almanac;
mod catchment;
mod demand;
mod demo_users;
mod forecast;
mod life;
mod names;
mod population;
pub(crate) mod random;
mod recorder;
mod residents;
mod staff;
pub mod tally;
mod words;

use care::callback::Policy;
use care::day::{Eves, instant};
use jiff::Timestamp;
use jiff::civil::{Date, Time};

pub use self::demo_users::{DemoFamily, DemoUser, demo_family, demo_users};
use crate::region::Region;

/// What kind of county to build.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options {
    /// The same seed makes the same county.
    pub seed: u64,
    /// How many residents; `None` for as many as there are.
    pub residents: Option<u32>,
    /// The day on which the county stands; a working day, or its queues are nearly empty.
    pub today: Date,
    /// What is promised to those who are to be called; none are without it.
    pub promise: Option<Promise>,
}

/// What is promised about calls, and whether eves are working days for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Promise {
    /// The promise.
    pub policy: Policy,
    /// The eves.
    pub eves: Eves,
}

/// One fact of the county, in the form in which a ledger takes it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Produced<'a> {
    /// The stream.
    pub stream: &'a str,
    /// How many facts the stream has before this one.
    pub expected_sequence: u64,
    /// Who caused it.
    pub actor: &'a str,
    /// When it happened, and when it was recorded.
    pub occurred_at: Timestamp,
    /// Whom it concerns.
    pub person: Option<&'a str>,
    /// The stable name of its kind.
    pub kind: &'a str,
    /// What it says, as JSON.
    pub body: &'a [u8],
}

/// Whoever takes the facts: the ledger, a counter, a test.
pub trait FactSink {
    /// Takes one fact. Facts of one stream come in their order, and all facts in order of time.
    fn take(&mut self, produced: &Produced<'_>) -> anyhow::Result<()>;
}

/// How far the building is, in days of the county's life.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    /// Days lived.
    pub done: u64,
    /// Days to live.
    pub total: u64,
}

/// What was built.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Summary {
    /// Residents.
    pub residents: u64,
    /// Professionals.
    pub professionals: u64,
    /// Contacts that were received.
    pub contacts: u64,
    /// Matters that they brought.
    pub cases: u64,
    /// Facts that were handed on.
    pub facts: u64,
    /// Commands that were refused, and then done in another way or given up.
    pub refusals: u64,
}

/// The moment at which the county stands: the morning of its last day, when the desks are busy.
pub fn stands_at(today: Date) -> Timestamp {
    instant(today, Time::constant(10, 30, 0, 0)).earliest()
}

/// Builds the county and hands its facts to the sink, in order of time.
pub fn build(
    sink: &mut dyn FactSink,
    region: &Region,
    options: Options,
    progress: &mut dyn FnMut(Progress),
) -> anyhow::Result<Summary> {
    life::Plan::new(region, options)?.live(sink, progress)
}

#[cfg(test)]
mod tests;
