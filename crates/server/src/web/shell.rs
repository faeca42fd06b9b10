//! What surrounds the pages of a visit: language, person, forms, and the demo bar.

use care::access::Role;
use care::day::local;

use super::App;
use super::visit::Visit;
use crate::pages::{self, Demo, DemoPerson, Shell, SignedIn};
use crate::texts::Language;
use crate::wall::Clock as _;

/// The shell of a visit.
pub(super) fn shell(app: &App, visit: &Visit) -> Shell {
    let account = visit.session.as_ref().map(|session| &session.caller.account);
    let signed_in = account.and_then(|account| {
        Some(SignedIn { name: account.name.clone(), role: role(account.role)? })
    });
    let current = account.map(|account| account.login.clone()).unwrap_or_default();
    let demo = app.demo.as_ref().map(|demo| Demo {
        now: local(demo.clock().now()),
        people: demo
            .people()
            .iter()
            .filter_map(|person| {
                Some(DemoPerson {
                    account: person.login.clone(),
                    name: person.name.clone(),
                    role: role(Role::from_code(&person.role)?)?,
                    detail: match visit.language {
                        Language::Fi => person.detail_fi.clone(),
                        Language::Sv => person.detail_sv.clone(),
                        Language::En => person.detail_en.clone(),
                    },
                })
            })
            .collect(),
        current,
        next: visit.asked("next").map(str::to_owned),
    });
    Shell {
        language: visit.language,
        path: visit.shown_at().to_owned(),
        csrf: visit.session.as_ref().map(|session| session.csrf.clone()).unwrap_or_default(),
        organisation: app.door.content().region.name.get(visit.language).to_owned(),
        signed_in,
        acting_for: visit.session.as_ref().and_then(|session| session.acting_for.clone()),
        demo,
    }
}

/// The role that has pages of its own.
pub(super) fn role(role: Role) -> Option<pages::Role> {
    match role {
        Role::Resident => Some(pages::Role::Resident),
        Role::Professional => Some(pages::Role::Professional),
        Role::Leader => Some(pages::Role::Leader),
        Role::Administrator => Some(pages::Role::Administrator),
        Role::Client | Role::System => None,
    }
}
