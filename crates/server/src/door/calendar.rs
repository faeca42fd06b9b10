//! Calendars at the door: the entries of a resident's or a professional's times, and the private address
//! under which a calendar program asks for them. Who has the address sees times, and nothing else.

use care::access::{Action, Relation, Role};
use care::case::{Appointment, Case};
use care::id::ProfessionalId;
use care::view::BookingRow;
use jiff::{SignedDuration, Timestamp};

use super::{Caller, Denied, Door};
use crate::account::{AccountFact, FEED, hash_secret};
use crate::wall;

/// A professional's calendar goes back so far, and ahead so far.
const DAYS_BACK: i64 = 7;
const DAYS_AHEAD: i64 = 120;

/// Times as a calendar program is told them.
pub enum Times {
    /// A resident's, with whether their home is protected.
    Resident(Vec<Case>, bool),
    /// A professional's, as rows that name nobody.
    Professional(Vec<BookingRow>),
}

impl Door {
    /// Whoever a calendar's private address belongs to.
    pub fn by_feed(&self, secret: &str) -> Result<Option<Caller>, Denied> {
        let Some(row) = self.ledger.token(&hash_secret(secret))? else { return Ok(None) };
        if row.scope != FEED {
            return Ok(None);
        }
        Ok(self.account(&row.login)?.map(|held| Caller::new(held.account)))
    }

    /// Whether the caller's calendar has a private address.
    pub fn has_feed(&self, caller: &Caller) -> Result<bool, Denied> {
        self.ground(caller, Action::SeeCalendar, &[caller.own()])?;
        let held = self.account(&caller.account.login)?;
        Ok(held.is_some_and(|held| held.feed.is_some()))
    }

    /// Gives the caller's calendar a new private address; the one before is no more. Answers its secret,
    /// which is kept only as a hash.
    pub fn open_feed(&self, caller: &Caller) -> Result<String, Denied> {
        self.ground(caller, Action::SeeCalendar, &[caller.own()])?;
        let secret = wall::fresh_secret();
        let hash = hash_secret(&secret).to_string();
        self.write_account(caller, &caller.account.login, &[AccountFact::FeedOpened { hash }])?;
        Ok(secret)
    }

    /// Takes the private address of the caller's calendar away.
    pub fn close_feed(&self, caller: &Caller) -> Result<(), Denied> {
        if self.has_feed(caller)? {
            self.write_account(caller, &caller.account.login, &[AccountFact::FeedClosed])?;
        }
        Ok(())
    }

    /// The times of whoever a private address belongs to.
    pub fn calendar(&self, caller: &Caller) -> Result<Times, Denied> {
        let ground = self.ground(caller, Action::SeeCalendar, &[Relation::Link])?;
        match (caller.role(), caller.account.person, caller.account.professional) {
            (Role::Resident, Some(person), _) => {
                let found = self.load_person(person)?.ok_or(Denied::NotFound)?;
                let mut cases = Vec::new();
                for row in self.ledger.cases_of(person)? {
                    cases.extend(self.load_case(row.case)?);
                }
                self.write_down(caller, [Some(person)], Action::SeeCalendar, ground)?;
                Ok(Times::Resident(cases, found.details.protected))
            }
            (Role::Professional, _, Some(professional)) => {
                self.booked_with(caller, professional, ground)
            }
            (
                Role::Resident
                | Role::Professional
                | Role::Leader
                | Role::Administrator
                | Role::Client
                | Role::System,
                _,
                _,
            ) => Err(Denied::NotFound),
        }
    }

    fn booked_with(
        &self,
        caller: &Caller,
        professional: ProfessionalId,
        ground: Relation,
    ) -> Result<Times, Denied> {
        let days = |count: i64| SignedDuration::from_hours(24 * count);
        let now = self.now();
        let from = now.checked_sub(days(DAYS_BACK)).unwrap_or(Timestamp::MIN);
        let until = now.checked_add(days(DAYS_AHEAD)).unwrap_or(Timestamp::MAX);
        let rows = self.ledger.bookings_with(professional, from, until)?;
        let people = rows.iter().map(|row| Some(row.person));
        self.write_down(caller, people, Action::SeeCalendar, ground)?;
        Ok(Times::Professional(rows))
    }
}

/// The appointment that stands, if one does.
pub fn standing(case: &Case) -> Option<Appointment<'_>> {
    let booking = case.booking()?;
    case.appointments().into_iter().find(|one| one.booking.id == booking.id)
}
