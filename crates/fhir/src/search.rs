//! Search: R4's own parameter definitions, compiled once into extractors, and the query string.
//!
//! Extraction runs for every write; nothing in it interprets an expression.

mod compile;
mod composite;
mod expression;
mod extract;
mod fold;
mod holds;
mod query;
mod value;
mod wanted;

use std::collections::HashMap;
use std::sync::LazyLock;

pub use self::compile::Gap;
use self::compile::Route;
pub use self::composite::Part;
pub use self::fold::fold;
pub use self::query::{
    CURSOR, Clause, Condition, Handling, Include, Modifier, Query, Shape, SortKey, Total, encode,
    parse,
};
pub use self::value::{IndexValue, Target};
pub use self::wanted::{Prefix, Wanted};
use crate::definitions::ResourceType;

const DEFINITIONS: &str = include_str!("../data/search-parameters.tsv");

/// The kinds of search parameters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// A code, an identifier, a yes or no.
    Token,
    /// Text that is compared by its beginning.
    String,
    /// A day, an instant or a span.
    Date,
    /// A link to another resource.
    Reference,
    /// A number with a unit.
    Quantity,
    /// A plain number.
    Number,
    /// An address, compared exactly.
    Uri,
    /// Several parameters that must hold of the same part.
    Composite,
    /// A parameter of its own kind; not compiled.
    Special,
}

impl Kind {
    /// The code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::String => "string",
            Self::Date => "date",
            Self::Reference => "reference",
            Self::Quantity => "quantity",
            Self::Number => "number",
            Self::Uri => "uri",
            Self::Composite => "composite",
            Self::Special => "special",
        }
    }

    fn of(code: &str) -> Self {
        let all = [Self::Token, Self::String, Self::Date, Self::Reference, Self::Quantity];
        let rest = [Self::Number, Self::Uri, Self::Composite];
        let found = all.into_iter().chain(rest).find(|kind| kind.code() == code);
        found.unwrap_or(Self::Special)
    }
}

/// One search parameter of one resource type.
#[derive(Debug)]
pub struct Param {
    /// The name in a query.
    pub code: &'static str,
    /// The kind.
    pub kind: Kind,
    /// The id of the definition at hl7.org.
    pub definition: &'static str,
    /// The types that a reference may lead to; empty when it is no reference.
    pub targets: Vec<ResourceType>,
    /// The parameter that finds the same links and more, and the type of those that belong to this
    /// one: an index that holds the wider one's links need not hold these again.
    pub narrows: Option<(&'static str, ResourceType)>,
    /// What a composite is made of; empty for all others.
    pub parts: Vec<Part>,
    routes: Vec<Route>,
}

impl Param {
    /// Whether the value is kept with the resource itself and not in the index.
    pub fn is_own_column(&self) -> bool {
        matches!(self.code, "_id" | "_lastUpdated")
    }

    /// The canonical URL of the definition.
    pub fn url(&self) -> String {
        format!("http://hl7.org/fhir/SearchParameter/{}", self.definition)
    }
}

/// All parameters of all types.
#[derive(Debug)]
pub struct Registry {
    by_type: HashMap<ResourceType, Vec<Param>>,
    gaps: Vec<Gap>,
}

/// The parameters, compiled at the first call.
pub fn registry() -> &'static Registry {
    static REGISTRY: LazyLock<Registry> = LazyLock::new(|| Registry::compile(DEFINITIONS));
    &REGISTRY
}

impl Registry {
    /// Every parameter of a type that compiles, by code: what is offered.
    pub fn params(&self, rtype: ResourceType) -> &[Param] {
        self.by_type.get(&rtype).map_or(&[], Vec::as_slice)
    }

    /// A parameter by its code.
    pub fn param(&self, rtype: ResourceType, code: &str) -> Option<&Param> {
        let params = self.params(rtype);
        let found = params.binary_search_by(|param| param.code.cmp(code)).ok()?;
        params.get(found)
    }

    /// The definitions that were not compiled, and why.
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    fn compile(table: &'static str) -> Self {
        let mut by_type: HashMap<ResourceType, Vec<Param>> = HashMap::new();
        let mut gaps = Vec::new();
        for line in table.lines() {
            let mut cells = line.split('\t');
            let mut cell = || cells.next().unwrap_or_default();
            let (definition, code, kind) = (cell(), cell(), Kind::of(cell()));
            let (bases, targets, expression, parts) = (cell(), cell(), cell(), cell());
            if code == "phonetic" {
                // Nothing here hears how a name sounds, and `name` finds it as it is written.
                gaps.push(Gap { definition, reason: "by sound".to_owned() });
                continue;
            }
            let parsed = match compile::readable(kind, expression) {
                Ok(parsed) => parsed,
                Err(reason) => {
                    gaps.push(Gap { definition, reason });
                    continue;
                }
            };
            for rtype in bases.split(' ').flat_map(concrete) {
                let (routes, reasons) = compile::routes(kind, &parsed, rtype);
                let (parts, unread) = if kind == Kind::Composite && !routes.is_empty() {
                    composite::parts(table, parts, rtype, &routes)
                } else {
                    (Vec::new(), None)
                };
                if let Some(reason) = unread {
                    gaps.push(Gap { definition, reason });
                    continue;
                }
                gaps.extend(reasons.into_iter().map(|reason| Gap { definition, reason }));
                if routes.is_empty() {
                    continue;
                }
                by_type.entry(rtype).or_default().push(Param {
                    code,
                    kind,
                    definition,
                    targets: targets.split(' ').filter_map(ResourceType::parse).collect(),
                    parts,
                    narrows: None,
                    routes,
                });
            }
        }
        for params in by_type.values_mut() {
            params.sort_by_key(|param| param.code);
            params.dedup_by_key(|param| param.code);
            note_narrower(params);
        }
        gaps.dedup();
        Self { by_type, gaps }
    }
}

/// Notes which parameters are an offered one with a condition on the type that a link leads to.
fn note_narrower(params: &mut [Param]) {
    let found: Vec<_> = params
        .iter()
        .map(|param| {
            let mut others = params.iter();
            others.find_map(|wider| {
                compile::narrowed_to(&param.routes, &wider.routes).map(|rtype| (wider.code, rtype))
            })
        })
        .collect();
    for (param, narrows) in params.iter_mut().zip(found) {
        param.narrows = narrows;
    }
}

/// The types that a base stands for.
fn concrete(base: &'static str) -> Vec<ResourceType> {
    match base {
        "Resource" | "DomainResource" => ResourceType::all().to_vec(),
        base => ResourceType::parse(base).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests;
