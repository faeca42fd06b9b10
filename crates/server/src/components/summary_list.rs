//! Facts as pairs of name and value, each with an optional link to change it.

use maud::{Markup, html};

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    /// The name.
    pub name: String,
    /// The value.
    pub value: Markup,
    /// Where it is changed: address, and the words a screen reader adds to the visible link.
    pub change: Option<Change>,
}

/// A link that changes a value.
#[derive(Clone, Debug)]
pub struct Change {
    /// Where to.
    pub href: String,
    /// The visible word.
    pub label: String,
    /// What it changes, for those who hear the link alone.
    pub of: String,
}

impl Row {
    /// A row without a link.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        let value = value.into();
        Self { name: name.into(), value: html! { (value) }, change: None }
    }

    /// A row with any content.
    pub fn rich(name: impl Into<String>, value: Markup) -> Self {
        Self { name: name.into(), value, change: None }
    }
}

/// The list.
pub fn summary_list(rows: &[Row]) -> Markup {
    html! {
        dl .summary {
            @for row in rows {
                div .summary__row {
                    dt { (row.name) }
                    dd { (row.value) }
                    @if let Some(change) = &row.change {
                        dd .summary__change {
                            a href=(change.href) {
                                (change.label) span .unseen { " " (change.of) }
                            }
                        }
                    }
                }
            }
        }
    }
}
