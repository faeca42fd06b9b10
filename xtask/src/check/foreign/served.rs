//! The release binary with a small county of its own and a token for programs: started on a free port,
//! asked for its own counters, stopped as an operator stops it.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::{Context as _, Result, bail};

use super::Tally;
use crate::house::House;
use crate::say::say;

const RESIDENTS: &str = "300";
const OPEN: &str = "Polku is open at http://";

/// A served Polku.
pub(super) struct Served {
    child: Child,
    address: String,
    token: String,
    log: PathBuf,
    // While it is held, the program can print.
    _printed: BufReader<ChildStdout>,
}

/// What the FHIR door counted.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Answered {
    pub(super) all: u64,
    pub(super) faults: u64,
}

impl Served {
    /// Builds a county, takes these files in, makes a token and serves.
    pub(super) fn start(house: &House, folder: &Path, files: &[PathBuf]) -> Result<Self> {
        let data = folder.join("county");
        if data.exists() {
            fs::remove_dir_all(&data).with_context(|| format!("removing {}", data.display()))?;
        }
        let polku = house.polku();
        let polku = || {
            let mut command = Command::new(&polku);
            command.arg("--data").arg(&data).stdin(Stdio::null());
            command
        };
        told(polku().args(["demo", "--residents", RESIDENTS, "--build-only"]))?;
        if !files.is_empty() {
            told(polku().arg("import").args(files))?;
        }
        let token = told(polku().args(["token", "add", "--name", "foreign"]))?.trim().to_owned();
        let log = folder.join("county.log");
        let mut serve = polku();
        serve.args(["demo", "--residents", RESIDENTS, "--listen", "127.0.0.1:0"]);
        serve.stdout(Stdio::piped()).stderr(File::create(&log)?);
        let mut child = serve.spawn().context("starting polku")?;
        let printed = child.stdout.take().context("what it prints is piped")?;
        let mut printed = BufReader::new(printed);
        let mut line = String::new();
        let address = loop {
            line.clear();
            if printed.read_line(&mut line)? == 0 {
                let said = fs::read_to_string(&log).unwrap_or_default();
                bail!("polku ended before it was open:\n{said}");
            }
            if let Some(address) = line.trim().strip_prefix(OPEN) {
                break address.to_owned();
            }
        };
        say(&format!("a county of {RESIDENTS} residents is open at http://{address}"));
        Ok(Self { child, address, token, log, _printed: printed })
    }

    /// Tells a script where it is and how to get in.
    pub(super) fn known_to(&self, mut script: Command) -> Command {
        script.env("POLKU_FHIR", format!("http://{}/fhir", self.address));
        script.env("POLKU_TOKEN", &self.token);
        script
    }

    /// What it has answered up to now.
    pub(super) fn answered(&self) -> Result<Answered> {
        let mut stream = TcpStream::connect(&self.address).context("polku does not answer")?;
        write!(stream, "GET /metrics HTTP/1.0\r\nHost: {}\r\n\r\n", self.address)?;
        let mut text = String::new();
        stream.read_to_string(&mut text)?;
        Ok(counted(&text))
    }

    /// Stops it; good when it stopped well and nothing broke in it.
    pub(super) fn stop(mut self) -> Result<Tally> {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status();
        asked.context("starting kill")?;
        let ended = self.child.wait()?;
        let log = fs::read_to_string(&self.log)?;
        let broken = |line: &&str| line.contains("panicked at") || line.contains("ERROR");
        let bad: Vec<&str> = log.lines().filter(broken).collect();
        for line in bad.iter().take(20) {
            say(line);
        }
        if !ended.success() {
            say(&format!("polku ended with {ended}"));
        }
        Ok(Tally::one(ended.success() && bad.is_empty()))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing left to do.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Runs `polku` to its end and gives what it printed.
fn told(command: &mut Command) -> Result<String> {
    let output = command.output().context("starting polku")?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    // Two means that something was kept aside, which an import may.
    if !matches!(output.status.code(), Some(0 | 2)) {
        bail!("polku failed:\n{said}{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(said)
}

fn counted(metrics: &str) -> Answered {
    let mut answered = Answered::default();
    for line in metrics.lines() {
        let Some(rest) = line.strip_prefix("polku_requests_total{door=\"fhir\",class=\"") else {
            continue;
        };
        let count = rest.rsplit(' ').next().and_then(|count| count.parse().ok()).unwrap_or(0);
        answered.all += count;
        if rest.starts_with("5xx") {
            answered.faults += count;
        }
    }
    answered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_answered_is_counted_by_class() {
        let metrics = "# HELP x\n\
            polku_requests_total{door=\"pages\",class=\"5xx\"} 9\n\
            polku_requests_total{door=\"fhir\",class=\"2xx\"} 40\n\
            polku_requests_total{door=\"fhir\",class=\"5xx\"} 2\n";
        assert_eq!(counted(metrics), Answered { all: 42, faults: 2 });
    }
}
