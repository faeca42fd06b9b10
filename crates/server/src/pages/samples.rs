//! Fixed values that the pages' samples share, so that every rendering is the same.

use care::id::{BookingId, CallId, CaseId, ContactId, PersonId};
use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime, date};
use uuid::Uuid;

use super::{Demo, DemoPerson, Role, Shell, SignedIn};
use crate::texts::Language;

/// The samples' today: a Tuesday.
pub const TODAY: Date = date(2026, 11, 3);

/// A time some days from the samples' today.
pub fn moment(days: i64, hour: i8, minute: i8) -> DateTime {
    day(days).at(hour, minute, 0, 0)
}

/// A day some days from the samples' today.
pub fn day(days: i64) -> Date {
    TODAY.saturating_add(days.days())
}

/// The case with this number.
pub fn case_id(number: u128) -> CaseId {
    CaseId(Uuid::from_u128(number))
}

/// The call with this number.
pub fn call_id(number: u128) -> CallId {
    CallId(Uuid::from_u128(number))
}

/// The booking with this number.
pub fn booking_id(number: u128) -> BookingId {
    BookingId(Uuid::from_u128(number))
}

/// The contact with this number.
pub fn contact_id(number: u128) -> ContactId {
    ContactId(Uuid::from_u128(number))
}

/// The person with this number.
pub fn person_id(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(number))
}

/// A shell in which a page of a role is shown; of nobody when there is none.
pub fn shell(language: Language, role: Option<Role>) -> Shell {
    let people = vec![
        demo_person("aino.virtanen", "Aino Virtanen", Role::Resident, "34, Porvoo"),
        demo_person("erik.lindholm", "Erik Lindholm", Role::Resident, "17, Loviisa"),
        demo_person("maria.koskinen", "Maria Koskinen", Role::Professional, "Näsi"),
        demo_person("kaisa.berg", "Kaisa Berg", Role::Leader, ""),
        demo_person("kim.salo", "Kim Salo", Role::Administrator, ""),
    ];
    let who = people.iter().find(|person| Some(person.role) == role);
    Shell {
        language,
        path: String::new(),
        csrf: "sample-token".into(),
        organisation: match language {
            Language::Fi => "Itä-Uudenmaan hyvinvointialue".into(),
            Language::Sv => "Östra Nylands välfärdsområde".into(),
            Language::En => "Wellbeing Services County of East Uusimaa".into(),
        },
        acting_for: None,
        signed_in: who.map(|person| SignedIn { name: person.name.clone(), role: person.role }),
        demo: Some(Demo {
            next: None,
            now: moment(0, 9, 12),
            current: who.map(|person| person.account.clone()).unwrap_or_default(),
            people,
        }),
    }
}

fn demo_person(account: &str, name: &str, role: Role, detail: &str) -> DemoPerson {
    DemoPerson { account: account.into(), name: name.into(), role, detail: detail.into() }
}
