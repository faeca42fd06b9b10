//! The professional's pages: dense, quick by keyboard, ordered by what the law and the need ask.

pub mod banner;
pub mod calls;
pub mod case;
pub mod contact;
pub mod day;
pub mod ground;
pub mod missed_call;
pub mod opened;
pub mod people;
pub mod person;
pub mod queue;
pub mod record;
pub mod rights;
pub mod safety;
pub mod unanswered;
pub mod waiting;
pub mod work;

use crate::pages::resident::Stage;
use crate::say;
use crate::texts::Texts;

/// The next step in the professional's words.
pub(crate) fn task(t: &Texts, stage: Stage) -> String {
    match stage {
        Stage::AwaitingAssessment => say!(t, "task-assess"),
        Stage::AwaitingBooking => say!(t, "task-book"),
        Stage::Booked => say!(t, "task-meet"),
        Stage::Met => say!(t, "task-conclude"),
        Stage::Closed(closing) => t.closing(closing),
    }
}

/// A word for a stage in a form, and its code in addresses.
pub(crate) fn open_stages(t: &Texts) -> [(&'static str, String); 4] {
    [
        ("awaiting-assessment", task(t, Stage::AwaitingAssessment)),
        ("awaiting-booking", task(t, Stage::AwaitingBooking)),
        ("booked", task(t, Stage::Booked)),
        ("met", task(t, Stage::Met)),
    ]
}
