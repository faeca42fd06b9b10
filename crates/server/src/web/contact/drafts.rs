//! Drafts of contacts: in memory only, since what is not sent yet is nobody's record. A cookie
//! names the draft, so that signing in on the way does not lose it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::http::{HeaderMap, HeaderValue};
use care::callback::Window;
use care::id::ContactId;
use jiff::{SignedDuration, Timestamp};

use crate::account::hash_secret;
use crate::door::{Denied, Hash};
use crate::pages::resident::contact::{DraftMatter, Reach};
use crate::texts::Language;
use crate::wall;
use crate::web::answer::Answer;
use crate::web::visit::Visit;
use crate::web::{App, security};

const COOKIE: &str = "polku-draft";
const DRAFTS_MAX: usize = 20_000;
const MATTERS_MAX: usize = 20;
const LIFE: SignedDuration = SignedDuration::from_hours(24);

/// What a resident has answered so far.
#[derive(Clone, Default, Debug)]
pub(super) struct Draft {
    /// The contact that it becomes.
    pub(super) contact: Option<ContactId>,
    pub(super) matters: Vec<DraftMatter>,
    /// Whether a sign of an emergency was said to be true.
    pub(super) signs: bool,
    pub(super) reach: Option<Reach>,
    pub(super) phone: String,
    pub(super) window: Option<Window>,
    pub(super) service_language: Option<Language>,
}

/// All drafts of this process.
#[derive(Default)]
pub struct Drafts {
    drafts: Mutex<HashMap<Hash, (Draft, Timestamp)>>,
}

impl Drafts {
    /// Forgets the draft that a visitor's cookie names.
    pub(in crate::web) fn forget(&self, headers: &HeaderMap) {
        if let Some(key) = key(headers) {
            self.drafts.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
        }
    }
}

fn key(headers: &HeaderMap) -> Option<Hash> {
    security::cookie(headers, COOKIE).map(hash_secret)
}

/// The draft of a visit; empty when there is none.
pub(super) fn read(app: &App, visit: &Visit) -> Draft {
    let drafts = app.drafts.drafts.lock().unwrap_or_else(PoisonError::into_inner);
    let known = key(&visit.arrival.headers).and_then(|key| drafts.get(&key));
    known.map(|(draft, _)| draft.clone()).unwrap_or_default()
}

/// Changes the draft and goes on to the next question.
pub(super) fn change(
    app: &App,
    visit: &Visit,
    next: String,
    change: impl FnOnce(&mut Draft),
) -> Result<Answer, Denied> {
    let now = app.door.now();
    let mut drafts = app.drafts.drafts.lock().unwrap_or_else(PoisonError::into_inner);
    let known = key(&visit.arrival.headers).filter(|key| drafts.contains_key(key));
    let mut cookies = Vec::new();
    let key = if let Some(key) = known {
        key
    } else {
        drafts.retain(|_, (_, touched)| touched.duration_until(now) < LIFE);
        if drafts.len() >= DRAFTS_MAX {
            return Err(Denied::Fault(anyhow::anyhow!("too many drafts at once")));
        }
        let secret = wall::fresh_secret();
        cookies.push(cookie(app, &secret)?);
        hash_secret(&secret)
    };
    let (draft, touched) = drafts.entry(key).or_insert((Draft::default(), now));
    change(draft);
    draft.matters.truncate(MATTERS_MAX);
    *touched = now;
    Ok(Answer::SeeOther(next, cookies))
}

fn cookie(app: &App, secret: &str) -> Result<HeaderValue, Denied> {
    let secure = if app.secure_cookies { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={secret}; Path=/; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::try_from(cookie).map_err(|error| Denied::Fault(error.into()))
}
