//! The private address of one's calendar: made, made anew, taken away. Residents and professionals share
//! it; it shows its address only when it is made.

use maud::{Markup, html};

use super::layout::{Head, Place, page};
use super::{Shell, urls};
use crate::components::button;
use crate::components::notice::{Notice, NoticeKind, notice};
use crate::say;

/// What the page shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// What was just done.
    pub notice: Option<Notice>,
    /// Whether it is a professional's calendar.
    pub at_work: bool,
    /// Whether it has a private address.
    pub open: bool,
    /// The address, when it was just made.
    pub address: Option<String>,
}

/// The page. Making an address posts to it; taking it away posts to `urls::calendar_close`.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title = say!(t, "calendar-title");
    let (place, back) = if context.at_work {
        (Place::Day, urls::day(language))
    } else {
        (Place::Reach, urls::reach(language))
    };
    let says =
        if context.at_work { say!(t, "calendar-says-work") } else { say!(t, "calendar-says-own") };
    page(
        shell,
        &Head::column(title.as_str(), place).back(back),
        &html! {
            (notice(t, context.notice.as_ref()))
            h1 { (title) }
            p .lead { (say!(t, "calendar-lead")) }
            p { (says) }
            @if let Some(address) = &context.address {
                div .boxed {
                    p { strong { (say!(t, "calendar-address")) } }
                    p { code { (address) } }
                    p { (say!(t, "calendar-address-text")) }
                }
            } @else if context.open {
                p { (say!(t, "calendar-open")) }
            }
            form method="post" action=(urls::calendar(language)) {
                (button::csrf_field(&shell.csrf))
                @if context.open || context.address.is_some() {
                    (button::secondary(&say!(t, "calendar-anew")))
                } @else {
                    (button::primary(&say!(t, "calendar-make")))
                }
            }
            @if context.open || context.address.is_some() {
                h2 { (say!(t, "calendar-close-title")) }
                p { (say!(t, "calendar-close-text")) }
                (button::form(
                    &urls::calendar_close(language),
                    &shell.csrf,
                    &[],
                    &button::warning(&say!(t, "calendar-close")),
                ))
            }
        },
    )
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let none = Context { notice: None, at_work: false, open: false, address: None };
    let open = Context { open: true, at_work: true, ..none.clone() };
    let made = Context {
        open: true,
        address: Some("https://polku.example.fi/calendar/3JkH0b7dXn9QwEr2tYuI5oPa.ics".into()),
        ..none.clone()
    };
    let closed = Notice { kind: NoticeKind::Done, text: "Osoite on poistettu.".into() };
    let closed = Context { notice: Some(closed), ..none.clone() };
    vec![("closed", closed), ("made", made), ("none", none), ("open", open)]
}
