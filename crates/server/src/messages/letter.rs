//! What a message says: that there is something, and when; never what about, with whom or where. So
//! nobody who reads over a shoulder learns more, and a protected home or a unit's name is in none.

use care::day::local;
use care::language::Language;
use care::message::About;
use jiff::Timestamp;

use crate::say;
use crate::texts::of;

/// One message, written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Letter {
    /// Its subject, for ways that have one.
    pub(super) subject: String,
    /// What it says.
    pub(super) text: String,
}

/// Writes a message; the address leads to where one goes on.
pub(super) fn write(
    about: About,
    start_at: Option<Timestamp>,
    language: Language,
    address: &str,
) -> Letter {
    let t = of(language);
    let at = start_at.map(|at| t.moment(local(at))).unwrap_or_default();
    let (subject, says) = match about {
        About::Booked(_) => (say!(t, "message-booked-subject"), say!(t, "message-booked", at = at)),
        About::Moved(_) => (say!(t, "message-moved-subject"), say!(t, "message-moved", at = at)),
        About::Cancelled(_) => {
            (say!(t, "message-cancelled-subject"), say!(t, "message-cancelled", at = at))
        }
        About::Reminder(_) => {
            (say!(t, "message-reminder-subject"), say!(t, "message-reminder", at = at))
        }
        About::MissedCalls(_) => {
            (say!(t, "message-missed-calls-subject"), say!(t, "message-missed-calls"))
        }
        About::Offered(_) => {
            (say!(t, "message-offered-subject"), say!(t, "message-offered", at = at))
        }
        About::Written(_) => (say!(t, "message-written-subject"), say!(t, "message-written")),
    };
    let goes_on = match about {
        About::Booked(_) | About::Moved(_) | About::Reminder(_) => {
            say!(t, "message-act", address = address)
        }
        About::Cancelled(_) | About::MissedCalls(_) | About::Offered(_) | About::Written(_) => {
            say!(t, "message-see", address = address)
        }
    };
    let text = format!("{says}\n{goes_on}\n");
    Letter { subject, text }
}
