//! Timelines in domain words: given facts, when a command, then facts or a refusal; and random
//! days on which the promises must hold whatever people do.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a failing test says so")]
#![expect(clippy::indexing_slicing, reason = "a missing element is a failing test")]

use care::calendar::{Day, Hours, OpenSlot, Slot};
use care::case::{Case, Owner, Stage, Step};
use care::clock::CareKind;
use care::code::{Cancelling, Channel, Closing, Mode, Profession, Topic, Urgency};
use care::decide::{
    AssessNeed, AssessedAs, BookVisit, CancelBooking, CareFact, CloseCase, Command, Decision,
    Matter, MoveBooking, OpenHours, Place, ReceiveContact, RecordNoShow, RecordVisit,
    RegisterPerson, TakeCase, World, decide,
};
use care::id::{BookingId, CaseId, ContactId, PersonId, ProfessionalId, UnitId};
use care::language::Language;
use care::person::{Details, Person};
use care::refusal::Refusal;
use care::stream::{DayKey, Stream};
use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

const ANNA: PersonId = PersonId(Uuid::from_u128(1));
const NURSE: ProfessionalId = ProfessionalId(Uuid::from_u128(11));
const OTHER_NURSE: ProfessionalId = ProfessionalId(Uuid::from_u128(12));
const DOCTOR: ProfessionalId = ProfessionalId(Uuid::from_u128(13));
const DOCTOR_NEEDED: AssessedAs =
    AssessedAs::Appointment { care: CareKind::Primary, profession: Profession::Doctor };

fn case(number: u128) -> CaseId {
    CaseId(Uuid::from_u128(100 + number))
}

fn booking(number: u128) -> BookingId {
    BookingId(Uuid::from_u128(1_000 + number))
}

fn unit() -> UnitId {
    UnitId::from("porvoo-nasi")
}

fn at(text: &str) -> Timestamp {
    format!("{text}+02:00").parse().unwrap()
}

fn day() -> DayKey {
    DayKey { professional: DOCTOR, date: date(2026, 11, 25) }
}

fn place(start: &str) -> Place {
    Place { day: day(), start_at: at(&format!("2026-11-25T{start}")), mode: Mode::OnSite }
}

/// A small world that carries out commands.
#[derive(Default)]
struct County {
    world: World,
}

impl County {
    fn act(&mut self, now: &str, command: &Command) -> Result<Vec<&'static str>, Refusal> {
        self.act_at(at(now), command)
    }

    fn act_at(&mut self, now: Timestamp, command: &Command) -> Result<Vec<&'static str>, Refusal> {
        let decision = decide(&self.world, command, now)?;
        let touched = command.streams();
        for (stream, _, _) in &decision.facts {
            assert!(touched.contains(stream), "{stream} changed without being named");
        }
        let kinds = decision.facts.iter().map(|(_, _, fact)| fact.kind()).collect();
        self.apply(decision, now);
        Ok(kinds)
    }

    fn apply(&mut self, decision: Decision, now: Timestamp) {
        for (stream, _, fact) in decision.facts {
            match (stream, fact) {
                (Stream::Person(id), CareFact::Person(fact)) => {
                    let person = Person::fold(id, [(now, fact)]).unwrap();
                    self.world.people.insert(id, person);
                }
                (Stream::Case(id), CareFact::Case(fact)) => {
                    if let Some(case) = self.world.cases.get_mut(&id) {
                        case.apply(now, fact);
                    } else {
                        let case = Case::fold(id, [(now, fact)]).unwrap();
                        self.world.cases.insert(id, case);
                    }
                }
                (Stream::Day(key), CareFact::Day(fact)) => {
                    let day = self.world.days.entry(key);
                    day.or_insert_with(|| Day::fold(key, [])).apply(now, fact);
                }
                (stream, fact) => panic!("{} does not belong in {stream}", fact.kind()),
            }
        }
    }

    fn case(&self, number: u128) -> &Case {
        &self.world.cases[&case(number)]
    }
}

fn register() -> Command {
    Command::RegisterPerson(RegisterPerson {
        person: ANNA,
        details: Details {
            identity: Some("020516C903K".into()),
            family: "Öst".into(),
            given: "Anna".into(),
            birth_on: Some(date(2016, 5, 2)),
            language: Language::Sv,
            municipality: Some("638".into()),
            postal_code: None,
            phone: None,
            protected: false,
        },
    })
}

fn contact(cases: &[u128]) -> Command {
    let matter = |number: &u128| Matter {
        case: case(*number),
        topic: Topic::Illness,
        words: " Feber. ".into(),
    };
    Command::ReceiveContact(ReceiveContact {
        made_by: None,
        signs: false,
        noticed_by: String::new(),
        contact: ContactId(Uuid::from_u128(50)),
        person: ANNA,
        channel: Channel::Web,
        unit: unit(),
        language: Language::Sv,
        reach: String::new(),
        callback: None,
        matters: cases.iter().map(matter).collect(),
    })
}

fn assess(number: u128, by: ProfessionalId, result: AssessedAs) -> Command {
    Command::AssessNeed(AssessNeed {
        case: case(number),
        by,
        profession: Profession::Nurse,
        urgency: Urgency::NonUrgent,
        result,
        unit: unit(),
        note: String::new(),
        told: "Läkaren tittar på det.".into(),
    })
}

fn open(starts: &[&str]) -> Command {
    let slot = |start: &&str| OpenSlot {
        start_at: at(&format!("2026-11-25T{start}")),
        minutes: 30,
        modes: vec![Mode::OnSite, Mode::Phone],
    };
    let hours = Hours {
        unit: unit(),
        profession: Profession::Doctor,
        languages: vec![Language::Fi, Language::Sv],
        slots: starts.iter().map(slot).collect(),
    };
    Command::OpenHours(OpenHours { day: day(), hours })
}

fn book(number: u128, id: u128, start: &str) -> Command {
    Command::BookVisit(BookVisit {
        case: case(number),
        booking: booking(id),
        place: place(start),
        late: None,
    })
}

fn move_to(number: u128, id: u128, next: u128, start: &str) -> Command {
    Command::MoveBooking(MoveBooking {
        case: case(number),
        booking: booking(id),
        from: day(),
        next: booking(next),
        to: place(start),
        late: None,
    })
}

fn close(number: u128, closing: Closing, gives_up: Option<DayKey>) -> Command {
    Command::CloseCase(CloseCase { case: case(number), closing, gives_up })
}

fn with_two_assessed() -> County {
    let mut county = County::default();
    county.act("2026-11-20T08:00", &register()).unwrap();
    county.act("2026-11-20T09:00", &contact(&[1, 2])).unwrap();
    county.act("2026-11-20T09:10", &open(&["09:00", "09:30", "10:00"])).unwrap();
    county.act("2026-11-20T09:20", &assess(1, NURSE, DOCTOR_NEEDED)).unwrap();
    county.act("2026-11-20T09:25", &assess(2, NURSE, DOCTOR_NEEDED)).unwrap();
    county
}

#[test]
fn one_contact_travels_from_the_first_word_to_the_outcome() {
    let mut county = with_two_assessed();
    let first = county.case(1);
    assert_eq!(first.words, "Feber.");
    assert_eq!(first.contact.municipality.as_deref(), Some("638"));
    assert_eq!((first.stage, first.step()), (Stage::AwaitingBooking, Some(Step::Book)));
    assert_eq!(first.owner, Owner::Team(unit()));

    let kinds = county.act("2026-11-20T09:30", &book(1, 1, "09:30")).unwrap();
    assert_eq!(kinds, ["visit-booked", "slot-booked"]);
    assert_eq!(county.case(1).owner.professional(), Some(DOCTOR));

    let visit = Command::RecordVisit(RecordVisit {
        case: case(1),
        booking: booking(1),
        started_at: at("2026-11-25T09:31"),
        ended_at: at("2026-11-25T09:50"),
        note: String::new(),
        next: None,
    });
    assert_eq!(county.act("2026-11-24T16:00", &visit), Err(Refusal::VisitAhead));
    assert_eq!(county.act("2026-11-25T09:50", &visit).unwrap(), ["visit-held"]);
    assert_eq!(county.case(1).step(), Some(Step::Conclude));

    let treated = close(1, Closing::Treated, None);
    assert_eq!(county.act("2026-11-25T09:55", &treated).unwrap(), ["case-closed"]);
    assert_eq!(county.case(1).step(), None);
    assert_eq!(county.act("2026-11-25T09:56", &treated), Err(Refusal::CaseClosed));
    assert!(county.case(2).is_open(), "the other matter has its own life");
}

#[test]
fn a_contact_needs_a_known_person_a_matter_and_words() {
    let mut county = County::default();
    assert_eq!(county.act("2026-11-20T09:00", &contact(&[1])), Err(Refusal::PersonUnknown));
    county.act("2026-11-20T08:00", &register()).unwrap();
    assert_eq!(county.act("2026-11-20T08:00", &register()), Err(Refusal::PersonKnown));
    assert_eq!(county.act("2026-11-20T09:00", &contact(&[])), Err(Refusal::NoMatter));
    let Command::ReceiveContact(mut silent) = contact(&[1]) else { unreachable!() };
    silent.matters[0].words = " \n".into();
    let silent = Command::ReceiveContact(silent);
    assert_eq!(county.act("2026-11-20T09:00", &silent), Err(Refusal::NoWords));
    county.act("2026-11-20T09:00", &contact(&[1])).unwrap();
    assert_eq!(county.act("2026-11-20T09:00", &contact(&[1])), Err(Refusal::CaseKnown));
}

#[test]
fn a_contact_is_handled_by_one_professional_at_a_time() {
    let mut county = County::default();
    county.act("2026-11-20T08:00", &register()).unwrap();
    county.act("2026-11-20T09:00", &contact(&[1])).unwrap();
    let take =
        |professional| Command::TakeCase(TakeCase { case: case(1), professional, unit: unit() });
    assert_eq!(county.act("2026-11-20T09:01", &take(NURSE)).unwrap(), ["case-taken"]);
    assert_eq!(county.act("2026-11-20T09:02", &take(NURSE)).unwrap(), [""; 0]);
    assert_eq!(county.act("2026-11-20T09:02", &take(OTHER_NURSE)), Err(Refusal::TakenByOther));
    let by_other = assess(1, OTHER_NURSE, AssessedAs::Advice);
    assert_eq!(county.act("2026-11-20T09:03", &by_other), Err(Refusal::TakenByOther));
    let advice = assess(1, NURSE, AssessedAs::Advice);
    let kinds = county.act("2026-11-20T09:04", &advice).unwrap();
    assert_eq!(kinds, ["need-assessed", "case-closed"]);
    assert_eq!(county.act("2026-11-20T09:05", &advice), Err(Refusal::CaseClosed));
}

#[test]
fn a_time_is_booked_once_and_others_are_offered() {
    let mut county = with_two_assessed();
    county.act("2026-11-20T09:30", &book(1, 1, "09:00")).unwrap();
    let taken = county.act("2026-11-20T09:31", &book(2, 2, "09:00")).unwrap_err();
    let Refusal::SlotTaken { offers } = taken else { panic!("{taken:?}") };
    let starts: Vec<_> = offers.iter().map(|offer| offer.start_at).collect();
    assert_eq!(starts, [at("2026-11-25T09:30"), at("2026-11-25T10:00")]);
    assert_eq!(county.case(2).stage, Stage::AwaitingBooking, "a refusal changes nothing");

    let again = county.act("2026-11-20T09:32", &book(1, 3, "09:30"));
    assert_eq!(again, Err(Refusal::AlreadyBooked));
    let nowhere = county.act("2026-11-20T09:32", &book(2, 2, "11:00"));
    assert_eq!(nowhere, Err(Refusal::SlotUnknown));
    let too_late = county.act("2026-11-25T09:30", &book(2, 2, "09:30"));
    assert_eq!(too_late, Err(Refusal::SlotPast));
    let Command::BookVisit(mut video) = book(2, 2, "09:30") else { unreachable!() };
    video.place.mode = Mode::Video;
    let video = county.act("2026-11-20T09:33", &Command::BookVisit(video));
    assert_eq!(video, Err(Refusal::ModeNotOffered));
}

#[test]
fn moving_gives_up_and_books_in_one_decision() {
    let mut county = with_two_assessed();
    county.act("2026-11-20T09:30", &book(1, 1, "09:00")).unwrap();
    let kinds = county.act("2026-11-21T12:00", &move_to(1, 1, 2, "10:00")).unwrap();
    assert_eq!(kinds, ["booking-cancelled", "slot-freed", "visit-booked", "slot-booked"]);
    assert_eq!(county.case(1).stage, Stage::Booked(booking(2)));
    let free = county.world.days[&day()].free_from(at("2026-11-25T00:00")).count();
    assert_eq!(free, 2, "the old time is free again");
    let stale = county.act("2026-11-21T12:01", &move_to(1, 1, 2, "09:30"));
    assert_eq!(stale, Err(Refusal::BookingGone));
}

#[test]
fn an_unkept_time_leaves_the_case_open_with_its_team() {
    let mut county = with_two_assessed();
    county.act("2026-11-20T09:30", &book(1, 1, "09:00")).unwrap();
    let no_show = Command::RecordNoShow(RecordNoShow { case: case(1), booking: booking(1) });
    assert_eq!(county.act("2026-11-25T09:20", &no_show).unwrap(), ["no-show-recorded"]);
    assert_eq!(county.case(1).step(), Some(Step::Book));
    assert_eq!(county.case(1).owner.professional(), None);
}

#[test]
fn withdrawing_frees_the_time_and_treated_needs_a_visit() {
    let mut county = with_two_assessed();
    county.act("2026-11-20T09:30", &book(1, 1, "09:00")).unwrap();
    let treated = close(1, Closing::Treated, Some(day()));
    assert_eq!(county.act("2026-11-21T10:00", &treated), Err(Refusal::StepOpen));
    let withdrawn = close(1, Closing::Withdrawn, Some(day()));
    let kinds = county.act("2026-11-21T10:00", &withdrawn).unwrap();
    assert_eq!(kinds, ["booking-cancelled", "slot-freed", "case-closed"]);
    assert!(county.world.days[&day()].slots[0].is_free());
}

#[test]
fn hours_never_overlap() {
    let mut county = County::default();
    county.act("2026-11-20T09:00", &open(&["09:00", "09:30"])).unwrap();
    assert_eq!(county.act("2026-11-20T09:01", &open(&["09:15"])), Err(Refusal::HoursOverlap));
    county.act("2026-11-20T09:02", &open(&["10:00"])).unwrap();
    assert_eq!(county.world.days[&day()].slots.len(), 3);
}

mod any_day {
    use jiff::SignedDuration;
    use proptest::prelude::*;

    use super::*;

    fn cancel(number: u128, id: u128) -> Command {
        Command::CancelBooking(CancelBooking {
            case: case(number),
            booking: booking(id),
            day: day(),
            why: Cancelling::ByClient,
        })
    }

    fn command() -> impl Strategy<Value = Command> {
        let slot = || prop::sample::select(vec!["09:00", "09:30", "10:00"]);
        let who = || prop::sample::select(vec![NURSE, OTHER_NURSE]);
        let result = prop::sample::select(vec![
            AssessedAs::Advice,
            AssessedAs::Emergency,
            DOCTOR_NEEDED,
            DOCTOR_NEEDED,
        ]);
        prop_oneof![
            1 => (1..5_u128).prop_map(|number| contact(&[number, number + 1])),
            1 => (1..6_u128, who()).prop_map(|(number, professional)| {
                Command::TakeCase(TakeCase { case: case(number), professional, unit: unit() })
            }),
            3 => (1..6_u128, who(), result).prop_map(|(n, by, result)| assess(n, by, result)),
            3 => (1..6_u128, 1..40_u128, slot()).prop_map(|(n, id, at)| book(n, id, at)),
            1 => (1..6_u128, 1..40_u128, 1..40_u128, slot())
                .prop_map(|(n, id, next, start)| move_to(n, id, next, start)),
            1 => (1..6_u128, 1..40_u128).prop_map(|(n, id)| cancel(n, id)),
            1 => (1..6_u128, 1..40_u128).prop_map(|(n, id)| {
                Command::RecordNoShow(RecordNoShow { case: case(n), booking: booking(id) })
            }),
            1 => (1..6_u128, prop::sample::select(Closing::ALL))
                .prop_map(|(n, closing)| close(n, closing, Some(day()))),
        ]
    }

    proptest! {
        #[test]
        fn the_promises_hold(commands in prop::collection::vec(command(), 1..120)) {
            let mut county = County::default();
            county.act("2026-11-20T08:00", &register()).unwrap();
            county.act("2026-11-20T08:01", &open(&["09:00", "09:30", "10:00"])).unwrap();
            let mut now = at("2026-11-24T12:00");
            for command in &commands {
                now = now.checked_add(SignedDuration::from_mins(11)).unwrap();
                drop(county.act_at(now, command));
                check(&county)?;
            }
        }
    }

    fn check(county: &County) -> Result<(), TestCaseError> {
        let slots = &county.world.days[&day()].slots;
        let held: Vec<_> = slots.iter().filter_map(Slot::booked).collect();
        for case in county.world.cases.values() {
            prop_assert_eq!(case.is_open(), case.step().is_some(), "open without a step");
            prop_assert_eq!(case.is_open(), case.stage != Stage::Closed);
            if let Some(booking) = case.booking() {
                // Once a no-show is recorded the time is past and stays as it was.
                prop_assert!(held.contains(&(booking.id, case.id)), "a booking without its time");
            }
        }
        for (booking, case) in &held {
            let bookings = &county.world.cases[case].bookings;
            prop_assert!(bookings.iter().any(|known| known.id == *booking), "a time for nobody");
        }
        Ok(())
    }
}
