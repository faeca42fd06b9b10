//! The identifiers Finland gives to people and to organisations. Invariant: a value of these
//! types is valid; what is not valid is kept as it was given, with the reason; and a person's
//! number is shown whole only where the code says so by name.

mod business;
mod personal;

pub use business::{BusinessId, BusinessIdFault};
pub use personal::{GivenIdentity, IdentityFault, IdentityNumber};
