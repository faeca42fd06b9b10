//! The parts that pages are made of. Labels, hints and errors are tied to their field in here, by
//! id, so that a page can't forget it; nothing in here knows what a page is about.

pub mod button;
pub mod call_questions;
pub mod call_window;
pub mod chart;
pub mod choices;
pub mod clock_card;
pub mod date_input;
pub mod error_summary;
pub mod field;
pub mod late_reason;
pub mod live;
pub mod notice;
pub mod offered_time;
pub mod pagination;
pub mod phone;
pub mod questions;
pub mod summary_list;
pub mod table;
pub mod tag;
pub mod thread;
pub mod timeline;
pub mod wish_questions;
