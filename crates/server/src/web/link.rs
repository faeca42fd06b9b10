//! The page behind the link of a message: a booked time, confirmed or given up without signing in.

use std::sync::Arc;

use axum::Router;
use care::code::Cancelling;
use care::day::local;
use care::decide::{CancelBooking, Command, ConfirmVisit};
use care::refusal::Refusal;

use super::answer::{Answer, page, see_other};
use super::names::is_changeable;
use super::shell::shell;
use super::visit::Visit;
use super::{App, shows, takes};
use crate::door::{Denied, Linked};
use crate::pages::public::link;
use crate::pages::urls;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/{language}/time/{secret}", shows(look).merge(takes(act)))
}

fn look(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let secret: String = visit.param("secret")?;
    let state = match app.door.open_link(&secret)? {
        Linked::Time { caller: _, case, booking } => link::State::Stands {
            case,
            at: local(booking.start_at),
            minutes: booking.minutes,
            confirmed: booking.confirmed_at.is_some(),
            changeable: is_changeable(&booking, app.door.now()),
        },
        Linked::Gone if visit.asked("done") == Some("cancelled") => link::State::Cancelled,
        Linked::Gone => link::State::Gone,
        Linked::Over => link::State::Over,
    };
    let phone = app.door.content().organisation.phone.clone();
    page(link::render(&link::Context { secret, state, phone }, &shell(app, visit)))
}

fn act(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let secret: String = visit.param("secret")?;
    let here = |query: &[(&str, &str)]| {
        see_other(urls::link(visit.language, &secret) + &urls::query(query))
    };
    // What is gone or over is told by the page itself.
    let Linked::Time { caller, case, booking } = app.door.open_link(&secret)? else {
        return here(&[]);
    };
    let (command, done) = match visit.text("do") {
        "confirm" => {
            (Command::ConfirmVisit(ConfirmVisit { case, booking: booking.id }), "confirmed")
        }
        "cancel" if is_changeable(&booking, app.door.now()) => {
            let (day, why) = (booking.day, Cancelling::ByClient);
            let cancel = CancelBooking { case, booking: booking.id, day, why };
            (Command::CancelBooking(cancel), "cancelled")
        }
        _ => return here(&[]),
    };
    match app.door.act(&caller, &command) {
        Ok(()) => here(&[("done", done)]),
        Err(Denied::Refused(Refusal::BookingGone | Refusal::CaseClosed)) => here(&[]),
        Err(denied) => Err(denied),
    }
}
