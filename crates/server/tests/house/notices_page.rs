//! The administrator's page of notices: a subscriber that takes nothing for hours and then comes back,
//! a notice that is let go, and what is written down of it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use server::wall::Clock as _;

use crate::browser::{Person, Web, sign_in};
use crate::county::{AINO, County, TOKEN, administrator};

/// A subscriber that answers with the status that is set.
fn subscriber(status: Arc<AtomicU16>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let mut length = 0;
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                if let Some(given) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = given.trim().parse().unwrap();
                }
                if line.trim().is_empty() {
                    break;
                }
            }
            reader.read_exact(&mut vec![0; length]).unwrap();
            let status = status.load(Ordering::SeqCst);
            let answer = format!("HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n");
            drop(stream.write_all(answer.as_bytes()));
        }
    });
    port
}

fn put(web: &Web, resource: &serde_json::Value) {
    let (rtype, id) = (resource["resourceType"].as_str(), resource["id"].as_str());
    let path = format!("/fhir/{}/{}", rtype.unwrap(), id.unwrap());
    let bearer = format!("Bearer {TOKEN}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/fhir+json")];
    let answer = web.send(&Person::nobody(), "PUT", &path, &headers, resource.to_string());
    assert_eq!(answer.status, 201, "{}", answer.text);
}

fn observation(web: &Web, id: &str) {
    put(
        web,
        &json!({"resourceType": "Observation", "id": id, "status": "final",
            "code": {"text": "x"}, "subject": {"reference": format!("Patient/{}", AINO.id())}}),
    );
}

/// The id of the notice about a resource, as the page's form names it.
fn notice_about(page: &str, about: &str) -> String {
    let (before, _) = page
        .split_once(&format!("Do not send<span class=\"unseen\"> {about}"))
        .unwrap_or_else(|| panic!("{page}"));
    let (_, link) = before.rsplit_once("notice=").unwrap();
    link.split('"').next().unwrap().to_owned()
}

#[test]
fn what_was_given_up_is_seen_sent_again_and_let_go() {
    let county = County::new();
    let web = Web::of(&county);
    let kim = sign_in(&county, &administrator());
    let page = |query: &str| web.get(&kim, &format!("/en/keep/notices{query}"));
    assert!(page("").text.contains("Nobody subscribes to notices"));

    let status = Arc::new(AtomicU16::new(503));
    let port = subscriber(Arc::clone(&status));
    put(
        &web,
        &json!({
            "resourceType": "Subscription", "id": "s1", "status": "requested",
            "reason": "Results to the old system", "criteria": "Observation?status=final",
            "channel": {"type": "rest-hook", "payload": "application/fhir+json",
                "endpoint": format!("http://127.0.0.1:{port}/hook?key=secret")}
        }),
    );
    let mut now: Timestamp = county.clock.now();
    let mut ticks = |count: usize| {
        for _ in 0..count {
            web.desks.notices.tick(now).unwrap();
            now = now.checked_add(SignedDuration::from_hours(2)).unwrap();
        }
    };
    ticks(1);
    for id in ["o1", "o2", "o3"] {
        observation(&web, id);
    }
    // The first fault, and then eight tries for each of three.
    ticks(1);
    let failing = page("").text;
    assert!(failing.contains("Does not arrive") && failing.contains("Next try"), "{failing}");
    ticks(3 * 8);
    let given_up = page("").text;
    assert!(given_up.contains("Results to the old system"), "{given_up}");
    assert!(given_up.contains("it answered 503"), "{given_up}");
    assert!(!given_up.contains("key=secret"), "an address may hold a secret");
    for id in ["o1", "o2", "o3"] {
        assert!(given_up.contains(&format!("Observation/{id}, 1")), "{id}: {given_up}");
    }
    for (language, words) in [("fi", "se vastasi 503"), ("sv", "den svarade 503")] {
        let page = web.get(&kim, &format!("/{language}/keep/notices")).text;
        assert!(page.contains(words), "{page}");
    }

    // Sent again while the subscriber is still down, and then when it is up.
    let post = |action: &str, form: &[(&str, &str)]| {
        web.post(&kim, &format!("/en/keep/notices/{action}"), form)
    };
    let first = notice_about(&given_up, "Observation/o1, 1");
    let one = [("subscription", "s1"), ("notice", first.as_str())];
    let again = post("resend", &one);
    let told = web.get(&kim, again.leads_to()).text;
    assert!(told.contains("0 delivered, 1 still waiting"), "{told}");
    status.store(200, Ordering::SeqCst);
    let told = web.get(&kim, post("resend", &one).leads_to()).text;
    assert!(
        told.contains("The notice was delivered.") && !told.contains("Observation/o1"),
        "{told}"
    );
    // Who comes too late is told so.
    let told = web.get(&kim, post("resend", &one).leads_to()).text;
    assert!(told.contains("Somebody else has already dealt with this notice"), "{told}");

    // Letting go needs a reason, which is written down.
    let second = notice_about(&told, "Observation/o2, 1");
    let asked = page(&format!("/let-go?subscription=s1&notice={second}"));
    assert!(asked.status == 200 && asked.text.contains("Observation/o2, 1"), "{}", asked.text);
    let mut form = vec![("subscription", "s1"), ("notice", second.as_str())];
    let refused = post("let-go", &form);
    assert!(refused.status == 422 && refused.text.contains("Choose a reason"), "{}", refused.text);
    form.push(("why", "outdated"));
    let told = web.get(&kim, post("let-go", &form).leads_to()).text;
    assert!(told.contains("will not be sent") && !told.contains("Observation/o2"), "{told}");
    let looks = county.ledger.looks_at(&AINO.id().to_string(), None, 20).unwrap();
    let details: Vec<&str> = looks.iter().map(|look| look.entry.detail.as_str()).collect();
    assert!(details.contains(&"let go Subscription/s1 Observation/o2: outdated"), "{details:?}");

    let all = post("resend", &[("subscription", "s1")]);
    let told = web.get(&kim, all.leads_to()).text;
    assert!(told.contains("No notice was left unsent"), "{told}");
}
