//! `polku explain`: what the database does for a FHIR search, for operators who wonder why it is slow.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use care::language::Language;
use fhir::ResourceType;
use fhir::search::{Handling, parse, registry};

use super::open::Place;
use super::{Explain, say};
use crate::door::resources::Halt;
use crate::wall::SystemClock;

/// What a step that goes through everything ends the command with.
const WHOLE: u8 = 2;

pub(super) fn run(place: &Place, asked: &Explain) -> anyhow::Result<ExitCode> {
    let (name, query) = asked.search.split_once('?').unwrap_or((asked.search.as_str(), ""));
    let rtype = ResourceType::parse(name)
        .with_context(|| format!("R4 has no type `{name}`; write TYPE?PARAMETER=VALUE"))?;
    let query = match parse(registry(), rtype, query, Handling::Strict) {
        Ok(query) => query,
        Err(problems) => {
            let said = problems.iter().map(|problem| problem.text(Language::En));
            bail!("{}", said.collect::<Vec<_>>().join("\n"));
        }
    };
    let door = place.door(Arc::new(SystemClock))?;
    let steps = door.search_steps(&query).map_err(|halt| match halt {
        Halt::Denied(denied) => denied.plain(),
        Halt::Problem(problem) => anyhow::anyhow!("{}", problem.text(Language::En)),
    })?;
    if steps.is_empty() {
        say("nothing is looked up: no resource here has such values");
    }
    for step in &steps {
        say(&step.text);
    }
    let whole = steps.iter().any(|step| step.goes_through_all);
    Ok(if whole { ExitCode::from(WHOLE) } else { ExitCode::SUCCESS })
}
