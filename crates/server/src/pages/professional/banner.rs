//! Who the client is, on every page about one: enough to be sure, and not more.

use care::id::PersonId;
use jiff::civil::{Date, date};
use maud::{Markup, html};

use crate::components::phone::phone_link;
use crate::components::tag::{Tone, tag};
use crate::pages::samples::person_id;
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::Language;

/// The client.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Banner {
    /// Who.
    pub person: PersonId,
    /// Family name and given names.
    pub name: String,
    /// The identity number, masked: `010594-••••`.
    pub number: Option<String>,
    /// Day of birth.
    pub birth_on: Option<Date>,
    /// Full years today.
    pub age: Option<i16>,
    /// The service language.
    pub language: Language,
    /// Home municipality in the page's language; never for a protected person.
    pub municipality: Option<String>,
    /// Telephone; never for a protected person.
    pub phone: Option<String>,
    /// *Turvakielto, spärrmarkering*.
    pub protected: bool,
}

/// The banner on a page about a case; the name links to the person's page.
pub fn banner(shell: &Shell, person: &Banner) -> Markup {
    let t = shell.texts();
    html! {
        section .banner aria-label=(say!(t, "banner-label")) {
            p .banner__name {
                a href=(urls::person(shell.language, person.person)) { (person.name) }
                @if person.protected { " " (tag(Tone::Guard, &say!(t, "protected"))) }
            }
            (facts(shell, person))
        }
    }
}

/// The heading and the banner on the person's own page.
pub(super) fn heading(shell: &Shell, person: &Banner) -> Markup {
    let t = shell.texts();
    html! {
        div .card__head {
            h1 { (person.name) }
            @if person.protected { (tag(Tone::Guard, &say!(t, "protected"))) }
        }
        section .banner aria-label=(say!(t, "banner-label")) { (facts(shell, person)) }
    }
}

// Where a protected person lives and how they are reached is left out here, whoever filled it in.
fn facts(shell: &Shell, person: &Banner) -> Markup {
    let t = shell.texts();
    html! {
        ul .banner__facts {
            @if let Some(number) = &person.number { li .tabular { (number) } }
            @if let Some(age) = person.age { li { (say!(t, "age", count = i64::from(age))) } }
            @if let Some(day) = person.birth_on { li { (say!(t, "born", day = t.day(day))) } }
            li { (t.language_name(person.language)) }
            @if !person.protected {
                @if let Some(municipality) = &person.municipality { li { (municipality) } }
                @if let Some(phone) = &person.phone { li { (phone_link(phone)) } }
            }
        }
        @if person.protected { p .quiet { (say!(t, "protected-text")) } }
    }
}

/// Clients for samples: the second one is protected.
pub(crate) fn sample_banners() -> [Banner; 2] {
    let plain = Banner {
        person: person_id(1),
        name: "Virtanen, Aino Maria".into(),
        number: Some("010594-••••".into()),
        birth_on: Some(date(1994, 5, 1)),
        age: Some(32),
        language: Language::Fi,
        municipality: Some("Porvoo".into()),
        phone: Some("040 123 4567".into()),
        protected: false,
    };
    let protected =
        Banner { protected: true, number: None, language: Language::Sv, ..plain.clone() };
    [plain, protected]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::Role;
    use crate::pages::samples::shell;

    #[test]
    fn where_a_protected_person_lives_is_left_out_even_when_it_was_filled_in() {
        let shell = shell(Language::Sv, Some(Role::Professional));
        let [plain, protected] = sample_banners();
        for draw in [banner, heading] {
            let (seen, hidden) = (draw(&shell, &plain), draw(&shell, &protected));
            for secret in ["Porvoo", "040 123 4567", "tel:"] {
                assert!(seen.0.contains(secret), "{secret}");
                assert!(!hidden.0.contains(secret), "{secret}");
            }
            assert!(hidden.0.contains("Spärrmarkering"));
        }
    }
}
