//! Contacts at the desk and on the phone: a professional records what a client tells; and whatever is
//! sent twice, by whomever, is received once.

use care::code::{Channel, Topic};
use care::id::CaseId;

use crate::browser::{Answer, Person, Web, sign_in};
use crate::county::{AINO, BERTTA, County, NASI, NELLI, NIKKILA};

struct Desk {
    county: County,
    web: Web,
    nurse: Person,
}

impl Desk {
    fn new() -> Self {
        let county = County::new();
        county.contact(AINO.id(), NASI, "Known at the station");
        let web = Web::of(&county);
        let nurse = sign_in(&county, &NELLI.caller());
        Self { county, web, nurse }
    }

    fn path() -> String {
        format!("/en/work/people/{}/contact", AINO.id())
    }

    fn record(&self, page: &Answer, more: &[(&str, &str)]) -> Answer {
        let (contact, case) = (page.hidden("contact"), page.hidden("case"));
        let mut form = vec![("contact", contact.as_str()), ("case", case.as_str())];
        form.extend([("channel", "phone"), ("topic", "illness"), ("words", "A cough")]);
        form.extend([("unit", NASI), ("service-language", "sv"), ("phone", "040 123 4567")]);
        form.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
        form.extend(more);
        self.web.post(&self.nurse, &Self::path(), &form)
    }
}

#[test]
fn one_call_brings_two_matters_and_nothing_is_recorded_twice() {
    let desk = Desk::new();
    let first = desk.web.get(&desk.nurse, &Desk::path());
    assert_eq!(first.status, 200);
    let saved = desk.record(&first, &[("then", "another")]);
    let next = saved.leads_to().to_owned();
    // An impatient second click makes nothing new.
    assert_eq!(desk.record(&first, &[("then", "another")]).leads_to(), next);

    // The further matter belongs to the same contact, and begins with what the first one told.
    let second = desk.web.get(&desk.nurse, &next);
    assert_eq!(second.hidden("contact"), first.hidden("contact"));
    assert_ne!(second.hidden("case"), first.hidden("case"));
    assert!(second.text.contains("value=\"040 123 4567\""));
    let elsewhere =
        [("topic", "oral"), ("words", "A tooth aches"), ("unit", NIKKILA), ("phone", "")];
    let saved = desk.record(&second, &elsewhere);
    let case = second.hidden("case");
    assert_eq!(saved.leads_to(), format!("/en/work/cases/{case}?done=received"));

    let made = [&first, &second].map(|page| {
        let case: CaseId = page.hidden("case").parse().unwrap();
        desk.county.ledger.case(case).unwrap().unwrap()
    });
    assert_eq!(made[0].contact, made[1].contact);
    assert_eq!(made.each_ref().map(|row| row.topic), [Topic::Illness, Topic::Oral]);
    assert!(made.iter().all(|row| row.channel == Channel::Phone && row.person == AINO.id()));
    assert_eq!(made.each_ref().map(|row| row.owner_unit.to_string()), [NASI, NIKKILA]);
    assert_eq!(desk.county.ledger.cases_of(AINO.id()).unwrap().len(), 3);
    // It waits in the queue as any other, with its own same-day clock.
    let queue = desk.web.get(&desk.nurse, "/en/work/queue").text;
    assert!(queue.contains("A cough") && !queue.contains("A tooth aches"));
    assert!(made[0].due_on.is_some());
}

#[test]
fn a_notice_of_a_concern_says_who_gave_it_and_never_to_the_client() {
    let desk = Desk::new();
    let page = desk.web.get(&desk.nurse, &Desk::path());
    let notice = ("channel", "notice");
    let told = desk.record(&page, &[notice]);
    assert_eq!(told.status, 422);
    assert!(told.text.contains("href=\"#noticed-by\""), "{}", told.text);
    desk.record(&page, &[notice, ("noticed-by", "Rescue department, Inspector Virta")]);
    let case = page.hidden("case");
    let shown = desk.web.get(&desk.nurse, &format!("/en/work/cases/{case}")).text;
    assert!(shown.contains("Inspector Virta") && shown.contains("as a notice of a concern"));
    let aino = sign_in(&desk.county, &AINO.caller());
    let matter = desk.web.get(&aino, &format!("/en/matters/{case}"));
    assert_eq!(matter.status, 200);
    assert!(!matter.text.contains("Virta"), "{}", matter.text);
    // Who called is no notifier, whatever stands in the field.
    let page = desk.web.get(&desk.nurse, &Desk::path());
    desk.record(&page, &[("noticed-by", "Nobody")]);
    let id: CaseId = page.hidden("case").parse().unwrap();
    let case = desk.county.door.case(&NELLI.caller(), id).unwrap().case;
    assert_eq!(case.contact.noticed_by, "");
}

#[test]
fn what_is_missing_or_wrong_is_told_and_nothing_is_lost() {
    let desk = Desk::new();
    let page = desk.web.get(&desk.nurse, &Desk::path());
    let wrong = [("channel", "pigeon"), ("topic", ""), ("phone", "call me")];
    let told = desk.record(&page, &wrong);
    assert_eq!(told.status, 422);
    for fault in ["#channel-1", "#topic-1", "#phone"] {
        assert!(told.text.contains(&format!("href=\"{fault}\"")), "{fault}");
    }
    assert!(told.text.contains("A cough") && told.text.contains("call me"));
    assert_eq!(told.hidden("case"), page.hidden("case"));
    assert_eq!(desk.county.ledger.cases_of(AINO.id()).unwrap().len(), 1);
    // Whoever has no tie to the person states a reason first.
    let other = format!("/en/work/people/{}/contact", BERTTA.id());
    let asked = desk.web.get(&desk.nurse, &other);
    assert_eq!(asked.leads_to(), format!("/en/work/people/{}/ground", BERTTA.id()));
}

#[test]
fn a_contact_that_is_sent_twice_is_received_once() {
    let desk = Desk::new();
    let resident = sign_in(&desk.county, &BERTTA.caller());
    let matter = [("topic", "illness"), ("words", "A cough")];
    let begun = desk.web.post(&resident, "/en/contact/matter", &matter);
    let draft = begun.header("set-cookie").split(';').next().unwrap().to_owned();
    let both = format!("polku=secret-of-{}; {draft}", BERTTA.caller().account.login);
    let resident = Person::with(&both, resident.csrf());
    let reach = [("reach", "message"), ("service-language", "fi")];
    assert_eq!(desk.web.post(&resident, "/en/contact/reach", &reach).status, 303);
    // Two at once, as when a button is pressed twice.
    let sent = std::thread::scope(|scope| {
        let send = || desk.web.post(&resident, "/en/contact/check", &[]);
        let both = [scope.spawn(send), scope.spawn(send)];
        both.map(|one| one.join().unwrap())
    });
    assert!(sent.iter().any(|answer| answer.leads_to().contains("/contact/done/")));
    assert_eq!(desk.county.ledger.cases_of(BERTTA.id()).unwrap().len(), 1);
}

#[test]
fn who_said_yes_to_a_sign_of_an_emergency_is_read_first() {
    let desk = Desk::new();
    let resident = sign_in(&desk.county, &BERTTA.caller());
    let matter = [("topic", "illness"), ("words", "A weight on my chest")];
    let begun = desk.web.post(&resident, "/en/contact/matter", &matter);
    let draft = begun.header("set-cookie").split(';').next().unwrap().to_owned();
    let both = format!("polku=secret-of-{}; {draft}", BERTTA.caller().account.login);
    let resident = Person::with(&both, resident.csrf());
    let signs = |answer: &str| desk.web.post(&resident, "/en/contact/urgent", &[("signs", answer)]);
    // Who takes it back is read in turn; the last word counts.
    assert_eq!(signs("none").leads_to(), "/en/contact/reach");
    assert_eq!(signs("some").leads_to(), "/en/contact/urgent/help");
    let reach = [("reach", "message"), ("service-language", "fi")];
    assert_eq!(desk.web.post(&resident, "/en/contact/reach", &reach).status, 303);
    assert_eq!(desk.web.post(&resident, "/en/contact/check", &[]).status, 303);
    let queue = desk.web.get(&desk.nurse, "/en/work/queue").text;
    let place = |words: &str| queue.find(words).unwrap_or_else(|| panic!("{words} waits"));
    assert!(place("A weight on my chest") < place("Known at the station"), "though it came later");
    assert_eq!(queue.matches("Emergency sign").count(), 1);
}
