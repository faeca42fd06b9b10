//! The professional's larger forms: what was written becomes a command, or comes back with faults.

use care::case::Booking;
use care::clock::CareKind;
use care::code::{Profession, Urgency};
use care::day::{instant, local};
use care::decide::{AssessNeed, AssessedAs, Command, RecordVisit};
use care::id::{CaseId, UnitId};
use jiff::Timestamp;
use jiff::civil::Time;

use crate::door::{Caller, Denied};
use crate::pages::professional::case::assess::{AssessFault, AssessForm, Outcome};
use crate::pages::professional::case::visit::{VisitFault, VisitForm};
use crate::texts::Texts;
use crate::web::names::Names;
use crate::web::visit::Visit;

/// The assessment form before anything is written.
pub(super) fn assess_form(caller: &Caller, names: &Names<'_>) -> AssessForm {
    AssessForm {
        urgency: None,
        outcome: None,
        care: None,
        profession: None,
        unit: caller.account.unit.as_ref().map(UnitId::to_string).unwrap_or_default(),
        units: names.units(),
        note: String::new(),
        told: String::new(),
        faults: Vec::new(),
    }
}

fn care_kind(code: &str) -> Option<CareKind> {
    serde_json::from_value(serde_json::Value::String(code.to_owned())).ok()
}

/// The assessment as written, or the form with its faults.
pub(super) fn read_assessment(
    visit: &Visit,
    case: CaseId,
    names: &Names<'_>,
) -> Result<Result<Command, AssessForm>, Denied> {
    let caller = visit.caller()?;
    let mut form = AssessForm {
        urgency: Urgency::from_code(visit.text("urgency")),
        outcome: Outcome::from_code(visit.text("outcome")),
        care: care_kind(visit.text("care")),
        profession: Profession::from_code(visit.text("profession")),
        unit: visit.text("unit").to_owned(),
        note: visit.text("note").to_owned(),
        told: visit.text("told").to_owned(),
        ..assess_form(caller, names)
    };
    let result = match (form.outcome, form.care, form.profession) {
        (Some(Outcome::Appointment), Some(care), Some(profession)) => {
            Some(AssessedAs::Appointment { care, profession })
        }
        (Some(Outcome::Appointment), _, _) => {
            if form.care.is_none() {
                form.faults.push(AssessFault::NoCare);
            }
            if form.profession.is_none() {
                form.faults.push(AssessFault::NoProfession);
            }
            None
        }
        (Some(Outcome::Advice), _, _) => Some(AssessedAs::Advice),
        (Some(Outcome::Emergency), _, _) => Some(AssessedAs::Emergency),
        (None, _, _) => {
            form.faults.push(AssessFault::NoOutcome);
            None
        }
    };
    if form.urgency.is_none() {
        form.faults.insert(0, AssessFault::NoUrgency);
    }
    let known = names.units().into_iter().any(|item| item.value == form.unit);
    let unit =
        if known { Some(UnitId::from(form.unit.as_str())) } else { caller.account.unit.clone() };
    let account = &caller.account;
    match (form.urgency, result, account.professional, account.profession, unit) {
        (Some(urgency), Some(result), Some(by), Some(profession), Some(unit)) => {
            Ok(Ok(Command::AssessNeed(AssessNeed {
                case,
                by,
                profession,
                urgency,
                result,
                unit,
                note: form.note,
                told: form.told,
            })))
        }
        (_, _, Some(_), Some(_), Some(_)) => Ok(Err(form)),
        _ => Err(Denied::NotFound),
    }
}

/// The visit form before anything is written: the booked time stands in it.
pub(super) fn visit_form(booking: &Booking, now: Timestamp, t: &Texts) -> VisitForm {
    let start = local(booking.start_at).time();
    let minutes = jiff::SignedDuration::from_mins(i64::from(booking.minutes));
    let planned = booking.start_at.checked_add(minutes).unwrap_or(booking.start_at);
    let end = local(if now > booking.start_at { planned.min(now) } else { planned }).time();
    VisitForm {
        started: t.time(start),
        ended: t.time(end),
        note: String::new(),
        further: None,
        care: None,
        profession: None,
        faults: Vec::new(),
    }
}

/// The visit as written, or the form with its faults.
pub(super) fn read_visit(
    visit: &Visit,
    case: CaseId,
    booking: &Booking,
) -> Result<Command, VisitForm> {
    let mut form = VisitForm {
        started: visit.text("started").to_owned(),
        ended: visit.text("ended").to_owned(),
        note: visit.text("note").to_owned(),
        further: match visit.text("further") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        care: care_kind(visit.text("care")),
        profession: Profession::from_code(visit.text("profession")),
        faults: Vec::new(),
    };
    let date = booking.day.date;
    let reading = |text: &str| Some(instant(date, time_of(text)?));
    // In the night when an hour comes twice, the beginning nearer the booked time is meant.
    let away = |at: &Timestamp| at.duration_since(booking.start_at).abs();
    let begin = reading(&form.started)
        .and_then(|time| [time.earliest(), time.latest()].into_iter().min_by_key(away));
    let end = reading(&form.ended).map(|time| match begin {
        Some(begin) if time.earliest() <= begin => time.latest(),
        _ => time.earliest(),
    });
    if begin.is_none() {
        form.faults.push(VisitFault::BadStart);
    }
    if end.is_none_or(|end| begin.is_some_and(|begin| end <= begin)) {
        form.faults.push(VisitFault::BadEnd);
    }
    let next = match (form.further, form.care, form.profession) {
        (None, _, _) => {
            form.faults.push(VisitFault::NoFurther);
            None
        }
        (Some(false), _, _) => None,
        (Some(true), Some(care), Some(profession)) => Some((care, profession)),
        (Some(true), _, _) => {
            if form.care.is_none() {
                form.faults.push(VisitFault::NoCare);
            }
            if form.profession.is_none() {
                form.faults.push(VisitFault::NoProfession);
            }
            None
        }
    };
    match (begin, end) {
        (Some(started_at), Some(ended_at)) if form.faults.is_empty() => {
            let note = form.note;
            Ok(Command::RecordVisit(RecordVisit {
                case,
                booking: booking.id,
                started_at,
                ended_at,
                note,
                next,
            }))
        }
        _ => Err(form),
    }
}

/// A time of day as people write it: `9.30`, `9:30` or `930`.
fn time_of(text: &str) -> Option<Time> {
    let (hour, minute) = match text.split_once(['.', ':']) {
        Some(parts) => parts,
        None => text.split_at_checked(text.len().checked_sub(2)?)?,
    };
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        for (text, hour, minute) in [("9.30", 9, 30), ("09:05", 9, 5), ("1630", 16, 30)] {
            assert_eq!(time_of(text), Time::new(hour, minute, 0, 0).ok(), "{text}");
        }
        for text in ["", "9", "25.00", "9.60", "noon", "9.3.0"] {
            assert_eq!(time_of(text), None, "{text}");
        }
    }
}
