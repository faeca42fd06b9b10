//! Requests that are turned away before anybody looks at what they ask: in the words of the page or of
//! the FHIR interface that they asked for.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse as _, Response};

use super::visit::wished_language;
use super::{App, security};
use crate::fhir_api;
use crate::limits::{Excess, Limits};
use crate::pages::Shell;
use crate::pages::public::error::{self, ErrorKind};
use crate::texts::Language;

/// Looks at the head of each request, and gives the limits along to those behind.
pub(super) async fn guard(
    State(app): State<Arc<App>>,
    mut request: Request,
    next: Next,
) -> Response {
    request.extensions_mut().insert(app.bounds.clone());
    match excess(&request, &app.bounds.limits) {
        None => next.run(request).await,
        Some(excess) => turned_away(&app, &request.into_parts().0, excess),
    }
}

fn excess(request: &Request, limits: &Limits) -> Option<Excess> {
    let address = request.uri().path_and_query().map_or(0, |address| address.as_str().len());
    if address > limits.max_address {
        return Some(Excess::Address);
    }
    let headers = request.headers();
    let bytes = |(name, value): (&header::HeaderName, &HeaderValue)| {
        // As on the line: name, colon, blank, value, end.
        name.as_str().len() + value.len() + 4
    };
    let too_many = headers.len() > limits.max_headers;
    let too_long = || headers.iter().map(bytes).sum::<usize>() > limits.head_bytes();
    (too_many || too_long()).then_some(Excess::Head)
}

/// The answer to somebody who is turned away.
pub(crate) fn turned_away(app: &App, head: &Parts, excess: Excess) -> Response {
    let path = head.uri.path();
    if path == "/fhir" || path.starts_with("/fhir/") {
        fhir_api::turned_away(head, excess)
    } else {
        page(app, path, &head.headers, excess)
    }
}

// Who asks is not looked up: whoever is turned away must cost little.
fn page(app: &App, path: &str, headers: &HeaderMap, excess: Excess) -> Response {
    let first = path.split('/').nth(1).unwrap_or_default();
    let language = Language::ALL.iter().copied().find(|language| language.code() == first);
    let language = language.unwrap_or_else(|| wished_language(headers));
    let shell = Shell {
        language,
        path: String::new(),
        csrf: String::new(),
        organisation: app.door.content().region.name.get(language).to_owned(),
        signed_in: None,
        acting_for: None,
        demo: None,
    };
    let kind = match excess {
        Excess::Slow => ErrorKind::TooSlow,
        Excess::Body => ErrorKind::TooLarge,
        Excess::Address => ErrorKind::AddressTooLong,
        Excess::Media => ErrorKind::NoForm,
        Excess::Head => ErrorKind::HeadTooLarge,
        Excess::Quota => ErrorKind::TooMany,
        Excess::Busy => ErrorKind::Busy,
    };
    let context = error::Context { kind, reference: String::new() };
    let status = StatusCode::from_u16(excess.status()).unwrap_or(StatusCode::BAD_REQUEST);
    let page = Html(error::render(&context, &shell).into_string());
    let mut response = (status, page).into_response();
    security::dress(app, response.headers_mut());
    if let Some(seconds) = excess.again_in() {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}
