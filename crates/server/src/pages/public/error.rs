//! What is seen when a page can't be shown: neutral, with the way on and a reference to quote.

use maud::{Markup, html};

use crate::components::button;
use crate::pages::Shell;
use crate::pages::layout::{Head, Place, home, page};
use crate::say;

/// What is told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// The kind.
    pub kind: ErrorKind,
    /// The reference under which the fault is in the log; empty where there is none.
    pub reference: String,
}

/// Why a page can't be shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ErrorKind {
    /// There is no such page (404).
    NotFound,
    /// The one who asks has no right to it (403).
    Forbidden,
    /// The form was too old or came from elsewhere (403).
    Stale,
    /// Somebody else was faster (409).
    Conflict,
    /// Something broke (500).
    Broken,
    /// The store takes no writes just now (503).
    ReadOnly,
    /// The store cannot be reached just now (503).
    Away,
    /// The request did not come in time (408).
    TooSlow,
    /// The form is larger than is read (413).
    TooLarge,
    /// The address is longer than is read (414).
    AddressTooLong,
    /// What was sent is not a form of a page (415).
    NoForm,
    /// Too many requests came from one place (429).
    TooMany,
    /// The browser sent more headers than are read (431).
    HeadTooLarge,
    /// The service has too much to do just now (503).
    Busy,
}

/// The page.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let (title, text) = match context.kind {
        ErrorKind::NotFound => (say!(t, "error-not-found"), say!(t, "error-not-found-text")),
        ErrorKind::Forbidden => (say!(t, "error-forbidden"), say!(t, "error-forbidden-text")),
        ErrorKind::Stale => (say!(t, "error-stale"), say!(t, "error-stale-text")),
        ErrorKind::Conflict => (say!(t, "error-conflict"), say!(t, "error-conflict-text")),
        ErrorKind::Broken => (say!(t, "error-broken"), say!(t, "error-broken-text")),
        ErrorKind::ReadOnly => (say!(t, "error-read-only"), say!(t, "error-read-only-text")),
        ErrorKind::Away => (say!(t, "error-away"), say!(t, "error-away-text")),
        ErrorKind::TooSlow => (say!(t, "error-slow"), say!(t, "error-slow-text")),
        ErrorKind::TooLarge => (say!(t, "error-large"), say!(t, "error-large-text")),
        ErrorKind::AddressTooLong => (say!(t, "error-address"), say!(t, "error-address-text")),
        ErrorKind::NoForm => (say!(t, "error-no-form"), say!(t, "error-no-form-text")),
        ErrorKind::TooMany => (say!(t, "error-many"), say!(t, "error-many-text")),
        ErrorKind::HeadTooLarge => (say!(t, "error-head"), say!(t, "error-head-text")),
        ErrorKind::Busy => (say!(t, "error-busy"), say!(t, "error-busy-text")),
    };
    page(
        shell,
        &Head::column(title.as_str(), Place::Elsewhere),
        &html! {
            h1 { (title) }
            p { (text) }
            @if !context.reference.is_empty() {
                p .quiet { (say!(t, "error-reference")) " " strong .reference { (context.reference) } }
            }
            p { (button::quiet_link(&home(shell), &say!(t, "to-start"))) }
        },
    )
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    [
        ("not-found", ErrorKind::NotFound, ""),
        ("forbidden", ErrorKind::Forbidden, ""),
        ("stale", ErrorKind::Stale, ""),
        ("conflict", ErrorKind::Conflict, ""),
        ("broken", ErrorKind::Broken, "7KQ-33A"),
        ("read-only", ErrorKind::ReadOnly, "7KQ-33B"),
        ("away", ErrorKind::Away, ""),
        ("slow", ErrorKind::TooSlow, ""),
        ("large", ErrorKind::TooLarge, ""),
        ("address", ErrorKind::AddressTooLong, ""),
        ("no-form", ErrorKind::NoForm, ""),
        ("many", ErrorKind::TooMany, ""),
        ("head", ErrorKind::HeadTooLarge, ""),
        ("busy", ErrorKind::Busy, ""),
    ]
    .map(|(name, kind, reference)| (name, Context { kind, reference: reference.into() }))
    .into()
}
