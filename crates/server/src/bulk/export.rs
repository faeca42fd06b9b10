//! An export: every resource asked for, as it stands while it is read, in NDJSON files of one type
//! each. One page is in memory at a time.

use std::io::Write as _;
use std::sync::atomic::Ordering;

use anyhow::{Context as _, bail};
use fhir::ResourceType;
use fhir::reference::{self, Reference};
use fhir::resource::print;
use fhir::search::{Handling, Query, parse, registry};
use serde_json::Value;

use super::halted;
use super::job::{Counts, File, Kind, Run, Scope};
use crate::door::resources::{Gathering, Resting, Wish};
use crate::door::{Caller, Denied, Door};

const PAGE: u32 = 500;
/// How many resources one file holds.
const PER_FILE: u64 = 100_000;

pub(super) fn run(door: &Door, caller: &Caller, job: &Run) -> anyhow::Result<Counts> {
    let Kind::Export { scope, types, since } = &job.order.kind else {
        return Ok(Counts::default());
    };
    let changed =
        since.map(|since| format!("_lastUpdated=ge{}", fhir::moment::print_instant(since)));
    let named = types.iter().filter_map(|name| ResourceType::parse(name)).collect::<Vec<_>>();
    let types = if named.is_empty() { ResourceType::all().to_vec() } else { named };
    let members = match scope {
        Scope::System | Scope::Patients => Vec::new(),
        Scope::Group(id) => members(door, caller, id)?,
    };
    let mut export = Export {
        door,
        caller,
        job,
        gathering: Gathering::new(format!("export {}", job.order.id)),
        made: Vec::new(),
    };
    export.count(&types, scope, &members, changed.as_deref())?;
    for rtype in types {
        export.of_type(rtype, scope, &members, changed.as_deref())?;
    }
    Ok(Counts { files: export.made, ..Counts::default() })
}

/// The patients of a group that are patients here.
fn members(door: &Door, caller: &Caller, id: &str) -> anyhow::Result<Vec<String>> {
    let rtype = ResourceType::parse("Group").context("R4 has groups")?;
    let group = door.resource(caller, rtype, id).map_err(Denied::plain)?;
    let text = group.and_then(|group| group.text).context("the group is gone")?;
    let group: Value = serde_json::from_str(&text)?;
    let members = group.get("member").and_then(Value::as_array);
    let links = members.into_iter().flatten().filter_map(|member| {
        match reference::parse(member.pointer("/entity/reference")?.as_str()?) {
            Reference::Local { rtype, id, .. } if rtype.as_str() == "Patient" => {
                Some(id.to_owned())
            }
            Reference::Local { .. }
            | Reference::Contained(_)
            | Reference::Urn(_)
            | Reference::Absolute { .. }
            | Reference::Conditional { .. }
            | Reference::Malformed => None,
        }
    });
    let mut ids: Vec<String> = links.collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// The condition that a resource of this type is about a patient; none when the type is about nobody.
pub(crate) fn of_patient(rtype: ResourceType, id: &str) -> Option<String> {
    if rtype.as_str() == "Patient" {
        return Some(format!("_id={id}"));
    }
    let code =
        ["patient", "subject"].into_iter().find(|code| registry().param(rtype, code).is_some());
    code.map(|code| format!("{code}=Patient/{id}"))
}

struct Export<'e> {
    door: &'e Door,
    caller: &'e Caller,
    job: &'e Run,
    gathering: Gathering,
    made: Vec<File>,
}

impl Export<'_> {
    /// The questions that find all resources of one type.
    fn questions(
        rtype: ResourceType,
        scope: &Scope,
        members: &[String],
        changed: Option<&str>,
    ) -> anyhow::Result<Vec<Query<'static>>> {
        let conditions: Vec<String> = match scope {
            Scope::System => vec![String::new()],
            // Whose data it is decides resource by resource; the type only decides whether to look.
            Scope::Patients => of_patient(rtype, "x").map(|_| String::new()).into_iter().collect(),
            Scope::Group(_) => {
                members.iter().filter_map(|member| of_patient(rtype, member)).collect()
            }
        };
        let changed = changed.unwrap_or_default();
        let read = |condition: String| {
            let text = format!("{condition}&{changed}");
            parse(registry(), rtype, &text, Handling::Strict)
                .map_err(|problems| anyhow::anyhow!("{problems:?}"))
        };
        conditions.into_iter().map(read).collect()
    }

    fn count(
        &mut self,
        types: &[ResourceType],
        scope: &Scope,
        members: &[String],
        changed: Option<&str>,
    ) -> anyhow::Result<()> {
        let mut total = 0;
        for rtype in types {
            for query in Self::questions(*rtype, scope, members, changed)? {
                self.go_on()?;
                total += self.door.count_gathered(self.caller, &query).map_err(halted)?;
            }
        }
        self.job.progress.set(0, total);
        Ok(())
    }

    fn go_on(&self) -> anyhow::Result<()> {
        if self.job.cancelled.load(Ordering::Acquire) {
            bail!("stopped");
        }
        Ok(())
    }

    fn of_type(
        &mut self,
        rtype: ResourceType,
        scope: &Scope,
        members: &[String],
        changed: Option<&str>,
    ) -> anyhow::Result<()> {
        let mut output: Option<Output> = None;
        for query in Self::questions(rtype, scope, members, changed)? {
            let mut after = None;
            loop {
                self.go_on()?;
                let wish = Wish { query: &query, count: PAGE, after };
                let page =
                    self.door.gather(self.caller, &mut self.gathering, &wish).map_err(halted)?;
                self.job.progress.add(page.found.len() as u64);
                for one in &page.found {
                    if *scope == Scope::Patients && !one.is_about_somebody() {
                        continue;
                    }
                    if output.as_ref().is_some_and(|output| output.file.count >= PER_FILE) {
                        self.made.extend(output.take().map(Output::close).transpose()?);
                    }
                    match &mut output {
                        Some(output) => output.add(one)?,
                        None => output.insert(self.open(rtype)?).add(one)?,
                    }
                }
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
        }
        self.made.extend(output.map(Output::close).transpose()?);
        Ok(())
    }

    fn open(&self, rtype: ResourceType) -> anyhow::Result<Output> {
        let number = self.made.iter().filter(|file| file.rtype == rtype.as_str()).count() + 1;
        let name = format!("{rtype}-{number}.ndjson");
        let file = std::fs::File::create(self.job.files().join(&name))
            .context("a file of an export cannot be made")?;
        Ok(Output {
            to: std::io::BufWriter::new(file),
            file: File { rtype: rtype.as_str().to_owned(), name, count: 0 },
        })
    }
}

struct Output {
    to: std::io::BufWriter<std::fs::File>,
    file: File,
}

impl Output {
    fn add(&mut self, one: &Resting) -> anyhow::Result<()> {
        let Some(text) = one.text.as_deref() else { return Ok(()) };
        let printed = print(text, one.version, one.updated_at);
        // What was sent may be written over several lines, but a line break inside a text is escaped.
        self.to.write_all(printed.replace(['\n', '\r'], " ").as_bytes())?;
        self.to.write_all(b"\n")?;
        self.file.count += 1;
        Ok(())
    }

    fn close(self) -> anyhow::Result<File> {
        let file = self.to.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        file.sync_all()?;
        Ok(self.file)
    }
}
