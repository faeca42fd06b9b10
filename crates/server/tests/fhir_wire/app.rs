//! A county of its own for each test, and a client with a token.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use care::access::Role;
use care::code::Profession;
use care::id::{ProfessionalId, UnitId};
use care::language::Language;
use jiff::Timestamp;
use ledger::{Batch, Ledger, MasterKey, NewFact, Options, StreamAppend};
use serde_json::Value;
use server::account::{Account, AccountFact, hash_secret};
use server::content;
use server::door::{Caller, Door};
use server::projector::CountyProjector;
use server::staff::{self, Professional};
use server::wall::Clock;
use tempfile::TempDir;
use uuid::Uuid;

/// A clock that is one second later each time it is asked.
struct Ticking(AtomicI64);

impl Clock for Ticking {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.fetch_add(1, Ordering::SeqCst)).unwrap()
    }
}

/// A county and its FHIR interface.
pub(crate) struct App {
    pub(crate) door: Arc<Door>,
    pub(crate) ledger: Arc<Ledger>,
    runtime: tokio::runtime::Runtime,
    _folder: TempDir,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

pub(crate) const TOKEN: &str = "a token for tests";

impl App {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (content, problems) = content::read(&content::embedded());
        assert!(problems.is_empty(), "{problems:?}");
        let content = Arc::new(content);
        let ledger = Ledger::open(Options {
            folder: folder.path().to_path_buf(),
            master_key: MasterKey::new([7; 32]),
            projector: Arc::new(CountyProjector::new(Arc::clone(&content))),
            randomness: Arc::new(server::wall::randomness),
            store: None,
            readers: 4,
            bytes_max: None,
            progress: None,
        });
        let ledger = Arc::new(ledger.unwrap());
        list_professional(&ledger);
        let start: Timestamp = "2026-03-02T06:00:00Z".parse().unwrap();
        let clock = Arc::new(Ticking(AtomicI64::new(start.as_second())));
        let door = Arc::new(Door::new(Arc::clone(&ledger), content, clock, [0; 32]).unwrap());
        let app = Self {
            door,
            ledger,
            runtime: tokio::runtime::Builder::new_current_thread().build().unwrap(),
            _folder: folder,
        };
        app.add_account("old-system", Role::Client, TOKEN);
        app
    }

    pub(crate) fn add_account(&self, login: &str, role: Role, token: &str) {
        let account = Account {
            login: login.to_owned(),
            name: login.to_owned(),
            role,
            person: None,
            professional: None,
            profession: None,
            unit: None,
            language: Language::En,
        };
        let facts = [
            AccountFact::AccountOpened(account),
            AccountFact::TokenGiven { hash: hash_secret(token).to_string() },
        ];
        self.door.open_account(&Caller::system("test"), &facts).unwrap();
    }

    /// A client with the token.
    pub(crate) fn call(&self, method: &str, path: &str, body: impl Into<Body>) -> Answer {
        self.call_with(method, path, &[], body)
    }

    /// The same with more headers; one that is given again replaces the usual one.
    pub(crate) fn call_with(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let bearer = format!("Bearer {TOKEN}");
        let usual = [
            ("host", "polku.test"),
            ("authorization", bearer.as_str()),
            ("content-type", "application/fhir+json"),
        ];
        let mut request = Request::builder().method(method).uri(path);
        let given = |name: &str| headers.iter().any(|(known, _)| *known == name);
        for (name, value) in usual.iter().filter(|(name, _)| !given(name)).chain(headers) {
            if !value.is_empty() {
                request = request.header(*name, *value);
            }
        }
        let request = request.body(body.into()).unwrap();
        self.runtime.block_on(async {
            let response = server::fhir_api::respond(Arc::clone(&self.door), request).await;
            let (parts, body) = response.into_parts();
            let bytes = to_bytes(body, usize::MAX).await.unwrap();
            Answer {
                status: parts.status.as_u16(),
                headers: parts.headers,
                text: String::from_utf8(bytes.to_vec()).unwrap(),
            }
        })
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.call("GET", path, "")
    }

    /// The ids that a search finds, over all its pages.
    pub(crate) fn find(&self, path: &str) -> Vec<String> {
        let mut ids = Vec::new();
        let mut next = Some(path.to_owned());
        while let Some(path) = next {
            let answer = self.get(&path);
            assert_eq!(answer.status, 200, "{path}: {}", answer.text);
            let page = answer.json();
            for entry in page["entry"].as_array().into_iter().flatten() {
                ids.push(entry["resource"]["id"].as_str().unwrap().to_owned());
            }
            next = link(&page, "next");
        }
        ids
    }
}

/// The number of the one professional of the house.
pub(crate) const PROFESSIONAL: u128 = 9;

/// Lists the professional, as the directory does: the door reads it when it is made.
fn list_professional(ledger: &Ledger) {
    let professional = Professional {
        id: ProfessionalId(Uuid::from_u128(PROFESSIONAL)),
        given: "Liisa".to_owned(),
        family: "Koskinen".to_owned(),
        profession: Profession::Nurse,
        unit: UnitId::from("porvoo-nasi"),
        languages: vec![Language::Fi],
    };
    let now: Timestamp = "2026-03-01T06:00:00Z".parse().unwrap();
    let stream = format!("{}{}", staff::PREFIX, professional.id).into();
    let new = vec![NewFact {
        kind: staff::LISTED.to_owned(),
        occurred_at: now,
        actor: "test".to_owned(),
        person: None,
        body: serde_json::to_vec(&professional).unwrap(),
    }];
    let append = StreamAppend { stream, history: Vec::new(), new };
    ledger.append(Batch { streams: vec![append], ..Batch::default() }, now).unwrap();
}

/// A client on a thread of its own; the status of the answer.
pub(crate) fn call_apart(
    door: &Arc<Door>,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> u16 {
    let mut request = Request::builder().method(method).uri(path);
    request = request.header("authorization", format!("Bearer {TOKEN}"));
    request = request.header("content-type", "application/fhir+json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(body.to_owned())).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let answered = runtime.block_on(server::fhir_api::respond(Arc::clone(door), request));
    answered.status().as_u16()
}

/// A link of a Bundle, as a path on this server.
pub(crate) fn link(bundle: &Value, relation: &str) -> Option<String> {
    let links = bundle["link"].as_array()?;
    let found = links.iter().find(|link| link["relation"] == relation)?;
    let url = found["url"].as_str().unwrap();
    Some(url.strip_prefix("http://polku.test").unwrap().to_owned())
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|fault| panic!("{fault}: {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// The stable code of the first issue.
    pub(crate) fn problem(&self) -> String {
        let outcome = self.json();
        assert_eq!(outcome["resourceType"], "OperationOutcome", "{}", self.text);
        let code = &outcome["issue"][0]["details"]["coding"][0]["code"];
        code.as_str().unwrap_or_default().to_owned()
    }
}
