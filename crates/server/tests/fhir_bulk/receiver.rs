//! A subscriber on the loopback that can take notices, refuse them, hang, die and come back.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// What the subscriber does with a notice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mood {
    Takes,
    /// Answers with this status.
    Answers(u16),
    /// Closes the connection without a word.
    Dies,
    /// Takes it, but the answer is lost.
    TakesAndDies,
    /// Says nothing until the other side gives up.
    Hangs,
    /// Answers with something that is not HTTP.
    Babbles,
}

/// A notice as it arrived.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Heard {
    pub(crate) line: String,
    pub(crate) headers: Vec<String>,
    pub(crate) body: String,
}

pub(crate) struct Receiver {
    pub(crate) address: SocketAddr,
    pub(crate) mood: Arc<Mutex<Mood>>,
    heard: Arc<Mutex<Vec<Heard>>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Heard {
    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find_map(|line| {
            let (known, value) = line.split_once(": ")?;
            known.eq_ignore_ascii_case(name).then_some(value)
        });
        found.unwrap_or_default()
    }
}

impl Receiver {
    pub(crate) fn open(address: &str) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let address = listener.local_addr().unwrap();
        let mood = Arc::new(Mutex::new(Mood::Takes));
        let (heard, stop) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        let thread = {
            let (mood, heard, stop) = (Arc::clone(&mood), Arc::clone(&heard), Arc::clone(&stop));
            std::thread::spawn(move || {
                for stream in listener.incoming() {
                    if stop.load(Ordering::SeqCst) {
                        return;
                    }
                    let mood = *mood.lock().unwrap();
                    // Whoever breaks off in the middle has said nothing.
                    drop(stream.and_then(|stream| answer(stream, mood, &heard)));
                }
            })
        };
        Self { address, mood, heard, stop, thread: Some(thread) }
    }

    pub(crate) fn becomes(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    /// What was taken so far.
    pub(crate) fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.address));
        drop(self.thread.take().map(JoinHandle::join));
    }
}

fn answer(mut stream: TcpStream, mood: Mood, heard: &Mutex<Vec<Heard>>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let line = line.trim_end().to_owned();
        if line.is_empty() {
            break;
        }
        lines.push(line);
    }
    let mut told = Heard { line: lines.remove(0), headers: lines, body: String::new() };
    let length: usize = told.header("content-length").parse().unwrap();
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    told.body = String::from_utf8(body).unwrap();
    let status = match mood {
        Mood::Takes => 200,
        Mood::Answers(status) => status,
        Mood::Dies => return Ok(()),
        Mood::TakesAndDies => {
            heard.lock().unwrap().push(told);
            return Ok(());
        }
        Mood::Hangs => {
            // The end of the stream comes when the other side closes it.
            return reader.read_exact(&mut [0; 1]);
        }
        Mood::Babbles => return stream.write_all(b"hello\n"),
    };
    if status == 200 {
        heard.lock().unwrap().push(told);
    }
    let location = "Location: http://127.0.0.1:1/elsewhere\r\n";
    let text = format!("HTTP/1.1 {status} X\r\n{location}Content-Length: 0\r\n\r\n");
    stream.write_all(text.as_bytes())
}
