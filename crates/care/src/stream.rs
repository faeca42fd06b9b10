//! Streams: where facts live. A stream is the unit of order and of contention, so a professional's
//! calendar is one stream for each day and not one for a career.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{CallId, CaseId, FilledId, PersonId, ProfessionalId};

/// The name of one stream that holds care facts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Stream {
    /// One resident.
    Person(PersonId),
    /// One matter.
    Case(CaseId),
    /// The bookable time of one professional on one day.
    Day(DayKey),
    /// One questionnaire that is filled in without a name.
    Filled(FilledId),
    /// One call at an exchange.
    Call(CallId),
}

/// One professional's one day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct DayKey {
    /// Whose time.
    pub professional: ProfessionalId,
    /// The local date.
    pub date: Date,
}

impl fmt::Display for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(person) => write!(f, "person/{person}"),
            Self::Case(case) => write!(f, "case/{case}"),
            Self::Day(day) => write!(f, "day/{}/{}", day.professional, day.date),
            Self::Filled(filled) => write!(f, "filled/{filled}"),
            Self::Call(call) => write!(f, "call/{call}"),
        }
    }
}

/// The text names no stream of care facts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a stream of care facts")]
pub struct NotACareStream;

impl FromStr for Stream {
    type Err = NotACareStream;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (room, rest) = text.split_once('/').ok_or(NotACareStream)?;
        match room {
            "person" => rest.parse().map(Self::Person).map_err(|_| NotACareStream),
            "case" => rest.parse().map(Self::Case).map_err(|_| NotACareStream),
            "call" => rest.parse().map(Self::Call).map_err(|_| NotACareStream),
            "filled" => rest.parse().map(Self::Filled).map_err(|_| NotACareStream),
            "day" => {
                let (professional, date) = rest.split_once('/').ok_or(NotACareStream)?;
                Ok(Self::Day(DayKey {
                    professional: professional.parse().map_err(|_| NotACareStream)?,
                    date: date.parse().map_err(|_| NotACareStream)?,
                }))
            }
            _ => Err(NotACareStream),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn names_read_back() {
        let professional = ProfessionalId(Uuid::from_u128(7));
        for stream in [
            Stream::Person(PersonId(Uuid::from_u128(1))),
            Stream::Case(CaseId(Uuid::from_u128(2))),
            Stream::Filled(FilledId(Uuid::from_u128(3))),
            Stream::Call(CallId(Uuid::from_u128(4))),
            Stream::Day(DayKey { professional, date: jiff::civil::date(2026, 3, 29) }),
        ] {
            assert_eq!(stream.to_string().parse(), Ok(stream));
        }
        assert_eq!("account/anna".parse::<Stream>(), Err(NotACareStream));
        assert_eq!("day/nobody/2026-01-01".parse::<Stream>(), Err(NotACareStream));
    }
}
