//! A browser without a screen: it keeps its session, sends forms with their token, and says where an
//! answer leads. It talks to the very routes that the network is given.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use jiff::SignedDuration;
use server::account::hash_secret;
use server::demo::Demo;
use server::desks::Desks;
use server::door::Caller;
use server::limits::Bounds;
use server::messages::Carriers;
use server::metrics::Metrics;
use server::notices::{Post, Reach};
use server::wall::Clock as _;
use server::web::{self, App};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tower::ServiceExt as _;

use crate::county::{County, HandClock};

/// The web doors of a county.
pub(crate) struct Web {
    runtime: Runtime,
    routes: Router,
    pub(crate) desks: Arc<Desks>,
    _folder: TempDir,
    // While it is held, live pages do not think that the service stops.
    _stop: watch::Sender<bool>,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// What a hidden field of a page holds.
    pub(crate) fn hidden(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let value = self.text.split(&mark).nth(1).unwrap_or_else(|| panic!("{name} is missing"));
        value.split('"').next().unwrap().to_owned()
    }

    /// Where a redirection leads; with its status, since only one that follows a form is a 303.
    pub(crate) fn leads_to(&self) -> &str {
        assert_eq!(self.status, 303, "{}", self.text);
        self.header("location")
    }
}

/// Whoever sits at the browser; nobody is signed in without a session.
#[derive(Clone, Default)]
pub(crate) struct Person {
    cookie: Option<String>,
    csrf: String,
}

impl Person {
    pub(crate) fn nobody() -> Self {
        Self::default()
    }

    pub(crate) fn with(cookie: &str, csrf: &str) -> Self {
        Self { cookie: Some(cookie.to_owned()), csrf: csrf.to_owned() }
    }

    pub(crate) fn csrf(&self) -> &str {
        &self.csrf
    }
}

/// Opens a session for somebody whose account is open, without the slow password.
pub(crate) fn sign_in(county: &County, caller: &Caller) -> Person {
    let login = caller.account.login.clone();
    let (secret, csrf) =
        (format!("secret of {login}").replace(' ', "-"), format!("form-of-{login}"));
    let now = county.clock.now();
    let session = ledger::Session {
        token_hash: hash_secret(&secret),
        login,
        data: csrf.clone().into_bytes(),
        created_at: now,
        expires_at: now.checked_add(SignedDuration::from_hours(24 * 40_000)).unwrap(),
    };
    county.door.open_session(session).unwrap();
    Person::with(&format!("polku={secret}"), &csrf)
}

impl Web {
    pub(crate) fn of(county: &County) -> Self {
        Self::open(county, None, false)
    }

    pub(crate) fn open(county: &County, demo: Option<Demo>, secure_cookies: bool) -> Self {
        Self::open_with(county, demo, secure_cookies, Carriers::default())
    }

    /// The pages where messages to residents go somewhere.
    pub(crate) fn with(county: &County, carriers: Carriers) -> Self {
        Self::open_with(county, None, false, carriers)
    }

    fn open_with(
        county: &County,
        demo: Option<Demo>,
        secure_cookies: bool,
        carriers: Carriers,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let post = Post { reach: Reach::Private, patience: Duration::from_secs(5) };
        let desks = Desks::open(&county.door, folder.path(), post, carriers).unwrap();
        let app = Arc::new(App {
            door: Arc::clone(&county.door),
            demo,
            clock: Arc::<HandClock>::clone(&county.clock),
            metrics: Metrics::default(),
            drafts: web::Drafts::default(),
            attempts: web::Attempts::default(),
            desks: Some(Arc::clone(&desks)),
            bounds: Bounds::default(),
            secure_cookies,
        });
        let (stop, stopping) = watch::channel(false);
        let routes = web::routes(app, stopping);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        Self { runtime, routes, desks, _folder: folder, _stop: stop }
    }

    pub(crate) fn get(&self, person: &Person, path: &str) -> Answer {
        self.send(person, "GET", path, &[], String::new())
    }

    /// Sends a form from our own page, with its token.
    pub(crate) fn post(&self, person: &Person, path: &str, form: &[(&str, &str)]) -> Answer {
        let mut form = form.to_vec();
        form.push(("csrf", person.csrf()));
        self.send(person, "POST", path, &[("sec-fetch-site", "same-origin")], encoded(&form))
    }

    /// Sends exactly this.
    pub(crate) fn send(
        &self,
        person: &Person,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("host", "polku.test");
        if let Some(cookie) = &person.cookie {
            request = request.header("cookie", cookie);
        }
        if method == "POST" {
            request = request.header("content-type", "application/x-www-form-urlencoded");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body)).unwrap();
        let routes = self.routes.clone();
        self.runtime.block_on(async {
            let response = routes.oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            // A stream of events never ends by itself: its headers are the answer.
            let streams = parts.headers.get("content-type").is_some_and(|media_type| {
                media_type.to_str().unwrap().starts_with("text/event-stream")
            });
            let bytes = if streams {
                Vec::new()
            } else {
                to_bytes(body, usize::MAX).await.unwrap().to_vec()
            };
            let text = String::from_utf8_lossy(&bytes).into_owned();
            Answer { status: parts.status.as_u16(), headers: parts.headers, text }
        })
    }
}

/// A form as a browser writes it.
pub(crate) fn encoded(form: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish()
}
