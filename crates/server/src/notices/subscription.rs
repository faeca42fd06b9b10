//! What a Subscription asks for, and whether a version of a resource is what it asks for.

use fhir::search::{Condition, Handling, Query, parse, registry};
use fhir::{Place, Problem, ResourceType};
use jiff::Timestamp;
use serde_json::Value;

use super::send::{Endpoint, endpoint, header};
use crate::door::resources::Resting;

/// What a subscription asks for.
pub(super) struct Wish {
    query: Query<'static>,
    pub(super) endpoint: Endpoint,
    /// Whether the resource comes along.
    pub(super) payload: bool,
    pub(super) headers: Vec<String>,
}

/// Whether a subscription has come to its end.
pub(super) fn has_ended(subscription: &Value, now: Timestamp) -> bool {
    let end = subscription.get("end").and_then(Value::as_str);
    end.and_then(|end| end.parse::<Timestamp>().ok()).is_some_and(|end| end <= now)
}

/// Reads a subscription, or says why it cannot be served.
pub(super) fn read(subscription: &Value) -> Result<Wish, String> {
    let text = |path: &str| subscription.pointer(path).and_then(Value::as_str);
    if text("/channel/type") != Some("rest-hook") {
        return Err("channel.type: only rest-hook is served".to_owned());
    }
    let criteria = text("/criteria").unwrap_or_default();
    let (name, question) = criteria.split_once('?').unwrap_or((criteria, ""));
    let rtype = ResourceType::parse(name)
        .filter(|rtype| rtype.as_str() != "Subscription")
        .ok_or("criteria: TYPE?PARAMETER=VALUE with a type of R4 other than Subscription")?;
    let query = parse(registry(), rtype, question, Handling::Strict)
        .map_err(|problems| format!("criteria: {}", told(&problems)))?;
    if let Some(code) = query.conditions.iter().find_map(is_of_others) {
        return Err(format!("criteria: {code} cannot be followed"));
    }
    let payload = match text("/channel/payload").map(|payload| payload.split(';').next()) {
        None | Some(None | Some("")) => false,
        Some(Some("application/fhir+json" | "application/json")) => true,
        Some(Some(_)) => return Err("channel.payload: only application/fhir+json".to_owned()),
    };
    let endpoint = endpoint(text("/channel/endpoint").unwrap_or_default());
    let endpoint = endpoint.map_err(|why| format!("channel.{why}"))?;
    let given = subscription.pointer("/channel/header").and_then(Value::as_array);
    let mut headers = Vec::new();
    for line in given.into_iter().flatten() {
        headers.push(header(line.as_str().unwrap_or_default())?);
    }
    Ok(Wish { query, endpoint, payload, headers })
}

fn told(problems: &[Problem]) -> String {
    let codes = problems.iter().map(|problem| {
        let Problem { code, place: Place { path, .. }, .. } = problem;
        format!("{path} ({})", code.code())
    });
    codes.collect::<Vec<_>>().join(", ")
}

/// The parameter of a condition that cannot be told from the resource alone.
fn is_of_others<'r>(condition: &Condition<'r>) -> Option<&'r str> {
    match condition {
        Condition::Own(clause) => Some(clause.param.code).filter(|code| *code == "_lastUpdated"),
        Condition::Chain { param, .. } | Condition::Has { param, .. } => Some(param.code),
    }
}

impl Wish {
    /// Whether a version is what is asked for: every condition must hold of it, one value of each.
    pub(super) fn wants(&self, resting: &Resting) -> bool {
        if resting.rtype != self.query.rtype {
            return false;
        }
        let conditions: Vec<_> = self.query.conditions.iter().collect();
        resting.satisfies(&conditions)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::notices::Reach;
    use crate::pages::administrator::Fault;

    #[test]
    fn why_one_cannot_be_served_is_told_in_every_language() {
        let good = json!({
            "criteria": "Observation?status=final",
            "channel": {"type": "rest-hook", "endpoint": "http://127.0.0.1:9/x"},
        });
        let wish = read(&good).unwrap_or_else(|why| panic!("{why}"));
        let private = Reach::Public.check(&wish.endpoint).unwrap_err();
        assert_eq!(Fault::of(&private), Fault::Private);
        for (path, value, fault) in [
            ("/channel/type", json!("email"), Fault::Channel),
            ("/criteria", json!("Nothing?status=final"), Fault::Criteria),
            ("/criteria", json!("Observation?patient.name=x"), Fault::Criteria),
            ("/criteria", json!("Observation?shoe=42"), Fault::Criteria),
            ("/channel/endpoint", json!("https://a.fi/x"), Fault::Https),
            ("/channel/endpoint", json!("ftp://a.fi/x"), Fault::Address),
            ("/channel/endpoint", json!("http://a:b@a.fi/x"), Fault::Address),
            ("/channel/endpoint", json!("http://a.fi:port/x"), Fault::Address),
            ("/channel/endpoint", json!("http:///x"), Fault::Address),
        ] {
            let mut bad = good.clone();
            *bad.pointer_mut(path).unwrap() = value;
            let why = read(&bad).err().unwrap_or_else(|| panic!("{bad}"));
            assert_eq!(Fault::of(&why), fault, "{why}");
        }
        for (member, value, fault) in [
            ("payload", json!("text/plain"), Fault::Payload),
            ("header", json!(["Host: a.fi"]), Fault::Header),
        ] {
            let mut bad = good.clone();
            bad["channel"][member] = value;
            let why = read(&bad).err().unwrap_or_else(|| panic!("{bad}"));
            assert_eq!(Fault::of(&why), fault, "{why}");
        }
    }
}
