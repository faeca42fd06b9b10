//! The stored forms of a fact, one module for each version ever written. Readers of old versions are
//! never deleted; the first byte of a stored body names the form.

pub(crate) mod v1;
