//! Answers to questionnaires on the page of a case: the safety step first, then what was answered.

use jiff::civil::DateTime;
use maud::{Markup, html};

use super::Context;
use crate::components::button;
use crate::components::chart::{self, Caption, Line, Stroke};
use crate::components::error_summary::{Fault, at};
use crate::components::field::{Field, TextArea, Width};
use crate::components::notice::details;
use crate::components::summary_list::{Row, summary_list};
use crate::pages::samples::moment;
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::Texts;

/// What is known, and the forms beside it.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Results {
    /// Since when somebody has to ask about safety.
    pub safety_since: Option<DateTime>,
    /// Whether what was done was left empty.
    pub done_missing: bool,
    /// What was answered, the newest first.
    pub answered: Vec<Answered>,
    /// The scores that stand more than once.
    pub curves: Vec<Curve>,
    /// Whether more can be attached.
    pub open: bool,
    /// The code as it was written.
    pub code: String,
    /// What is wrong with it.
    pub code_fault: Option<String>,
    /// The instruments that can be recorded: name, and what it is called.
    pub instruments: Vec<(String, String)>,
}

/// One questionnaire that was answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answered {
    /// What it is called.
    pub title: String,
    /// When.
    pub at: DateTime,
    /// Its scores.
    pub scores: Vec<Score>,
    /// The questions and answers that are alarming.
    pub alarms: Vec<(String, String)>,
    /// All questions and answers.
    pub answers: Vec<(String, String)>,
    /// Which way of working together the scores suggest: its name, and what the client is told.
    pub path: Option<(String, String)>,
    /// Whether the wording is checked in every language.
    pub verified: bool,
}

/// One score.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Score {
    /// What it is called.
    pub title: String,
    /// Its value, with the most it can be.
    pub value: String,
    /// What it may tell.
    pub band: String,
}

/// A score over time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Curve {
    /// What the score is called.
    pub title: String,
    /// The days.
    pub days: Vec<String>,
    /// The values, in thousandths.
    pub values: Vec<i64>,
    /// The same in words.
    pub summary: String,
}

impl Results {
    pub(super) fn faults(&self, t: &Texts) -> Vec<Fault> {
        let done = self.done_missing.then(|| Fault::new("done", say!(t, "safety-fault-done")));
        let code = self.code_fault.clone().map(|fault| Fault::new("code", fault));
        done.into_iter().chain(code).collect()
    }
}

/// The safety step, above everything else. Posts `done` to `urls::handle_safety`.
pub(super) fn safety(form: &Results, context: &Context, shell: &Shell, faults: &[Fault]) -> Markup {
    let t = shell.texts();
    let Some(since) = form.safety_since else { return html! {} };
    let alarms = form.answered.iter().flat_map(|one| &one.alarms);
    html! {
        section .urgent aria-labelledby="safety-title" {
            h2 id="safety-title" { (say!(t, "safety-title")) }
            p { (say!(t, "safety-text", at = t.near_moment(since))) }
            @for (question, answer) in alarms { p { (question) ": " strong { (answer) } } }
            form method="post" action=(urls::handle_safety(shell.language, context.case)) novalidate {
                (button::csrf_field(&shell.csrf))
                (TextArea {
                    name: "done",
                    label: &say!(t, "safety-done"),
                    hint: Some(&say!(t, "safety-done-hint")),
                    error: at(faults, "done"),
                    value: "",
                    rows: 3,
                }.render())
                (button::primary(&say!(t, "safety-handle")))
            }
        }
    }
}

/// What was answered, and the forms. The code goes to `urls::open_questionnaire`.
pub(super) fn render(form: &Results, context: &Context, shell: &Shell, faults: &[Fault]) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    html! {
        section .form-section aria-labelledby="results-title" {
            h2 id="results-title" { (say!(t, "results-title")) }
            @for (place, curve) in form.curves.iter().enumerate() { (drawn(t, place, curve)) }
            @for one in &form.answered { (answered(t, one)) }
            @if form.answered.is_empty() { p { (say!(t, "results-none")) } }
            @if form.open {
                form method="post" action=(urls::open_questionnaire(language, context.case)) novalidate {
                    (button::csrf_field(&shell.csrf))
                    (Field {
                        hint: Some(&say!(t, "results-code-hint")),
                        error: at(faults, "code"),
                        value: &form.code,
                        width: Width::Medium,
                        ..Field::new("code", &say!(t, "results-code"))
                    }.render())
                    (button::secondary(&say!(t, "results-open")))
                }
                (details(&say!(t, "results-record"), &html! {
                    ul {
                        @for (name, title) in &form.instruments {
                            li { a href=(urls::record_questionnaire(language, context.case, name)) { (title) } }
                        }
                    }
                }))
            }
        }
    }
}

/// One answered questionnaire.
pub(crate) fn answered(t: &Texts, one: &Answered) -> Markup {
    let rows = |pairs: &[(String, String)]| {
        let row = |(question, answer): &(String, String)| Row::new(question, answer);
        summary_list(&pairs.iter().map(row).collect::<Vec<_>>())
    };
    html! {
        h3 { (one.title) ", " (t.moment(one.at)) }
        @if !one.alarms.is_empty() {
            p { strong { (say!(t, "results-alarm")) } }
            (rows(&one.alarms))
        }
        @if !one.scores.is_empty() {
            (summary_list(&one.scores.iter().map(|score| {
                Row::new(score.title.as_str(), format!("{} — {}", score.value, score.band))
            }).collect::<Vec<_>>()))
            p .quiet { (say!(t, "results-no-diagnosis")) }
        }
        @if let Some((title, text)) = &one.path {
            p { strong { (say!(t, "results-path", path = title)) } }
            p { (text) }
        }
        @if !one.verified { p .quiet { (say!(t, "questions-unverified")) } }
        (details(&say!(t, "results-answers"), &rows(&one.answers)))
    }
}

fn drawn(t: &Texts, place: usize, curve: &Curve) -> Markup {
    let id = format!("curve-{place}");
    let line = Line {
        name: curve.title.clone(),
        values: curve.values.iter().copied().map(Some).collect(),
        stroke: Stroke::Full,
    };
    let across = say!(t, "results-across");
    let caption =
        Caption { id: &id, title: &curve.title, summary: &curve.summary, across: &across };
    chart::lines(&caption, &curve.days, &[line], |value| (value / 1000).to_string())
}

/// A sample of an answered questionnaire.
pub(crate) fn sample_answered() -> Answered {
    let alarm = ("Ajatus vahingoittaa itseäsi".to_owned(), "Useina päivinä".to_owned());
    let band = "Viittaa kohtalaisiin masennusoireisiin".to_owned();
    Answered {
        title: "Kysely ennen käyntiä".into(),
        at: moment(0, 8, 10),
        scores: vec![Score { title: "PHQ-9".into(), value: "12 / 27".into(), band }],
        answers: vec![alarm.clone()],
        alarms: vec![alarm],
        path: Some(("Yhteistyöasiakkuus".into(), "Teet yhdessä suunnitelman.".into())),
        verified: false,
    }
}

pub(super) fn sample() -> Results {
    Results {
        safety_since: Some(moment(0, 8, 30)),
        answered: vec![sample_answered()],
        curves: vec![Curve {
            title: "PHQ-9".into(),
            days: vec!["1.9.".into(), "1.10.".into()],
            values: vec![15_000, 12_000],
            summary: "1.9.: 15; 1.10.: 12".into(),
        }],
        open: true,
        instruments: vec![("phq-9".into(), "PHQ-9, masennusoireet".into())],
        ..Results::default()
    }
}

pub(super) fn sample_faulty() -> Results {
    Results {
        done_missing: true,
        code: "AB".into(),
        code_fault: Some("Tarkista koodi.".into()),
        ..sample()
    }
}
