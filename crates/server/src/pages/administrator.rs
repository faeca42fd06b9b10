//! The administrator's pages: they keep the service going and see no person.

pub mod let_go;
pub mod let_message_go;
pub mod messages;
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
    /// The address is of a private network, or of this machine.
    Private,
    /// The address asks for HTTPS.
    Https,
    /// The address is none that notices can be sent to.
    Address,
    /// The subscription wants to be told in another way than is known.
    Channel,
    /// The notices should have a content that they cannot have.
    Payload,
    /// A header that cannot be sent along.
    Header,
    /// What is followed cannot be.
    Criteria,
    /// Something else, in its own words.
    Other(String),
}

impl Fault {
    /// Reads the reason that stands with a notice or a subscription.
    pub fn of(reason: &str) -> Self {
        match reason.strip_prefix("the answer was ") {
            Some("not HTTP") => return Self::NotHttp,
            Some(status) => return Self::Status(status.to_owned()),
            None => {}
        }
        let known = [
            ("the name is not known", Self::Name),
            ("the connection failed", Self::Unreachable),
            ("no answer", Self::NoAnswer),
            ("channel.endpoint: addresses of private networks", Self::Private),
            ("channel.endpoint: https", Self::Https),
            ("channel.endpoint:", Self::Address),
            ("channel.type:", Self::Channel),
            ("channel.payload:", Self::Payload),
            ("channel.header:", Self::Header),
            ("criteria:", Self::Criteria),
        ];
        let found = known.into_iter().find(|(start, _)| reason.starts_with(start));
        found.map_or_else(|| Self::Other(reason.to_owned()), |(_, fault)| fault)
    }

    fn words(&self, t: &Texts) -> String {
        match self {
            Self::Name => say!(t, "notices-fault-name"),
            Self::Unreachable => say!(t, "notices-fault-unreachable"),
            Self::NoAnswer => say!(t, "notices-fault-no-answer"),
            Self::Status(status) => say!(t, "notices-fault-status", status = status),
            Self::NotHttp => say!(t, "notices-fault-not-http"),
            Self::Private => say!(t, "notices-fault-private"),
            Self::Https => say!(t, "notices-fault-https"),
            Self::Address => say!(t, "notices-fault-address"),
            Self::Channel => say!(t, "notices-fault-channel"),
            Self::Payload => say!(t, "notices-fault-payload"),
            Self::Header => say!(t, "notices-fault-header"),
            Self::Criteria => say!(t, "notices-fault-criteria"),
            Self::Other(why) => say!(t, "notices-fault-other", why = why),
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
        assert_eq!(Fault::of("criteria: x"), Fault::Criteria);
        assert_eq!(Fault::of("something new"), Fault::Other("something new".into()));
    }
}
