//! A person as a row.

use super::{ActingRow, PersonRow};
use crate::person::{Person, fold_name};

/// The row of a person. A protected home stays off every list.
pub fn person_row(person: &Person) -> PersonRow {
    let details = &person.details;
    PersonRow {
        person: person.id,
        family: details.family.clone(),
        given: details.given.clone(),
        folded: format!("{} {}", fold_name(&details.family), fold_name(&details.given)),
        identity: details.identity.as_ref().map(|number| number.trim().to_uppercase()),
        birth_on: details.birth_on,
        language: details.language,
        municipality: details.municipality.clone().filter(|_| !details.protected),
        protected: details.protected,
        changed_at: person.changed_at,
    }
}

/// The rows of the rights to act for a person, in the order in which they were recorded.
pub fn acting_rows(person: &Person) -> Vec<ActingRow> {
    let row = |actor| ActingRow { person: person.id, actor };
    person.rights.iter().map(|right| row(right.actor)).collect()
}
