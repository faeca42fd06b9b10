//! Promised calls on pages: the windows that are offered, and what a case is promised.

use care::callback::Window;
use care::case::Case;
use care::day::{day_of, local};
use care::id::CaseId;
use jiff::Timestamp;

use super::App;
use super::visit::Visit;
use crate::components::call_window::{CallWindow, Offered};
use crate::door::Denied;
use crate::pages::professional::case::call::{CallForm, CallFormFault, Promised};

/// The name of a window in a form.
pub(super) fn code(window: Window) -> String {
    window.from_at.as_millisecond().to_string()
}

/// A window by the clock on the wall.
pub(super) fn shown(window: Window) -> CallWindow {
    CallWindow { from: local(window.from_at), until: local(window.until_at) }
}

fn windows(app: &App, now: Timestamp) -> Vec<Window> {
    let content = app.door.content();
    content.callback.windows(now, content.law.eves())
}

/// The windows that are offered now.
pub(super) fn offered(app: &App) -> Vec<Offered> {
    let offered = windows(app, app.door.now()).into_iter();
    offered.map(|window| Offered { code: code(window), window: shown(window) }).collect()
}

/// The window that a form chose, if it is offered.
pub(super) fn chosen(app: &App, visit: &Visit) -> Option<Window> {
    let wanted = visit.text("window");
    windows(app, app.door.now()).into_iter().find(|window| code(*window) == wanted)
}

/// The cases that the call of one serves, or the one alone.
pub(super) fn together(app: &App, case: CaseId) -> Result<Vec<CaseId>, Denied> {
    Ok(app.door.call_of(case)?.map_or_else(|| vec![case], |call| call.cases))
}

/// What a professional sees and does about the call of a case; nothing once it is closed.
pub(super) fn form(
    app: &App,
    case: &Case,
    phone: Option<String>,
    faults: Vec<CallFormFault>,
) -> Result<Option<CallForm>, Denied> {
    if !case.is_open() {
        return Ok(None);
    }
    let policy = &app.door.content().callback;
    let promised = match case.callback() {
        Some(callback) => Some(Promised {
            window: shown(callback.window),
            matters: together(app, case.id)?.len(),
            missed: callback.missed(policy),
            told_at: callback.told_at.map(local),
        }),
        None => None,
    };
    let known = || match &case.promised_call {
        Some(callback) => callback.phone.clone(),
        None => super::contact::read_reach(&case.contact.reach).1,
    };
    Ok(Some(CallForm {
        promised,
        phone: phone.unwrap_or_else(known),
        windows: offered(app),
        today: day_of(app.door.now()),
        faults,
    }))
}
