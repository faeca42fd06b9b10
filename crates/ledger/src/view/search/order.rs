//! Hits in the order of their values. All of them are looked at for each page, so there may not be
//! too many; a page goes on after the values of the last hit, whatever was written since.

use std::cmp::Ordering;

use super::super::person::Query;
use super::super::resource::{Found, Handle};
use super::plan::{self, MANY, Plan};
use super::{Order, Search};
use crate::database::{Columns, Reader};
use crate::error::Result;
use crate::ledger::Ledger;
use crate::terms::Terms;
use crate::value::{Field, Value};

/// One key of an order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SortKey {
    /// The parameter's code; of no meaning for the resource's own columns.
    pub parameter: String,
    /// The values compared.
    pub by: SortBy,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// What an order compares.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SortBy {
    /// Text, folded.
    Text,
    /// Dates, by their beginning.
    Date,
    /// Numbers and quantities.
    Number,
    /// The logical id.
    Id,
    /// When it last changed.
    Updated,
}

/// The value of one key; hits that have none come last.
#[derive(Clone, PartialEq, Debug)]
pub enum SortValue {
    /// No value.
    Absent,
    /// A date in milliseconds.
    Integer(i64),
    /// A number.
    Real(f64),
    /// A text.
    Text(String),
}

/// A place in an order of values.
#[derive(Clone, PartialEq, Debug)]
pub struct Mark {
    /// The values of the keys.
    pub values: Vec<SortValue>,
    /// Which of those that have the same values.
    pub handle: Handle,
}

impl SortValue {
    fn order(&self, other: &Self, descending: bool) -> Ordering {
        let found = match (self, other) {
            (Self::Absent, Self::Absent) => return Ordering::Equal,
            (Self::Absent, _) => return Ordering::Greater,
            (_, Self::Absent) => return Ordering::Less,
            (Self::Integer(one), Self::Integer(two)) => one.cmp(two),
            (Self::Real(one), Self::Real(two)) => one.total_cmp(two),
            (Self::Text(one), Self::Text(two)) => one.cmp(two),
            // One key compares one form; a cursor that says another is no cursor of ours.
            (Self::Integer(_) | Self::Real(_) | Self::Text(_), _) => Ordering::Equal,
        };
        if descending { found.reverse() } else { found }
    }
}

impl Mark {
    fn order(&self, other: &Self, keys: &[SortKey]) -> Ordering {
        let pairs = self.values.iter().zip(&other.values).zip(keys);
        let mut orders = pairs.map(|((one, two), key)| one.order(two, key.descending));
        let found = orders.find(|order| order.is_ne()).unwrap_or(Ordering::Equal);
        found.then(self.handle.cmp(&other.handle))
    }
}

impl SortKey {
    /// The key's value of resource `r` as an expression.
    fn expression(&self, terms: &Terms, rtype: &str, query: &mut Query<'static>) -> String {
        let (table, column) = match self.by {
            SortBy::Text => ("search_text", "folded"),
            SortBy::Date => ("search_date", "low"),
            SortBy::Number => ("search_number", "low"),
            SortBy::Id => return "r.id".to_owned(),
            SortBy::Updated => return "r.last_updated".to_owned(),
        };
        let Some(parameter) = terms.parameter(rtype, &self.parameter) else {
            return "NULL".to_owned();
        };
        let parameter = query.sign(Value::Integer(parameter));
        let first = if self.descending { "MAX" } else { "MIN" };
        format!(
            "(SELECT {first}({column}) FROM {table} \
             WHERE parameter = {parameter} AND handle = r.handle)"
        )
    }

    fn read(&self, columns: &Columns<'_>, at: usize) -> Result<SortValue> {
        Ok(match self.by {
            SortBy::Text | SortBy::Id => {
                Option::<String>::read(columns, at)?.map_or(SortValue::Absent, SortValue::Text)
            }
            SortBy::Date | SortBy::Updated => {
                Option::<i64>::read(columns, at)?.map_or(SortValue::Absent, SortValue::Integer)
            }
            SortBy::Number => {
                Option::<f64>::read(columns, at)?.map_or(SortValue::Absent, SortValue::Real)
            }
        })
    }
}

/// The query for the numbers and values of all hits.
pub(super) fn query(
    plan: &Plan<'_>,
    terms: &Terms,
    rtype: &str,
    keys: &[SortKey],
) -> (String, Query<'static>) {
    let mut query = Query::default();
    let mut columns = String::from("r.handle");
    for key in keys {
        columns.push_str(", ");
        columns.push_str(&key.expression(terms, rtype, &mut query));
    }
    let rows = plan.matching(&mut query);
    let most = query.sign((MANY + 1).into());
    (format!("SELECT {columns} FROM {rows} LIMIT {most}"), query)
}

impl Ledger {
    /// A page of hits in the order of these keys, each with its place; none when there are too many
    /// to be put in order.
    pub fn search_in_order(
        &self,
        search: &Search,
        keys: &[SortKey],
        after: Option<&Mark>,
    ) -> Result<Option<Vec<(Found, Mark)>>> {
        // The order of the store would let a clause drive that leaves any number.
        let unordered = Search { order: Order::Updated, ..search.clone() };
        let terms = self.terms();
        self.read(|reader| {
            let planned = terms.sure(reader, || plan::plan(reader, terms, &unordered))?;
            let Some(plan) = planned else { return Ok(Some(Vec::new())) };
            if !plan.is_driven() && has_many(reader, &plan)? {
                return Ok(None);
            }
            let ordered = || Ok(query(&plan, terms, &search.rtype, keys));
            let (sql, query) = terms.sure(reader, ordered)?;
            let mut places: Vec<Mark> = reader.rows(&sql, &query.values, |columns| {
                let values = keys.iter().zip(1..).map(|(key, at)| key.read(columns, at));
                let values = values.collect::<Result<_>>()?;
                Ok(Mark { handle: Handle(Field::read(columns, 0)?), values })
            })?;
            if i64::try_from(places.len()).unwrap_or(i64::MAX) > MANY {
                return Ok(None);
            }
            if let Some(after) = after {
                places.retain(|place| place.order(after, keys).is_gt());
            }
            places.sort_by(|one, two| one.order(two, keys));
            places.dedup_by_key(|place| place.handle);
            let mut page = Vec::new();
            for place in places.into_iter().take(search.limit as usize) {
                let found = plan.by_handle(reader, place.handle)?;
                page.extend(found.map(|found| (found, place)));
            }
            Ok(Some(page))
        })
    }
}

/// Whether a type has more resources than can be put in order.
fn has_many(reader: &Reader, plan: &Plan<'_>) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM (SELECT 1 FROM resource WHERE rtype = $1 LIMIT $2) some";
    let values = [Value::Integer(plan.rtype()), Value::Integer(MANY + 1)];
    let count = reader.row(sql, &values, |columns| i64::read(columns, 0))?;
    Ok(count.is_some_and(|count| count > MANY))
}
