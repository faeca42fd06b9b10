//! Conditions as tests of the index. What leads over other resources is settled first, and there may
//! not be too many of them.

use fhir::search::{Clause, Condition, IndexValue, Kind, Modifier, Param, Prefix, Target, Wanted};
use fhir::{Resource, ResourceType};
use ledger::{Compare, Form, Order, Search, Test};

use super::{Halt, Resting};
use crate::door::Door;

/// How many resources a condition may lead over.
const LINKED_MAX: usize = 1_000;

impl Resting {
    /// The resource, parsed; none for a deletion.
    pub(in crate::door) fn resource(&self) -> Option<Resource> {
        let text = self.text.clone()?;
        let value = serde_json::from_str(&text).ok()?;
        Some(Resource { rtype: self.rtype, id: self.id.clone(), text, value })
    }

    /// Whether the conditions hold that can be seen from it alone.
    pub(crate) fn satisfies(&self, conditions: &[&Condition<'_>]) -> bool {
        let Some(resource) = self.resource() else { return false };
        conditions.iter().all(|one| one.holds(&resource).unwrap_or(true))
    }
}

/// Whether hits of the index still have to be read: the parts of a composite hold together, and
/// the index only knows that each of them is there.
pub(super) fn needs_reading(conditions: &[&Condition<'_>]) -> bool {
    conditions.iter().any(|condition| match condition {
        Condition::Own(clause) => clause.param.kind == Kind::Composite,
        Condition::Chain { .. } | Condition::Has { .. } => false,
    })
}

impl Door {
    /// The search for resources of a type that satisfy conditions.
    pub(in crate::door) fn search_for(
        &self,
        rtype: ResourceType,
        conditions: &[&Condition<'_>],
    ) -> Result<Search, Halt> {
        let mut clauses = Vec::with_capacity(conditions.len());
        for condition in conditions {
            match condition {
                Condition::Own(clause) => clauses.extend(own(clause)),
                Condition::Chain { param, target, then } => {
                    let linked = self.linked(*target, then)?;
                    let targets: Vec<String> = linked.into_iter().map(|one| one.id).collect();
                    let rtype = target.as_str().to_owned();
                    let test = (!targets.is_empty()).then_some(Test::References { rtype, targets });
                    clauses.push(clause(indexed_as(param), test.into_iter().collect()));
                }
                Condition::Has { rtype: linking, param, then } => {
                    let linked = self.linked(*linking, then)?;
                    let mut ids: Vec<String> =
                        linked.iter().flat_map(|one| targets(one, param, rtype)).collect();
                    ids.sort_unstable();
                    ids.dedup();
                    let test = (!ids.is_empty()).then_some(Test::Ids(ids));
                    clauses.push(clause("_id", test.into_iter().collect()));
                }
            }
        }
        let rtype = rtype.as_str().to_owned();
        Ok(Search { rtype, clauses, order: Order::Handle, after: None, limit: 0 })
    }

    /// The resources of another type that a condition leads over.
    fn linked(&self, rtype: ResourceType, then: &Condition<'_>) -> Result<Vec<Resting>, Halt> {
        let conditions = [then];
        let limit = u32::try_from(LINKED_MAX + 1).unwrap_or(u32::MAX);
        let search = Search { limit, ..self.search_for(rtype, &conditions)? };
        let rows = self.ledger.search(&search)?;
        if rows.len() > LINKED_MAX {
            return Err(Halt::too_broad(format!("{rtype} > {LINKED_MAX}")));
        }
        let reading = needs_reading(&conditions);
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            let one = self.standing(rtype, row)?.filter(|one| one.text.is_some());
            found.extend(one.filter(|one| !reading || one.satisfies(&conditions)));
        }
        Ok(found)
    }
}

/// The parameter under which links stand in the index: a wider one, if there is one.
pub(in crate::door) fn indexed_as(param: &Param) -> &'static str {
    param.narrows.map_or(param.code, |(wider, _)| wider)
}

/// Where one reference of a resource leads, among resources of a type.
fn targets(linking: &Resting, param: &Param, rtype: ResourceType) -> Vec<String> {
    let Some(resource) = linking.resource() else { return Vec::new() };
    let mut found = Vec::new();
    param.extract(&resource.value, &mut found);
    let local = found.into_iter().filter_map(|(_, value)| match value {
        IndexValue::Reference(Target::Local { rtype: to, id }) if to == rtype => {
            Some(id.into_owned())
        }
        IndexValue::Reference(_)
        | IndexValue::Token { .. }
        | IndexValue::String { .. }
        | IndexValue::Date { .. }
        | IndexValue::Quantity { .. }
        | IndexValue::Number { .. }
        | IndexValue::Uri(_) => None,
    });
    local.collect()
}

fn clause(parameter: &str, any_of: Vec<Test>) -> ledger::Clause {
    ledger::Clause { parameter: parameter.to_owned(), any_of, negated: false }
}

fn own(asked: &Clause<'_>) -> Vec<ledger::Clause> {
    let Clause { param, modifier, values } = asked;
    if param.kind == Kind::Composite {
        let part = |(at, part): (usize, &fhir::search::Part)| {
            let wanted = values.iter().filter_map(|wanted| {
                let Wanted::Together(parts) = wanted else { return None };
                parts.get(at)
            });
            clause(part.code, wanted.map(|wanted| test(part.code, None, wanted)).collect())
        };
        return param.parts.iter().enumerate().map(part).collect();
    }
    if *modifier == Some(Modifier::Missing) {
        let missing = values.contains(&Wanted::Missing(true));
        let any_of = forms(param.kind).iter().map(|form| Test::Stated(*form)).collect();
        return vec![ledger::Clause { negated: missing, ..clause(param.code, any_of) }];
    }
    if param.code == "_id" && modifier.is_none() {
        let ids = values.iter().filter_map(|wanted| {
            let Wanted::Token { code, .. } = wanted else { return None };
            code.clone()
        });
        return vec![clause(param.code, vec![Test::Ids(ids.collect())])];
    }
    let narrowed = param.narrows.filter(|_| *modifier != Some(Modifier::Identifier));
    if let Some((wider, rtype)) = narrowed {
        // Links of a narrower parameter stand under the wider one, with their type.
        let wanted = values.iter().filter_map(|wanted| wanted.narrowed(rtype));
        return vec![clause(wider, wanted.map(|one| test(wider, *modifier, &one)).collect())];
    }
    let any_of = values.iter().map(|wanted| test(param.code, *modifier, wanted)).collect();
    let negated = *modifier == Some(Modifier::Not);
    vec![ledger::Clause { negated, ..clause(param.code, any_of) }]
}

/// The forms that the values of a kind of parameter have in the index.
fn forms(kind: Kind) -> &'static [Form] {
    match kind {
        Kind::Token => &[Form::Token],
        Kind::String => &[Form::Text],
        Kind::Date => &[Form::Date],
        Kind::Reference => &[Form::Reference, Form::Token],
        Kind::Quantity | Kind::Number => &[Form::Number],
        Kind::Uri => &[Form::Uri],
        Kind::Composite | Kind::Special => &[],
    }
}

fn test(parameter: &str, modifier: Option<Modifier>, wanted: &Wanted) -> Test {
    match wanted {
        Wanted::Token { system, code } => Test::Token {
            system: system.as_ref().map(|system| system.clone().unwrap_or_default()),
            code: code.clone(),
        },
        Wanted::String { exact, folded } => match modifier {
            Some(Modifier::Exact) => {
                Test::TextExactly { folded: folded.clone(), exact: exact.clone() }
            }
            Some(Modifier::Contains) => Test::TextContains(folded.clone()),
            Some(
                Modifier::Identifier
                | Modifier::Type(_)
                | Modifier::Not
                | Modifier::Missing
                | Modifier::Below
                | Modifier::Text,
            )
            | None => Test::TextBegins(folded.clone()),
        },
        Wanted::Date { prefix, span } => {
            let (compare, low, high) = (compare(*prefix), span.low, span.high);
            if parameter == "_lastUpdated" {
                Test::Updated { compare, low, high }
            } else {
                Test::Date { compare, low, high }
            }
        }
        Wanted::Reference { rtype, id } => Test::Reference {
            rtype: rtype.map(ResourceType::as_str).map(str::to_owned),
            target: id.clone(),
        },
        Wanted::Url(url) => Test::Reference { rtype: None, target: url.clone() },
        Wanted::Quantity { prefix, low, high, system, code } => Test::Number {
            compare: compare(*prefix),
            low: *low,
            high: *high,
            system: system.clone(),
            code: code.clone(),
        },
        Wanted::Number { prefix, low, high } => Test::Number {
            compare: compare(*prefix),
            low: *low,
            high: *high,
            system: None,
            code: None,
        },
        Wanted::Uri(uri) if modifier == Some(Modifier::Below) => Test::UriBelow(uri.clone()),
        Wanted::Uri(uri) => Test::Uri(uri.clone()),
        // Both are taken apart before they come here; an id that nobody has finds nobody.
        Wanted::Missing(_) | Wanted::Together(_) => Test::Id(String::new()),
    }
}

fn compare(prefix: Prefix) -> Compare {
    match prefix {
        Prefix::Equal => Compare::Equal,
        Prefix::NotEqual => Compare::NotEqual,
        Prefix::Greater => Compare::Greater,
        Prefix::Less => Compare::Less,
        Prefix::GreaterOrEqual => Compare::GreaterOrEqual,
        Prefix::LessOrEqual => Compare::LessOrEqual,
        Prefix::StartsAfter => Compare::StartsAfter,
        Prefix::EndsBefore => Compare::EndsBefore,
        Prefix::Approximately => Compare::Approximately,
    }
}
