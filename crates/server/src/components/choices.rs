//! Radio buttons and check boxes in a named group, with hints, errors and simple reveals.

use maud::{Markup, html};

use super::field::{below_label, described_by};

/// One answer to choose.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A hint below the label.
    pub hint: Option<String>,
    /// Whether it is on.
    pub chosen: bool,
    /// One simple question that is asked only with this answer; seen always without JavaScript.
    pub reveals: Option<Markup>,
}

impl Choice {
    /// An answer without hint.
    pub fn new(value: impl Into<String>, label: impl Into<String>, chosen: bool) -> Self {
        Self { value: value.into(), label: label.into(), hint: None, chosen, reveals: None }
    }

    /// The same with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Option<String>>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The same with a question that belongs to it.
    #[must_use]
    pub fn reveals(mut self, question: Markup) -> Self {
        self.reveals = Some(question);
        self
    }
}

/// How a group's legend looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Legend {
    /// The legend is the heading of the page: one question per page.
    Heading,
    /// The legend is a label like others.
    Label,
}

/// One answer or several.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Many {
    One,
    Several,
}

/// A group of answers.
#[derive(Clone, Debug)]
pub struct Choices<'a> {
    /// The name in the form; the group's id too. Answers have the ids `name-1`, `name-2` …
    pub name: &'a str,
    /// The question.
    pub legend: &'a str,
    /// How the question looks.
    pub look: Legend,
    /// A hint below the question.
    pub hint: Option<&'a str>,
    /// What is wrong with the answer.
    pub error: Option<&'a str>,
    /// The answers.
    pub choices: Vec<Choice>,
}

impl Choices<'_> {
    /// The group as radio buttons.
    pub fn radios(&self) -> Markup {
        self.render(Many::One)
    }

    /// The group as check boxes.
    pub fn checkboxes(&self) -> Markup {
        self.render(Many::Several)
    }

    fn render(&self, many: Many) -> Markup {
        html! {
            fieldset .field.field--error[self.error.is_some()] id=(self.name)
                aria-describedby=[described_by(self.name, self.hint, self.error)] {
                legend .label.legend--heading[self.look == Legend::Heading] {
                    @match self.look {
                        Legend::Heading => h1 { (self.legend) },
                        Legend::Label => (self.legend),
                    }
                }
                (below_label(self.name, self.hint, self.error))
                @for (place, choice) in self.choices.iter().enumerate() {
                    (self.choice(many, place + 1, choice))
                }
            }
        }
    }

    fn choice(&self, many: Many, place: usize, choice: &Choice) -> Markup {
        let id = format!("{}-{place}", self.name);
        let kind = match many {
            Many::One => "radio",
            Many::Several => "checkbox",
        };
        let reveal = choice.reveals.as_ref().map(|_| format!("{id}-reveal"));
        html! {
            div .choice {
                input type=(kind) id=(id) name=(self.name) value=(choice.value)
                    checked[choice.chosen] data-reveals=[reveal.as_deref()]
                    aria-describedby=[choice.hint.as_ref().map(|_| format!("{id}-hint"))];
                label for=(id) { (choice.label) }
                @if let Some(hint) = &choice.hint {
                    p .hint id={ (id) "-hint" } { (hint) }
                }
            }
            @if let (Some(question), Some(reveal)) = (&choice.reveals, &reveal) {
                div .reveal id=(reveal) { (question) }
            }
        }
    }
}
