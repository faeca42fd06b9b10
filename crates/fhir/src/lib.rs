//! The fhir room.
