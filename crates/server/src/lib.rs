//! The doors, the pages, the FHIR routes, the jobs and the command line: everything that meets the
//! world. Invariant: whatever reads or writes a person's data passes the door.

pub mod account;
pub mod bulk;
pub mod cli;
pub mod codec;
pub mod components;
pub mod content;
pub mod county;
pub mod demo;
pub mod desks;
pub mod door;
pub mod exchange;
pub mod fhir_api;
pub mod ics;
pub mod import;
pub mod jobs;
pub mod limits;
pub mod messages;
pub mod metrics;
pub mod network;
pub mod notices;
pub mod pages;
pub mod paths;
pub mod projector;
pub mod refill;
pub mod region;
pub mod staff;
mod telephony;
pub mod texts;
pub mod wall;
pub mod web;
