//! What things mean: facts, decisions, clocks, access rules. Pure: no I/O, no clock, no randomness;
//! `now`, the law and ids are arguments. Invariant: the same facts and content give the same answer.

pub mod access;
pub mod acting;
pub mod actor;
pub mod calendar;
pub mod callback;
pub mod case;
pub mod clock;
pub mod code;
pub mod day;
pub mod decide;
pub mod id;
pub mod identity;
pub mod language;
pub mod law;
pub mod load;
pub mod message;
pub mod note;
pub mod person;
pub mod phone;
pub mod questionnaire;
pub mod refusal;
pub mod stream;
pub mod third_free;
pub mod thread;
pub mod view;
pub mod waiting;
