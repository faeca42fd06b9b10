//! Questionnaires that anybody fills in without signing in.

pub mod ask;
pub mod code;
pub mod help;
pub mod start;

use maud::{Markup, html};

use crate::pages::Shell;
use crate::say;

/// A place where help is got today.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Number {
    /// The number, as it is written.
    pub phone: String,
    /// For what, in the page's language.
    pub text: String,
}

fn numbers(shell: &Shell, numbers: &[Number]) -> Markup {
    let t = shell.texts();
    html! {
        section .urgent aria-labelledby="help-title" {
            h2 id="help-title" { (say!(t, "questionnaire-help-numbers")) }
            dl {
                @for number in numbers {
                    div .urgent__number {
                        dt { a href={ "tel:" (number.phone.replace(' ', "")) } { (number.phone) } }
                        dd { (number.text) }
                    }
                }
            }
        }
    }
}

fn sample_numbers() -> Vec<Number> {
    let number = |phone: &str, text: &str| Number { phone: phone.into(), text: text.into() };
    vec![number("112", "Hengenvaara"), number("09 2525 0111", "Kriisipuhelin")]
}
