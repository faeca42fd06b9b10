//! Views: rows derived from the facts of one stream each, their tables, and the questions asked of
//! them. What the rows say comes from a projector; this room keeps them and finds them again.

pub(crate) mod account;
pub(crate) mod acting;
pub(crate) mod asked;
pub(crate) mod booking;
pub(crate) mod callback;
pub(crate) mod case;
pub(crate) mod message;
pub(crate) mod person;
pub(crate) mod phone;
pub(crate) mod resource;
pub(crate) mod search;
pub(crate) mod slot;
pub(crate) mod waiting;

pub(crate) mod index;
pub(crate) mod rows;
