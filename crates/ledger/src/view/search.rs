//! Search over resources: each clause is a lookup in one index table. The clause that leaves the
//! fewest drives, the others are only looked at, and pages go on where the last one ended.

mod explain;
mod order;
mod plan;
mod test;

use jiff::Timestamp;

pub use self::explain::Step;
pub use self::order::{Mark, SortBy, SortKey, SortValue};
pub use self::test::{Compare, Form, Test};
use super::resource::{Found, Handle};
use crate::error::Result;
use crate::ledger::Ledger;

/// What is looked for: resources of one type for which every clause holds.
#[derive(Clone, PartialEq, Debug)]
pub struct Search {
    /// The type.
    pub rtype: String,
    /// Everything that must hold.
    pub clauses: Vec<Clause>,
    /// The order of the hits.
    pub order: Order,
    /// After this one, which was the last of the page before.
    pub after: Option<Cursor>,
    /// How many to find at most.
    pub limit: u32,
}

/// One parameter with the values that satisfy it.
#[derive(Clone, PartialEq, Debug)]
pub struct Clause {
    /// The parameter's code; of no meaning for the tests of a resource's own id and time.
    pub parameter: String,
    /// The tests of which one must hold.
    pub any_of: Vec<Test>,
    /// Whether none of them may hold instead.
    pub negated: bool,
}

/// The order of hits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    /// As the store numbers them: the fastest, and stable.
    Handle,
    /// The one that changed first comes first.
    Updated,
    /// The one that changed last comes first.
    UpdatedLast,
}

/// A place in the order of hits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cursor {
    /// When the last hit changed.
    pub last_updated: Timestamp,
    /// The number of the last hit.
    pub handle: Handle,
}

impl From<&Found> for Cursor {
    fn from(found: &Found) -> Self {
        Self { last_updated: found.last_updated, handle: found.handle }
    }
}

impl Ledger {
    /// The resources that are found, deletions left out.
    pub fn search(&self, search: &Search) -> Result<Vec<Found>> {
        let terms = self.terms();
        self.read(|reader| match terms.sure(reader, || plan::plan(reader, terms, search))? {
            Some(plan) => plan.page(reader, search),
            None => Ok(Vec::new()),
        })
    }

    /// How many resources are found in all.
    pub fn search_count(&self, search: &Search) -> Result<u64> {
        let terms = self.terms();
        self.read(|reader| match terms.sure(reader, || plan::plan(reader, terms, search))? {
            Some(plan) => plan.count(reader),
            None => Ok(0),
        })
    }
}
