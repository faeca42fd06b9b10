//! Projectors: what the rows of each stream say. The ledger asks; this room knows which other room
//! has the answer. Pure: the same facts and content always give the same rows.

mod resources;

use std::sync::Arc;

use care::stream::Stream;
use care::view;
use ledger::{AccountRow, Fact, Projector, Rows, TokenRow};

use crate::account::{self, AccountFact};
use crate::codec::{self, State, Unreadable};
use crate::content::Content;

/// Raise this when a row would say something else of the same facts.
const VERSION: u32 = 12;

/// The projector of a county.
pub struct CountyProjector {
    content: Arc<Content>,
}

impl CountyProjector {
    /// A projector by the content given.
    pub fn new(content: Arc<Content>) -> Self {
        Self { content }
    }

    fn rows(&self, stream: &str, facts: &[Fact]) -> Result<Rows, Unreadable> {
        let mut rows = Rows::default();
        if let Ok(care) = stream.parse::<Stream>() {
            self.care(&care, facts, &mut rows)?;
        } else if stream.starts_with("account/") {
            accounts(facts, &mut rows)?;
        } else if stream.starts_with("resource/") {
            resources::of_received(stream, facts, &mut rows);
        }
        Ok(rows)
    }

    fn care(&self, stream: &Stream, facts: &[Fact], rows: &mut Rows) -> Result<(), Unreadable> {
        match codec::fold(stream, facts)? {
            State::Person(Some(person)) => {
                rows.people.push(view::person_row(&person));
                rows.acting = view::acting_rows(&person);
                rows.reaches.extend(view::reach_row(&person));
                resources::of_person(&person, facts, rows);
            }
            State::Case(Some(case)) => {
                rows.cases.push(view::case_row(&case, &self.content.law));
                rows.bookings = view::booking_rows(&case);
                rows.callbacks.extend(view::callback_row(&case));
                rows.waiting.extend(view::waiting_row(&case, &self.content.law));
                rows.asked = view::asked_rows(&case);
                rows.messages = view::message_rows(&case, &self.content.messages);
                resources::of_case(&case, facts, &self.content, rows);
            }
            State::Day(day) => {
                rows.slots = view::slot_rows(&day);
                resources::of_day(&day, facts, rows);
            }
            State::Phone(Some(call)) => {
                rows.phone.push(view::phone_row(&call, &self.content.law));
            }
            // The code alone finds it, so it stands in no list.
            State::Filled(_) | State::Phone(None) | State::Person(None) | State::Case(None) => {}
        }
        Ok(())
    }
}

impl Projector for CountyProjector {
    fn fingerprint(&self) -> String {
        format!("{VERSION}.{}", self.content.law_digest)
    }

    fn project(&self, stream: &str, facts: &[Fact]) -> Rows {
        self.rows(stream, facts).unwrap_or_else(|unreadable| {
            // A row that cannot be made must not stop all others; `polku verify` finds the damage.
            tracing::error!(%unreadable, "no rows for a stream");
            Rows::default()
        })
    }
}

fn accounts(facts: &[Fact], rows: &mut Rows) -> Result<(), Unreadable> {
    let history = codec::decode::<AccountFact>(facts)?;
    for (at, fact) in &history {
        if let (AccountFact::TokenGiven { hash }, Some(first)) = (fact, history.first())
            && let (AccountFact::AccountOpened(account), Some(hash)) = (&first.1, digest(hash))
        {
            rows.access_tokens.push(TokenRow {
                token_hash: hash,
                login: account.login.clone(),
                name: account.name.clone(),
                scope: account::PROGRAM.to_owned(),
                created_at: *at,
                expires_at: None,
            });
        }
    }
    let opened_at = history.iter().rev().find_map(|(at, fact)| match fact {
        AccountFact::FeedOpened { .. } => Some(*at),
        AccountFact::AccountOpened(_)
        | AccountFact::PasswordSet { .. }
        | AccountFact::TokenGiven { .. }
        | AccountFact::FeedClosed
        | AccountFact::AccountClosed => None,
    });
    if let Some(held) = account::fold(history) {
        if let (Some(hash), Some(at)) = (held.feed.as_deref().and_then(digest), opened_at) {
            rows.access_tokens.push(TokenRow {
                token_hash: hash,
                login: held.account.login.clone(),
                name: held.account.name.clone(),
                scope: account::FEED.to_owned(),
                created_at: at,
                expires_at: None,
            });
        }
        rows.accounts.push(AccountRow {
            login: held.account.login,
            name: held.account.name,
            role: held.account.role.code().to_owned(),
            unit: held.account.unit.map(|unit| unit.to_string()),
            professional: held.account.professional.map(|id| id.to_string()),
            person: held.account.person.map(|id| id.to_string()),
            password_hash: held.password,
            locked: !held.open,
        });
    }
    Ok(())
}

fn digest(hex: &str) -> Option<ledger::Hash> {
    let mut bytes = [0; 32];
    if hex.len() != 64 {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(hex.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(ledger::Hash(bytes))
}
