//! The rows of one stream as a projector gives them, and as the tables take them.

use care::view::{
    ActingRow, AskedRow, BookingRow, CallbackRow, CaseRow, MessageRow, PersonRow, PhoneRow,
    ReachRow, SlotRow, WaitingRow,
};

use super::account::{AccountRow, TokenRow};
use super::index::{
    self, DateIndex, NumberIndex, ReferenceIndex, StoredResource, TextIndex, TokenIndex, UriIndex,
};
use super::person::{self, PersonWord};
use super::resource::ResourceRow;
use crate::database::Transaction;
use crate::error::Result;
use crate::fact::Fact;
use crate::record::{Difference, Record, fill, in_order};
use crate::terms::Terms;

/// Everything that is derived from the facts of one stream.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Rows {
    /// Residents.
    pub people: Vec<PersonRow>,
    /// Matters.
    pub cases: Vec<CaseRow>,
    /// Booked times.
    pub bookings: Vec<BookingRow>,
    /// Promised calls.
    pub callbacks: Vec<CallbackRow>,
    /// Calls at the exchange.
    pub phone: Vec<PhoneRow>,
    /// Places on the waiting list.
    pub waiting: Vec<WaitingRow>,
    /// Messages that have still to be sent.
    pub messages: Vec<MessageRow>,
    /// Rights to act for residents.
    pub acting: Vec<ActingRow>,
    /// Professionals who were asked to look.
    pub asked: Vec<AskedRow>,
    /// Residents who wish to be reached beside the service.
    pub reaches: Vec<ReachRow>,
    /// Free times.
    pub slots: Vec<SlotRow>,
    /// Accounts that may sign in.
    pub accounts: Vec<AccountRow>,
    /// Tokens by which programs sign in.
    pub access_tokens: Vec<TokenRow>,
    /// Resources as the wire shows them, in an order that only grows at its end.
    pub resources: Vec<ResourceRow>,
}

/// Says what the rows of a stream are: a pure function of the stream's name and its facts.
pub trait Projector: Send + Sync {
    /// Changes whenever the rows of the same facts would change, so that views are made anew.
    fn fingerprint(&self) -> String;

    /// The rows of a stream, from all its facts. A body may have been erased.
    fn project(&self, stream: &str, facts: &[Fact]) -> Rows;
}

/// Declares all view tables, in the order in which they are filled.
macro_rules! tables {
    ($($field:ident: $row:ty,)*) => {
        /// The rows of one stream, ready for their tables.
        #[derive(Default)]
        pub(crate) struct Tables {
            $(pub(crate) $field: Vec<$row>,)*
        }

        /// What leads from one state of a stream's rows to another.
        #[derive(Default)]
        pub(crate) struct Changes {
            $($field: Difference<$row>,)*
        }

        /// The rows of many streams on their way into empty tables.
        #[derive(Default)]
        pub(crate) struct Filling {
            count: usize,
            $($field: Vec<(i64, $row)>,)*
        }

        /// The names of all view tables.
        pub(crate) const TABLES: &[&str] = &[$(<$row as Record>::TABLE),*];

        impl Tables {
            fn in_order(&mut self) {
                $(in_order(&mut self.$field);)*
            }
        }

        impl Changes {
            pub(crate) fn between(before: Tables, after: Tables) -> Self {
                Self { $($field: Difference::between(before.$field, after.$field),)* }
            }

            pub(crate) fn apply(&self, transaction: &mut Transaction<'_>, stream: i64) -> Result<()> {
                $(self.$field.take_away(transaction, stream)?;)*
                $(self.$field.put(transaction, stream)?;)*
                Ok(())
            }
        }

        impl Filling {
            pub(crate) fn add(&mut self, stream: i64, tables: Tables) {
                $(
                    self.count += tables.$field.len();
                    self.$field.extend(tables.$field.into_iter().map(|row| (stream, row)));
                )*
            }

            pub(crate) fn pour(&mut self, transaction: &mut Transaction<'_>) -> Result<()> {
                $(fill(transaction, &mut self.$field)?;)*
                self.count = 0;
                Ok(())
            }

            /// How many rows wait.
            pub(crate) fn count(&self) -> usize {
                self.count
            }
        }
    };
}

tables! {
    people: PersonRow,
    words: PersonWord,
    cases: CaseRow,
    bookings: BookingRow,
    callbacks: CallbackRow,
    phone: PhoneRow,
    waiting: WaitingRow,
    messages: MessageRow,
    acting: ActingRow,
    asked: AskedRow,
    reaches: ReachRow,
    slots: SlotRow,
    accounts: AccountRow,
    access_tokens: TokenRow,
    resources: StoredResource,
    tokens: TokenIndex,
    texts: TextIndex,
    dates: DateIndex,
    references: ReferenceIndex,
    numbers: NumberIndex,
    uris: UriIndex,
}

impl Tables {
    /// The rows of a stream by the projector, in order of their keys.
    pub(crate) fn project(
        projector: &dyn Projector,
        stream: &str,
        facts: &[Fact],
        terms: &Terms,
    ) -> Result<Self> {
        if facts.is_empty() {
            return Ok(Self::default());
        }
        let rows = projector.project(stream, facts);
        let mut tables = Self {
            words: person::words(&rows.people),
            people: rows.people,
            cases: rows.cases,
            bookings: rows.bookings,
            callbacks: rows.callbacks,
            phone: rows.phone,
            waiting: rows.waiting,
            messages: rows.messages,
            acting: rows.acting,
            asked: rows.asked,
            reaches: rows.reaches,
            slots: rows.slots,
            accounts: rows.accounts,
            access_tokens: rows.access_tokens,
            ..Self::default()
        };
        index::add(&mut tables, stream, rows.resources, terms)?;
        tables.in_order();
        Ok(tables)
    }
}
