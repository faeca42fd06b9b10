//! The HTML checker, run once over all pages of a journey: starting it costs more than checking.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::tools::Tools;

#[derive(Deserialize)]
struct Answer {
    messages: Vec<Message>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    url: Option<String>,
    last_line: Option<u32>,
    #[serde(rename = "message")]
    text: String,
    extract: Option<String>,
}

/// Errors in the HTML files of a folder, one line each.
pub(crate) fn problems(tools: &Tools, folder: &Path) -> Result<Vec<String>> {
    let output = Command::new("java")
        .arg("-jar")
        .arg(&tools.html_checker)
        .args(["--errors-only", "--format", "json", "--exit-zero-always"])
        .arg(folder)
        .stdin(Stdio::null())
        .output()
        .context("starting the HTML checker")?;
    let answer: Answer = serde_json::from_slice(&output.stderr).with_context(|| {
        format!("the HTML checker said: {}", String::from_utf8_lossy(&output.stderr))
    })?;
    let line = |message: Message| {
        let url = message.url.unwrap_or_default();
        let page = url.rsplit('/').next().unwrap_or_default();
        let near = message.extract.unwrap_or_default().replace('\n', " ");
        let line = message.last_line.unwrap_or_default();
        format!("html {page}:{line}: {} near {near}", message.text)
    };
    Ok(answer.messages.into_iter().map(line).collect())
}
