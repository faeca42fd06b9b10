//! The program as its operator meets it: started as a process of its own, spoken to over the network,
//! told to stop or killed.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

/// The program, without settings from outside.
pub(crate) fn polku(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_polku"));
    command.env_clear().env("POLKU_LOG", "error").arg("--data").arg(data);
    command
}

/// What a command came to.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) said: String,
    pub(crate) complained: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            said: String::from_utf8(output.stdout).unwrap(),
            complained: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl std::fmt::Display for Ran {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}\n{}\n{}", self.code, self.said, self.complained)
    }
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> Ran {
    command.stdin(Stdio::null()).output().unwrap().into()
}

/// Runs a command that reads something.
pub(crate) fn run_reading(command: &mut Command, given: &str) -> Ran {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    // Whoever stops without reading closes the pipe: that is no fault of the test.
    drop(input.write_all(given.as_bytes()));
    drop(input);
    child.wait_with_output().unwrap().into()
}

/// A process that serves.
pub(crate) struct Served {
    child: Child,
    pub(crate) address: SocketAddr,
    said: Option<BufReader<std::process::ChildStdout>>,
}

impl Served {
    /// Starts the program and waits until it says where it is open.
    pub(crate) fn start(mut command: Command) -> Self {
        command.args(["--listen", "127.0.0.1:0"]);
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let address = loop {
            let mut line = String::new();
            let read = said.read_line(&mut line).unwrap();
            assert!(read > 0, "it stopped before it was open: {:?}", child.wait());
            if let Some((_, address)) = line.trim().split_once("http://")
                && let Ok(address) = address.parse()
            {
                break address;
            }
        };
        Self { child, address, said: Some(said) }
    }

    /// Kills it: it learns nothing of that.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// The number of the process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Tells it to stop, as an init system does.
    pub(crate) fn terminate(&self) {
        let pid = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status().unwrap();
        assert!(told.success());
    }

    /// Waits for its end; its exit code.
    pub(crate) fn ended(&mut self) -> Option<i32> {
        let mut rest = String::new();
        if let Some(mut said) = self.said.take() {
            said.read_to_string(&mut rest).unwrap();
        }
        self.child.wait().unwrap().code()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Ended already, or ended now: nothing of a test runs on.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A request on its way: it can be sent in parts.
pub(crate) struct Request {
    stream: TcpStream,
}

/// A status, and where the answer leads or all of it; none when no whole answer came.
pub(crate) type Reply = Option<(u16, String)>;

/// A header of an answer; empty when it has none of this name.
pub(crate) fn header(answer: &str, name: &str) -> String {
    let head = answer.split("\r\n\r\n").next().unwrap_or_default();
    let value = head.lines().find_map(|line| {
        let (known, value) = line.split_once(": ")?;
        known.eq_ignore_ascii_case(name).then(|| value.to_owned())
    });
    value.unwrap_or_default()
}

impl Request {
    pub(crate) fn to(address: SocketAddr) -> std::io::Result<Self> {
        Ok(Self { stream: TcpStream::connect(address)? })
    }

    /// Sends the head of a request and waits until the server asks for its body: only then is the
    /// request begun. What merely lies in the socket when a server stops may be reset.
    pub(crate) fn begun(address: SocketAddr, head: &str) -> Self {
        let mut request = Self::to(address).unwrap();
        let head = head.strip_suffix("\r\n").expect("a head ends with an empty line");
        request.send(&format!("{head}Expect: 100-continue\r\n\r\n")).unwrap();
        assert_eq!(request.first(), "HTTP/1.1 100 Continue\r\n\r\n");
        request
    }

    pub(crate) fn send(&mut self, text: &str) -> std::io::Result<()> {
        self.stream.write_all(text.as_bytes())
    }

    /// Reads until something has come; what it is.
    pub(crate) fn first(&mut self) -> String {
        let mut bytes = [0; 4096];
        let read = self.stream.read(&mut bytes).unwrap_or(0);
        String::from_utf8_lossy(&bytes[..read]).into_owned()
    }

    /// Reads the answer: its status, and where it leads.
    pub(crate) fn reply(self) -> Reply {
        let (status, text) = self.whole()?;
        Some((status, header(&text, "location")))
    }

    /// Reads the whole answer: its status, and all of its text.
    pub(crate) fn whole(mut self) -> Reply {
        let mut bytes = Vec::new();
        // What was read before the connection broke may still be a whole answer.
        drop(self.stream.read_to_end(&mut bytes));
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, _) = text.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some((status, text))
    }
}

/// The head of a form.
pub(crate) fn form_head(path: &str, cookie: &str, length: usize) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: polku.test\r\nCookie: {cookie}\r\nConnection: close\r\n\
         Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {length}\r\n\r\n"
    )
}

/// Sends a form and waits for the answer.
pub(crate) fn post(address: SocketAddr, path: &str, cookie: &str, body: &str) -> Reply {
    let mut request = Request::to(address).ok()?;
    request.send(&(form_head(path, cookie, body.len()) + body)).ok()?;
    request.reply()
}

/// Asks for a page.
pub(crate) fn get(address: SocketAddr, path: &str, cookie: &str) -> Reply {
    let mut request = Request::to(address).ok()?;
    let head = format!(
        "GET {path} HTTP/1.1\r\nHost: polku.test\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
    );
    request.send(&head).ok()?;
    request.reply()
}
