//! Runs the compiled routes over a resource.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::compile::{Filter, Leaf, Route};
use super::fold::fold;
use super::value::{IndexValue, Target};
use super::{Param, Registry};
use crate::definitions::ResourceType;
use crate::moment;
use crate::reference::{self, Reference};
use crate::systems::canonical;

impl Registry {
    /// The values of all offered parameters, each once.
    pub fn extract<'r, 'v>(
        &'r self,
        rtype: ResourceType,
        resource: &'v Value,
    ) -> Vec<(&'r Param, IndexValue<'v>)> {
        let mut found = Vec::with_capacity(24);
        for param in self.params(rtype) {
            param.extract(resource, &mut found);
        }
        found
    }

    /// The values that an index needs: all but the links that a wider parameter finds as well, and the
    /// words beside codes.
    pub fn index<'r, 'v>(
        &'r self,
        rtype: ResourceType,
        resource: &'v Value,
    ) -> Vec<(&'r Param, IndexValue<'v>)> {
        let mut found = Vec::with_capacity(24);
        for param in self.params(rtype) {
            let first = found.len();
            param.extract(resource, &mut found);
            if param.narrows.is_some() {
                let links = found.drain(first..).filter(|(_, value)| !value.is_link());
                let others: Vec<_> = links.collect();
                found.extend(others);
            }
            let first = found.len();
            param.words(resource, &mut |value| {
                if !found.iter().skip(first).any(|(_, known)| *known == value) {
                    found.push((param, value));
                }
            });
        }
        found
    }
}

impl Param {
    /// Adds the values of this one parameter, each once.
    pub fn extract<'r, 'v>(
        &'r self,
        resource: &'v Value,
        found: &mut Vec<(&'r Self, IndexValue<'v>)>,
    ) {
        if self.is_own_column() {
            return;
        }
        let first = found.len();
        for route in &self.routes {
            let mut add = |value: IndexValue<'v>| {
                let own = found.get(first..).unwrap_or_default();
                if !own.iter().any(|(_, known)| *known == value) {
                    found.push((self, value));
                }
            };
            route.walk(resource, 0, &mut |end| route.leaf.read(end, &mut add));
        }
    }
}

impl Param {
    /// Whether the words beside its codes are searched, too (`:text`): those of what a resource is about.
    pub fn has_words(&self) -> bool {
        let is_concept = |route: &Route| route.leaf == Leaf::CodeableConcept;
        self.code == "code" && self.routes.iter().any(is_concept)
    }

    /// Shows the words beside the codes: those of the concept, and those of each coding.
    pub(super) fn words<'v>(&self, resource: &'v Value, add: Add<'_, 'v>) {
        if !self.has_words() {
            return;
        }
        for route in self.routes.iter().filter(|route| route.leaf == Leaf::CodeableConcept) {
            route.walk(resource, 0, &mut |concept| {
                let codings = concept.get("coding").and_then(Value::as_array).into_iter().flatten();
                let said = codings.filter_map(|coding| coding.get("display"));
                for words in concept.get("text").into_iter().chain(said).filter_map(Value::as_str) {
                    add_text(words, add);
                }
            });
        }
    }
}

impl Route {
    /// Shows every value that the route ends at.
    pub(super) fn walk<'v>(&self, value: &'v Value, depth: usize, see: &mut dyn FnMut(&'v Value)) {
        if let Value::Array(items) = value {
            for item in items {
                self.walk(item, depth, see);
            }
            return;
        }
        let entered = depth.checked_sub(1).and_then(|last| self.steps.get(last));
        if let Some(filter) = entered.and_then(|step| step.filter.as_ref())
            && !filter.admits(value)
        {
            return;
        }
        match self.steps.get(depth) {
            None => see(value),
            Some(step) => {
                if let Some(next) = value.get(&step.member) {
                    self.walk(next, depth + 1, see);
                }
            }
        }
    }
}

impl Filter {
    fn admits(&self, value: &Value) -> bool {
        match self {
            Self::Equals(member, text) => value.get(member).and_then(Value::as_str) == Some(text),
            Self::Resolves(target) => leads_to(value, *target),
        }
    }
}

/// Whether a reference is to this type, as far as it says.
fn leads_to(reference: &Value, target: ResourceType) -> bool {
    let text = |name: &str| reference.get(name).and_then(Value::as_str);
    let said = match text("reference").map(reference::parse) {
        Some(Reference::Local { rtype, .. }) => Some(rtype),
        Some(Reference::Absolute { target, .. }) => target.map(|(rtype, _)| rtype),
        _ => None,
    };
    said.or_else(|| text("type").and_then(ResourceType::parse)) == Some(target)
}

type Add<'f, 'v> = &'f mut dyn FnMut(IndexValue<'v>);

impl Leaf {
    pub(super) fn read<'v>(&self, value: &'v Value, add: Add<'_, 'v>) {
        match (self, value) {
            (Self::Code(system), Value::String(code)) => add(IndexValue::Token {
                system: system.map(Cow::Borrowed),
                code: code.as_str().into(),
            }),
            (Self::Boolean, Value::Bool(yes)) => add(yes_or_no(*yes)),
            (Self::Text, Value::String(text)) => add_text(text, add),
            (Self::Moment, Value::String(text)) => add_span(moment_span(text), add),
            (Self::Canonical, Value::String(url)) => {
                add(IndexValue::Reference(Target::Elsewhere(url.as_str().into())));
            }
            (Self::Uri, Value::String(url)) => add(IndexValue::Uri(url.as_str().into())),
            (Self::Number, Value::Number(number)) => {
                if let Some(number) = number.as_f64() {
                    add(IndexValue::Number { low: number, high: number });
                }
            }
            (Self::Presence(members), resource) => {
                let there = members.iter().any(|member| {
                    resource.get(member).is_some_and(|value| *value != Value::Bool(false))
                });
                add(yes_or_no(there));
            }
            (_, Value::Object(object)) => self.read_object(object, add),
            _ => {}
        }
    }

    fn read_object<'v>(&self, object: &'v Map<String, Value>, add: Add<'_, 'v>) {
        let text = |name: &str| object.get(name).and_then(Value::as_str);
        match self {
            Self::Coding => add_token(text("system"), text("code"), add),
            Self::CodeableConcept => {
                for coding in object.get("coding").and_then(Value::as_array).into_iter().flatten() {
                    let text = |name: &str| coding.get(name).and_then(Value::as_str);
                    add_token(text("system"), text("code"), add);
                }
            }
            Self::Identifier | Self::ContactPoint => {
                add_token(text("system"), text("value"), add);
            }
            Self::HumanName => {
                add_texts(object, &["family", "given", "prefix", "suffix", "text"], add);
            }
            Self::Address => {
                let parts = ["line", "city", "district", "state", "postalCode", "country", "text"];
                add_texts(object, &parts, add);
            }
            Self::Period => add_period(object, add),
            Self::Timing => add_timing(object, add),
            Self::Reference => add_reference(object, add),
            Self::Quantity => {
                let number = object.get("value").and_then(Value::as_f64);
                add_quantity(object, number, number, add);
            }
            Self::Money => {
                let number = object.get("value").and_then(Value::as_f64);
                if let Some(number) = number {
                    let system = Some(Cow::Borrowed("urn:iso:std:iso:4217"));
                    let code = text("currency").map(Cow::Borrowed);
                    add(IndexValue::Quantity { system, code, low: number, high: number });
                }
            }
            Self::QuantityRange => {
                let end = |name: &str| object.get(name).and_then(Value::as_object);
                if let Some(unit) = end("low").or_else(|| end("high")) {
                    add_quantity(unit, number(object.get("low")), number(object.get("high")), add);
                }
            }
            Self::NumberRange => {
                let (low, high) = (number(object.get("low")), number(object.get("high")));
                if low.is_some() || high.is_some() {
                    add(IndexValue::Number {
                        low: low.unwrap_or(f64::NEG_INFINITY),
                        high: high.unwrap_or(f64::INFINITY),
                    });
                }
            }
            Self::Code(_)
            | Self::Boolean
            | Self::Text
            | Self::Moment
            | Self::Canonical
            | Self::Number
            | Self::Uri
            | Self::Presence(_)
            | Self::Part(_) => {}
        }
    }
}

fn yes_or_no(yes: bool) -> IndexValue<'static> {
    let code = if yes { "true" } else { "false" };
    IndexValue::Token { system: None, code: Cow::Borrowed(code) }
}

fn add_token<'v>(system: Option<&'v str>, code: Option<&'v str>, add: Add<'_, 'v>) {
    if let Some(code) = code.filter(|code| !code.is_empty()) {
        let system = system.map(|system| canonical(system).system);
        add(IndexValue::Token { system, code: Cow::Borrowed(code) });
    }
}

fn add_text<'v>(text: &'v str, add: Add<'_, 'v>) {
    let folded = fold(text);
    if !folded.is_empty() {
        add(IndexValue::String { exact: Cow::Borrowed(text), folded });
    }
}

fn add_texts<'v>(object: &'v Map<String, Value>, members: &[&str], add: Add<'_, 'v>) {
    for member in members {
        match object.get(*member) {
            Some(Value::String(text)) => add_text(text, add),
            Some(Value::Array(items)) => {
                for text in items.iter().filter_map(Value::as_str) {
                    add_text(text, add);
                }
            }
            _ => {}
        }
    }
}

fn moment_span(text: &str) -> Option<(i64, i64)> {
    moment::parse(text).map(|moment| (moment.span.low, moment.span.high))
}

fn add_span(span: Option<(i64, i64)>, add: Add<'_, '_>) {
    if let Some((low, high)) = span {
        add(IndexValue::Date { low, high });
    }
}

fn period_span(period: &Map<String, Value>) -> Option<(i64, i64)> {
    let end = |name: &str| period.get(name).and_then(Value::as_str).and_then(moment_span);
    match (end("start"), end("end")) {
        (None, None) => None,
        (start, end) => {
            Some((start.map_or(i64::MIN, |(low, _)| low), end.map_or(i64::MAX, |(_, high)| high)))
        }
    }
}

fn add_period(period: &Map<String, Value>, add: Add<'_, '_>) {
    add_span(period_span(period), add);
}

/// A timing is the whole time from its first to its last event.
fn add_timing(timing: &Map<String, Value>, add: Add<'_, '_>) {
    let events = timing.get("event").and_then(Value::as_array).into_iter().flatten();
    let events = events.filter_map(Value::as_str).filter_map(moment_span);
    let bounds = timing
        .get("repeat")
        .and_then(|repeat| repeat.get("boundsPeriod"))
        .and_then(Value::as_object)
        .and_then(period_span);
    let whole = events
        .chain(bounds)
        .reduce(|(low, high), (next_low, next_high)| (low.min(next_low), high.max(next_high)));
    add_span(whole, add);
}

fn add_reference<'v>(object: &'v Map<String, Value>, add: Add<'_, 'v>) {
    let text = |name: &str| object.get(name).and_then(Value::as_str);
    match text("reference").map(|link| (link, reference::parse(link))) {
        Some((_, Reference::Local { rtype, id, .. })) => {
            add(IndexValue::Reference(Target::Local { rtype, id: Cow::Borrowed(id) }));
        }
        Some((link, Reference::Absolute { .. } | Reference::Urn(_))) => {
            add(IndexValue::Reference(Target::Elsewhere(Cow::Borrowed(link))));
        }
        Some((
            _,
            Reference::Contained(_) | Reference::Conditional { .. } | Reference::Malformed,
        ))
        | None => {}
    }
    if let Some(identifier) = object.get("identifier") {
        let text = |name: &str| identifier.get(name).and_then(Value::as_str);
        add_token(text("system"), text("value"), add);
    }
}

fn number(object: Option<&Value>) -> Option<f64> {
    object?.get("value")?.as_f64()
}

fn add_quantity<'v>(
    unit: &'v Map<String, Value>,
    low: Option<f64>,
    high: Option<f64>,
    add: Add<'_, 'v>,
) {
    let text = |name: &str| unit.get(name).and_then(Value::as_str);
    if low.is_some() || high.is_some() {
        add(IndexValue::Quantity {
            system: text("system").map(|system| canonical(system).system),
            code: text("code").or_else(|| text("unit")).map(Cow::Borrowed),
            low: low.unwrap_or(f64::NEG_INFINITY),
            high: high.unwrap_or(f64::INFINITY),
        });
    }
}
