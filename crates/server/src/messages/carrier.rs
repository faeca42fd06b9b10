//! Who carries messages: an e-mail server by SMTP, and a gateway for SMS by HTTP. Neither speaks TLS
//! here: a relay and a proxy beside Polku do that, as one does for the pages.

use std::time::{Duration, SystemTime};

use care::message::Way;
use care::phone::dialled;
use jiff::Timestamp;
use lettre::message::{Mailbox, SinglePart};
use lettre::{Address, Message, SmtpTransport, Transport as _};
use serde_json::Value;

use super::letter::Letter;
use crate::notices::{Endpoint, Post};

/// How long each word to a server may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// What came of handing a message over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Carried {
    /// It was taken.
    Taken,
    /// It was not, and will not be.
    Refused(String),
    /// It was not this time.
    NotNow(String),
}

/// An e-mail server.
pub struct Mail {
    transport: SmtpTransport,
    from: Mailbox,
}

/// A gateway for SMS.
pub struct Gateway {
    post: Post,
    endpoint: Endpoint,
    template: String,
    headers: Vec<String>,
}

/// Whoever carries messages here; a way that has nobody is not gone.
#[derive(Default)]
pub struct Carriers {
    /// E-mail.
    pub mail: Option<Mail>,
    /// SMS.
    pub gateway: Option<Gateway>,
    /// Where residents find the service, without a slash at the end.
    pub address: String,
}

impl Mail {
    /// The server at `HOST:PORT`, and whom messages come from.
    pub fn new(server: &str, from: &str) -> anyhow::Result<Self> {
        let (host, port) = server.rsplit_once(':').unwrap_or((server, "25"));
        let port = port.parse().map_err(|_| anyhow::anyhow!("--smtp: HOST:PORT is needed"))?;
        let from = from.parse().map_err(|error| anyhow::anyhow!("--mail-from: {error}"))?;
        let transport =
            SmtpTransport::builder_dangerous(host).port(port).timeout(Some(PATIENCE)).build();
        Ok(Self { transport, from })
    }

    fn carry(&self, to: &str, letter: &Letter, id: &str, now: Timestamp) -> Carried {
        let Ok(to) = to.parse::<Address>() else {
            return Carried::Refused("the address cannot be one".to_owned());
        };
        let domain = self.from.email.domain();
        let message = Message::builder()
            .date(SystemTime::from(now))
            // The same whenever it is sent: whoever gets it twice can see so.
            .message_id(Some(format!("<{id}@{domain}>")))
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject.clone())
            .singlepart(SinglePart::plain(letter.text.clone()));
        let message = match message {
            Ok(message) => message,
            Err(error) => return Carried::Refused(error.to_string()),
        };
        match self.transport.send(&message) {
            Ok(_) => Carried::Taken,
            Err(error) if is_refused(&error) => Carried::Refused(said(&error)),
            Err(error) => Carried::NotNow(said(&error)),
        }
    }
}

/// Whether the address is what is wrong: another fault may be gone at the next try, even if the server
/// does not think so.
fn is_refused(error: &lettre::transport::smtp::Error) -> bool {
    let code = error.status().map(|code| code.to_string());
    code.is_some_and(|code| ["550", "551", "553"].contains(&code.as_str()))
}

/// What went wrong, as a code: what a server says in words may repeat the address.
fn said(error: &lettre::transport::smtp::Error) -> String {
    match error.status() {
        Some(code) => format!("the server answered {code}"),
        None if error.is_timeout() => "no answer in time".to_owned(),
        None => "the server cannot be reached".to_owned(),
    }
}

impl Gateway {
    /// A gateway that takes JSON: in the template `{to}` and `{text}` stand for number and message, inside
    /// strings. A token goes along as bearer.
    pub fn new(
        post: Post,
        address: &str,
        template: &str,
        token: Option<&str>,
    ) -> anyhow::Result<Self> {
        let endpoint = crate::notices::endpoint(address)
            .map_err(|why| anyhow::anyhow!("--sms-gateway: {why}"))?;
        let filled = fill(template, "+358401234567", "x");
        if filled.is_none_or(|filled| !template.contains("{to}") || filled.is_empty())
            || !template.contains("{text}")
        {
            anyhow::bail!(
                "--sms-template: a JSON object is needed with {{to}} and {{text}} in strings"
            );
        }
        if token.is_some_and(|token| token.chars().any(char::is_control)) {
            anyhow::bail!("--sms-token: there are letters in it that no token has");
        }
        let headers = token.map(|token| format!("Authorization: Bearer {token}"));
        Ok(Self {
            post,
            endpoint,
            template: template.to_owned(),
            headers: headers.into_iter().collect(),
        })
    }

    fn carry(&self, to: &str, letter: &Letter, id: &str) -> Carried {
        let Some(body) = fill(&self.template, &dialled(to), &letter.text) else {
            return Carried::Refused("the template is no JSON".to_owned());
        };
        match self.post.post_json(&self.endpoint, &self.headers, id, &body) {
            Ok(200..=299) => Carried::Taken,
            // Whoever is too busy or does not know us now may be right later.
            Ok(status @ (401 | 403 | 404 | 408 | 429)) => {
                Carried::NotNow(format!("the gateway answered {status}"))
            }
            Ok(status @ 400..=499) => Carried::Refused(format!("the gateway answered {status}")),
            Ok(status) => Carried::NotNow(format!("the gateway answered {status}")),
            Err(why) => Carried::NotNow(why),
        }
    }
}

/// A template with number and text in their places; none when it is no JSON.
fn fill(template: &str, to: &str, text: &str) -> Option<String> {
    fn put(value: &mut Value, to: &str, text: &str) {
        match value {
            Value::String(word) => {
                *word = match word.as_str() {
                    "{to}" => to.to_owned(),
                    "{text}" => text.to_owned(),
                    other => other.to_owned(),
                };
            }
            Value::Array(values) => values.iter_mut().for_each(|value| put(value, to, text)),
            Value::Object(members) => {
                members.values_mut().for_each(|value| put(value, to, text));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let mut value: Value = serde_json::from_str(template).ok()?;
    put(&mut value, to, text);
    Some(value.to_string())
}

impl Carriers {
    /// The ways that somebody goes.
    pub fn ways(&self) -> Vec<Way> {
        let goes = |way: &Way| match way {
            Way::Email => self.mail.is_some(),
            Way::Sms => self.gateway.is_some(),
        };
        Way::ALL.iter().copied().filter(goes).collect()
    }

    pub(super) fn carry(
        &self,
        reach: &care::message::Reach,
        letter: &Letter,
        id: &str,
        now: Timestamp,
    ) -> Carried {
        use care::message::Reach;
        let nobody = || Carried::NotNow("nobody carries messages this way".to_owned());
        match reach {
            Reach::Site => nobody(),
            Reach::Email(to) => {
                self.mail.as_ref().map_or_else(nobody, |mail| mail.carry(to, letter, id, now))
            }
            Reach::Sms(to) => {
                self.gateway.as_ref().map_or_else(nobody, |gate| gate.carry(to, letter, id))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = r#"{"to":"{to}","text":"{text}"}"#;

    #[test]
    fn a_template_is_filled_and_stays_json() {
        let filled = fill(r#"{"to":["{to}"],"body":{"text":"{text}"}}"#, "+3581", "a \"b\"\n");
        assert_eq!(filled.unwrap(), r#"{"to":["+3581"],"body":{"text":"a \"b\"\n"}}"#);
        let post = Post { reach: crate::notices::Reach::Private, patience: PATIENCE };
        for template in ["", "{}", r#"{"to":"{to}"}"#, "{to} {text}"] {
            assert!(Gateway::new(post, "http://a.fi/", template, None).is_err(), "{template}");
        }
        assert!(Gateway::new(post, "http://a.fi/", TEMPLATE, Some("a\r\nb: c")).is_err());
        assert!(Gateway::new(post, "http://a.fi/", TEMPLATE, Some("secret")).is_ok());
        assert!(Mail::new("relay:x", "polku@example.fi").is_err());
        assert!(Mail::new("relay:25", "nobody").is_err());
    }
}
