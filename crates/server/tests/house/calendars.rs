//! Calendars as calendar programs get them: one entry through moving and cancelling, a private address that
//! can be taken away, and nothing in them that the wrong reader could use.

use care::code::Cancelling;
use care::decide::{CancelBooking, Command, MoveBooking, Place};
use care::id::BookingId;

use crate::browser::{Person, Web, sign_in};
use crate::county::{AINO, County, DORA, NASI, NELLI, PAULA};

/// The address of a calendar, as the page shows it once.
fn address(page: &str) -> String {
    let (_, rest) = page.split_once("<code>http://polku.test").unwrap_or_else(|| panic!("{page}"));
    rest.split('<').next().unwrap().to_owned()
}

#[test]
fn a_private_address_tells_times_until_it_is_taken_away() {
    let (county, matters) = County::with_matters();
    let web = Web::of(&county);
    let (aino, nobody) = (sign_in(&county, &AINO.caller()), Person::nobody());
    let first = address(&web.post(&aino, "/en/calendar", &[]).text);
    let feed = |address: &str| web.get(&nobody, address);
    let answer = feed(&first);
    assert_eq!(answer.status, 200);
    assert!(answer.text.contains("DTSTART;TZID=Europe/Helsinki:20260309T090000\r\n"));
    assert!(answer.text.contains("LOCATION:Näsi"), "{}", answer.text);
    for secret in ["A back that aches", "Sukunen", "Given-dora", "Illness"] {
        assert!(!answer.text.contains(secret), "{secret}: {}", answer.text);
    }
    assert!(!web.get(&aino, "/en/calendar").text.contains(&first), "it is shown once");

    // It opens nothing else: not the FHIR interface, and no page.
    let secret = first.trim_start_matches("/calendar/").trim_end_matches(".ics");
    let bearer = format!("Bearer {secret}");
    let path = format!("/fhir/Patient/{}", AINO.id());
    let headers = [("authorization", bearer.as_str())];
    assert_eq!(web.send(&nobody, "GET", &path, &headers, String::new()).status, 401);

    let second = address(&web.post(&aino, "/en/calendar", &[]).text);
    assert_eq!((feed(&first).status, feed(&second).status), (404, 200));
    assert_eq!(web.post(&aino, "/en/calendar/close", &[]).status, 303);
    assert_eq!(feed(&second).status, 404);
    let looks = web.get(&aino, "/en/looks").text;
    assert!(looks.contains("Saw booked times"), "{looks}");
    assert!(looks.contains("A link given for this alone"), "{looks}");
    drop(matters);
}

#[test]
fn a_moved_time_stays_one_entry_and_a_cancelled_one_says_so() {
    let (county, matters) = County::with_matters();
    let web = Web::of(&county);
    let aino = sign_in(&county, &AINO.caller());
    let path = format!("/en/matters/{}/time.ics", matters.booked);
    let line = |text: &str, name: &str| {
        text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().to_owned()
    };
    let file = web.get(&aino, &path).text;
    let uid = line(&file, "UID:");
    assert_eq!((uid.is_empty(), line(&file, "SEQUENCE:").as_str()), (false, "0"));

    let standing = || {
        let case = county.door.case(&AINO.caller(), matters.booked).unwrap().case;
        case.booking().unwrap().clone()
    };
    let booking = standing();
    let to = Place { day: matters.day, start_at: matters.times[3], mode: booking.mode };
    let next = BookingId(county.id());
    let case = matters.booked;
    let moved = MoveBooking { case, booking: booking.id, from: booking.day, next, to, late: None };
    county.act(&AINO.caller(), Command::MoveBooking(moved)).unwrap();
    let file = web.get(&aino, &path).text;
    assert_eq!((line(&file, "UID:"), line(&file, "SEQUENCE:")), (uid.clone(), "1".to_owned()));
    assert!(file.contains("20260309T103000"), "{file}");

    let feed = address(&web.post(&aino, "/en/calendar", &[]).text);
    let cancelled =
        CancelBooking { case, booking: next, day: matters.day, why: Cancelling::ByUnit };
    county.act(&NELLI.caller(), Command::CancelBooking(cancelled)).unwrap();
    assert_eq!(web.get(&aino, &path).status, 404);
    let text = web.get(&Person::nobody(), &feed).text;
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 1, "{text}");
    assert_eq!((line(&text, "UID:"), line(&text, "SEQUENCE:")), (uid, "2".to_owned()));
    assert!(text.contains("STATUS:CANCELLED"), "{text}");
}

#[test]
fn a_calendar_at_work_names_nobody_and_a_protected_one_no_place() {
    let (county, matters) = County::with_matters();
    let web = Web::of(&county);
    let case = county.contact(PAULA.id(), NASI, "A knee that hurts");
    county.assess(NELLI, case);
    county.act(&PAULA.caller(), county.booking(case, matters.day, matters.times[1])).unwrap();
    let (dora, paula) = (sign_in(&county, &DORA.caller()), sign_in(&county, &PAULA.caller()));
    let at_work = address(&web.post(&dora, "/en/calendar", &[]).text);
    let text = web.get(&Person::nobody(), &at_work).text;
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 2, "{text}");
    assert_eq!(text.matches("SUMMARY:Visit\\, 30 min").count(), 2, "{text}");
    for secret in ["LOCATION", "Etunimi", "Sukunen", "knee", "Näsi"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    let own = address(&web.post(&paula, "/en/calendar", &[]).text);
    for path in [own, format!("/en/matters/{case}/time.ics")] {
        let text = web.get(&paula, &path).text;
        assert!(text.contains("20260309T093000"), "{text}");
        assert!(!text.contains("LOCATION") && !text.contains("Näsi"), "{text}");
    }
}
