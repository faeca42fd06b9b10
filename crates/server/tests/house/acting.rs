//! Acting for another: a mother for her child, whose home is protected; and everybody who may not.

use care::acting::{ActingKind, MinorsWish, RightToAct};
use care::decide::{Command, EndRightToAct, RecordMinorsWish, RecordRightToAct};
use care::id::PersonId;
use care::person::Details;
use jiff::civil::date;
use server::door::Denied;

use crate::browser::{Answer, Person, Web, sign_in};
use crate::county::{AINO, BERTTA, County, DORA, NASI, NELLI, at};

const ELLA: u128 = 0xe1;
/// What nobody may learn of Ella.
const SECRETS: [&str; 4] = ["Pukkila", "07560", "0500009999", "050 000 9999"];

struct Family {
    county: County,
    web: Web,
    mother: Person,
    nurse: Person,
}

fn ella() -> PersonId {
    PersonId(uuid::Uuid::from_u128(ELLA))
}

impl Family {
    fn new(born: jiff::civil::Date) -> Self {
        let county = County::new();
        let details = Details {
            identity: None,
            family: "Sukunenaino".to_owned(),
            given: "Ella".to_owned(),
            birth_on: Some(born),
            municipality: Some("616".to_owned()),
            postal_code: Some("07560".to_owned()),
            phone: Some("0500009999".to_owned()),
            protected: true,
            ..AINO.details()
        };
        county.register(ella(), details);
        let web = Web::of(&county);
        let mother = sign_in(&county, &AINO.caller());
        let nurse = sign_in(&county, &NELLI.caller());
        Self { county, web, mother, nurse }
    }

    fn gives(&self, knows_home: bool) {
        let right = RightToAct {
            actor: AINO.id(),
            kind: ActingKind::Guardian,
            until: None,
            knows_home,
            checked: "Seen in the register".to_owned(),
        };
        let policy = self.county.door.content().acting;
        let by = Some(NELLI.id());
        let record = RecordRightToAct { person: ella(), right, by, policy };
        self.county.act(&NELLI.caller(), Command::RecordRightToAct(record)).unwrap();
    }

    /// The browser of somebody who has begun to act for Ella.
    fn acts(&self, login: &str) -> Person {
        let ella = ella().to_string();
        let cookie = format!("polku=secret-of-{login}; polku-acting={ella}");
        let page = self.web.get(&Person::with(&cookie, ""), "/en/contact/matter");
        Person::with(&cookie, &page.hidden("csrf"))
    }

    /// Makes a contact as whoever sits there; the ids of its cases.
    fn contacts(&self, person: &Person, cookie: &str) -> Answer {
        let matter = [("topic", "illness"), ("words", "An earache")];
        let begun = self.web.post(person, "/en/contact/matter", &matter);
        let draft = begun.header("set-cookie").split(';').next().unwrap().to_owned();
        let person = Person::with(&format!("{cookie}; {draft}"), person.csrf());
        let reach = [("reach", "message"), ("service-language", "fi")];
        assert_eq!(self.web.post(&person, "/en/contact/reach", &reach).status, 303);
        self.web.post(&person, "/en/contact/check", &[])
    }
}

#[test]
fn a_mother_makes_a_contact_and_books_for_her_child() {
    let family = Family::new(date(2019, 5, 1));
    assert!(!family.web.get(&family.mother, "/en/matters").text.contains("Ella"));
    family.gives(true);
    let matters = family.web.get(&family.mother, "/en/matters").text;
    assert!(matters.contains("Act for another") && matters.contains("Ella Sukunenaino"));
    let ella_id = ella().to_string();
    let begun = family.web.post(&family.mother, "/en/acting", &[("person", &ella_id)]);
    assert_eq!(begun.leads_to(), "/en/matters");
    let set = begun.header("set-cookie").to_owned();
    assert!(set.starts_with(&format!("polku-acting={ella_id};")), "{set}");

    let acting = family.acts("aino");
    let page = family.web.get(&acting, "/en/matters").text;
    assert!(page.contains("You act for Ella Sukunenaino"));
    // Signing out ends it, whoever signs in next.
    let out = family.web.post(&acting, "/en/sign-out", &[]);
    let ends = out.headers.get_all("set-cookie").iter().map(|one| one.to_str().unwrap());
    assert!(
        ends.into_iter().any(|one| one.starts_with("polku-acting=;") && one.contains("Max-Age=0"))
    );
    sign_in(&family.county, &AINO.caller());
    // A form that was shown for herself is not taken for the child.
    let cookie = format!("polku=secret-of-aino; polku-acting={ella_id}");
    let stale = Person::with(&cookie, family.mother.csrf());
    let matter = [("topic", "illness"), ("words", "An earache")];
    assert_eq!(family.web.post(&stale, "/en/contact/matter", &matter).status, 403);

    let sent = family.contacts(&acting, &cookie);
    assert!(sent.leads_to().contains("/contact/done/"), "{}", sent.leads_to());
    let row = &family.county.ledger.cases_of(ella()).unwrap()[0];
    assert!(family.county.ledger.cases_of(AINO.id()).unwrap().is_empty());
    let case = row.case;
    assert_eq!(family.web.get(&acting, &format!("/en/matters/{case}")).status, 200);
    assert_eq!(family.web.get(&family.mother, &format!("/en/matters/{case}")).status, 404);

    // Whoever handles it sees who made it.
    let facts = family.county.ledger.load(&format!("case/{case}")).unwrap();
    let body = String::from_utf8(facts[0].body.bytes().unwrap().to_vec()).unwrap();
    assert!(body.contains(&format!("\"made_by\":\"{}\"", AINO.id())), "{body}");
    books(&family, &acting);
}

/// A matter of the child at a unit that has times, and a time booked for it.
fn books(family: &Family, acting: &Person) {
    let case = family.county.contact(ella(), NASI, "A rash");
    family.county.assess(NELLI, case);
    let day = date(2026, 3, 9);
    family.county.open_times(DORA, day, &[at(day, 9, 0), at(day, 9, 30)]);
    let times = format!("/en/matters/{case}/times");
    let page = family.web.get(acting, &times);
    assert_eq!(page.status, 200, "{}", page.text);
    let slot = page.hidden("slot");
    let slot = slot.as_str();
    let chosen = family.web.post(acting, &times, &[("slot", slot)]);
    let confirm = chosen.leads_to().to_owned();
    let form = [("slot", slot), ("mode", "on-site")];
    let booked = family.web.post(acting, confirm.split('?').next().unwrap(), &form);
    assert_eq!(booked.leads_to(), format!("/en/matters/{case}/done?what=booked"), "{confirm}");
    let bookings = family.county.ledger.bookings_of(ella()).unwrap();
    assert_eq!(bookings.len(), 1);

    // Each look and deed stands beside the child, with who it was and on what ground.
    let looks = family.county.ledger.looks_at(&ella().to_string(), None, 50).unwrap();
    let mothers = format!("resident/{}", AINO.id());
    let by_her: Vec<_> = looks.iter().filter(|look| look.entry.actor == mothers).collect();
    assert!(by_her.len() > 3 && by_her.iter().all(|look| look.entry.ground == "mandate"));
    // What is the child's alone stays hers.
    for path in ["/en/looks", "/en/calendar", "/en/reach"] {
        let answer = family.web.post(acting, path, &[]);
        assert!(matches!(answer.status, 403 | 404 | 405 | 422), "{path} {}", answer.status);
    }
    assert_eq!(family.web.get(acting, "/en/looks").status, 403);
    // The home shows nowhere on the way; the unit that handles a matter does, and she may know it.
    let pages = ["/en/matters".to_owned(), format!("/en/matters/{case}"), "/en/contact".to_owned()];
    for path in pages {
        let page = family.web.get(acting, &path).text;
        for secret in SECRETS.iter().skip(1) {
            assert!(!page.contains(secret), "{path} shows {secret}");
        }
    }
    let draft = family.web.post(acting, "/en/contact/matter", &[("topic", "oral"), ("words", "x")]);
    let draft = draft.header("set-cookie").split(';').next().unwrap().to_owned();
    let cookie = format!("polku=secret-of-aino; polku-acting={}; {draft}", ella());
    let reach = family.web.get(&Person::with(&cookie, acting.csrf()), "/en/contact/reach").text;
    assert!(
        !SECRETS.iter().any(|secret| reach.contains(secret)),
        "the number is the child's to tell"
    );
    let case_page = family.web.get(&family.nurse, &format!("/en/work/cases/{case}")).text;
    // The units to choose from say nothing of her.
    assert!(!SECRETS.iter().skip(1).any(|secret| case_page.contains(secret)));
}

#[test]
fn nobody_acts_without_a_right_and_none_outlives_its_reason() {
    let family = Family::new(date(2014, 3, 20));
    let caller = AINO.caller();
    let may =
        |family: &Family| family.county.door.acting(&caller.account, ella()).unwrap().is_some();
    assert!(!may(&family));
    family.gives(false);
    assert!(!may(&family), "a protected home is kept from whoever may not know it");
    family.gives(true);
    assert!(may(&family));
    // The father has no right, whatever his browser says.
    let bertta = sign_in(&family.county, &BERTTA.caller());
    let tried = family.web.post(&bertta, "/en/acting", &[("person", &ella().to_string())]);
    assert_eq!(tried.status, 404);
    let forged = format!("polku=secret-of-bertta; polku-acting={}", ella());
    let page = family.web.get(&Person::with(&forged, ""), "/en/matters").text;
    assert!(!page.contains("You act for") && !page.contains("Ella"));
    // From twelve on the child is asked.
    family.county.clock.put(at(date(2026, 3, 20), 8, 0));
    assert!(!may(&family));
    let policy = family.county.door.content().acting;
    let wish = |wish| {
        Command::RecordMinorsWish(RecordMinorsWish { person: ella(), wish, by: None, policy })
    };
    family.county.act(&NELLI.caller(), wish(MinorsWish::Allows)).unwrap();
    assert!(may(&family));
    family.county.act(&NELLI.caller(), wish(MinorsWish::Forbids)).unwrap();
    assert!(!may(&family));
    family.county.act(&NELLI.caller(), wish(MinorsWish::NotCapable)).unwrap();
    let end = EndRightToAct { person: ella(), actor: AINO.id(), by: None };
    family.county.act(&NELLI.caller(), Command::EndRightToAct(end.clone())).unwrap();
    assert!(!may(&family));
    let again = family.county.act(&NELLI.caller(), Command::EndRightToAct(end));
    assert!(matches!(again, Err(Denied::Refused(care::refusal::Refusal::RightUnknown))));
    let adult = Command::RecordMinorsWish(RecordMinorsWish {
        person: BERTTA.id(),
        wish: MinorsWish::Allows,
        by: None,
        policy,
    });
    let refused = family.county.act(&NELLI.caller(), adult);
    assert!(matches!(refused, Err(Denied::Refused(care::refusal::Refusal::NotMinor))));
}
