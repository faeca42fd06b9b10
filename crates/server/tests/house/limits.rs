//! Those who send too slowly, too much or too strangely, against the served process: each hears which
//! limit it was, in the words of the door they came to, and everybody else is served meanwhile.

use std::io::{Read as _, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::county::{County, TODAY, TOKEN, at};
use crate::process::{Served, form_head, get, polku, run};

/// How long anything may take before a test gives up.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// An answer, as far as it came.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Told {
    /// The stable code of the first issue of an outcome.
    fn code(&self) -> String {
        let outcome: Value =
            serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{self:?}"));
        assert_eq!(outcome["resourceType"], "OperationOutcome");
        outcome["issue"][0]["details"]["coding"][0]["code"].as_str().unwrap().to_owned()
    }

    pub(crate) fn has(&self, header: &str) -> bool {
        self.head.to_ascii_lowercase().contains(header)
    }
}

/// A county that is served with these limits.
pub(crate) struct Host {
    pub(crate) served: Served,
    folder: tempfile::TempDir,
}

impl Host {
    pub(crate) fn new(limits: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        drop(County::settle(folder.path(), at(TODAY, 8, 0)));
        let mut command = polku(folder.path());
        command.arg("serve").args(limits);
        Self { served: Served::start(command), folder }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.served.address
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address()).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends all of it, or as much as is taken, and reads the answer.
    pub(crate) fn send(&self, text: &str) -> Told {
        let mut stream = self.connect();
        // Whoever is refused in the middle still reads the answer.
        drop(stream.write_all(text.as_bytes()));
        told(stream)
    }

    fn is_open(&self) {
        assert_eq!(get(self.address(), "/en", "").unwrap().0, 200);
    }
}

/// Reads an answer to the end of the connection.
pub(crate) fn told(mut stream: TcpStream) -> Told {
    let mut bytes = Vec::new();
    drop(stream.read_to_end(&mut bytes));
    let text = String::from_utf8_lossy(&bytes);
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text:?}"));
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Told { status, head: head.to_owned(), body: body.to_owned() }
}

/// The head of a request of a program, without the empty line.
fn program(method: &str, path: &str) -> String {
    format!(
        "{method} {path} HTTP/1.1\r\nHost: polku.test\r\nConnection: close\r\n\
         Authorization: Bearer {TOKEN}\r\n"
    )
}

fn chunked(head: &str, kind: &str) -> String {
    format!("{head}Content-Type: {kind}\r\nTransfer-Encoding: chunked\r\n\r\n")
}

/// Sends pieces of a chunked body until it has ended or the server takes no more.
fn pieces(stream: &mut TcpStream, piece: &[u8], count: usize) -> std::io::Result<()> {
    let mut framed = format!("{:x}\r\n", piece.len()).into_bytes();
    framed.extend_from_slice(piece);
    framed.extend_from_slice(b"\r\n");
    for _ in 0..count {
        stream.write_all(&framed)?;
    }
    stream.write_all(b"0\r\n\r\n")
}

#[test]
fn whoever_is_slow_is_let_go_and_told_so() {
    let host = Host::new(&[
        "--head-timeout=1",
        "--idle-timeout=2",
        "--transfer-timeout=1",
        "--min-rate=1000",
    ]);
    // All of them at the same time, while pages are served.
    let mut late = host.connect();
    late.write_all(b"GET /en HTTP/1.1\r\nHost: pol").unwrap();
    let silent = host.connect();
    let mut form = host.connect();
    form.write_all(form_head("/fi/sign-in", "", 1_000).as_bytes()).unwrap();
    form.write_all(b"login=a").unwrap();
    let mut resource = host.connect();
    let head = chunked(&program("POST", "/fhir"), "application/fhir+json");
    resource.write_all(head.as_bytes()).unwrap();
    resource.write_all(b"5\r\n{\"res\r\n").unwrap();
    let mut idle = host.connect();
    let began = Instant::now();
    idle.write_all(b"GET /health HTTP/1.1\r\nHost: polku.test\r\n\r\n").unwrap();
    host.is_open();
    let late = told(late);
    assert_eq!(late.status, 408, "{late:?}");
    assert!(late.has("connection: close"), "{late:?}");
    let form = told(form);
    assert_eq!(form.status, 408, "{form:?}");
    assert!(form.body.contains("Sivun lähetys kesti liian kauan"), "{form:?}");
    assert!(form.has("content-security-policy"), "{form:?}");
    let resource = told(resource);
    assert_eq!((resource.status, resource.code().as_str()), (408, "too-slow"));
    // Who asked nothing is told nothing.
    let mut nothing = Vec::new();
    { &silent }.read_to_end(&mut nothing).unwrap();
    assert!(nothing.is_empty());
    let idle = told(idle);
    assert_eq!(idle.status, 200, "{idle:?}");
    assert!(began.elapsed() >= Duration::from_secs(2), "it was kept for its time");
    assert!(began.elapsed() < PATIENCE);
    host.is_open();
}

#[test]
fn a_reader_who_does_not_read_is_let_go() {
    let host = Host::new(&["--transfer-timeout=1", "--min-rate=1000"]);
    let mut stream = host.connect();
    let style = server::pages::assets::STYLE.href.clone();
    let request = format!("GET {style} HTTP/1.1\r\nHost: polku.test\r\n\r\n").repeat(50);
    // First the answers fill every buffer between us, then nothing is taken any more, and then the
    // connection is gone.
    let gone = loop {
        if let Err(gone) = stream.write_all(request.as_bytes()) {
            break gone;
        }
    };
    let timed_out = [std::io::ErrorKind::WouldBlock, std::io::ErrorKind::TimedOut];
    assert!(!timed_out.contains(&gone.kind()), "it was held for ever: {gone}");
    host.is_open();
}

#[test]
fn what_is_too_large_is_refused_before_it_takes_room() {
    let host = Host::new(&[
        "--max-form=64",
        "--max-body=2",
        "--max-import=16",
        "--max-address=2000",
        "--max-headers=50",
        "--max-head=8",
        "--max-depth=30",
        "--max-entries=10",
        "--max-count=5",
    ]);
    let form = "application/x-www-form-urlencoded";
    // Forms, announced and not.
    let announced = host.send(&(form_head("/sv/sign-in", "", 1 << 20) + &"x".repeat(1 << 20)));
    assert_eq!(announced.status, 413);
    assert!(announced.body.contains("Formuläret innehåller för mycket text"), "{announced:?}");
    let mut stream = host.connect();
    let head = "POST /en/sign-in HTTP/1.1\r\nHost: polku.test\r\nConnection: close\r\n";
    stream.write_all(chunked(head, form).as_bytes()).unwrap();
    drop(pieces(&mut stream, &vec![b'x'; 60_000], 2));
    let streamed = told(stream);
    assert_eq!(streamed.status, 413);
    assert!(streamed.body.contains("The form holds too much text"), "{streamed:?}");
    // A page takes forms only.
    let json = host
        .send(&format!("{head}Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}"));
    assert_eq!(json.status, 415);
    assert!(json.body.contains("What was sent cannot be read"), "{json:?}");
    // Bodies of programs.
    let fhir = "application/fhir+json";
    let head = program("POST", "/fhir/Patient") + "Content-Type: " + fhir + "\r\n";
    let announced = host.send(&format!("{head}Content-Length: 107374182400\r\n\r\n{{"));
    assert_eq!((announced.status, announced.code().as_str()), (413, "too-large"));
    let mut stream = host.connect();
    let chunks = chunked(&program("POST", "/fhir"), fhir);
    stream.write_all(chunks.as_bytes()).unwrap();
    drop(pieces(&mut stream, &vec![b' '; 1 << 20], 3));
    let streamed = told(stream);
    assert_eq!((streamed.status, streamed.code().as_str()), (413, "too-large"));
    let xml = program("POST", "/fhir") + "Content-Type: text/xml\r\nContent-Length: 4\r\n\r\n<a/>";
    let xml = host.send(&xml);
    assert_eq!((xml.status, xml.code().as_str()), (415, "media-type"));
    // Documents that are small and still too much.
    let post = |body: &str| {
        let head = program("POST", "/fhir") + "Content-Type: " + fhir + "\r\n";
        host.send(&format!("{head}Content-Length: {}\r\n\r\n{body}", body.len()))
    };
    let deep =
        format!("{{\"resourceType\":\"Basic\",\"a\":{}1{}}}", "[".repeat(40), "]".repeat(40));
    let told = post(&deep);
    assert_eq!((told.status, told.code().as_str()), (400, "too-deep"));
    let deepest = format!("{}1{}", "[".repeat(900_000), "]".repeat(900_000));
    let told = post(&deepest);
    assert_eq!((told.status, told.code().as_str()), (400, "too-deep"));
    let entry = r#"{"resource":{"resourceType":"Basic","code":{"text":"x"}},"request":{"method":"POST","url":"Basic"}}"#;
    let bundle = |entries: usize| {
        let entries = vec![entry; entries].join(",");
        post(&format!(r#"{{"resourceType":"Bundle","type":"transaction","entry":[{entries}]}}"#))
    };
    let told = bundle(11);
    assert_eq!((told.status, told.code().as_str()), (413, "too-many-entries"));
    assert_eq!(bundle(7).status, 200);
    let page = host.send(&(program("GET", "/fhir/Basic?_count=1000") + "\r\n"));
    let page: Value = serde_json::from_str(&page.body).unwrap();
    assert_eq!(page["entry"].as_array().unwrap().len(), 5);
    host.is_open();
}

#[test]
fn a_head_that_is_too_large_is_told_so() {
    let host = Host::new(&["--max-address=2000", "--max-headers=50", "--max-head=8"]);
    let asked = |path: &str, headers: &str| {
        host.send(&format!(
            "GET {path} HTTP/1.1\r\nHost: polku.test\r\nConnection: close\r\n{headers}\r\n"
        ))
    };
    let many = |count: usize| (0..count).map(|n| format!("X-{n}: y\r\n")).collect::<String>();
    assert_eq!(asked("/en", &many(40)).status, 200);
    let page = asked("/en", &many(60));
    assert_eq!(page.status, 431);
    assert!(page.body.contains("The browser sent too much"), "{page:?}");
    let outcome = asked("/fhir/metadata", &many(60));
    assert_eq!((outcome.status, outcome.code().as_str()), (431, "head-too-large"));
    let long = format!("Cookie: {}\r\n", "c".repeat(10_000));
    assert_eq!(asked("/fi", &long).status, 431);
    // What the parser itself refuses has the status and no words.
    assert_eq!(asked("/en", &many(20_000)).status, 431);
    assert_eq!(asked("/en", &format!("Cookie: {}\r\n", "c".repeat(1 << 20))).status, 431);
    let page = asked(&format!("/fi?{}", "q".repeat(3_000)), "");
    assert_eq!(page.status, 414);
    assert!(page.body.contains("Osoite on liian pitkä"), "{page:?}");
    let outcome = asked(&format!("/fhir/Patient?name={}", "q".repeat(3_000)), "");
    assert_eq!((outcome.status, outcome.code().as_str()), (414, "address-too-long"));
    let longest = asked(&format!("/fhir/Patient?name={}", "q".repeat(1 << 20)), "");
    assert!([414, 431].contains(&longest.status), "{longest:?}");
    host.is_open();
}

/// Ten megabytes that stand for ten gigabytes, in pieces that are packed for themselves, after one
/// that is good.
fn bomb(mut to: impl FnMut(&[u8]) -> std::io::Result<()>) -> std::io::Result<()> {
    let packed = |bytes: &[u8]| {
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    };
    to(&packed(b"{\"resourceType\":\"Basic\",\"id\":\"good\",\"code\":{\"text\":\"x\"}}\n"))?;
    let mebibyte = packed(&vec![b' '; 1 << 20]);
    let ten = mebibyte.repeat(10);
    for _ in 0..1024 {
        to(&ten)?;
    }
    Ok(())
}

#[test]
fn what_unpacks_without_end_is_refused() {
    let host = Host::new(&["--max-body=16", "--max-import=16"]);
    for path in ["/fhir", "/fhir/$import"] {
        let began = Instant::now();
        let mut stream = host.connect();
        let head = program("POST", path) + "Content-Encoding: gzip\r\n";
        stream.write_all(chunked(&head, "application/fhir+ndjson").as_bytes()).unwrap();
        let sent = bomb(|piece| {
            stream.write_all(format!("{:x}\r\n", piece.len()).as_bytes())?;
            stream.write_all(piece)?;
            stream.write_all(b"\r\n")
        });
        sent.and_then(|()| stream.write_all(b"0\r\n\r\n")).unwrap();
        let told = told(stream);
        assert_eq!((told.status, told.code().as_str()), (413, "too-large"), "{path}");
        assert!(began.elapsed() < PATIENCE, "it was not unpacked to its end");
    }
    // Nothing of it lies about.
    let jobs = std::fs::read_dir(host.folder.path().join("bulk")).unwrap();
    assert_eq!(jobs.count(), 0);
    host.is_open();
    // At the command line what came before the bomb is taken in, and the rest is told.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bomb.ndjson.gz");
    let mut file = std::fs::File::create(&path).unwrap();
    bomb(|piece| file.write_all(piece)).unwrap();
    let ran = run(polku(&folder.path().join("data")).arg("import").arg(&path));
    assert_eq!(ran.code, Some(2), "{ran}");
    assert!(ran.said.contains("unpacks to more than"), "{ran}");
    assert!(ran.said.contains("1 new"), "{ran}");
}

#[test]
fn a_closed_write_side_is_no_reason_to_wait() {
    let host = Host::new(&[]);
    let mut form = host.connect();
    form.write_all(form_head("/en/sign-in", "", 1_000).as_bytes()).unwrap();
    form.shutdown(Shutdown::Write).unwrap();
    let mut rest = Vec::new();
    drop(form.read_to_end(&mut rest));
    host.is_open();
}
