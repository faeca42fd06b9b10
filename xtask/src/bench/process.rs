//! The release binary as a process: started on a free port, waited for, weighed, asked to stop.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Read as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use super::http::Client;
use crate::house::House;
use crate::say::say;

const READY_WITHIN: Duration = Duration::from_mins(15);
const STOP_WITHIN: Duration = Duration::from_secs(30);

/// Builds the release binary, so that what is measured is what is here.
pub(super) fn build(house: &House) -> Result<PathBuf> {
    say("building the release binary");
    let status = house.cargo(&["build", "--release", "--package=server", "--locked"]).status()?;
    if !status.success() {
        bail!("the release binary does not build");
    }
    Ok(house.polku())
}

/// A served Polku.
pub(super) struct Served {
    child: Child,
    base: String,
    log: PathBuf,
}

impl Served {
    /// Starts `polku` with these arguments and waits for its first good answer.
    pub(super) fn start(
        polku: &Path,
        data: &Path,
        arguments: &[impl AsRef<OsStr>],
    ) -> Result<(Self, Duration)> {
        let listen = format!("127.0.0.1:{}", free_port()?);
        let log = data.with_extension("log");
        let file = File::create(&log).with_context(|| format!("making {}", log.display()))?;
        let began = Instant::now();
        let child = Command::new(polku)
            .args(arguments)
            .args(["--listen", &listen, "--data"])
            .arg(data)
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file)
            .spawn()
            .context("starting polku")?;
        let mut served = Self { child, base: format!("http://{listen}"), log };
        served.wait(began)?;
        Ok((served, began.elapsed()))
    }

    /// Its address.
    pub(super) fn base(&self) -> &str {
        &self.base
    }

    /// The memory that the kernel counts for it: a field of `/proc/<pid>/status`, in mebibytes.
    pub(super) fn memory(&self, field: &str) -> Result<u64> {
        let path = format!("/proc/{}/status", self.child.id());
        let text = fs::read_to_string(&path).with_context(|| format!("reading {path}"))?;
        kibibytes(&text, field)
            .map(|size| size / 1024)
            .with_context(|| format!("no {field} in {path}"))
    }

    /// Asks it to stop, as an operator's system does, and waits until it has.
    pub(super) fn stop(mut self) -> Result<Duration> {
        let began = Instant::now();
        let status = Command::new("kill").arg(self.child.id().to_string()).status();
        status.context("starting kill")?;
        while began.elapsed() < STOP_WITHIN {
            if self.child.try_wait()?.is_some() {
                return Ok(began.elapsed());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        bail!("polku did not stop within {} s of SIGTERM", STOP_WITHIN.as_secs());
    }

    fn wait(&mut self, began: Instant) -> Result<()> {
        let client = Client::new(&self.base);
        while began.elapsed() < READY_WITHIN {
            if let Some(status) = self.child.try_wait()? {
                let log = fs::read_to_string(&self.log).unwrap_or_default();
                bail!("polku ended ({status}) before it answered:\n{log}");
            }
            if client.get("/health").is_ok_and(|answer| answer.status == 200) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        bail!("polku did not answer within {} s", READY_WITHIN.as_secs());
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing left to do.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Runs `polku` to its end, and gives what it printed and how long it took.
pub(super) fn run(polku: &Path, data: &Path, arguments: &[&str]) -> Result<(String, Duration)> {
    let began = Instant::now();
    let output = Command::new(polku)
        .args(arguments)
        .arg("--data")
        .arg(data)
        .stdin(Stdio::null())
        .output()
        .context("starting polku")?;
    let took = began.elapsed();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("polku {} failed:\n{said}{complaint}", arguments.join(" "));
    }
    Ok((said, took))
}

/// The store's file: the one database in the folder.
pub(super) fn store(data: &Path) -> Result<PathBuf> {
    for entry in fs::read_dir(data).with_context(|| format!("reading {}", data.display()))? {
        let path = entry?.path();
        if path.is_file() && is_database(&path) {
            return Ok(path);
        }
    }
    bail!("there is no database in {}", data.display());
}

fn is_database(path: &Path) -> bool {
    let mut head = [0; 16];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && head == *b"SQLite format 3\0"
}

fn kibibytes(status: &str, field: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("looking for a free port")?;
    Ok(listener.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_read_by_its_whole_name() {
        let status = "VmPeak:\t  900 kB\nVmRSS:\t  2048 kB\nVmRSSx:\t 1 kB\n";
        assert_eq!(kibibytes(status, "VmRSS"), Some(2048));
        assert_eq!(kibibytes(status, "Vm"), None);
    }
}
