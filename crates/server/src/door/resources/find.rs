//! Search at the door: a question that was understood becomes tests of the index, and every person
//! on the page that is answered is written down.

mod along;
mod clauses;
mod order;

use care::access::{Action, Relation};
use fhir::bundle::{Answer, Question};
use fhir::search::{Condition, Handling, Query, Shape, Total, parse, registry};
use fhir::{Code, Place, Problem, ResourceType};
use ledger::{Cursor, Found, Mark, Order, Search, Step};

pub(super) use self::clauses::indexed_as;
use self::clauses::needs_reading;
pub(super) use self::order::Ordered;
use self::order::ordered;
use super::Resting;
use crate::door::{Caller, Denied, Door};

/// How many resources are read for one page when the index alone cannot tell.
const READ_MAX: usize = 5_000;

/// What a page of a search holds.
pub struct Wish<'q> {
    /// The question.
    pub query: &'q Query<'q>,
    /// How many entries at most.
    pub count: u32,
    /// Where the page begins, as the page before said.
    pub after: Option<After>,
}

/// Where a page ended.
#[derive(Clone, PartialEq, Debug)]
pub enum After {
    /// In the order of the store.
    Row(Cursor),
    /// In an order of values.
    Mark(Mark),
}

/// One page of what was found.
#[derive(Default)]
pub struct Page {
    /// The resources.
    pub found: Vec<Resting>,
    /// What comes along with them.
    pub along: Vec<Resting>,
    /// Whether not all that belongs to them came along.
    pub cut: bool,
    /// How many there are in all, when that was asked for.
    pub total: Option<u64>,
    /// Where the next page begins, when there is one.
    pub next: Option<After>,
}

/// Why a search is not carried out.
#[derive(Debug)]
pub enum Halt {
    /// The door stays shut.
    Denied(Denied),
    /// It cannot be carried out as asked.
    Problem(Problem),
}

impl<E: Into<Denied>> From<E> for Halt {
    fn from(error: E) -> Self {
        Self::Denied(error.into())
    }
}

impl Halt {
    fn too_broad(what: impl Into<String>) -> Self {
        Self::Problem(Problem::error(Code::SearchTooBroad, Place::default(), what))
    }
}

/// Rows with the places after them.
type Rows = Vec<(Found, After)>;

impl Door {
    /// One page of a search.
    pub fn find(&self, caller: &Caller, wish: &Wish<'_>) -> Result<Page, Halt> {
        let ground = self.ground(caller, Action::ReadFhir, &[Relation::Task])?;
        let query = wish.query;
        let conditions: Vec<&Condition<'_>> = query.conditions.iter().collect();
        let search = self.search_for(query.rtype, &conditions)?;
        let mut page = Page::default();
        if query.shape != Shape::Count {
            let order = ordered(&query.sort);
            (page.found, page.next) = self.page(&search, &order, &conditions, wish)?;
            (page.along, page.cut) = self.along(&page.found, &query.includes)?;
        }
        let counted = matches!(query.total, Some(Total::Accurate | Total::Estimate));
        if counted || query.shape == Shape::Count {
            page.total = Some(self.count(&search, &conditions)?);
        }
        self.write_looks(caller, ground, "search", page.found.iter().chain(&page.along))?;
        Ok(page)
    }

    /// The answer to a condition: which resource it means. Conditions read no one's data out, so
    /// they are part of the write and not looks of their own.
    pub fn answer(
        &self,
        caller: &Caller,
        question: &Question,
    ) -> Result<Result<Answer, Vec<Problem>>, Denied> {
        self.ground(caller, Action::WriteFhir, &[Relation::Task])?;
        let Question { rtype, query } = question;
        let query = match parse(registry(), *rtype, query, Handling::Strict) {
            Ok(query) => query,
            Err(problems) => return Ok(Err(problems)),
        };
        if query.conditions.is_empty() {
            // Whatever fits everything points out nothing.
            let problem = Problem::error(Code::ConditionMissing, Place::default(), "");
            return Ok(Err(vec![problem]));
        }
        let conditions: Vec<&Condition<'_>> = query.conditions.iter().collect();
        let wish = Wish { query: &query, count: 2, after: None };
        let found = self.search_for(*rtype, &conditions).and_then(|search| {
            self.page(&search, &Ordered::Store(Order::Handle), &conditions, &wish)
        });
        let found = match found {
            Ok((found, _)) => found,
            Err(Halt::Problem(problem)) => return Ok(Err(vec![problem])),
            Err(Halt::Denied(denied)) => return Err(denied),
        };
        Ok(Ok(match found.as_slice() {
            [] => Answer::Nobody,
            [one] => Answer::One(one.id.clone()),
            [_, _, ..] => Answer::Several,
        }))
    }

    /// What the database does for a page of a search.
    pub fn search_steps(&self, query: &Query<'_>) -> Result<Vec<Step>, Halt> {
        let conditions: Vec<&Condition<'_>> = query.conditions.iter().collect();
        let mut search = self.search_for(query.rtype, &conditions)?;
        Ok(match ordered(&query.sort) {
            Ordered::Store(order) => {
                search.order = order;
                self.ledger.search_steps(&search, &[])?
            }
            Ordered::Keys(keys) => self.ledger.search_steps(&search, &keys)?,
        })
    }

    pub(super) fn page(
        &self,
        search: &Search,
        order: &Ordered,
        conditions: &[&Condition<'_>],
        wish: &Wish<'_>,
    ) -> Result<(Vec<Resting>, Option<After>), Halt> {
        let rtype = wish.query.rtype;
        let reading = needs_reading(conditions);
        let (mut found, mut after, mut read) = (Vec::new(), wish.after.clone(), 0);
        let count = wish.count as usize;
        loop {
            let wanted = count - found.len() + 1;
            let rows = self.rows(search, order, after.as_ref(), wanted)?;
            let last = rows.len() < wanted;
            for (row, place) in rows {
                if found.len() == count {
                    return Ok((found, after));
                }
                // One that was deleted since the rows were read is no longer found.
                let one = self.standing(rtype, &row)?.filter(|one| one.text.is_some());
                found.extend(one.filter(|one| !reading || one.satisfies(conditions)));
                (after, read) = (Some(place), read + 1);
            }
            if last {
                return Ok((found, None));
            }
            if read >= READ_MAX {
                return Ok((found, after));
            }
        }
    }

    fn rows(
        &self,
        search: &Search,
        order: &Ordered,
        after: Option<&After>,
        limit: usize,
    ) -> Result<Rows, Halt> {
        let limit = u32::try_from(limit).unwrap_or(u32::MAX);
        let mut search = Search { limit, ..search.clone() };
        match order {
            Ordered::Store(order) => {
                search.order = *order;
                search.after = match after {
                    Some(After::Row(cursor)) => Some(*cursor),
                    Some(After::Mark(_)) | None => None,
                };
                let rows = self.ledger.search(&search)?;
                Ok(rows.into_iter().map(with_cursor).collect())
            }
            Ordered::Keys(keys) => {
                let after = match after {
                    Some(After::Mark(mark)) => Some(mark),
                    Some(After::Row(_)) | None => None,
                };
                let rows = self.ledger.search_in_order(&search, keys, after)?;
                let rows = rows.ok_or_else(|| Halt::too_broad("_sort"))?;
                Ok(rows.into_iter().map(|(row, mark)| (row, After::Mark(mark))).collect())
            }
        }
    }

    pub(super) fn count(
        &self,
        search: &Search,
        conditions: &[&Condition<'_>],
    ) -> Result<u64, Halt> {
        if !needs_reading(conditions) {
            return Ok(self.ledger.search_count(search)?);
        }
        let rtype = ResourceType::parse(&search.rtype);
        let limit = u32::try_from(READ_MAX + 1).unwrap_or(u32::MAX);
        let rows = self.ledger.search(&Search { limit, ..search.clone() })?;
        if rows.len() > READ_MAX {
            return Err(Halt::too_broad("_total"));
        }
        let mut count = 0;
        for row in &rows {
            let one = rtype.map(|rtype| self.standing(rtype, row)).transpose()?.flatten();
            count += u64::from(one.is_some_and(|one| one.satisfies(conditions)));
        }
        Ok(count)
    }
}

fn with_cursor(row: Found) -> (Found, After) {
    let cursor = Cursor::from(&row);
    (row, After::Row(cursor))
}
