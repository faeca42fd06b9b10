//! An answer: a status, headers and JSON.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use fhir::resource::print;
use jiff::Timestamp;

use crate::door::resources::Resting;

/// The media type of everything that does not say its own.
pub(super) const FHIR_JSON: &str = "application/fhir+json; charset=utf-8";

/// An answer.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: Vec<(HeaderName, String)>,
    pub(super) body: Option<String>,
}

impl Reply {
    pub(super) fn json(status: StatusCode, body: String) -> Self {
        Self { status, headers: Vec::new(), body: Some(body) }
    }

    pub(super) fn empty(status: StatusCode) -> Self {
        Self { status, headers: Vec::new(), body: None }
    }

    #[must_use]
    pub(super) fn with(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// With the headers that name a version.
    #[must_use]
    pub(super) fn of_version(self, version: u64, at: Timestamp) -> Self {
        self.with(header::ETAG, format!("W/\"{version}\""))
            .with(header::LAST_MODIFIED, http_date(at))
    }

    /// The answer on the network; a `HEAD` has everything but the body.
    pub(super) fn into_response(self, head: bool) -> Response<Body> {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        for (name, value) in self.headers {
            // Ids and versions are plain letters; nothing else can get here that is no header.
            if let Ok(value) = HeaderValue::try_from(value) {
                headers.append(name, value);
            }
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if let Some(body) = self.body {
            let usual = HeaderValue::from_static(FHIR_JSON);
            headers.entry(header::CONTENT_TYPE).or_insert(usual);
            if head {
                headers.insert(header::CONTENT_LENGTH, body.len().into());
            } else {
                *response.body_mut() = Body::from(body);
            }
        }
        response
    }
}

/// The JSON of a version as it is given out; none for a deletion.
pub(super) fn printed(resting: &Resting) -> Option<String> {
    let text = resting.text.as_deref()?;
    Some(print(text, resting.version, resting.updated_at))
}

pub(super) fn http_date(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
