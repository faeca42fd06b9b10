//! Sending one notice over HTTP/1.1: to a checked address only, within a time, following nobody. The
//! name is resolved once and the connection goes to the address that was checked.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream, ToSocketAddrs as _};
use std::time::{Duration, Instant};

/// How much of an answer is read.
const ANSWER_BYTES_MAX: usize = 64 * 1024;

/// Headers that are Polku's own to set.
const OWN: [&str; 6] =
    ["host", "content-length", "connection", "transfer-encoding", "content-type", "x-polku-notice"];

/// Which addresses notices may go to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// Public ones.
    Public,
    /// Those of private networks and of this machine, too: what an operator says on purpose.
    Private,
}

/// How notices are sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Post {
    /// Where to.
    pub reach: Reach,
    /// How long one may take, the connection included.
    pub patience: Duration,
}

/// Where a subscriber hears.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Endpoint {
    /// The host as it stands in the address, brackets included.
    authority: String,
    host: String,
    port: u16,
    path: String,
}

/// Reads the address of an endpoint.
pub(crate) fn endpoint(text: &str) -> Result<Endpoint, String> {
    let fault = |why: &str| Err(format!("endpoint: {why}"));
    let rest = match text.split_once("://") {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => rest,
        Some((scheme, _)) if scheme.eq_ignore_ascii_case("https") => {
            return fault(
                "https is not spoken yet; give the http address of a proxy that speaks it",
            );
        }
        Some(_) | None => return fault("an http address is needed"),
    };
    if !rest.bytes().all(|byte| byte.is_ascii_graphic()) || rest.contains('#') {
        return fault("letters that an address cannot have");
    }
    let at = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(at).unwrap_or((rest, ""));
    if authority.contains('@') {
        return fault("no names or passwords in an address; use channel.header");
    }
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => match port.parse() {
            Ok(port) => (host, port),
            Err(_) => return fault("the port is no number"),
        },
        Some(_) | None => (authority, 80),
    };
    if host.is_empty() {
        return fault("a host is needed");
    }
    let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    Ok(Endpoint {
        authority: authority.to_owned(),
        host: host.trim_start_matches('[').trim_end_matches(']').to_owned(),
        port,
        path: path.trim_end_matches('/').to_owned(),
    })
}

/// Reads a header line that goes along.
pub(super) fn header(line: &str) -> Result<String, String> {
    let fault = || Err("channel.header: NAME: VALUE, and none of Polku's own".to_owned());
    let Some((name, value)) = line.split_once(':') else { return fault() };
    let token = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let plain = |letter: char| letter == '\t' || (!letter.is_control() && letter.is_ascii());
    if name.is_empty()
        || !name.bytes().all(token)
        || !value.chars().all(plain)
        || OWN.contains(&name.to_ascii_lowercase().as_str())
    {
        return fault();
    }
    Ok(format!("{name}: {}", value.trim()))
}

impl Reach {
    /// Whether an endpoint may be reached as far as its address says; a name is checked when it is used.
    pub(super) fn check(self, endpoint: &Endpoint) -> Result<(), String> {
        match endpoint.host.parse::<IpAddr>() {
            Ok(address) if !self.admits(address) => Err(refused()),
            Ok(_) | Err(_) => Ok(()),
        }
    }

    fn admits(self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        // Machines of a cloud ask such addresses for their secrets: nobody else's answer is there.
        if is_link_local(address) || address.is_unspecified() || address.is_multicast() {
            return false;
        }
        match self {
            Self::Private => true,
            Self::Public => !is_private(address),
        }
    }
}

impl Post {
    /// Sends a notice; without a body it says only that something is new. Says why when it was not taken.
    pub(super) fn send(
        self,
        to: &Endpoint,
        headers: &[String],
        notice: &str,
        address: &str,
        body: Option<&str>,
    ) -> Result<(), String> {
        let (method, path) = match body {
            // What comes along is an update under the subscriber's own address.
            Some(_) => ("PUT", format!("{}/{address}", to.path)),
            None if to.path.is_empty() => ("POST", "/".to_owned()),
            None => ("POST", to.path.clone()),
        };
        let mut lines = vec![format!("X-Polku-Notice: {notice}")];
        lines.extend_from_slice(headers);
        let body = body.unwrap_or_default();
        if !body.is_empty() {
            lines.push("Content-Type: application/fhir+json; charset=utf-8".to_owned());
        }
        match self.exchange(to, (method, &path), &lines, body)? {
            200..=299 => Ok(()),
            other => Err(format!("the answer was {other}")),
        }
    }

    /// Posts JSON under an id that is the same whenever it is sent; answers the status.
    pub(crate) fn post_json(
        self,
        to: &Endpoint,
        headers: &[String],
        id: &str,
        body: &str,
    ) -> Result<u16, String> {
        let mut lines = vec![
            "Content-Type: application/json; charset=utf-8".to_owned(),
            format!("Idempotency-Key: {id}"),
        ];
        lines.extend_from_slice(headers);
        let path = if to.path.is_empty() { "/" } else { &to.path };
        self.exchange(to, ("POST", path), &lines, body)
    }

    fn exchange(
        self,
        to: &Endpoint,
        (method, path): (&str, &str),
        headers: &[String],
        body: &str,
    ) -> Result<u16, String> {
        let began = Instant::now();
        let found = (to.host.as_str(), to.port).to_socket_addrs();
        let found = found.map_err(|error| format!("the name is not known: {error}"))?;
        let addresses: Vec<SocketAddr> = found.filter(|one| self.reach.admits(one.ip())).collect();
        let mut stream = connect(&addresses, self.patience)?;
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nUser-Agent: polku\r\nConnection: close\r\n",
            to.authority
        );
        for header in headers {
            head.push_str(header);
            head.push_str("\r\n");
        }
        let length = body.len().to_string();
        head.extend(["Content-Length: ", length.as_str(), "\r\n\r\n"]);
        let failed = |error: std::io::Error| format!("the connection failed: {error}");
        for mut piece in [head.as_bytes(), body.as_bytes()] {
            while !piece.is_empty() {
                stream.set_write_timeout(Some(rest(began, self.patience)?)).map_err(failed)?;
                let written = stream.write(piece).map_err(failed)?;
                piece = piece.get(written..).unwrap_or_default();
            }
        }
        status(&mut stream, began, self.patience)
    }
}

fn refused() -> String {
    "channel.endpoint: addresses of private networks are refused".to_owned()
}

/// What is left of the time for a notice.
fn rest(began: Instant, patience: Duration) -> Result<Duration, String> {
    let rest = patience.saturating_sub(began.elapsed());
    if rest.is_zero() { Err("no answer in time".to_owned()) } else { Ok(rest) }
}

fn connect(addresses: &[SocketAddr], patience: Duration) -> Result<TcpStream, String> {
    let mut why = refused();
    for address in addresses {
        match TcpStream::connect_timeout(address, patience) {
            Ok(stream) => return Ok(stream),
            Err(error) => why = format!("the connection failed: {error}"),
        }
    }
    Err(why)
}

/// The status of the answer. Its head and a short body are read to their end, so that the subscriber
/// is not cut off while it speaks; what is in them is nobody's concern.
fn status(stream: &mut TcpStream, began: Instant, patience: Duration) -> Result<u16, String> {
    let mut answer = Vec::new();
    let head_end = |answer: &[u8]| answer.windows(4).position(|four| four == b"\r\n\r\n");
    while head_end(&answer).is_none() && answer.len() < ANSWER_BYTES_MAX {
        if more(stream, &mut answer, began, patience)? == 0 {
            break;
        }
    }
    let head = String::from_utf8_lossy(&answer).into_owned();
    let mut words = head.split_ascii_whitespace();
    let version = words.next().unwrap_or_default();
    let status = words.next().and_then(|status| status.parse().ok());
    let status =
        status.filter(|_| version.starts_with("HTTP/1.")).ok_or("the answer was not HTTP")?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    let whole = head_end(&answer).map_or(0, |end| end + 4) + length.unwrap_or(0);
    while answer.len() < whole.min(ANSWER_BYTES_MAX) {
        // The status was said already: how the rest ends changes nothing.
        if !more(stream, &mut answer, began, patience).is_ok_and(|read| read > 0) {
            break;
        }
    }
    Ok(status)
}

/// Reads a piece of the answer; how much it was.
fn more(
    stream: &mut TcpStream,
    answer: &mut Vec<u8>,
    began: Instant,
    patience: Duration,
) -> Result<usize, String> {
    let mut piece = [0; 512];
    let timeout = stream.set_read_timeout(Some(rest(began, patience)?));
    timeout.map_err(|error| error.to_string())?;
    let read = stream.read(&mut piece).map_err(|error| format!("no answer: {error}"))?;
    answer.extend_from_slice(piece.get(..read).unwrap_or_default());
    Ok(read)
}

fn is_link_local(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_link_local(),
        IpAddr::V6(address) => address.is_unicast_link_local(),
    }
}

fn is_private(address: IpAddr) -> bool {
    let shared = |address: Ipv4Addr| {
        let [first, second, ..] = address.octets();
        first == 100 && (64..128).contains(&second)
    };
    match address {
        IpAddr::V4(address) => {
            address.is_loopback()
                || address.is_private()
                || address.is_broadcast()
                || shared(address)
                || address.octets().first() == Some(&0)
        }
        IpAddr::V6(address) => address.is_loopback() || is_local(address),
    }
}

fn is_local(address: Ipv6Addr) -> bool {
    address.is_unique_local()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_notices_may_go_to_are_admitted() {
        for (address, public, private) in [
            ("8.8.8.8", true, true),
            ("2001:4860:4860::8888", true, true),
            ("127.0.0.1", false, true),
            ("10.1.2.3", false, true),
            ("192.168.0.1", false, true),
            ("100.64.0.1", false, true),
            ("::1", false, true),
            ("fd00::1", false, true),
            ("::ffff:10.0.0.1", false, true),
            ("169.254.169.254", false, false),
            ("::ffff:169.254.169.254", false, false),
            ("fe80::1", false, false),
            ("0.0.0.0", false, false),
            ("224.0.0.1", false, false),
        ] {
            let address: IpAddr = address.parse().unwrap();
            assert_eq!(Reach::Public.admits(address), public, "{address}");
            assert_eq!(Reach::Private.admits(address), private, "{address}");
        }
    }

    #[test]
    fn endpoints_and_headers_are_read_strictly() {
        let read = endpoint("http://example.fi:8081/hook/").unwrap();
        assert_eq!(
            (read.host.as_str(), read.port, read.path.as_str()),
            ("example.fi", 8081, "/hook")
        );
        let read = endpoint("HTTP://[::1]").unwrap();
        assert_eq!((read.host.as_str(), read.port, read.path.as_str()), ("::1", 80, ""));
        assert!(Reach::Public.check(&read).is_err());
        for text in [
            "",
            "example.fi",
            "ftp://a",
            "https://a.fi",
            "http://",
            "http://a:b@c/",
            "http://a:x/",
            "http://a b/",
            "http://a/\r\nX: y",
            "http://a/#b",
            "file:///etc/passwd",
        ] {
            assert!(endpoint(text).is_err(), "{text}");
        }
        assert_eq!(header("Authorization:  Bearer x ").unwrap(), "Authorization: Bearer x");
        for line in
            ["", "no colon", "A b: c", "Host: x", "content-length: 5", "A: b\r\nC: d", ": x"]
        {
            assert!(header(line).is_err(), "{line}");
        }
    }
}
