//! An e-mail server for the journey: it takes the first letter, whose link a resident then follows, and
//! refuses all others, so that an administrator has something to decide.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result};

/// The server.
pub(crate) struct Post {
    pub(crate) address: SocketAddr,
    letter: Arc<Mutex<Option<String>>>,
}

impl Post {
    /// Opens it on a free port of this machine.
    pub(crate) fn open() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").context("a port for e-mail")?;
        let address = listener.local_addr()?;
        let letter = Arc::new(Mutex::new(None));
        let taken = Arc::clone(&letter);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // Whoever breaks off in the middle has said nothing.
                drop(serve(stream, &taken));
            }
        });
        Ok(Self { address, letter })
    }

    /// The path of the link in the letter, from the language on, once it has come.
    pub(crate) fn link(&self) -> Option<String> {
        let letter = self.letter.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, link) = letter.as_deref()?.split_once("/time/")?;
        Some(format!("/time/{}", link.split_whitespace().next()?))
    }
}

fn serve(mut stream: TcpStream, taken: &Mutex<Option<String>>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let mut say = |line: &str| stream.write_all(format!("{line}\r\n").as_bytes());
    say("220 ready")?;
    while let Some(line) = lines.next().transpose()? {
        let full = taken.lock().unwrap_or_else(PoisonError::into_inner).is_some();
        match line.get(..4).unwrap_or_default() {
            "RCPT" if full => say("550 nobody of that name")?,
            "DATA" => {
                say("354 go on")?;
                let mut letter = String::new();
                for line in lines.by_ref() {
                    match line?.as_str() {
                        "." => break,
                        // A line that was broken for the way ends in this sign.
                        line => letter.push_str(
                            &line
                                .strip_suffix('=')
                                .map_or_else(|| format!("{line}\n"), str::to_owned),
                        ),
                    }
                }
                *taken.lock().unwrap_or_else(PoisonError::into_inner) = Some(letter);
                say("250 taken")?;
            }
            "QUIT" => return say("221 bye"),
            _ => say("250 good")?,
        }
    }
    Ok(())
}
