//! The gallery of components, in demo mode: each as it is used, for those who build pages.

use jiff::civil::date;
use maud::{Markup, html};

use crate::components::button;
use crate::components::chart::{Bar, Caption, Line, Stroke, bars, lines};
use crate::components::choices::{Choice, Choices, Legend};
use crate::components::clock_card::{Clock, ClockState, Explanation, clock_card};
use crate::components::date_input::{DateParts, date_input};
use crate::components::error_summary::{Fault, error_summary};
use crate::components::field::{Field, Item, TextArea, select};
use crate::components::notice::{Notice, NoticeKind, empty_state, notice};
use crate::components::pagination::{Paging, pagination};
use crate::components::table::{Column, TableRow, scrolling_table};
use crate::components::tag::{Tone, tag};
use crate::components::timeline::{Event, When, timeline};
use crate::pages::layout::{Head, Place, page};
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::Texts;

/// The page shows nothing of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Context;

/// The page.
pub fn render(_: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let title = say!(t, "nav-gallery");
    page(
        shell,
        &Head::wide(title.as_str(), Place::Elsewhere),
        &html! {
            h1 { (title) }
            (part("error_summary", &error_summary(t, &[Fault::new("gallery-field", say!(t, "contact-fault-words"))])))
            (part("button", &buttons(t)))
            (part("field", &fields(t, shell)))
            (part("choices", &choices(t)))
            (part("tag", &tags(t)))
            (part("notice", &notices(t)))
            (part("clock_card", &clock_card(t, &Clock {
                name: say!(t, "column-due"),
                state: ClockState::NeverSatisfied { due_on: date(2026, 10, 1) },
                explanation: Explanation { meaning: vec![say!(t, "clock-line-out-of-scope")], ..Explanation::default() },
                unverified: true,
                adjusted_on: None,
            })))
            (part("timeline", &timeline(t, &[Event {
                at: date(2026, 11, 3).at(9, 12, 0, 0),
                when: When::Past,
                title: say!(t, "received"),
                who: None,
                text: None,
            }])))
            (part("chart", &charts(t)))
            (part("pagination", &pagination(
                t,
                Paging { page: 2, pages: 3, rows: 60 },
                |number| format!("{}?page={number}", urls::gallery(shell.language)),
            )))
        },
    )
}

fn part(name: &str, content: &Markup) -> Markup {
    html! {
        section .gallery { h2 { code { (name) } } (content) }
    }
}

fn buttons(t: &Texts) -> Markup {
    html! {
        div .actions {
            (button::primary(&say!(t, "continue")))
            (button::secondary(&say!(t, "filter-show")))
            (button::warning(&say!(t, "remove")))
            (button::link("#main", &say!(t, "start-contact")))
            (button::quiet_link("#main", &say!(t, "to-start")))
        }
    }
}

fn fields(t: &Texts, shell: &Shell) -> Markup {
    let languages: Vec<Item> =
        crate::texts::Language::ALL.map(|one| Item::new(one.code(), t.language_name(one))).to_vec();
    html! {
        (Field {
            error: Some(&say!(t, "contact-fault-words")),
            hint: Some(&say!(t, "contact-words-hint")),
            ..Field::new("gallery-field", &say!(t, "contact-words"))
        }.render())
        (TextArea {
            name: "gallery-area",
            label: &say!(t, "contact-words"),
            hint: None,
            error: None,
            value: "",
            rows: 2,
        }.render())
        (select("gallery-select", &say!(t, "filter-language"), &languages, shell.language.code()))
        (date_input(t, "gallery-date", &say!(t, "day-go"), &DateParts::default(), Some(&say!(t, "date-fault"))))
    }
}

fn choices(t: &Texts) -> Markup {
    let (reveal, legend) = (say!(t, "contact-phone"), say!(t, "contact-reach"));
    let list = |name| Choices {
        name,
        legend: &legend,
        look: Legend::Label,
        hint: None,
        error: None,
        choices: vec![
            Choice::new("phone", say!(t, "reach-phone"), true).reveals(
                Field::new(if name == "gallery-one" { "gallery-a" } else { "gallery-b" }, &reveal)
                    .render(),
            ),
            Choice::new("message", say!(t, "reach-message"), false)
                .hint(say!(t, "reach-message-hint")),
        ],
    };
    html! { (list("gallery-one").radios()) (list("gallery-many").checkboxes()) }
}

fn tags(t: &Texts) -> Markup {
    html! {
        div .actions {
            (tag(Tone::Plain, &say!(t, "stage-awaiting-assessment")))
            (tag(Tone::Good, &say!(t, "stage-booked")))
            (tag(Tone::Soon, &say!(t, "clock-today")))
            (tag(Tone::Late, &say!(t, "clock-over", count = 4_i64)))
            (tag(Tone::Guard, &say!(t, "protected")))
        }
    }
}

fn notices(t: &Texts) -> Markup {
    let info = Notice { kind: NoticeKind::Info, text: say!(t, "live-off") };
    html! {
        (notice(t, Some(&info)))
        (empty_state(&say!(t, "queue-empty"), &say!(t, "queue-empty-text"), None))
    }
}

fn charts(t: &Texts) -> Markup {
    let title = say!(t, "access-distribution-title");
    let (days, count) = (say!(t, "access-days"), say!(t, "access-count"));
    let bar =
        |label: &str, value, late| Bar { label: label.into(), value, text: t.number(value), late };
    let caption = |id| Caption { id, title: &title, summary: &title, across: &days };
    let line = Line {
        name: say!(t, "access-median"),
        values: vec![Some(80), None, Some(70), Some(95)],
        stroke: Stroke::Full,
    };
    let rows = vec![TableRow { cells: vec![html! { "0–7" }, html! { "12" }], late: true }];
    html! {
        (bars(&caption("gallery-bars"), &[bar("0–7", 12, false), bar("8+", 7, true)], |v| t.number(v)))
        (lines(&caption("gallery-lines"), &["1".into(), "2".into(), "3".into(), "4".into()], &[line], |v| t.tenths(v)))
        (scrolling_table("gallery-table", &title, &[Column::words(days.as_str()), Column::figures(count)], &rows))
    }
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    vec![("plain", Context)]
}
