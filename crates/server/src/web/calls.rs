//! Promised calls on pages: the windows that are offered, and what a case is promised.

use care::callback::Window;
use care::case::Case;
use care::day::{day_of, local};

use super::App;
use super::visit::Visit;
use crate::components::call_questions::{CallFault, CallQuestions, Offered};
use crate::components::call_window::CallWindow;
use crate::door::Denied;
use crate::pages::professional::case::call::{CallForm, Promised};

/// The name of a window in a form.
fn code(window: Window) -> String {
    window.from_at.as_millisecond().to_string()
}

/// A window by the clock on the wall.
pub(super) fn shown(window: Window) -> CallWindow {
    CallWindow { from: local(window.from_at), until: local(window.until_at) }
}

/// The windows that are offered now.
fn windows(app: &App) -> Vec<Window> {
    let content = app.door.content();
    content.callback.windows(app.door.now(), content.law.eves())
}

/// The window that a form chose, if it is offered.
pub(super) fn chosen(app: &App, visit: &Visit) -> Option<Window> {
    let wanted = visit.text("window");
    windows(app).into_iter().find(|window| code(*window) == wanted)
}

/// The questions about a call, with the number and the window so far.
pub(super) fn questions(app: &App, phone: String, window: Option<Window>) -> CallQuestions {
    let offer = |window| Offered { code: code(window), window: shown(window) };
    CallQuestions {
        phone,
        window: window.map(code).unwrap_or_default(),
        windows: windows(app).into_iter().map(offer).collect(),
        today: day_of(app.door.now()),
        faults: Vec::new(),
    }
}

/// The number and the window that a form gives, or the questions once more with what is wrong.
pub(super) fn answers(app: &App, visit: &Visit) -> Result<(String, Window), Box<CallQuestions>> {
    let (phone, window) = (visit.text("phone").to_owned(), chosen(app, visit));
    let bad_phone = match phone.as_str() {
        "" => Some(CallFault::NoPhone),
        phone if !is_phone(phone) => Some(CallFault::BadPhone),
        _ => None,
    };
    match (bad_phone, window) {
        (None, Some(window)) => Ok((phone, window)),
        (bad_phone, window) => {
            let bad_window = window.is_none().then_some(CallFault::NoWindow);
            let faults = bad_phone.into_iter().chain(bad_window).collect();
            Err(Box::new(CallQuestions { faults, ..questions(app, phone, window) }))
        }
    }
}

pub(super) fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let signs = text.chars().all(|letter| letter.is_ascii_digit() || " +-()".contains(letter));
    signs && (6..=15).contains(&digits)
}

/// What a professional sees and does about the call of a case; nothing once it is closed.
pub(super) fn form(
    app: &App,
    case: &Case,
    asked: Option<CallQuestions>,
    unanswered: bool,
) -> Result<Option<CallForm>, Denied> {
    if !case.is_open() {
        return Ok(None);
    }
    let policy = &app.door.content().callback;
    let promised = match case.callback() {
        Some(callback) => Some(Promised {
            phone: callback.phone.clone(),
            window: shown(callback.window),
            matters: app.door.called_together(case.id)?.len(),
            missed: callback.missed(policy),
            told_at: callback.told_at.map(local),
        }),
        None => None,
    };
    let known = || match &case.promised_call {
        Some(callback) => callback.phone.clone(),
        None => super::contact::read_reach(&case.contact.reach).1,
    };
    let call = asked.unwrap_or_else(|| questions(app, known(), None));
    Ok(Some(CallForm { promised, call, unanswered }))
}
