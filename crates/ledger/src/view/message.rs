//! Messages that have still to be sent: what is due, and what was given up.

use care::id::CaseId;
use care::message::Way;
use care::view::{MessageRow, ReachRow};
use jiff::Timestamp;

use crate::error::Result;
use crate::ledger::Ledger;
use crate::record::{Readable, columns, record};
use crate::value::Field;

record!(
    MessageRow,
    "message_row",
    key { case_id: case, message: message },
    rest { person: person, from_at: from_at, until_at: until_at, given_up: given_up }
);

record!(ReachRow, "reach_row", key { person: person }, rest { way: way, since_at: since_at });

/// The messages after which to look for more: due at an instant, of a case, under a name.
pub type AfterMessage = (Timestamp, CaseId, String);

impl Ledger {
    /// Messages that became due from an instant on, up to now, to residents who wish for this way and did
    /// so then; in order of time, after another one.
    pub fn due_messages(
        &self,
        way: Way,
        (since, now): (Timestamp, Timestamp),
        after: Option<&AfterMessage>,
        limit: u32,
    ) -> Result<Vec<MessageRow>> {
        let (at, case, message) = match after {
            Some((at, case, message)) => (at.value(), case.to_string(), message.as_str()),
            None => (since.value(), String::new(), ""),
        };
        let sql = format!(
            "SELECT {} FROM message_row WHERE given_up = 0 AND from_at <= $1 \
             AND (from_at, case_id, message) > ($2, $3, $4) \
             AND EXISTS (SELECT 1 FROM reach_row WHERE reach_row.person = message_row.person \
             AND reach_row.way = $5 AND reach_row.since_at <= message_row.from_at) \
             ORDER BY from_at, case_id, message LIMIT $6",
            columns::<MessageRow>()
        );
        let limit = i64::from(limit).into();
        let values = [now.value(), at, case.value(), message.into(), way.value(), limit];
        self.read(|reader| reader.rows(&sql, &values, MessageRow::read))
    }

    /// Messages that were given up, the oldest first.
    pub fn given_up_messages(&self, limit: u32) -> Result<Vec<MessageRow>> {
        let sql = format!(
            "SELECT {} FROM message_row WHERE given_up = 1 \
             ORDER BY from_at, case_id, message LIMIT $1",
            columns::<MessageRow>()
        );
        self.read(|reader| reader.rows(&sql, &[i64::from(limit).into()], MessageRow::read))
    }
}
