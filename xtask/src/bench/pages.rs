//! The pages people wait for, asked for as they ask: signed in, one after the other, and four at once.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, anyhow, bail};
use serde::Deserialize;

use super::findings::Findings;
use super::http::{Answer, Client};
use super::latency::{Latencies, millis};

/// Something that a role asks for.
struct Asked {
    name: &'static str,
    client: Client,
    method: Method,
    path: String,
}

enum Method {
    Get,
    Form(Vec<(&'static str, String)>),
}

impl Asked {
    fn get(name: &'static str, client: &Client, path: &str) -> Self {
        Self { name, client: client.clone(), method: Method::Get, path: path.to_owned() }
    }

    fn ask(&self) -> Result<Answer> {
        let answer = match &self.method {
            Method::Get => self.client.get(&self.path)?,
            Method::Form(fields) => {
                let fields: Vec<(&str, &str)> =
                    fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                self.client.form(&self.path, &fields)?
            }
        };
        if answer.status != 200 {
            bail!("{} ({}) answered {}", self.name, self.path, answer.status);
        }
        Ok(answer)
    }
}

/// What the demo writes down of itself, as far as it matters here.
#[derive(Deserialize)]
struct Demo {
    people: Vec<Person>,
}

#[derive(Deserialize)]
struct Person {
    login: String,
    role: String,
}

/// Asks for every page this many times, alone and four at once.
pub(super) fn measure(
    base: &str,
    data: &Path,
    requests: u32,
    whole: bool,
    findings: &mut Findings,
) -> Result<()> {
    for asked in asked(base, data)? {
        for at_once in [1, 4] {
            let mut times = times(&asked, requests, at_once)?;
            let (middle, p99) = (times.within(500), times.within(990));
            let name = format!("{}, {at_once} at once", asked.name);
            let measured = format!("p50 {}, p99 {}", millis(middle), millis(p99));
            if whole && at_once == 1 {
                findings.hold(&name, measured, "p99 < 20 ms", p99.as_millis() < 20);
            } else {
                findings.note(&name, measured);
            }
        }
    }
    Ok(())
}

fn asked(base: &str, data: &Path) -> Result<Vec<Asked>> {
    let demo = fs::read(data.join("demo.json")).context("reading the demo's people")?;
    let demo: Demo = serde_json::from_slice(&demo).context("reading the demo's people")?;
    let person = |role: &str| {
        let found = demo.people.iter().find(|person| person.role == role);
        let found = found.with_context(|| format!("the demo has no {role}"))?;
        Client::demo_person(base, &found.login)
    };
    let (professional, leader) = (person("professional")?, person("leader")?);
    let resident = person("resident")?;
    let people = professional.get("/fi/work/people")?.good()?.body;
    let csrf =
        between(&people, "name=\"csrf\" value=\"", "\"").context("the search has no csrf field")?;
    let search = Asked {
        name: "person search",
        client: professional.clone(),
        method: Method::Form(vec![("csrf", csrf.to_owned()), ("name", "virta".to_owned())]),
        path: "/fi/work/people".to_owned(),
    };
    let mut asked = vec![
        Asked::get("work list", &professional, "/fi/work"),
        Asked::get("queue", &professional, "/fi/work/queue"),
        search,
        Asked::get("access board", &leader, "/fi/lead/access"),
        Asked::get("access board by unit", &leader, "/fi/lead/access?by=unit"),
        Asked::get("a resident's matters", &resident, "/fi/matters"),
    ];
    let matters = resident.get("/fi/matters")?.good()?.body;
    if let Some(times) = times_path(&matters, &resident)? {
        asked.push(Asked::get("first free times over all units", &resident, &times));
    }
    Ok(asked)
}

/// The first of the resident's matters that offers times to choose.
fn times_path(matters: &str, resident: &Client) -> Result<Option<String>> {
    for case in matters.split("href=\"/fi/matters/").skip(1) {
        let case = case.split(['"', '/', '?']).next().unwrap_or_default();
        let path = format!("/fi/matters/{case}/times");
        if !case.is_empty() && resident.get(&path)?.status == 200 {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split_once(after).map(|(inner, _)| inner)
}

fn times(asked: &Asked, requests: u32, at_once: u32) -> Result<Latencies> {
    // The first answers fill caches, as the first minutes of a day do.
    for _ in 0..5 {
        asked.ask()?;
    }
    let one =
        || -> Result<Vec<_>> { (0..requests / at_once).map(|_| Ok(asked.ask()?.took)).collect() };
    let mut latencies = Latencies::default();
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..at_once).map(|_| scope.spawn(one)).collect();
        workers.into_iter().try_for_each(|worker| -> Result<()> {
            let times = worker.join().map_err(|_| anyhow!("a client stopped"))??;
            latencies.extend(times);
            Ok(())
        })
    })?;
    Ok(latencies)
}
