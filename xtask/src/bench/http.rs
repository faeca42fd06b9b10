//! A small client: one connection that stays open, a session, forms. It follows no redirect by itself.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use ureq::Agent;
use ureq::http::{Response, header};

/// One answer.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: String,
    pub(super) took: Duration,
    cookie: Option<String>,
}

/// A client of one address.
#[derive(Clone)]
pub(super) struct Client {
    agent: Agent,
    base: String,
    headers: Vec<(&'static str, String)>,
}

impl Client {
    /// A stranger.
    pub(super) fn new(base: &str) -> Self {
        let settings = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_mins(2)))
            .build();
        let headers = vec![("origin", base.to_owned())];
        Self { agent: settings.new_agent(), base: base.to_owned(), headers }
    }

    /// A program with a token.
    pub(super) fn with_token(base: &str, token: &str) -> Self {
        let mut client = Self::new(base);
        client.headers.push(("authorization", format!("Bearer {token}")));
        client
    }

    /// One of the demo's people.
    pub(super) fn demo_person(base: &str, login: &str) -> Result<Self> {
        let mut client = Self::new(base);
        let answer = client.form("/fi/demo/person", &[("account", login)])?;
        let cookie = answer.cookie.with_context(|| {
            format!("becoming {login} gave no session but {}: {}", answer.status, answer.body)
        })?;
        client.headers.push(("cookie", cookie));
        Ok(client)
    }

    /// Asks for a page.
    pub(super) fn get(&self, path: &str) -> Result<Answer> {
        let mut request = self.agent.get(format!("{}{path}", self.base));
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let began = Instant::now();
        answer(request.call().with_context(|| format!("asking for {path}"))?, began)
    }

    /// Sends a form.
    pub(super) fn form(&self, path: &str, fields: &[(&str, &str)]) -> Result<Answer> {
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        self.post(path, "application/x-www-form-urlencoded", body.join("&").as_bytes())
    }

    /// Sends a body of a type.
    pub(super) fn post(&self, path: &str, kind: &str, body: &[u8]) -> Result<Answer> {
        let mut request = self.agent.post(format!("{}{path}", self.base)).content_type(kind);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let began = Instant::now();
        answer(request.send(body).with_context(|| format!("sending to {path}"))?, began)
    }
}

impl Answer {
    /// The answer, if it is a good one.
    pub(super) fn good(self) -> Result<Self> {
        if self.status >= 400 {
            let head: String = self.body.chars().take(400).collect();
            bail!("answered {}: {head}", self.status);
        }
        Ok(self)
    }
}

fn answer(mut response: Response<ureq::Body>, began: Instant) -> Result<Answer> {
    let cookie = response.headers().get(header::SET_COOKIE).and_then(|value| value.to_str().ok());
    let cookie = cookie.and_then(|value| value.split(';').next()).map(str::to_owned);
    let status = response.status().as_u16();
    let body = response.body_mut().with_config().limit(64 << 20).read_to_string()?;
    Ok(Answer { status, body, took: began.elapsed(), cookie })
}

fn escaped(value: &str) -> String {
    let mut text = String::new();
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push('%');
            text.extend(format!("{byte:02X}").chars());
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_escaped() {
        assert_eq!(escaped("Mäki & Co"), "M%C3%A4ki%20%26%20Co");
    }
}
