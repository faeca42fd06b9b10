//! Appointments: booked, moved, given up, held, or not come to.

use care::code::{Cancelling, Mode};
use care::id::CaseId;
use jiff::Timestamp;
use serde_json::Value;

use super::{No, Time, Wish, codings, ids, links, nothing_else, only, own_code, status, wrong};
use crate::problem::Code;
use crate::render;

/// What a standing booking may become.
const NEXT: [&str; 4] = ["booked", "cancelled", "fulfilled", "noshow"];
/// What says when and how to meet.
const TIME: [&str; 7] =
    ["status", "_status", "slot", "start", "end", "minutesDuration", "appointmentType"];

/// What a booking says besides.
const MADE: [&str; 3] = ["basedOn", "participant", "created"];

/// The matter of Polku's own that an appointment is based on.
pub(super) fn case_of(appointment: &Value) -> Option<CaseId> {
    ids(links(appointment, "basedOn", None), "ServiceRequest").find_map(|id| id.parse().ok())
}

pub(super) fn made(appointment: &Value, person: &str) -> Result<Wish, No> {
    if status(appointment) != "booked" {
        return wrong(Code::CodeUnknown, "Appointment.status", "booked");
    }
    let Some(time) = time(appointment) else {
        return wrong(Code::ElementMissing, "Appointment.slot", "slot");
    };
    only(appointment, "participant", Some("actor"), person)?;
    nothing_else("Appointment", &Value::Null, appointment, &[&TIME[..], &MADE].concat())?;
    Ok(Wish::Book(time))
}

pub(super) fn changed(before: &Value, after: &Value) -> Result<Wish, No> {
    let only_these = |free: &[&str]| nothing_else("Appointment", before, after, free);
    match (status(before), status(after)) {
        ("booked", "booked") if after.get("slot") != before.get("slot") => {
            let Some(time) = time(after) else {
                return wrong(Code::ElementMissing, "Appointment.slot", "slot");
            };
            // Whoever is met follows from the time; the client stays who it is.
            only_these(&[&TIME[..], &["participant"]].concat())?;
            let [client, named] =
                [before, after].map(|one| links(one, "participant", Some("actor")));
            let client = ids(client, "Patient").next().unwrap_or_default();
            if ids(named, "Patient").any(|patient| patient != client) {
                return wrong(Code::ElementKept, "Appointment.participant", "Patient");
            }
            Ok(Wish::Move(time))
        }
        ("booked", "cancelled") => {
            only_these(&["status", "_status", "cancelationReason"])?;
            Ok(Wish::Cancel(why(after)))
        }
        ("booked", "fulfilled") => only_these(&["status", "_status"]).map(|()| Wish::Held),
        ("booked", "noshow") => only_these(&["status", "_status"]).map(|()| Wish::NoShow),
        ("cancelled", "cancelled") => {
            let free = ["status", "_status", "cancelationReason", "extension", "participant"];
            only_these(&free).map(|()| Wish::Nothing)
        }
        (from, to) if from == to => only_these(&["_status"]).map(|()| Wish::Nothing),
        ("booked", _) => Err(No::Kept(NEXT.to_vec())),
        (_, _) => Err(No::Kept(Vec::new())),
    }
}

/// The time that the first slot stands for: whose, and when, as its id says.
fn time(appointment: &Value) -> Option<Time> {
    let (professional, second) =
        ids(links(appointment, "slot", None), "Slot").next()?.split_once('.')?;
    let concept = appointment.get("appointmentType");
    let own = own_code(concept, "mode").and_then(Mode::from_code);
    let said = || codings(concept).find_map(|(_, code)| render::mode_of(code));
    Some(Time {
        professional: professional.parse().ok()?,
        start_at: Timestamp::from_second(second.parse().ok()?).ok()?,
        mode: own.or_else(said),
    })
}

/// Who gives the time up: the client, unless it says that the unit does.
fn why(appointment: &Value) -> Cancelling {
    let reason = appointment.get("cancelationReason");
    let unit = codings(reason).any(|(_, code)| code.starts_with("prov"));
    if unit { Cancelling::ByUnit } else { Cancelling::ByClient }
}
