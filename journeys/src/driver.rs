//! The program that drives the browser. It chooses a free port itself and says which.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result};
use tempfile::TempDir;

use crate::tools::Tools;

/// A running driver with a scratch folder of its own; both go when it is dropped.
pub(crate) struct Driver {
    child: Child,
    port: u16,
    scratch: TempDir,
}

impl Driver {
    /// Starts a driver on a free port.
    pub(crate) fn start(tools: &Tools) -> Result<Self> {
        let scratch = tempfile::tempdir().context("making a scratch folder")?;
        let mut child = Command::new(&tools.driver)
            .args(["--port=0", "--log-level=WARNING"])
            .env("TMPDIR", scratch.path())
            // The browser it starts is of its group, and so can be ended with it.
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("starting {}", tools.driver.display()))?;
        let output = child.stdout.take().context("the driver's output is piped")?;
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let port = lines.find_map(|line| port(&line));
        // The driver must never wait for somebody to read what it says.
        std::thread::spawn(move || lines.for_each(drop));
        let driver = Self { child, port: port.unwrap_or_default(), scratch };
        port.context("the driver ended before it had said its port")?;
        Ok(driver)
    }

    /// Its address.
    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// A folder for the browser's profile, new each time.
    pub(crate) fn profile(&self) -> String {
        self.scratch.path().join("profile").display().to_string()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // A test that failed has not closed its window: the whole group goes, driver and browser.
        let group = format!("-{}", self.child.id());
        drop(Command::new("kill").args(["-KILL", "--", &group]).status());
        drop(self.child.wait());
    }
}

/// Reads `ChromeDriver was started successfully on port 40123.`
fn port(line: &str) -> Option<u16> {
    let (_, rest) = line.split_once("successfully on port ")?;
    rest.trim_end_matches('.').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_read_from_what_the_driver_says() {
        assert_eq!(port("ChromeDriver was started successfully on port 40123."), Some(40123));
        assert_eq!(port("Starting ChromeDriver 156.0 on port 0"), None);
    }
}
