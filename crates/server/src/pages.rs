//! The pages: each one a plain context, a pure `render` and its own samples. Nothing in here reads
//! the store or the clock; handlers fill the contexts and these functions say how they look.

pub mod administrator;
pub mod assets;
pub mod calendar;
pub mod layout;
pub mod leader;
pub mod load;
pub mod professional;
pub mod public;
pub mod registry;
pub mod resident;
pub mod samples;
pub mod urls;

use jiff::civil::DateTime;

use crate::texts::{Language, Texts, of};

/// What surrounds every page: who looks, in which language, and what forms need.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shell {
    /// The language of the page.
    pub language: Language,
    /// The path and query after the language, `/matters?page=2`, for the language switch and for
    /// coming back; empty for the front page.
    pub path: String,
    /// The token every POST form carries; empty only where there is no session and no form.
    pub csrf: String,
    /// The organisation's name in the page's language.
    pub organisation: String,
    /// Who is signed in.
    pub signed_in: Option<SignedIn>,
    /// The name of the person whom they act for, when it is another.
    pub acting_for: Option<String>,
    /// The demo bar, in demo mode.
    pub demo: Option<Demo>,
}

/// The kinds of people who sign in; each has its own navigation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// A resident, for themself.
    Resident,
    /// A professional at work.
    Professional,
    /// A leader, who sees figures and pseudonymous cases.
    Leader,
    /// Whoever keeps accounts and notices, and sees no person.
    Administrator,
}

/// Who is signed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignedIn {
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
}

/// What the demo bar shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Demo {
    /// The demo's local time.
    pub now: DateTime,
    /// The people one can be.
    pub people: Vec<DemoPerson>,
    /// The account one is now; empty when signed out.
    pub current: String,
    /// Where the page that asks to sign in would go on to.
    pub next: Option<String>,
}

/// One person of the demo.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DemoPerson {
    /// Sent when chosen.
    pub account: String,
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// One more thing to know: age and place, or profession and unit.
    pub detail: String,
}

impl Shell {
    /// The texts of the page's language.
    pub fn texts(&self) -> &'static Texts {
        of(self.language)
    }
}
