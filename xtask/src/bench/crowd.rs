//! A county's working day at its busiest: residents who read and choose, professionals with live queues,
//! all at once. Each waits for its own answers, as people do; a page's time counts from when it was due.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::thread::Scope;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, bail};

use super::findings::Findings;
use super::latency::{Latencies, millis};
use super::load::whole_body;
use super::process::Served;
use super::{Options, county};
use crate::house::House;
use crate::say::say;

const RESIDENTS: u64 = 2_000;
const PROFESSIONALS: u64 = 500;
/// How long somebody reads before the next page, on average.
const RESIDENT_READS: Duration = Duration::from_secs(15);
const PROFESSIONAL_READS: Duration = Duration::from_secs(20);
/// A contact comes in so often, somewhere in the county: twice as many as in the busiest hour of a county with
/// four thousand a day.
const CONTACT_EVERY: Duration = Duration::from_secs(3);
/// Colleagues fetch a changed queue within this time, each at its own instant, as the page's script does.
const SPREAD_MILLIS: u64 = 200;
const PEER_EVERY: Duration = Duration::from_millis(100);
const WARM_UP: Duration = Duration::from_secs(20);
const LASTS: Duration = Duration::from_mins(2);
const STACK: usize = 256 * 1024;

/// Builds the county, seats the crowd, and measures.
pub(super) fn measure(
    house: &House,
    polku: &Path,
    options: &Options,
    findings: &mut Findings,
) -> Result<()> {
    say(&format!("crowd: {RESIDENTS} residents and {PROFESSIONALS} professionals at once"));
    let scratch = tempfile::tempdir()?;
    let data = scratch.path().join("county");
    let arguments = county::arguments(options);
    Served::start(polku, &data, &arguments)?.0.stop()?;
    let seats = seats(house, &data)?;
    // What building wrote reaches the disk before anything is measured, not meanwhile.
    std::process::Command::new("sync").status().context("syncing the disk")?;
    let (served, _) = Served::start(polku, &data, &arguments)?;
    let address = served.base().trim_start_matches("http://").parse()?;
    let told = Crowd::new(address).gathers(&seats, &scratch.path().join("peer"))?;
    told.tell(findings);
    findings.note("memory at its highest", format!("{} MiB", served.memory("VmHWM")?));
    served.stop()?;
    Ok(())
}

/// Somebody with a session.
struct Seat {
    resident: bool,
    cookie: String,
    csrf: String,
    case: String,
    person: String,
    unit: String,
}

fn seats(house: &House, data: &Path) -> Result<Vec<Seat>> {
    let folder = data.to_str().context("the folder has a name in plain letters")?;
    let (residents, professionals) = (RESIDENTS.to_string(), PROFESSIONALS.to_string());
    let mut arguments = vec!["run", "--release", "--package=server", "--example=crowd", "--"];
    arguments.extend([folder, &residents, &professionals]);
    let output = house.cargo(&arguments).stderr(std::process::Stdio::inherit()).output()?;
    if !output.status.success() {
        bail!("the crowd found no seats");
    }
    let seat = |line: &str| {
        let mut words = line.split(' ').map(str::to_owned);
        let mut next = || words.next().unwrap_or_default();
        Seat {
            resident: next() == "resident",
            cookie: format!("polku={}", next()),
            csrf: next(),
            case: next(),
            person: next(),
            unit: next(),
        }
    };
    let seats: Vec<Seat> = String::from_utf8(output.stdout)?.lines().map(seat).collect();
    let residents = seats.iter().filter(|seat| seat.resident).count() as u64;
    if residents < RESIDENTS {
        bail!("the county has only {residents} residents with open matters");
    }
    Ok(seats)
}

/// The times of pages by name.
type Times = HashMap<&'static str, Vec<Duration>>;

/// What came of it.
#[derive(Default)]
struct Told {
    pages: Times,
    seen: Vec<Duration>,
    disk: Vec<Duration>,
    contacts: usize,
}

impl Told {
    fn tell(self, findings: &mut Findings) {
        let all: usize = self.pages.values().map(Vec::len).sum();
        let asked = format!("{all} in {} s, {} contacts", LASTS.as_secs(), self.contacts);
        findings.note("pages answered to the crowd", asked);
        let mut names: Vec<_> = self.pages.into_iter().collect();
        names.sort_by_key(|(name, _)| *name);
        for (name, times) in names {
            hold(findings, name, times, 50);
        }
        let mut disk = Latencies::default();
        disk.extend(self.disk);
        let (middle, p99, most) = (disk.within(500), disk.within(990), disk.within(1_000));
        let (middle, p99, most) = (millis(middle), millis(p99), millis(most));
        findings.note("the bare disk beside it", format!("p50 {middle}, p99 {p99}, most {most}"));
        hold(findings, "a change of the queue until a colleague sees it", self.seen, 300);
    }
}

fn hold(findings: &mut Findings, name: &str, times: Vec<Duration>, most: u128) {
    let count = times.len();
    let mut latencies = Latencies::default();
    latencies.extend(times);
    let (middle, p99) = (latencies.within(500), latencies.within(990));
    let measured = format!("p50 {}, p99 {} (of {count})", millis(middle), millis(p99));
    let met = count > 0 && p99.as_millis() < most;
    findings.hold(name, measured, &format!("p99 < {most} ms"), met);
}

/// What all tell together, or the first fault.
#[derive(Default)]
struct Sum {
    told: Mutex<Told>,
    fault: Mutex<Option<anyhow::Error>>,
}

impl Sum {
    fn add(&self, part: Result<Told>) {
        match part {
            Ok(part) => {
                let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
                for (name, times) in part.pages {
                    told.pages.entry(name).or_default().extend(times);
                }
                told.seen.extend(part.seen);
                told.disk.extend(part.disk);
                told.contacts += part.contacts;
            }
            Err(error) => {
                let mut fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
                fault.get_or_insert(error);
            }
        }
    }

    fn whole(self) -> Result<Told> {
        match self.fault.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some(error) => Err(error),
            None => Ok(self.told.into_inner().unwrap_or_else(PoisonError::into_inner)),
        }
    }
}

/// Gives somebody a thread of their own: most of them sleep most of the time.
fn sit<'scope>(
    scope: &'scope Scope<'scope, '_>,
    told: &'scope Sum,
    work: impl FnOnce() -> Result<Told> + Send + 'scope,
) -> Result<()> {
    let thread = std::thread::Builder::new().stack_size(STACK);
    thread.spawn_scoped(scope, move || told.add(work())).context("seating somebody")?;
    Ok(())
}

/// The crowd before the door.
struct Crowd {
    address: SocketAddr,
    counts_from: Instant,
    ends: Instant,
    /// The words of the latest contact of a unit, and when its receipt was known.
    latest: Mutex<HashMap<String, (String, Instant)>>,
}

impl Crowd {
    fn new(address: SocketAddr) -> Self {
        let counts_from = Instant::now() + WARM_UP;
        Self { address, counts_from, ends: counts_from + LASTS, latest: Mutex::default() }
    }

    fn gathers(&self, seats: &[Seat], peer: &Path) -> Result<Told> {
        let told = Sum::default();
        let staff: Vec<_> = seats.iter().filter(|seat| !seat.resident).collect();
        std::thread::scope(|scope| -> Result<()> {
            for (number, seat) in (0..).zip(seats) {
                sit(scope, &told, move || self.reads(seat, number))?;
                if !seat.resident {
                    sit(scope, &told, move || self.watches(seat, number))?;
                }
            }
            sit(scope, &told, || self.writes_beside(peer))?;
            sit(scope, &told, || self.contacts(&staff))
        })?;
        told.whole()
    }

    /// Reads one page after the other, with pauses between.
    fn reads(&self, seat: &Seat, number: u64) -> Result<Told> {
        let (mut dice, mut line) = (Dice(number), Line::new(self.address, seat));
        let mut told = Told::default();
        let pause = if seat.resident { RESIDENT_READS } else { PROFESSIONAL_READS };
        // Nobody comes in at the same instant as everybody else.
        let mut due = Instant::now() + pause.mul_f64(dice.share());
        while due < self.ends {
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            let (name, path) = page(seat, dice.share());
            line.get(&path)?;
            if due >= self.counts_from {
                told.pages.entry(name).or_default().push(due.elapsed());
            }
            due += pause.mul_f64(0.5 + dice.share());
        }
        Ok(told)
    }

    /// Keeps the queue open, and fetches it again when it is told to.
    fn watches(&self, seat: &Seat, number: u64) -> Result<Told> {
        let (mut dice, mut line) = (Dice(!number), Line::new(self.address, seat));
        let mut told = Told::default();
        std::thread::sleep(WARM_UP.mul_f64(0.5 * dice.share()));
        let queue = line.get("/fi/work/queue")?;
        let live = queue.split_once("data-live=\"").and_then(|(_, rest)| rest.split_once('"'));
        let (live, _) = live.context("the queue is not live")?;
        let mut events = Events::open(self.address, seat, &live.replace("&amp;", "&"))?;
        let mut seen = String::new();
        while events.hear(self.ends)? {
            std::thread::sleep(Duration::from_millis(dice.below(SPREAD_MILLIS)));
            let due = Instant::now();
            let page = line.get("/fi/work/queue")?;
            let came = Instant::now();
            if due >= self.counts_from {
                told.pages.entry("queue, fetched again").or_default().push(due.elapsed());
            }
            let latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
            let Some((words, since)) = latest.get(&seat.unit) else { continue };
            if *words != seen && page.contains(words.as_str()) {
                seen.clone_from(words);
                if *since >= self.counts_from {
                    told.seen.push(came.saturating_duration_since(*since));
                }
            }
        }
        Ok(told)
    }

    /// Records contacts that come by phone, each in another unit than the one before.
    fn contacts(&self, staff: &[&Seat]) -> Result<Told> {
        let mut told = Told::default();
        std::thread::sleep(WARM_UP);
        let mut due = Instant::now();
        for (number, seat) in staff.iter().cycle().step_by(7).enumerate() {
            if due >= self.ends {
                break;
            }
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            let words = format!("Soitto-{number}-");
            let form = [
                ("csrf", seat.csrf.as_str()),
                ("channel", "phone"),
                ("topic", "illness"),
                ("words", &words),
                ("unit", &seat.unit),
                ("service-language", "fi"),
            ];
            let form: Vec<_> = form.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let path = format!("/fi/work/people/{}/contact", seat.person);
            Line::new(self.address, seat).post(&path, &form.join("&"))?;
            if due >= self.counts_from {
                told.pages.entry("a contact recorded").or_default().push(due.elapsed());
                told.contacts += 1;
            }
            let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
            latest.insert(seat.unit.clone(), (words, Instant::now()));
            due += CONTACT_EVERY;
        }
        Ok(told)
    }

    /// The peer: what the bare disk needs in the same minutes to keep one page of a store.
    fn writes_beside(&self, path: &Path) -> Result<Told> {
        let mut file = std::fs::File::create(path).context("making the peer's file")?;
        let (mut told, page) = (Told::default(), [1; 4_096]);
        let mut due = self.counts_from;
        while due < self.ends {
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            let began = Instant::now();
            file.write_all(&page)?;
            file.sync_data()?;
            told.disk.push(began.elapsed());
            due += PEER_EVERY;
        }
        Ok(told)
    }
}

/// What somebody looks at next.
fn page(seat: &Seat, share: f64) -> (&'static str, String) {
    let Seat { case, .. } = seat;
    let pages: [(f64, &'static str, String); 5] = if seat.resident {
        [
            (0.35, "resident: matters", "/fi/matters".to_owned()),
            (0.65, "resident: a matter", format!("/fi/matters/{case}")),
            (0.80, "resident: get in touch", "/fi/contact/matter".to_owned()),
            (0.90, "resident: who has looked", "/fi/looks".to_owned()),
            (1.00, "resident: messages", "/fi/reach".to_owned()),
        ]
    } else {
        [
            (0.30, "professional: queue", "/fi/work/queue".to_owned()),
            (0.50, "professional: work", "/fi/work".to_owned()),
            (0.75, "professional: a case", format!("/fi/work/cases/{case}")),
            (0.90, "professional: my day", "/fi/work/day".to_owned()),
            (1.00, "professional: calls", "/fi/work/calls".to_owned()),
        ]
    };
    let chosen = pages.into_iter().find(|(until, ..)| share < *until);
    chosen.map_or(("resident: matters", "/fi/matters".to_owned()), |(_, name, path)| (name, path))
}

/// A small generator: the same crowd in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound.max(1)
    }

    #[expect(clippy::cast_precision_loss, reason = "a share needs no more than a float has")]
    fn share(&mut self) -> f64 {
        self.below(1 << 20) as f64 / (1_u64 << 20) as f64
    }
}

/// A connection that stays open between pages; one that the server has closed is opened again.
struct Line<'s> {
    address: SocketAddr,
    seat: &'s Seat,
    stream: Option<TcpStream>,
}

impl<'s> Line<'s> {
    fn new(address: SocketAddr, seat: &'s Seat) -> Self {
        Self { address, seat, stream: None }
    }

    fn get(&mut self, path: &str) -> Result<String> {
        let head = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n", self.address);
        let (status, body) = self.ask(&format!("{head}Cookie: {}\r\n\r\n", self.seat.cookie))?;
        if status != 200 {
            bail!("{path} answered {status}: {}", body.chars().take(600).collect::<String>());
        }
        Ok(body)
    }

    fn post(&mut self, path: &str, form: &str) -> Result<()> {
        let (address, cookie) = (self.address, &self.seat.cookie);
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\n\
             Cookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\n\r\n{form}",
            form.len()
        );
        let (status, body) = self.ask(&head)?;
        if status != 303 {
            bail!("{path} answered {status}: {}", body.chars().take(600).collect::<String>());
        }
        Ok(())
    }

    fn ask(&mut self, request: &str) -> Result<(u16, String)> {
        if let Some(stream) = self.stream.take()
            && let Ok((answer, stream)) = exchange(stream, request)
        {
            self.stream = Some(stream);
            return Ok(answer);
        }
        let stream = TcpStream::connect(self.address).context("connecting")?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        let (answer, stream) = exchange(stream, request)?;
        self.stream = Some(stream);
        Ok(answer)
    }
}

fn exchange(mut stream: TcpStream, request: &str) -> Result<((u16, String), TcpStream)> {
    stream.write_all(request.as_bytes())?;
    let (mut heard, mut piece) = (Vec::new(), [0; 16 * 1024]);
    loop {
        let read = stream.read(&mut piece)?;
        if read == 0 {
            bail!("the connection was closed");
        }
        heard.extend_from_slice(piece.get(..read).unwrap_or_default());
        if let Some(body) = whole_body(&heard)? {
            let status = heard.get(9..12).and_then(|code| std::str::from_utf8(code).ok());
            let status = status.and_then(|code| code.parse().ok()).context("no status")?;
            return Ok(((status, String::from_utf8_lossy(body).into_owned()), stream));
        }
    }
}

/// A stream of events.
struct Events(BufReader<TcpStream>);

impl Events {
    fn open(address: SocketAddr, seat: &Seat, path: &str) -> Result<Self> {
        let mut stream = TcpStream::connect(address).context("connecting")?;
        stream.set_read_timeout(Some(Duration::from_millis(500)))?;
        let head = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {}\r\n", seat.cookie);
        stream.write_all(format!("{head}Accept: text/event-stream\r\n\r\n").as_bytes())?;
        Ok(Self(BufReader::new(stream)))
    }

    /// Waits for the next change; false when the time is over.
    fn hear(&mut self, until: Instant) -> Result<bool> {
        let mut line = String::new();
        while Instant::now() < until {
            match self.0.read_line(&mut line) {
                Ok(0) => return Err(anyhow!("the stream of events was closed")),
                Ok(_) if line.starts_with("event: changed") => return Ok(true),
                Ok(_) if line.starts_with("HTTP/1.1 ") && !line.starts_with("HTTP/1.1 200") => {
                    bail!("the stream of events answered {line}")
                }
                Ok(_) => line.clear(),
                // What was read of a line before the pause stays in it.
                Err(pause) if pause.kind() == std::io::ErrorKind::WouldBlock => {}
                Err(fault) => return Err(fault).context("reading events"),
            }
        }
        Ok(false)
    }
}
