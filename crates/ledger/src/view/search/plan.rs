//! How a search is carried out: counting a little of each clause first, to let the one drive that
//! leaves the fewest.

use super::super::person::Query;
use super::super::resource::{BY_HANDLE, Found, Handle};
use super::test::{Condition, Lie};
use super::{Clause, Order, Search};
use crate::database::Reader;
use crate::error::Result;
use crate::terms::Terms;
use crate::value::{Field, Value, number};

/// Few enough to drive without looking further.
const FEW: i64 = 64;
/// Still fewer than going through what comes in order until a page is full.
const SOME: i64 = 1_000;
/// So many can be put in order for a page; beyond it, walking through resources is better.
pub(super) const MANY: i64 = 20_000;

/// A clause whose parameter and systems are known.
struct Known<'a> {
    clause: &'a Clause,
    parameter: i64,
    /// None for tests of the resource itself.
    conditions: Vec<Condition>,
}

/// A search that can be carried out.
pub(super) struct Plan<'a> {
    rtype: i64,
    /// The only ids that can be found, when a clause names them: each is looked up.
    ids: Vec<&'a str>,
    driver: Option<Known<'a>>,
    others: Vec<Known<'a>>,
}

const FOUND: &str = "r.id, r.version, r.last_updated, r.deleted, s.name, s.id";

/// Plans a search; none when nothing can be found.
pub(super) fn plan<'a>(
    reader: &Reader,
    terms: &Terms,
    search: &'a Search,
) -> Result<Option<Plan<'a>>> {
    let Some(rtype) = terms.parameter(&search.rtype, "") else { return Ok(None) };
    let mut known = Vec::new();
    for clause in &search.clauses {
        let parameter = terms.parameter(&search.rtype, &clause.parameter);
        let own = clause.any_of.iter().all(super::Test::is_own);
        let conditions = clause.any_of.iter().flat_map(|test| test.conditions(terms));
        let conditions: Vec<_> = match parameter {
            Some(_) => conditions.collect(),
            None => conditions.filter(|condition| condition.table == "resource" && own).collect(),
        };
        if conditions.is_empty() {
            if clause.negated {
                continue;
            }
            return Ok(None);
        }
        known.push(Known { clause, parameter: parameter.unwrap_or_default(), conditions });
    }
    let mut ids = Vec::new();
    if let Some(naming) = known.iter().position(Known::names_ids) {
        ids = known.swap_remove(naming).ids();
        return Ok(Some(Plan { rtype, ids, driver: None, others: known }));
    }
    let driver = driver(reader, &known, search.order)?.map(|best| known.swap_remove(best));
    Ok(Some(Plan { rtype, ids, driver, others: known }))
}

/// Which clause drives, if any should.
fn driver(reader: &Reader, known: &[Known<'_>], order: Order) -> Result<Option<usize>> {
    let able: Vec<_> = known
        .iter()
        .enumerate()
        .filter(|(_, known)| !known.clause.negated && !known.is_own() && known.lie() < Lie::Hidden)
        .collect();
    let streams = |known: &Known<'_>| order == Order::Handle && known.lie() < Lie::Scattered;
    if let [(at, only)] = able.as_slice()
        && streams(only)
    {
        return Ok(Some(*at));
    }
    let fewest = |most: i64| -> Result<Option<usize>> {
        let mut best: Option<(i64, usize)> = None;
        for (at, known) in &able {
            let count = known.count(reader, most)?;
            if count < most && best.is_none_or(|(least, _)| count < least) {
                best = Some((count, *at));
            }
        }
        Ok(best.map(|(_, at)| at))
    };
    if let Some(at) = fewest(FEW)? {
        return Ok(Some(at));
    }
    if let Some(at) = fewest(SOME)? {
        return Ok(Some(at));
    }
    match able.iter().find(|(_, known)| streams(known)) {
        Some((at, _)) => Ok(Some(*at)),
        None if able.is_empty() => Ok(None),
        None => fewest(MANY),
    }
}

impl<'a> Known<'a> {
    fn is_own(&self) -> bool {
        self.conditions.iter().any(|condition| condition.table == "resource")
    }

    fn names_ids(&self) -> bool {
        let id = |test: &super::Test| matches!(test, super::Test::Id(_) | super::Test::Ids(_));
        !self.clause.negated && self.clause.any_of.iter().all(id)
    }

    /// The ids that the clause names, each once.
    fn ids(&self) -> Vec<&'a str> {
        let clause: &'a Clause = self.clause;
        let named = clause.any_of.iter().flat_map(|test| match test {
            super::Test::Id(id) => std::slice::from_ref(id),
            super::Test::Ids(ids) => ids.as_slice(),
            super::Test::Token { .. }
            | super::Test::TextBegins(_)
            | super::Test::TextContains(_)
            | super::Test::TextExactly { .. }
            | super::Test::Date { .. }
            | super::Test::Reference { .. }
            | super::Test::References { .. }
            | super::Test::Number { .. }
            | super::Test::Stated(_)
            | super::Test::Uri(_)
            | super::Test::UriBelow(_)
            | super::Test::Updated { .. } => &[],
        });
        let mut ids: Vec<&str> = named.map(String::as_str).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// How the rows lie that satisfy the clause.
    fn lie(&self) -> Lie {
        match self.conditions.as_slice() {
            [only] => only.lie,
            several => {
                several.iter().map(|one| one.lie).max().unwrap_or(Lie::Hidden).max(Lie::Scattered)
            }
        }
    }

    /// Counts rows that satisfy the clause, up to a number.
    fn count(&self, reader: &Reader, most: i64) -> Result<i64> {
        let mut query = Query::default();
        let mut parts = Vec::new();
        for condition in &self.conditions {
            let rows = self.rows(condition, &mut query);
            parts.push(format!("SELECT 1 AS one FROM {rows}"));
        }
        let most = query.sign(most.into());
        let sql = format!("SELECT COUNT(*) FROM ({} LIMIT {most}) few", parts.join(" UNION ALL "));
        let count = reader.row(&sql, &query.values, |columns| i64::read(columns, 0))?;
        Ok(count.unwrap_or_default())
    }

    /// The rows of one condition: table and conditions.
    fn rows(&self, condition: &Condition, query: &mut Query<'static>) -> String {
        let parameter = query.sign(Value::Integer(self.parameter));
        let text = signed(condition, query);
        format!("{} WHERE parameter = {parameter}{text}", condition.table)
    }

    /// The numbers of all resources that satisfy the clause, as a query.
    fn handles(&self, query: &mut Query<'static>, union: &str) -> String {
        let parts = self.conditions.iter().map(|condition| {
            let rows = self.rows(condition, query);
            format!("SELECT handle FROM {rows}")
        });
        parts.collect::<Vec<_>>().join(union)
    }

    /// The clause as a condition on resource `r`.
    fn look(&self, query: &mut Query<'static>) -> String {
        let parts = self.conditions.iter().map(|condition| {
            if condition.table == "resource" {
                let text = signed(condition, query);
                return format!("({})", text.trim_start_matches(" AND "));
            }
            let rows = self.rows(condition, query);
            // What lies nowhere together is gathered once; all else is looked up by resource, and
            // the sign keeps the database from going through a range for that.
            let by_handle = ["search_text", "search_date", "search_number"];
            if condition.lie == Lie::Hidden && !by_handle.contains(&condition.table) {
                format!("r.handle IN (SELECT handle FROM {rows})")
            } else {
                let rows = rows.replace(" AND low", " AND +low").replace(" AND high", " AND +high");
                format!("EXISTS (SELECT 1 FROM {rows} AND handle = r.handle)")
            }
        });
        let parts: Vec<_> = parts.collect();
        let not = if self.clause.negated { "NOT " } else { "" };
        format!(" AND {not}({})", parts.join(" OR "))
    }
}

/// The query that gathers what a driver leaves.
fn gather(driver: &Known<'_>) -> (String, Query<'static>) {
    let mut query = Query::default();
    let sql = driver.handles(&mut query, " UNION ALL ");
    (sql, query)
}

fn signed(condition: &Condition, query: &mut Query<'static>) -> String {
    let mut text = String::new();
    let mut values = condition.values.iter();
    for part in condition.text.split_inclusive('#') {
        match (part.strip_suffix('#'), values.next()) {
            (Some(before), Some(value)) => {
                text.push_str(before);
                text.push_str(&query.sign(value.clone()));
            }
            _ => text.push_str(part),
        }
    }
    text
}

impl Plan<'_> {
    /// A page of hits.
    pub(super) fn page(&self, reader: &Reader, search: &Search) -> Result<Vec<Found>> {
        match &self.driver {
            Some(driver) if search.order == Order::Handle && driver.lie() >= Lie::Scattered => {
                self.gathered(reader, driver, search)
            }
            _ => self.queried(reader, search),
        }
    }

    /// How many hits there are.
    pub(super) fn count(&self, reader: &Reader) -> Result<u64> {
        let mut query = Query::default();
        let rows = self.matching(&mut query);
        let sql = format!("SELECT COUNT(DISTINCT r.handle) FROM {rows}");
        let count = reader.row(&sql, &query.values, |columns| u64::read(columns, 0))?;
        Ok(count.unwrap_or_default())
    }

    /// By one query, for what comes in order or is put in order by another column.
    fn queried(&self, reader: &Reader, search: &Search) -> Result<Vec<Found>> {
        let (sql, query) = self.query(search);
        reader.rows(&sql, &query.values, Found::read)
    }

    pub(super) fn query(&self, search: &Search) -> (String, Query<'static>) {
        let mut query = Query::default();
        let mut rows = self.matching(&mut query);
        // The order of the driver's own column is the one that needs no sorting.
        let handle = if self.driver.is_some() { "d.handle" } else { "r.handle" };
        let repeated = self.driver.as_ref().is_some_and(|driver| driver.lie() > Lie::Ordered);
        let distinct = if repeated { "DISTINCT " } else { "" };
        let (order, than) = match search.order {
            Order::Handle => (handle.to_owned(), '>'),
            Order::Updated => (format!("r.last_updated, {handle}"), '>'),
            Order::UpdatedLast => (format!("r.last_updated DESC, {handle} DESC"), '<'),
        };
        if let Some(cursor) = &search.after {
            let at = Value::Integer(cursor.last_updated.as_millisecond());
            let after = match search.order {
                Order::Handle => format!(" AND {handle} > {}", query.sign(cursor.handle.value())),
                Order::Updated | Order::UpdatedLast => {
                    let at = query.sign(at);
                    let number = query.sign(cursor.handle.value());
                    format!(" AND (r.last_updated, r.handle) {than} ({at}, {number})")
                }
            };
            rows.push_str(&after);
        }
        let limit = query.sign(i64::from(search.limit).into());
        let sql = format!(
            "SELECT {distinct}{handle}, {FOUND} FROM {rows} ORDER BY {order} LIMIT {limit}"
        );
        (sql, query)
    }

    /// By gathering everything that the driver leaves, and looking at it in order until a page is full.
    fn gathered(&self, reader: &Reader, driver: &Known<'_>, search: &Search) -> Result<Vec<Found>> {
        let (sql, query) = gather(driver);
        let mut handles = reader.rows(&sql, &query.values, |columns| u64::read(columns, 0))?;
        let after = search.after.map(|cursor| cursor.handle.0);
        handles.retain(|handle| after.is_none_or(|after| *handle > after));
        handles.sort_unstable();
        handles.dedup();

        let (sql, mut query) = self.one();
        let limit = usize::try_from(search.limit).unwrap_or(usize::MAX);
        let mut found = Vec::new();
        for handle in handles {
            if found.len() >= limit {
                break;
            }
            if let Some(place) = query.values.get_mut(1) {
                *place = number(handle);
            }
            found.extend(reader.row(&sql, &query.values, Found::read)?);
        }
        Ok(found)
    }

    /// The query for one gathered resource, whose number is the second value.
    fn one(&self) -> (String, Query<'static>) {
        let mut query = Query::default();
        let rtype = query.sign(Value::Integer(self.rtype));
        let handle = query.sign(Value::Null);
        let mut sql = format!(
            "SELECT r.handle, {FOUND} FROM resource r CROSS JOIN stream s WHERE r.rtype = {rtype} \
             AND r.handle = {handle} AND s.id = r.stream AND r.deleted = 0"
        );
        for other in &self.others {
            sql.push_str(&other.look(&mut query));
        }
        (sql, query)
    }

    /// The queries of a page, to be explained.
    pub(super) fn queries(&self, search: &Search) -> Vec<(String, Query<'static>)> {
        match &self.driver {
            Some(driver) if search.order == Order::Handle && driver.lie() >= Lie::Scattered => {
                vec![gather(driver), self.one()]
            }
            _ => vec![self.query(search)],
        }
    }

    /// Whether some clause leaves few enough to be looked at one by one.
    pub(super) fn is_driven(&self) -> bool {
        self.driver.is_some() || !self.ids.is_empty()
    }

    /// The resource of a number.
    pub(super) fn by_handle(&self, reader: &Reader, handle: Handle) -> Result<Option<Found>> {
        reader.row(BY_HANDLE, &[Value::Integer(self.rtype), handle.value()], Found::read)
    }

    /// The type's number.
    pub(super) fn rtype(&self) -> i64 {
        self.rtype
    }

    /// Tables and conditions.
    pub(super) fn matching(&self, query: &mut Query<'static>) -> String {
        let from = match &self.driver {
            None if self.ids.is_empty() => {
                let rtype = query.sign(Value::Integer(self.rtype));
                format!("resource r CROSS JOIN stream s WHERE r.rtype = {rtype}")
            }
            None => {
                let ids =
                    self.ids.iter().map(|id| query.sign(Value::Text((*id).to_owned().into())));
                let ids: Vec<String> = ids.map(|id| format!("({id})")).collect();
                let rtype = query.sign(Value::Integer(self.rtype));
                format!(
                    "(VALUES {}) w CROSS JOIN resource r CROSS JOIN stream s \
                     WHERE r.rtype = {rtype} AND r.id = w.column1",
                    ids.join(", ")
                )
            }
            Some(driver) => {
                let handles = driver.handles(query, " UNION ");
                let rtype = query.sign(Value::Integer(self.rtype));
                format!(
                    "({handles}) d CROSS JOIN resource r CROSS JOIN stream s \
                     WHERE r.rtype = {rtype} AND r.handle = d.handle"
                )
            }
        };
        let mut rows = format!("{from} AND s.id = r.stream AND r.deleted = 0");
        for other in &self.others {
            let look = other.look(query);
            rows.push_str(&look);
        }
        rows
    }
}
