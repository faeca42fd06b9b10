//! Signed links at the door: whoever holds the link of a message about a booked time may see when it is,
//! confirm it and give it up, without signing in, until it begins. It opens nothing else.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use care::access::{Action, Relation, Role};
use care::case::Booking;
use care::id::{BookingId, CaseId};
use jiff::Timestamp;
use uuid::Uuid;

use super::{Caller, Denied, Door};
use crate::account::Account;

/// The name under which the holder of a link stands in facts and in the access log: who they are, nobody
/// knows.
pub const LINK: &str = "link";
/// How much of the code that proves a link goes along.
const PROOF_BYTES: usize = 16;
/// Case, booking, and until when it is good.
const SAYS_BYTES: usize = 40;

/// What a link leads to.
pub enum Linked {
    /// The time stands.
    Time {
        /// Whoever holds the link.
        caller: Caller,
        /// Of which case.
        case: CaseId,
        /// The time.
        booking: Box<Booking>,
    },
    /// The time was moved or given up, or the visit took place.
    Gone,
    /// The time has begun.
    Over,
}

impl Door {
    /// The secret part of a link to a booked time, good until it begins.
    pub fn link(&self, case: CaseId, booking: BookingId, start_at: Timestamp) -> String {
        let mut bytes = Vec::with_capacity(SAYS_BYTES + PROOF_BYTES);
        bytes.extend_from_slice(case.0.as_bytes());
        bytes.extend_from_slice(booking.0.as_bytes());
        bytes.extend_from_slice(&start_at.as_millisecond().to_be_bytes());
        let proof = self.proof(&bytes);
        bytes.extend_from_slice(&proof);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn proof(&self, says: &[u8]) -> [u8; PROOF_BYTES] {
        let key = blake3::derive_key("polku 2026 links in messages", &self.pseudonym_key);
        let mut proof = [0; PROOF_BYTES];
        blake3::Hasher::new_keyed(&key).update(says).finalize_xof().fill(&mut proof);
        proof
    }

    /// What a link leads to; what nobody signed is not found.
    pub fn open_link(&self, secret: &str) -> Result<Linked, Denied> {
        let bytes = URL_SAFE_NO_PAD.decode(secret).map_err(|_| Denied::NotFound)?;
        let (says, proof) = bytes.split_at_checked(SAYS_BYTES).ok_or(Denied::NotFound)?;
        // Hashes are compared, so the time taken tells nothing of how much agrees.
        if blake3::hash(proof) != blake3::hash(&self.proof(says)) {
            return Err(Denied::NotFound);
        }
        let (case, booking, until) = read(says).ok_or(Denied::NotFound)?;
        if until <= self.now() {
            return Ok(Linked::Over);
        }
        let caller =
            Caller { link: Some(case), ..Caller::new(Account::nobody(LINK, Role::Resident)) };
        let ground = self.ground(&caller, Action::SeeCalendar, &[Relation::Link])?;
        let found = self.load_case(case)?.ok_or(Denied::NotFound)?;
        self.write_down(&caller, [Some(found.person)], Action::SeeCalendar, ground)?;
        match found.booking().filter(|standing| standing.id == booking) {
            Some(standing) => {
                let booking = Box::new(standing.clone());
                Ok(Linked::Time { caller, case, booking })
            }
            None => Ok(Linked::Gone),
        }
    }
}

fn read(says: &[u8]) -> Option<(CaseId, BookingId, Timestamp)> {
    let (case, rest) = says.split_first_chunk::<16>()?;
    let (booking, until) = rest.split_first_chunk::<16>()?;
    let until = i64::from_be_bytes(until.try_into().ok()?);
    Some((
        CaseId(Uuid::from_bytes(*case)),
        BookingId(Uuid::from_bytes(*booking)),
        Timestamp::from_millisecond(until).ok()?,
    ))
}
