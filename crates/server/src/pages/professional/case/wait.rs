//! The waiting list on the page of a case: the client's wish, and the time that is offered.

use jiff::civil::DateTime;
use maud::{Markup, html};

use super::Context;
use crate::components::button;
use crate::components::error_summary::Fault;
use crate::components::offered_time::{self, OfferedTime, offered_list, offered_modes};
use crate::components::summary_list::{Row, summary_list};
use crate::components::wish_questions::{self, WishFault, WishQuestions};
use crate::pages::samples::moment;
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::Texts;

/// What is known of the wait, and the forms beside it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WaitForm {
    /// The place on the list, when the client is on it.
    pub waiting: Option<Waiting>,
    /// The time that is offered.
    pub offer: Option<OfferedTime>,
    /// The wish.
    pub wish: WishQuestions,
}

/// A place on the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
    /// Which times suit, in words of the page's language.
    pub wish: String,
    /// Since when the client waits.
    pub since: DateTime,
    /// 1 is the first in line for the profession.
    pub place: u64,
}

impl WaitForm {
    pub(super) fn faults(&self, t: &Texts) -> Vec<Fault> {
        self.wish.faults(t)
    }
}

/// The forms. Post the wish to `urls::wait`, and the answer to `urls::answer_offer`.
pub(super) fn render(form: &WaitForm, context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    html! {
        section .form-section aria-labelledby="wait-title" {
            h2 id="wait-title" { (say!(t, "waiting-title")) }
            @if let Some(time) = &form.offer { (offer(time, context, shell)) }
            @match &form.waiting {
                Some(waiting) => {
                    (summary_list(&[
                        Row::new(say!(t, "waiting-wish"), waiting.wish.as_str()),
                        Row::new(say!(t, "wait-since"), t.near_moment(waiting.since)),
                        Row::new(say!(t, "call-place"), waiting.place.to_string()),
                    ]))
                    (button::form(
                        &urls::end_wait(language, context.case),
                        &shell.csrf,
                        &[],
                        &button::secondary(&say!(t, "wait-end")),
                    ))
                },
                None => { p { (say!(t, "wait-none")) } },
            }
            details .details open[!form.wish.faults.is_empty()] {
                summary {
                    @if form.waiting.is_some() { (say!(t, "wait-other-wish")) } @else { (say!(t, "wait-add")) }
                }
                form .details__inside method="post" action=(urls::wait(language, context.case)) novalidate {
                    (button::csrf_field(&shell.csrf))
                    (form.wish.render(t))
                    (button::secondary(&say!(t, "wait-save")))
                }
            }
        }
    }
}

fn offer(time: &OfferedTime, context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let answer = urls::answer_offer(language, context.case);
    html! {
        p .boxed { (say!(t, "wait-offered", at = t.near_moment(time.until))) }
        (offered_list(t, time))
        form method="post" action=(answer) {
            (button::csrf_field(&shell.csrf))
            (offered_modes(t, time))
            div .actions {
                button .button.button--quiet type="submit" name="answer" value="take" { (say!(t, "wait-take")) }
                button .button.button--quiet type="submit" name="answer" value="decline" { (say!(t, "wait-decline")) }
            }
        }
    }
}

pub(super) fn sample() -> WaitForm {
    WaitForm {
        waiting: Some(Waiting {
            wish: "Mikä tahansa tapa ja yksikkö, tieto 24 h ennen".into(),
            since: moment(-3, 9, 0),
            place: 2,
        }),
        offer: Some(offered_time::sample()),
        wish: wish_questions::sample(vec![]),
    }
}

pub(super) fn sample_none() -> WaitForm {
    let wish = wish_questions::sample(vec![WishFault::BadUntil]);
    WaitForm { waiting: None, offer: None, wish }
}
