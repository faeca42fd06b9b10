//! The story of a case: what has happened and what is agreed, the newest first.

use care::callback::CallOutcome;
use care::case::{Booking, BookingState, Case};
use care::code::{AddedAs, Cancelling};
use care::day::local;
use care::message::Handled;
use care::waiting::OfferEnding;
use jiff::Timestamp;

use super::calls;
use super::names::Names;
use crate::components::call_window;
use crate::components::timeline::{Event, When};
use crate::say;

/// Whom the story is told to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum To {
    /// The resident: "you".
    Resident,
    /// A professional: "the client".
    Professional,
}

/// The events of a case.
pub(super) fn events(case: &Case, names: &Names<'_>, to: To) -> Vec<Event> {
    let t = names.texts();
    let mut events = vec![(
        case.contact.at,
        past(case.contact.at, say!(t, "event-contact"), Some(names.unit(&case.contact.unit)), None),
    )];
    for (at, addition) in &case.additions {
        let title = match addition.added_as {
            AddedAs::Message => say!(t, "event-message"),
            AddedAs::Answers => say!(t, "event-answers"),
        };
        events.push((*at, past(*at, title, None, Some(addition.words.clone()))));
    }
    of_call(case, names, to, &mut events);
    if let Some(assessment) = &case.assessment {
        let told = Some(assessment.told.clone()).filter(|told| !told.is_empty());
        let who = Some(names.who(assessment.by));
        events.push((assessment.at, past(assessment.at, say!(t, "event-assessed"), who, told)));
    }
    of_questionnaires(case, names, to, &mut events);
    of_offers(case, names, &mut events);
    of_messages(case, names, &mut events);
    for booking in &case.bookings {
        of_booking(booking, names, to, &mut events);
    }
    for visit in &case.visits {
        let note =
            Some(visit.note.clone()).filter(|note| to == To::Professional && !note.is_empty());
        let who = Some(names.who(visit.professional));
        events.push((visit.started_at, past(visit.started_at, say!(t, "event-visit"), who, note)));
    }
    if let Some((at, closing)) = case.closed {
        let ending = match to {
            To::Resident => t.closing_to_client(closing),
            To::Professional => t.closing(closing),
        };
        events.push((at, past(at, say!(t, "event-closed"), None, Some(ending))));
    }
    // Facts of one decision share their instant; what was told last comes first.
    events.reverse();
    events.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    events.into_iter().map(|(_, event)| event).collect()
}

fn of_call(case: &Case, names: &Names<'_>, to: To, events: &mut Vec<(Timestamp, Event)>) {
    let t = names.texts();
    let Some(callback) = &case.promised_call else { return };
    let time = call_window::dated(t, calls::shown(callback.window));
    let agreed = callback.agreed_at;
    events.push((agreed, past(agreed, say!(t, "event-call-agreed", time = time), None, None)));
    for call in &callback.calls {
        let (title, who) = match (to, call.outcome) {
            (To::Resident, CallOutcome::Reached) => (say!(t, "event-call-reached"), None),
            (To::Resident, _) => (say!(t, "event-call-missed"), None),
            (To::Professional, outcome) => {
                let outcome = t.call_outcome(outcome);
                (say!(t, "event-call", outcome = outcome), Some(names.who(call.by)))
            }
        };
        events.push((call.at, past(call.at, title, who, None)));
    }
    // The resident reads it beside the matter.
    if let Some(at) = callback.told_at.filter(|_| to == To::Professional) {
        events.push((at, past(at, say!(t, "event-call-told"), None, None)));
    }
}

fn of_questionnaires(case: &Case, names: &Names<'_>, to: To, events: &mut Vec<(Timestamp, Event)>) {
    let t = names.texts();
    for (at, result) in &case.results {
        let title = names.questionnaire(&result.questionnaire);
        let who = Some(names.who(result.by));
        let title = say!(t, "event-answers-attached", title = title);
        events.push((*at, past(*at, title, who, None)));
    }
    // What was asked and done about safety is the professionals' record.
    for step in case.safety.iter().filter(|_| to == To::Professional) {
        let at = step.opened_at;
        events.push((at, past(at, say!(t, "event-safety-opened"), None, None)));
        if let Some((at, by, done)) = &step.handled {
            let (who, done) = (Some(names.who(*by)), Some(done.clone()));
            events.push((*at, past(*at, say!(t, "event-safety-handled"), who, done)));
        }
    }
}

fn of_offers(case: &Case, names: &Names<'_>, events: &mut Vec<(Timestamp, Event)>) {
    let t = names.texts();
    if let Some(waiting) = case.waiting() {
        let wish = Some(super::waiting::told(&waiting.wish, names));
        events.push((waiting.since, past(waiting.since, say!(t, "event-waits"), None, wish)));
    }
    for offer in &case.offers {
        let time = t.moment(local(offer.time.start_at));
        let place = Some(names.unit(&offer.time.unit));
        let made = past(offer.made_at, say!(t, "event-offered", time = &time), place, None);
        events.push((offer.made_at, made));
        let Some((at, ending)) = offer.ended else { continue };
        let title = match ending {
            // The booking tells the same.
            OfferEnding::Taken => continue,
            OfferEnding::Declined => say!(t, "event-offer-declined", time = &time),
            OfferEnding::Expired => say!(t, "event-offer-expired", time = &time),
        };
        events.push((at, past(at, title, None, None)));
    }
}

fn of_messages(case: &Case, names: &Names<'_>, events: &mut Vec<(Timestamp, Event)>) {
    let t = names.texts();
    for (at, about, handled) in &case.messages {
        let what = t.message(*about);
        let title = match handled {
            Handled::Sent(way) => say!(t, "event-sent", way = t.way(*way), what = what),
            Handled::GivenUp(way, _) => {
                say!(t, "event-not-sent", way = t.way(*way), what = what)
            }
            // What becomes of it then is told in its turn.
            Handled::Renewed | Handled::LetGo(_) => continue,
        };
        events.push((*at, past(*at, title, None, None)));
    }
}

fn of_booking(booking: &Booking, names: &Names<'_>, to: To, events: &mut Vec<(Timestamp, Event)>) {
    let t = names.texts();
    let time = t.moment(local(booking.start_at));
    let place = Some(names.unit(&booking.unit));
    let late = booking.late.map(|reason| say!(t, "event-late", reason = t.late_reason(reason)));
    let made = past(booking.made_at, say!(t, "event-booked", time = &time), place, late);
    events.push((booking.made_at, made));
    if let Some(at) = booking.confirmed_at {
        let title = match to {
            To::Resident => say!(t, "event-confirmed-you", time = &time),
            To::Professional => say!(t, "event-confirmed-client", time = &time),
        };
        events.push((at, past(at, title, None, None)));
    }
    let at = booking.changed_at;
    let mut add = |title, who| events.push((at, past(at, title, who, None)));
    match booking.state {
        BookingState::Booked => events.push((
            booking.start_at,
            Event {
                when: When::Coming,
                ..past(
                    booking.start_at,
                    say!(t, "event-visit-coming"),
                    Some(names.who(booking.day.professional)),
                    None,
                )
            },
        )),
        BookingState::Cancelled(Cancelling::ByClient) => {
            let title = match to {
                To::Resident => say!(t, "event-cancelled-you", time = &time),
                To::Professional => say!(t, "event-cancelled-client", time = &time),
            };
            add(title, None);
        }
        BookingState::Cancelled(Cancelling::ByUnit) => {
            add(say!(t, "event-cancelled-unit", time = &time), None);
        }
        BookingState::Cancelled(Cancelling::Moved) => {
            add(say!(t, "event-moved", time = &time), None);
        }
        BookingState::NoShow => add(say!(t, "event-no-show"), None),
        BookingState::Held => {}
    }
}

fn past(at: Timestamp, title: String, who: Option<String>, text: Option<String>) -> Event {
    Event { at: local(at), when: When::Past, title, who, text }
}
