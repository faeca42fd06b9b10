//! The chosen time once more, before it is booked or another one is given up for it.

use care::code::Topic;
use care::id::CaseId;
use jiff::civil::Date;
use maud::{Markup, html};

use super::Booked;
use super::matters::sample_booked;
use super::times::{FreeTime, mode_choices, modes, sample_time};
use crate::components::button;
use crate::components::error_summary::{Fault, error_summary};
use crate::components::late_reason::{Asked, late_reason};
use crate::components::summary_list::{Row, summary_list};
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::{case_id, day, moment};
use crate::pages::{Shell, urls};
use crate::say;

/// What is confirmed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// For which matter.
    pub case: CaseId,
    /// What it is about.
    pub topic: Topic,
    /// The chosen time.
    pub time: FreeTime,
    /// The time that is given up for it.
    pub moving: Option<Booked>,
    /// The last lawful day.
    pub due_on: Option<Date>,
    /// Whether it was left out why the time is after that.
    pub unsaid: bool,
}

/// The page, reached with `?slot=`. Posts `slot`, `mode`, and `late` for a time after the limit.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title = if context.moving.is_some() {
        say!(t, "confirm-move-title")
    } else {
        say!(t, "confirm-title")
    };
    let time = &context.time;
    let missing = context.unsaid.then(|| say!(t, "refusal-late-reason-missing"));
    let faults: Vec<Fault> = missing.into_iter().map(|text| Fault::new("late-1", text)).collect();
    let mut rows = vec![
        Row::rich(
            say!(t, "booked-when"),
            html! { strong { (t.moment(time.at)) } ", " (say!(t, "minutes", count = u32::from(time.minutes))) },
        ),
        Row::new(say!(t, "booked-who"), time.professional.as_str()),
        Row::new(say!(t, "booked-where"), time.unit.as_str()),
        Row::new(say!(t, "booked-for"), t.topic(context.topic)),
    ];
    if time.modes.len() == 1 {
        rows.insert(1, Row::new(say!(t, "booked-how"), modes(t, time)));
    }
    page(
        shell,
        &Head::column(title.as_str(), Place::Matters)
            .back(urls::times(language, context.case))
            .faulty(!faults.is_empty()),
        &html! {
            (error_summary(t, &faults))
            h1 { (title) }
            (summary_list(&rows))
            @if let Some(moving) = &context.moving {
                p .boxed { (say!(t, "confirm-gives-up", at = t.moment(moving.at))) }
            }
            form method="post" action=(urls::confirm_time(language, context.case)) {
                (button::csrf_field(&shell.csrf))
                input type="hidden" name="slot" value=(time.slot);
                @if time.modes.len() > 1 {
                    (mode_choices(t, time))
                } @else {
                    @for mode in &time.modes { input type="hidden" name="mode" value=(mode.code()); }
                }
                @if !time.inside {
                    @if let Some(due) = context.due_on {
                        p .boxed { (say!(t, "late-after", day = t.full_day(due))) }
                    }
                    (late_reason(t, Asked::Resident, context.unsaid))
                }
                @if context.moving.is_some() {
                    (button::primary(&say!(t, "confirm-move")))
                } @else {
                    (button::primary(&say!(t, "confirm-book")))
                }
            }
        },
    )
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let book = Context {
        case: case_id(2),
        topic: Topic::Movement,
        time: sample_time(2, moment(2, 10, 0), true),
        moving: None,
        due_on: Some(day(3)),
        unsaid: false,
    };
    let moving = Context {
        time: sample_time(3, moment(5, 10, 0), true),
        moving: Some(sample_booked()),
        ..book.clone()
    };
    let late =
        Context { time: sample_time(3, moment(9, 10, 0), false), unsaid: true, ..book.clone() };
    vec![("book", book), ("move", moving), ("late", late)]
}
