//! Appointments: a time that was moved is still the same appointment, and so stays one entry in
//! whatever calendar it was put into.

use super::{Booking, BookingState, Case};
use crate::code::Cancelling;
use crate::id::BookingId;

/// An appointment with every time it was moved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Appointment<'c> {
    /// Its first booking: the name that stays.
    pub first: BookingId,
    /// The booking that it came to in the end.
    pub booking: &'c Booking,
    /// How often it was moved.
    pub moves: u32,
}

impl Appointment<'_> {
    /// Whether it was given up.
    pub fn is_cancelled(&self) -> bool {
        match self.booking.state {
            BookingState::Cancelled(_) => true,
            BookingState::Booked | BookingState::Held | BookingState::NoShow => false,
        }
    }

    /// How often it changed: moved or given up.
    pub fn changes(&self) -> u32 {
        self.moves + u32::from(self.is_cancelled())
    }
}

impl Case {
    /// The appointments, in order of booking.
    pub fn appointments(&self) -> Vec<Appointment<'_>> {
        let mut all: Vec<Appointment<'_>> = Vec::new();
        for booking in &self.bookings {
            match all.last_mut() {
                Some(last) if is_moved(last.booking, booking) => {
                    (last.booking, last.moves) = (booking, last.moves + 1);
                }
                Some(_) | None => {
                    all.push(Appointment { first: booking.id, booking, moves: 0 });
                }
            }
        }
        all
    }
}

/// Whether one booking was given up for the other: both are of one decision.
fn is_moved(from: &Booking, to: &Booking) -> bool {
    from.state == BookingState::Cancelled(Cancelling::Moved) && from.changed_at == to.made_at
}
