//! The wire: reads, checks, searches and writes HL7 FHIR R4 JSON; nobody else knows FHIR's shapes.
//!
//! Pure: bytes and facts in, values and problems out. What others sent is kept to the letter, so
//! that decimals, order and unknown extensions survive; nothing that arrives can make it panic.

pub mod bundle;
pub mod capability;
pub mod check;
pub mod command;
pub mod definitions;
pub mod intake;
pub mod moment;
mod object;
pub mod openapi;
pub mod outcome;
pub mod patch;
pub mod path;
pub mod problem;
pub mod questionnaire;
pub mod reference;
pub mod render;
pub mod resource;
pub mod search;
pub mod status;
pub mod systems;
mod text;
pub mod view;

pub use self::definitions::ResourceType;
pub use self::intake::Limits;
pub use self::problem::{Code, Place, Problem, Severity};
pub use self::resource::{Draft, Resource};
