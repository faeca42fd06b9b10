//! The waiting list of a unit, live: those who wait for a time, in the order in which the law and the
//! need ask for one.

use care::code::{Profession, Urgency};
use care::id::CaseId;
use jiff::civil::DateTime;
use maud::{Markup, html};

use crate::components::clock_card::{ClockState, clock_line, clock_tag};
use crate::components::live::{List, live};
use crate::components::notice::empty_state;
use crate::components::table::{Column, TableRow, stacking_table};
use crate::components::tag::{Tone, tag};
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::{case_id, day, moment};
use crate::pages::{Shell, urls};
use crate::say;

/// What the page lists.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// What the list was told apart by when it was read.
    pub mark: u64,
    /// Those who wait, the first in line first.
    pub clients: Vec<WaitingClient>,
    /// The case after which the next page begins.
    pub next: Option<CaseId>,
}

/// One who waits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WaitingClient {
    /// The case.
    pub case: CaseId,
    /// The client's name.
    pub client: String,
    /// Whether the client is protected.
    pub protected: bool,
    /// Whom they need to meet.
    pub profession: Profession,
    /// How soon, by the assessment.
    pub urgency: Option<Urgency>,
    /// The lawful limit.
    pub clock: Option<ClockState>,
    /// Since when they wait.
    pub since: DateTime,
    /// Which times suit, in words of the page's language.
    pub wish: String,
    /// The time that is booked already.
    pub booked_at: Option<DateTime>,
    /// The time that is offered, and until when it is held.
    pub offer: Option<(DateTime, DateTime)>,
}

/// The page.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let title = say!(t, "waiting-title");
    page(
        shell,
        &Head::wide(title.as_str(), Place::Waiting),
        &html! {
            h1 { (title) }
            p { (say!(t, "waiting-order")) }
            (live(shell, "waiting", List::Open, context.mark))
            div id="waiting" {
                @if context.clients.is_empty() {
                    (empty_state(&say!(t, "waiting-empty"), &say!(t, "waiting-empty-text"), None))
                } @else {
                    (table(context, shell))
                    @if let Some(next) = context.next {
                        p { a href={ (urls::waiting_list(shell.language)) "?after=" (next) } { (say!(t, "waiting-more")) } }
                    }
                }
            }
        },
    )
}

fn table(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let columns = [
        Column::words(say!(t, "column-client")),
        Column::words(say!(t, "waiting-needs")),
        Column::words(say!(t, "waiting-limit")),
        Column::words(say!(t, "waiting-wish")),
        Column::words(say!(t, "waiting-offer")),
    ];
    let rows: Vec<TableRow> = context.clients.iter().map(|client| row(client, shell)).collect();
    stacking_table(&say!(t, "waiting-title"), &columns, &rows)
}

fn row(client: &WaitingClient, shell: &Shell) -> TableRow {
    let t = shell.texts();
    let cells = vec![
        html! {
            a id={ "waiting-" (client.case) } href=(urls::case(shell.language, client.case)) { (client.client) }
            span .quiet.block { (say!(t, "waiting-since", day = t.near_day(client.since.date()))) }
            @if client.protected { (tag(Tone::Guard, &say!(t, "protected"))) }
        },
        html! {
            (t.profession(client.profession))
            @if let Some(urgency) = client.urgency { span .quiet.block { (t.urgency(urgency)) } }
        },
        html! {
            @match &client.clock {
                Some(clock) => {
                    (clock_tag(t, clock))
                    span .quiet.block { (clock_line(t, clock)) }
                },
                None => { span .quiet { "–" } },
            }
        },
        html! {
            (client.wish)
            @if let Some(at) = client.booked_at {
                span .quiet.block { (say!(t, "waiting-booked", at = t.near_moment(at))) }
            }
        },
        html! {
            @match client.offer {
                Some((at, until)) => {
                    (t.near_moment(at))
                    span .quiet.block { (say!(t, "waiting-held", at = t.near_moment(until))) }
                },
                None => { span .quiet { "–" } },
            }
        },
    ];
    TableRow { cells, late: matches!(client.clock, Some(ClockState::Late { .. })) }
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let client = |number: u128, clock| WaitingClient {
        case: case_id(number),
        client: "Virtanen Aino".into(),
        protected: false,
        profession: Profession::Physiotherapist,
        urgency: Some(Urgency::NonUrgent),
        clock,
        since: moment(-3, 9, 0),
        wish: "Mikä tahansa tapa ja yksikkö, tieto 24 h ennen".into(),
        booked_at: None,
        offer: None,
    };
    let late = Some(ClockState::Late { due_on: day(-4), days_over: 4 });
    let running = Some(ClockState::Running { due_on: day(3), days_left: 3 });
    let full = Context {
        mark: 0,
        clients: vec![
            WaitingClient {
                offer: Some((moment(2, 10, 20), moment(0, 14, 30))),
                ..client(1, late)
            },
            WaitingClient { protected: true, ..client(2, running.clone()) },
            WaitingClient { booked_at: Some(moment(2, 13, 0)), ..client(3, running) },
            WaitingClient { urgency: None, ..client(4, None) },
        ],
        next: Some(case_id(4)),
    };
    let empty = Context { mark: 0, clients: vec![], next: None };
    vec![("full", full), ("empty", empty)]
}
