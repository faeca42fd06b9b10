//! `polku path`: the paths that the content knows, their faults, and their drawings.

use std::process::ExitCode;

use anyhow::{Context as _, bail};
use care::language::Language;
use care::path::OrganisationKind;

use super::open::Place;
use super::{DrawPath, ExportPath, say};
use crate::content::{self, Content, Problem};
use crate::paths::{self, PathFile};

pub(super) fn list(place: &Place) -> anyhow::Result<ExitCode> {
    let (content, _) = read(place)?;
    for file in content.paths.values() {
        say(&line(file));
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn check(place: &Place) -> anyhow::Result<ExitCode> {
    let (content, problems) = read(place)?;
    for problem in &problems {
        say(&problem.to_string());
    }
    if !problems.is_empty() {
        say(&format!("{} faults", problems.len()));
        return Ok(ExitCode::FAILURE);
    }
    let scenarios: usize = content.paths.values().map(|file| file.scenarios).sum();
    say(&format!("{} paths, {scenarios} scenarios walked; no faults", content.paths.len()));
    for draft in content.paths.values().filter(|file| !file.published) {
        say(&format!("a draft; to publish it, add to paths/published.lock: {}", lock_line(draft)));
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn draw(place: &Place, asked: &DrawPath) -> anyhow::Result<ExitCode> {
    let (content, _) = read(place)?;
    let file = find(&content, &asked.path)?;
    let Some(language) = Language::parse(&asked.lang) else {
        bail!("write --lang fi, sv or en");
    };
    say(&paths::drawing::draw(&file.path, language));
    Ok(ExitCode::SUCCESS)
}

pub(super) fn export(place: &Place, asked: &ExportPath) -> anyhow::Result<ExitCode> {
    let (content, _) = read(place)?;
    let file = find(&content, &asked.path)?;
    let plan = fhir::render::path(&file.path, file.published);
    let plan = plan.context("R4 has a PlanDefinition")?;
    say(&serde_json::to_string_pretty(&plan.value)?);
    Ok(ExitCode::SUCCESS)
}

/// What people call it, and how far it reaches.
fn line(file: &PathFile) -> String {
    let path = &file.path;
    let organisations: Vec<&str> =
        path.organisations().into_iter().map(OrganisationKind::code).collect();
    format!(
        "{} v{}  {}: {} steps, {} scenarios, {}{}",
        path.name,
        path.version,
        path.title.get(Language::En),
        path.steps.len(),
        file.scenarios,
        organisations.join(" + "),
        if file.published { "" } else { ", draft" },
    )
}

/// The line by which a version is published.
fn lock_line(file: &PathFile) -> String {
    format!("{} {} {}", file.path.name, file.path.version, file.digest)
}

fn find<'c>(content: &'c Content, asked: &str) -> anyhow::Result<&'c PathFile> {
    let file = paths::find(&content.paths, asked);
    file.context("there is no such path; `polku path list` names them")
}

fn read(place: &Place) -> anyhow::Result<(Content, Vec<Problem>)> {
    let (content, mut problems) = content::read(&place.files()?);
    problems.retain(|problem| problem.file.starts_with("paths/"));
    Ok((content, problems))
}
