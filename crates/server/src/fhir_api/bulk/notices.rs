//! Notices that could not be delivered, over HTTP: seen, and sent again.

use axum::http::StatusCode;
use fhir::{Code, Place, Problem};
use serde_json::{Value, json};

use super::super::reply::Reply;
use super::super::stop::Stop;
use super::Operation;
use super::parameters::Parameters;

impl Operation {
    /// The notices that a person has to look at.
    pub(super) fn dead_letters(&self) -> Result<Reply, Stop> {
        let found = self.desks()?.notices.dead_letters(&self.caller)?;
        let letters: Vec<Value> = found
            .iter()
            .map(|(subscription, letter)| {
                let part =
                    |name: &str, kind: &str, value: Value| json!({"name": name, kind: value});
                let address = format!("{}/{}/_history/{}", letter.rtype, letter.id, letter.version);
                json!({"name": "dead-letter", "part": [
                    part("notice", "valueId", json!(letter.notice)),
                    part("subscription", "valueReference",
                        json!({"reference": format!("Subscription/{subscription}")})),
                    part("focus", "valueReference", json!({"reference": address})),
                    part("given-up", "valueInstant", json!(fhir::moment::print_instant(letter.at))),
                    part("tries", "valueInteger", json!(letter.tries)),
                    part("reason", "valueString", json!(letter.reason)),
                ]})
            })
            .collect();
        let mut body = json!({"resourceType": "Parameters"});
        if let (false, Some(members)) = (letters.is_empty(), body.as_object_mut()) {
            members.insert("parameter".to_owned(), Value::Array(letters));
        }
        Ok(Reply::json(StatusCode::OK, body.to_string()))
    }

    /// Sends one of them again.
    pub(super) fn send_again(&self, subscription: &str) -> Result<Reply, Stop> {
        let parameters = Parameters::of(&self.asked)?;
        parameters.only(&["notice"])?;
        let notice = parameters
            .text("notice")
            .ok_or_else(|| Problem::error(Code::ElementMissing, Place::path("notice"), "notice"))?;
        let sent = self.desks()?.notices.send_again(&self.caller, subscription, notice)?;
        match sent {
            Some(true) => Ok(Reply::json(StatusCode::OK, fhir::outcome::outcome(&[]).to_string())),
            Some(false) => {
                let place = Place::path(format!("Subscription/{subscription}"));
                Err(Problem::error(Code::NotDelivered, place, notice).into())
            }
            None => Err(Stop::not_found(format!("Subscription/{subscription} {notice}"))),
        }
    }
}
