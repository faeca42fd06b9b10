//! The secure messages (*viesti, meddelande*) of a matter: what its client and those who answer for it write to
//! each other inside the service. What a client wrote waits until somebody answers it.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::case::Case;
use crate::day::{Eves, add_working_days, day_of};
use crate::id::{PersonId, ProfessionalId, SecureMessageId};

/// How many letters a secure message has at most.
pub const LETTERS_MAX: usize = 5_000;

/// Who wrote a secure message.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Writer {
    /// The client.
    Client,
    /// Somebody who acts for the client.
    For(PersonId),
    /// A professional.
    Professional(ProfessionalId),
}

/// One secure message.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SecureMessage {
    /// Which.
    pub id: SecureMessageId,
    /// By whom.
    pub by: Writer,
    /// The words.
    pub words: String,
}

/// What an organisation promises to those who write.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThreadPolicy {
    /// After how many working days a client has an answer at the latest.
    pub answer_working_days: u16,
}

impl ThreadPolicy {
    /// The day on which a client who wrote then has an answer at the latest.
    pub fn answer_by(self, written_at: Timestamp, eves: Eves) -> Date {
        add_working_days(day_of(written_at), self.answer_working_days, eves)
    }

    /// What is wrong with it, and what to do.
    pub fn faults(self) -> Option<String> {
        (self.answer_working_days == 0)
            .then(|| "answer_working_days has to be at least 1".to_owned())
    }
}

impl Case {
    /// Since when the client waits for an answer, the earliest message first; nothing once all are answered or
    /// the case is over.
    pub fn unanswered_since(&self) -> Option<Timestamp> {
        self.unanswered.filter(|_| self.is_open())
    }

    /// When a professional wrote, while the client has not written since.
    pub fn written_at(&self) -> Option<Timestamp> {
        let (at, last) = self.thread.last()?;
        matches!(last.by, Writer::Professional(_)).then_some(*at)
    }
}
