//! Reads the query string of a search, strictly: what is not understood is refused by name, for a
//! filter that is ignored gives out other people's data.

use std::fmt::Write as _;

use super::wanted::{Wanted, split};
use super::{Kind, Param, Registry};
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

/// What changes the meaning of a parameter.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Modifier {
    /// The whole text as written.
    Exact,
    /// Anywhere in the text.
    Contains,
    /// The identifier of a reference.
    Identifier,
    /// A reference to this type.
    Type(ResourceType),
}

/// One condition. All clauses of a query must hold; of the values one must.
#[derive(Clone, Debug)]
pub struct Clause<'r> {
    /// The parameter.
    pub param: &'r Param,
    /// What changes its meaning.
    pub modifier: Option<Modifier>,
    /// The values asked for, joined by *or*.
    pub values: Vec<Wanted>,
}

/// A search that was understood.
#[derive(Clone, Debug)]
pub struct Query<'r> {
    /// The type searched.
    pub rtype: ResourceType,
    /// The conditions.
    pub clauses: Vec<Clause<'r>>,
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
        clauses: Vec::new(),
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
        if let Err(problem) = read_pair(registry, &mut query, &name, &value) {
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

fn read_pair<'r>(
    registry: &'r Registry,
    query: &mut Query<'r>,
    name: &str,
    value: &str,
) -> Result<(), Problem> {
    let refuse = |code, detail: String| Err(Problem::error(code, Place::path(name), detail));
    match name {
        "_count" => match value.parse() {
            Ok(count) => query.count = Some(count),
            Err(_) => return refuse(Code::SearchValue, format!("{name}={value}")),
        },
        CURSOR => query.cursor = Some(value.to_owned()),
        "_format" => {
            if !matches!(value, "json" | "application/json" | "application/fhir+json") {
                return refuse(Code::FormatUnsupported, value.to_owned());
            }
        }
        "_pretty" => {}
        _ => {
            let clause = read_clause(registry, query.rtype, name, value)?;
            query.clauses.push(clause);
            query.understood.push((name.to_owned(), value.to_owned()));
        }
    }
    Ok(())
}

/// Parameters of FHIR that stand for features not offered.
const FEATURES: &[&str] = &[
    "_sort",
    "_include",
    "_revinclude",
    "_summary",
    "_elements",
    "_total",
    "_contained",
    "_containedType",
    "_has",
    "_filter",
    "_text",
    "_content",
    "_query",
    "_list",
    "_type",
    "_score",
];

fn read_clause<'r>(
    registry: &'r Registry,
    rtype: ResourceType,
    name: &str,
    value: &str,
) -> Result<Clause<'r>, Problem> {
    let refuse = |code, detail: String| Err(Problem::error(code, Place::path(name), detail));
    let (code, modifier) = match name.split_once(':') {
        Some((code, modifier)) => (code, Some(modifier)),
        None => (name, None),
    };
    if FEATURES.contains(&code) || code.contains('.') {
        return refuse(Code::FeatureUnsupported, name.to_owned());
    }
    let Some(param) = registry.param(rtype, code) else {
        let known: Vec<&str> = registry.advertised(rtype).map(|param| param.code).collect();
        return refuse(Code::ParameterUnknown, format!("{code} ({rtype}: {})", known.join(", ")));
    };
    let modifier = match modifier {
        None => None,
        Some(text) => match read_modifier(param, text) {
            Some(modifier) => Some(modifier),
            None => return refuse(Code::FeatureUnsupported, name.to_owned()),
        },
    };
    let values = split(value, ',');
    let read: Option<Vec<Wanted>> =
        values.iter().map(|raw| Wanted::read(param.kind, modifier, raw)).collect();
    match read {
        Some(values) => Ok(Clause { param, modifier, values }),
        None => refuse(Code::SearchValue, format!("{name} ({})", param.kind.code())),
    }
}

fn read_modifier(param: &Param, text: &str) -> Option<Modifier> {
    match (param.kind, text) {
        (Kind::String, "exact") => Some(Modifier::Exact),
        (Kind::String, "contains") => Some(Modifier::Contains),
        (Kind::Reference, "identifier") => Some(Modifier::Identifier),
        (Kind::Reference, name) => ResourceType::parse(name)
            .filter(|rtype| param.targets.is_empty() || param.targets.contains(rtype))
            .map(Modifier::Type),
        _ => None,
    }
}

/// Decodes a part of a query string; none when an escape or the encoding is broken.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                let code = digit()? * 16 + digit()?;
                bytes.push(u8::try_from(code).ok()?);
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8(bytes).ok()
}

/// Encodes a part of a query string, for links.
pub fn encode(text: &str) -> String {
    const PLAIN: &[u8] = b"-._~:/|,$";
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || PLAIN.contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
