//! Notes for colleagues, questions to one of them, and setting a case aside for a while.

use std::sync::Arc;

use axum::Router;
use care::case::Case;
use care::clock::next_due;
use care::day::{day_of, instant, local, next_working_day};
use care::decide::{Command, SeeNote, SnoozeCase, WakeCase, WriteNote};
use care::id::{NoteId, ProfessionalId};
use care::note::{Note, Snooze};
use care::refusal::Refusal;
use jiff::{SignedDuration, Timestamp};

use super::case::{carry_out, load};
use crate::components::field::Item;
use crate::components::thread::WriteFault;
use crate::door::{CaseView, Denied};
use crate::pages::professional::case::notes::{self, Notes};
use crate::wall::fresh_id;
use crate::web::answer::Answer;
use crate::web::names::Names;
use crate::web::visit::Visit;
use crate::web::{App, takes};

/// For how many minutes a case may be set aside; the next morning is a choice of its own.
const MINUTES: [u16; 3] = [30, 60, 120];
const MORNING: &str = "morning";

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/work/cases/{case}/notes", takes(write))
        .route("/{language}/work/cases/{case}/notes/seen", takes(see))
        .route("/{language}/work/cases/{case}/snooze", takes(snooze))
        .route("/{language}/work/cases/{case}/wake", takes(wake))
}

/// A note that came back with its form.
pub(super) struct NoteBack {
    id: NoteId,
    words: String,
    asks: String,
    fault: WriteFault,
}

/// What the page of a case shows of it.
pub(super) fn notes(
    app: &App,
    visit: &Visit,
    view: &CaseView,
    names: &Names<'_>,
    back: Option<NoteBack>,
) -> Notes {
    let (case, now) = (&view.case, app.door.now());
    let reader = visit.session.as_ref().and_then(|session| session.caller.account.professional);
    let note = |(at, note): &(Timestamp, Note)| notes::Note {
        at: local(*at),
        who: names.who(note.by),
        words: note.words.clone(),
        asks: note.asks.map(|who| names.professional(who)),
    };
    let asked = case.asked.iter().find(|asked| Some(asked.who) == reader);
    let snoozed = case.snoozed.as_ref().filter(|snooze| snooze.until_at > now);
    let (id, words, asks, fault) = match back {
        Some(back) => (back.id, back.words, back.asks, Some(back.fault)),
        None => (NoteId(fresh_id(now)), String::new(), String::new(), None),
    };
    Notes {
        notes: case.notes.iter().map(note).collect(),
        asked_by: asked.map(|asked| names.professional(asked.by)),
        id,
        words,
        fault,
        colleagues: colleagues(names, case, reader),
        asks,
        snoozed: snoozed.map(|snooze| {
            (local(snooze.until_at), names.professional(snooze.by), snooze.why.clone())
        }),
        may_snooze: if case.is_open() { may_snooze(app, view, names) } else { Vec::new() },
    }
}

/// Who of the unit that answers for a case can be asked: everybody but whoever asks.
fn colleagues(names: &Names<'_>, case: &Case, reader: Option<ProfessionalId>) -> Vec<Item> {
    let mut staff = names.staff(case.owner.unit());
    staff.retain(|one| reader.is_none_or(|reader| one.value != reader.to_string()));
    staff
}

fn may_snooze(app: &App, view: &CaseView, names: &Names<'_>) -> Vec<Item> {
    let t = names.texts();
    let limit = next_due(&view.clocks).map(|clock| clock.due.on);
    let now = app.door.now();
    let inside = |until: Timestamp| limit.is_none_or(|limit| day_of(until) <= limit);
    let minutes = MINUTES.into_iter().map(|minutes| {
        (after(now, minutes), Item::new(minutes.to_string(), t.span(u32::from(minutes))))
    });
    let morning = morning(app, now);
    let morning = (morning, Item::new(MORNING, t.near_moment(local(morning))));
    let all = minutes.chain(std::iter::once(morning));
    all.filter(|(until, _)| inside(*until)).map(|(_, item)| item).collect()
}

fn after(now: Timestamp, minutes: u16) -> Timestamp {
    now.checked_add(SignedDuration::from_mins(i64::from(minutes))).unwrap_or(now)
}

/// When calls are first made on the next working day.
fn morning(app: &App, now: Timestamp) -> Timestamp {
    let content = app.door.content();
    let tomorrow = care::day::add_days(day_of(now), 1);
    let day = next_working_day(tomorrow, content.law.eves());
    instant(day, content.callback.opens).earliest()
}

fn write(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = load(app, visit)?;
    let by = super::by(visit)?;
    let chosen = visit.text("asks").to_owned();
    let names = Names::new(app, visit.language);
    let known = colleagues(&names, &view.case, Some(by)).iter().any(|one| one.value == chosen);
    let note = Note {
        id: note_id(app, visit),
        by,
        words: visit.text("note-words").to_owned(),
        asks: chosen.parse().ok().filter(|_| known),
    };
    let command = Command::WriteNote(WriteNote { case: view.case.id, note });
    carry_out(app, visit, &view, &command, "noted")
}

fn note_id(app: &App, visit: &Visit) -> NoteId {
    visit.text("note-id").parse().unwrap_or_else(|_| NoteId(fresh_id(app.door.now())))
}

/// The form as it came, when it brought a note whose words were refused.
pub(super) fn back(app: &App, visit: &Visit, refusal: &Refusal) -> Option<NoteBack> {
    let words = visit.field("note-words")?.to_owned();
    let fault = WriteFault::of(refusal)?;
    Some(NoteBack { id: note_id(app, visit), words, asks: visit.text("asks").to_owned(), fault })
}

fn see(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = load(app, visit)?;
    let by = super::by(visit)?;
    let command = Command::SeeNote(SeeNote { case: view.case.id, by });
    carry_out(app, visit, &view, &command, "seen")
}

fn snooze(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = load(app, visit)?;
    let by = super::by(visit)?;
    let now = app.door.now();
    let until_at = match visit.text("aside-until") {
        MORNING => morning(app, now),
        minutes => after(now, minutes.parse().unwrap_or_default()),
    };
    let snooze = Snooze { by, until_at, why: visit.text("aside-why").chars().take(500).collect() };
    let command = Command::SnoozeCase(SnoozeCase { case: view.case.id, snooze });
    carry_out(app, visit, &view, &command, "snoozed")
}

fn wake(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = load(app, visit)?;
    let by = super::by(visit)?;
    let command = Command::WakeCase(WakeCase { case: view.case.id, by });
    carry_out(app, visit, &view, &command, "woken")
}
