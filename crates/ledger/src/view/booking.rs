//! Booked times: of a case, a person, a professional, a unit.

use care::id::{BookingId, CaseId, PersonId, ProfessionalId, UnitId};
use care::view::BookingRow;
use jiff::Timestamp;

use crate::error::Result;
use crate::ledger::Ledger;
use crate::record::{Readable, columns, record};
use crate::value::{Field, Value};

record!(
    BookingRow,
    "booking_row",
    key { booking: booking },
    rest {
        case_id: case,
        person: person,
        professional: professional,
        unit: unit,
        profession: profession,
        start_at: start_at,
        minutes: minutes,
        mode: mode,
        state: state,
        made_at: made_at,
        changed_at: changed_at,
    }
);

impl Ledger {
    /// The booking of an id.
    pub fn booking(&self, booking: BookingId) -> Result<Option<BookingRow>> {
        let rows = self.bookings("booking = $1", &[booking.value()])?;
        Ok(rows.into_iter().next())
    }

    /// The bookings of a case, in order of time.
    pub fn bookings_of_case(&self, case: CaseId) -> Result<Vec<BookingRow>> {
        self.bookings("case_id = $1", &[case.value()])
    }

    /// The bookings of a person, in order of time.
    pub fn bookings_of(&self, person: PersonId) -> Result<Vec<BookingRow>> {
        self.bookings("person = $1", &[person.value()])
    }

    /// The bookings of a professional that begin in a span of time, its end left out.
    pub fn bookings_with(
        &self,
        professional: ProfessionalId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<BookingRow>> {
        let values = [professional.value(), from.value(), until.value()];
        self.bookings("professional = $1 AND start_at >= $2 AND start_at < $3", &values)
    }

    /// The bookings of a unit that begin in a span of time, its end left out.
    pub fn bookings_at(
        &self,
        unit: &UnitId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<BookingRow>> {
        let values = [unit.value(), from.value(), until.value()];
        self.bookings("unit = $1 AND start_at >= $2 AND start_at < $3", &values)
    }

    fn bookings(&self, which: &str, values: &[Value<'_>]) -> Result<Vec<BookingRow>> {
        let sql = format!(
            "SELECT {} FROM booking_row WHERE {which} ORDER BY start_at, booking",
            columns::<BookingRow>()
        );
        self.read(|reader| reader.rows(&sql, values, BookingRow::read))
    }
}
