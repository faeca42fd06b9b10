//! The days on which Helsinki moves its clocks: times are booked, shown, listed and met on the right
//! day and at the right hour, the missing hour and the doubled one included.

use care::day::{ends_at, local, starts_at};
use care::id::CaseId;
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};

use crate::browser::{Person, Web, sign_in};
use crate::county::{AINO, County, DORA, NASI, NELLI, at};

/// In spring at 3.00 the clock goes to 4.00, in autumn at 4.00 it goes back to 3.00.
const SPRING: [Date; 2] = [date(2026, 3, 29), date(2027, 3, 28)];
const AUTUMN: [Date; 2] = [date(2026, 10, 25), date(2027, 10, 31)];

fn minutes(at: Timestamp, minutes: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_mins(minutes)).unwrap()
}

/// A county some days before a day, with a day of the doctor's at these times and a matter for each.
struct Night {
    county: County,
    web: Web,
    aino: Person,
    dora: Person,
    cases: Vec<(CaseId, Timestamp)>,
    on: Date,
}

impl Night {
    fn new(on: Date, starts: &[Timestamp]) -> Self {
        let county = County::new();
        county.clock.put(minutes(starts_at(on), -5 * 24 * 60));
        county.open_times(DORA, on, starts);
        let cases = starts.iter().map(|start| {
            let case = county.contact(AINO.id(), NASI, "A knee that hurts");
            county.assess(NELLI, case);
            (case, *start)
        });
        let cases = cases.collect();
        let (web, aino) = (Web::of(&county), sign_in(&county, &AINO.caller()));
        let dora = sign_in(&county, &DORA.caller());
        Self { county, web, aino, dora, cases, on }
    }

    /// Books each time through the pages, as a resident does.
    fn book_all(&self) {
        for (case, start) in &self.cases {
            let address = format!("/en/matters/{case}/times");
            let slot = format!("{}_{}", DORA.id(), start.as_millisecond());
            let offered = self.web.get(&self.aino, &address).text;
            assert!(offered.contains(&slot), "{} is offered", local(*start));
            let form = [("slot", slot.as_str()), ("mode", "on-site")];
            let answer = self.web.post(&self.aino, &format!("{address}/confirm"), &form);
            assert!(answer.leads_to().ends_with("what=booked"), "{}", local(*start));
            let view = self.county.door.case(&AINO.caller(), *case).unwrap();
            let booking = view.case.booking().unwrap();
            assert_eq!((booking.start_at, booking.day.date), (*start, self.on));
        }
    }

    /// The hour that the matter's page tells, in each language.
    fn told(&self, case: CaseId, hour: i8, minute: i8) {
        for (language, text) in [
            ("fi", format!("{hour}.{minute:02}")),
            ("sv", format!("{hour}.{minute:02}")),
            ("en", format!("{hour}:{minute:02}")),
        ] {
            let page = self.web.get(&self.aino, &format!("/{language}/matters/{case}")).text;
            assert!(page.contains(&text), "{language} tells {text} on {}", self.on);
        }
    }

    /// How many times the doctor's page of a day shows.
    fn shown_on(&self, day: Date) -> usize {
        let page = self.web.get(&self.dora, &format!("/en/work/day?on={day}"));
        assert_eq!(page.status, 200);
        self.cases.iter().filter(|(case, _)| page.text.contains(&case.to_string())).count()
    }
}

#[test]
fn in_spring_the_hour_that_is_not_there_is_skipped_and_the_rest_of_the_night_is_right() {
    for on in SPRING {
        // 2.30, what people who forgot the change call 3.30, 4.00 a half hour before that, 23.30.
        let late = at(on, 23, 30);
        let starts = [at(on, 0, 0), at(on, 2, 30), at(on, 4, 0), at(on, 3, 30), late];
        assert_eq!(starts[2], minutes(starts[1], 30), "4.00 comes half an hour after 2.30");
        assert_eq!(starts[3], minutes(starts[2], 30), "3.30 is meant as 4.30");
        let night = Night::new(on, &starts);
        night.book_all();
        for ((case, _), (hour, minute)) in
            night.cases.iter().zip([(0, 0), (2, 30), (4, 0), (4, 30), (23, 30)])
        {
            night.told(*case, hour, minute);
        }
        assert_eq!(night.shown_on(on), 5);
        assert_eq!(night.shown_on(on.yesterday().unwrap()), 0);
        assert_eq!(night.shown_on(on.tomorrow().unwrap()), 0);
        assert_eq!(ends_at(on).duration_since(starts_at(on)), SignedDuration::from_hours(23));
    }
}

#[test]
fn in_autumn_the_hour_that_comes_twice_holds_two_times() {
    for on in AUTUMN {
        let first = at(on, 3, 30);
        let second = minutes(first, 60);
        let starts = [at(on, 0, 0), first, second, at(on, 4, 0), at(on, 23, 30)];
        assert_eq!(local(first), local(second));
        let night = Night::new(on, &starts);
        night.book_all();
        for ((case, _), (hour, minute)) in
            night.cases.iter().zip([(0, 0), (3, 30), (3, 30), (4, 0), (23, 30)])
        {
            night.told(*case, hour, minute);
        }
        assert_eq!(night.shown_on(on), 5);
        assert_eq!(night.shown_on(on.yesterday().unwrap()), 0);
        assert_eq!(night.shown_on(on.tomorrow().unwrap()), 0);
        // Both half past threes are booked by different matters: nobody was pushed out.
        let day = night.county.door.day(&DORA.caller(), on).unwrap().day;
        let held: Vec<_> =
            day.slots.iter().map(|slot| slot.booked().map(|(_, case)| case)).collect();
        let cases: Vec<_> = night.cases.iter().map(|(case, _)| Some(*case)).collect();
        assert_eq!(held, cases);
    }
}

/// The value of a field of a page's form.
fn value<'a>(page: &'a str, name: &str) -> &'a str {
    let (_, after) = page.split_once(&format!("name=\"{name}\"")).unwrap();
    let tag = after.split('>').next().unwrap();
    tag.split_once("value=\"").unwrap().1.split('"').next().unwrap()
}

#[test]
fn a_visit_recorded_as_its_form_proposes_lies_where_the_booking_lay() {
    let mut nights: Vec<(Date, Vec<Timestamp>)> = Vec::new();
    for on in SPRING {
        // Ordinary, across the missing hour, and right after it.
        nights.push((on, vec![at(on, 2, 0), minutes(at(on, 2, 0), 45), at(on, 5, 0)]));
    }
    for on in AUTUMN {
        let first = at(on, 3, 0);
        // Twenty to three, across the change, and in the second three o'clock hour.
        nights.push((on, vec![at(on, 2, 20), minutes(first, 45), minutes(first, 80)]));
    }
    for (on, starts) in nights {
        let night = Night::new(on, &starts);
        night.book_all();
        for (case, start) in &night.cases {
            night.county.clock.put(minutes(*start, 240));
            let address = format!("/en/work/cases/{case}");
            let page = night.web.get(&night.dora, &address).text;
            let (started, ended) = (value(&page, "started"), value(&page, "ended"));
            let form = [("started", started), ("ended", ended), ("further", "no")];
            let answer = night.web.post(&night.dora, &format!("{address}/visit"), &form);
            assert_eq!(answer.status, 303, "{} from {started} to {ended}", local(*start));
            let view = night.county.door.case(&DORA.caller(), *case).unwrap();
            let visit = &view.case.visits[0];
            assert_eq!(visit.started_at, *start, "{started} on {on}");
            assert_eq!(visit.ended_at, minutes(*start, 30), "{ended} on {on}");
        }
    }
}

#[test]
fn a_need_found_in_the_last_minute_of_a_day_counts_from_that_day() {
    for change in SPRING.into_iter().chain(AUTUMN) {
        for day in [change.yesterday().unwrap(), change] {
            let county = County::new();
            let treated_by = |now| {
                county.clock.put(now);
                let case = county.contact(AINO.id(), NASI, "A cough");
                county.assess(NELLI, case);
                let view = county.door.case(&AINO.caller(), case).unwrap();
                let clock = view.clocks.into_iter().find(care::clock::Clock::is_open).unwrap();
                (clock.due.counted_from, clock.due.on)
            };
            let hours = [(0, 0), (12, 0), (23, 59)];
            let dues = hours.map(|(hour, minute)| treated_by(at(day, hour, minute)));
            assert_eq!(dues.map(|(from, _)| from), [day; 3]);
            assert_eq!(dues.map(|(_, on)| on), [dues[0].1; 3], "{day}");
            // A minute later it is the next day.
            let (from, on) = treated_by(minutes(at(day, 23, 59), 1));
            assert_eq!(from, day.tomorrow().unwrap());
            assert!(on >= dues[0].1, "{day}");
        }
    }
}

#[test]
fn a_matter_becomes_late_at_midnight_in_helsinki() {
    for change in SPRING.into_iter().chain(AUTUMN) {
        // A need found two weeks before the change, so that the limit falls on it or close by.
        for days_before in [14, 13] {
            let county = County::new();
            county.clock.put(at(care::day::add_days(change, -days_before), 10, 0));
            let case = county.contact(AINO.id(), NASI, "A knee");
            county.assess(NELLI, case);
            let view = county.door.case(&AINO.caller(), case).unwrap();
            let due = view.clocks.iter().find(|clock| clock.is_open()).unwrap().due.on;
            let list =
                ledger::WorkList { unit: Some(NELLI.unit()), limit: 9, ..Default::default() };
            let late = |now| {
                county.clock.put(now);
                county.door.work(&NELLI.caller(), &list).unwrap().before
            };
            assert_eq!(late(minutes(ends_at(due), -1)), 0, "still inside on {due}");
            assert_eq!(late(ends_at(due)), 1, "past {due}");
        }
    }
}
