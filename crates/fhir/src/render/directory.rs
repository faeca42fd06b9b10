//! Units and professionals: Organization and Location, Practitioner and `PractitionerRole`.

use care::code::Profession;
use care::id::{ProfessionalId, UnitId};
use care::language::{Language, Text};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Names, Rendered, link, meta, own_concept, rendered, unit_link};
use crate::object::object;
use crate::systems;

/// What is told of a unit.
#[derive(Clone, Debug)]
pub struct Unit<'a> {
    /// Which.
    pub id: &'a UnitId,
    /// Its name in every language.
    pub name: &'a Text,
    /// The municipality in which it stands.
    pub municipality: &'a str,
    /// Northern latitude and eastern longitude.
    pub position: Option<(f64, f64)>,
    /// Since when this is so.
    pub updated_at: Timestamp,
}

/// What is told of a professional.
#[derive(Clone, Debug)]
pub struct Professional<'a> {
    /// Who.
    pub id: ProfessionalId,
    /// Given name.
    pub given: &'a str,
    /// Family name.
    pub family: &'a str,
    /// The profession.
    pub profession: Profession,
    /// Where they work.
    pub unit: &'a UnitId,
    /// The languages in which they serve.
    pub languages: &'a [Language],
    /// Since when this is so.
    pub updated_at: Timestamp,
}

/// The unit as an Organization and as a Location, both under the unit's own id.
pub fn unit(unit: &Unit<'_>) -> Vec<Rendered> {
    let id = unit.id.to_string();
    let mut others: Vec<&str> =
        [Language::Sv, Language::En].map(|language| unit.name.get(language)).to_vec();
    others.dedup();
    others.retain(|name| *name != unit.name.get(Language::Fi));
    let name = unit.name.get(Language::Fi);
    let position = unit.position.map(|(north, east)| json!({"longitude": east, "latitude": north}));
    let organization = object([
        ("meta", meta("Organization", Value::Null)),
        ("identifier", json!([{"use": "usual", "system": "urn:polku:unit", "value": id}])),
        ("active", json!(true)),
        ("name", json!(name)),
        ("alias", json!(others)),
    ]);
    let location = object([
        ("meta", meta("Location", Value::Null)),
        (
            "extension",
            json!([{
                "url": format!("{}municipality-code", systems::FINNISH_BASE),
                "valueCoding": {"system": systems::MUNICIPALITY, "code": unit.municipality},
            }]),
        ),
        ("identifier", json!([{"use": "usual", "system": "urn:polku:unit", "value": id}])),
        ("status", json!("active")),
        ("name", json!(name)),
        ("alias", json!(others)),
        ("mode", json!("instance")),
        ("position", position.unwrap_or_default()),
        ("managingOrganization", link("Organization", unit.id, name)),
    ]);
    [("Organization", organization), ("Location", location)]
        .into_iter()
        .filter_map(|(rtype, members)| rendered(rtype, id.clone(), unit.updated_at, members))
        .collect()
}

/// The professional as a Practitioner, and their work as a `PractitionerRole` of the same id.
pub fn professional(
    professional: &Professional<'_>,
    names: &dyn Names,
    language: Language,
) -> Vec<Rendered> {
    let Professional { id, given, family, updated_at, .. } = professional;
    let spoken: Vec<Value> = professional
        .languages
        .iter()
        .map(|spoken| json!({"coding": [{"system": "urn:ietf:bcp:47", "code": spoken.code()}]}))
        .collect();
    let practitioner = object([
        ("meta", meta("Practitioner", Value::Null)),
        ("active", json!(true)),
        ("name", json!([{"use": "official", "family": family, "given": [given]}])),
        ("communication", Value::Array(spoken)),
    ]);
    let code = own_concept("profession", professional.profession.code(), names, language);
    let role = object([
        ("meta", meta("PractitionerRole", Value::Null)),
        ("active", json!(true)),
        ("practitioner", link("Practitioner", id, &format!("{given} {family}"))),
        ("organization", unit_link("Organization", professional.unit, names, language)),
        ("code", json!([code])),
        ("location", json!([unit_link("Location", professional.unit, names, language)])),
    ]);
    [("Practitioner", practitioner), ("PractitionerRole", role)]
        .into_iter()
        .filter_map(|(rtype, members)| rendered(rtype, id.to_string(), *updated_at, members))
        .collect()
}
