//! Writes to what Polku renders, carried out as commands: `fhir::command` says what is asked for, and
//! the domain whether it may be. Whatever else is written to such a resource is refused.

use care::case::Case;
use care::code::{Closing, Mode};
use care::day::day_of;
use care::decide::{
    AssessNeed, AssessedAs, BookVisit, CancelBooking, CloseCase, Command, MoveBooking, Place as At,
    RecordNoShow, RecordVisit, TakeCase,
};
use care::id::{BookingId, CaseId, ProfessionalId};
use care::stream::DayKey;
use fhir::command::{self, Need, No, Time, Wish};
use fhir::{Code, Place, Problem, Resource, ResourceType};
use jiff::SignedDuration;
use ledger::Found;
use serde_json::Value;

use super::receive::{Became, Obstacle};
use super::{Halt, address_of};
use crate::door::{Caller, Denied, Door};
use crate::staff::Professional;
use crate::wall;

/// What a command came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Done {
    /// What became of the resource that was written.
    pub became: Became,
    /// What else was made by it: the booking that a moved one was followed by.
    pub made: Option<(ResourceType, String)>,
}

/// A resource whose write is a command: one that is rendered already, or one that a case would have.
enum Meant {
    Change(Found),
    New(Box<Case>),
}

impl Door {
    /// Whether a write of this resource means a command.
    pub fn means_command(&self, resource: &Resource) -> Result<bool, Denied> {
        Ok(self.meant(resource)?.is_some())
    }

    fn meant(&self, resource: &Resource) -> Result<Option<Meant>, Denied> {
        let rtype = resource.rtype.as_str();
        if !command::TYPES.contains(&rtype) {
            return Ok(None);
        }
        if let Some(found) = self.ledger.resource(rtype, &resource.id)? {
            return Ok(address_of(&found.stream).is_none().then_some(Meant::Change(found)));
        }
        let Some(case) = command::meant_for(resource) else { return Ok(None) };
        Ok(self.load_case(case)?.map(|case| Meant::New(Box::new(case))))
    }

    /// Carries out what a write means, when it means a command; none when it is a resource to keep.
    pub fn carry_out(
        &self,
        caller: &Caller,
        resource: &Resource,
        if_match: Option<u64>,
    ) -> Result<Option<Result<Done, Obstacle>>, Halt> {
        let now = match self.meant(resource)? {
            None => return Ok(None),
            Some(Meant::New(_)) if if_match.is_some() => {
                return Ok(Some(Err(Obstacle::OtherVersion(0))));
            }
            Some(Meant::New(case)) => {
                let wish = command::made(resource, &case.person.to_string());
                return self.fulfil(caller, resource, &case, wish).map(Some);
            }
            Some(Meant::Change(found)) => self.own_standing(resource.rtype, &found)?,
        };
        let Some(now) = now else { return Err(Denied::NotFound.into()) };
        if if_match.is_some_and(|wanted| wanted != now.version) {
            return Ok(Some(Err(Obstacle::OtherVersion(now.version))));
        }
        let before = now.text.as_deref().and_then(|text| serde_json::from_str(text).ok());
        let before: Value = before.unwrap_or_default();
        let Some(case) = self.case_of(resource)? else { return Err(Denied::NotFound.into()) };
        let wish = command::changed(resource.rtype, &before, &resource.value);
        self.fulfil(caller, resource, &case, wish).map(Some)
    }

    /// The case of a resource that is rendered.
    fn case_of(&self, resource: &Resource) -> Result<Option<Case>, Denied> {
        let case = match resource.rtype.as_str() {
            "Appointment" => match resource.id.parse::<BookingId>() {
                Ok(id) => self.ledger.booking(id)?.map(|booking| booking.case),
                Err(_) => None,
            },
            _ => resource.id.parse::<CaseId>().ok(),
        };
        case.map_or(Ok(None), |case| self.load_case(case))
    }

    fn fulfil(
        &self,
        caller: &Caller,
        resource: &Resource,
        case: &Case,
        wish: Result<Wish, No>,
    ) -> Result<Result<Done, Obstacle>, Halt> {
        let wish = match wish {
            Ok(wish) => wish,
            Err(No::Kept(next)) => return Ok(Err(Obstacle::Rendered(next))),
            Err(No::Wrong(problem)) => return Err(Halt::Problem(problem)),
        };
        let made = matches!(wish, Wish::Book(_) | Wish::Assess(_));
        let next = BookingId(wall::fresh_id(self.now()));
        let moves = matches!(wish, Wish::Move(_));
        let Some(command) = self.command(resource, case, wish, next)? else {
            return Ok(Ok(Done { became: Became::Unchanged, made: None }));
        };
        self.act(caller, &command)?;
        Ok(Ok(Done {
            became: if made { Became::Created } else { Became::Changed },
            made: moves.then(|| (resource.rtype, next.to_string())),
        }))
    }

    fn command(
        &self,
        resource: &Resource,
        case: &Case,
        wish: Wish,
        next: BookingId,
    ) -> Result<Option<Command>, Halt> {
        let id = case.id;
        let booking = || {
            let fault = || Problem::error(Code::IdInvalid, Place::path("Appointment.id"), "UUID");
            resource.id.parse::<BookingId>().map_err(|_| Halt::Problem(fault()))
        };
        // A booking that no longer stands is the domain's to refuse: any day will do to ask.
        let standing = |booking: BookingId| {
            let found = case.bookings.iter().find(|one| one.id == booking);
            found.ok_or(Halt::Denied(Denied::NotFound))
        };
        Ok(Some(match wish {
            Wish::Nothing => return Ok(None),
            Wish::Book(time) => {
                let place = self.at(&time)?;
                Command::BookVisit(BookVisit { case: id, booking: booking()?, place, late: None })
            }
            Wish::Move(time) => {
                let (booking, to) = (booking()?, self.at(&time)?);
                let from = standing(booking)?.day;
                Command::MoveBooking(MoveBooking { case: id, booking, from, next, to, late: None })
            }
            Wish::Cancel(why) => {
                let booking = booking()?;
                let day = standing(booking)?.day;
                Command::CancelBooking(CancelBooking { case: id, booking, day, why })
            }
            Wish::Held => {
                let standing = standing(booking()?)?;
                let length = SignedDuration::from_mins(i64::from(standing.minutes));
                let started_at = standing.start_at;
                Command::RecordVisit(RecordVisit {
                    case: id,
                    booking: standing.id,
                    started_at,
                    ended_at: started_at.saturating_add(length).unwrap_or(started_at),
                    note: String::new(),
                    next: None,
                })
            }
            Wish::NoShow => Command::RecordNoShow(RecordNoShow { case: id, booking: booking()? }),
            Wish::Take(professional) => {
                let unit = self.listed(professional, "Task.owner")?.unit.clone();
                Command::TakeCase(TakeCase { case: id, professional, unit })
            }
            Wish::Assess(need) => self.assessment(id, *need)?,
            Wish::Close(closing) => Command::CloseCase(close(case, closing)),
        }))
    }

    fn assessment(&self, case: CaseId, need: Need) -> Result<Command, Halt> {
        let by = self.listed(need.by, "ServiceRequest.requester")?;
        if let Some(unit) =
            need.unit.as_ref().filter(|unit| self.content.region.unit(unit).is_none())
        {
            let place = Place::path("ServiceRequest.performer");
            let detail = format!("Organization/{unit}");
            return Err(Halt::Problem(Problem::error(Code::ReferenceUnresolved, place, detail)));
        }
        Ok(Command::AssessNeed(AssessNeed {
            case,
            by: need.by,
            profession: by.profession,
            urgency: need.urgency,
            result: AssessedAs::Appointment { care: need.care, profession: need.profession },
            unit: need.unit.unwrap_or_else(|| by.unit.clone()),
            note: need.note,
            told: need.told,
        }))
    }

    /// A professional of the house.
    fn listed(&self, id: ProfessionalId, path: &str) -> Result<&Professional, Halt> {
        let unknown = || {
            let detail = format!("Practitioner/{id}");
            Halt::Problem(Problem::error(Code::ReferenceUnresolved, Place::path(path), detail))
        };
        self.staff.get(id).ok_or_else(unknown)
    }

    /// The place in a calendar; how to meet is as was said, or as the time allows.
    fn at(&self, time: &Time) -> Result<At, Denied> {
        let Time { professional, start_at, mode } = *time;
        let day = DayKey { professional, date: day_of(start_at) };
        let mode = if let Some(said) = mode {
            said
        } else {
            let opened = self.load_day(day)?;
            let slot = opened.slot(start_at);
            slot.and_then(|slot| slot.modes.first().copied()).unwrap_or(Mode::OnSite)
        };
        Ok(At { day, start_at, mode })
    }
}

fn close(case: &Case, closing: Closing) -> CloseCase {
    CloseCase { case: case.id, closing, gives_up: case.booking().map(|booking| booking.day) }
}
