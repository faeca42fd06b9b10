//! Acting for another, and for oneself again.

use std::sync::Arc;

use axum::Router;
use care::id::PersonId;

use super::answer::Answer;
use super::visit::Visit;
use super::{App, security, takes};
use crate::door::Denied;
use crate::pages::urls;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/{language}/acting", takes(act))
}

fn act(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let caller = visit.caller()?;
    caller.account.person.ok_or(Denied::NotFound)?;
    let person: Option<PersonId> = visit.text("person").parse().ok();
    let may = app.door.acted_for(caller)?;
    let person = match person {
        Some(person) => {
            let known = may.iter().find(|one| one.person == person);
            Some(known.ok_or(Denied::NotFound)?.person)
        }
        None => None,
    };
    // What was written for one is not sent for the other.
    app.drafts.forget(&visit.arrival.headers);
    let cookie = security::acting_cookie(app, person)?;
    Ok(Answer::SeeOther(urls::matters(visit.language), vec![cookie]))
}
