//! The tests a clause can make, and each as a condition on its index table.

use super::super::person::{after_prefix, escaped};
use super::super::resource::fitting;
use crate::terms::Terms;
use crate::value::Value;

/// How a value compares, by the prefixes of FHIR.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Compare {
    /// Lies within.
    Equal,
    /// Does not lie within.
    NotEqual,
    /// Reaches beyond the end.
    Greater,
    /// Begins before the beginning.
    Less,
    /// Lies within or reaches beyond the end.
    GreaterOrEqual,
    /// Lies within or begins before the beginning.
    LessOrEqual,
    /// Begins after the end.
    StartsAfter,
    /// Ends before the beginning.
    EndsBefore,
    /// Overlaps.
    Approximately,
}

/// The forms that values have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// Codes and identifiers.
    Token,
    /// Text.
    Text,
    /// Dates and periods.
    Date,
    /// References.
    Reference,
    /// Numbers and quantities.
    Number,
    /// URIs.
    Uri,
}

impl Form {
    pub(super) fn table(self) -> &'static str {
        match self {
            Self::Token => "search_token",
            Self::Text => "search_text",
            Self::Date => "search_date",
            Self::Reference => "search_reference",
            Self::Number => "search_number",
            Self::Uri => "search_uri",
        }
    }
}

/// One test of a resource.
#[derive(Clone, PartialEq, Debug)]
pub enum Test {
    /// A code or identifier.
    Token {
        /// The system: none for any, empty for a token without one.
        system: Option<String>,
        /// The code: none for any of the system.
        code: Option<String>,
    },
    /// A text that begins so, folded.
    TextBegins(String),
    /// A text that contains this, folded.
    TextContains(String),
    /// A text that is exactly this.
    TextExactly {
        /// As folded for search.
        folded: String,
        /// As given.
        exact: String,
    },
    /// A date or period, compared with the milliseconds a given one covers.
    Date {
        /// How.
        compare: Compare,
        /// The first millisecond given.
        low: i64,
        /// The last millisecond given.
        high: i64,
    },
    /// A reference.
    Reference {
        /// The type of the target: none for any.
        rtype: Option<String>,
        /// The logical id of the target, or its whole URL.
        target: String,
    },
    /// A number or quantity, compared with the range a given one covers.
    Number {
        /// How.
        compare: Compare,
        /// The lowest value given.
        low: f64,
        /// The highest value given.
        high: f64,
        /// The unit's system: none for any.
        system: Option<String>,
        /// The unit's code: none for any.
        code: Option<String>,
    },
    /// A URI.
    Uri(String),
    /// A URI that begins so.
    UriBelow(String),
    /// A reference to one of several resources of a type.
    References {
        /// The type of the targets.
        rtype: String,
        /// Their logical ids.
        targets: Vec<String>,
    },
    /// Any value at all, in the table of its form.
    Stated(Form),
    /// The resource's own id.
    Id(String),
    /// One of several ids.
    Ids(Vec<String>),
    /// When the resource last changed, compared with the milliseconds a given time covers.
    Updated {
        /// How.
        compare: Compare,
        /// The first millisecond given.
        low: i64,
        /// The last millisecond given.
        high: i64,
    },
}

/// How the rows that satisfy a test lie in their table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Lie {
    /// In order of resource, each at most once.
    Ordered,
    /// In order of resource.
    Repeated,
    /// In some other order.
    Scattered,
    /// Nowhere together: all rows of the parameter have to be looked at.
    Hidden,
}

/// A test as a condition: text with a `#` for each value.
pub(super) struct Condition {
    pub(super) table: &'static str,
    pub(super) text: String,
    pub(super) values: Vec<Value<'static>>,
    pub(super) lie: Lie,
}

impl Test {
    /// Whether the test is of the resource itself and needs no index table.
    pub(super) fn is_own(&self) -> bool {
        matches!(self, Self::Id(_) | Self::Ids(_) | Self::Updated { .. })
    }

    /// The conditions of which one must hold, on the index table or on the resource itself. There are
    /// none when nothing can satisfy the test, because no resource has ever had such a system.
    pub(super) fn conditions(&self, terms: &Terms) -> Vec<Condition> {
        let one = match self {
            Self::Token { system, code } => token(terms, system.as_deref(), code.as_deref()),
            Self::TextBegins(folded) => Some(
                Condition::new("search_text", Lie::Scattered)
                    .and("folded >= #", owned(folded))
                    .and("folded < #", owned(&after_prefix(folded))),
            ),
            Self::TextContains(folded) => Some(
                Condition::new("search_text", Lie::Hidden)
                    .and("folded LIKE # ESCAPE '!'", owned(&format!("%{}%", escaped(folded)))),
            ),
            Self::TextExactly { folded, exact } => Some(
                Condition::new("search_text", Lie::Repeated)
                    .and("folded = #", owned(folded))
                    .and("exact = #", owned(exact)),
            ),
            Self::Date { compare, low, high } => {
                return range(
                    "search_date",
                    *compare,
                    &Value::Integer(*low),
                    &Value::Integer(*high),
                );
            }
            Self::Reference { rtype, target } => {
                let condition = Condition::new("search_reference", Lie::Repeated)
                    .and("target = #", owned(target));
                Some(match rtype {
                    Some(rtype) => condition.and("rtype IN (#, '')", owned(rtype)),
                    None => condition,
                })
            }
            Self::Number { compare, low, high, system, code } => {
                let (low, high) = (Value::Real(*low), Value::Real(*high));
                let ranges = range("search_number", *compare, &low, &high).into_iter();
                let ranges =
                    ranges.map(|range| range.of_unit(terms, system.as_deref(), code.as_deref()));
                return ranges.flatten().collect();
            }
            Self::Uri(uri) => {
                Some(Condition::new("search_uri", Lie::Ordered).and("uri = #", owned(uri)))
            }
            Self::UriBelow(uri) => Some(
                Condition::new("search_uri", Lie::Scattered)
                    .and("uri >= #", owned(uri))
                    .and("uri < #", owned(&after_prefix(uri))),
            ),
            Self::References { rtype, targets } => Some(
                Condition::new("search_reference", Lie::Scattered)
                    .among("target", targets)
                    .and("rtype IN (#, '')", owned(rtype)),
            ),
            Self::Stated(form) => Some(Condition::new(form.table(), Lie::Hidden)),
            Self::Ids(ids) => Some(Condition::new("resource", Lie::Ordered).among("r.id", ids)),
            Self::Id(id) => {
                Some(Condition::new("resource", Lie::Ordered).and("r.id = #", owned(id)))
            }
            Self::Updated { compare, low, high } => Some(updated(*compare, *low, *high)),
        };
        one.into_iter().collect()
    }
}

fn token(terms: &Terms, system: Option<&str>, code: Option<&str>) -> Option<Condition> {
    let lie = match (system, code) {
        (Some(_), Some(_)) => Lie::Ordered,
        (None, Some(_)) => Lie::Repeated,
        (_, None) => Lie::Hidden,
    };
    let mut condition = Condition::new("search_token", lie);
    if let Some(code) = code {
        condition = condition.and("code = #", owned(code));
    }
    if let Some(system) = system {
        condition = condition.and("system = #", terms.system(system)?.into());
    }
    Some(condition)
}

/// Comparisons of ranges. Those that would need two indexes at once become two conditions.
fn range(
    table: &'static str,
    compare: Compare,
    low: &Value<'static>,
    high: &Value<'static>,
) -> Vec<Condition> {
    let new = || Condition::new(table, Lie::Scattered);
    let (beyond, before) = (new().and("high > #", high.clone()), new().and("low < #", low.clone()));
    let within = || {
        let begins = new().and("low >= #", low.clone()).and("low <= #", high.clone());
        begins.and("high <= #", high.clone())
    };
    match compare {
        Compare::Equal => vec![within()],
        Compare::NotEqual => vec![before, beyond],
        Compare::Greater => vec![beyond],
        Compare::Less => vec![before],
        Compare::GreaterOrEqual => vec![beyond, within()],
        Compare::LessOrEqual => vec![before, within()],
        Compare::StartsAfter => vec![new().and("low > #", high.clone())],
        Compare::EndsBefore => vec![new().and("high < #", low.clone())],
        Compare::Approximately => {
            vec![new().and("low <= #", high.clone()).and("high >= #", low.clone())]
        }
    }
}

fn updated(compare: Compare, low: i64, high: i64) -> Condition {
    let condition = Condition::new("resource", Lie::Scattered);
    match compare {
        Compare::Equal | Compare::Approximately => {
            condition.and("r.last_updated >= #", low.into()).and("r.last_updated <= #", high.into())
        }
        Compare::NotEqual => {
            let mut condition = condition.and("(r.last_updated < #", low.into());
            condition.text.push_str(" OR r.last_updated > #)");
            condition.values.push(high.into());
            condition
        }
        Compare::Greater | Compare::StartsAfter => condition.and("r.last_updated > #", high.into()),
        Compare::Less | Compare::EndsBefore => condition.and("r.last_updated < #", low.into()),
        Compare::GreaterOrEqual => condition.and("r.last_updated >= #", low.into()),
        Compare::LessOrEqual => condition.and("r.last_updated <= #", high.into()),
    }
}

fn owned(text: &str) -> Value<'static> {
    Value::Text(fitting(text).to_owned().into())
}

impl Condition {
    fn of_unit(self, terms: &Terms, system: Option<&str>, code: Option<&str>) -> Option<Self> {
        let mut condition = self;
        if let Some(code) = code {
            condition = condition.and("code = #", owned(code));
        }
        if let Some(system) = system {
            condition = condition.and("system = #", terms.system(system)?.into());
        }
        Some(condition)
    }

    fn new(table: &'static str, lie: Lie) -> Self {
        Self { table, text: String::new(), values: Vec::new(), lie }
    }

    /// One of several texts; nothing is none of them.
    fn among(mut self, column: &str, texts: &[String]) -> Self {
        let signs = vec!["#"; texts.len()].join(", ");
        for part in [" AND ", column, " IN (", &signs, ")"] {
            self.text.push_str(part);
        }
        self.values.extend(texts.iter().map(|text| owned(text)));
        self
    }

    fn and(mut self, text: &str, value: Value<'static>) -> Self {
        self.text.push_str(" AND ");
        self.text.push_str(text);
        self.values.push(value);
        self
    }
}
