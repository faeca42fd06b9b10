//! Search at the door: a question that was understood becomes tests of the index, and every person
//! on the page that is answered is written down.

use care::access::{Action, Relation};
use fhir::bundle::{Answer, Question};
use fhir::search::{Clause, Handling, Modifier, Prefix, Query, Wanted, parse, registry};
use fhir::{Problem, ResourceType};
use ledger::{Compare, Cursor, Found, Order, Search, Test};

use super::Resting;
use crate::door::{Caller, Denied, Door};

/// What a page of a search holds.
pub struct Wish<'q> {
    /// The question.
    pub query: &'q Query<'q>,
    /// How many entries at most.
    pub count: u32,
    /// Where the page begins, as the page before said.
    pub after: Option<Cursor>,
}

/// One page of what was found.
pub struct Page {
    /// The resources.
    pub found: Vec<Resting>,
    /// Where the next page begins, when there is one.
    pub next: Option<Cursor>,
}

impl Door {
    /// One page of a search.
    pub fn find(&self, caller: &Caller, wish: &Wish<'_>) -> Result<Page, Denied> {
        let ground = self.ground(caller, Action::ReadFhir, &[Relation::Task])?;
        let rtype = wish.query.rtype;
        let mut rows = self.ledger.search(&search(wish, wish.count.saturating_add(1)))?;
        let more = rows.len() > wish.count as usize;
        rows.truncate(wish.count as usize);
        let next = rows.last().filter(|_| more).map(Cursor::from);
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            // One that was deleted since the rows were read is no longer found.
            found.extend(self.standing(rtype, row)?.filter(|one| one.text.is_some()));
        }
        self.write_looks(caller, ground, "search", found.iter())?;
        Ok(Page { found, next })
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
        let wish = Wish { query: &query, count: 2, after: None };
        let found: Vec<Found> = self.ledger.search(&search(&wish, 2))?;
        Ok(Ok(match found.as_slice() {
            [] => Answer::Nobody,
            [one] => Answer::One(one.id.clone()),
            [_, _, ..] => Answer::Several,
        }))
    }
}

fn search(wish: &Wish<'_>, limit: u32) -> Search {
    Search {
        rtype: wish.query.rtype.as_str().to_owned(),
        clauses: wish.query.clauses.iter().map(clause).collect(),
        order: Order::Handle,
        after: wish.after,
        limit,
    }
}

fn clause(clause: &Clause<'_>) -> ledger::Clause {
    let param = clause.param;
    // Links of a narrower parameter stand in the index under the wider one, with their type.
    let narrowed = param.narrows.filter(|_| clause.modifier != Some(Modifier::Identifier));
    let (parameter, wanted): (&str, Vec<Wanted>) = match narrowed {
        Some((wider, rtype)) => {
            (wider, clause.values.iter().filter_map(|wanted| wanted.narrowed(rtype)).collect())
        }
        None => (param.code, clause.values.clone()),
    };
    let test = |wanted| test(parameter, clause.modifier, wanted);
    ledger::Clause {
        parameter: parameter.to_owned(),
        any_of: wanted.iter().map(test).collect(),
        negated: false,
    }
}

fn test(parameter: &str, modifier: Option<Modifier>, wanted: &Wanted) -> Test {
    match wanted {
        Wanted::Token { code, .. } if parameter == "_id" => {
            Test::Id(code.clone().unwrap_or_default())
        }
        Wanted::Token { system, code } => Test::Token {
            system: system.as_ref().map(|system| system.clone().unwrap_or_default()),
            code: code.clone(),
        },
        Wanted::String { exact, folded } => match modifier {
            Some(Modifier::Exact) => {
                Test::TextExactly { folded: folded.clone(), exact: exact.clone() }
            }
            Some(Modifier::Contains) => Test::TextContains(folded.clone()),
            Some(Modifier::Identifier | Modifier::Type(_)) | None => {
                Test::TextBegins(folded.clone())
            }
        },
        Wanted::Date { prefix, span } => {
            let (compare, low, high) = (compare(*prefix), span.low, span.high);
            if parameter == "_lastUpdated" {
                Test::Updated { compare, low, high }
            } else {
                Test::Date { compare, low, high }
            }
        }
        Wanted::Reference { rtype, id } => Test::Reference {
            rtype: rtype.map(ResourceType::as_str).map(str::to_owned),
            target: id.clone(),
        },
        Wanted::Url(url) => Test::Reference { rtype: None, target: url.clone() },
        Wanted::Quantity { prefix, low, high, system, code } => Test::Number {
            compare: compare(*prefix),
            low: *low,
            high: *high,
            system: system.clone(),
            code: code.clone(),
        },
        Wanted::Number { prefix, low, high } => Test::Number {
            compare: compare(*prefix),
            low: *low,
            high: *high,
            system: None,
            code: None,
        },
        Wanted::Uri(uri) => Test::Uri(uri.clone()),
    }
}

fn compare(prefix: Prefix) -> Compare {
    match prefix {
        Prefix::Equal => Compare::Equal,
        Prefix::NotEqual => Compare::NotEqual,
        Prefix::Greater => Compare::Greater,
        Prefix::Less => Compare::Less,
        Prefix::GreaterOrEqual => Compare::GreaterOrEqual,
        Prefix::LessOrEqual => Compare::LessOrEqual,
        Prefix::StartsAfter => Compare::StartsAfter,
        Prefix::EndsBefore => Compare::EndsBefore,
        Prefix::Approximately => Compare::Approximately,
    }
}
