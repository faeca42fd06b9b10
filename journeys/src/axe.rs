//! The accessibility checker: what it calls serious or critical must not be there.

use std::fs;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::browser::Browser;
use crate::tools::Tools;

#[derive(Deserialize)]
struct Violation {
    id: String,
    impact: Option<String>,
    help: String,
    places: Vec<String>,
}

/// Runs the checker in the page and shortens its answer.
const RUN: &str = "
    const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ['violations'] }).then(
        (results) => done(results.violations.map(({ id, impact, help, nodes }) => ({
            id, impact, help, places: nodes.map((node) => node.html.slice(0, 160)),
        }))),
        (fault) => done([{ id: 'axe', impact: 'critical', help: String(fault), places: [] }]));";

/// Serious and critical problems of the page, one line each.
pub(crate) async fn problems(tools: &Tools, browser: &Browser) -> Result<Vec<String>> {
    let there: bool = browser.script("return typeof axe === 'object'").await?;
    if !there {
        let axe = fs::read_to_string(&tools.axe).context("reading axe")?;
        // A page may hold a module loader's names; axe must end up in the window all the same.
        browser.script::<Option<bool>>(&format!("{axe}\nwindow.axe = axe; return true;")).await?;
    }
    let violations: Vec<Violation> = browser.slow_script(RUN).await?;
    let bad =
        |violation: &Violation| matches!(violation.impact.as_deref(), Some("serious" | "critical"));
    let line = |violation: Violation| {
        format!("axe {}: {}: {}", violation.id, violation.help, violation.places.join(" "))
    };
    Ok(violations.into_iter().filter(bad).map(line).collect())
}
