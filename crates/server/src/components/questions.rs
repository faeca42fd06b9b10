//! Questions of a questionnaire in a form, each with the answers so far and what is wrong with them.

use maud::{Markup, html};

use super::choices::{Choice, Choices, Legend};
use super::error_summary::Fault;
use super::field::{Field, TextArea, Width};
use crate::say;
use crate::texts::Texts;

/// One question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    /// Its name in the form.
    pub name: String,
    /// What is said before it: the text of its group, where the group begins.
    pub before: Option<String>,
    /// What is asked.
    pub text: String,
    /// How it is answered.
    pub ask: Ask,
    /// The answers so far, as the form sends them.
    pub given: Vec<String>,
    /// Whether it may be left without an answer.
    pub optional: bool,
    /// What is wrong with them.
    pub fault: Option<String>,
}

/// How a question is answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ask {
    /// By one of these: what is sent and what is read.
    One(Vec<(String, String)>),
    /// By some of these.
    Several(Vec<(String, String)>),
    /// By a number with a unit, which may be empty.
    Number(String),
    /// In own words.
    Words,
}

impl Question {
    /// Its fault for the summary.
    pub fn told(&self) -> Option<Fault> {
        let first = match self.ask {
            Ask::One(_) | Ask::Several(_) => "-1",
            Ask::Number(_) | Ask::Words => "",
        };
        let message = self.fault.clone()?;
        Some(Fault::new(format!("{}{first}", self.name), message))
    }

    /// The question as HTML.
    pub fn render(&self, t: &Texts) -> Markup {
        let hint = match &self.ask {
            Ask::Several(_) => None,
            Ask::Number(unit) if !unit.is_empty() => {
                Some(say!(t, "questions-unit", unit = unit.as_str()))
            }
            Ask::One(_) | Ask::Number(_) | Ask::Words => {
                self.optional.then(|| say!(t, "questions-optional"))
            }
        };
        let (error, hint) = (self.fault.as_deref(), hint.as_deref());
        let first = self.given.first().map(String::as_str).unwrap_or_default();
        let question = match &self.ask {
            Ask::One(choices) => self.choices(choices, hint).radios(),
            Ask::Several(choices) => self.choices(choices, hint).checkboxes(),
            Ask::Number(_) => {
                let field = Field::new(&self.name, &self.text);
                Field { hint, error, value: first, width: Width::Short, ..field }.render()
            }
            Ask::Words => {
                let (name, label) = (&*self.name, &*self.text);
                TextArea { name, label, hint, error, value: first, rows: 5 }.render()
            }
        };
        html! {
            @if let Some(before) = &self.before { p .lead { (before) } }
            (question)
        }
    }

    fn choices<'q>(&'q self, choices: &[(String, String)], hint: Option<&'q str>) -> Choices<'q> {
        let choice = |(value, label): &(String, String)| {
            Choice::new(value.as_str(), label.as_str(), self.given.contains(value))
        };
        Choices {
            name: &self.name,
            legend: &self.text,
            look: Legend::Label,
            hint,
            error: self.fault.as_deref(),
            choices: choices.iter().map(choice).collect(),
        }
    }
}

/// Samples for the tests and the gallery.
pub fn samples(fault: Option<&str>) -> Vec<Question> {
    let pair = |value: &str, label: &str| (value.to_owned(), label.to_owned());
    let question = |name: &str, text: &str, ask| Question {
        name: name.to_owned(),
        before: None,
        text: text.to_owned(),
        ask,
        given: Vec::new(),
        optional: false,
        fault: fault.map(str::to_owned),
    };
    let often = vec![pair("0", "Ei lainkaan"), pair("1", "Useina päivinä")];
    vec![
        Question {
            before: Some("Kuinka usein nämä ovat vaivanneet sinua?".to_owned()),
            ..question("answer-tired", "Väsymys tai vähäinen energia", Ask::One(often.clone()))
        },
        question("answer-areas", "Mihin se liittyy?", Ask::Several(often)),
        question("answer-speed", "Kävelynopeus", Ask::Number("m/s".to_owned())),
        Question {
            optional: true,
            given: vec!["Nukkuisin yöni.".to_owned()],
            ..question("answer-wish", "Mitä toivot, että muuttuu?", Ask::Words)
        },
    ]
}
