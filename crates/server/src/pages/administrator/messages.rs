//! Messages to residents that were given up: they can be sent again or let go. Nobody is named, and what
//! a message tells of is told by its kind alone.

use care::message::{About, GivenUp, Way};
use jiff::civil::DateTime;
use maud::{Markup, html};

use crate::components::button;
use crate::components::notice::{Notice, NoticeKind, empty_state, notice};
use crate::components::table::{Column, TableRow, stacking_table};
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::{booking_id, moment};
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::Texts;
use crate::texts::format::capital;

/// What the page shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// What was just done.
    pub notice: Option<Notice>,
    /// The ways that messages go here.
    pub ways: Vec<Way>,
    /// What was given up, the oldest first.
    pub given_up: Vec<Undelivered>,
}

/// A message that was given up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Undelivered {
    /// The id of its case.
    pub case: String,
    /// What it tells of.
    pub about: About,
    /// When it was given up.
    pub at: DateTime,
    /// By which way it should have gone.
    pub way: Way,
    /// Why it did not.
    pub why: GivenUp,
}

/// The page. Posts `case` and `message`.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let title = say!(t, "messages-title");
    let ways: Vec<String> = context.ways.iter().map(|way| t.way(*way)).collect();
    page(
        shell,
        &Head::wide(title.as_str(), Place::Messages),
        &html! {
            h1 { (title) }
            (notice(t, context.notice.as_ref()))
            p .lead { (say!(t, "messages-lead")) }
            @if ways.is_empty() {
                p .boxed { (say!(t, "messages-nobody")) }
            } @else {
                p { (say!(t, "messages-ways", ways = ways.join(", "))) }
            }
            @if context.given_up.is_empty() {
                (empty_state(&say!(t, "messages-none"), &say!(t, "messages-none-text"), None))
            } @else {
                (table(context, shell))
            }
        },
    )
}

fn table(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let columns = [
        Column::words(say!(t, "messages-about")),
        Column::words(say!(t, "messages-way")),
        Column::words(say!(t, "notices-at")),
        Column::words(say!(t, "messages-why")),
        Column::words(say!(t, "notices-do")),
    ];
    let row = |one: &Undelivered| {
        let message = one.about.to_string();
        let hidden = [("case", one.case.as_str()), ("message", message.as_str())];
        let let_go = urls::messages_let_go(language) + &urls::query(&hidden);
        let about = capital(&t.message(one.about));
        let again = html! {
            button .button.button--quiet.button--small type="submit" {
                (say!(t, "notices-resend")) span .unseen { " " (about) }
            }
        };
        let cells = vec![
            html! { (about) },
            html! { (t.way(one.way)) },
            html! { (t.moment(one.at)) },
            html! { (why(one.why, t)) },
            html! {
                div .actions {
                    (button::form(&urls::messages_resend(language), &shell.csrf, &hidden, &again))
                    a href=(let_go) { (say!(t, "notices-let-go")) span .unseen { " " (about) } }
                }
            },
        ];
        TableRow { cells, late: false }
    };
    let rows: Vec<TableRow> = context.given_up.iter().map(row).collect();
    stacking_table(&say!(t, "messages-given-up"), &columns, &rows)
}

fn why(why: GivenUp, t: &Texts) -> String {
    match why {
        GivenUp::Refused => say!(t, "messages-refused"),
        GivenUp::NotReached => say!(t, "messages-not-reached"),
        GivenUp::TooLate => say!(t, "messages-too-late"),
    }
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let one = |about, way, why| Undelivered {
        case: "0b6a".into(),
        about,
        at: moment(-1, 13, 5),
        way,
        why,
    };
    let given_up = vec![
        one(About::Booked(booking_id(1)), Way::Email, GivenUp::Refused),
        one(About::Reminder(booking_id(2)), Way::Sms, GivenUp::NotReached),
        one(About::Cancelled(booking_id(3)), Way::Email, GivenUp::TooLate),
    ];
    let done = Notice { kind: NoticeKind::Done, text: "Viesti lähetetään uudelleen.".into() };
    vec![
        ("empty", Context { notice: None, ways: vec![Way::Email], given_up: Vec::new() }),
        ("given-up", Context { notice: Some(done), ways: vec![Way::Email, Way::Sms], given_up }),
        ("nobody", Context { notice: None, ways: Vec::new(), given_up: Vec::new() }),
    ]
}
