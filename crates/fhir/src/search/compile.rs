//! Turns an expression into routes through JSON: member names, filters and how to read the end.

use super::Kind;
use super::expression::{self, Path, Segment};
use crate::definitions::{ResourceType, definitions};

/// A definition, or one base of it, that could not be compiled.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Gap {
    /// The id of the definition.
    pub definition: &'static str,
    /// What stands in the way.
    pub reason: String,
}

/// One way from a resource to values.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Route {
    pub(super) steps: Vec<Step>,
    pub(super) leaf: Leaf,
}

/// One member to enter; arrays are walked through.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Step {
    pub(super) member: String,
    pub(super) filter: Option<Filter>,
}

/// Which of the values met go on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Filter {
    Equals(String, String),
    Resolves(ResourceType),
}

/// How the values at the end are read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Leaf {
    /// A code whose system the element implies.
    Code(Option<&'static str>),
    Boolean,
    Coding,
    CodeableConcept,
    Identifier,
    ContactPoint,
    Text,
    HumanName,
    Address,
    Moment,
    Period,
    Timing,
    Reference,
    Canonical,
    Quantity,
    Money,
    QuantityRange,
    Number,
    NumberRange,
    Uri,
    /// Yes when one of these members is there and not false.
    Presence(Vec<String>),
    /// A part of this type, of which several parameters must hold at once.
    Part(&'static str),
}

/// The alternatives of a definition, when its kind and its expression can be compiled at all.
pub(super) fn readable(kind: Kind, expression: &str) -> Result<Vec<Path>, String> {
    match kind {
        Kind::Special => Err(kind.code().to_owned()),
        _ if expression.is_empty() => Err("no expression".to_owned()),
        Kind::Token
        | Kind::String
        | Kind::Date
        | Kind::Reference
        | Kind::Quantity
        | Kind::Number
        | Kind::Uri
        | Kind::Composite => expression::parse(expression),
    }
}

/// The routes of those alternatives that begin at this type, and what stands in the way of others.
pub(super) fn routes(kind: Kind, paths: &[Path], rtype: ResourceType) -> (Vec<Route>, Vec<String>) {
    let (mut routes, mut reasons) = (Vec::new(), Vec::new());
    for path in paths {
        if ["Resource", "DomainResource", rtype.as_str()].contains(&path.root.as_str()) {
            follow(kind, path, rtype.as_str(), &mut routes, &mut reasons);
        }
    }
    if routes.is_empty() && reasons.is_empty() {
        reasons.push(format!("nothing for {rtype}"));
    }
    (routes, reasons)
}

/// The type that links have to lead to, when these routes are the wider ones with that condition at
/// their ends.
pub(super) fn narrowed_to(routes: &[Route], wider: &[Route]) -> Option<ResourceType> {
    let condition = |route: &Route| match route.steps.last()?.filter.as_ref()? {
        Filter::Resolves(rtype) => Some(*rtype),
        Filter::Equals(..) => None,
    };
    let rtype = condition(routes.first()?)?;
    let narrow = |(route, wider): (&Route, &Route)| {
        let Some((last, before)) = route.steps.split_last() else { return false };
        let end = Step { member: last.member.clone(), filter: None };
        condition(route) == Some(rtype)
            && route.leaf == wider.leaf
            && wider.steps.split_last() == Some((&end, before))
    };
    (routes.len() == wider.len() && routes.iter().zip(wider).all(narrow)).then_some(rtype)
}

/// The routes that lead on from a part of a resource.
pub(super) fn onward(
    kind: Kind,
    expression: &str,
    fhir_type: &'static str,
) -> Result<Vec<Route>, String> {
    let (mut routes, mut reasons) = (Vec::new(), Vec::new());
    for mut path in expression::parse(expression)? {
        // What a whole path names its type with is the first member of one that leads on.
        path.segments.insert(0, Segment::Member(path.root.clone()));
        follow(kind, &path, fhir_type, &mut routes, &mut reasons);
    }
    match reasons.pop() {
        Some(reason) if routes.is_empty() => Err(reason),
        Some(_) | None => Ok(routes),
    }
}

/// A place on the way: the steps so far, and the type that they lead to.
#[derive(Clone, Debug)]
struct Reached {
    steps: Vec<Step>,
    fhir_type: &'static str,
    system: Option<&'static str>,
}

fn follow(
    kind: Kind,
    path: &Path,
    start: &'static str,
    routes: &mut Vec<Route>,
    reasons: &mut Vec<String>,
) {
    let mut reached = vec![Reached { steps: Vec::new(), fhir_type: start, system: None }];
    for segment in &path.segments {
        match take(&mut reached, segment) {
            Ok(None) => {}
            Ok(Some(route)) => return routes.push(route),
            Err(reason) => return reasons.push(reason),
        }
    }
    if reached.is_empty() {
        reasons.push(format!("{start}: no such element or type"));
    }
    for place in reached {
        match leaf(kind, &place) {
            Ok(leaf) => routes.push(Route { steps: place.steps, leaf }),
            Err(reason) => reasons.push(reason),
        }
    }
}

/// Takes one step from every place; a route when that was the end.
fn take(reached: &mut Vec<Reached>, segment: &Segment) -> Result<Option<Route>, String> {
    match segment {
        Segment::Member(name) => {
            let entered: Result<Vec<_>, String> =
                reached.iter().map(|place| enter(place, name)).collect();
            *reached = entered?.into_iter().flatten().collect();
        }
        Segment::As(fhir_type) => {
            // One definition of R4 writes `DateTime`.
            reached.retain(|place| place.fhir_type.eq_ignore_ascii_case(fhir_type));
        }
        Segment::WhereEquals(member, text) => {
            set_filter(reached, &Filter::Equals(member.clone(), text.clone()));
        }
        Segment::WhereResolves(name) => {
            let target = ResourceType::parse(name).ok_or_else(|| format!("type {name}"))?;
            set_filter(reached, &Filter::Resolves(target));
        }
        Segment::IsPresent => return presence(std::mem::take(reached)).map(Some),
    }
    Ok(None)
}

fn enter(place: &Reached, name: &str) -> Result<Vec<Reached>, String> {
    let known = definitions();
    let element = known
        .find(place.fhir_type)
        .and_then(|owner| owner.element(name))
        .ok_or_else(|| format!("{}.{name}: no such element", place.fhir_type))?;
    let entered = element.types.iter().map(|fhir_type| {
        let mut steps = place.steps.clone();
        steps.push(Step { member: element.written(fhir_type), filter: None });
        Reached { steps, fhir_type, system: element.system }
    });
    Ok(entered.collect())
}

fn set_filter(reached: &mut [Reached], filter: &Filter) {
    for place in reached {
        if let Some(step) = place.steps.last_mut() {
            step.filter = Some(filter.clone());
        }
    }
}

/// The members that a choice may be written as, asked for together.
fn presence(reached: Vec<Reached>) -> Result<Route, String> {
    let mut members = Vec::new();
    for mut place in reached {
        match (place.steps.pop(), place.steps.is_empty()) {
            (Some(step), true) => members.push(step.member),
            _ => return Err("presence below the top".to_owned()),
        }
    }
    Ok(Route { steps: Vec::new(), leaf: Leaf::Presence(members) })
}

fn leaf(kind: Kind, place: &Reached) -> Result<Leaf, String> {
    let leaf = match (kind, place.fhir_type) {
        (Kind::Token, "code") => Leaf::Code(place.system),
        (Kind::Token, "boolean") => Leaf::Boolean,
        (Kind::Token, "Coding") => Leaf::Coding,
        (Kind::Token, "CodeableConcept") => Leaf::CodeableConcept,
        (Kind::Token, "Identifier") => Leaf::Identifier,
        (Kind::Token, "ContactPoint") => Leaf::ContactPoint,
        (Kind::Token, "string" | "id" | "uri" | "oid" | "canonical") => Leaf::Code(None),
        (Kind::String, "string" | "markdown" | "code" | "id") => Leaf::Text,
        (Kind::String, "HumanName") => Leaf::HumanName,
        (Kind::String, "Address") => Leaf::Address,
        (Kind::Date, "date" | "dateTime" | "instant") => Leaf::Moment,
        (Kind::Date, "Period") => Leaf::Period,
        (Kind::Date, "Timing") => Leaf::Timing,
        (Kind::Reference, "Reference") => Leaf::Reference,
        (Kind::Reference, "canonical" | "uri" | "url") => Leaf::Canonical,
        (Kind::Quantity, "Quantity" | "Age" | "Count" | "Distance" | "Duration") => Leaf::Quantity,
        (Kind::Quantity, "Money") => Leaf::Money,
        (Kind::Quantity, "Range") => Leaf::QuantityRange,
        (Kind::Number, "decimal" | "integer" | "positiveInt" | "unsignedInt") => Leaf::Number,
        (Kind::Number, "Range") => Leaf::NumberRange,
        (Kind::Uri, "uri" | "url" | "canonical" | "oid" | "uuid") => Leaf::Uri,
        (Kind::Composite, part) => Leaf::Part(part),
        (kind, fhir_type) => return Err(format!("{} of {fhir_type}", kind.code())),
    };
    Ok(leaf)
}
