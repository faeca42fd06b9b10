//! Notes and cases that are set aside: who is asked until they have looked, and that nothing stays aside longer
//! than the law, or than the client, lets it.
#![expect(clippy::unwrap_used, reason = "a failing test says so")]
#![expect(clippy::panic, reason = "a fact that does not belong is a failing test")]

#[path = "fixture/one_case.rs"]
mod one_case;

use care::case::Case;
use care::day::instant;
use care::decide::{
    CareFact, Command, SeeNote, SnoozeCase, WakeCase, World, WriteMessage, WriteNote, decide,
};
use care::id::{NoteId, ProfessionalId, SecureMessageId};
use care::note::{Note, Snooze};
use care::refusal::Refusal;
use care::thread::{SecureMessage, Writer};
use care::view::asked_rows;
use jiff::Timestamp;
use jiff::civil::{Time, date};
use uuid::Uuid;

use crate::one_case::CASE;

const NURSE: ProfessionalId = ProfessionalId(Uuid::from_u128(7));
const DOCTOR: ProfessionalId = ProfessionalId(Uuid::from_u128(8));

struct Desk(World, u128);

fn at(day: i8, hour: i8) -> Timestamp {
    instant(date(2026, 11, day), Time::constant(hour, 0, 0, 0)).earliest()
}

impl Desk {
    /// A contact of Thursday morning, which is due that day.
    fn new() -> Self {
        let mut world = one_case::world(at(26, 8));
        world.limits.insert(CASE, date(2026, 11, 26));
        Self(world, 0)
    }

    fn case(&self) -> &Case {
        self.0.cases.get(&CASE).unwrap()
    }

    fn act(&mut self, now: Timestamp, command: &Command) -> Result<usize, Refusal> {
        let facts = decide(&self.0, command, now)?.facts;
        let count = facts.len();
        for (stream, _, fact) in facts {
            let CareFact::Case(fact) = fact else { panic!("{stream}: {fact:?}") };
            self.0.cases.get_mut(&CASE).unwrap().apply(now, fact);
        }
        Ok(count)
    }

    fn notes(&mut self, by: ProfessionalId, asks: Option<ProfessionalId>) -> usize {
        self.1 += 1;
        let id = NoteId(Uuid::from_u128(self.1));
        let note = Note { id, by, words: " Look \n".to_owned(), asks };
        self.act(at(26, 9), &Command::WriteNote(WriteNote { case: CASE, note })).unwrap()
    }

    fn snoozes(&mut self, now: Timestamp, until_at: Timestamp) -> Result<usize, Refusal> {
        let snooze = Snooze { by: NURSE, until_at, why: String::new() };
        self.act(now, &Command::SnoozeCase(SnoozeCase { case: CASE, snooze }))
    }

    fn asked(&self) -> Vec<(ProfessionalId, ProfessionalId)> {
        asked_rows(self.case()).iter().map(|row| (row.asked_by, row.professional)).collect()
    }
}

#[test]
fn who_is_asked_is_asked_until_they_have_looked_or_written() {
    let mut desk = Desk::new();
    assert_eq!(desk.notes(NURSE, Some(DOCTOR)), 1);
    assert_eq!(desk.case().notes.first().unwrap().1.words, "Look");
    assert_eq!(desk.asked(), [(NURSE, DOCTOR)]);
    desk.notes(NURSE, Some(DOCTOR));
    assert_eq!(desk.asked(), [(NURSE, DOCTOR)], "once is enough");
    desk.notes(DOCTOR, Some(NURSE));
    assert_eq!(desk.asked(), [(DOCTOR, NURSE)], "who writes has looked");
    let see = |by| Command::SeeNote(SeeNote { case: CASE, by });
    assert_eq!(desk.act(at(26, 9), &see(DOCTOR)), Ok(0), "nobody asked");
    assert_eq!(desk.act(at(26, 9), &see(NURSE)), Ok(1));
    assert_eq!(desk.asked(), []);
    desk.notes(NURSE, Some(NURSE));
    assert_eq!(desk.asked(), [], "nobody asks themself");
    desk.1 -= 1;
    assert_eq!(desk.notes(NURSE, None), 0, "sent twice, written once");
}

#[test]
fn nothing_is_set_aside_beyond_its_limit_or_into_the_past() {
    let mut desk = Desk::new();
    assert_eq!(desk.snoozes(at(26, 10), at(26, 10)), Err(Refusal::SnoozePast));
    assert_eq!(desk.snoozes(at(26, 10), at(27, 8)), Err(Refusal::SnoozeTooLong));
    assert_eq!(desk.snoozes(at(26, 10), at(26, 12)), Ok(1));
    assert_eq!(desk.case().snoozed.as_ref().unwrap().until_at, at(26, 12));
    // A late case is not set aside at all.
    assert_eq!(desk.snoozes(at(27, 8), at(27, 9)), Err(Refusal::SnoozeTooLong));
}

#[test]
fn whatever_happens_brings_it_back_and_a_note_does_not() {
    let mut desk = Desk::new();
    desk.snoozes(at(26, 10), at(26, 12)).unwrap();
    desk.notes(NURSE, Some(DOCTOR));
    assert!(desk.case().snoozed.is_some());
    let id = SecureMessageId(Uuid::from_u128(1));
    let message = SecureMessage { id, by: Writer::Client, words: "Well?".to_owned() };
    desk.act(at(26, 11), &Command::WriteMessage(WriteMessage { case: CASE, message })).unwrap();
    assert_eq!(desk.case().snoozed, None);
    let wake = Command::WakeCase(WakeCase { case: CASE, by: NURSE });
    assert_eq!(desk.act(at(26, 11), &wake), Ok(0), "it is back already");
    desk.snoozes(at(26, 11), at(26, 12)).unwrap();
    assert_eq!(desk.act(at(26, 11), &wake), Ok(1));
    assert_eq!(desk.case().snoozed, None);
}
