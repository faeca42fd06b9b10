//! What colleagues leave for each other in a case: notes (*muistiinpano, anteckning*), questions to one of them, and
//! that a case is set aside for a while. Notes are part of the client's records.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{NoteId, ProfessionalId};

/// One note.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Note {
    /// Which.
    pub id: NoteId,
    /// By whom.
    pub by: ProfessionalId,
    /// The words.
    pub words: String,
    /// The colleague who is asked to look.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asks: Option<ProfessionalId>,
}

/// That a colleague was asked to look, and has not yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Asked {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: ProfessionalId,
    /// Who.
    pub who: ProfessionalId,
}

/// That a case is set aside (*siirretty myöhemmäksi, uppskjuten*). It hides nothing, moves no clock, and ends as soon as
/// anything else happens in the case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Snooze {
    /// By whom.
    pub by: ProfessionalId,
    /// Until when.
    pub until_at: Timestamp,
    /// Why; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}
