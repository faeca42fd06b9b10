//! People: found by any word of the name, identity number, day of birth or municipality.

use std::fmt::Write as _;

use care::id::PersonId;
use care::view::PersonRow;
use jiff::civil::Date;

use super::resource::fitting;
use crate::error::Result;
use crate::ledger::Ledger;
use crate::record::{Readable, columns, record};
use crate::value::{Field, Value};

record!(
    PersonRow,
    "person_row",
    key { person: person },
    rest {
        family: family,
        given: given,
        folded: folded,
        identity: identity,
        birth_on: birth_on,
        language: language,
        municipality: municipality,
        protected: protected,
        changed_at: changed_at,
    }
);

/// One word of a person's name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct PersonWord {
    word: String,
    folded: String,
    person: PersonId,
}

record!(PersonWord, "person_word", key { word: word, folded: folded, person: person }, rest {});

/// The words by which people are found.
pub(crate) fn words(people: &[PersonRow]) -> Vec<PersonWord> {
    let words = people.iter().flat_map(|row| {
        row.folded.split_whitespace().map(|word| PersonWord {
            word: fitting(word).to_owned(),
            folded: fitting(&row.folded).to_owned(),
            person: row.person,
        })
    });
    words.collect()
}

/// What a person is looked for by; everything given must hold.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct PersonSearch {
    /// The beginnings of words of the name, folded as `care::person::fold_name` does.
    pub words: Vec<String>,
    /// The identity number, upper case.
    pub identity: Option<String>,
    /// The day of birth.
    pub birth_on: Option<Date>,
    /// The home municipality.
    pub municipality: Option<String>,
    /// How many to find at most.
    pub limit: u32,
}

/// The least text that sorts after everything that begins with this.
pub(crate) fn after_prefix(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}

impl Ledger {
    /// The person of an id.
    pub fn person(&self, person: PersonId) -> Result<Option<PersonRow>> {
        let sql = format!("SELECT {} FROM person_row WHERE person = $1", columns::<PersonRow>());
        self.read(|reader| reader.row(&sql, &[person.value()], PersonRow::read))
    }

    /// The person of an identity number, upper case.
    pub fn person_by_identity(&self, identity: &str) -> Result<Option<PersonRow>> {
        let sql = format!(
            "SELECT {} FROM person_row WHERE identity = $1 ORDER BY person LIMIT 1",
            columns::<PersonRow>()
        );
        self.read(|reader| reader.row(&sql, &[identity.into()], PersonRow::read))
    }

    /// The people that are found, in order of name. A search by nothing finds nobody.
    pub fn people(&self, search: &PersonSearch) -> Result<Vec<PersonRow>> {
        let mut words = search.words.clone();
        // The longest beginning leaves the fewest; the others are then only looked at.
        words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        let mut query = Query::default();
        let from = match words.split_first() {
            Some((word, others)) => {
                query.and("w.word >= ", word.value());
                query.and("w.word < ", Value::Text(after_prefix(word).into()));
                for other in others {
                    let like = format!("% {}%", escaped(other));
                    query.and("' ' || w.folded LIKE ", Value::Text(like.into()));
                    query.sql.push_str(" ESCAPE '!'");
                }
                "person_word w JOIN person_row p ON p.person = w.person"
            }
            None => "person_row p",
        };
        if let Some(identity) = &search.identity {
            query.and("p.identity = ", identity.value());
        }
        if let Some(birth_on) = &search.birth_on {
            query.and("p.birth_on = ", birth_on.value());
        }
        if let Some(municipality) = &search.municipality {
            query.and("p.municipality = ", municipality.value());
        }
        if query.values.is_empty() {
            return Ok(Vec::new());
        }
        // By the index on words, the order of words is the order that needs no sorting.
        let order =
            if words.is_empty() { "p.folded, p.person" } else { "w.word, w.folded, w.person" };
        query.values.push(i64::from(search.limit).into());
        let mut sql = format!("SELECT {} FROM {from}{}", prefixed("p"), query.sql);
        // Writing to a string does not fail.
        let _ = write!(sql, " ORDER BY {order} LIMIT ${}", query.values.len());
        let mut found = self.read(|reader| reader.rows(&sql, &query.values, PersonRow::read))?;
        let mut seen = std::collections::HashSet::new();
        found.retain(|row| seen.insert(row.person));
        Ok(found)
    }
}

fn prefixed(table: &str) -> String {
    let columns = columns::<PersonRow>();
    let columns = columns.split(", ").map(|column| format!("{table}.{column}"));
    columns.collect::<Vec<_>>().join(", ")
}

/// Takes the meaning out of the signs that LIKE gives one, with `!` as the escape.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

/// Conditions with their values, numbered as they come.
#[derive(Default)]
pub(crate) struct Query<'a> {
    pub(crate) sql: String,
    pub(crate) values: Vec<Value<'a>>,
}

impl<'a> Query<'a> {
    /// Adds a condition that ends in the value.
    pub(crate) fn and(&mut self, condition: &str, value: Value<'a>) {
        let word = if self.values.is_empty() { "WHERE" } else { "AND" };
        self.values.push(value);
        // Writing to a string does not fail.
        let _ = write!(self.sql, " {word} {condition}${}", self.values.len());
    }

    /// Adds a value; answers its sign.
    pub(crate) fn sign(&mut self, value: Value<'a>) -> String {
        self.values.push(value);
        format!("${}", self.values.len())
    }
}
