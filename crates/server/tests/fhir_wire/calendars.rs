//! Opened times on the wire: a Schedule for each day of a professional, with its Slots.

use serde_json::json;
use uuid::Uuid;

use crate::app::{App, PROFESSIONAL};
use crate::own::{CASE, PERSON, assessed, live, open, slot, wish};

fn ids(path: &str, app: &App) -> Vec<String> {
    app.find(&format!("/fhir/{path}"))
}

#[test]
fn opened_times_are_read_and_found_and_follow_their_bookings() {
    let app = App::new();
    assessed(&app);
    open(&app, "2026-03-11T09:00:00Z");
    let doctor = Uuid::from_u128(PROFESSIONAL);
    let address = slot();
    let (_, first) = address.split_once('/').unwrap();
    let read = app.get(&format!("/fhir/{address}"));
    assert_eq!((read.status, read.header("etag")), (200, "W/\"1\""), "{}", read.text);
    let free = read.json();
    assert_eq!(
        (free["status"].as_str(), free["start"].as_str()),
        (Some("free"), Some("2026-03-10T10:00:00+02:00"))
    );
    let schedule = format!("{doctor}.2026-03-10");
    assert_eq!(free["schedule"]["reference"], format!("Schedule/{schedule}"));
    assert_eq!(app.get(&format!("/fhir/Schedule/{schedule}")).json()["active"], true);
    for (path, count) in [
        ("Slot?status=free", 2),
        ("Slot?status=busy", 0),
        ("Slot?start=ge2026-03-11", 1),
        ("Slot?status=free&start=lt2026-03-11&service-type=urn:polku:profession|doctor", 1),
        ("Slot?schedule.date=2026-03-11", 1),
        ("Schedule?active=true", 2),
    ] {
        assert_eq!(ids(path, &app).len(), count, "{path}");
    }
    assert_eq!(ids(&format!("Slot?schedule=Schedule/{schedule}"), &app), [first]);
    let actor = format!("Schedule?actor=Practitioner/{doctor}&date=2026-03-10");
    assert_eq!(ids(&actor, &app), [schedule.as_str()]);
    let along = app.get(&format!("/fhir/Slot?_id={first}&_include=Slot:schedule")).json();
    assert_eq!(along["entry"][1]["resource"]["id"], schedule);
    let booked = app.call("POST", "/fhir/Appointment", wish(&slot(), CASE, PERSON).to_string());
    assert_eq!(booked.status, 201, "{}", booked.text);
    assert_eq!(ids("Slot?status=busy", &app), [first]);
    assert_eq!(ids("Appointment?slot.status=busy", &app).len(), 1);
    let now = app.get(&format!("/fhir/{address}"));
    assert_eq!((now.header("etag"), now.json()["status"].clone()), ("W/\"2\"", json!("busy")));
    assert_eq!(app.get(&format!("/fhir/{address}/_history/1")).json()["status"], "free");
    assert_eq!(app.get(&format!("/fhir/Schedule/{schedule}")).header("etag"), "W/\"1\"");
    let past = app.get("/fhir/Slot/_history").json();
    assert_eq!(past["entry"].as_array().unwrap().len(), 3, "{past}");
}

#[test]
fn opened_times_are_nobodys_to_write_and_others_keep_their_own() {
    let app = App::new();
    live(&app);
    let mut read = app.get(&format!("/fhir/{}", slot())).json();
    read["status"] = json!("free");
    for (method, body) in [("PUT", read.to_string()), ("DELETE", String::new())] {
        let answer = app.call(method, &format!("/fhir/{}", slot()), body);
        assert_eq!((answer.status, answer.problem().as_str()), (409, "rendered"), "{method}");
    }
    read["id"] = json!("theirs");
    assert_eq!(app.call("PUT", "/fhir/Slot/theirs", read.to_string()).status, 201);
    assert_eq!(ids("Slot?status=free", &app), ["theirs"]);
}
