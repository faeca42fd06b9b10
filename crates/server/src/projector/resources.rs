//! Resources as rows: the version in force and the values by which search finds it. One extractor
//! serves what others sent and what Polku renders of its own, so both are found alike.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use care::case::Case;
use care::person::Person;
use fhir::ResourceType;
use fhir::render::{self, NoNames, Rendered};
use fhir::search::{self, Target, registry};
use ledger::{Fact, IndexValue, Indexed, ResourceRow, Rows};
use serde_json::Value;

use crate::content::Content;
use crate::door::resources::{RECEIVED, address_of, own};

/// The rows of a received resource: those of its last version.
pub(super) fn of_received(stream: &str, facts: &[Fact], rows: &mut Rows) {
    let (Some((rtype, id)), Some(last)) = (address_of(stream), facts.last()) else { return };
    let text = last.body.bytes().filter(|_| last.kind == RECEIVED);
    // Erased text leaves the same mark as a deletion: it was there and is gone.
    let value = text.and_then(|text| serde_json::from_slice::<Value>(text).ok());
    rows.resources.push(ResourceRow {
        rtype: code(rtype.as_str()),
        id: id.to_owned(),
        version: last.sequence,
        last_updated: last.recorded_at,
        deleted: value.is_none(),
        index: value.map(|value| index(rtype, &value)).unwrap_or_default(),
    });
}

/// Every value by which a resource is found.
fn index(rtype: ResourceType, resource: &Value) -> Vec<Indexed> {
    let found = registry().extract(rtype, resource);
    found
        .into_iter()
        .map(|(param, value)| Indexed { parameter: code(param.code), value: stored(value) })
        .collect()
}

fn stored(value: search::IndexValue<'_>) -> IndexValue {
    let system = |system: Option<std::borrow::Cow<'_, str>>| -> Arc<str> {
        system.map_or_else(|| code(""), |system| system.as_ref().into())
    };
    match value {
        search::IndexValue::Token { system: from, code } => {
            IndexValue::Token { system: system(from), code: code.into_owned() }
        }
        search::IndexValue::String { exact, folded } => {
            IndexValue::Text { folded, exact: exact.into_owned() }
        }
        search::IndexValue::Date { low, high } => IndexValue::Date { low, high },
        search::IndexValue::Reference(Target::Local { rtype, id }) => {
            IndexValue::Reference { rtype: rtype.as_str().to_owned(), target: id.into_owned() }
        }
        search::IndexValue::Reference(Target::Elsewhere(url)) => {
            IndexValue::Reference { rtype: String::new(), target: url.into_owned() }
        }
        search::IndexValue::Quantity { system: from, code, low, high } => IndexValue::Number {
            low,
            high,
            system: system(from),
            code: code.map(std::borrow::Cow::into_owned).unwrap_or_default(),
        },
        search::IndexValue::Number { low, high } => {
            IndexValue::Number { low, high, system: code(""), code: String::new() }
        }
        search::IndexValue::Uri(uri) => IndexValue::Uri(uri.into_owned()),
    }
}

/// The names of types and parameters are few and come again in every row: each is made once.
fn code(name: &'static str) -> Arc<str> {
    static CODES: LazyLock<HashMap<&'static str, Arc<str>>> = LazyLock::new(|| {
        let types = ResourceType::all();
        let params = types.iter().flat_map(|rtype| registry().params(*rtype));
        let names = params.map(|param| param.code).chain(types.iter().map(|rtype| rtype.as_str()));
        names.chain([""]).map(|name| (name, Arc::from(name))).collect()
    });
    CODES.get(name).map_or_else(|| name.into(), Arc::clone)
}

/// The rows of a person as the wire shows them.
pub(super) fn of_person(person: &Person, facts: &[Fact], rows: &mut Rows) {
    rows.resources.extend(render::person(person).map(|one| own_row(&one, facts)));
}

/// The rows of a matter as the wire shows it. Names are only for people to read and not in here.
pub(super) fn of_case(case: &Case, facts: &[Fact], content: &Content, rows: &mut Rows) {
    let all = own::of_case(case, content, &NoNames);
    rows.resources.extend(all.iter().map(|one| own_row(one, facts)));
}

fn own_row(one: &Rendered, facts: &[Fact]) -> ResourceRow {
    let (version, last_updated) = own::version(facts, one.updated_at);
    ResourceRow {
        rtype: code(one.resource.rtype.as_str()),
        id: one.resource.id.clone(),
        version,
        last_updated,
        deleted: false,
        index: index(one.resource.rtype, &one.resource.value),
    }
}
