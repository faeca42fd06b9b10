//! The missed calls of one number: calling back, recording a contact, or saying that nothing is needed.

use care::callback::CallOutcome;
use care::id::CallId;
use jiff::civil::{Date, DateTime};
use maud::{Markup, html};

use crate::components::button;
use crate::components::choices::{Choice, Choices, Legend};
use crate::components::error_summary::{Fault, at, error_summary};
use crate::components::field::TextArea;
use crate::components::notice::{Notice, NoticeKind, notice};
use crate::components::phone::phone_link;
use crate::components::summary_list::{Row, summary_list};
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::{call_id, day, moment};
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::{Language, Texts};

/// The missed calls of one number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MissedCall {
    /// The first of them.
    pub call: CallId,
    /// The number.
    pub from: String,
    /// The language of the line that was called.
    pub language: Language,
    /// How many calls nobody answered.
    pub count: usize,
    /// When the first was.
    pub first_at: DateTime,
    /// When the last was.
    pub last_at: DateTime,
    /// The last lawful day for calling back.
    pub due_on: Option<Date>,
    /// Who is at it now.
    pub handler: Option<String>,
    /// How often somebody called back.
    pub tries: u16,
    /// When somebody last did.
    pub tried_at: Option<DateTime>,
}

/// What the page shows and asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// The calls.
    pub missed: MissedCall,
    /// Whether a colleague is at it.
    pub is_others: bool,
    /// What was written of why nothing is needed.
    pub words: String,
    /// What is wrong.
    pub faults: Vec<MissedFault>,
    /// What was just done, or why it was not.
    pub notice: Option<Notice>,
}

/// What can be wrong with the answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MissedFault {
    /// It was left out what came of the call.
    NoOutcome,
    /// It was not said why nothing is needed.
    NoWords,
}

fn told(t: &Texts, fault: MissedFault) -> Fault {
    match fault {
        MissedFault::NoOutcome => Fault::new("answered-1", say!(t, "call-fault-outcome")),
        MissedFault::NoWords => Fault::new("words", say!(t, "missed-fault-words")),
    }
}

/// The page. Posts to `urls::take_missed`, `urls::try_missed` (`answered`) and `urls::settle_missed` (`words`).
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language, missed) = (shell.texts(), shell.language, &context.missed);
    let title = say!(t, "missed-one-title");
    let faults: Vec<Fault> = context.faults.iter().map(|fault| told(t, *fault)).collect();
    page(
        shell,
        &Head::column(title.as_str(), Place::Calls)
            .back(urls::calls(language))
            .faulty(!faults.is_empty()),
        &html! {
            (notice(t, context.notice.as_ref()))
            (error_summary(t, &faults))
            h1 { (title) }
            (summary(missed, t))
            @if context.is_others {
                p { (say!(t, "missed-others")) }
            } @else {
                @if missed.handler.is_none() {
                    (button::form(
                        &urls::take_missed(language, missed.call),
                        &shell.csrf,
                        &[],
                        &button::primary(&say!(t, "missed-take")),
                    ))
                }
                (outcome(context, shell, &faults))
                section .form-section aria-labelledby="record-title" {
                    h2 id="record-title" { (say!(t, "record-title")) }
                    p { (say!(t, "missed-record-text")) }
                    p { (button::link(&urls::people_for_call(language, missed.call), &say!(t, "missed-find"))) }
                }
                (nothing(context, shell, &faults))
            }
        },
    )
}

fn summary(missed: &MissedCall, t: &Texts) -> Markup {
    let mut rows = vec![
        Row::rich(say!(t, "contact-phone"), phone_link(&missed.from)),
        Row::new(say!(t, "missed-first"), t.near_moment(missed.first_at)),
    ];
    if missed.count > 1 {
        rows.push(Row::new(say!(t, "missed-last"), t.near_moment(missed.last_at)));
    }
    rows.push(Row::new(say!(t, "missed-rang"), say!(t, "missed-count", count = missed.count)));
    rows.push(Row::new(say!(t, "contact-language"), t.language_name(missed.language)));
    if let Some(due_on) = missed.due_on {
        rows.push(Row::new(say!(t, "column-due"), t.near_day(due_on)));
    }
    if let Some(handler) = &missed.handler {
        rows.push(Row::new(say!(t, "missed-handler"), handler.clone()));
    }
    if let Some(at) = missed.tried_at {
        let count = i64::from(missed.tries);
        let tried = say!(t, "missed-tried", count = count, at = t.near_moment(at));
        rows.push(Row::new(say!(t, "missed-tries"), tried));
    }
    summary_list(&rows)
}

fn outcome(context: &Context, shell: &Shell, faults: &[Fault]) -> Markup {
    let t = shell.texts();
    html! {
        section .form-section aria-labelledby="tried-title" {
            h2 id="tried-title" { (say!(t, "missed-call-back")) }
            form method="post" action=(urls::try_missed(shell.language, context.missed.call)) novalidate {
                (button::csrf_field(&shell.csrf))
                (Choices {
                    name: "answered",
                    legend: &say!(t, "call-outcome"),
                    look: Legend::Label,
                    hint: Some(&say!(t, "missed-outcome-hint")),
                    error: at(faults, "answered-1"),
                    choices: CallOutcome::ALL.iter().map(|one| {
                        Choice::new(one.code(), t.call_outcome(*one), false)
                    }).collect(),
                }.radios())
                div .actions { (button::secondary(&say!(t, "call-record"))) }
            }
        }
    }
}

fn nothing(context: &Context, shell: &Shell, faults: &[Fault]) -> Markup {
    let t = shell.texts();
    html! {
        details .details open[!context.words.is_empty() || at(faults, "words").is_some()] {
            summary { (say!(t, "missed-nothing")) }
            form .details__inside method="post" action=(urls::settle_missed(shell.language, context.missed.call)) novalidate {
                (button::csrf_field(&shell.csrf))
                (TextArea {
                    name: "words",
                    label: &say!(t, "missed-words"),
                    hint: Some(&say!(t, "missed-words-hint")),
                    error: at(faults, "words"),
                    value: &context.words,
                    rows: 2,
                }.render())
                (button::secondary(&say!(t, "missed-settle")))
            }
        }
    }
}

/// A missed call for samples.
pub(super) fn sample(number: u128) -> MissedCall {
    MissedCall {
        call: call_id(number),
        from: "+358401234567".into(),
        language: Language::Sv,
        count: 2,
        first_at: moment(0, 8, 4),
        last_at: moment(0, 8, 51),
        due_on: Some(day(0)),
        handler: None,
        tries: 0,
        tried_at: None,
    }
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let fresh = Context {
        missed: sample(1),
        is_others: false,
        words: String::new(),
        faults: Vec::new(),
        notice: None,
    };
    let tried = MissedCall {
        handler: Some("Maria Koskinen".into()),
        tries: 1,
        tried_at: Some(moment(0, 9, 10)),
        ..sample(1)
    };
    let faulty = Context {
        missed: tried.clone(),
        faults: vec![MissedFault::NoOutcome, MissedFault::NoWords],
        notice: Some(Notice { kind: NoticeKind::Done, text: "Soitto on kirjattu.".into() }),
        ..fresh.clone()
    };
    let others = Context { missed: tried, is_others: true, ..fresh.clone() };
    vec![("fresh", fresh), ("faulty", faulty), ("others", others)]
}
