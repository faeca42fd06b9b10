//! Booking for the client: the first free time of all units on top, filters in the address.

use care::code::Mode;
use maud::{Markup, html};

use super::Context;
use crate::components::button;
use crate::components::error_summary::Fault;
use crate::components::field::{Item, select};
use crate::components::late_reason::{Asked, late_reason};
use crate::components::notice::empty_state;
use crate::components::tag::{Tone, tag};
use crate::pages::resident::times::{FreeTime, sample_time, way};
use crate::pages::samples::moment;
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::Texts;

/// The free times and the filters that are on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BookForm {
    /// How to meet; filters in the address: `mode`, `unit`.
    pub mode: Option<Mode>,
    /// Slug of a unit; empty for all.
    pub unit: String,
    /// Units to choose from; "all" is added here.
    pub units: Vec<Item>,
    /// The first free times, in order; ten or so.
    pub times: Vec<FreeTime>,
    /// Whether a standing booking is moved.
    pub moves: bool,
    /// What was left out.
    pub fault: Option<BookFault>,
}

/// What can be left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BookFault {
    /// The time.
    NoTime,
    /// Why it is after the limit.
    NoReason,
}

impl BookForm {
    pub(super) fn faults(&self, t: &Texts) -> Vec<Fault> {
        let fault = self.fault.map(|fault| match fault {
            BookFault::NoTime => Fault::new("book-1", say!(t, "book-fault")),
            BookFault::NoReason => Fault::new("late-1", say!(t, "refusal-late-reason-missing")),
        });
        fault.into_iter().collect()
    }
}

/// The form. Posts `slot`: the name of the time, a space, the code of the mode; and `late` for a time
/// after the limit.
pub(super) fn render(form: &BookForm, context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let no_time = form.fault == Some(BookFault::NoTime);
    let title = if form.moves { say!(t, "book-move-title") } else { say!(t, "book-title") };
    html! {
        section .form-section aria-labelledby="book-title" id="book" {
            h2 id="book-title" { (title) }
            (filters(form, context, shell))
            @if form.times.is_empty() {
                (empty_state(&say!(t, "book-none"), &say!(t, "book-none-text"), None))
            } @else {
                form method="post" action=(urls::book(shell.language, context.case)) {
                    (button::csrf_field(&shell.csrf))
                    fieldset .times.field--error[no_time]
                        aria-describedby=[no_time.then_some("book-error")] {
                        legend .unseen { (say!(t, "book-times")) }
                        @if no_time { p .error id="book-error" { (say!(t, "book-fault")) } }
                        (times(t, form))
                    }
                    @if form.times.iter().any(|time| !time.inside) {
                        (late_reason(t, Asked::Professional, form.fault == Some(BookFault::NoReason)))
                    }
                    (button::primary(&if form.moves { say!(t, "confirm-move") } else { say!(t, "book-save") }))
                }
            }
        }
    }
}

fn times(t: &Texts, form: &BookForm) -> Markup {
    let offers = form.times.iter().flat_map(|time| time.modes.iter().map(move |mode| (time, mode)));
    html! {
        @for (place, (time, mode)) in (1..).zip(offers) {
            div .time {
                input type="radio" name="slot" id={ "book-" (place) }
                    value={ (time.slot) " " (mode.code()) } checked[place == 1 && form.fault != Some(BookFault::NoTime)];
                label for={ "book-" (place) } {
                    strong { (t.near_moment(time.at)) }
                    span { (t.mode(*mode)) " · " (time.professional) }
                    span .quiet { (time.unit) @if *mode == Mode::OnSite { (way(t, time)) } }
                    @if !time.inside { (tag(Tone::Late, &say!(t, "times-outside"))) }
                }
            }
        }
    }
}

fn filters(form: &BookForm, context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let all = Item::new("", say!(t, "filter-all"));
    let mut modes = vec![all.clone()];
    modes.extend(Mode::ALL.iter().map(|mode| Item::new(mode.code(), t.mode(*mode))));
    let units = [vec![all], form.units.clone()].concat();
    let action = format!("{}#book", urls::case(shell.language, context.case));
    html! {
        form .filters method="get" action=(action) {
            (select("mode", &say!(t, "filter-mode"), &modes, form.mode.map_or("", Mode::code)))
            (select("unit", &say!(t, "filter-unit"), &units, &form.unit))
            (button::secondary(&say!(t, "filter-show")))
        }
    }
}

pub(super) fn sample() -> BookForm {
    BookForm {
        mode: None,
        unit: String::new(),
        units: super::assess::sample_units(),
        times: (1..6).map(|n| sample_time(n, moment(n, 9, 30), n < 5)).collect(),
        moves: false,
        fault: Some(BookFault::NoReason),
    }
}

pub(super) fn sample_none() -> BookForm {
    BookForm { mode: Some(Mode::Video), times: vec![], moves: true, fault: None, ..sample() }
}
