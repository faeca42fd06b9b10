//! The messages of a unit's clients that wait for an answer, live, the longest wait first.

use care::code::Topic;
use care::id::CaseId;
use jiff::civil::{Date, DateTime};
use maud::{Markup, html};

use super::queue::due;
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
    /// The day it is.
    pub today: Date,
    /// The matters, the longest wait first.
    pub matters: Vec<Unanswered>,
}

/// One matter whose client waits for an answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unanswered {
    /// Which.
    pub case: CaseId,
    /// What it is about.
    pub topic: Topic,
    /// The client's name.
    pub client: String,
    /// Whether the client is protected.
    pub protected: bool,
    /// When the first message was written that nobody has answered.
    pub since: DateTime,
    /// The day by which an answer is promised.
    pub answer_by: Date,
    /// Who answers for the matter: a professional or the unit.
    pub owner: String,
}

/// The page.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let title = say!(t, "unanswered-title");
    page(
        shell,
        &Head::wide(title.as_str(), Place::Unanswered),
        &html! {
            h1 { (title) }
            p { (say!(t, "unanswered-text")) }
            (live(shell, "unanswered", List::Open, context.mark))
            div id="unanswered" {
                @if context.matters.is_empty() {
                    (empty_state(&say!(t, "unanswered-empty"), &say!(t, "unanswered-empty-text"), None))
                } @else {
                    (table(context, shell))
                }
            }
        },
    )
}

fn table(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let columns = [
        Column::words(say!(t, "column-client")),
        Column::words(say!(t, "unanswered-since")),
        Column::words(say!(t, "unanswered-by")),
        Column::words(say!(t, "who-is-responsible")),
    ];
    let row = |one: &Unanswered| TableRow {
        cells: vec![
            html! {
                a id={ "unanswered-" (one.case) } href={ (urls::case(shell.language, one.case)) "#messages" } {
                    (one.client)
                }
                span .quiet.block { (t.topic(one.topic)) }
                @if one.protected { (tag(Tone::Guard, &say!(t, "protected"))) }
            },
            html! { (t.near_moment(one.since)) },
            due(t, context.today, one.answer_by),
            html! { (one.owner) },
        ],
        late: one.answer_by < context.today,
    };
    let rows: Vec<TableRow> = context.matters.iter().map(row).collect();
    stacking_table(&say!(t, "unanswered-title"), &columns, &rows)
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let one = |number: u128, since, answer_by| Unanswered {
        case: case_id(number),
        topic: Topic::Movement,
        client: "Virtanen Aino".into(),
        protected: false,
        since,
        answer_by,
        owner: "Näsin terveysasema".into(),
    };
    let full = Context {
        mark: 0,
        today: day(0),
        matters: vec![
            one(1, moment(-4, 9, 10), day(-2)),
            Unanswered { protected: true, ..one(2, moment(-2, 18, 0), day(0)) },
            Unanswered { owner: "Maria Koskinen".into(), ..one(3, moment(0, 8, 5), day(2)) },
        ],
    };
    let empty = Context { matters: vec![], ..full.clone() };
    vec![("full", full), ("empty", empty)]
}
