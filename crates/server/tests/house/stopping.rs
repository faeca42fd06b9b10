//! Told to stop: what was begun is finished, nothing new is taken, and the process ends well, even
//! with a page open that waits for news for ever or a client that never ends its request.

use crate::browser::{encoded, sign_in};
use crate::county::{AINO, County, DORA, NASI, NELLI, TODAY, at};
use crate::process::{Request, Served, form_head, get, polku};
use jiff::civil::date;

#[test]
fn a_request_that_was_begun_is_finished_before_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let on = date(2140, 5, 2);
    let (case, slot) = {
        let county = County::settle(folder.path(), at(TODAY, 8, 0));
        county.open_times(DORA, on, &[at(on, 9, 0)]);
        let case = county.contact(AINO.id(), NASI, "A knee that hurts");
        county.assess(NELLI, case);
        sign_in(&county, &AINO.caller());
        sign_in(&county, &NELLI.caller());
        (case, format!("{}_{}", DORA.id(), at(on, 9, 0).as_millisecond()))
    };
    let mut served = {
        let mut command = polku(folder.path());
        command.arg("serve");
        Served::start(command)
    };
    let cookie = "polku=secret-of-aino";
    assert_eq!(get(served.address, "/en/matters", cookie).unwrap().0, 200);
    // A page that waits for news.
    let mut events = Request::to(served.address).unwrap();
    events
        .send(
            "GET /en/work/queue/events HTTP/1.1\r\nHost: polku.test\r\n\
             Cookie: polku=secret-of-nelli\r\n\r\n",
        )
        .unwrap();
    assert!(events.first().contains("text/event-stream"));
    // A form whose second half comes only after the process was told to stop.
    let path = format!("/en/matters/{case}/times/confirm");
    // The service has the time of the machine, by which the limit of this case is past.
    let body = encoded(&[
        ("slot", &slot),
        ("mode", "on-site"),
        ("late", "client-choice"),
        ("csrf", "form-of-aino"),
    ]);
    let (first, second) = body.split_at(20);
    let mut form = Request::begun(served.address, &form_head(&path, cookie, body.len()));
    form.send(first).unwrap();
    served.terminate();
    // New requests are not taken any more; until that shows, the begun one waits.
    while get(served.address, "/en", "").is_some() {
        std::thread::yield_now();
    }
    form.send(second).unwrap();
    let (status, to) = form.reply().expect("the begun request is answered");
    assert_eq!(status, 303);
    assert!(to.ends_with("what=booked"), "{to}");
    assert_eq!(served.ended(), Some(0));
    // Nothing is open any more, everything is sealed, and the booking is there.
    let ledger = crate::county::ledger(folder.path());
    let facts = ledger.load(&format!("case/{case}")).unwrap();
    assert_eq!(&*facts.last().unwrap().kind, "visit-booked");
    match ledger.verify(&|_, _| ()).unwrap() {
        ledger::Verdict::Sound(counts) => assert!(counts.seals > 0),
        ledger::Verdict::Damaged(fault) => panic!("{fault}"),
    }
}

#[test]
fn a_client_that_never_ends_its_request_does_not_hold_up_the_end() {
    let folder = tempfile::tempdir().unwrap();
    drop(County::settle(folder.path(), at(TODAY, 8, 0)));
    let mut command = polku(folder.path());
    command.arg("serve");
    let mut served = Served::start(command);
    let mut form = Request::begun(served.address, &form_head("/en/sign-in", "", 1_000));
    form.send("login=").unwrap();
    served.terminate();
    assert_eq!(served.ended(), Some(0));
    assert_eq!(form.reply(), None);
}
