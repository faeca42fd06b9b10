//! A time that somebody gives up goes to whoever the law lets wait the least, through the doors and
//! the pages that people use.

use care::case::Case;
use care::code::{Cancelling, Mode};
use care::decide::{
    BookVisit, CancelBooking, Command, EndOffer, JoinWaitingList, LeaveWaitingList, Place,
};
use care::id::{BookingId, CaseId};
use care::refusal::Refusal;
use care::waiting::{OfferEnding, Wish};
use jiff::SignedDuration;
use jiff::civil::date;
use server::door::Denied;
use server::refill::Refill;

use crate::browser::{Person, Web, sign_in};
use crate::county::{AINO, BERTTA, County, DORA, Matters, NASI, NELLI, at, system};

/// Aino has a time in a week; two cases of Bertta's wait, the second assessed a day later.
struct Line {
    county: County,
    matters: Matters,
    first: CaseId,
    second: CaseId,
    refill: Refill,
}

impl Line {
    fn form() -> Self {
        let (county, matters) = County::with_matters();
        let first = county.contact(BERTTA.id(), NASI, "A shoulder that hurts");
        let second = county.contact(BERTTA.id(), NASI, "A wrist that hurts");
        county.assess(NELLI, first);
        county.clock.put(at(date(2026, 3, 3), 8, 0));
        county.assess(NELLI, second);
        let line = Self { county, matters, first, second, refill: Refill::default() };
        for case in [second, first] {
            let wish = Wish { modes: vec![Mode::OnSite], notice_hours: 24, ..Wish::default() };
            let command = Command::JoinWaitingList(JoinWaitingList { case, wish });
            line.county.act(&BERTTA.caller(), command).unwrap();
        }
        line.tick();
        line
    }

    fn tick(&self) {
        self.refill.tick(&self.county.door).unwrap();
    }

    fn pass(&self, minutes: i64) {
        let now = self.county.door.now().checked_add(SignedDuration::from_mins(minutes)).unwrap();
        self.county.clock.put(now);
        self.tick();
    }

    fn case(&self, case: CaseId) -> Case {
        self.county.door.case(&NELLI.caller(), case).unwrap().case
    }

    fn gives_up(&self) {
        let booking = self.case(self.matters.booked).booking().unwrap().clone();
        let command = Command::CancelBooking(CancelBooking {
            case: self.matters.booked,
            booking: booking.id,
            day: booking.day,
            why: Cancelling::ByClient,
        });
        self.county.act(&AINO.caller(), command).unwrap();
        self.tick();
    }
}

#[test]
fn what_is_given_up_goes_down_the_line_until_somebody_takes_it() {
    let line = Line::form();
    assert_eq!(
        line.case(line.first).offers,
        [],
        "free times that nobody gave up are for everybody"
    );
    line.gives_up();
    let offer = line.case(line.first).offer().unwrap().clone();
    assert_eq!(
        (offer.time.start_at, &*offer.time.modes),
        (line.matters.times[0], &[Mode::OnSite][..])
    );
    assert_eq!(line.case(line.second).offer(), None);
    // It is held: nobody sees it among the free times, and nobody books it.
    let place = Place { day: line.matters.day, start_at: offer.time.start_at, mode: Mode::OnSite };
    let booking = BookingId(line.county.id());
    let book = BookVisit { case: line.matters.assessed, booking, place, late: None };
    let answer = line.county.act(&AINO.caller(), Command::BookVisit(book));
    assert!(matches!(answer, Err(Denied::Refused(Refusal::SlotTaken { .. }))), "{answer:?}");
    // Two hours later nobody has answered: it goes on, and the place stays.
    line.pass(119);
    assert!(line.case(line.first).offer().is_some());
    line.pass(1);
    assert_eq!(line.case(line.first).offers[0].ended.unwrap().1, OfferEnding::Expired);
    assert!(line.case(line.first).waiting().is_some());
    let offer = line.case(line.second).offer().unwrap().clone();
    let command =
        EndOffer { case: line.second, offer: offer.id, day: offer.time.day, answered: true };
    line.county.act(&BERTTA.caller(), Command::EndOffer(command)).unwrap();
    line.tick();
    // Both had it; it is free for everybody now, and is not offered round and round.
    line.pass(10);
    assert_eq!((line.case(line.first).offers.len(), line.case(line.second).offers.len()), (1, 1));
    let slot = line.county.door.day(&DORA.caller(), date(2026, 3, 9)).unwrap().day;
    assert!(slot.slot(line.matters.times[0]).unwrap().is_free());
}

#[test]
fn whoever_leaves_keeps_no_time_from_the_next() {
    let line = Line::form();
    line.gives_up();
    let leave = LeaveWaitingList { case: line.first };
    line.county.act(&BERTTA.caller(), Command::LeaveWaitingList(leave)).unwrap();
    line.tick();
    assert_eq!(line.case(line.first).offer(), None);
    assert!(line.case(line.second).offer().is_some());
}

#[test]
fn nobody_is_offered_a_time_at_night_or_too_late_to_come() {
    let line = Line::form();
    line.county.clock.put(at(date(2026, 3, 5), 22, 0));
    line.gives_up();
    assert_eq!(line.case(line.first).offer(), None, "phones are silent at night");
    line.county.clock.put(at(date(2026, 3, 6), 8, 0));
    line.tick();
    assert!(line.case(line.first).offer().is_some(), "what was given up at night is not forgotten");

    let line = Line::form();
    line.county.clock.put(at(date(2026, 3, 8), 9, 0));
    line.gives_up();
    assert_eq!(line.case(line.first).offer(), None, "both need to know a day before");
}

#[test]
fn only_the_waiting_list_itself_offers() {
    let line = Line::form();
    line.gives_up();
    let offer = line.case(line.first).offer().unwrap().clone();
    let over = EndOffer { case: line.first, offer: offer.id, day: offer.time.day, answered: false };
    for caller in [BERTTA.caller(), NELLI.caller()] {
        let answer = line.county.act(&caller, Command::EndOffer(over.clone()));
        assert!(matches!(answer, Err(Denied::Refused(Refusal::NotAllowed))), "{answer:?}");
    }
    let answer = line.county.act(&system(), Command::EndOffer(over));
    assert!(matches!(answer, Err(Denied::Refused(Refusal::OfferStands))), "{answer:?}");
}

#[test]
fn servers_that_offer_at_once_offer_a_time_once() {
    let line = Line::form();
    let others: Vec<Refill> = (0..4).map(|_| Refill::default()).collect();
    let booking = line.case(line.matters.booked).booking().unwrap().clone();
    let command = Command::CancelBooking(CancelBooking {
        case: line.matters.booked,
        booking: booking.id,
        day: booking.day,
        why: Cancelling::ByClient,
    });
    line.county.act(&AINO.caller(), command).unwrap();
    std::thread::scope(|scope| {
        for refill in &others {
            scope.spawn(|| refill.tick(&line.county.door).unwrap());
        }
    });
    let offers = [line.first, line.second].map(|case| line.case(case).offers.len());
    assert_eq!(offers, [1, 0]);
}

#[test]
fn a_resident_waits_and_takes_the_offered_time_on_pages() {
    let (county, matters) = County::with_matters();
    let web = Web::of(&county);
    let (aino, nelli) = (sign_in(&county, &AINO.caller()), sign_in(&county, &NELLI.caller()));
    let case = county.contact(BERTTA.id(), NASI, "A shoulder that hurts");
    county.assess(NELLI, case);
    let bertta = sign_in(&county, &BERTTA.caller());
    let matter = format!("/en/matters/{case}");
    let post = |who: &Person, path: &str, form: &[(&str, &str)]| {
        let answer = web.post(who, path, form);
        let page = web.get(who, answer.leads_to());
        assert_eq!(page.status, 200, "{}", page.text);
        page.text
    };
    let form = [("modes", "on-site"), ("modes", "phone"), ("units", NASI), ("notice-hours", "24")];
    let page = post(&bertta, &format!("{matter}/waiting"), &form);
    assert!(page.contains("You are on the list."), "{page}");
    assert!(page.contains("On site / By phone, Näsi"), "{page}");
    let line = web.get(&nelli, "/en/work/waiting").text;
    assert!(line.contains(&BERTTA.family()) && line.contains("told 24 h before"), "{line}");

    let given_up = format!("/en/matters/{}/times/cancel", matters.booked);
    post(&aino, &given_up, &[]);
    let refill = Refill::default();
    refill.tick(&county.door).unwrap();
    let list = web.get(&bertta, "/en/matters").text;
    assert!(list.contains("We hold the time for you until"), "{list}");
    let offer = web.get(&bertta, &format!("{matter}/offer")).text;
    assert!(offer.contains("Within the statutory limit"), "{offer}");
    let line = web.get(&nelli, "/en/work/waiting").text;
    assert!(line.contains("Held until"), "{line}");
    // Without a way of meeting nothing is taken, and the page says what to do.
    let unsaid = web.post(&bertta, &format!("{matter}/offer"), &[]);
    assert_eq!(unsaid.status, 422);
    assert!(unsaid.text.contains("Choose how you want to meet."), "{}", unsaid.text);
    let done = post(&bertta, &format!("{matter}/offer"), &[("offer-mode", "phone")]);
    assert!(done.contains("The time is booked"), "{done}");
    let booked = county.door.case(&NELLI.caller(), case).unwrap().case.booking().unwrap().clone();
    assert_eq!((booked.start_at, booked.mode), (matters.times[0], Mode::Phone));
    // A second answer to the same offer changes nothing and says so.
    let late = post(&bertta, &format!("{matter}/offer/decline"), &[]);
    assert!(late.contains("The offer no longer stands."), "{late}");
    // A professional puts a client on the list and answers for them.
    let page = post(&nelli, &format!("/en/work/cases/{case}/wait"), &[("notice-hours", "2")]);
    assert!(page.contains("The client is on the list."), "{page}");
    let page = post(&nelli, &format!("/en/work/cases/{case}/wait/end"), &[]);
    assert!(page.contains("The client is no longer on the list."), "{page}");
}
