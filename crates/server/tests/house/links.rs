//! The signed link of a message: what it shows and does without signing in, how long, and that it opens
//! nothing else.

use care::decide::{Command, MoveBooking, Place};
use care::id::BookingId;
use jiff::SignedDuration;

use crate::browser::{Person, Web, sign_in};
use crate::county::{AINO, County, DORA, Matters};

/// A county, and the path of the link to Aino's booked time.
fn with_link() -> (County, Matters, String) {
    let (county, matters) = County::with_matters();
    let case = county.door.case(&AINO.caller(), matters.booked).unwrap().case;
    let booking = case.booking().unwrap();
    let secret = county.door.link(matters.booked, booking.id, booking.start_at);
    (county, matters, format!("/en/time/{secret}"))
}

#[test]
fn a_time_is_confirmed_and_given_up_without_signing_in() {
    let (county, matters, link) = with_link();
    let (web, nobody) = (Web::of(&county), Person::nobody());
    let page = || web.get(&nobody, &link);
    let text = page().text;
    assert!(text.contains("Mon 9 Mar") && text.contains("Confirm that I will come"), "{text}");
    for secret in ["Näsi", "Given-dora", "Sukunen", "back that aches", "doctor", "Doctor"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    // Looking changes nothing: programs that read mail follow links.
    let case = || county.door.case(&AINO.caller(), matters.booked).unwrap().case;
    assert_eq!(case().booking().unwrap().confirmed_at, None);

    for _ in 0..2 {
        assert_eq!(web.post(&nobody, &link, &[("do", "confirm")]).status, 303);
        assert!(page().text.contains("Thank you, your time is confirmed"));
    }
    assert!(case().booking().unwrap().confirmed_at.is_some());
    let dora = sign_in(&county, &DORA.caller());
    let seen = web.get(&dora, &format!("/en/work/cases/{}", matters.booked)).text;
    assert!(seen.contains("The client confirmed the time"), "{seen}");

    assert_eq!(web.post(&nobody, &link, &[("do", "cancel")]).status, 303);
    assert!(case().booking().is_none());
    let done = web.get(&nobody, &format!("{link}?done=cancelled")).text;
    assert!(done.contains("Your time is cancelled"), "{done}");
    assert!(page().text.contains("This time is no longer in force"));
    for what in ["cancel", "confirm"] {
        assert_eq!(web.post(&nobody, &link, &[("do", what)]).status, 303, "{what}");
    }

    let looks = web.get(&sign_in(&county, &AINO.caller()), "/en/looks").text;
    for says in ["By the link of a message", "A link given for this alone", "Confirmed a time"] {
        assert!(looks.contains(says), "{says}: {looks}");
    }
}

#[test]
fn a_link_ends_with_its_time_and_follows_no_other() {
    let (county, matters, link) = with_link();
    let (web, nobody) = (Web::of(&county), Person::nobody());
    let start = matters.times[0];
    let put = |minutes: i64| {
        county.clock.put(start.checked_sub(SignedDuration::from_mins(minutes)).unwrap());
    };
    // Too near to be given up without calling; it can still be confirmed.
    put(60);
    assert!(!web.get(&nobody, &link).text.contains("value=\"cancel\""));
    web.post(&nobody, &link, &[("do", "cancel")]);
    let case = || county.door.case(&AINO.caller(), matters.booked).unwrap().case;
    assert!(case().booking().is_some());
    put(0);
    assert!(web.get(&nobody, &link).text.contains("The link has expired"));
    web.post(&nobody, &link, &[("do", "confirm")]);
    assert_eq!(case().booking().unwrap().confirmed_at, None);

    put(24 * 60);
    let booking = case().booking().unwrap().clone();
    let to = Place { day: matters.day, start_at: matters.times[3], mode: booking.mode };
    let next = BookingId(county.id());
    let moved = MoveBooking {
        case: matters.booked,
        booking: booking.id,
        from: booking.day,
        next,
        to,
        late: None,
    };
    county.act(&AINO.caller(), Command::MoveBooking(moved)).unwrap();
    assert!(web.get(&nobody, &link).text.contains("This time is no longer in force"));
    web.post(&nobody, &link, &[("do", "cancel")]);
    assert_eq!(case().booking().unwrap().id, next);
}

#[test]
fn what_nobody_signed_opens_nothing() {
    let (county, _, link) = with_link();
    let (web, nobody) = (Web::of(&county), Person::nobody());
    let secret = link.rsplit('/').next().unwrap();
    for place in 0..secret.len() {
        let mut letters: Vec<char> = secret.chars().collect();
        letters[place] = if letters[place] == 'A' { 'B' } else { 'A' };
        let other: String = letters.into_iter().collect();
        let status = web.get(&nobody, &format!("/en/time/{other}")).status;
        assert_eq!(status, 404, "letter {place}");
    }
    for other in ["", "A", &secret[..20], &format!("{secret}AAAA")] {
        let status = web.get(&nobody, &format!("/en/time/{other}")).status;
        assert_eq!(status, 404, "{other}");
    }
    // From another site nothing is posted.
    let headers = [("sec-fetch-site", "cross-site")];
    let answer = web.send(&nobody, "POST", &link, &headers, "do=cancel".to_owned());
    assert_eq!(answer.status, 403);
}
