//! A load of many connections from one thread, so that little of the machine goes to asking. Paced, an
//! answer's time counts from when its request was due, so that waiting in line is not left out.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};

use super::latency::Latencies;

/// What to ask: a path and what the answer must hold.
pub(super) struct Asked {
    pub(super) path: String,
    pub(super) holds: String,
}

/// Who asks whom, and over how many connections.
pub(super) struct Load<'a> {
    pub(super) address: SocketAddr,
    pub(super) token: &'a str,
    pub(super) connections: usize,
}

/// What came of it.
pub(super) struct Told {
    pub(super) answers: u64,
    pub(super) took: Duration,
    pub(super) times: Latencies,
}

impl Told {
    /// Answers a second.
    #[expect(clippy::cast_precision_loss, reason = "a figure to be read")]
    pub(super) fn rate(&self) -> f64 {
        self.answers as f64 / self.took.as_secs_f64()
    }
}

impl Load<'_> {
    /// Asks for so long: each connection again as soon as it is answered, or all together so many times
    /// a second. The first answer that is not as it must be ends it.
    pub(super) fn run(
        &self,
        pace: Option<u32>,
        duration: Duration,
        asked: &dyn Fn(u64) -> Asked,
    ) -> Result<Told> {
        let mut poll = Poll::new()?;
        let mut events = Events::with_capacity(self.connections);
        let mut lines = (0..self.connections)
            .map(|number| Line::open(self.address, &poll, Token(number)))
            .collect::<Result<Vec<_>>>()?;
        let mut idle: Vec<usize> = (0..lines.len()).collect();
        let (mut issued, mut times) = (0_u64, Vec::new());
        let began = Instant::now();
        let end = began + duration;
        let due = |issued: u64, now: Instant| match pace {
            None => now,
            Some(pace) => {
                began + Duration::from_nanos(issued * 1_000_000_000 / u64::from(pace.max(1)))
            }
        };
        loop {
            let now = Instant::now();
            let mut next = due(issued, now);
            while next <= now && next < end {
                let Some(line) = idle.pop().and_then(|number| lines.get_mut(number)) else { break };
                line.ask(self.token, &asked(issued), next)?;
                issued += 1;
                next = due(issued, now);
            }
            if next >= end && idle.len() == lines.len() {
                break;
            }
            let until = if idle.is_empty() || next >= end { end } else { next };
            let patience = until.saturating_duration_since(now).max(Duration::from_millis(1));
            poll.poll(&mut events, Some(patience))?;
            for event in &events {
                let number = event.token().0;
                let Some(line) = lines.get_mut(number) else { continue };
                if let Some(due) = line.hear()? {
                    times.push(due.elapsed());
                    idle.push(number);
                }
            }
            if Instant::now() > end + Duration::from_secs(30) {
                bail!("{} requests were not answered", lines.len() - idle.len());
            }
        }
        let took = began.elapsed();
        let mut latencies = Latencies::default();
        let answers = times.len() as u64;
        latencies.extend(times);
        Ok(Told { answers, took, times: latencies })
    }
}

/// One connection with the request that is under way on it.
struct Line {
    stream: TcpStream,
    due: Option<Instant>,
    path: String,
    holds: String,
    heard: Vec<u8>,
}

impl Line {
    fn open(address: SocketAddr, poll: &Poll, token: Token) -> Result<Self> {
        // Connected while blocking: the first request must not meet a connection that is still opening.
        let stream = std::net::TcpStream::connect(address).context("connecting")?;
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        let mut stream = TcpStream::from_std(stream);
        poll.registry().register(&mut stream, token, Interest::READABLE)?;
        let (path, holds, heard) = (String::new(), String::new(), Vec::new());
        Ok(Self { stream, due: None, path, holds, heard })
    }

    fn ask(&mut self, token: &str, asked: &Asked, due: Instant) -> Result<()> {
        let head = format!(
            "GET {} HTTP/1.1\r\nHost: polku.test\r\nAuthorization: Bearer {token}\r\n\
             Accept: application/fhir+json\r\n\r\n",
            asked.path
        );
        self.stream.write_all(head.as_bytes()).context("asking")?;
        self.path.clone_from(&asked.path);
        self.holds.clone_from(&asked.holds);
        self.due = Some(due);
        Ok(())
    }

    /// Takes in what has come; when the answer is whole, when its request was due.
    fn hear(&mut self) -> Result<Option<Instant>> {
        let mut piece = [0; 16 * 1024];
        loop {
            match self.stream.read(&mut piece) {
                Ok(0) => bail!("the connection was closed while asking for {}", self.path),
                Ok(read) => self.heard.extend_from_slice(piece.get(..read).unwrap_or_default()),
                Err(fault) if fault.kind() == ErrorKind::WouldBlock => break,
                Err(fault) if fault.kind() == ErrorKind::Interrupted => {}
                Err(fault) => return Err(fault).context("reading an answer"),
            }
        }
        let Some(body) = whole_body(&self.heard)? else { return Ok(None) };
        if !self.heard.starts_with(b"HTTP/1.1 200 ") || !contains(body, self.holds.as_bytes()) {
            let heard: String = String::from_utf8_lossy(&self.heard).chars().take(900).collect();
            bail!("{} was not answered with {}:\n{heard}", self.path, self.holds);
        }
        self.heard.clear();
        Ok(self.due.take())
    }
}

/// The body, once all of it is there.
pub(super) fn whole_body(heard: &[u8]) -> Result<Option<&[u8]>> {
    const END: &[u8] = b"\r\n\r\n";
    let Some(end) = heard.windows(END.len()).position(|window| window == END) else {
        return Ok(None);
    };
    let (head, body) = heard.split_at(end + END.len());
    let head = std::str::from_utf8(head).context("a head is text")?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    let length = length.with_context(|| format!("an answer without its length:\n{head}"))?;
    Ok(body.get(..length))
}

fn contains(body: &[u8], part: &[u8]) -> bool {
    part.is_empty() || body.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader};
    use std::net::TcpListener;

    use super::*;

    /// Answers every request of some connections with a body.
    fn answering(body: &'static str, connections: usize) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        for stream in 0..connections {
            let listener = listener.try_clone().unwrap();
            std::thread::Builder::new()
                .name(format!("line {stream}"))
                .spawn(move || {
                    let (stream, _) = listener.accept().unwrap();
                    let mut writer = stream.try_clone().unwrap();
                    for line in BufReader::new(stream).lines().map_while(Result::ok) {
                        if line.is_empty() {
                            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}", body.len());
                            write!(writer, "{head}\r\n\r\n{body}").unwrap();
                        }
                    }
                })
                .unwrap();
        }
        address
    }

    fn asked(_: u64) -> Asked {
        Asked { path: "/a".to_owned(), holds: "good".to_owned() }
    }

    #[test]
    fn a_pace_is_kept_and_every_request_is_counted() {
        let load = Load { address: answering("a good body", 4), token: "t", connections: 4 };
        let told = load.run(Some(500), Duration::from_millis(400), &asked).unwrap();
        assert_eq!(told.answers, 200);
        assert!(told.rate() > 0.0);
    }

    #[test]
    fn an_answer_that_is_not_as_it_must_be_ends_it() {
        let load = Load { address: answering("a bad body", 1), token: "t", connections: 1 };
        let fault = load.run(None, Duration::from_millis(50), &asked).err().unwrap().to_string();
        assert!(fault.contains("a bad body"), "{fault}");
    }

    #[test]
    fn a_body_is_whole_when_its_length_is_there() {
        assert!(whole_body(b"HTTP/1.1 200 OK\r\nContent-Le").unwrap().is_none());
        assert!(whole_body(b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nab").unwrap().is_none());
        let whole = whole_body(b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc").unwrap();
        assert_eq!(whole, Some(b"abc".as_slice()));
        assert!(whole_body(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
    }
}
