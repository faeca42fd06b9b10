//! Which messages a case has: told as facts and times, and what of them is still to be sent.

use jiff::SignedDuration;
use jiff::civil::date;
use uuid::Uuid;

use super::*;
use crate::callback::{CallOutcome, Window};
use crate::case::{CaseFact, Contact, Owner};
use crate::code::{Channel, Mode, Profession, Register, Topic};
use crate::day::instant;
use crate::id::{CaseId, ContactId, PersonId, ProfessionalId, UnitId};
use crate::language::Language;
use crate::stream::DayKey;
use crate::thread::{SecureMessage, Writer};
use crate::waiting::{OfferEnding, OfferedTime, Wish};

const DOCTOR: ProfessionalId = ProfessionalId(Uuid::from_u128(7));

fn policy() -> Policy {
    toml::from_str(include_str!("../../../../content/messages.toml")).unwrap()
}

/// An instant of the week: the day of March 2026, hour and minute.
fn at(day: i8, hour: i8, minute: i8) -> Timestamp {
    instant(date(2026, 3, day), Time::constant(hour, minute, 0, 0)).earliest()
}

fn id(number: u128) -> BookingId {
    BookingId(Uuid::from_u128(number))
}

fn team() -> Owner {
    Owner::Team(UnitId::from("nasi"))
}

fn contact() -> (Timestamp, CaseFact) {
    let fact = CaseFact::ContactReceived {
        person: PersonId(Uuid::from_u128(1)),
        register: Register::Patient,
        contact: Contact {
            made_by: None,
            signs: false,
            noticed_by: String::new(),
            named: None,
            id: ContactId(Uuid::from_u128(2)),
            at: at(2, 8, 0),
            channel: Channel::Web,
            unit: UnitId::from("nasi"),
            language: Language::Fi,
            municipality: None,
            birth_on: None,
            reach: String::new(),
        },
        topic: Topic::Movement,
        words: "Knee".to_owned(),
    };
    (at(2, 8, 0), fact)
}

fn booked(now: Timestamp, number: u128, start_at: Timestamp) -> (Timestamp, CaseFact) {
    let fact = CaseFact::VisitBooked {
        booking: id(number),
        day: DayKey { professional: DOCTOR, date: local(start_at).date() },
        unit: UnitId::from("nasi"),
        profession: Profession::Doctor,
        start_at,
        minutes: 30,
        mode: Mode::OnSite,
        late: None,
    };
    (now, fact)
}

fn cancelled(now: Timestamp, number: u128, why: Cancelling) -> (Timestamp, CaseFact) {
    (now, CaseFact::BookingCancelled { booking: id(number), why, owner: team() })
}

fn handled(now: Timestamp, about: About, handled: Handled) -> (Timestamp, CaseFact) {
    (now, CaseFact::MessageHandled { about, handled })
}

/// What is open after some facts, with when it is due.
fn after(facts: Vec<(Timestamp, CaseFact)>) -> Vec<(About, Timestamp)> {
    let facts = std::iter::once(contact()).chain(facts);
    let case = Case::fold(CaseId(Uuid::from_u128(3)), facts).unwrap();
    open(&case, &policy()).iter().map(|one| (one.about, one.from_at)).collect()
}

#[test]
fn a_time_is_told_when_it_is_booked_and_the_day_before() {
    let (now, start) = (at(2, 9, 0), at(9, 10, 0));
    let told = (About::Booked(id(1)), now);
    let reminded = (About::Reminder(id(1)), at(8, 10, 0));
    assert_eq!(after(vec![booked(now, 1, start)]), [told, reminded]);
    let sent = handled(now, About::Booked(id(1)), Handled::Sent(Way::Email));
    assert_eq!(after(vec![booked(now, 1, start), sent]), [reminded]);
    // Whoever books for tomorrow is not reminded of what they have just read.
    assert_eq!(after(vec![booked(at(8, 11, 0), 1, start)]), [(About::Booked(id(1)), at(8, 11, 0))]);
}

#[test]
fn moving_and_cancelling_are_told_only_as_far_as_they_are_news() {
    let (first, moved) = (at(2, 9, 0), at(3, 9, 0));
    let move_it = vec![
        booked(first, 1, at(9, 10, 0)),
        cancelled(moved, 1, Cancelling::Moved),
        booked(moved, 2, at(10, 10, 0)),
    ];
    let abouts = |facts| after(facts).into_iter().map(|(about, _)| about).collect::<Vec<_>>();
    assert_eq!(abouts(move_it), [About::Moved(id(2)), About::Reminder(id(2))]);
    let by = |why| abouts(vec![booked(first, 1, at(9, 10, 0)), cancelled(moved, 1, why)]);
    assert_eq!(by(Cancelling::ByUnit), [About::Cancelled(id(1))]);
    assert_eq!(by(Cancelling::ByClient), []);
    let anew = vec![
        booked(first, 1, at(9, 10, 0)),
        cancelled(moved, 1, Cancelling::ByUnit),
        booked(at(4, 9, 0), 2, at(10, 10, 0)),
    ];
    assert_eq!(abouts(anew), [About::Booked(id(2)), About::Reminder(id(2))]);
}

#[test]
fn missed_calls_are_told_until_the_call_is_over() {
    let window = Window { from_at: at(2, 10, 0), until_at: at(2, 12, 0) };
    let agreed = (at(2, 8, 0), CaseFact::CallbackAgreed { phone: "0401".to_owned(), window });
    let told = (at(2, 11, 0), CaseFact::MissedCallsTold);
    assert_eq!(
        after(vec![agreed.clone(), told.clone()]),
        [(About::MissedCalls(at(2, 11, 0)), at(2, 11, 0))]
    );
    let reached = CaseFact::CallMade { by: DOCTOR, outcome: CallOutcome::Reached };
    assert_eq!(after(vec![agreed, told, (at(2, 12, 0), reached)]), []);
}

#[test]
fn what_a_professional_wrote_is_told_until_the_client_writes() {
    let id = |number: u128| SecureMessageId(Uuid::from_u128(number));
    let wrote = |hour, number, by| {
        let message = SecureMessage { id: id(number), by, words: "So.".to_owned() };
        (at(2, hour, 0), CaseFact::SecureMessageWritten(message))
    };
    let asked = wrote(9, 1, Writer::Client);
    assert_eq!(after(vec![asked.clone()]), []);
    let nurse = Writer::Professional(DOCTOR);
    let answered = vec![asked, wrote(10, 2, nurse), wrote(11, 3, nurse)];
    assert_eq!(after(answered.clone()), [(About::Written(id(3)), at(2, 11, 0))]);
    assert_eq!(after([answered, vec![wrote(12, 4, Writer::Client)]].concat()), []);
    assert_eq!(About::Written(id(3)).to_string().parse(), Ok(About::Written(id(3))));
}

#[test]
fn an_offer_is_told_while_it_can_be_answered() {
    let (made_at, until_at, offer) = (at(3, 9, 0), at(3, 11, 0), OfferId(Uuid::from_u128(9)));
    let time = OfferedTime {
        day: DayKey { professional: DOCTOR, date: date(2026, 3, 9) },
        unit: "nasi".into(),
        start_at: at(9, 10, 0),
        minutes: 30,
        modes: vec![Mode::Phone],
    };
    let mut facts = vec![
        booked(at(2, 9, 0), 1, at(20, 10, 0)),
        (at(2, 9, 0), CaseFact::WaitingListJoined { wish: Wish::default() }),
        (made_at, CaseFact::TimeOffered { offer, time, until_at }),
    ];
    let told = (About::Offered(offer), made_at);
    assert!(after(facts.clone()).contains(&told));
    facts.push((until_at, CaseFact::OfferEnded { offer, ending: OfferEnding::Expired }));
    assert!(!after(facts).contains(&told));
}

#[test]
fn what_was_given_up_waits_for_a_person() {
    let (now, about) = (at(8, 11, 0), About::Booked(id(1)));
    let given_up = Handled::GivenUp(Way::Sms, GivenUp::Refused);
    let facts = |last| {
        vec![booked(now, 1, at(9, 10, 0)), handled(now, about, given_up), handled(now, about, last)]
    };
    assert_eq!(after(facts(given_up)).len(), 1);
    // What is sent again is due from then on, however long it waited for that.
    let mut again = facts(given_up);
    again.push(handled(at(8, 20, 0), about, Handled::Renewed));
    assert_eq!(after(again), [(about, at(8, 20, 0))]);
    assert_eq!(after(facts(Handled::LetGo(LetGo::Outdated))), []);
}

#[test]
fn the_night_is_quiet_in_winter_and_in_summer() {
    let policy = policy();
    for (day, hour, minute, quiet) in [
        (28, 20, 59, false),
        (28, 21, 0, true),
        // The night in which the clock is moved on.
        (29, 2, 59, true),
        (29, 4, 0, true),
        (29, 6, 59, true),
        (29, 7, 0, false),
    ] {
        assert_eq!(policy.is_quiet(at(day, hour, minute)), quiet, "{day}. {hour}.{minute}");
    }
    let late = Policy { quiet_from: Time::constant(1, 0, 0, 0), ..policy };
    assert!(!late.is_quiet(at(5, 0, 30)) && late.is_quiet(at(5, 1, 0)));
}

#[test]
fn each_try_waits_longer_and_the_last_one_is_the_last() {
    let (policy, now) = (policy(), at(2, 9, 0));
    let waits = (1..=6)
        .map(|tries| policy.next_try(now, tries).map(|next| now.duration_until(next).as_mins()));
    let expected = [Some(1), Some(5), Some(15), Some(60), Some(240), None];
    assert_eq!(waits.collect::<Vec<_>>(), expected);
    assert_eq!(policy.of_use(), SignedDuration::from_hours(72));
    assert_eq!(policy.faults(), Vec::<String>::new());
    let bad = Policy::default();
    assert_eq!(bad.faults().len(), 3);
}

#[test]
fn names_read_back() {
    for about in [
        About::Booked(id(1)),
        About::Moved(id(2)),
        About::Cancelled(id(3)),
        About::Reminder(id(4)),
        About::MissedCalls(at(2, 9, 0)),
        About::Offered(OfferId(Uuid::from_u128(5))),
    ] {
        assert_eq!(about.to_string().parse(), Ok(about));
    }
    for text in ["", "booked", "booked.x", "missed-calls.x", "other.1"] {
        assert_eq!(text.parse::<About>(), Err(NotAMessage), "{text}");
    }
}
