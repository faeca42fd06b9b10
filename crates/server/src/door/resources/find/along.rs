//! What comes along with the hits of a search: what they refer to, and what refers to them. It is
//! bounded, and says when it is not all.

use std::collections::HashSet;

use fhir::search::{Include, IndexValue, Target};
use fhir::{Resource, ResourceType};
use ledger::{Clause, Order, Search, Test};

use super::{Halt, Resting, indexed_as};
use crate::door::Door;

const ALONG_MAX: usize = 1_000;
const ROUNDS_MAX: usize = 4;

/// What is on its way along.
struct Along {
    seen: HashSet<(ResourceType, String)>,
    found: Vec<Resting>,
    cut: bool,
}

impl Along {
    fn take(&mut self, one: Resting) {
        if one.text.is_none() || !self.seen.insert((one.rtype, one.id.clone())) {
            return;
        }
        if self.found.len() < ALONG_MAX {
            self.found.push(one);
        } else {
            self.cut = true;
        }
    }
}

impl Door {
    pub(super) fn along(
        &self,
        hits: &[Resting],
        includes: &[Include<'_>],
    ) -> Result<(Vec<Resting>, bool), Halt> {
        let seen = hits.iter().map(|one| (one.rtype, one.id.clone())).collect();
        let mut along = Along { seen, found: Vec::new(), cut: false };
        let mut sources = hits.to_vec();
        for round in 0..ROUNDS_MAX {
            let before = along.found.len();
            for include in includes.iter().filter(|include| round == 0 || include.iterate) {
                if include.reverse {
                    self.referring(&sources, include, &mut along)?;
                } else {
                    self.referred(&sources, include, &mut along)?;
                }
            }
            sources = along.found.get(before..).unwrap_or_default().to_vec();
            if sources.is_empty() || along.cut {
                break;
            }
        }
        Ok((along.found, along.cut))
    }

    /// What the sources refer to.
    fn referred(
        &self,
        sources: &[Resting],
        include: &Include<'_>,
        along: &mut Along,
    ) -> Result<(), Halt> {
        for source in sources.iter().filter(|source| source.rtype == include.source) {
            let Some(resource) = source.resource() else { continue };
            for (rtype, id) in links(&resource, include) {
                if along.cut || along.seen.contains(&(rtype, id.clone())) {
                    continue;
                }
                if let Some(one) = self.current(rtype, &id)? {
                    along.take(one);
                }
            }
        }
        Ok(())
    }

    /// What refers to the sources.
    fn referring(
        &self,
        sources: &[Resting],
        include: &Include<'_>,
        along: &mut Along,
    ) -> Result<(), Halt> {
        let Some(target) = include.target else { return Ok(()) };
        let of_type = sources.iter().filter(|source| source.rtype == target);
        let targets: Vec<String> = of_type.map(|source| source.id.clone()).collect();
        for param in include.params.iter().filter(|_| !targets.is_empty()) {
            let test =
                Test::References { rtype: target.as_str().to_owned(), targets: targets.clone() };
            let rows = self.ledger.search(&Search {
                rtype: include.source.as_str().to_owned(),
                clauses: vec![Clause {
                    parameter: indexed_as(param).to_owned(),
                    any_of: vec![test],
                    negated: false,
                }],
                order: Order::Handle,
                after: None,
                limit: u32::try_from(ALONG_MAX + 1).unwrap_or(u32::MAX),
            })?;
            for row in rows {
                if let Some(one) = self.standing(include.source, &row)? {
                    along.take(one);
                }
            }
        }
        Ok(())
    }
}

/// The resources here that one refers to.
fn links(resource: &Resource, include: &Include<'_>) -> Vec<(ResourceType, String)> {
    let mut found = Vec::new();
    for param in &include.params {
        param.extract(&resource.value, &mut found);
    }
    let local = found.into_iter().filter_map(|(_, value)| match value {
        IndexValue::Reference(Target::Local { rtype, id }) => Some((rtype, id.into_owned())),
        IndexValue::Reference(Target::Elsewhere(_))
        | IndexValue::Token { .. }
        | IndexValue::String { .. }
        | IndexValue::Date { .. }
        | IndexValue::Quantity { .. }
        | IndexValue::Number { .. }
        | IndexValue::Uri(_) => None,
    });
    local.filter(|(rtype, _)| include.target.is_none_or(|target| target == *rtype)).collect()
}
