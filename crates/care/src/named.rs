//! Named workers (*omatyöntekijä, egen kontaktperson*): the professional at a unit who knows a client. What the client
//! tells that unit goes to them first; when they have not taken it in time, it is anybody's of the team.

use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use crate::day::{Eves, add_days, day_of, instant, next_working_day};

/// How long a contact is the named worker's first.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedPolicy {
    /// Minutes of the working day.
    pub first_minutes: u16,
    /// The working day begins.
    pub opens: Time,
    /// It ends.
    pub closes: Time,
}

impl NamedPolicy {
    /// Until when a contact of an instant is the named worker's first. Only working hours count.
    pub fn first_until(self, contact_at: Timestamp, eves: Eves) -> Timestamp {
        let mut left = SignedDuration::from_mins(i64::from(self.first_minutes));
        let mut from = contact_at;
        // A day of work lies within a week, whatever the holidays.
        for _ in 0..14 {
            let day = next_working_day(day_of(from), eves);
            let opens = instant(day, self.opens).earliest();
            let closes = instant(day, self.closes).latest();
            let begins = from.max(opens);
            if begins < closes {
                let room = begins.duration_until(closes);
                if left <= room {
                    return begins.checked_add(left).unwrap_or(begins);
                }
                left -= room;
            }
            from = instant(add_days(day, 1), Time::midnight()).earliest();
        }
        from
    }

    /// What is wrong with it, and what to do.
    pub fn faults(&self) -> Vec<String> {
        if self.opens >= self.closes {
            return vec!["opens has to come before closes".to_owned()];
        }
        let day = i64::from(self.first_minutes) > 8 * 60;
        let late = "first_minutes is more than a working day: a contact is assessed the same day";
        day.then(|| late.to_owned()).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const POLICY: NamedPolicy = NamedPolicy {
        first_minutes: 120,
        opens: Time::constant(8, 0, 0, 0),
        closes: Time::constant(16, 0, 0, 0),
    };

    fn at(day: i8, hour: i8, minute: i8) -> Timestamp {
        instant(date(2026, 11, day), Time::constant(hour, minute, 0, 0)).earliest()
    }

    #[test]
    fn only_working_hours_count() {
        let until = |from| POLICY.first_until(from, Eves::default());
        assert_eq!(until(at(26, 9, 12)), at(26, 11, 12));
        assert_eq!(until(at(26, 7, 0)), at(26, 10, 0), "before the day begins");
        assert_eq!(until(at(26, 15, 0)), at(27, 9, 0), "over the night");
        assert_eq!(until(at(27, 15, 30)), at(30, 9, 30), "over the weekend");
        assert_eq!(until(at(28, 12, 0)), at(30, 10, 0), "of a Saturday");
    }

    #[test]
    fn a_policy_that_cannot_hold_says_so() {
        assert_eq!(POLICY.faults(), Vec::<String>::new());
        assert!(!NamedPolicy { first_minutes: 481, ..POLICY }.faults().is_empty());
        assert!(!NamedPolicy { closes: POLICY.opens, ..POLICY }.faults().is_empty());
    }
}
