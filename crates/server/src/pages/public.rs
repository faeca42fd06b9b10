//! Pages that belong to no role.

pub mod accessibility;
pub mod error;
pub mod gallery;
pub mod link;
pub mod questionnaire;
pub mod sign_in;
pub mod signed_out;
