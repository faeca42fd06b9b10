//! The store: facts in hash-chained streams, sealed and final, and the views derived from them.
//! Nobody else knows SQL for rows; what the rows say comes from outside. Invariant: an acknowledged
//! write is durable, and every view can be made again from the facts.

mod access;
mod append;
mod bulk;
mod copy;
mod database;
mod envelope;
mod erase;
mod errand;
mod error;
mod fact;
mod keyring;
mod ledger;
mod load;
mod meta;
mod postgres;
mod rebuild;
mod record;
mod reserve;
mod seal;
mod session;
mod sqlite;
mod stored;
mod streams;
mod terms;
mod value;
mod verify;
mod view;
mod watch;
mod writer;

pub use crate::access::{AccessEntry, Look};
pub use crate::append::{Appended, Batch, StreamAppend};
pub use crate::bulk::Bulk;
pub use crate::envelope::{MasterKey, Randomness};
pub use crate::errand::{Errand, Holder};
pub use crate::error::{Error, Result};
pub use crate::fact::{Body, Fact, Hash, Head, NewFact, Placed};
pub use crate::ledger::{Ledger, Options, Progress};
pub use crate::seal::Seal;
pub use crate::session::Session;
pub use crate::verify::{Counts, Fault, Place, Verdict};
pub use crate::view::account::{AccountRow, TokenRow};
pub use crate::view::case::{QueueCount, QueueMark, WorkCursor, WorkList, Worked};
pub use crate::view::message::AfterMessage;
pub use crate::view::person::PersonSearch;
pub use crate::view::phone::PhoneCount;
pub use crate::view::resource::{Found, Handle, IndexValue, Indexed, ResourceRow};
pub use crate::view::rows::{Projector, Rows};
pub use crate::view::search::{
    Clause, Compare, Cursor, Form, Mark, Order, Search, SortBy, SortKey, SortValue, Step, Test,
};
pub use crate::view::slot::SlotSearch;
pub use crate::watch::{OnCommit, Version};
