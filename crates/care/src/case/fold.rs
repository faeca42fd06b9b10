//! Facts into a case: the only place that says what each fact changes.

use jiff::Timestamp;

use super::{
    Assessment, AssessmentResult, Booking, BookingState, Case, CaseFact, Owner, Stage, Visit,
};
use crate::callback::{Call, CallOutcome, Callback, Window};
use crate::id::{BookingId, CaseId, OfferId, ProfessionalId};
use crate::note::{Asked, Note};
use crate::questionnaire::{Attached, SafetyStep};
use crate::thread::{SecureMessage, Writer};
use crate::waiting::{Offer, OfferEnding, Waiting, Wish};

impl Case {
    /// Folds the facts of one case's stream, in order; none without a contact.
    pub fn fold(
        id: CaseId,
        facts: impl IntoIterator<Item = (Timestamp, CaseFact)>,
    ) -> Option<Self> {
        let mut facts = facts.into_iter();
        let (at, first) = facts.next()?;
        let mut case = Self::begin(id, at, first)?;
        for (at, fact) in facts {
            case.apply(at, fact);
        }
        Some(case)
    }

    fn begin(id: CaseId, at: Timestamp, first: CaseFact) -> Option<Self> {
        let CaseFact::ContactReceived { person, register, contact, topic, words } = first else {
            return None;
        };
        Some(Self {
            id,
            person,
            register,
            owner: Owner::Team(contact.unit.clone()),
            contact,
            topic,
            words,
            additions: Vec::new(),
            thread: Vec::new(),
            notes: Vec::new(),
            asked: Vec::new(),
            snoozed: None,
            unanswered: None,
            stage: Stage::AwaitingAssessment,
            promised_call: None,
            assessment: None,
            need: None,
            bookings: Vec::new(),
            visits: Vec::new(),
            waiting: None,
            offers: Vec::new(),
            messages: Vec::new(),
            results: Vec::new(),
            safety: Vec::new(),
            closed: None,
            changed_at: at,
        })
    }

    /// Applies one more fact.
    pub fn apply(&mut self, at: Timestamp, fact: CaseFact) {
        let before = std::mem::replace(&mut self.changed_at, at);
        if !matches!(
            fact,
            CaseFact::NoteWritten(_) | CaseFact::NoteSeen { .. } | CaseFact::MessageHandled { .. }
        ) {
            self.snoozed = None;
        }
        match fact {
            // A stream begins with its contact; a second one would change nothing. Every fact wakes.
            CaseFact::ContactReceived { .. } | CaseFact::CaseWoken { .. } => {}
            CaseFact::WordsAdded(addition) => self.additions.push((at, addition)),
            CaseFact::SecureMessageWritten(message) => self.wrote(at, message),
            CaseFact::SecureMessagesSettled { .. } => self.unanswered = None,
            CaseFact::NoteWritten(note) => self.noted(at, note),
            CaseFact::NoteSeen { by } => self.asked.retain(|asked| asked.who != by),
            CaseFact::CaseSnoozed(snooze) => self.snoozed = Some(snooze),
            CaseFact::CallbackAgreed { phone, window } => self.agree_call(at, phone, window),
            CaseFact::CallMade { by, outcome } => self.called(Call { at, by, outcome }),
            CaseFact::MissedCallsTold => {
                if let Some(callback) = &mut self.promised_call {
                    callback.told_at = Some(at);
                }
            }
            CaseFact::CallbackEnded => self.end_call(at),
            CaseFact::CaseTaken { owner } => self.owner = owner,
            CaseFact::NeedAssessed { assessment, owner } => {
                self.assessed(at, assessment, owner);
            }
            fact @ CaseFact::VisitBooked { .. } => self.booked(at, fact),
            CaseFact::VisitConfirmed { booking } => self.confirmed(at, booking),
            CaseFact::BookingCancelled { booking, why, owner } => {
                self.give_up(at, booking, BookingState::Cancelled(why), owner);
            }
            CaseFact::NoShowRecorded { booking, owner } => {
                self.give_up(at, booking, BookingState::NoShow, owner);
            }
            CaseFact::VisitHeld(visit) => self.met(at, visit),
            CaseFact::WaitingListJoined { wish } => self.join_line(at, wish),
            CaseFact::WaitingListLeft => self.waiting = None,
            CaseFact::TimeOffered { offer, time, until_at } => {
                self.offers.push(Offer { id: offer, time, made_at: at, until_at, ended: None });
            }
            CaseFact::OfferEnded { offer, ending } => self.end_offer(at, offer, ending),
            CaseFact::MessageHandled { about, handled } => {
                // What the client was told of it changes nothing of the case itself.
                self.changed_at = before;
                self.messages.push((at, about, handled));
            }
            CaseFact::AnswersAttached(result) => self.attach(at, result),
            CaseFact::SafetyHandled { by, done } => self.made_safe(at, by, &done),
            CaseFact::CaseClosed { closing } => {
                self.stage = Stage::Closed;
                self.closed = Some((at, closing));
            }
        }
    }

    fn wrote(&mut self, at: Timestamp, message: SecureMessage) {
        match message.by {
            Writer::Client | Writer::For(_) => drop(self.unanswered.get_or_insert(at)),
            Writer::Professional(_) => self.unanswered = None,
        }
        self.thread.push((at, message));
    }

    fn noted(&mut self, at: Timestamp, note: Note) {
        // Whoever writes has looked.
        self.asked.retain(|asked| asked.who != note.by);
        if let Some(who) = note.asks.filter(|who| *who != note.by) {
            self.asked.retain(|asked| asked.who != who);
            self.asked.push(Asked { at, by: note.by, who });
        }
        self.notes.push((at, note));
    }

    fn booked(&mut self, at: Timestamp, fact: CaseFact) {
        let CaseFact::VisitBooked {
            booking: id,
            day,
            unit,
            profession,
            start_at,
            minutes,
            mode,
            late,
        } = fact
        else {
            return;
        };
        self.owner = Owner::Professional(day.professional, unit.clone());
        self.stage = Stage::Booked(id);
        self.bookings.push(Booking {
            id,
            day,
            unit,
            profession,
            start_at,
            minutes,
            mode,
            late,
            made_at: at,
            confirmed_at: None,
            state: BookingState::Booked,
            changed_at: at,
        });
    }

    fn confirmed(&mut self, at: Timestamp, id: BookingId) {
        if let Some(booking) = self.bookings.iter_mut().find(|booking| booking.id == id) {
            booking.confirmed_at = Some(at);
        }
    }

    fn attach(&mut self, at: Timestamp, result: Attached) {
        if !result.alarms.is_empty() {
            self.safety.push(SafetyStep { opened_at: at, handled: None });
        }
        self.results.push((at, result));
    }

    fn made_safe(&mut self, at: Timestamp, by: ProfessionalId, done: &str) {
        for step in self.safety.iter_mut().filter(|step| step.handled.is_none()) {
            step.handled = Some((at, by, done.to_owned()));
        }
    }

    fn join_line(&mut self, at: Timestamp, wish: Wish) {
        let since = self.waiting().map_or(at, |waiting| waiting.since);
        self.waiting = Some(Waiting { wish, since });
    }

    fn end_offer(&mut self, at: Timestamp, id: OfferId, ending: OfferEnding) {
        if let Some(offer) = self.offers.iter_mut().find(|offer| offer.id == id) {
            offer.ended = Some((at, ending));
        }
        if ending == OfferEnding::Taken {
            self.waiting = None;
        }
    }

    fn agree_call(&mut self, at: Timestamp, phone: String, window: Window) {
        let standing = self.promised_call.take().filter(|callback| callback.ended_at.is_none());
        let (in_line_since, calls) = match standing {
            Some(standing) => (standing.in_line_since, standing.calls),
            None => (at, Vec::new()),
        };
        self.promised_call = Some(Callback {
            phone,
            window,
            in_line_since,
            earlier: calls.len(),
            calls,
            agreed_at: at,
            told_at: None,
            ended_at: None,
        });
    }

    fn called(&mut self, call: Call) {
        if let Some(callback) = &mut self.promised_call {
            callback.calls.push(call);
        }
        if call.outcome == CallOutcome::Reached {
            self.end_call(call.at);
        }
    }

    fn end_call(&mut self, at: Timestamp) {
        if let Some(callback) = &mut self.promised_call {
            callback.ended_at.get_or_insert(at);
        }
    }

    fn assessed(&mut self, at: Timestamp, assessment: Assessment, owner: Owner) {
        // Who assessed the need has spoken with the client.
        self.end_call(at);
        self.owner = owner;
        match &assessment.result {
            AssessmentResult::Appointment(need) => {
                self.need = Some(need.clone());
                self.stage = Stage::AwaitingBooking;
            }
            AssessmentResult::Advice | AssessmentResult::Emergency => self.stage = Stage::Met,
        }
        self.assessment = Some(assessment);
    }

    fn give_up(&mut self, at: Timestamp, booking: BookingId, state: BookingState, owner: Owner) {
        self.settle(at, booking, state);
        self.owner = owner;
        self.stage = Stage::AwaitingBooking;
    }

    fn met(&mut self, at: Timestamp, visit: Visit) {
        self.settle(at, visit.booking, BookingState::Held);
        self.owner = visit.owner.clone();
        if let Some(next) = &visit.next {
            self.need = Some(next.clone());
            self.stage = Stage::AwaitingBooking;
        } else {
            self.stage = Stage::Met;
        }
        // The wish was for a time that meets this need.
        self.waiting = None;
        self.visits.push(visit);
    }

    fn settle(&mut self, at: Timestamp, id: BookingId, state: BookingState) {
        if let Some(booking) = self.bookings.iter_mut().find(|booking| booking.id == id) {
            booking.state = state;
            booking.changed_at = at;
        }
    }
}
