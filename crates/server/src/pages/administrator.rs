//! The administrator's pages: they keep the service going and see no person.

pub mod let_go;
pub mod notices;

use crate::say;
use crate::texts::Texts;

/// What went wrong with a notice, as far as a person has to know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// The name of the server leads nowhere.
    Name,
    /// The server could not be reached.
    Unreachable,
    /// It did not answer in time, or not to the end.
    NoAnswer,
    /// It answered with this status.
    Status(String),
    /// What answered is no web server.
    NotHttp,
    /// The subscription itself cannot be followed; why, in its own words.
    Subscription(String),
}

impl Fault {
    /// Reads the reason that stands with a notice or a subscription.
    pub fn of(reason: &str) -> Self {
        let begins = |start: &str| reason.starts_with(start);
        match reason.strip_prefix("the answer was ") {
            Some("not HTTP") => return Self::NotHttp,
            Some(status) => return Self::Status(status.to_owned()),
            None => {}
        }
        if begins("the name is not known") {
            Self::Name
        } else if begins("the connection failed") {
            Self::Unreachable
        } else if begins("no answer") {
            Self::NoAnswer
        } else {
            Self::Subscription(reason.to_owned())
        }
    }

    fn words(&self, t: &Texts) -> String {
        match self {
            Self::Name => say!(t, "notices-fault-name"),
            Self::Unreachable => say!(t, "notices-fault-unreachable"),
            Self::NoAnswer => say!(t, "notices-fault-no-answer"),
            Self::Status(status) => say!(t, "notices-fault-status", status = status),
            Self::NotHttp => say!(t, "notices-fault-not-http"),
            Self::Subscription(why) => say!(t, "notices-fault-subscription", why = why),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_post_says_is_understood() {
        assert_eq!(Fault::of("the answer was 503"), Fault::Status("503".into()));
        assert_eq!(Fault::of("the answer was not HTTP"), Fault::NotHttp);
        assert_eq!(Fault::of("the connection failed: refused"), Fault::Unreachable);
        assert_eq!(Fault::of("no answer: timed out"), Fault::NoAnswer);
        assert_eq!(Fault::of("no answer in time"), Fault::NoAnswer);
        assert_eq!(Fault::of("the name is not known: x"), Fault::Name);
        assert_eq!(Fault::of("criteria: x"), Fault::Subscription("criteria: x".into()));
    }
}
