//! Days and hours as Finnish law and Finnish people mean them: Helsinki time, holidays, working
//! days, and periods counted by act 150/1930. Invariant: nothing here reads a clock, and nothing
//! fails: at the end of the calendar a result stops at the last day there is.

mod counting;
mod holiday;
mod zone;

pub(crate) use counting::yesterday;
pub use counting::{
    add_days, add_months, add_weeks, add_working_days, age_on, days_between, subtract_working_days,
    working_days_between,
};
pub use holiday::{
    DayKind, Eve, Eves, Holiday, easter_sunday, eve_on, holiday_on, is_working_day, kind_of,
    next_working_day, previous_working_day,
};
pub use zone::{WallTime, day_of, ends_at, helsinki, instant, local, starts_at};
