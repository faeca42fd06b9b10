//! Resources as rows: the version in force and the values by which search finds it. One extractor
//! serves what others sent and what Polku renders of its own, so both are found alike.

use std::borrow::Cow;

use care::calendar::Day;
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
        rtype: rtype.as_str(),
        id: id.to_owned(),
        version: last.sequence,
        last_updated: last.recorded_at,
        deleted: value.is_none(),
        index: value.map(|value| index(rtype, &value)).unwrap_or_default(),
    });
}

/// Every value by which a resource is found.
fn index(rtype: ResourceType, resource: &Value) -> Vec<Indexed> {
    let found = registry().index(rtype, resource);
    found
        .into_iter()
        .map(|(param, value)| Indexed { parameter: param.code, value: stored(value) })
        .collect()
}

fn stored(value: search::IndexValue<'_>) -> IndexValue {
    let text = |text: Option<Cow<'_, str>>| text.map(Cow::into_owned).unwrap_or_default();
    match value {
        search::IndexValue::Token { system: from, code } => {
            IndexValue::Token { system: text(from), code: code.into_owned() }
        }
        search::IndexValue::String { exact, folded } => {
            IndexValue::Text { folded, exact: exact.into_owned() }
        }
        search::IndexValue::Date { low, high } => IndexValue::Date { low, high },
        search::IndexValue::Reference(Target::Local { rtype, id }) => {
            IndexValue::Reference { rtype: rtype.as_str(), target: id.into_owned() }
        }
        search::IndexValue::Reference(Target::Elsewhere(url)) => {
            IndexValue::Reference { rtype: "", target: url.into_owned() }
        }
        search::IndexValue::Quantity { system: from, code, low, high } => {
            IndexValue::Number { low, high, system: text(from), code: text(code) }
        }
        search::IndexValue::Number { low, high } => {
            IndexValue::Number { low, high, system: String::new(), code: String::new() }
        }
        search::IndexValue::Uri(uri) => IndexValue::Uri(uri.into_owned()),
    }
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

/// The rows of a day of a calendar as the wire shows it.
pub(super) fn of_day(day: &Day, facts: &[Fact], rows: &mut Rows) {
    rows.resources.extend(own::of_day(day, &NoNames).iter().map(|one| own_row(one, facts)));
}

fn own_row(one: &Rendered, facts: &[Fact]) -> ResourceRow {
    let (version, last_updated) = own::version(facts, one.updated_at);
    ResourceRow {
        rtype: one.rtype.as_str(),
        id: one.id.clone(),
        version,
        last_updated,
        deleted: false,
        index: index(one.rtype, &one.value),
    }
}
