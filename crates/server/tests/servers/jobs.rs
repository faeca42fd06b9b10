//! Work beside the requests: what a killed server was at, another one finishes, and whoever asked the
//! dead one gets it from the living.

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::own_server::connect;
use crate::process::{Request, Served, header, run};
use crate::receiver::{Mood, Receiver};
use crate::world::World;

/// How long anything may take before a test gives up.
const PATIENCE: Duration = Duration::from_mins(2);
/// More than the pages of an export hold together.
const RESOURCES: usize = 1_200;

/// A program with a token.
struct Client {
    token: String,
}

impl Client {
    fn new(world: &World) -> Self {
        let made = run(world.polku("settler").args(["token", "add", "--name", "laboratory"]));
        assert_eq!(made.code, Some(0), "{made}");
        let token = made.said.split_ascii_whitespace().find(|word| word.len() == 43);
        Self { token: token.unwrap_or_else(|| panic!("no token in {made}")).to_owned() }
    }

    /// Asks a server; the status, and the whole answer, which the old version of HTTP sends in one piece.
    fn ask(&self, at: SocketAddr, method: &str, path: &str, body: &str) -> (u16, String) {
        let path = path.strip_prefix("http://polku.test").unwrap_or(path);
        let head = format!(
            "{method} {path} HTTP/1.0\r\nHost: polku.test\r\nAuthorization: Bearer {}\r\n\
             Content-Type: application/fhir+json\r\nContent-Length: {}\r\n\r\n",
            self.token,
            body.len()
        );
        let mut request = Request::to(at).unwrap();
        request.send(&(head + body)).unwrap();
        request.whole().expect("an answer")
    }

    fn put(&self, at: SocketAddr, resource: &Value) {
        let (rtype, id) = (resource["resourceType"].as_str(), resource["id"].as_str());
        let path = format!("/fhir/{}/{}", rtype.unwrap(), id.unwrap());
        let (status, text) = self.ask(at, "PUT", &path, &resource.to_string());
        assert!([200, 201].contains(&status), "{path}: {text}");
    }

    /// Orders an export of observations; where to ask for it.
    fn order(&self, at: SocketAddr) -> String {
        let (status, text) = self.ask(at, "GET", "/fhir/$export?_type=Observation", "");
        assert_eq!(status, 202, "{text}");
        header(&text, "content-location")
    }

    /// Asks for a job until it is done; its manifest.
    fn wait(&self, at: SocketAddr, job: &str) -> Value {
        let began = Instant::now();
        loop {
            let (status, text) = self.ask(at, "GET", job, "");
            if status == 200 {
                return body(&text);
            }
            assert_eq!(status, 202, "{text}");
            assert!(began.elapsed() < PATIENCE, "{text}");
            std::thread::yield_now();
        }
    }

    fn fill(&self, at: SocketAddr) {
        for some in (0..RESOURCES).collect::<Vec<_>>().chunks(300) {
            let entry = |number: &usize| {
                let id = format!("o{number}");
                let request = json!({"method": "PUT", "url": format!("Observation/{id}")});
                json!({"resource": observation(&id), "request": request})
            };
            let entries: Vec<Value> = some.iter().map(entry).collect();
            let bundle = json!({"resourceType": "Bundle", "type": "transaction", "entry": entries});
            let (status, text) = self.ask(at, "POST", "/fhir", &bundle.to_string());
            assert_eq!(status, 200, "{text}");
        }
    }
}

fn observation(id: &str) -> Value {
    json!({"resourceType": "Observation", "id": id, "status": "final", "code": {"text": "x"}})
}

fn body(answer: &str) -> Value {
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    serde_json::from_str(body).unwrap_or_else(|fault| panic!("{fault}: {answer}"))
}

/// Keeps everybody from reading resources, so that an export stops where it is.
fn hold_up(store: &str) -> postgres::Client {
    let mut client = connect(store);
    client.batch_execute("BEGIN; LOCK TABLE resource IN ACCESS EXCLUSIVE MODE").unwrap();
    client
}

fn progress(client: &Client, at: SocketAddr, job: &str) -> Option<String> {
    let (status, text) = client.ask(at, "GET", job, "");
    (status == 202).then(|| header(&text, "x-progress"))
}

/// Begins an export at a server and holds it up in the middle; where to ask for it.
fn in_the_middle(world: &World, client: &Client, at: SocketAddr) -> (String, postgres::Client) {
    for _ in 0..10 {
        let job = client.order(at);
        while progress(client, at, &job).is_some_and(|told| !told.contains('%')) {
            std::thread::yield_now();
        }
        let held = hold_up(&world.store);
        if progress(client, at, &job).is_some() {
            return (job, held);
        }
        // It was quicker than we are.
        client.ask(at, "DELETE", &job, "");
    }
    panic!("no export could be held up");
}

#[test]
fn an_export_of_a_killed_server_is_finished_and_given_out_by_another() {
    let world = World::new();
    let client = Client::new(&world);
    let (mut a, b) = (world.serve("a"), world.serve("b"));
    client.fill(a.address);
    let (job, held) = in_the_middle(&world, &client, a.address);
    assert!(progress(&client, b.address, &job).is_some(), "the other server knows of it");
    a.kill();
    assert!(progress(&client, b.address, &job).is_some(), "it is under way, whoever does it");
    drop(held);
    let manifest = client.wait(b.address, &job);
    let output = manifest["output"].as_array().unwrap();
    let mut ids = Vec::new();
    for file in output {
        let (status, text) = client.ask(b.address, "GET", file["url"].as_str().unwrap(), "");
        assert_eq!(status, 200, "{text}");
        let (_, lines) = text.split_once("\r\n\r\n").unwrap();
        ids.extend(lines.lines().map(|line| {
            let one: Value = serde_json::from_str(line).unwrap();
            one["id"].as_str().unwrap().to_owned()
        }));
    }
    let told = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((told, ids.len()), (RESOURCES, RESOURCES), "each once");

    // A server that comes back knows it, too; cancelled there, it is gone here.
    let a = world.serve("a");
    assert_eq!(client.wait(a.address, &job), manifest);
    let folder = world.bulk().join(job.rsplit('/').next().unwrap());
    assert!(folder.exists());
    assert_eq!(client.ask(a.address, "DELETE", &job, "").0, 202);
    assert_eq!(client.ask(b.address, "GET", &job, "").0, 404);
    assert!(!folder.exists(), "what it made is gone");

    // One that is under way is ended by whoever is at it, when the other server was told to.
    let (job, held) = in_the_middle(&world, &client, a.address);
    assert_eq!(client.ask(b.address, "DELETE", &job, "").0, 202);
    assert_eq!(client.ask(a.address, "GET", &job, "").0, 404);
    drop(held);
    gone(&world.bulk().join(job.rsplit('/').next().unwrap()));
    world.is_sound();
}

fn gone(folder: &Path) {
    let began = Instant::now();
    while folder.exists() {
        assert!(began.elapsed() < PATIENCE, "{} is still there", folder.display());
        std::thread::yield_now();
    }
}

#[test]
fn a_server_without_the_files_says_so_and_the_one_with_them_gives_them_out() {
    let world = World::new();
    let client = Client::new(&world);
    let (a, b) = (world.serve_alone("a"), world.serve_alone("b"));
    client.put(a.address, &observation("o1"));
    let job = client.order(a.address);
    let manifest = client.wait(b.address, &job);
    let file = manifest["output"][0]["url"].as_str().unwrap();
    let (status, text) = client.ask(b.address, "GET", file, "");
    assert_eq!((status, header(&text, "retry-after").as_str()), (503, "5"));
    let outcome = body(&text);
    assert_eq!(outcome["issue"][0]["details"]["coding"][0]["code"], "files-elsewhere");
    assert_eq!(client.ask(a.address, "GET", file, "").0, 200);
}

fn told(receiver: &Receiver) -> Vec<(String, String)> {
    let heard = receiver.heard();
    heard.iter().map(|one| (one.line.clone(), one.header("x-polku-notice").to_owned())).collect()
}

fn wait_for(receiver: &Receiver, count: usize) {
    let began = Instant::now();
    while receiver.heard().len() < count {
        assert!(began.elapsed() < PATIENCE, "{} of {count} notices", receiver.heard().len());
        std::thread::yield_now();
    }
}

#[test]
fn what_a_killed_server_had_to_tell_another_one_tells() {
    const FIRST: usize = 6;
    const ALL: usize = 20;
    let world = World::new();
    let client = Client::new(&world);
    let receiver = Receiver::open("127.0.0.1:0");
    let mut a: Served = world.serve("a");
    client.put(
        a.address,
        &json!({
            "resourceType": "Subscription", "id": "s1", "status": "requested", "reason": "test",
            "criteria": "Observation?",
            "channel": {"type": "rest-hook", "payload": "application/fhir+json",
                "endpoint": format!("http://{}", receiver.address)}
        }),
    );
    let observe = |from: usize, to: usize, at: SocketAddr| {
        for number in from..to {
            client.put(at, &observation(&format!("o{number:02}")));
        }
    };
    observe(0, FIRST, a.address);
    wait_for(&receiver, FIRST);
    // The next one is on its way, and stays there: whoever sends it holds the subscriber.
    receiver.becomes(Mood::Hangs);
    let b = world.serve("b");
    observe(FIRST, ALL, b.address);
    let mut client_of_store = connect(&world.store);
    let began = Instant::now();
    let held = "SELECT count(*) FROM errand WHERE kind = 'notices' AND held_until > 0";
    while client_of_store.query_one(held, &[]).unwrap().get::<_, i64>(0) == 0 {
        assert!(began.elapsed() < PATIENCE, "nobody tells");
        std::thread::yield_now();
    }
    a.kill();
    receiver.becomes(Mood::Takes);
    wait_for(&receiver, ALL);
    let mut told = told(&receiver);
    told.dedup();
    let lines: Vec<&str> = told.iter().map(|(line, _)| line.as_str()).collect();
    let expected: Vec<String> =
        (0..ALL).map(|number| format!("PUT /Observation/o{number:02} HTTP/1.1")).collect();
    assert_eq!(lines, expected, "each once, or twice in a row under one id");
    drop(b);
}
