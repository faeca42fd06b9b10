//! Sessions, forms and headers: what keeps strangers out and pages from being misused.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use care::access::Role;
use care::id::PersonId;
use jiff::SignedDuration;

use super::App;
use super::visit::Session;
use crate::account::hash_secret;
use crate::door::{Caller, Denied, Session as Kept};
use crate::pages::assets::CONTENT_SECURITY_POLICY;
use crate::wall;

const COOKIE: &str = "polku";
const ACTING: &str = "polku-acting";
const SESSION_HOURS: i64 = 10;

/// Adds the security headers to every page.
pub(super) async fn surround(
    State(app): State<Arc<App>>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    dress(&app, response.headers_mut());
    response
}

/// The headers of every page.
pub(super) fn dress(app: &App, headers: &mut HeaderMap) {
    let mut set = |name, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "same-origin");
    set(header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(
        header::HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=()",
    );
    // Pages show personal data: no cache may keep them. Assets set their own header.
    set(header::CACHE_CONTROL, "no-store");
    if app.secure_cookies {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
}

/// The session that the cookie names, if it still stands.
pub(super) fn session(app: &App, headers: &HeaderMap) -> Result<Option<Session>, Denied> {
    let Some(secret) = cookie(headers, COOKIE) else { return Ok(None) };
    let hash = hash_secret(secret);
    let Some((kept, account)) = app.door.session(&hash, app.clock.now())? else { return Ok(None) };
    let csrf = String::from_utf8(kept.data).map_err(|error| Denied::Fault(error.into()))?;
    let person = cookie(headers, ACTING).and_then(|person| person.parse().ok());
    let acting = person.filter(|_| account.role == Role::Resident);
    let acting = acting.map(|person| app.door.acting(&account, person)).transpose()?.flatten();
    Ok(Some(match acting {
        // A form that was shown for one person is never taken for another.
        Some((caller, name)) => {
            let person = caller.account.person.map(|person| person.to_string()).unwrap_or_default();
            let csrf = blake3::hash(format!("{csrf} for {person}").as_bytes()).to_hex().to_string();
            Session { hash, csrf, caller, acting_for: Some(name) }
        }
        None => Session { hash, csrf, caller: Caller::new(account), acting_for: None },
    }))
}

/// The cookie that says whom a resident acts for; it gives no right, which is looked up each time.
pub(super) fn acting_cookie(app: &App, person: Option<PersonId>) -> Result<HeaderValue, Denied> {
    let secure = if app.secure_cookies { "; Secure" } else { "" };
    let cookie = match person {
        Some(person) => format!("{ACTING}={person}; Path=/; HttpOnly; SameSite=Lax{secure}"),
        None => format!("{ACTING}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{secure}"),
    };
    HeaderValue::try_from(cookie).map_err(|error| Denied::Fault(error.into()))
}

/// The token that an `Authorization` header carries.
pub(crate) fn bearer(authorization: &str) -> Option<&str> {
    let (scheme, token) = authorization.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// A cookie of a name.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == wanted)
        .map(|(_, value)| value)
}

/// Opens a session for a login; the answer is the cookie that carries it.
pub(super) fn open_session(app: &App, login: &str) -> Result<HeaderValue, Denied> {
    let secret = wall::fresh_secret();
    let opened_at = app.clock.now();
    let life = SignedDuration::from_hours(SESSION_HOURS);
    app.door.open_session(Kept {
        token_hash: hash_secret(&secret),
        login: login.to_owned(),
        data: wall::fresh_secret().into_bytes(),
        created_at: opened_at,
        expires_at: opened_at.checked_add(life).unwrap_or(opened_at),
    })?;
    let secure = if app.secure_cookies { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={secret}; Path=/; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::try_from(cookie).map_err(|error| Denied::Fault(error.into()))
}

/// The cookie that ends a session in the browser.
pub(super) fn no_cookie() -> HeaderValue {
    HeaderValue::from_static("polku=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
}

/// Whether the browser says that the form came from our own page. Old programs say nothing; then
/// the form's own token decides.
pub(super) fn same_origin(headers: &HeaderMap) -> bool {
    let word = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = word("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (word("origin"), word("host")) {
        (Some(origin), Some(host)) => {
            origin.split_once("://").is_some_and(|(_, authority)| authority == host)
        }
        (Some(_), None) => false,
        (None, _) => true,
    }
}

/// Compares two secrets without telling by the time taken how much of them agrees.
pub(super) fn equal(a: &str, b: &str) -> bool {
    blake3::hash(a.as_bytes()) == blake3::hash(b.as_bytes())
}
