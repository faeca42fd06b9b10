//! The page behind the link of a message: when a booked time is, and nothing else of it. It can be
//! confirmed or given up here; moving it asks to sign in.

use care::id::CaseId;
use jiff::civil::DateTime;
use maud::{Markup, html};

use crate::components::button;
use crate::components::phone::unbroken;
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::{case_id, moment};
use crate::pages::{Shell, urls};
use crate::say;

/// What the page shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// The secret part of the link.
    pub secret: String,
    /// How the time stands.
    pub state: State,
    /// The telephone for those who rather call.
    pub phone: String,
}

/// How the time stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum State {
    /// It stands.
    Stands {
        /// For which matter: where moving leads to.
        case: CaseId,
        /// When it begins.
        at: DateTime,
        /// How long it is.
        minutes: u16,
        /// Whether it was confirmed.
        confirmed: bool,
        /// Whether it can still be given up or moved here.
        changeable: bool,
    },
    /// It was given up just now.
    Cancelled,
    /// It does not stand any more.
    Gone,
    /// It has begun.
    Over,
}

/// The page. Posts `do`, which is `confirm` or `cancel`.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let (title, says) = match context.state {
        State::Stands { confirmed: false, .. } => (say!(t, "link-title"), None),
        State::Stands { confirmed: true, .. } => {
            (say!(t, "link-confirmed"), Some(say!(t, "link-confirmed-text")))
        }
        State::Cancelled => (say!(t, "link-cancelled"), Some(say!(t, "link-cancelled-text"))),
        State::Gone => (say!(t, "link-gone"), Some(say!(t, "link-gone-text"))),
        State::Over => (say!(t, "link-over"), Some(say!(t, "link-over-text"))),
    };
    page(
        shell,
        &Head::column(title.as_str(), Place::Elsewhere),
        &html! {
            h1 { (title) }
            @if let Some(says) = says { p .lead { (says) } }
            (time(context, shell))
            p { (say!(t, "link-call", phone = unbroken(&context.phone))) }
            p { a href=(urls::matters(shell.language)) { (say!(t, "link-sign-in")) } }
        },
    )
}

fn time(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let State::Stands { case, at, minutes, confirmed, changeable } = &context.state else {
        return html! {};
    };
    let post = |what, button: &Markup| {
        button::form(&urls::link(language, &context.secret), &shell.csrf, &[("do", what)], button)
    };
    html! {
        p .boxed {
            strong { (t.moment(*at)) } ", " (say!(t, "minutes", count = u32::from(*minutes)))
        }
        div .actions {
            @if !confirmed { (post("confirm", &button::primary(&say!(t, "link-confirm")))) }
            @if *changeable {
                (button::quiet_link(&urls::times(language, *case), &say!(t, "move-time")))
                (post("cancel", &button::warning(&say!(t, "cancel-time"))))
            }
        }
        @if *changeable { p .quiet { (say!(t, "link-move-text")) } }
    }
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let stands = |confirmed, changeable| Context {
        secret: "AAECAwQFBgcICQ".into(),
        state: State::Stands {
            case: case_id(2),
            at: moment(3, 13, 30),
            minutes: 30,
            confirmed,
            changeable,
        },
        phone: "019 123 4567".into(),
    };
    let is = |state| Context { state, ..stands(false, true) };
    vec![
        ("stands", stands(false, true)),
        ("confirmed", stands(true, true)),
        ("fixed", stands(true, false)),
        ("cancelled", is(State::Cancelled)),
        ("gone", is(State::Gone)),
        ("over", is(State::Over)),
    ]
}
