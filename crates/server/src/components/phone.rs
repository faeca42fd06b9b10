//! Telephone numbers: written as people read them, called with one touch, never broken over lines.

use maud::{Markup, html};

/// A link that calls.
pub fn phone_link(number: &str) -> Markup {
    html! { a .tel href={ "tel:" (number.replace([' ', '\u{a0}'], "")) } { (number) } }
}

/// The number inside a sentence.
pub fn unbroken(number: &str) -> String {
    number.replace(' ', "\u{a0}")
}
