//! Messages to residents at the door: which are due, what one says and to whom, and which were given up.

use care::access::{Action, Relation};
use care::case::Case;
use care::id::{CaseId, PersonId};
use care::language::Language;
use care::message::{self, About, GivenUp, Handled, Reach, Way};
use care::view::MessageRow;
use jiff::Timestamp;
use ledger::AfterMessage;

use super::{Caller, Denied, Door};

/// A message that can be sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sendable {
    /// The cases that it serves, the one it was found by first.
    pub cases: Vec<CaseId>,
    /// What it tells of.
    pub about: About,
    /// How the resident wishes to be reached.
    pub reach: Reach,
    /// In which language.
    pub language: Language,
    /// When the booked time begins that it tells of.
    pub start_at: Option<Timestamp>,
    /// From when on it is of no use.
    pub until_at: Timestamp,
}

/// A message that was given up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Undelivered {
    /// Of which case.
    pub case: CaseId,
    /// To whom.
    pub person: PersonId,
    /// What it tells of.
    pub about: About,
    /// When it was given up.
    pub at: Timestamp,
    /// By which way it should have gone.
    pub way: Way,
    /// Why it did not.
    pub why: GivenUp,
}

impl Door {
    /// Messages that are due, as names only: what they say is asked for one by one.
    pub fn due_messages(
        &self,
        way: Way,
        since: (Timestamp, Timestamp),
        after: Option<&AfterMessage>,
        limit: u32,
    ) -> anyhow::Result<Vec<MessageRow>> {
        Ok(self.ledger.due_messages(way, since, after, limit)?)
    }

    /// What a message says and to whom, while it has still to be sent.
    pub fn sendable(
        &self,
        caller: &Caller,
        id: CaseId,
        about: About,
    ) -> Result<Option<Sendable>, Denied> {
        let ground = self.ground(caller, Action::TellResident, &[Relation::Task])?;
        let Some(case) = self.load_case(id)? else { return Ok(None) };
        let open = self.open_message(&case, about).filter(|open| open.given_up.is_none());
        let (Some(open), Some(person)) = (open, self.load_person(case.person)?) else {
            return Ok(None);
        };
        self.write_down(caller, [Some(person.id)], Action::TellResident, ground)?;
        let mut cases = vec![id];
        if let About::MissedCalls(_) = about {
            for other in self.called_together(id)?.into_iter().filter(|other| *other != id) {
                let other = self.load_case(other)?;
                let waits = |case: &Case| {
                    self.open_message(case, about).is_some_and(|open| open.given_up.is_none())
                };
                cases.extend(other.filter(waits).map(|case| case.id));
            }
        }
        Ok(Some(Sendable {
            cases,
            about,
            reach: person.reach,
            language: person.details.language,
            start_at: start_at(&case, about),
            until_at: open.until_at,
        }))
    }

    fn open_message(&self, case: &Case, about: About) -> Option<message::Message> {
        message::open(case, &self.content.messages).into_iter().find(|open| open.about == about)
    }

    /// The messages that were given up, the oldest first.
    pub fn undelivered(&self, caller: &Caller, limit: u32) -> Result<Vec<Undelivered>, Denied> {
        let ground = self.ground(caller, Action::KeepNotices, &[Relation::Task])?;
        let mut found = Vec::new();
        for row in self.ledger.given_up_messages(limit)? {
            let (Ok(about), Some(case)) = (row.message.parse::<About>(), self.load_case(row.case)?)
            else {
                continue;
            };
            if let Some((at, Handled::GivenUp(way, why))) = case.handled(about) {
                found.push(Undelivered { case: case.id, person: case.person, about, at, way, why });
            }
        }
        let people = found.iter().map(|one| Some(one.person));
        self.write_down(caller, people, Action::KeepNotices, ground)?;
        Ok(found)
    }
}

/// When the time begins that a message tells of.
fn start_at(case: &Case, about: About) -> Option<Timestamp> {
    match about {
        About::Booked(id) | About::Moved(id) | About::Cancelled(id) | About::Reminder(id) => {
            let booking = case.bookings.iter().find(|booking| booking.id == id);
            booking.map(|booking| booking.start_at)
        }
        About::Offered(id) => {
            let offer = case.offers.iter().find(|offer| offer.id == id);
            offer.map(|offer| offer.time.start_at)
        }
        About::MissedCalls(_) | About::Written(_) => None,
    }
}
