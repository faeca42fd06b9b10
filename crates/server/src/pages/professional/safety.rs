//! The matters in which somebody has to ask about safety today, above every other list.

use care::code::Topic;
use care::id::CaseId;
use jiff::civil::DateTime;
use maud::{Markup, html};

use crate::pages::samples::{case_id, moment};
use crate::pages::{Shell, urls};
use crate::say;

/// One matter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SafetyCase {
    /// Which.
    pub case: CaseId,
    /// What it is about.
    pub topic: Topic,
    /// Whose.
    pub client: String,
    /// Since when it waits.
    pub since: DateTime,
}

/// The list; nothing when no matter waits so.
pub(super) fn list(shell: &Shell, cases: &[SafetyCase]) -> Markup {
    let t = shell.texts();
    html! {
        @if !cases.is_empty() {
            section .urgent aria-labelledby="safety-cases" {
                h2 id="safety-cases" { (say!(t, "safety-cases")) }
                ul {
                    @for one in cases {
                        li {
                            a href=(urls::case(shell.language, one.case)) {
                                (t.topic(one.topic)) ": " (one.client)
                            }
                            ", " (t.near_moment(one.since))
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn sample() -> Vec<SafetyCase> {
    let client = "Virtanen Aino".to_owned();
    vec![SafetyCase { case: case_id(7), topic: Topic::Mind, client, since: moment(0, 9, 5) }]
}
