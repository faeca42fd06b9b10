//! The program that drives the browser. It chooses a free port itself and says which.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};
use tempfile::TempDir;

/// How many drivers are started before it is given up.
const ATTEMPTS: usize = 5;

/// A running driver with a scratch folder of its own; both go when it is dropped.
pub(crate) struct Driver {
    child: Child,
    port: u16,
    scratch: TempDir,
}

impl Driver {
    /// Starts a driver on a free port. A driver takes the same port of both families of addresses and ends
    /// when the second is in use: then another is started, which chooses another port.
    pub(crate) fn start(program: &Path) -> Result<Self> {
        let mut said = String::new();
        for _ in 0..ATTEMPTS {
            match Self::attempt(program)? {
                Ok(driver) => return Ok(driver),
                Err(words) => said = words,
            }
        }
        bail!("{ATTEMPTS} drivers ended before they had said their port; the last said: {said}")
    }

    // The driver, or what it said before it ended.
    fn attempt(program: &Path) -> Result<Result<Self, String>> {
        let scratch = tempfile::tempdir().context("making a scratch folder")?;
        let errors = scratch.path().join("errors");
        let mut child = Command::new(program)
            .args(["--port=0", "--log-level=WARNING"])
            .env("TMPDIR", scratch.path())
            // The browser it starts is of its group, and so can be ended with it.
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::create(&errors).context("making the file of its errors")?)
            .spawn()
            .with_context(|| format!("starting {}", program.display()))?;
        let output = child.stdout.take().context("the driver's output is piped")?;
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let mut said = Vec::new();
        let found = lines.find_map(|line| {
            let port = port(&line);
            said.push(line);
            port
        });
        // The driver must never wait for somebody to read what it says.
        std::thread::spawn(move || lines.for_each(drop));
        // Made in any case: its end ends the process.
        let driver = Self { child, port: found.unwrap_or_default(), scratch };
        if found.is_some() {
            return Ok(Ok(driver));
        }
        said.push(fs::read_to_string(&errors).context("reading its errors")?);
        Ok(Err(said.join("\n")))
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
    use std::path::PathBuf;

    use super::*;

    // A script of the shell in place of the driver. Another process writes it: a program that this one
    // still held open could not be started.
    fn scripted(folder: &Path, script: &str) -> PathBuf {
        let (text, program) = (folder.join("text"), folder.join("driver"));
        fs::write(&text, format!("#!/bin/sh\n{script}\n")).unwrap();
        let install = Command::new("install").args(["-m", "700"]).args([&text, &program]).status();
        assert!(install.unwrap().success());
        program
    }

    #[test]
    fn a_driver_whose_port_was_taken_is_started_anew() {
        let folder = tempfile::tempdir().unwrap();
        let count = folder.path().join("count");
        let script = format!(
            "echo x >> {0}; [ $(wc -l < {0}) -ge 3 ] || exit 1\n\
             echo ChromeDriver was started successfully on port 40123.; sleep 60",
            count.display()
        );
        let driver = Driver::start(&scripted(folder.path(), &script)).unwrap();
        assert_eq!(driver.address(), "http://127.0.0.1:40123");
        assert_eq!(fs::read_to_string(count).unwrap().lines().count(), 3);
    }

    #[test]
    fn a_driver_that_never_starts_is_given_up_with_its_words() {
        let folder = tempfile::tempdir().unwrap();
        let program = scripted(folder.path(), "echo port in use; echo not ours >&2; exit 1");
        let error = Driver::start(&program).err().unwrap().to_string();
        assert!(error.ends_with("the last said: port in use\nnot ours\n"), "{error}");
    }

    #[test]
    fn the_port_is_read_from_what_the_driver_says() {
        assert_eq!(port("ChromeDriver was started successfully on port 40123."), Some(40123));
        assert_eq!(port("Starting ChromeDriver 156.0 on port 0"), None);
    }
}
