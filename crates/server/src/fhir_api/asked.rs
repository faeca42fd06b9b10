//! A request as it arrived: its path in steps, its question, its headers, and its body once it is
//! known who sends it. Bodies are bounded before and after they are unpacked.

use std::io::{ErrorKind, Read as _};

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, Method, header, request::Parts};
use care::language::Language;
use fhir::search::Handling;
use fhir::{Code, Place, Problem};
use jiff::Timestamp;

use super::stop::Stop;
use crate::limits::{Bounds, Excess, Limits, Unpacked};
use crate::network::body::{self, Unread};

/// A body of more than this, or of unknown length, waits for its turn.
const HEAVY_BYTES: u64 = 1024 * 1024;

/// A request.
pub(super) struct Asked {
    pub(super) method: Method,
    /// The path below `/fhir`, step by step.
    pub(super) steps: Vec<String>,
    pub(super) query: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
    /// How much is taken.
    pub(super) bounds: Bounds,
}

/// What a body says it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Media {
    Json,
    Ndjson,
    Form,
    /// JSON Patch.
    Patch,
}

impl Asked {
    pub(super) fn of(parts: &Parts) -> Self {
        let path = parts.uri.path();
        let below = path.strip_prefix("/fhir").unwrap_or(path);
        Self {
            method: parts.method.clone(),
            steps: below.split('/').filter(|step| !step.is_empty()).map(str::to_owned).collect(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: parts.headers.clone(),
            body: Vec::new(),
            bounds: parts.extensions.get().cloned().unwrap_or_default(),
        }
    }

    /// Reads the body off the network.
    pub(super) async fn take_body(&mut self, body: Body) -> Result<(), Stop> {
        let most = self.limits().body_bytes();
        let announced = self.announced().unwrap_or_default();
        if announced > most as u64 {
            return Err(too_large(&announced.to_string(), most));
        }
        self.body = body::whole(body, most).await.map_err(|unread| unread_body(unread, most))?;
        Ok(())
    }

    /// What the limits are.
    pub(super) fn limits(&self) -> &Limits {
        &self.bounds.limits
    }

    /// How many bytes the body says it has.
    fn announced(&self) -> Option<u64> {
        self.header(&header::CONTENT_LENGTH).and_then(|length| length.parse().ok())
    }

    /// Whether it is so much work, or may last so long, that only so many are done at a time.
    pub(super) fn is_heavy(&self) -> bool {
        let steps: Vec<&str> = self.steps.iter().map(String::as_str).collect();
        let reads = matches!(self.method, Method::GET | Method::HEAD);
        match steps.as_slice() {
            [] | ["$import"] => !reads,
            ["$jobs", _, _] | [.., "$run" | "$everything"] => true,
            _ if reads => false,
            _ => match self.announced() {
                Some(bytes) => bytes > HEAVY_BYTES,
                None => self.headers.contains_key(header::TRANSFER_ENCODING),
            },
        }
    }

    /// Unpacks a packed body; never beyond the limit, whatever it grows to.
    pub(super) fn unpack(&mut self) -> Result<(), Stop> {
        let encoding = self.header(&header::CONTENT_ENCODING).unwrap_or_default();
        match encoding.trim().to_ascii_lowercase().as_str() {
            "" | "identity" => {}
            "gzip" | "x-gzip" => {
                let mut unpacked = Vec::new();
                let most = self.limits().body_bytes();
                let bound = self.limits().unpacking.up_to(most as u64);
                let read = Unpacked::new(self.body.as_slice(), bound).read_to_end(&mut unpacked);
                read.map_err(|error| unpacking_fault(&error))?;
                self.body = unpacked;
            }
            other => return Err(Stop::MediaType(format!("Content-Encoding: {other}"))),
        }
        Ok(())
    }

    pub(super) fn header(&self, name: &HeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// What the body says it is; FHIR's own names and the common ones.
    pub(super) fn media(&self) -> Result<Media, Stop> {
        let written = self.header(&header::CONTENT_TYPE).unwrap_or_default();
        let mut parts = written.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let charset = parts.find_map(|part| {
            let (name, value) = part.split_once('=')?;
            name.eq_ignore_ascii_case("charset").then_some(value.trim_matches('"'))
        });
        let utf8 = charset.is_none_or(|charset| charset.eq_ignore_ascii_case("utf-8"));
        match name.as_str() {
            "application/fhir+json" | "application/json" | "text/json" if utf8 => Ok(Media::Json),
            "application/fhir+ndjson" | "application/ndjson" | "application/x-ndjson" if utf8 => {
                Ok(Media::Ndjson)
            }
            "application/x-www-form-urlencoded" => Ok(Media::Form),
            "application/json-patch+json" if utf8 => Ok(Media::Patch),
            _ => Err(Stop::MediaType(written.to_owned())),
        }
    }

    /// Whether JSON is welcome as the answer.
    pub(super) fn accepts_json(&self) -> bool {
        let Some(accept) = self.header(&header::ACCEPT) else { return true };
        accept.split(',').any(|wish| {
            let name = wish.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            matches!(
                name.as_str(),
                "*/*"
                    | "application/*"
                    | "application/json"
                    | "application/fhir+json"
                    | "text/json"
                    | ""
            )
        })
    }

    /// What `Prefer: handling=…` says; strict when it says nothing.
    pub(super) fn handling(&self) -> Handling {
        if self.prefers("handling", "lenient") { Handling::Lenient } else { Handling::Strict }
    }

    /// Whether the `Prefer` header has this wish.
    pub(super) fn prefers(&self, name: &str, value: &str) -> bool {
        let wishes = self.header(&HeaderName::from_static("prefer")).unwrap_or_default();
        wishes.split([',', ';']).any(|wish| {
            wish.trim().split_once('=').is_some_and(|(known, wish)| {
                known.trim().eq_ignore_ascii_case(name) && wish.trim().trim_matches('"') == value
            })
        })
    }

    /// The address under which this server was reached, up to `/fhir`.
    pub(super) fn base(&self) -> String {
        let host = self.header(&header::HOST).unwrap_or("localhost");
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte);
        let host = if host.bytes().all(plain) { host } else { "localhost" };
        let forwarded = self.header(&HeaderName::from_static("x-forwarded-proto"));
        let scheme = if forwarded == Some("https") { "https" } else { "http" };
        format!("{scheme}://{host}/fhir")
    }

    /// The language for people; programs that do not say get English.
    pub(super) fn language(&self) -> Language {
        let wishes = self.header(&header::ACCEPT_LANGUAGE).unwrap_or_default();
        let mut wishes = wishes.split(',').filter_map(|wish| wish.split(';').next());
        wishes.find_map(|wish| Language::parse(wish.trim())).unwrap_or(Language::En)
    }

    /// Whether what was written then is news to the caller.
    pub(super) fn has_not_seen(&self, written_at: Timestamp) -> bool {
        let since = self.header(&header::IF_MODIFIED_SINCE).unwrap_or_default();
        let since = jiff::fmt::rfc2822::parse(since).map(|since| since.timestamp().as_second());
        // The header has whole seconds.
        since.map_or(true, |since| written_at.as_second() > since)
    }

    /// The version of an entity tag in a header.
    pub(super) fn version_in(&self, name: &HeaderName) -> Result<Option<u64>, Stop> {
        let Some(tag) = self.header(name) else { return Ok(None) };
        let bare = tag.trim().strip_prefix("W/").unwrap_or(tag.trim()).trim_matches('"');
        let fault =
            || Problem::error(Code::SearchValue, Place::default(), format!("{name}: {tag}")).into();
        bare.parse().map(Some).map_err(|_| fault())
    }
}

fn too_large(size: &str, most: usize) -> Stop {
    let detail = format!("{size} > {most} B");
    Stop::Problems(vec![Problem::error(Code::TooLarge, Place::default(), detail)])
}

/// What is said of a body that did not come whole.
pub(super) fn unread_body(unread: Unread, most: usize) -> Stop {
    match unread {
        Unread::Large => too_large("?", most),
        Unread::Slow => Excess::Slow.into(),
        Unread::Broken => Problem::error(Code::Encoding, Place::default(), "HTTP").into(),
    }
}

/// What is said of a packed body that cannot be unpacked, or not so far.
pub(super) fn unpacking_fault(error: &std::io::Error) -> Stop {
    let detail = "Content-Encoding: gzip";
    let too_far = error.kind() == ErrorKind::FileTooLarge;
    let code = if too_far { Code::TooLarge } else { Code::Encoding };
    Problem::error(code, Place::default(), format!("{detail}: {error}")).into()
}
