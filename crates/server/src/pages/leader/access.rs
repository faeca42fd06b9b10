//! The access board: realised and open waits, the share inside the limit, the distribution and not
//! only the median, and a table by any dimension. Each figure opens the cases behind it.

mod parts;
pub(super) mod sample;

use jiff::civil::{Date, DateTime};
use maud::{Markup, html};

use super::{Cell, Filters, Options, filters, narrowed, narrowed_list};
use crate::components::button;
use crate::pages::layout::{Head, Place, page};
use crate::pages::{Shell, urls};
use crate::say;

pub use sample::samples;

/// What the board shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// The filters that are on.
    pub filters: Filters,
    /// What there is to choose from.
    pub options: Options,
    /// Waits that ended; none when suppressed.
    pub realised: Option<Realised>,
    /// Waits that go on; none when suppressed.
    pub open: Option<Open>,
    /// Contacts and their assessment; none when suppressed.
    pub contact: Option<Contact>,
    /// How many waits ended after how many days.
    pub distribution: Vec<Bin>,
    /// The months, the oldest first.
    pub trend: Vec<MonthFigures>,
    /// The table by the chosen dimension.
    pub breakdown: Vec<Slice>,
    /// The time of this picture.
    pub at: DateTime,
    /// How many facts it was counted from.
    pub facts: u64,
}

/// Waits from assessment to the first treatment event that ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Realised {
    /// How many.
    pub count: u32,
    /// The middle wait, in tenths of days.
    pub median_tenths: i64,
    /// Nine of ten waited at most this, in tenths of days.
    pub p90_tenths: i64,
    /// The share inside the lawful limit, in thousandths.
    pub inside_permille: u32,
    /// How many ended past the limit.
    pub late: Cell,
}

/// Waits that go on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Open {
    /// How many.
    pub count: u32,
    /// The middle wait so far, in tenths of days.
    pub median_tenths: i64,
    /// The longest wait so far, in days.
    pub longest_days: u32,
    /// How many are past the limit.
    pub late: Cell,
}

/// Contacts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Contact {
    /// How many.
    pub count: u32,
    /// The share assessed on the lawful day, in thousandths.
    pub in_time_permille: u32,
    /// How many were not, or are not and the day is over.
    pub late: Cell,
    /// How many wait for an assessment now.
    pub waiting: Cell,
}

/// One bar of the distribution.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bin {
    /// From this many days.
    pub from_days: u32,
    /// To this many; no end for the last one.
    pub to_days: Option<u32>,
    /// How many waits.
    pub count: Cell,
    /// Whether all of it lies past the limit of most of these waits.
    pub late: bool,
}

/// The figures of one month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MonthFigures {
    /// Its first day.
    pub month: Date,
    /// How many waits ended.
    pub count: Cell,
    /// The middle wait, in tenths of days; none when suppressed.
    pub median_tenths: Option<i64>,
    /// The ninth tenth, in tenths of days; none when suppressed.
    pub p90_tenths: Option<i64>,
    /// The share inside the limit, in thousandths; none when suppressed.
    pub inside_permille: Option<u32>,
}

/// One row of the breakdown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Slice {
    /// The value that narrows the board to this row.
    pub code: String,
    /// Its name in the page's language.
    pub label: String,
    /// Waits that ended.
    pub realised: Cell,
    /// The middle wait, in tenths of days; none when suppressed.
    pub median_tenths: Option<i64>,
    /// The ninth tenth, in tenths of days; none when suppressed.
    pub p90_tenths: Option<i64>,
    /// The share inside the limit, in thousandths; none when suppressed.
    pub inside_permille: Option<u32>,
    /// Waits that go on.
    pub open: Cell,
    /// Those of them past the limit.
    pub late: Cell,
}

/// A figure whose cases can be opened; the code stands in the address as `?measure=`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Measure {
    /// Waits that ended.
    Realised,
    /// Waits that ended past the limit.
    RealisedLate,
    /// Waits that go on.
    Open,
    /// Waits that go on past the limit.
    OpenLate,
    /// Contacts.
    Contact,
    /// Contacts not assessed on the lawful day.
    ContactLate,
}

impl Measure {
    /// Every measure.
    pub const ALL: [Self; 6] = [
        Self::Realised,
        Self::RealisedLate,
        Self::Open,
        Self::OpenLate,
        Self::Contact,
        Self::ContactLate,
    ];

    /// The value in the address.
    pub fn code(self) -> &'static str {
        match self {
            Self::Realised => "realised",
            Self::RealisedLate => "realised-late",
            Self::Open => "open",
            Self::OpenLate => "open-late",
            Self::Contact => "contact",
            Self::ContactLate => "contact-late",
        }
    }

    /// The value of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.code() == code)
    }
}

/// The page.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let title = say!(t, "access-title");
    let csv = format!("{}{}", urls::access_csv(shell.language), context.filters.query(&[]));
    page(
        shell,
        &Head::wide(title.as_str(), Place::Access),
        &html! {
            h1 { (title) }
            p .quiet {
                (say!(t, "access-fresh", at = t.moment(context.at), facts = t.number(i64::try_from(context.facts).unwrap_or(i64::MAX))))
            }
            (filters(&context.filters, &context.options, shell))
            (narrowed_list(&narrowed(&context.filters, &context.options, t), t))
            div .figures-grid {
                (parts::realised(context, shell))
                (parts::open(context, shell))
                (parts::contact(context, shell))
            }
            section aria-labelledby="distribution-heading" {
                h2 id="distribution-heading" { (say!(t, "access-distribution")) }
                (parts::distribution(context, shell))
            }
            section aria-labelledby="trend-heading" {
                h2 id="trend-heading" { (say!(t, "access-trend")) }
                (parts::trend(context, shell))
            }
            section aria-labelledby="breakdown-heading" {
                h2 id="breakdown-heading" {
                    (say!(t, "access-breakdown", by = context.filters.by.name(t)))
                }
                (parts::breakdown(context, shell))
                p .no-print { (button::quiet_link(&csv, &say!(t, "access-csv"))) }
            }
            (parts::method(t))
        },
    )
}

/// Where the cases behind a figure are.
pub(crate) fn behind(filters: &Filters, measure: Measure, shell: &Shell) -> String {
    let query = filters.query(&[("measure", measure.code())]);
    format!("{}{query}", urls::access_cases(shell.language))
}
