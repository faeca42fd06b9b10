//! Reads the query string of a search, strictly: what is not understood is refused by name, for a
//! filter that is ignored gives out other people's data.

mod condition;
mod escape;
mod shape;

pub use self::condition::{Clause, Condition, Modifier};
use self::escape::decode;
pub use self::escape::encode;
pub use self::shape::{Include, Shape, SortKey, Total};
use super::Registry;
use crate::definitions::ResourceType;
use crate::problem::{Code, Place, Problem, any_error};

/// What to do with parameters that are not known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Handling {
    /// Refuse the search.
    Strict,
    /// Leave them out and say so (`Prefer: handling=lenient`).
    Lenient,
}

/// A search that was understood.
#[derive(Clone, Debug)]
pub struct Query<'r> {
    /// The type searched.
    pub rtype: ResourceType,
    /// What must hold, all of it.
    pub conditions: Vec<Condition<'r>>,
    /// The order asked for, the weightiest key first.
    pub sort: Vec<SortKey<'r>>,
    /// What to bring along.
    pub includes: Vec<Include<'r>>,
    /// How much of each resource is wanted.
    pub shape: Shape,
    /// Whether the number of all hits is wanted.
    pub total: Option<Total>,
    /// How many entries a page shall have.
    pub count: Option<u32>,
    /// Where the page begins; a word of the store's own.
    pub cursor: Option<String>,
    /// The pairs that were understood, as written: for the `self` link. Cursor and count are not
    /// among them.
    pub understood: Vec<(String, String)>,
    /// What was left out.
    pub warnings: Vec<Problem>,
}

/// The parameter of a page's beginning.
pub const CURSOR: &str = "_cursor";

/// Reads a query string.
pub fn parse<'r>(
    registry: &'r Registry,
    rtype: ResourceType,
    text: &str,
    handling: Handling,
) -> Result<Query<'r>, Vec<Problem>> {
    let mut query = Query {
        rtype,
        conditions: Vec::new(),
        sort: Vec::new(),
        includes: Vec::new(),
        shape: Shape::Whole,
        total: None,
        count: None,
        cursor: None,
        understood: Vec::new(),
        warnings: Vec::new(),
    };
    let mut problems = Vec::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (Some(name), Some(value)) = (decode(name), decode(value)) else {
            problems.push(Problem::error(Code::SearchValue, Place::default(), pair));
            continue;
        };
        if let Err(problem) = query.read_pair(registry, &name, &value) {
            let unknown = matches!(problem.code, Code::ParameterUnknown | Code::FeatureUnsupported);
            if unknown && handling == Handling::Lenient {
                let Problem { code, place, detail, .. } = problem;
                query.warnings.push(Problem::warning(code, place, detail));
            } else {
                problems.push(problem);
            }
        }
    }
    if any_error(&problems) { Err(problems) } else { Ok(query) }
}

/// Parameters of FHIR that stand for features not offered.
const FEATURES: &[&str] = &[
    "_contained",
    "_containedType",
    "_filter",
    "_text",
    "_content",
    "_query",
    "_list",
    "_type",
    "_score",
];

impl<'r> Query<'r> {
    fn read_pair(
        &mut self,
        registry: &'r Registry,
        name: &str,
        value: &str,
    ) -> Result<(), Problem> {
        let refuse = |code, detail: String| Err(Problem::error(code, Place::path(name), detail));
        match name {
            "_count" => match value.parse() {
                Ok(count) => self.count = Some(count),
                Err(_) => return refuse(Code::SearchValue, format!("{name}={value}")),
            },
            CURSOR => self.cursor = Some(value.to_owned()),
            "_format" => {
                if !matches!(value, "json" | "application/json" | "application/fhir+json") {
                    return refuse(Code::FormatUnsupported, value.to_owned());
                }
            }
            "_pretty" => {}
            _ if FEATURES.contains(&name) => {
                return refuse(Code::FeatureUnsupported, name.to_owned());
            }
            _ => {
                if !self.read_shape(registry, name, value)? {
                    let condition = Condition::read(registry, self.rtype, name, value)?;
                    self.conditions.push(condition);
                }
                self.understood.push((name.to_owned(), value.to_owned()));
            }
        }
        Ok(())
    }
}
