//! Two servers at work: what is booked at one is taken at the other, and what happens at one is heard
//! at the other.

use std::net::SocketAddr;
use std::sync::Barrier;

use jiff::civil::date;

use crate::bookers::{Booker, booker};
use crate::browser::{encoded, sign_in};
use crate::county::{AINO, County, DORA, NELLI, TODAY, at, ledger_at};
use crate::process::{Request, form_head, header};
use crate::world::World;

const RESIDENTS: u128 = 200;

#[test]
fn one_of_many_at_two_servers_gets_the_time_and_the_others_are_told_in_their_language() {
    let world = World::new();
    let on = date(2140, 5, 2);
    let (start_at, free_at) = (at(on, 9, 0), at(on, 10, 0));
    let slot = |at: jiff::Timestamp| format!("{}_{}", DORA.id(), at.as_millisecond());
    let bookers: Vec<Booker> = {
        let store = Some(world.store.clone());
        let county = County::settle_at(&world.data("settler"), store, at(TODAY, 8, 0));
        county.open_times(DORA, on, &[start_at, free_at]);
        (0..RESIDENTS).map(|number| booker(&county, number)).collect()
    };
    let servers = [world.serve("a"), world.serve("b")];
    let start = Barrier::new(bookers.len());
    let told: Vec<(u16, String)> = std::thread::scope(|scope| {
        let (start, servers) = (&start, &servers);
        let mut threads = Vec::new();
        for (number, booker) in bookers.iter().enumerate() {
            let language = ["fi", "sv", "en"][number % 3];
            let address = servers[number % 2].address;
            threads.push(scope.spawn(move || {
                start.wait();
                booker.book_in(language, address, DORA, start_at).expect("an answer")
            }));
        }
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let won = |(status, _): &&(u16, String)| *status == 303;
    assert_eq!(told.iter().filter(won).count(), 1);
    let words = ["joku ehti varata", "någon hann boka", "somebody took"];
    for (number, (status, text)) in told.iter().enumerate().filter(|(_, told)| !won(told)) {
        assert_eq!(*status, 409, "{text}");
        assert!(text.to_lowercase().contains(words[number % 3]), "{text}");
        assert!(text.contains(&slot(free_at)), "what is free is offered");
        assert!(!text.contains(&slot(start_at)), "what is taken is not");
    }
    // Calendar and case tell of one booking, the winner's, and both servers show it as taken.
    let store = Some(world.store.clone());
    let ledger = std::sync::Arc::new(ledger_at(&world.data("reader"), store));
    let county = County::behind(ledger, at(TODAY, 9, 0));
    let winner = told.iter().position(|told| won(&told)).unwrap();
    let day = county.door.day(&DORA.caller(), on).unwrap().day;
    assert_eq!(
        day.slot(start_at).unwrap().booked().map(|(_, case)| case),
        Some(bookers[winner].case)
    );
    for (number, booker) in bookers.iter().enumerate() {
        let view = county.door.case(&NELLI.caller(), booker.case).unwrap();
        assert_eq!(view.case.bookings.len(), usize::from(number == winner));
    }
    drop((county, servers));
    world.is_sound();
}

#[test]
fn a_contact_at_one_server_is_heard_by_a_queue_page_at_the_other() {
    let world = World::new();
    {
        let store = Some(world.store.clone());
        let county = County::settle_at(&world.data("settler"), store, at(TODAY, 8, 0));
        for caller in [AINO.caller(), NELLI.caller()] {
            sign_in(&county, &caller);
        }
    }
    let (a, b) = (world.serve("a"), world.serve("b"));
    let mut events = Request::to(b.address).unwrap();
    let head = "GET /en/work/queue/events HTTP/1.1\r\nHost: polku.test\r\n\
         Cookie: polku=secret-of-nelli\r\n\r\n";
    events.send(head).unwrap();
    assert!(events.first().contains("text/event-stream"));
    assert!(!queue(b.address).contains("Words of Aino"), "nothing has come yet");
    send_contact(a.address);
    // The connection is the same one all the time: what comes next on it is the event.
    let event = events.first();
    assert!(event.contains("event: changed"), "{event}");
    assert!(queue(b.address).contains("Words of Aino"), "what the page fetches then has it");
}

fn queue(address: SocketAddr) -> String {
    let mut request = Request::to(address).unwrap();
    let head = "GET /en/work/queue HTTP/1.1\r\nHost: polku.test\r\nConnection: close\r\n\
         Cookie: polku=secret-of-nelli\r\n\r\n";
    request.send(head).unwrap();
    let (status, text) = request.whole().unwrap();
    assert_eq!(status, 200, "{text}");
    text
}

/// Aino writes what is the matter and sends it, as her browser does.
fn send_contact(address: SocketAddr) {
    let mut cookie = "polku=secret-of-aino".to_owned();
    for (page, form) in [
        ("matter", [("topic", "illness"), ("words", "Words of Aino")].as_slice()),
        ("reach", &[("reach", "message"), ("service-language", "fi")]),
        ("check", &[]),
    ] {
        let form = encoded(&[form, &[("csrf", "form-of-aino")]].concat());
        let path = format!("/en/contact/{page}");
        let mut request = Request::to(address).unwrap();
        request.send(&(form_head(&path, &cookie, form.len()) + &form)).unwrap();
        let (status, text) = request.whole().unwrap();
        assert_eq!(status, 303, "{page}: {text}");
        if let Some((draft, _)) = header(&text, "set-cookie").split_once(';') {
            cookie = format!("polku=secret-of-aino; {draft}");
        }
    }
}
