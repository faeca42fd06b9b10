//! An e-mail server on the loopback that speaks SMTP (RFC 5321) and can take, put off, refuse, die and
//! come back; and the letters that it took.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;

/// What the server does with a letter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mood {
    Takes,
    /// It is too busy and says so.
    PutsOff,
    /// Nobody lives at the address.
    Refuses,
    /// Takes the letter, but the answer is lost.
    TakesAndDies,
    /// Takes the letter and says nothing until the other side is gone.
    Hangs,
}

/// A letter that was taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Letter {
    pub(crate) to: String,
    pub(crate) id: String,
    /// The whole of it, unpacked.
    pub(crate) text: String,
}

pub(crate) struct PostOffice {
    pub(crate) address: SocketAddr,
    mood: Arc<Mutex<Mood>>,
    letters: Arc<Mutex<Vec<Letter>>>,
    arrived: Mutex<Receiver<Letter>>,
}

impl PostOffice {
    pub(crate) fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (mood, letters) = (Arc::new(Mutex::new(Mood::Takes)), Arc::default());
        let (arrive, arrived) = channel();
        let (its_mood, taken) = (Arc::clone(&mood), Arc::clone(&letters));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mood = *its_mood.lock().unwrap();
                // Whoever breaks off in the middle has said nothing.
                drop(stream.and_then(|stream| serve(stream, mood, &taken, &arrive)));
            }
        });
        Self { address, mood, letters, arrived: Mutex::new(arrived) }
    }

    pub(crate) fn becomes(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    /// The next letter that arrives.
    pub(crate) fn next(&self) -> Letter {
        self.arrived.lock().unwrap().recv_timeout(Duration::from_mins(1)).unwrap()
    }

    pub(crate) fn letters(&self) -> Vec<Letter> {
        self.letters.lock().unwrap().clone()
    }
}

fn serve(
    mut stream: TcpStream,
    mood: Mood,
    taken: &Mutex<Vec<Letter>>,
    arrive: &Sender<Letter>,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let mut say = |line: &str| stream.write_all(format!("{line}\r\n").as_bytes());
    say("220 post.example.fi ready")?;
    let mut to = String::new();
    while let Some(line) = lines.next().transpose()? {
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        match (verb.as_str(), mood) {
            ("EHLO" | "HELO", _) => say("250 post.example.fi")?,
            ("MAIL", Mood::PutsOff) => say("451 try again later")?,
            ("RCPT", Mood::Refuses) => say("550 nobody of that name")?,
            ("MAIL" | "RSET" | "NOOP", _) => say("250 good")?,
            ("RCPT", _) => {
                let from = line.find('<').unwrap() + 1;
                line[from..line.find('>').unwrap()].clone_into(&mut to);
                say("250 good")?;
            }
            ("DATA", _) => {
                say("354 go on")?;
                let mut raw = Vec::new();
                for line in lines.by_ref() {
                    match line?.as_str() {
                        "." => break,
                        line => raw.push(line.strip_prefix('.').unwrap_or(line).to_owned()),
                    }
                }
                let letter = letter(&to, &raw);
                taken.lock().unwrap().push(letter.clone());
                drop(arrive.send(letter));
                if mood == Mood::TakesAndDies {
                    return Ok(());
                }
                if mood == Mood::Hangs {
                    return lines.try_for_each(|line| line.map(drop));
                }
                say("250 taken")?;
            }
            ("QUIT", _) => return say("221 bye"),
            _ => say("502 not known here")?,
        }
    }
    Ok(())
}

fn letter(to: &str, raw: &[String]) -> Letter {
    let empty = raw.iter().position(String::is_empty).unwrap();
    let (head, body) = raw.split_at(empty);
    let head = unfolded(head);
    let find = |name: &str| {
        head.iter().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim().to_owned()
    };
    let packed = match find("Content-Transfer-Encoding:").as_str() {
        "base64" => unpacked(&body.concat()),
        "quoted-printable" => unquoted(&body.join("\n")),
        _ => body.join("\n"),
    };
    let text =
        format!("{}\n{packed}", head.iter().map(|line| words(line)).collect::<Vec<_>>().join("\n"));
    Letter { to: to.to_owned(), id: find("Message-ID:"), text }
}

/// Header lines in one piece each.
fn unfolded(head: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in head {
        match lines.last_mut() {
            Some(last) if line.starts_with(' ') => last.push_str(line),
            _ => lines.push(line.clone()),
        }
    }
    lines
}

/// A header line with its encoded words in clear (RFC 2047).
fn words(line: &str) -> String {
    let mut clear = String::new();
    let mut rest = line;
    while let Some((before, word)) = rest.split_once("=?utf-8?b?") {
        let (packed, after) = word.split_once("?=").unwrap();
        // White space between two words is theirs and not the text's.
        clear.push_str(if before.trim().is_empty() { "" } else { before });
        clear.push_str(&unpacked(packed));
        rest = after;
    }
    clear + rest
}

fn unpacked(text: &str) -> String {
    String::from_utf8(base64::engine::general_purpose::STANDARD.decode(text).unwrap()).unwrap()
}

fn unquoted(text: &str) -> String {
    let text = text.replace("=\n", "");
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'=' {
            let pair = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&pair).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}
