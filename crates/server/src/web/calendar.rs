//! Calendar files: one booked time, and the private address under which a calendar program asks for all
//! of them.

use std::sync::Arc;

use axum::Router;
use axum::http::header;
use care::access::Role;
use care::case::{Appointment, Case};
use care::code::Mode;
use care::view::BookingRow;

use super::answer::{Answer, page, see_other};
use super::shell::shell;
use super::visit::Visit;
use super::{App, shows, takes};
use crate::components::notice::{Notice, NoticeKind};
use crate::door::{Denied, Times, standing};
use crate::ics::{Entry, print};
use crate::pages::{calendar, urls};
use crate::say;
use crate::texts::{Language, of};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/calendar/{secret}", shows(feed))
        .route("/{language}/calendar", shows(ask).merge(takes(open)))
        .route("/{language}/calendar/close", takes(close))
}

/// Whose calendar it is and in which language, to write its entries.
struct Writer<'a> {
    app: &'a App,
    language: Language,
    protected: bool,
}

impl Writer<'_> {
    fn name(&self) -> String {
        let organisation = self.app.door.content().region.name.get(self.language);
        say!(of(self.language), "calendar-entry", organisation = organisation)
    }

    /// An appointment as the resident's calendar tells it. Where a protected home's owner goes, nobody
    /// learns from a calendar.
    fn own(&self, appointment: &Appointment<'_>) -> Entry {
        let booking = appointment.booking;
        let unit = self.app.door.content().region.unit_name(&booking.unit, self.language);
        let place = (booking.mode == Mode::OnSite && !self.protected).then(|| unit.to_owned());
        Entry {
            uid: appointment.first.to_string(),
            sequence: appointment.changes(),
            changed_at: booking.changed_at,
            start_at: booking.start_at,
            minutes: booking.minutes,
            summary: self.name(),
            place,
            cancelled: appointment.is_cancelled(),
        }
    }

    /// A booked time as the professional's calendar tells it: that there is one.
    fn at_work(&self, row: &BookingRow) -> Entry {
        let cancelled = row.state == "cancelled";
        let minutes = u32::from(row.minutes);
        Entry {
            uid: row.booking.to_string(),
            sequence: u32::from(cancelled),
            changed_at: row.changed_at,
            start_at: row.start_at,
            minutes: row.minutes,
            summary: say!(of(self.language), "calendar-visit", minutes = minutes),
            place: None,
            cancelled,
        }
    }
}

fn file(entries: &[Entry]) -> Answer {
    Answer::File {
        media_type: "text/calendar; charset=utf-8",
        name: "polku.ics".to_owned(),
        bytes: print("Polku", entries).into_bytes(),
    }
}

/// The file of the time that stands.
pub(super) fn of_case(
    app: &App,
    visit: &Visit,
    case: &Case,
    protected: bool,
) -> Result<Answer, Denied> {
    let appointment = standing(case).ok_or(Denied::NotFound)?;
    let writer = Writer { app, language: visit.language, protected };
    Ok(file(&[writer.own(&appointment)]))
}

fn feed(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let secret: String = visit.param("secret")?;
    let secret = secret.strip_suffix(".ics").unwrap_or(&secret);
    let caller = app.door.by_feed(secret)?.ok_or(Denied::NotFound)?;
    let language = caller.account.language;
    Ok(match app.door.calendar(&caller)? {
        Times::Resident(cases, protected) => {
            let writer = Writer { app, language, protected };
            let all = cases.iter().flat_map(Case::appointments);
            file(&all.map(|one| writer.own(&one)).collect::<Vec<_>>())
        }
        Times::Professional(rows) => {
            let writer = Writer { app, language, protected: true };
            let entries: Vec<Entry> = rows.iter().map(|row| writer.at_work(row)).collect();
            file(&entries)
        }
    })
}

fn context(app: &App, visit: &Visit, notice: Option<Notice>) -> Result<calendar::Context, Denied> {
    let caller = visit.caller()?;
    Ok(calendar::Context {
        notice,
        at_work: caller.role() == Role::Professional,
        open: app.door.has_feed(caller)?,
        address: None,
    })
}

fn ask(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let shell = shell(app, visit);
    let notice = visit
        .asked("done")
        .map(|_| Notice { kind: NoticeKind::Done, text: say!(shell.texts(), "calendar-closed") });
    page(calendar::render(&context(app, visit, notice)?, &shell))
}

/// Shows the new address at once: it is kept nowhere, and so shown only now.
fn open(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let secret = app.door.open_feed(visit.caller()?)?;
    let address = Some(format!("{}/calendar/{secret}.ics", site(app, visit)));
    let context = calendar::Context { address, ..context(app, visit, None)? };
    page(calendar::render(&context, &shell(app, visit)))
}

fn close(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    app.door.close_feed(visit.caller()?)?;
    see_other(urls::calendar(visit.language) + &urls::query(&[("done", "closed")]))
}

/// Where the service is found: as an operator says it, or as the visitor came.
fn site(app: &App, visit: &Visit) -> String {
    let said = app.desks.as_ref().map(|desks| desks.messages.address()).unwrap_or_default();
    if !said.is_empty() {
        return said.to_owned();
    }
    let host = visit.arrival.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let scheme = if app.secure_cookies { "https" } else { "http" };
    format!("{scheme}://{}", host.unwrap_or_default())
}
