//! A call at the exchange as a row.

use super::PhoneRow;
use crate::law::Law;
use crate::phone::{PhoneCall, due_on};

/// The row of a call, with the last lawful day for calling back by the law given.
pub fn phone_row(call: &PhoneCall, law: &Law) -> PhoneRow {
    PhoneRow {
        call: call.id,
        unit: call.unit.clone(),
        language: call.language,
        from: call.from.clone(),
        rang_at: call.rang_at,
        answered: call.answered_at.is_some(),
        missed: call.missed_at().is_some(),
        open: call.is_open(),
        due_on: call.missed_at().and_then(|_| due_on(call.rang_at, law)),
        taken_by: call.taken.map(|(_, by)| by),
        taken_at: call.taken.map(|(at, _)| at),
        tries: u16::try_from(call.tries.len()).unwrap_or(u16::MAX),
        tried_at: call.tries.last().map(|tried| tried.at),
    }
}
