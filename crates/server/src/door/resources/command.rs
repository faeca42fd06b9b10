//! Writes to what Polku renders, as commands: a booking is made for an assessed matter, and given up.
//! Whatever else is written to such a resource is refused.

use care::code::{Cancelling, Mode};
use care::day::day_of;
use care::decide::{BookVisit, CancelBooking, Command, Place as Time};
use care::id::{BookingId, CaseId, ProfessionalId};
use care::stream::{DayKey, Stream};
use fhir::{Code, Place, Problem, Resource};
use jiff::Timestamp;
use ledger::Found;
use serde_json::Value;

use super::receive::{Became, Obstacle};
use super::{Halt, address_of};
use crate::codec::{self, State};
use crate::door::{Caller, Denied, Door};

impl Door {
    /// Carries out what a write means, when it means a command; none when it is a resource to keep.
    pub fn carry_out(
        &self,
        caller: &Caller,
        resource: &Resource,
        if_match: Option<u64>,
    ) -> Result<Option<Result<Became, Obstacle>>, Halt> {
        if resource.rtype.as_str() != "Appointment" {
            return Ok(None);
        }
        let found = self.ledger.resource("Appointment", &resource.id)?;
        match (found, case_of(&resource.value)) {
            (Some(found), _) if address_of(&found.stream).is_none() => {
                self.change_booking(caller, resource, &found, if_match).map(Some)
            }
            (None, Some(case)) if self.ledger.case(case)?.is_some() => {
                if if_match.is_some() {
                    return Ok(Some(Err(Obstacle::OtherVersion(0))));
                }
                self.book(caller, resource, case).map(|became| Some(Ok(became)))
            }
            (Some(_) | None, _) => Ok(None),
        }
    }

    fn change_booking(
        &self,
        caller: &Caller,
        resource: &Resource,
        found: &Found,
        if_match: Option<u64>,
    ) -> Result<Result<Became, Obstacle>, Halt> {
        if if_match.is_some_and(|wanted| wanted != found.version) {
            return Ok(Err(Obstacle::OtherVersion(found.version)));
        }
        let booking = match resource.id.parse::<BookingId>() {
            Ok(id) => self.ledger.booking(id)?,
            Err(_) => None,
        };
        let status = resource.value.get("status").and_then(Value::as_str);
        match (booking, status) {
            (Some(booking), Some("cancelled")) if booking.state == "cancelled" => {
                Ok(Ok(Became::Unchanged))
            }
            (Some(booking), Some("cancelled")) => {
                let day =
                    DayKey { professional: booking.professional, date: day_of(booking.start_at) };
                let command = Command::CancelBooking(CancelBooking {
                    case: booking.case,
                    booking: booking.booking,
                    day,
                    why: why(&resource.value),
                });
                self.act(caller, &command)?;
                Ok(Ok(Became::Changed))
            }
            _ => Ok(Err(Obstacle::Rendered)),
        }
    }

    fn book(&self, caller: &Caller, resource: &Resource, case: CaseId) -> Result<Became, Halt> {
        let refuse = |code, path: &str, detail: &str| {
            Err(Halt::Problem(Problem::error(code, Place::path(path), detail)))
        };
        let Ok(booking) = resource.id.parse::<BookingId>() else {
            return refuse(Code::IdInvalid, "Appointment.id", "UUID");
        };
        if resource.value.get("status").and_then(Value::as_str) != Some("booked") {
            return refuse(Code::CodeUnknown, "Appointment.status", "booked");
        }
        let Some((professional, start_at)) = slot_of(&resource.value) else {
            return refuse(Code::ElementMissing, "Appointment.slot", "slot");
        };
        let person = self.ledger.case(case)?.map(|case| case.person.to_string());
        let named = links(&resource.value, "participant", Some("actor"));
        let mut patients = named.iter().filter_map(|link| link.strip_prefix("Patient/"));
        if patients.any(|patient| Some(patient) != person.as_deref()) {
            return refuse(Code::AddressDiffers, "Appointment.participant", "Patient ≠ basedOn");
        }
        let day = DayKey { professional, date: day_of(start_at) };
        let mode = self.mode(&resource.value, day, start_at)?;
        let place = Time { day, start_at, mode };
        self.act(caller, &Command::BookVisit(BookVisit { case, booking, place }))?;
        Ok(Became::Created)
    }

    /// How to meet: as was said, or as the time allows.
    fn mode(&self, appointment: &Value, day: DayKey, start_at: Timestamp) -> Result<Mode, Denied> {
        if let Some(said) = said_mode(appointment) {
            return Ok(said);
        }
        let stream = Stream::Day(day);
        let facts = self.ledger.load(&stream.to_string())?;
        let modes = match codec::fold(&stream, &facts)? {
            State::Day(day) => {
                let slot = day.slots.into_iter().find(|slot| slot.start_at == start_at);
                slot.map(|slot| slot.modes).unwrap_or_default()
            }
            State::Person(_) | State::Case(_) => Vec::new(),
        };
        Ok(modes.first().copied().unwrap_or(Mode::OnSite))
    }
}

/// The links of an element that repeats.
fn links<'v>(resource: &'v Value, element: &str, below: Option<&str>) -> Vec<&'v str> {
    let items = resource.get(element).and_then(Value::as_array).into_iter().flatten();
    let of = |item: &'v Value| match below {
        Some(member) => item.get(member),
        None => Some(item),
    };
    items.filter_map(of).filter_map(|link| link.get("reference")?.as_str()).collect()
}

/// The matter of Polku's own that an appointment is based on.
fn case_of(appointment: &Value) -> Option<CaseId> {
    let based_on = links(appointment, "basedOn", None);
    based_on.iter().find_map(|link| link.strip_prefix("ServiceRequest/")?.parse().ok())
}

/// Whose time, and when it begins, as the id of the slot says.
fn slot_of(appointment: &Value) -> Option<(ProfessionalId, Timestamp)> {
    let slots = links(appointment, "slot", None);
    let (professional, second) = slots.first()?.strip_prefix("Slot/")?.split_once('.')?;
    let start_at = Timestamp::from_second(second.parse().ok()?).ok()?;
    Some((professional.parse().ok()?, start_at))
}

fn codes(concept: &Value) -> impl Iterator<Item = &str> {
    let codings = concept.get("coding").and_then(Value::as_array).into_iter().flatten();
    codings.filter_map(|coding| coding.get("code")?.as_str())
}

fn said_mode(appointment: &Value) -> Option<Mode> {
    codes(appointment.get("appointmentType")?).find_map(fhir::render::mode_of)
}

/// Who gives the time up: the client, unless it says that the unit does.
fn why(appointment: &Value) -> Cancelling {
    let reason = appointment.get("cancelationReason");
    let unit = reason.is_some_and(|reason| codes(reason).any(|code| code.starts_with("prov")));
    if unit { Cancelling::ByUnit } else { Cancelling::ByClient }
}
