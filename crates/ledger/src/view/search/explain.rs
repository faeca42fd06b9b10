//! What a search does to the database, in the engine's own words: for tests that no table is gone
//! through, and for operators who wonder.

use super::order::{self, SortKey};
use super::{Search, plan};
use crate::error::Result;
use crate::ledger::Ledger;

impl Ledger {
    /// The steps of a page of this search, in the order of these keys if there are any; none when it
    /// is answered without looking.
    pub fn search_steps(&self, search: &Search, keys: &[SortKey]) -> Result<Vec<String>> {
        let terms = self.terms();
        self.read(|reader| {
            let planned = terms.sure(reader, || plan::plan(reader, terms, search))?;
            let Some(plan) = planned else { return Ok(Vec::new()) };
            let (explain, step) =
                if reader.is_shared() { ("EXPLAIN", 0) } else { ("EXPLAIN QUERY PLAN", 3) };
            let queries = if keys.is_empty() {
                plan.queries(search)
            } else {
                vec![order::query(&plan, terms, &search.rtype, keys)]
            };
            let mut steps = Vec::new();
            for (sql, query) in queries {
                let sql = format!("{explain} {sql}");
                steps
                    .extend(reader.rows(&sql, &query.values, |columns| {
                        Ok(columns.text(step)?.to_string())
                    })?);
            }
            Ok(steps)
        })
    }
}
