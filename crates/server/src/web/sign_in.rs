//! Coming and going: the front page, signing in and out, the demo's people and clock, assets.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use jiff::{SignedDuration, Timestamp};

use super::answer::{Answer, page, see_other};
use super::shell::{role, shell};
use super::visit::Visit;
use super::{App, security, shows, takes};
use crate::door::Denied;
use crate::pages::public::{accessibility, gallery, sign_in, signed_out};
use crate::pages::resident::start;
use crate::pages::{Role, assets, urls};
use crate::texts::Language;

const ATTEMPTS_MAX: u32 = 8;
const ATTEMPTS_WINDOW: SignedDuration = SignedDuration::from_mins(15);

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(wished))
        .route("/{language}", shows(front))
        .route("/{language}/", shows(front))
        .route("/{language}/sign-in", shows(ask).merge(takes(sign_in)))
        .route("/{language}/sign-out", takes(sign_out))
        .route("/{language}/signed-out", shows(bye))
        .route("/{language}/accessibility", shows(accessible))
        .route("/{language}/dev/components", shows(components))
        .route("/{language}/demo/person", takes(become_person))
        .route("/{language}/demo/clock", takes(move_clock))
        .route("/assets/{name}", get(asset))
}

async fn wished(headers: axum::http::HeaderMap) -> Redirect {
    Redirect::to(&urls::start(super::visit::wished_language(&headers)))
}

pub(super) fn not_found(_: &App, _: &Visit) -> Result<Answer, Denied> {
    Err(Denied::NotFound)
}

fn front(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    // An unknown first step is an address that does not exist, not a language.
    let known = visit.path().is_empty() || visit.path().starts_with(['/', '?']);
    let first = visit.arrival.target.trim_start_matches('/').split(['/', '?']).next();
    if !known || first != Some(visit.language.code()) {
        return Err(Denied::NotFound);
    }
    let organisation = &app.door.content().organisation;
    let context = start::Context {
        phone: organisation.phone.clone(),
        hours: organisation.hours.get(visit.language).to_owned(),
    };
    page(start::render(&context, &shell(app, visit)))
}

fn accessible(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let feedback = app.door.content().organisation.feedback.clone();
    page(accessibility::render(&accessibility::Context { feedback }, &shell(app, visit)))
}

fn components(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    if app.demo.is_none() {
        return Err(Denied::NotFound);
    }
    page(gallery::render(&gallery::Context, &shell(app, visit)))
}

fn ask(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    if let Some(session) = &visit.session
        && let Some(role) = role(session.caller.role())
    {
        return see_other(home(visit.language, role));
    }
    let context = sign_in::Context {
        login: String::new(),
        next: own_path(visit.asked("next").unwrap_or_default()),
        fault: None,
    };
    page(sign_in::render(&context, &shell(app, visit)))
}

fn sign_in(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let (login, next) = (visit.text("login"), own_path(visit.text("next")));
    let refused = |fault, status| {
        let context =
            sign_in::Context { login: login.to_owned(), next: next.clone(), fault: Some(fault) };
        Ok(Answer::Page(status, sign_in::render(&context, &shell(app, visit))))
    };
    if !app.attempts.may_try(login, app.clock.now()) {
        return refused(sign_in::SignInFault::TooMany, StatusCode::TOO_MANY_REQUESTS);
    }
    let password = visit.field("password").unwrap_or_default();
    let Some(account) = app.door.sign_in(login, password)? else {
        return refused(sign_in::SignInFault::WrongPair, StatusCode::UNPROCESSABLE_ENTITY);
    };
    app.attempts.forget(login);
    let cookie = security::open_session(app, &account.login)?;
    let first = role(account.role)
        .map_or_else(|| urls::start(visit.language), |role| home(visit.language, role));
    Ok(Answer::SeeOther(if next.is_empty() { first } else { next }, vec![cookie]))
}

fn sign_out(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    if let Some(session) = &visit.session {
        app.drafts.forget(&visit.arrival.headers);
        app.door.end_session(session.hash)?;
    }
    // Whoever signs in next on this device acts for themself at first.
    let cookies = vec![security::no_cookie(), security::acting_cookie(app, None)?];
    Ok(Answer::SeeOther(urls::signed_out(visit.language), cookies))
}

fn bye(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    page(signed_out::render(&signed_out::Context, &shell(app, visit)))
}

fn become_person(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let demo = app.demo.as_ref().ok_or(Denied::NotFound)?;
    let login = visit.text("account");
    if !demo.is_person(login) {
        return Err(Denied::NotFound);
    }
    let account = app.door.account(login)?.ok_or(Denied::NotFound)?.account;
    let cookie = security::open_session(app, login)?;
    let role = role(account.role).ok_or(Denied::NotFound)?;
    // Whoever was on the way to a page of this role goes on to it.
    let next = own_path(visit.text("next"));
    let on = if is_of(&next, visit.language, role) { next } else { home(visit.language, role) };
    Ok(Answer::SeeOther(on, vec![cookie]))
}

fn is_of(path: &str, language: Language, role: Role) -> bool {
    let firsts: &[String] = &match role {
        Role::Resident => {
            [urls::contact(language), urls::matters(language), urls::looks(language)].to_vec()
        }
        Role::Professional => [urls::work(language)].to_vec(),
        Role::Leader => [urls::access(language)].to_vec(),
        Role::Administrator => [urls::notices(language)].to_vec(),
    };
    firsts.iter().any(|first| path.starts_with(first.as_str()))
}

fn move_clock(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let demo = app.demo.as_ref().ok_or(Denied::NotFound)?;
    let by = match visit.text("by") {
        "hour" => SignedDuration::from_hours(1),
        "day" => SignedDuration::from_hours(24),
        "week" => SignedDuration::from_hours(24 * 7),
        _ => return Err(Denied::NotFound),
    };
    demo.move_on(by)?;
    let back = own_path(visit.text("back"));
    let back = if back.is_empty() { urls::start(visit.language) } else { back };
    see_other(back)
}

/// Where a role's day begins.
fn home(language: Language, role: Role) -> String {
    match role {
        Role::Resident => urls::matters(language),
        Role::Professional => urls::queue(language),
        Role::Leader => urls::access(language),
        Role::Administrator => urls::notices(language),
    }
}

// Only a path of this site: an address elsewhere would send people to a stranger's page.
fn own_path(next: &str) -> String {
    let own =
        next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\n', '\r']);
    if own { next.to_owned() } else { String::new() }
}

async fn asset(Path(name): Path<String>) -> Response {
    let wanted = format!("/assets/{name}");
    match assets::all().iter().find(|asset| asset.href == wanted) {
        Some(asset) => {
            let headers = [
                (header::CONTENT_TYPE, asset.media_type),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            ];
            (headers, asset.bytes).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Failed attempts to sign in, by login: guessing is slowed down for each login.
#[derive(Default)]
pub struct Attempts {
    failed: Mutex<HashMap<String, (u32, Timestamp)>>,
}

impl Attempts {
    pub(super) fn may_try(&self, login: &str, now: Timestamp) -> bool {
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        failed.retain(|_, (_, since)| since.duration_until(now) < ATTEMPTS_WINDOW);
        let (count, _) = failed.entry(login.to_owned()).or_insert((0, now));
        *count += 1;
        *count <= ATTEMPTS_MAX
    }

    pub(super) fn forget(&self, login: &str) {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).remove(login);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_gone_on_to() {
        assert_eq!(own_path("/fi/matters?page=2"), "/fi/matters?page=2");
        for stranger in ["//evil.example", "https://evil.example", "/\\evil.example", "matters"] {
            assert_eq!(own_path(stranger), "", "{stranger}");
        }
    }

    #[test]
    fn a_demo_person_goes_on_only_to_pages_of_their_own() {
        let is_of = |path, role| is_of(path, Language::Sv, role);
        assert!(is_of("/sv/contact/check", Role::Resident));
        assert!(is_of("/sv/work/queue?topic=mind", Role::Professional));
        assert!(!is_of("/sv/work/queue", Role::Resident));
        assert!(!is_of("/fi/contact/check", Role::Resident));
        assert!(!is_of("", Role::Leader));
    }

    #[test]
    fn guessing_is_stopped_and_begins_anew_later() {
        let attempts = Attempts::default();
        let now = Timestamp::UNIX_EPOCH;
        let tries = (0..20).filter(|_| attempts.may_try("anna", now)).count();
        assert_eq!(tries, 8);
        assert!(attempts.may_try("kalle", now));
        assert!(attempts.may_try("anna", now + SignedDuration::from_mins(16)));
    }
}
