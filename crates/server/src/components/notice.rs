//! A message at the top of a page: what was just done, or what stands in the way.

use maud::{Markup, html};

use crate::say;
use crate::texts::Texts;

/// What kind of message it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoticeKind {
    /// Something was done.
    Done,
    /// Something could not be done, and why.
    Refused,
    /// Something to know.
    Info,
}

/// One message, already in the page's language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// Its kind.
    pub kind: NoticeKind,
    /// One or two sentences: for a refusal, what stands in the way and what to do instead.
    pub text: String,
}

/// The message; nothing when there is none.
pub fn notice(t: &Texts, notice: Option<&Notice>) -> Markup {
    let Some(notice) = notice else { return html! {} };
    let (class, role, title) = match notice.kind {
        NoticeKind::Done => ("notice notice--done", "status", say!(t, "notice-done")),
        NoticeKind::Refused => ("notice notice--refused", "alert", say!(t, "notice-refused")),
        NoticeKind::Info => ("notice", "status", say!(t, "notice-info")),
    };
    html! {
        div class=(class) role=(role) id="notice" tabindex="-1" {
            p { strong { (title) } " " (notice.text) }
        }
    }
}

/// A calm box for a list that has nothing in it: why, and what can be done.
pub fn empty_state(title: &str, text: &str, action: Option<&Markup>) -> Markup {
    html! {
        div .empty {
            p .empty__title { (title) }
            p { (text) }
            @if let Some(action) = action { p { (action) } }
        }
    }
}

/// Text that opens by itself: the reason behind a line.
pub fn details(summary: &str, inside: &Markup) -> Markup {
    html! {
        details .details {
            summary { (summary) }
            div .details__inside { (inside) }
        }
    }
}
