//! Numbers for those who lead: cases folded into columns, indicators as data over them, boards.
//! It keeps counting out of the rooms that act. Invariants: no name comes in, no figure about one
//! to four people goes out, and a figure and the cases behind it come from one selection.

mod board;
mod columns;
mod day;
mod figure;
mod filter;
mod indicator;
#[cfg(test)]
mod naive;
#[cfg(test)]
mod sample;

pub use self::board::behind::{Behind, BehindCase, Page, Selection, Slice, behind};
pub use self::board::csv::{Column, CsvForm, csv};
pub use self::board::reading::{Bucket, DaysReading, Reading};
pub use self::board::{Board, Row, board};
pub use self::columns::Columns;
pub use self::columns::condition::Condition;
pub use self::day::Month;
pub use self::figure::Figure;
pub use self::filter::{AGE_GROUPS, Dimension, Filter, UNKNOWN, age_group};
pub use self::indicator::definition::{Definition, Moment, Part, Period, Place, Share, Wait};
pub use self::indicator::{Indicator, Indicators, ids};
