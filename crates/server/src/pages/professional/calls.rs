//! The calls that the unit has promised, live: those whose window is nearest its end first.

use care::code::Topic;
use care::id::CaseId;
use jiff::civil::DateTime;
use maud::{Markup, html};

use super::missed_call::{self, MissedCall};
use super::queue::due;
use crate::components::button;
use crate::components::call_window::{self, CallWindow};
use crate::components::live::{List, live};
use crate::components::notice::{Notice, empty_state, notice};
use crate::components::phone::phone_link;
use crate::components::table::{Column, TableRow, stacking_table};
use crate::components::tag::{Tone, tag};
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::{case_id, moment};
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::{Language, Texts};

/// What the page lists.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// The calls that nobody answered, the oldest first.
    pub missed: Vec<MissedCall>,
    /// How many calls nobody answered today whose number was hidden.
    pub hidden: u64,
    /// What was just done.
    pub notice: Option<Notice>,
    /// What the list was told apart by when it was read.
    pub mark: u64,
    /// The calls in the order in which they are made.
    pub calls: Vec<PromisedCall>,
    /// The time of this picture.
    pub now: DateTime,
    /// So many minutes before the end of a window the page warns.
    pub warning_minutes: i64,
}

/// One promised call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PromisedCall {
    /// The first of the matters.
    pub case: CaseId,
    /// What it is about.
    pub topic: Topic,
    /// How many matters there are besides.
    pub others: usize,
    /// The client's name.
    pub client: String,
    /// Whether the client is protected.
    pub protected: bool,
    /// The number to call.
    pub phone: String,
    /// The service language.
    pub language: Language,
    /// The window.
    pub window: CallWindow,
    /// Since when the client is in line.
    pub in_line_since: DateTime,
    /// How many calls nobody answered.
    pub missed: usize,
    /// Whether the client was told of them.
    pub told: bool,
}

/// The page.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let title = say!(t, "nav-calls");
    page(
        shell,
        &Head::wide(title.as_str(), Place::Calls),
        &html! {
            h1 { (title) }
            (notice(t, context.notice.as_ref()))
            (live(shell, "calls", List::Open, context.mark))
            div id="calls" {
                @if !context.missed.is_empty() || context.hidden > 0 { (missed(context, shell)) }
                h2 { (say!(t, "calls-title")) }
                @if context.calls.is_empty() {
                    (empty_state(&say!(t, "calls-empty"), &say!(t, "calls-empty-text"), None))
                } @else {
                    p .queue-counts data-live-number {
                        strong { (say!(t, "calls-count", count = context.calls.len())) }
                        " " span .quiet { (say!(t, "queue-at", at = t.at_time(context.now.time()))) }
                    }
                    (table(context, shell))
                }
            }
        },
    )
}

fn missed(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let columns = [
        Column::words(say!(t, "contact-phone")),
        Column::words(say!(t, "missed-rang")),
        Column::words(say!(t, "column-due")),
        Column::words(say!(t, "contact-language")),
        Column::words(say!(t, "missed-tries")),
        Column::words(say!(t, "missed-handler")),
    ];
    let rows: Vec<TableRow> =
        context.missed.iter().map(|one| missed_row(one, context, shell)).collect();
    html! {
        section aria-labelledby="missed-title" {
            h2 id="missed-title" { (say!(t, "missed-title", count = context.missed.len())) }
            @if context.hidden > 0 {
                p .quiet { (say!(t, "missed-hidden", count = context.hidden.to_string())) }
            }
            @if !rows.is_empty() { (stacking_table(&say!(t, "missed-caption"), &columns, &rows)) }
        }
    }
}

fn missed_row(one: &MissedCall, context: &Context, shell: &Shell) -> TableRow {
    let (t, today) = (shell.texts(), context.now.date());
    let late = one.due_on.is_some_and(|due_on| due_on < today);
    let cells = vec![
        html! { a id={ "missed-" (one.call) } href=(urls::missed_call(shell.language, one.call)) { (one.from) } },
        html! {
            (say!(t, "missed-count", count = one.count))
            span .quiet.block { (t.near_moment(one.first_at)) }
        },
        html! { @if let Some(due_on) = one.due_on { (due(t, today, due_on)) } @else { "–" } },
        html! { (t.language_name(one.language)) },
        html! {
            @match one.tried_at {
                Some(at) => (say!(t, "missed-tried", count = i64::from(one.tries), at = t.near_moment(at))),
                None => "–",
            }
        },
        html! {
            @match &one.handler {
                Some(name) => (name),
                None => (button::form(
                    &urls::take_missed(shell.language, one.call),
                    &shell.csrf,
                    &[],
                    &html! {
                        button .button.button--small type="submit" {
                            (say!(t, "queue-take")) span .unseen { " " (one.from) }
                        }
                    },
                )),
            }
        },
    ];
    TableRow { cells, late }
}

fn table(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let columns = [
        Column::words(say!(t, "call-when")),
        Column::words(say!(t, "column-client")),
        Column::words(say!(t, "contact-phone")),
        Column::words(say!(t, "column-topic")),
        Column::words(say!(t, "calls-in-line")),
    ];
    let rows: Vec<TableRow> = context.calls.iter().map(|call| row(call, context, shell)).collect();
    stacking_table(&say!(t, "calls-title"), &columns, &rows)
}

fn row(call: &PromisedCall, context: &Context, shell: &Shell) -> TableRow {
    let t = shell.texts();
    let late = call.window.until < context.now;
    let cells = vec![
        html! {
            (call_window::window(t, context.now.date(), call.window))
            @if let Some(warning) = warning(t, call, context) { " " (warning) }
        },
        html! {
            a id={ "call-" (call.case) } href=(urls::case(shell.language, call.case)) { (call.client) }
            span .quiet.block { (t.language_name(call.language)) }
            @if call.protected { (tag(Tone::Guard, &say!(t, "protected"))) }
        },
        phone_link(&call.phone),
        html! {
            (t.topic(call.topic))
            @if call.others > 0 {
                span .quiet.block { (say!(t, "calls-others", count = call.others)) }
            }
        },
        html! {
            (t.near_moment(call.in_line_since))
            @if call.missed > 0 {
                span .quiet.block { (say!(t, "call-missed-count", count = call.missed)) }
            }
            @if call.told { span .quiet.block { (say!(t, "calls-told")) } }
        },
    ];
    TableRow { cells, late }
}

fn warning(t: &Texts, call: &PromisedCall, context: &Context) -> Option<Markup> {
    let left = call.window.until.duration_since(context.now).as_mins();
    if call.window.until < context.now {
        Some(tag(Tone::Late, &say!(t, "calls-late")))
    } else if call.window.from <= context.now && left <= context.warning_minutes {
        Some(tag(Tone::Soon, &say!(t, "calls-soon", count = left)))
    } else if call.window.from <= context.now {
        Some(tag(Tone::Plain, &say!(t, "calls-now")))
    } else {
        None
    }
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let call = |number: u128, from: i8, until: i8| PromisedCall {
        case: case_id(number),
        topic: Topic::Movement,
        others: 0,
        client: "Virtanen Aino".into(),
        protected: false,
        phone: "040 123 4567".into(),
        language: Language::Fi,
        window: CallWindow { from: moment(0, from, 0), until: moment(0, until, 0) },
        in_line_since: moment(0, 7, 12),
        missed: 0,
        told: false,
    };
    let full = Context {
        missed: vec![
            missed_call::sample(7),
            MissedCall {
                handler: Some("Maria Koskinen".into()),
                tries: 1,
                tried_at: Some(moment(0, 9, 10)),
                due_on: Some(moment(-1, 9, 0).date()),
                ..missed_call::sample(8)
            },
        ],
        hidden: 3,
        notice: None,
        mark: 0,
        calls: vec![
            PromisedCall { missed: 2, told: true, others: 1, ..call(1, 7, 9) },
            PromisedCall { protected: true, language: Language::Sv, ..call(2, 8, 10) },
            call(3, 9, 12),
            PromisedCall { missed: 1, ..call(4, 12, 14) },
        ],
        now: moment(0, 9, 42),
        warning_minutes: 30,
    };
    let empty = Context { calls: vec![], missed: vec![], hidden: 0, ..full.clone() };
    vec![("full", full), ("empty", empty)]
}
