//! The administrator's page of notices to subscribers: seen, sent again, and let go.

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use care::day::local;

use super::answer::{Answer, page, see_other};
use super::shell::shell;
use super::visit::Visit;
use super::{App, shows, takes};
use crate::components::notice::{Notice, NoticeKind};
use crate::desks::Desks;
use crate::door::Denied;
use crate::notices::{DeadLetter, Followed, LetGo};
use crate::pages::administrator::{Fault, let_go, notices};
use crate::pages::urls;
use crate::say;
use crate::texts::{Language, of};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/keep/notices", shows(list))
        .route("/{language}/keep/notices/resend", takes(resend))
        .route("/{language}/keep/notices/let-go", shows(ask_let_go).merge(takes(let_go)))
}

/// The desks; without a folder for them there is nothing to keep.
fn desks(app: &App) -> Result<&Desks, Denied> {
    app.desks.as_deref().ok_or(Denied::NotFound)
}

fn list(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let followed = desks(app)?.notices.overview(visit.caller()?)?;
    let context = notices::Context {
        notice: became(visit),
        followed: followed.into_iter().map(shown).collect(),
    };
    page(notices::render(&context, &shell(app, visit)))
}

fn shown(one: Followed) -> notices::Followed {
    let state = match one.status.as_str() {
        "off" => notices::State::Off,
        "requested" => notices::State::Requested,
        _ if one.status == "error" || one.tries > 0 => notices::State::Failing,
        _ => notices::State::Active,
    };
    let letter = |letter: DeadLetter| notices::Letter {
        about: about(&letter),
        at: local(letter.at),
        tries: letter.tries,
        fault: Fault::of(&letter.reason),
        notice: letter.notice,
    };
    notices::Followed {
        id: one.id,
        reason: one.reason,
        criteria: one.criteria,
        server: one.server,
        state,
        behind: one.behind,
        tries: one.tries,
        next_try_at: one.next_try_at.map(local),
        fault: one.error.as_deref().map(Fault::of),
        letters: one.dead.into_iter().map(letter).collect(),
    }
}

/// The address of what a notice tells of; never what it says.
fn about(letter: &DeadLetter) -> String {
    format!("{}/{}, {}", letter.rtype, letter.id, letter.version)
}

/// What was just done, as the address says it.
fn became(visit: &Visit) -> Option<Notice> {
    let t = of(visit.language);
    let count = |name: &str| visit.asked(name).and_then(|count| count.parse::<i64>().ok());
    let (sent, left) = (count("sent").unwrap_or(0), count("left").unwrap_or(0));
    let (kind, text) = match visit.asked("became")? {
        "sent" if left == 0 => (NoticeKind::Done, say!(t, "notices-sent", count = sent)),
        "sent" => (NoticeKind::Refused, say!(t, "notices-not-taken", sent = sent, left = left)),
        "let-go" => (NoticeKind::Done, say!(t, "notices-became-let-go")),
        "gone" => (NoticeKind::Info, say!(t, "notices-gone")),
        _ => return None,
    };
    Some(Notice { kind, text })
}

fn back(language: Language, became: &[(&str, &str)]) -> Result<Answer, Denied> {
    see_other(urls::notices(language) + &urls::query(became))
}

fn resend(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let (caller, desk) = (visit.caller()?, &desks(app)?.notices);
    let (subscription, notice) = (visit.text("subscription"), visit.text("notice"));
    let sent = if notice.is_empty() {
        desk.send_all_again(caller, subscription)?
    } else {
        let sent = desk.send_again(caller, subscription, notice)?;
        sent.map(|sent| (u32::from(sent), u32::from(!sent)))
    };
    let Some((sent, left)) = sent else { return back(visit.language, &[("became", "gone")]) };
    let (sent, left) = (sent.to_string(), left.to_string());
    back(visit.language, &[("became", "sent"), ("sent", &sent), ("left", &left)])
}

/// The kept notice that the visit names; none when somebody was faster.
fn kept(
    app: &App,
    visit: &Visit,
    subscription: &str,
    notice: &str,
) -> Result<Option<DeadLetter>, Denied> {
    let kept = desks(app)?.notices.dead_letters(visit.caller()?)?;
    let named = |(id, letter): &(String, DeadLetter)| id == subscription && letter.notice == notice;
    Ok(kept.into_iter().find(named).map(|(_, letter)| letter))
}

fn asked_about(
    app: &App,
    visit: &Visit,
    (subscription, notice): (&str, &str),
    faulty: bool,
) -> Result<Answer, Denied> {
    let Some(letter) = kept(app, visit, subscription, notice)? else {
        return back(visit.language, &[("became", "gone")]);
    };
    let context = let_go::Context {
        subscription: subscription.to_owned(),
        notice: notice.to_owned(),
        about: about(&letter),
        faulty,
    };
    let status = if faulty { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(Answer::Page(status, let_go::render(&context, &shell(app, visit))))
}

fn ask_let_go(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let asked = |name| visit.asked(name).unwrap_or_default();
    asked_about(app, visit, (asked("subscription"), asked("notice")), false)
}

fn let_go(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let (subscription, notice) = (visit.text("subscription"), visit.text("notice"));
    let Some(why) = LetGo::from_code(visit.text("why")) else {
        return asked_about(app, visit, (subscription, notice), true);
    };
    let gone = desks(app)?.notices.let_go(visit.caller()?, subscription, notice, why)?;
    back(visit.language, &[("became", if gone { "let-go" } else { "gone" })])
}
