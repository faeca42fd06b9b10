//! The resident's pages: phone first, one thing at a time, and always what happens next.

pub mod callback;
pub mod cancel_time;
pub mod confirm_time;
pub mod contact;
pub mod looks;
pub mod matter;
pub mod matter_done;
pub mod matters;
pub mod offer;
pub mod reach;
pub mod start;
pub mod times;
pub mod waiting;
pub mod withdraw;

use care::code::{Closing, Mode, Profession};
use jiff::civil::DateTime;
use maud::{Markup, html};

use crate::components::summary_list::{Row, summary_list};
use crate::say;
use crate::texts::Texts;

/// Where a matter stands, as the resident sees it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// Sent; a professional has not assessed it yet.
    AwaitingAssessment,
    /// Assessed; a time must be chosen.
    AwaitingBooking,
    /// A time is booked.
    Booked,
    /// The visit is over, the matter not yet closed.
    Met,
    /// Over.
    Closed(Closing),
}

/// A booked time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Booked {
    /// When it begins.
    pub at: DateTime,
    /// How long it is.
    pub minutes: u16,
    /// How to meet.
    pub mode: Mode,
    /// Which profession is met.
    pub profession: Profession,
    /// Who is met.
    pub professional: String,
    /// At which unit, in the page's language.
    pub unit: String,
    /// The unit's street address; nothing for a remote visit.
    pub address: Option<String>,
    /// Whether it may still be moved and cancelled.
    pub changeable: bool,
}

/// The booked time as pairs of name and value.
pub(crate) fn booked_list(t: &Texts, booked: &Booked) -> Markup {
    let mut place = booked.unit.clone();
    if let Some(address) = &booked.address {
        place = format!("{place}, {address}");
    }
    summary_list(&[
        Row::rich(
            say!(t, "booked-when"),
            html! { strong { (t.moment(booked.at)) } ", " (say!(t, "minutes", count = u32::from(booked.minutes))) },
        ),
        Row::new(say!(t, "booked-how"), t.mode(booked.mode)),
        Row::new(
            say!(t, "booked-who"),
            format!("{}, {}", booked.professional, t.profession(booked.profession)),
        ),
        Row::new(say!(t, "booked-where"), place),
    ])
}

/// The stage in a word or two.
pub(crate) fn stage_name(t: &Texts, stage: Stage) -> String {
    match stage {
        Stage::AwaitingAssessment => say!(t, "stage-awaiting-assessment"),
        Stage::AwaitingBooking => say!(t, "stage-awaiting-booking"),
        Stage::Booked => say!(t, "stage-booked"),
        Stage::Met => say!(t, "stage-met"),
        Stage::Closed(_) => say!(t, "stage-closed"),
    }
}

/// What happens next, as a sentence to the resident.
pub(crate) fn next_step(t: &Texts, stage: Stage) -> String {
    match stage {
        Stage::AwaitingAssessment => say!(t, "next-assessment"),
        Stage::AwaitingBooking => say!(t, "next-booking"),
        Stage::Booked => say!(t, "next-visit"),
        Stage::Met => say!(t, "next-after-visit"),
        Stage::Closed(closing) => t.closing_to_client(closing),
    }
}
