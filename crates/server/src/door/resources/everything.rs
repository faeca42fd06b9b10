//! Everything about one patient: the person, and all that names them as its patient or subject.

use care::access::{Action, Relation};
use fhir::ResourceType;
use fhir::moment::Span;
use fhir::search::{Kind, Param, registry};
use jiff::Timestamp;
use ledger::{Clause, Compare, Cursor, Handle, Order, Search, Test};

use super::Resting;
use super::find::indexed_as;
use crate::door::{Caller, Denied, Door};

/// The parameters by which a resource names whom it is about, the surest first.
const ABOUT: [&str; 4] = ["patient", "subject", "beneficiary", "individual"];
/// The parameters that say when care was given, the surest first.
const WHEN: [&str; 8] =
    ["date", "period", "start", "authored-on", "authored", "effective", "recorded", "created"];

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// Only these types; all without any.
    pub types: Vec<ResourceType>,
    /// Only what changed since.
    pub since: Option<Timestamp>,
    /// Care given not before this.
    pub start: Option<Span>,
    /// Care given not after this.
    pub end: Option<Span>,
    /// How many resources a page has.
    pub count: usize,
    /// Where the page begins: the type by number, and the last resource of it.
    pub after: Option<(usize, u64)>,
}

/// One page.
pub struct Everything {
    /// The resources.
    pub found: Vec<Resting>,
    /// Where the next page begins.
    pub next: Option<(usize, u64)>,
}

impl Door {
    /// One page of everything about a patient; none when there is no such patient.
    pub fn everything(
        &self,
        caller: &Caller,
        id: &str,
        about: &About,
    ) -> Result<Option<Everything>, Denied> {
        let ground = self.ground(caller, Action::ReadFhir, &[Relation::Task])?;
        let Some(patient) = ResourceType::parse("Patient") else { return Ok(None) };
        let Some(person) = self.current(patient, id)?.filter(|one| one.text.is_some()) else {
            return Ok(None);
        };
        let wanted = |rtype: ResourceType| about.types.is_empty() || about.types.contains(&rtype);
        let mut all = Everything { found: Vec::new(), next: None };
        let news = about.since.is_none_or(|since| person.updated_at >= since);
        if about.after.is_none() && wanted(patient) && news {
            all.found.push(person);
        }
        let (first, last) = about.after.unwrap_or((0, 0));
        let mut place = about.after;
        for (number, rtype) in ResourceType::all().iter().enumerate().skip(first) {
            let Some(param) = about_patient(*rtype, patient) else { continue };
            if !wanted(*rtype) || *rtype == patient {
                continue;
            }
            let after = if number == first { last } else { 0 };
            let left = about.count.saturating_sub(all.found.len());
            for row in self.ledger.search(&search(*rtype, param, id, about, after, left + 1))? {
                if all.found.len() >= about.count {
                    all.next = place.or(Some((0, 0)));
                    self.write_looks(caller, ground, "everything", all.found.iter())?;
                    return Ok(Some(all));
                }
                place = Some((number, row.handle.0));
                let one = self.standing(*rtype, &row)?;
                all.found.extend(one.filter(|one| one.text.is_some()));
            }
        }
        self.write_looks(caller, ground, "everything", all.found.iter())?;
        Ok(Some(all))
    }
}

fn about_patient(rtype: ResourceType, patient: ResourceType) -> Option<&'static Param> {
    let mut params = ABOUT.iter().filter_map(|code| registry().param(rtype, code));
    params.find(|param| param.kind == Kind::Reference && param.may_lead_to(patient))
}

fn search(
    rtype: ResourceType,
    param: &Param,
    id: &str,
    about: &About,
    after: u64,
    limit: usize,
) -> Search {
    let clause = |parameter: &str, test| Clause {
        parameter: parameter.to_owned(),
        any_of: vec![test],
        negated: false,
    };
    let patient = Test::References { rtype: "Patient".to_owned(), targets: vec![id.to_owned()] };
    let mut clauses = vec![clause(indexed_as(param), patient)];
    let mut dates = WHEN.iter().filter_map(|code| registry().param(rtype, code));
    if let Some(date) = dates.find(|param| param.kind == Kind::Date) {
        let test = |compare, span: Span| Test::Date { compare, low: span.low, high: span.high };
        let from = about.start.map(|span| test(Compare::GreaterOrEqual, span));
        let to = about.end.map(|span| test(Compare::LessOrEqual, span));
        clauses.extend(from.into_iter().chain(to).map(|test| clause(date.code, test)));
    }
    if let Some(since) = about.since {
        let at = since.as_millisecond();
        let test = Test::Updated { compare: Compare::GreaterOrEqual, low: at, high: at };
        clauses.push(clause("_lastUpdated", test));
    }
    let after = (after > 0)
        .then_some(Cursor { last_updated: Timestamp::UNIX_EPOCH, handle: Handle(after) });
    let limit = u32::try_from(limit).unwrap_or(u32::MAX);
    Search { rtype: rtype.as_str().to_owned(), clauses, order: Order::Handle, after, limit }
}
