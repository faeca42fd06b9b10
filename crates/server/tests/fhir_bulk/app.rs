//! A county of its own for each test, with a desk for bulk work that can be closed and opened again.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use care::access::Role;
use care::language::Language;
use jiff::Timestamp;
use ledger::{Ledger, MasterKey, Options};
use serde_json::Value;
use server::account::{Account, AccountFact, hash_secret};
use server::content;
use server::desks::Desks;
use server::door::{Caller, Door};
use server::messages::Carriers;
use server::notices::{Post, Reach};
use server::projector::CountyProjector;
use server::wall::Clock;
use tempfile::TempDir;

/// A clock that is a millisecond later each time it is asked, and can be moved on.
pub(crate) struct Ticking(AtomicI64);

impl Clock for Ticking {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.fetch_add(1, Ordering::SeqCst)).unwrap()
    }
}

/// A county, its FHIR interface and its desk.
pub(crate) struct App {
    pub(crate) door: Arc<Door>,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) desks: Arc<Desks>,
    pub(crate) clock: Arc<Ticking>,
    runtime: tokio::runtime::Runtime,
    pub(crate) folder: TempDir,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

pub(crate) const TOKEN: &str = "a token for tests";
/// How long a job may take before a test gives up.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

impl App {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let start: Timestamp = "2026-03-02T06:00:00Z".parse().unwrap();
        let app = Self::open(folder, start);
        app.add_account("warehouse", TOKEN);
        app
    }

    fn open(folder: TempDir, now: Timestamp) -> Self {
        let (content, problems) = content::read(&content::embedded());
        assert!(problems.is_empty(), "{problems:?}");
        let content = Arc::new(content);
        let ledger = Ledger::open(Options {
            store: None,
            folder: folder.path().to_path_buf(),
            master_key: MasterKey::new([7; 32]),
            projector: Arc::new(CountyProjector::new(Arc::clone(&content))),
            randomness: Arc::new(server::wall::randomness),
            readers: 4,
            bytes_max: None,
            progress: None,
        });
        let ledger = Arc::new(ledger.unwrap());
        let clock = Arc::new(Ticking(AtomicI64::new(now.as_millisecond())));
        let told: Arc<dyn Clock> = Arc::<Ticking>::clone(&clock);
        let door = Arc::new(Door::new(Arc::clone(&ledger), content, told, [0; 32]).unwrap());
        let post = Post { reach: Reach::Private, patience: Duration::from_secs(5) };
        let desks =
            Desks::open(&door, &folder.path().join("bulk"), post, Carriers::default()).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { door, ledger, desks, clock, runtime, folder }
    }

    /// The same county after its process ended and began again.
    pub(crate) fn reopened(self) -> Self {
        let now = self.clock.now();
        let Self { door, ledger, desks, runtime, folder, clock: _ } = self;
        desks.bulk.stop();
        drop((runtime, desks, door));
        // Whoever still holds the store would keep the next process out.
        let began = Instant::now();
        while Arc::strong_count(&ledger) > 1 {
            assert!(began.elapsed() < PATIENCE, "somebody still holds the store");
            std::thread::yield_now();
        }
        drop(ledger);
        Self::open(folder, now)
    }

    pub(crate) fn move_on(&self, hours: i64) {
        self.clock.0.fetch_add(hours * 3_600_000, Ordering::SeqCst);
    }

    pub(crate) fn bulk(&self) -> std::path::PathBuf {
        Path::new(self.folder.path()).join("bulk")
    }

    pub(crate) fn add_account(&self, login: &str, token: &str) {
        let account = Account {
            login: login.to_owned(),
            name: login.to_owned(),
            role: Role::Client,
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

    pub(crate) fn call(&self, method: &str, path: &str, body: impl Into<Body>) -> Answer {
        self.call_with(method, path, &[], body)
    }

    /// With more headers; one that is given again replaces the usual one.
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
        let path = path.strip_prefix("http://polku.test").unwrap_or(path);
        let mut request = Request::builder().method(method).uri(path);
        let given = |name: &str| headers.iter().any(|(known, _)| *known == name);
        for (name, value) in usual.iter().filter(|(name, _)| !given(name)).chain(headers) {
            request = request.header(*name, *value);
        }
        let request = request.body(body.into()).unwrap();
        let (door, desks) = (Arc::clone(&self.door), Some(Arc::clone(&self.desks)));
        self.runtime.block_on(async {
            let response = server::fhir_api::respond_at(door, desks, request).await;
            let (parts, body) = response.into_parts();
            let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
            Answer { status: parts.status.as_u16(), headers: parts.headers, bytes }
        })
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.call("GET", path, "")
    }

    /// Stores a resource under its address.
    pub(crate) fn put(&self, resource: &Value) {
        let (rtype, id) = (resource["resourceType"].as_str(), resource["id"].as_str());
        let path = format!("/fhir/{}/{}", rtype.unwrap(), id.unwrap());
        let answer = self.call("PUT", &path, resource.to_string());
        assert!([200, 201].contains(&answer.status), "{path}: {}", answer.text());
    }

    /// Asks for a job until it has ended.
    pub(crate) fn wait(&self, address: &str) -> Answer {
        let began = Instant::now();
        loop {
            let answer = self.get(address);
            if answer.status != 202 {
                return answer;
            }
            assert!(!answer.header("x-progress").is_empty());
            assert!(answer.header("retry-after").parse::<u64>().unwrap() >= 1);
            assert!(began.elapsed() < PATIENCE, "{}", answer.header("x-progress"));
            std::thread::yield_now();
        }
    }
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|fault| panic!("{fault}: {}", self.text()))
    }

    pub(crate) fn lines(&self) -> Vec<Value> {
        self.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// The stable codes of all issues.
    pub(crate) fn problems(&self) -> Vec<String> {
        let outcome = self.json();
        assert_eq!(outcome["resourceType"], "OperationOutcome", "{}", self.text());
        let issues = outcome["issue"].as_array().unwrap();
        let code =
            |issue: &Value| issue["details"]["coding"][0]["code"].as_str().map(str::to_owned);
        issues.iter().filter_map(code).collect()
    }
}
