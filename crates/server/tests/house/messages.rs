//! Messages to residents, told to a real e-mail server and a real gateway on the loopback: what is said
//! and what never is, quiet hours, tries, and that nothing is lost and nothing acknowledged goes twice.

#[path = "messages/post_office.rs"]
pub(crate) mod post_office;

use std::sync::Arc;

use care::callback::CallOutcome;
use care::code::{Channel, Topic};
use care::day::Eves;
use care::decide::{ChooseReach, Command, Matter, ReceiveContact, RecordCall};
use care::id::{BookingId, CaseId, ContactId};
use care::language::Language;
use care::message::Reach;
use jiff::civil::date;
use server::messages::{Carriers, Mail, Messages};
use server::wall::Clock as _;

use self::post_office::{Mood, PostOffice};
use crate::browser::{Person, Web, sign_in};
use crate::county::{
    AINO, County, DORA, Matters, NASI, NELLI, PAULA, Resident, TODAY, administrator, at,
};

/// A county, its e-mail server, and who sends.
struct Town {
    county: County,
    matters: Matters,
    office: PostOffice,
    messages: Arc<Messages>,
}

fn carriers(office: &PostOffice) -> Carriers {
    let mail = Mail::new(&office.address.to_string(), "Polku <polku@example.fi>").unwrap();
    let address = "https://polku.example.fi".to_owned();
    Carriers { mail: Some(mail), gateway: None, address }
}

fn sender(county: &County, office: &PostOffice) -> Arc<Messages> {
    Messages::open(Arc::clone(&county.door), carriers(office))
}

impl Town {
    fn new() -> Self {
        let (county, matters) = County::with_matters();
        // What was booked so far was booked before anybody chose anything.
        county.clock.put(at(TODAY, 8, 5));
        let office = PostOffice::open();
        let messages = sender(&county, &office);
        Self { county, matters, office, messages }
    }

    fn choose(&self, resident: Resident, reach: Reach) {
        let command = Command::ChooseReach(ChooseReach { person: resident.id(), reach });
        self.county.act(&resident.caller(), command).unwrap();
    }

    fn book(&self, case: CaseId, number: usize) {
        let (day, start_at) = (self.matters.day, self.matters.times[number]);
        self.county.act(&AINO.caller(), self.county.booking(case, day, start_at)).unwrap();
    }

    fn carriers(&self) -> Carriers {
        carriers(&self.office)
    }

    /// The booking that stands.
    fn booked(&self, case: CaseId) -> BookingId {
        let view = self.county.door.case(&AINO.caller(), case).unwrap();
        view.case.booking().unwrap().id
    }

    fn later(&self, minutes: i64) {
        let now = self.county.clock.now();
        self.county.clock.put(now.checked_add(jiff::SignedDuration::from_mins(minutes)).unwrap());
    }

    /// Ticks, and how many letters there are then.
    fn tick(&self) -> usize {
        self.messages.tick(self.county.clock.now()).unwrap();
        self.office.letters().len()
    }
}

fn email() -> Reach {
    Reach::Email("aino@example.fi".to_owned())
}

#[test]
fn a_booked_time_is_told_once_to_whom_chose_so() {
    let town = Town::new();
    // The time that was booked before is beside the matter, and no news.
    town.choose(AINO, email());
    assert_eq!(town.tick(), 0);
    town.book(town.matters.assessed, 1);
    assert_eq!((town.tick(), town.tick()), (1, 1));
    let letter = &town.office.letters()[0];
    assert_eq!(letter.to, "aino@example.fi");
    assert!(letter.text.contains("Subject: Sinulle on varattu aika"), "{}", letter.text);
    assert!(letter.text.contains("ma 9.3."), "{}", letter.text);
    assert!(letter.text.contains("9.30"), "{}", letter.text);
    let (_, link) = letter.text.split_once("https://polku.example.fi").unwrap();
    let link = link.split_whitespace().next().unwrap();
    let answer = Web::of(&town.county).get(&Person::nobody(), link);
    assert!(answer.text.contains("Vahvista, että tulen"), "{}", answer.text);
    assert!(letter.id.ends_with("@example.fi>"), "{}", letter.id);
}

#[test]
fn a_message_says_neither_whom_nor_where_nor_why() {
    let town = Town::new();
    town.choose(PAULA, email());
    let case = town.county.contact(PAULA.id(), NASI, "A knee that hurts");
    town.county.assess(NELLI, case);
    let booking = town.county.booking(case, town.matters.day, town.matters.times[2]);
    town.county.act(&PAULA.caller(), booking).unwrap();
    assert_eq!(town.tick(), 1);
    let text = &town.office.letters()[0].text;
    for secret in ["Näsi", "Porvoo", "knee", "Family", "Given", "Sukunen", "Etunimi", "lääkäri"]
    {
        assert!(!text.to_lowercase().contains(&secret.to_lowercase()), "{secret}: {text}");
    }
}

#[test]
fn nothing_leaves_at_night_and_everything_in_the_morning() {
    let town = Town::new();
    town.choose(AINO, email());
    town.county.clock.put(at(TODAY, 21, 30));
    town.book(town.matters.assessed, 1);
    assert_eq!(town.tick(), 0);
    town.county.clock.put(at(date(2026, 3, 3), 6, 59));
    assert_eq!(town.tick(), 0);
    town.county.clock.put(at(date(2026, 3, 3), 7, 0));
    assert_eq!(town.tick(), 1);
}

#[test]
fn a_server_that_is_busy_is_tried_again_and_one_that_refuses_is_not() {
    let town = Town::new();
    town.choose(AINO, email());
    town.office.becomes(Mood::PutsOff);
    town.book(town.matters.assessed, 1);
    assert_eq!(town.tick(), 0);
    town.office.becomes(Mood::Takes);
    assert_eq!(town.tick(), 0, "not before a minute is over");
    town.later(1);
    assert_eq!(town.tick(), 1);

    town.office.becomes(Mood::Refuses);
    let kim = administrator();
    let day = town.county.open_times(DORA, date(2026, 3, 10), &[at(date(2026, 3, 10), 9, 0)]);
    let case = town.county.contact(AINO.id(), NASI, "A toe");
    town.county.assess(NELLI, case);
    let booking = town.county.booking(case, day, at(date(2026, 3, 10), 9, 0));
    town.county.act(&AINO.caller(), booking).unwrap();
    town.tick();
    let given_up = town.county.door.undelivered(&kim, 10).unwrap();
    assert_eq!(given_up.len(), 1);
    assert_eq!(given_up[0].case, case);
    assert_eq!(given_up[0].why, care::message::GivenUp::Refused);
}

#[test]
fn what_nobody_takes_is_given_up_where_a_person_sees_it() {
    let town = Town::new();
    town.choose(AINO, email());
    town.office.becomes(Mood::PutsOff);
    town.book(town.matters.assessed, 1);
    let waits = town.county.door.content().messages.retry_minutes.clone();
    for wait in waits {
        town.tick();
        town.later(i64::from(wait));
    }
    town.tick();
    let given_up = town.county.door.undelivered(&administrator(), 10).unwrap();
    assert_eq!(given_up[0].why, care::message::GivenUp::NotReached);
    town.office.becomes(Mood::Takes);
    town.later(600);
    assert_eq!(town.tick(), 0);
}

#[test]
fn an_answer_that_was_lost_makes_a_second_letter_of_the_same_id() {
    let town = Town::new();
    town.choose(AINO, email());
    town.office.becomes(Mood::TakesAndDies);
    town.book(town.matters.assessed, 1);
    town.tick();
    town.office.becomes(Mood::Takes);
    town.later(1);
    assert_eq!(town.tick(), 2);
    let letters = town.office.letters();
    assert_eq!(letters[0].id, letters[1].id);
    // What was acknowledged is on the disk: whoever comes next sends nothing.
    let next = sender(&town.county, &town.office);
    next.tick(town.county.clock.now()).unwrap();
    assert_eq!(town.office.letters().len(), 2);
}

#[test]
fn a_time_is_reminded_of_the_day_before() {
    let town = Town::new();
    town.choose(AINO, email());
    // Both of Aino's times are on Monday from nine on.
    town.book(town.matters.assessed, 1);
    assert_eq!(town.tick(), 1);
    town.county.clock.put(at(date(2026, 3, 8), 8, 59));
    assert_eq!(town.tick(), 1);
    town.county.clock.put(at(date(2026, 3, 8), 9, 0));
    assert_eq!(town.tick(), 2);
    town.county.clock.put(at(date(2026, 3, 8), 9, 30));
    assert_eq!((town.tick(), town.tick()), (3, 3));
    assert!(town.office.letters()[2].text.contains("Muistutus"));
}

#[test]
fn what_was_given_up_is_sent_again_or_let_go_by_an_administrator() {
    let town = Town::new();
    town.choose(AINO, email());
    town.office.becomes(Mood::Refuses);
    town.book(town.matters.assessed, 1);
    town.tick();
    let web = Web::with(&town.county, town.carriers());
    let kim = sign_in(&town.county, &administrator());
    let page = || web.get(&kim, "/en/keep/messages").text;
    assert!(page().contains("The receiver’s server does not take the message"), "{}", page());
    assert!(!page().contains("aino"), "{}", page());

    let case = town.matters.assessed.to_string();
    let booking = town.booked(town.matters.assessed);
    let message = format!("booked.{booking}");
    let named = [("case", case.as_str()), ("message", message.as_str())];
    let answer = web.post(&kim, "/en/keep/messages/resend", &named);
    assert_eq!(answer.status, 303, "{}", answer.text);
    assert!(page().contains("Nothing was left unsent"));
    town.tick();
    assert!(page().contains("does not take"), "it was refused once more");

    let no_reason = web.post(&kim, "/en/keep/messages/let-go", &named);
    assert_eq!(no_reason.status, 422);
    assert!(no_reason.text.contains("Choose a reason"));
    let gone = [named[0], named[1], ("why", "wrong-address")];
    assert_eq!(web.post(&kim, "/en/keep/messages/let-go", &gone).status, 303);
    assert!(page().contains("Nothing was left unsent"));
    town.office.becomes(Mood::Takes);
    assert_eq!(town.tick(), 0, "what was let go never leaves");

    let aino = sign_in(&town.county, &AINO.caller());
    let matter = web.get(&aino, &format!("/en/matters/{case}")).text;
    assert!(matter.contains("A message did not arrive (e-mail): a booked time"), "{matter}");
    let looks = web.get(&aino, "/en/looks").text;
    assert!(looks.contains("Noted what became of a message"), "{looks}");
}

#[test]
fn a_resident_chooses_how_they_are_told_and_sees_what_was_sent() {
    let town = Town::new();
    let web = Web::with(&town.county, town.carriers());
    let aino = sign_in(&town.county, &AINO.caller());
    let choose = |way: &str, email: &str| {
        web.post(&aino, "/en/reach", &[("way", way), ("email", email), ("phone", "")])
    };
    for (way, address, says) in [
        ("", "", "Choose how we tell you"),
        ("sms", "", "Choose how we tell you"),
        ("email", "", "Check that it is written right"),
        ("email", "aino@", "Check that it is written right"),
        ("email", "aino@example.fi\r\nBcc: x@example.fi", "Check that it is written right"),
    ] {
        let answer = choose(way, address);
        assert_eq!(answer.status, 422, "{way} {address}");
        assert!(answer.text.contains(says), "{way} {address}: {}", answer.text);
    }
    assert_eq!(choose("email", " aino@example.fi ").status, 303);
    assert!(web.get(&aino, "/en/reach").text.contains("value=\"aino@example.fi\""));
    town.later(1);
    town.book(town.matters.assessed, 1);
    assert_eq!(town.tick(), 1);
    let matter = web.get(&aino, &format!("/en/matters/{}", town.matters.assessed)).text;
    assert!(matter.contains("A message was sent (e-mail): a booked time"), "{matter}");

    assert_eq!(choose("site", "").status, 303);
    town.county.clock.put(at(date(2026, 3, 8), 12, 0));
    assert_eq!(town.tick(), 1, "no reminder to whom does not want one");
    let nobody = Web::of(&town.county);
    let text = nobody.get(&aino, "/en/reach").text;
    assert!(text.contains("This service sends no e-mail and no text messages"), "{text}");
}

#[test]
fn missed_calls_are_told_once_for_all_matters_of_the_call() {
    let town = Town::new();
    town.choose(AINO, email());
    town.later(1);
    let cases = [CaseId(town.county.id()), CaseId(town.county.id())];
    let (policy, now) = (town.county.door.content().callback, town.county.clock.now());
    let window = policy.windows(now, Eves::default())[0];
    let matter = |case| Matter { case, topic: Topic::Illness, words: "A cough".to_owned() };
    let contact = Command::ReceiveContact(ReceiveContact {
        made_by: None,
        signs: false,
        noticed_by: String::new(),
        contact: ContactId(town.county.id()),
        person: AINO.id(),
        channel: Channel::Web,
        unit: NELLI.unit(),
        language: Language::Fi,
        reach: String::new(),
        callback: Some((AINO.phone().to_owned(), window)),
        matters: cases.map(matter).into(),
    });
    town.county.act(&AINO.caller(), contact).unwrap();
    for call in 1..=2 {
        town.later(40);
        let outcome = CallOutcome::NoAnswer;
        let call_made = RecordCall { cases: cases.into(), by: NELLI.id(), outcome, policy };
        town.county.act(&NELLI.caller(), Command::RecordCall(call_made)).unwrap();
        assert_eq!(town.tick(), call - 1, "after {call} calls");
    }
    assert_eq!(town.tick(), 1);
    assert!(town.office.letters()[0].text.contains("emme tavoittaneet sinua"));
}
