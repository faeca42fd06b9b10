//! A time after the lawful limit needs a reason, whoever books it; a time within it never asks for one.

use care::code::LateReason;
use jiff::civil::date;

use crate::browser::{Web, sign_in};
use crate::county::{AINO, County, DORA, NELLI, at};

#[test]
fn a_time_after_the_limit_says_why() {
    let (county, matters) = County::with_matters();
    let web = Web::of(&county);
    // Assessed on 2 March, so the limit is 2 June.
    let (inside, outside) = (at(date(2026, 6, 2), 9, 0), at(date(2026, 6, 3), 9, 0));
    for start in [inside, outside] {
        county.open_times(DORA, care::day::day_of(start), &[start]);
    }
    let slot = |start: jiff::Timestamp| format!("{}_{}", DORA.id(), start.as_millisecond());
    let late = || {
        let view = county.door.case(&NELLI.caller(), matters.assessed).unwrap();
        view.case.booking().map(|booking| (booking.start_at, booking.late))
    };
    let aino = sign_in(&county, &AINO.caller());
    let confirm = format!("/en/matters/{}/times/confirm", matters.assessed);
    let asked = |start| web.get(&aino, &format!("{confirm}?slot={}", slot(start))).text;
    assert!(!asked(inside).contains("Why is the time after the limit?"));
    let page = asked(outside);
    assert!(page.contains("after the statutory limit, Tue 2 June 2026"), "{page}");
    assert!(page.contains("Why is the time after the limit?"), "{page}");

    let name = slot(outside);
    let form = [("slot", name.as_str()), ("mode", "on-site")];
    let answer = web.post(&aino, &confirm, &form);
    assert_eq!(answer.status, 422);
    assert!(answer.text.contains("Choose why."), "{}", answer.text);
    assert_eq!(late(), None);
    let answer = web.post(&aino, &confirm, &[&form[..], &[("late", "own-professional")]].concat());
    assert!(answer.leads_to().ends_with("what=booked"));
    assert_eq!(late(), Some((outside, Some(LateReason::OwnProfessional))));

    // A reason that is given for a time within the limit is none.
    let nelli = sign_in(&county, &NELLI.caller());
    let book = format!("/en/work/cases/{}/book", matters.assessed);
    let within = format!("{} on-site", slot(inside));
    web.post(&nelli, &book, &[("slot", &within), ("late", "client-choice")]).leads_to();
    assert_eq!(late(), Some((inside, None)));
    let after = format!("{} on-site", slot(outside));
    let answer = web.post(&nelli, &book, &[("slot", &after)]);
    assert_eq!(answer.status, 422);
    web.post(&nelli, &book, &[("slot", &after), ("late", "none-earlier")]).leads_to();
    assert_eq!(late(), Some((outside, Some(LateReason::NoneEarlier))));
    let story = web.get(&nelli, &format!("/en/work/cases/{}", matters.assessed)).text;
    assert!(story.contains("After the statutory limit: No earlier time was found"), "{story}");
}
