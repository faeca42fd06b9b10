//! What a search does to the database, in the engine's own words: for tests that no table is gone
//! through, and for operators who wonder.

use super::order::{self, SortKey};
use super::{Search, plan};
use crate::error::Result;
use crate::ledger::Ledger;

/// What the database may go through: what was gathered before, or was asked for by name.
const GIVEN: [&str; 5] = ["SCAN d", "SCAN w", "SCAN (", "CONSTANT ROW", "VALUES CLAUSE"];

/// A step of a search.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// The engine's words.
    pub text: String,
    /// Whether it goes through a whole table, or a whole type of it.
    pub goes_through_all: bool,
}

impl Step {
    fn of(text: String, shared: bool) -> Self {
        let goes_through_all = if shared {
            // It costs a plan by the size of its tables: of a small one it rightly reads all.
            text.contains("Seq Scan on ")
        } else {
            let given = GIVEN.iter().any(|given| text.contains(given));
            (text.starts_with("SCAN") && !given) || text.ends_with("(rtype=?)")
        };
        Self { text, goes_through_all }
    }
}

impl Ledger {
    /// The steps of a page of this search, in the order of these keys if there are any; none when it
    /// is answered without looking.
    pub fn search_steps(&self, search: &Search, keys: &[SortKey]) -> Result<Vec<Step>> {
        let terms = self.terms();
        self.read(|reader| {
            let planned = terms.sure(reader, || plan::plan(reader, terms, search))?;
            let Some(plan) = planned else { return Ok(Vec::new()) };
            let shared = reader.is_shared();
            let (explain, step) = if shared { ("EXPLAIN", 0) } else { ("EXPLAIN QUERY PLAN", 3) };
            let queries = if keys.is_empty() {
                plan.queries(search)
            } else {
                vec![order::query(&plan, terms, &search.rtype, keys)]
            };
            let mut steps = Vec::new();
            for (sql, query) in queries {
                let sql = format!("{explain} {sql}");
                steps.extend(reader.rows(&sql, &query.values, |columns| {
                    Ok(Step::of(columns.text(step)?.to_string(), shared))
                })?);
            }
            Ok(steps)
        })
    }
}
