//! Identifiers: each kind its own type, so that a case can't be passed where a person is meant.
//! They are made outside this room and come in as arguments.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! uuid_id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

uuid_id! {
    /// One resident. The same id names the FHIR Patient and the key that seals the person's facts.
    PersonId;
    /// One matter of one person (*asia, ärende*).
    CaseId;
    /// One contact, which may have brought several matters (*yhteydenotto, kontakt*).
    ContactId;
    /// One booked time (*ajanvaraus, tidsbokning*).
    BookingId;
    /// One offer of a time to a client on the waiting list.
    OfferId;
    /// One secure message between a client and those who answer for a case.
    SecureMessageId;
    /// One note that colleagues leave for each other.
    NoteId;
    /// One questionnaire that is filled in without a name.
    FilledId;
    /// One call at an exchange; it follows from the exchange and its own number of the call.
    CallId;
    /// One professional (*ammattihenkilö, yrkesutbildad person*).
    ProfessionalId;
}

/// One unit, by its slug in `content/regions` (*toimintayksikkö, verksamhetsenhet*).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnitId(pub Arc<str>);

impl fmt::Display for UnitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for UnitId {
    fn from(slug: &str) -> Self {
        Self(slug.into())
    }
}
