//! A resident as a Patient of the Finnish Base Profiles.

use care::identity::GivenIdentity;
use care::person::Person;
use serde_json::{Value, json};

use super::{Rendered, meta, rendered};
use crate::object::object;
use crate::systems;

/// The Patient. Of a protected person nothing is told that leads to the home.
pub fn person(person: &Person) -> Option<Rendered> {
    let details = &person.details;
    let shown = !details.protected;
    let label = json!([{"system": systems::FINNISH_SECURITY, "code": "TURVAKIELTO"}]);
    let municipality = details.municipality.as_ref().filter(|_| shown).map(|code| {
        json!([{
            "url": format!("{}municipality-code", systems::FINNISH_BASE),
            "valueCoding": {"system": systems::MUNICIPALITY, "code": code},
        }])
    });
    let phone = details.phone.as_ref().filter(|_| shown);
    let phone = phone.map(|phone| json!([{"system": "phone", "value": phone}]));
    let postal_code = details.postal_code.as_ref().filter(|_| shown);
    let address = postal_code.map(|code| json!([{"postalCode": code, "country": "FI"}]));
    let language =
        json!({"coding": [{"system": "urn:ietf:bcp:47", "code": details.language.code()}]});
    let given: Vec<&str> = details.given.split_whitespace().collect();
    let name = object([
        ("use", json!("official")),
        ("family", json!(details.family)),
        ("given", json!(given)),
    ]);
    let members = object([
        ("meta", meta("Patient", if shown { Value::Null } else { label })),
        ("extension", municipality.unwrap_or_default()),
        ("identifier", identifier(details.identity.as_deref())),
        ("active", json!(true)),
        ("name", json!([name])),
        ("telecom", phone.unwrap_or_default()),
        ("birthDate", json!(details.birth_on.map(|birth| birth.to_string()))),
        ("address", address.unwrap_or_default()),
        ("communication", json!([{"language": language, "preferred": true}])),
    ]);
    rendered("Patient", person.id.to_string(), person.changed_at, members)
}

/// Only a number that passes its check is given out as the official one.
fn identifier(given: Option<&str>) -> Value {
    let Some(given) = given else { return Value::Null };
    let official = matches!(GivenIdentity::read(given), GivenIdentity::Valid(_));
    let kind = json!({"coding": [{"system": systems::IDENTIFIER_TYPE, "code": "NNFIN"}]});
    json!([object([
        ("use", json!(official.then_some("official"))),
        ("type", if official { kind } else { Value::Null }),
        ("system", json!(systems::IDENTITY_NUMBER)),
        ("value", json!(given)),
    ])])
}
