//! What went wrong with a form, above the heading, with a link to each field; takes the focus.

use std::borrow::Cow;

use maud::{Markup, html};

use crate::say;
use crate::texts::Texts;

/// One fault of one field, in the very words that stand at the field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The id of the field, or of the first answer of a group.
    pub field: Cow<'static, str>,
    /// What is wrong and what to do.
    pub message: String,
}

impl Fault {
    /// A fault of a field.
    pub fn new(field: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

/// The message at one field, if it has a fault.
pub fn at<'a>(faults: &'a [Fault], field: &str) -> Option<&'a str> {
    faults.iter().find(|fault| fault.field == field).map(|fault| fault.message.as_str())
}

/// The summary; nothing when there is no fault.
pub fn error_summary(t: &Texts, faults: &[Fault]) -> Markup {
    html! {
        @if !faults.is_empty() {
            div .error-summary id="error-summary" role="alert" tabindex="-1" aria-labelledby="error-summary-title" {
                h2 id="error-summary-title" { (say!(t, "errors-title")) }
                ul {
                    @for fault in faults {
                        li { a href={ "#" (fault.field) } { (fault.message) } }
                    }
                }
            }
        }
    }
}
