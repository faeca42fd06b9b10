//! Messages that have still to be sent, and how residents wish to be reached, as rows.

use super::{MessageRow, ReachRow};
use crate::case::Case;
use crate::message::{self, Policy};
use crate::person::Person;

/// The messages of a case that have still to be sent or were given up.
pub fn message_rows(case: &Case, policy: &Policy) -> Vec<MessageRow> {
    let row = |message: message::Message| MessageRow {
        case: case.id,
        message: message.about.to_string(),
        person: case.person,
        from_at: message.from_at,
        until_at: message.until_at,
        given_up: message.given_up.is_some(),
    };
    message::open(case, policy).into_iter().map(row).collect()
}

/// How a person wishes to be reached beside the service, if they do.
pub fn reach_row(person: &Person) -> Option<ReachRow> {
    let (way, since_at) = (person.reach.way()?, person.reach_chosen_at?);
    Some(ReachRow { person: person.id, way, since_at })
}
