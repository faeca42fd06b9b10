//! A small demo county, started from the release binary on a free port and stopped when dropped.

use std::fs::{self, File};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use tempfile::TempDir;

use crate::post::Post;
use crate::tools;

/// The county that journeys walk through is always the same one.
const COUNTY: [&str; 6] = ["--residents", "2000", "--seed", "7", "--today", "2026-11-20"];
const READY_WITHIN: Duration = Duration::from_mins(3);
const LETTER_WITHIN: Duration = Duration::from_mins(1);
const LOG_LINES_SHOWN: usize = 20;

/// A running Polku.
pub struct Polku {
    child: Child,
    address: String,
    folder: TempDir,
    post: Post,
}

impl Polku {
    /// Builds and serves the demo county, and waits until it answers.
    pub async fn demo() -> Result<Self> {
        let folder = tempfile::tempdir().context("making a folder for the data")?;
        let listen = format!("127.0.0.1:{}", free_port()?);
        let log = File::create(folder.path().join("log")).context("making the log")?;
        let post = Post::open()?;
        let child = Command::new(tools::polku()?)
            .arg("demo")
            .args(COUNTY)
            .args(["--smtp", &post.address.to_string(), "--mail-from", "polku@example.fi"])
            .args(["--address", &format!("http://{listen}")])
            .args(["--listen", &listen, "--data"])
            .arg(folder.path().join("data"))
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .context("starting polku")?;
        let mut polku = Self { child, address: format!("http://{listen}"), folder, post };
        polku.ready().await?;
        Ok(polku)
    }

    /// Where it is, without a slash at the end.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The link of the letter that a resident was sent, after its language; waits for it.
    pub async fn link(&self) -> Result<String> {
        let began = Instant::now();
        while began.elapsed() < LETTER_WITHIN {
            if let Some(link) = self.post.link() {
                return Ok(link);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        bail!("no letter came within {} s:\n{}", LETTER_WITHIN.as_secs(), self.log());
    }

    /// Writes a resource as a program does, with the token that the demo prints.
    pub async fn puts(&self, address: &str, resource: &Value) -> Result<()> {
        let request = reqwest::Client::new()
            .put(format!("{}/fhir/{address}", self.address))
            .bearer_auth(self.token()?)
            .header("content-type", "application/fhir+json")
            .body(resource.to_string());
        let answer = request.send().await.with_context(|| format!("writing {address}"))?;
        if !answer.status().is_success() {
            bail!("{address} answers {}: {}", answer.status(), answer.text().await?);
        }
        Ok(())
    }

    /// Plays a day of telephone calls, as the README says; gives what the exchange printed.
    pub fn rings(&self, arguments: &[&str]) -> Result<String> {
        let output = Command::new(tools::polku()?)
            .args(["phone-exchange", "--server", &self.address])
            .args(arguments)
            .env("POLKU_TOKEN", self.token()?)
            .output()
            .context("starting the exchange")?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() {
            bail!("the exchange stopped: {said}{}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(said)
    }

    /// The token of a program that the demo prints.
    fn token(&self) -> Result<String> {
        let log = fs::read_to_string(self.folder.path().join("log")).context("reading the log")?;
        let token = log.lines().find_map(|line| Some(line.split_once("Bearer ")?.1.trim()));
        token.map(str::to_owned).context("the demo prints a token")
    }

    async fn ready(&mut self) -> Result<()> {
        let began = Instant::now();
        while began.elapsed() < READY_WITHIN {
            if let Some(status) = self.child.try_wait()? {
                bail!("polku ended ({status}) before it answered:\n{}", self.log());
            }
            let answer = reqwest::get(format!("{}/health", self.address)).await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        bail!("polku did not answer within {} s:\n{}", READY_WITHIN.as_secs(), self.log());
    }

    /// The last lines that it wrote.
    fn log(&self) -> String {
        let text = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        let lines: Vec<&str> = text.lines().rev().take(LOG_LINES_SHOWN).collect();
        lines.into_iter().rev().collect::<Vec<_>>().join("\n")
    }
}

impl Drop for Polku {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing left to do.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("looking for a free port")?;
    Ok(listener.local_addr()?.port())
}
