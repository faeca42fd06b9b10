//! What a search answers with: the order, what comes along, and how much of each resource.

use super::super::{Kind, Param, Registry};
use super::Query;
use crate::definitions::{ResourceType, definitions};
use crate::problem::{Code, Place, Problem};

/// How many keys an order may have.
const KEYS_MAX: usize = 3;

/// How much of each resource is answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Shape {
    /// All of it.
    Whole,
    /// Nothing but the number of hits.
    Count,
    /// The elements that R4 marks for summaries.
    Summary,
    /// The narrative.
    Text,
    /// All but the narrative.
    Data,
    /// These elements.
    Elements(Vec<String>),
}

/// Whether the number of all hits is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Total {
    /// It is not.
    None,
    /// About; here as exact as the other.
    Estimate,
    /// Exactly.
    Accurate,
}

/// One key of an order.
#[derive(Clone, Copy, Debug)]
pub struct SortKey<'r> {
    /// The parameter.
    pub param: &'r Param,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// What is brought along with the hits.
#[derive(Clone, Debug)]
pub struct Include<'r> {
    /// The type that refers.
    pub source: ResourceType,
    /// By which references.
    pub params: Vec<&'r Param>,
    /// Only what is of this type.
    pub target: Option<ResourceType>,
    /// Whether those come along that refer to the hits, and not those that they refer to.
    pub reverse: bool,
    /// Whether it goes on from what was brought along.
    pub iterate: bool,
}

impl<'r> Query<'r> {
    /// Reads a parameter that shapes the answer; false when it is none.
    pub(super) fn read_shape(
        &mut self,
        registry: &'r Registry,
        name: &str,
        value: &str,
    ) -> Result<bool, Problem> {
        let refuse = |code| Err(Problem::error(code, Place::path(name), format!("{name}={value}")));
        let (code, modifier) = name.split_once(':').unwrap_or((name, ""));
        match (code, modifier) {
            ("_sort", "") => self.sort = sort(registry, self.rtype, value)?,
            ("_include" | "_revinclude", "" | "iterate") => {
                let reverse = code == "_revinclude";
                let mut include = include(registry, self.rtype, reverse, name, value)?;
                include.iterate = modifier == "iterate";
                self.includes.push(include);
            }
            ("_summary", "") => {
                self.shape = match value {
                    "true" => Shape::Summary,
                    "text" => Shape::Text,
                    "data" => Shape::Data,
                    "count" => Shape::Count,
                    "false" => Shape::Whole,
                    _ => return refuse(Code::SearchValue),
                }
            }
            ("_elements", "") => {
                let names: Vec<String> =
                    value.split(',').map(|name| name.trim().to_owned()).collect();
                let definition = definitions().find(self.rtype.as_str());
                let known = |name: &String| definition.is_some_and(|of| of.element(name).is_some());
                if !names.iter().all(known) {
                    return refuse(Code::SearchValue);
                }
                self.shape = Shape::Elements(names);
            }
            ("_total", "") => {
                self.total = Some(match value {
                    "none" => Total::None,
                    "estimate" => Total::Estimate,
                    "accurate" => Total::Accurate,
                    _ => return refuse(Code::SearchValue),
                });
            }
            ("_sort" | "_include" | "_revinclude" | "_summary" | "_elements" | "_total", _) => {
                return refuse(Code::FeatureUnsupported);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
}

fn sort<'r>(
    registry: &'r Registry,
    rtype: ResourceType,
    value: &str,
) -> Result<Vec<SortKey<'r>>, Problem> {
    let refuse = |code, detail: &str| Problem::error(code, Place::path("_sort"), detail);
    let mut keys = Vec::new();
    for word in value.split(',') {
        let (code, descending) = match word.strip_prefix('-') {
            Some(code) => (code, true),
            None => (word, false),
        };
        let param = registry
            .param(rtype, code)
            .ok_or_else(|| refuse(Code::ParameterUnknown, &format!("{code} ({rtype})")))?;
        if !param.orders() {
            return Err(refuse(Code::FeatureUnsupported, &format!("_sort={word}")));
        }
        keys.push(SortKey { param, descending });
    }
    if keys.len() > KEYS_MAX {
        return Err(refuse(Code::FeatureUnsupported, &format!("_sort={value}")));
    }
    Ok(keys)
}

impl Param {
    /// Whether resources can be put in its order without reading each of them.
    pub fn orders(&self) -> bool {
        match self.kind {
            Kind::String | Kind::Date | Kind::Number | Kind::Quantity => true,
            Kind::Token => self.code == "_id",
            Kind::Reference | Kind::Uri | Kind::Composite | Kind::Special => false,
        }
    }
}

fn include<'r>(
    registry: &'r Registry,
    own: ResourceType,
    reverse: bool,
    name: &str,
    value: &str,
) -> Result<Include<'r>, Problem> {
    let refuse = |code, detail: String| Problem::error(code, Place::path(name), detail);
    let mut words = value.split(':');
    let (source, code) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let target = words.next();
    let source = ResourceType::parse(source)
        .ok_or_else(|| refuse(Code::FeatureUnsupported, format!("{name}={value}")))?;
    let target = match target.map(|name| (name, ResourceType::parse(name))) {
        None => None,
        Some((_, Some(rtype))) if words.next().is_none() => Some(rtype),
        Some((name, _)) => return Err(refuse(Code::SearchValue, name.to_owned())),
    };
    let target = if reverse { target.or(Some(own)) } else { target };
    let all = registry.params(source).iter();
    let mut params: Vec<&Param> = all
        .filter(|param| param.kind == Kind::Reference && (code == "*" || param.code == code))
        .collect();
    if params.is_empty() {
        return Err(refuse(Code::ParameterUnknown, format!("{code} ({source})")));
    }
    params.retain(|param| target.is_none_or(|target| param.may_lead_to(target)));
    Ok(Include { source, params, target, reverse, iterate: false })
}
