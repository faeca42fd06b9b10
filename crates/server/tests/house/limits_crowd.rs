//! Very many at once, against the served process: ten thousand who say nothing, more connections than
//! there is room for, and more heavy requests than are worked on together.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Instant;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::browser::sign_in;
use crate::county::{County, NELLI, TODAY, TOKEN, at};
use crate::limits::{Host, PATIENCE, told};
use crate::process::{Request, Served, get, polku};

const CROWD: usize = 10_000;
/// With fewer the test would not say anything.
const CROWD_MIN: usize = 4_000;
/// What one connection that says nothing may cost.
const BYTES_EACH_MAX: u64 = 64 * 1024;

/// Asks and keeps the connection.
fn asked(stream: &mut TcpStream) -> u16 {
    stream.write_all(b"GET /health HTTP/1.1\r\nHost: polku.test\r\n\r\n").unwrap();
    let mut text = String::new();
    while !text.contains("{\"status\":\"ok\"}") {
        let mut bytes = [0; 1024];
        let read = stream.read(&mut bytes).unwrap();
        assert!(read > 0, "the connection was closed: {text}");
        text.push_str(std::str::from_utf8(&bytes[..read]).unwrap());
    }
    text.split(' ').nth(1).unwrap().parse().unwrap()
}

fn resident_bytes(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
}

/// How many connections this process may hold; as many as the crowd has, if the system lets us.
fn room_for_crowd() -> usize {
    let found = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: found.maximum, maximum: found.maximum };
    setrlimit(Resource::Nofile, raised).unwrap();
    let files = found.maximum.map_or(usize::MAX, |files| usize::try_from(files).unwrap());
    let crowd = CROWD.min(files.saturating_sub(1_000));
    assert!(crowd >= CROWD_MIN, "only {files} files may be open here: raise the hard limit");
    crowd
}

#[test]
fn ten_thousand_who_say_nothing_keep_nobody_waiting() {
    let crowd = room_for_crowd();
    let host = Host::new(&["--idle-timeout=600"]);
    let (address, process) = (host.address(), host.served.id());
    assert_eq!(get(address, "/en", "").unwrap().0, 200);
    let before = resident_bytes(process);
    let mut held: Vec<TcpStream> = std::thread::scope(|scope| {
        let host = &host;
        let opening = |_| {
            scope.spawn(move || {
                let mut held = Vec::new();
                for _ in 0..crowd / 8 {
                    let mut stream = host.connect();
                    assert_eq!(asked(&mut stream), 200);
                    held.push(stream);
                }
                held
            })
        };
        let threads: Vec<_> = (0..8).map(opening).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let grown = resident_bytes(process).saturating_sub(before);
    for language in ["fi", "sv", "en"] {
        assert_eq!(get(address, &format!("/{language}"), "").unwrap().0, 200);
    }
    let each = grown / held.len() as u64;
    assert!(each < BYTES_EACH_MAX, "{each} bytes for each connection");
    // They are held, not forgotten.
    for stream in held.iter_mut().step_by(97) {
        assert_eq!(asked(stream), 200);
    }
}

/// Comes again until there is room: whoever left is not gone at the same moment.
fn comes_in(host: &Host) -> TcpStream {
    let began = Instant::now();
    loop {
        let mut stream = host.connect();
        stream.write_all(b"GET /health HTTP/1.1\r\nHost: polku.test\r\n\r\n").unwrap();
        let mut bytes = [0; 1024];
        let read = stream.read(&mut bytes).unwrap_or(0);
        if bytes[..read].starts_with(b"HTTP/1.1 200") {
            return stream;
        }
        assert!(began.elapsed() < PATIENCE, "there is no room again");
    }
}

#[test]
fn beyond_the_most_connections_everybody_is_told() {
    let host = Host::new(&["--max-connections=3"]);
    let mut held: Vec<TcpStream> = (0..3).map(|_| comes_in(&host)).collect();
    let ask = |path: &str| host.send(&format!("GET {path} HTTP/1.1\r\nHost: polku.test\r\n\r\n"));
    // A flood of them, each with an answer.
    for _ in 0..50 {
        let page = ask("/fi/matters");
        assert_eq!(page.status, 503, "{page:?}");
        assert!(page.has("retry-after: 5") && page.has("connection: close"), "{page:?}");
        assert!(page.body.contains("Palvelussa on ruuhkaa"), "{page:?}");
    }
    let outcome = ask("/fhir/metadata");
    assert_eq!(outcome.status, 503);
    assert!(outcome.body.contains("\"OperationOutcome\"") && outcome.has("retry-after: 5"));
    // Whoever is in goes on, and whoever leaves makes room.
    assert_eq!(asked(&mut held[0]), 200);
    drop(held.pop());
    let mut came = comes_in(&host);
    assert_eq!(asked(&mut came), 200);

    let host = Host::new(&["--max-connections-per-address=2"]);
    let _held: Vec<TcpStream> = (0..2).map(|_| comes_in(&host)).collect();
    let page = host.send("GET /sv HTTP/1.1\r\nHost: polku.test\r\n\r\n");
    assert_eq!(page.status, 429, "{page:?}");
    assert!(
        page.has("retry-after: 30") && page.body.contains("För många förbindelser"),
        "{page:?}"
    );
}

#[test]
fn what_is_heavy_waits_its_turn_and_what_is_not_goes_past() {
    let host = Host::new(&["--max-heavy=1", "--heavy-wait=0"]);
    let head = |method: &str, path: &str| {
        format!(
            "{method} {path} HTTP/1.1\r\nHost: polku.test\r\nConnection: close\r\n\
             Authorization: Bearer {TOKEN}\r\nContent-Type: application/fhir+json\r\n"
        )
    };
    let body = r#"{"resourceType":"Basic","code":{"text":"x"}}"#;
    let sized = |path| format!("{}Content-Length: {}\r\n\r\n", head("POST", path), body.len());
    let mut first = Request::begun(host.address(), &sized("/fhir"));
    let refused = host.send(&(sized("/fhir") + body));
    assert_eq!(refused.status, 503, "{refused:?}");
    assert!(refused.has("retry-after: 5") && refused.body.contains("\"busy\""), "{refused:?}");
    assert_eq!(refused.head.to_ascii_lowercase().matches("retry-after").count(), 1, "{refused:?}");
    let everything = host.send(&(head("GET", "/fhir/Patient/x/$everything") + "\r\n"));
    assert_eq!(everything.status, 503, "{everything:?}");
    // Small things are not held up.
    assert_eq!(host.send(&(sized("/fhir/Basic") + body)).status, 201);
    assert_eq!(host.send(&(head("GET", "/fhir/Basic") + "\r\n")).status, 200);
    first.send(body).unwrap();
    assert_eq!(first.reply().unwrap().0, 201);
    // The same once more is no news.
    assert_eq!(host.send(&(sized("/fhir") + body)).status, 200);
}

#[test]
fn pages_that_wait_for_news_have_their_number_and_their_age() {
    let folder = tempfile::tempdir().unwrap();
    {
        let county = County::settle(folder.path(), at(TODAY, 8, 0));
        sign_in(&county, &NELLI.caller());
    }
    let mut command = polku(folder.path());
    command.args(["serve", "--max-event-streams=1", "--event-stream-age=2"]);
    let served = Served::start(command);
    let ask = "GET /en/work/queue/events HTTP/1.1\r\nHost: polku.test\r\n\
               Connection: close\r\nCookie: polku=secret-of-nelli\r\n\r\n";
    let mut first = TcpStream::connect(served.address).unwrap();
    first.set_read_timeout(Some(PATIENCE)).unwrap();
    first.write_all(ask.as_bytes()).unwrap();
    let mut byte = [0; 1];
    first.read_exact(&mut byte).unwrap();
    let mut second = Request::to(served.address).unwrap();
    second.send(ask).unwrap();
    assert_eq!(second.reply().unwrap().0, 503);
    // The first ends well by its age, and then there is room.
    let first = told(first);
    assert!(first.has("text/event-stream") && first.body.ends_with("0\r\n\r\n"), "{first:?}");
    let mut third = Request::to(served.address).unwrap();
    third.send(ask).unwrap();
    assert!(third.first().starts_with("HTTP/1.1 200"));
}

#[test]
fn too_few_open_files_are_said_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let command = polku(folder.path());
    let mut limited = std::process::Command::new("sh");
    let program = command.get_program();
    limited.args(["-c", "ulimit -n 700; exec \"$0\" \"$@\" 2>/dev/null"]).arg(program);
    limited.args(command.get_args()).args(["serve", "--listen", "127.0.0.1:0"]).env_clear();
    let mut child = limited.stdout(std::process::Stdio::piped()).spawn().unwrap();
    let said = child.stdout.take().unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(said)).map(Result::unwrap);
    let warned = lines.find(|line| line.contains("connections at a time"));
    let open = lines.find(|line| line.contains("http://"));
    child.kill().unwrap();
    child.wait().unwrap();
    let warned = warned.expect("it says how many connections fit");
    assert!(warned.contains("Only 350") && warned.contains("12000"), "{warned}");
    assert!(open.is_some(), "it is served all the same");
}
