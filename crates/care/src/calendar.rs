//! The bookable time of one professional on one day. A slot is free, or it carries the offer that holds
//! it or the booking that takes it: never two of them, and so there is no way to book it twice.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::code::{Mode, Profession};
use crate::id::{BookingId, CaseId, OfferId, UnitId};
use crate::language::Language;
use crate::stream::DayKey;

/// What can happen to one day of a calendar.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayFact {
    /// Times were opened for booking.
    HoursOpened(Hours),
    /// A time was booked.
    SlotBooked {
        /// When it begins.
        start_at: Timestamp,
        /// The booking.
        booking: BookingId,
        /// The case it serves.
        case: CaseId,
    },
    /// A booked time is free again.
    SlotFreed {
        /// When it begins.
        start_at: Timestamp,
        /// The booking that was given up.
        booking: BookingId,
    },
    /// A free time was offered to a client on the waiting list, and is held for them.
    SlotHeld {
        /// When it begins.
        start_at: Timestamp,
        /// The offer.
        offer: OfferId,
        /// The case that it is offered to.
        case: CaseId,
    },
    /// A held time is free again.
    SlotReleased {
        /// When it begins.
        start_at: Timestamp,
        /// The offer that came to nothing.
        offer: OfferId,
    },
}

impl DayFact {
    /// The stable name of the kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::HoursOpened(_) => "hours-opened",
            Self::SlotBooked { .. } => "slot-booked",
            Self::SlotFreed { .. } => "slot-freed",
            Self::SlotHeld { .. } => "slot-held",
            Self::SlotReleased { .. } => "slot-released",
        }
    }
}

/// Times that were opened together.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Hours {
    /// Where the professional works that day.
    pub unit: UnitId,
    /// The profession offered.
    pub profession: Profession,
    /// The languages in which the professional serves.
    pub languages: Vec<Language>,
    /// The times.
    pub slots: Vec<OpenSlot>,
}

/// One time as it was opened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OpenSlot {
    /// When it begins.
    pub start_at: Timestamp,
    /// How long it is.
    pub minutes: u16,
    /// In which ways client and professional can meet.
    pub modes: Vec<Mode>,
}

/// One day of one professional's calendar, as the facts so far tell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Day {
    /// Whose day.
    pub key: DayKey,
    /// The times, in order.
    pub slots: Vec<Slot>,
}

/// One bookable time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Slot {
    /// When it begins.
    pub start_at: Timestamp,
    /// How long it is.
    pub minutes: u16,
    /// In which ways client and professional can meet.
    pub modes: Vec<Mode>,
    /// Where.
    pub unit: UnitId,
    /// The profession offered.
    pub profession: Profession,
    /// The languages in which the professional serves.
    pub languages: Vec<Language>,
    /// Whose it is, if it is anybody's.
    pub state: SlotState,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it was last given up or released, if it ever was.
    pub freed_at: Option<Timestamp>,
    /// When it was last opened, booked or freed.
    pub changed_at: Timestamp,
}

/// Whose a bookable time is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SlotState {
    /// Anybody can book it.
    Free,
    /// It is offered to a client on the waiting list.
    Held(OfferId, CaseId),
    /// It is booked.
    Booked(BookingId, CaseId),
}

impl Slot {
    /// Whether anybody can book it.
    pub fn is_free(&self) -> bool {
        self.state == SlotState::Free
    }

    /// The booking and the case that it is taken by.
    pub fn booked(&self) -> Option<(BookingId, CaseId)> {
        match self.state {
            SlotState::Booked(booking, case) => Some((booking, case)),
            SlotState::Free | SlotState::Held(..) => None,
        }
    }

    fn become_free(&mut self, at: Timestamp) {
        self.state = SlotState::Free;
        self.freed_at = Some(at);
        self.changed_at = at;
    }
}

impl Day {
    /// Folds the facts of one day's stream, in order.
    pub fn fold(key: DayKey, facts: impl IntoIterator<Item = (Timestamp, DayFact)>) -> Self {
        let mut day = Self { key, slots: Vec::new() };
        for (at, fact) in facts {
            day.apply(at, fact);
        }
        day
    }

    /// Applies one more fact.
    pub fn apply(&mut self, at: Timestamp, fact: DayFact) {
        match fact {
            DayFact::HoursOpened(hours) => {
                self.slots.extend(hours.slots.into_iter().map(|slot| Slot {
                    start_at: slot.start_at,
                    minutes: slot.minutes,
                    modes: slot.modes,
                    unit: hours.unit.clone(),
                    profession: hours.profession,
                    languages: hours.languages.clone(),
                    state: SlotState::Free,
                    opened_at: at,
                    freed_at: None,
                    changed_at: at,
                }));
                self.slots.sort_by_key(|slot| slot.start_at);
            }
            DayFact::SlotBooked { start_at, booking, case } => {
                if let Some(slot) = self.slot_mut(start_at) {
                    slot.state = SlotState::Booked(booking, case);
                    slot.changed_at = at;
                }
            }
            DayFact::SlotFreed { start_at, booking } => {
                if let Some(slot) = self.slot_mut(start_at)
                    && slot.booked().is_some_and(|(taken_by, _)| taken_by == booking)
                {
                    slot.become_free(at);
                }
            }
            DayFact::SlotHeld { start_at, offer, case } => {
                if let Some(slot) = self.slot_mut(start_at) {
                    slot.state = SlotState::Held(offer, case);
                    slot.changed_at = at;
                }
            }
            DayFact::SlotReleased { start_at, offer } => {
                if let Some(slot) = self.slot_mut(start_at)
                    && matches!(slot.state, SlotState::Held(held_for, _) if held_for == offer)
                {
                    slot.become_free(at);
                }
            }
        }
    }

    /// The slot that begins at an instant.
    pub fn slot(&self, start_at: Timestamp) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.start_at == start_at)
    }

    fn slot_mut(&mut self, start_at: Timestamp) -> Option<&mut Slot> {
        self.slots.iter_mut().find(|slot| slot.start_at == start_at)
    }

    /// Free slots that begin at an instant or later.
    pub fn free_from(&self, from: Timestamp) -> impl Iterator<Item = &Slot> {
        self.slots.iter().filter(move |slot| slot.is_free() && slot.start_at >= from)
    }
}
