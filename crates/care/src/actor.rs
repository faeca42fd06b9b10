//! Who does things: every fact and every look names its actor.

use std::fmt;
use std::str::FromStr;

use crate::id::{PersonId, ProfessionalId};

/// Whoever caused a fact or looked at one.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Actor {
    /// A resident, for themself.
    Resident(PersonId),
    /// A professional at work.
    Professional(ProfessionalId),
    /// A person with an account and no care role: a leader, an administrator.
    Account(String),
    /// A program that signed in with a token, by the name it was given.
    Client(String),
    /// Polku itself: a job, an import, the county generator.
    System(String),
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Resident(person) => write!(f, "resident/{person}"),
            Self::Professional(professional) => write!(f, "professional/{professional}"),
            Self::Account(login) => write!(f, "account/{login}"),
            Self::Client(name) => write!(f, "client/{name}"),
            Self::System(name) => write!(f, "system/{name}"),
        }
    }
}

/// The text names no actor.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not an actor")]
pub struct NotAnActor;

impl FromStr for Actor {
    type Err = NotAnActor;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (kind, rest) = text.split_once('/').ok_or(NotAnActor)?;
        match kind {
            "resident" => rest.parse().map(Self::Resident).map_err(|_| NotAnActor),
            "professional" => rest.parse().map(Self::Professional).map_err(|_| NotAnActor),
            "account" => Ok(Self::Account(rest.to_owned())),
            "client" => Ok(Self::Client(rest.to_owned())),
            "system" => Ok(Self::System(rest.to_owned())),
            _ => Err(NotAnActor),
        }
    }
}
