//! A real browser that walks through Polku as people do, and looks at every page on the way.
//! Invariant: a missing tool or page is a failure that says what to do, never a silent pass.

mod album;
mod axe;
mod browser;
mod driver;
mod focus;
mod html;
mod polku;
mod post;
mod tools;

pub use album::Album;
pub use browser::{Browser, Scripts};
pub use polku::Polku;
pub use tools::Tools;
