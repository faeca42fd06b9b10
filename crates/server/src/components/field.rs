//! Text fields, text areas and drop-down lists, with label, hint and error.

use maud::{Markup, html};

/// What a text field is for, which decides keyboard and look on a phone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Ordinary text.
    Text,
    /// A telephone number.
    Phone,
    /// An address of e-mail.
    Email,
    /// A secret.
    Password,
    /// Something to search with.
    Search,
}

/// How wide a field looks: as wide as its expected answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Width {
    /// The whole column.
    Full,
    /// About twenty letters.
    Medium,
    /// About ten letters.
    Short,
}

/// One text field.
#[derive(Clone, Debug)]
pub struct Field<'a> {
    /// Its name in the form, also its id.
    pub name: &'a str,
    /// The label.
    pub label: &'a str,
    /// A hint below the label.
    pub hint: Option<&'a str>,
    /// What is wrong with the answer.
    pub error: Option<&'a str>,
    /// The answer so far.
    pub value: &'a str,
    /// The kind of text.
    pub kind: Kind,
    /// The width.
    pub width: Width,
    /// The HTML autocomplete purpose, such as `tel`; `off` where a browser must not remember.
    pub autocomplete: &'a str,
}

impl<'a> Field<'a> {
    /// A plain, empty field.
    pub fn new(name: &'a str, label: &'a str) -> Self {
        Self {
            name,
            label,
            hint: None,
            error: None,
            value: "",
            kind: Kind::Text,
            width: Width::Full,
            autocomplete: "off",
        }
    }

    /// The field as HTML.
    pub fn render(&self) -> Markup {
        let kind = match self.kind {
            Kind::Text => "text",
            Kind::Phone => "tel",
            Kind::Email => "email",
            Kind::Password => "password",
            Kind::Search => "search",
        };
        html! {
            div .field.field--error[self.error.is_some()] {
                label .label for=(self.name) { (self.label) }
                (below_label(self.name, self.hint, self.error))
                input .input.input--medium[self.width == Width::Medium]
                    .input--short[self.width == Width::Short]
                    type=(kind) id=(self.name) name=(self.name) value=(self.value)
                    autocomplete=(self.autocomplete) spellcheck=[(self.kind != Kind::Text).then_some("false")]
                    aria-describedby=[described_by(self.name, self.hint, self.error)]
                    aria-invalid=[self.error.map(|_| "true")];
            }
        }
    }
}

/// A field for several lines.
#[derive(Clone, Debug)]
pub struct TextArea<'a> {
    /// Its name in the form, also its id.
    pub name: &'a str,
    /// The label.
    pub label: &'a str,
    /// A hint below the label.
    pub hint: Option<&'a str>,
    /// What is wrong with the answer.
    pub error: Option<&'a str>,
    /// The answer so far.
    pub value: &'a str,
    /// How many lines are seen at first.
    pub rows: u8,
}

impl TextArea<'_> {
    /// The field as HTML.
    pub fn render(&self) -> Markup {
        html! {
            div .field.field--error[self.error.is_some()] {
                label .label for=(self.name) { (self.label) }
                (below_label(self.name, self.hint, self.error))
                textarea .input id=(self.name) name=(self.name) rows=(self.rows)
                    aria-describedby=[described_by(self.name, self.hint, self.error)]
                    aria-invalid=[self.error.map(|_| "true")] { (self.value) }
            }
        }
    }
}

/// One choice of a drop-down list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// What is sent; empty means "all" or "any" in filters.
    pub value: String,
    /// What is read.
    pub label: String,
}

impl Item {
    /// A choice.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// A drop-down list with its label; `chosen` is the value that is on now.
pub fn select(name: &str, label: &str, items: &[Item], chosen: &str) -> Markup {
    html! {
        div .field {
            label .label for=(name) { (label) }
            select .input.select id=(name) name=(name) {
                @for item in items {
                    option value=(item.value) selected[item.value == chosen] { (item.label) }
                }
            }
        }
    }
}

/// Hint and error, in the order in which they are read.
pub(crate) fn below_label(name: &str, hint: Option<&str>, error: Option<&str>) -> Markup {
    html! {
        @if let Some(hint) = hint {
            p .hint id={ (name) "-hint" } { (hint) }
        }
        @if let Some(error) = error {
            p .error id={ (name) "-error" } { (error) }
        }
    }
}

/// The ids of hint and error for `aria-describedby`.
pub(crate) fn described_by(name: &str, hint: Option<&str>, error: Option<&str>) -> Option<String> {
    let ids: Vec<String> = [hint.map(|_| "hint"), error.map(|_| "error")]
        .into_iter()
        .flatten()
        .map(|part| format!("{name}-{part}"))
        .collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}
