//! Notices to subscribers: how far each was told, what went wrong, and what was given up, which can be
//! sent again or let go. Resources are named by type and id only.

use jiff::civil::DateTime;
use maud::{Markup, html};

use super::Fault;
use crate::components::button;
use crate::components::notice::{Notice, NoticeKind, empty_state, notice};
use crate::components::summary_list::{Row, summary_list};
use crate::components::table::{Column, TableRow, stacking_table};
use crate::components::tag::{Tone, tag};
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::moment;
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::Texts;

/// What the page shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// What was just done.
    pub notice: Option<Notice>,
    /// The subscriptions.
    pub followed: Vec<Followed>,
}

/// How a subscription stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Notices go out.
    Active,
    /// They do not arrive, and are tried again.
    Failing,
    /// It was turned off.
    Off,
    /// It has not begun yet.
    Requested,
}

/// One subscription.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Followed {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub reason: String,
    /// What it follows.
    pub criteria: String,
    /// The server that is told.
    pub server: String,
    /// How it stands.
    pub state: State,
    /// How many changes came since, at most; none when it was never told anything.
    pub behind: Option<u64>,
    /// How often the next notice was tried in vain.
    pub tries: u32,
    /// When it is tried again.
    pub next_try_at: Option<DateTime>,
    /// What went wrong last.
    pub fault: Option<Fault>,
    /// What was given up.
    pub letters: Vec<Letter>,
}

/// A notice that was given up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Letter {
    /// Its id.
    pub notice: String,
    /// The address of the resource and its version.
    pub about: String,
    /// When it was given up.
    pub at: DateTime,
    /// How often it was tried.
    pub tries: u32,
    /// What happened at the last try.
    pub fault: Fault,
}

/// The page.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let title = say!(t, "notices-title");
    page(
        shell,
        &Head::wide(title.as_str(), Place::Notices),
        &html! {
            h1 { (title) }
            (notice(t, context.notice.as_ref()))
            p .lead { (say!(t, "notices-lead")) }
            @if context.followed.is_empty() {
                (empty_state(&say!(t, "notices-none"), &say!(t, "notices-none-text"), None))
            }
            @for one in &context.followed { (section(one, shell)) }
        },
    )
}

fn section(one: &Followed, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let name = if one.reason.is_empty() { &one.criteria } else { &one.reason };
    let mut rows = vec![
        Row::rich(say!(t, "notices-state"), state(one.state, t)),
        Row::rich(say!(t, "notices-follows"), html! { code { (one.criteria) } }),
        Row::rich(say!(t, "notices-to"), html! { code { (one.server) } }),
        Row::new(say!(t, "notices-told"), told(one, t)),
    ];
    if let Some(fault) = &one.fault {
        rows.push(Row::new(say!(t, "notices-fault"), fault.words(t)));
    }
    if let Some(at) = one.next_try_at {
        let tries = i64::from(one.tries);
        rows.push(Row::new(
            say!(t, "notices-next"),
            say!(t, "notices-next-at", at = t.moment(at), tries = tries),
        ));
    }
    html! {
        section aria-labelledby={ "s-" (one.id) } {
            h2 id={ "s-" (one.id) } { (name) }
            (summary_list(&rows))
            @if one.letters.is_empty() {
                p .quiet { (say!(t, "notices-nothing-given-up")) }
            } @else {
                h3 { (say!(t, "notices-given-up")) }
                (letters(one, shell))
                @if one.letters.len() > 1 {
                    (button::form(
                        &urls::notices_resend(language),
                        &shell.csrf,
                        &[("subscription", &one.id)],
                        &button::primary(&say!(t, "notices-resend-all")),
                    ))
                }
            }
            @if one.state == State::Off { p .quiet { (say!(t, "notices-off-text")) } }
        }
    }
}

fn state(state: State, t: &Texts) -> Markup {
    match state {
        State::Active => tag(Tone::Good, &say!(t, "notices-active")),
        State::Failing => tag(Tone::Late, &say!(t, "notices-failing")),
        State::Off => tag(Tone::Late, &say!(t, "notices-off")),
        State::Requested => tag(Tone::Plain, &say!(t, "notices-requested")),
    }
}

fn told(one: &Followed, t: &Texts) -> String {
    match one.behind {
        None => say!(t, "notices-told-nothing"),
        Some(0) => say!(t, "notices-told-all"),
        Some(behind) => {
            say!(t, "notices-behind", count = i64::try_from(behind).unwrap_or(i64::MAX))
        }
    }
}

fn letters(one: &Followed, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let columns = [
        Column::words(say!(t, "notices-about")),
        Column::words(say!(t, "notices-at")),
        Column::figures(say!(t, "notices-tries")),
        Column::words(say!(t, "notices-last-fault")),
        Column::words(say!(t, "notices-do")),
    ];
    let rows: Vec<TableRow> = one
        .letters
        .iter()
        .map(|letter| {
            let hidden = [("subscription", one.id.as_str()), ("notice", letter.notice.as_str())];
            let let_go = urls::notices_let_go(language) + &urls::query(&hidden);
            let again = html! {
                button .button.button--quiet.button--small type="submit" {
                    (say!(t, "notices-resend")) span .unseen { " " (letter.about) }
                }
            };
            let cells = vec![
                html! { code { (letter.about) } },
                html! { (t.moment(letter.at)) },
                html! { (t.number(i64::from(letter.tries))) },
                html! { (letter.fault.words(t)) },
                html! {
                    div .actions {
                        (button::form(&urls::notices_resend(language), &shell.csrf, &hidden, &again))
                        a href=(let_go) {
                            (say!(t, "notices-let-go")) span .unseen { " " (letter.about) }
                        }
                    }
                },
            ];
            TableRow { cells, late: false }
        })
        .collect();
    stacking_table(&say!(t, "notices-given-up"), &columns, &rows)
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let letter = |number: u32, fault| Letter {
        notice: format!("5e0f{number}"),
        about: format!("Observation/blood-pressure-{number}, 2"),
        at: moment(-1, 13, 5),
        tries: 8,
        fault,
    };
    let well = Followed {
        id: "lab".into(),
        reason: "Laboratory results to the old patient record system".into(),
        criteria: "Observation?status=final".into(),
        server: "http://receiver.example.fi:8080".into(),
        state: State::Active,
        behind: Some(0),
        tries: 0,
        next_try_at: None,
        fault: None,
        letters: Vec::new(),
    };
    let failing = Followed {
        id: "visits".into(),
        reason: String::new(),
        criteria: "Encounter?status=finished".into(),
        state: State::Failing,
        behind: Some(412),
        tries: 3,
        next_try_at: Some(moment(0, 9, 40)),
        fault: Some(Fault::Unreachable),
        letters: vec![letter(1, Fault::NoAnswer), letter(2, Fault::Status("503".into()))],
        ..well.clone()
    };
    let off = Followed {
        id: "off".into(),
        state: State::Off,
        fault: Some(Fault::Name),
        letters: vec![letter(3, Fault::Name)],
        ..well.clone()
    };
    let new = Followed {
        id: "new".into(),
        state: State::Requested,
        fault: Some(Fault::Channel),
        ..well.clone()
    };
    let done = Notice { kind: NoticeKind::Done, text: "3 ilmoitusta meni perille.".into() };
    vec![
        ("empty", Context { notice: None, followed: Vec::new() }),
        ("all-well", Context { notice: None, followed: vec![well.clone()] }),
        ("given-up", Context { notice: Some(done), followed: vec![failing, well, off, new] }),
    ]
}
