//! One visit to a page: who comes, in which language, with which question or form. It is made in
//! two steps: what arrives from the network, and then, off the network's threads, who it is.

use axum::body::Body;
use axum::extract::RawPathParams;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse as _, Response};

use super::App;
use super::answer;
use super::security;
use crate::components::date_input::DateParts;
use crate::door::{Caller, Denied, Hash};
use crate::limits::Excess;
use crate::network::body::{self, Unread};
use crate::pages::urls;
use crate::texts::Language;

const FORM: &str = "application/x-www-form-urlencoded";

/// What came in from the network.
pub struct Arrival {
    /// Whether it wants to change something.
    pub post: bool,
    /// The path and query.
    pub target: String,
    /// Steps of the path that routes name.
    pub params: Vec<(String, String)>,
    /// The question, decoded.
    pub query: Vec<(String, String)>,
    /// The form, decoded; empty for a GET.
    pub form: Vec<(String, String)>,
    /// The headers.
    pub headers: HeaderMap,
}

/// One visit.
pub struct Visit {
    /// What came in.
    pub arrival: Arrival,
    /// The language of the page.
    pub language: Language,
    /// The session, when there is one.
    pub session: Option<Session>,
}

/// A signed-in session.
pub struct Session {
    /// The hash under which it is kept.
    pub hash: Hash,
    /// What every form of it carries.
    pub csrf: String,
    /// Who is signed in.
    pub caller: Caller,
    /// The name of the person whom they act for, when it is another.
    pub acting_for: Option<String>,
}

impl Visit {
    /// Takes a request off the network, with a form of at most so many bytes.
    pub async fn arrive(mut parts: Parts, body: Body, most: usize) -> Result<Arrival, Excess> {
        let params = <RawPathParams as axum::extract::FromRequestParts<()>>::from_request_parts(
            &mut parts,
            &(),
        )
        .await
        .map(|params| {
            params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
        })
        .unwrap_or_default();
        let post = parts.method == Method::POST;
        let form = if post {
            if !is_form(&parts.headers) {
                return Err(Excess::Media);
            }
            let body = body::whole(body, most).await.map_err(|unread| match unread {
                Unread::Large => Excess::Body,
                // Whoever broke the connection hears no answer.
                Unread::Slow | Unread::Broken => Excess::Slow,
            })?;
            pairs(&body)
        } else {
            Vec::new()
        };
        let target = parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
        let query = pairs(parts.uri.query().unwrap_or_default().as_bytes());
        Ok(Arrival { post, target, params, query, form, headers: parts.headers })
    }

    /// Finds out who it is. A form from elsewhere, or one that outlived its session, is refused.
    pub fn enter(app: &App, arrival: Arrival) -> Result<Self, Box<Response>> {
        let known = security::session(app, &arrival.headers);
        let session = known.as_ref().ok().and_then(Option::as_ref);
        let path = arrival.target.trim_start_matches('/');
        let first = path.split(['/', '?']).next().unwrap_or_default();
        let language = Language::ALL
            .iter()
            .copied()
            .find(|language| language.code() == first)
            .or_else(|| session.map(|session| session.caller.account.language))
            .unwrap_or_else(|| wished_language(&arrival.headers));
        let (session, fault) = match known {
            Ok(session) => (session, None),
            Err(denied) => (None, Some(denied)),
        };
        let session = session.map(|session| {
            let caller = session.caller.on_credit();
            Session { caller, ..session }
        });
        let visit = Self { arrival, language, session };
        if let Some(denied) = fault {
            return Err(Box::new(answer::denied(app, &visit, &denied).into_response()));
        }
        if visit.arrival.post && !visit.is_own_form() {
            return Err(Box::new(answer::stale_form(app, &visit).into_response()));
        }
        Ok(visit)
    }

    // Signing in has no session yet: there the browser's word on where the form came from counts.
    fn is_own_form(&self) -> bool {
        if !security::same_origin(&self.arrival.headers) {
            return false;
        }
        self.session.as_ref().is_none_or(|session| {
            self.field("csrf").is_some_and(|given| security::equal(given, &session.csrf))
        })
    }

    /// The caller; who is not signed in is sent to sign in and comes back here afterwards.
    pub fn caller(&self) -> Result<&Caller, Denied> {
        self.session.as_ref().map(|session| &session.caller).ok_or(Denied::SignInFirst)
    }

    /// A step of the path, read as what it names.
    pub fn param<T: std::str::FromStr>(&self, name: &str) -> Result<T, Denied> {
        find(&self.arrival.params, name)
            .and_then(|value| value.parse().ok())
            .ok_or(Denied::NotFound)
    }

    /// A field of the form.
    pub fn field(&self, name: &str) -> Option<&str> {
        find(&self.arrival.form, name)
    }

    /// A field of the form without outer white space; empty when absent.
    pub fn text(&self, name: &str) -> &str {
        self.field(name).unwrap_or_default().trim()
    }

    /// All fields of the form with a name, such as check boxes.
    pub fn texts<'v>(&'v self, name: &'v str) -> impl Iterator<Item = &'v str> {
        let fields = self.arrival.form.iter().filter(move |(key, _)| key == name);
        fields.map(|(_, value)| value.trim())
    }

    /// The parts of a date of the form, as written.
    pub fn date(&self, name: &str) -> DateParts {
        let part = |part: &str| self.text(&format!("{name}-{part}")).to_owned();
        DateParts { day: part("day"), month: part("month"), year: part("year") }
    }

    /// A part of the question; absent also when empty.
    pub fn asked(&self, name: &str) -> Option<&str> {
        find(&self.arrival.query, name).filter(|value| !value.is_empty())
    }

    /// The page that is asked for, counted from one.
    pub fn page(&self) -> usize {
        self.asked("page").and_then(|page| page.parse().ok()).unwrap_or(1).max(1)
    }

    /// Where the page that answers is found again by a link: a form that came back with faults
    /// stands at the page of its case, since its own address is only posted to.
    pub fn shown_at(&self) -> &str {
        if self.arrival.post { page_of(self.path()) } else { self.path() }
    }

    /// The path and query after the language.
    pub fn path(&self) -> &str {
        let prefix = urls::at(self.language, "");
        self.arrival.target.strip_prefix(&prefix).unwrap_or_default()
    }
}

/// The page on which the form of an action that is only posted stands; other paths as they are.
fn page_of(path: &str) -> &str {
    let case = path.strip_prefix("/work/cases/").and_then(|rest| rest.split_once('/'));
    if let Some((_, action)) = case {
        // Recording a questionnaire has a page of its own.
        let own = action.starts_with("questionnaires/");
        let form = path.len() - action.len() - 1;
        return if own { path } else { path.get(..form).unwrap_or(path) };
    }
    let matter = path.strip_suffix("/messages").filter(|page| page.starts_with("/matters/"));
    matter.unwrap_or(path)
}

/// Whether what was posted may be a form: old programs do not say what they send.
fn is_form(headers: &HeaderMap) -> bool {
    let Some(said) = headers.get(header::CONTENT_TYPE) else { return true };
    let name = said.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
    name.trim().eq_ignore_ascii_case(FORM)
}

fn find<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// Decodes `application/x-www-form-urlencoded` pairs; bytes that are no text become a mark.
pub fn pairs(bytes: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(bytes)
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

// The browser's first wish that is one of the three; Finnish otherwise.
pub(super) fn wished_language(headers: &HeaderMap) -> Language {
    let wishes = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    wishes
        .into_iter()
        .flat_map(|wishes| wishes.split(','))
        .filter_map(|wish| wish.split(';').next())
        .find_map(|wish| Language::parse(wish.trim()))
        .unwrap_or(Language::Fi)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_that_came_back_is_found_again_at_a_page() {
        assert_eq!(page_of("/work/cases/1b/assess"), "/work/cases/1b");
        assert_eq!(page_of("/work/cases/1b/messages/settle"), "/work/cases/1b");
        assert_eq!(page_of("/work/cases/1b/call/agree"), "/work/cases/1b");
        let own = "/work/cases/1b/questionnaires/gad-2";
        assert_eq!(page_of(own), own);
        assert_eq!(page_of("/work/cases/1b?done=taken"), "/work/cases/1b?done=taken");
        assert_eq!(page_of("/matters/1b/messages"), "/matters/1b");
        assert_eq!(page_of("/work/people/1b/ground"), "/work/people/1b/ground");
        assert_eq!(page_of("/matters/1b/times"), "/matters/1b/times");
        assert_eq!(page_of("/contact/reach"), "/contact/reach");
        assert_eq!(page_of("/work/people"), "/work/people");
    }
}
