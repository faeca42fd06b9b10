//! Notices to a real subscriber on the loopback: each change once, in order, whatever becomes of the
//! subscriber or of the server.

use care::decide::{Command, RegisterPerson};
use care::id::PersonId;
use care::language::Language;
use care::person::Details;
use serde_json::{Value, json};
use server::door::Caller;
use server::wall::Clock as _;
use uuid::Uuid;

use crate::app::App;
use crate::receiver::{Heard, Mood, Receiver};

fn subscription(receiver: &Receiver, criteria: &str) -> Value {
    json!({
        "resourceType": "Subscription", "id": "s1", "status": "requested", "reason": "test",
        "criteria": criteria,
        "channel": {
            "type": "rest-hook",
            "endpoint": format!("http://{}/hook", receiver.address),
            "payload": "application/fhir+json",
            "header": ["Authorization: Bearer theirs"]
        }
    })
}

fn observation(app: &App, id: &str, status: &str) {
    app.put(&json!({"resourceType": "Observation", "id": id, "status": status,
        "code": {"text": "x"}, "subject": {"reference": "Patient/p1"}}));
}

fn tick(app: &App) {
    app.desks.notices.tick(app.clock.now()).unwrap();
}

fn status(app: &App) -> (String, String) {
    let now = app.get("/fhir/Subscription/s1").json();
    let text = |name: &str| now[name].as_str().unwrap_or_default().to_owned();
    (text("status"), text("error"))
}

fn lines(heard: &[Heard]) -> Vec<&str> {
    heard.iter().map(|told| told.line.as_str()).collect()
}

#[test]
fn each_matching_change_is_told_once_and_in_order() {
    let (app, receiver) = (App::new(), Receiver::open("127.0.0.1:0"));
    observation(&app, "before", "final");
    app.put(&subscription(&receiver, "Observation?status=final"));
    observation(&app, "o1", "final");
    observation(&app, "o2", "preliminary");
    tick(&app);
    assert_eq!(status(&app), ("active".to_owned(), String::new()));
    observation(&app, "o2", "final");
    observation(&app, "o2", "amended");
    tick(&app);
    tick(&app);
    let heard = receiver.heard();
    let line = |id: &str| format!("PUT /hook/Observation/{id} HTTP/1.1");
    assert_eq!(lines(&heard), [line("o1"), line("o2")]);
    assert_eq!(heard[0].header("authorization"), "Bearer theirs");
    assert_eq!(heard[0].header("content-type"), "application/fhir+json; charset=utf-8");
    let body: Value = serde_json::from_str(&heard[1].body).unwrap();
    assert_eq!((&body["status"], &body["meta"]["versionId"]), (&json!("final"), &json!("2")));
    assert_ne!(heard[0].header("x-polku-notice"), heard[1].header("x-polku-notice"));
    let looks = app.ledger.looks_at("p1", None, 20).unwrap();
    let told = looks.iter().filter(|look| look.entry.action == "keep-notices");
    let details: Vec<&str> = told.map(|look| look.entry.detail.as_str()).collect();
    assert_eq!(
        details,
        ["notice Subscription/s1 Observation/o2", "notice Subscription/s1 Observation/o1"]
    );
}

#[test]
fn own_people_are_told_of_too_and_without_payload_only_that_something_is_new() {
    let (app, receiver) = (App::new(), Receiver::open("127.0.0.1:0"));
    let mut wanted = subscription(&receiver, "Patient?family=virtanen");
    wanted["channel"].as_object_mut().unwrap().remove("payload");
    app.put(&wanted);
    tick(&app);
    let details = Details {
        identity: Some("010594-9021".to_owned()),
        family: "Virtanen".to_owned(),
        given: "Aino".to_owned(),
        birth_on: None,
        language: Language::Fi,
        municipality: None,
        postal_code: None,
        phone: None,
        protected: false,
    };
    let person = PersonId(Uuid::from_u128(1));
    let register = Command::RegisterPerson(RegisterPerson { person, details });
    app.door.act(&Caller::system("test"), &register).unwrap();
    tick(&app);
    let heard = receiver.heard();
    assert_eq!(lines(&heard), ["POST /hook HTTP/1.1"]);
    assert_eq!(heard[0].body, "");
}

#[test]
fn what_is_not_taken_is_tried_later_and_nothing_overtakes_it() {
    let (app, receiver) = (App::new(), Receiver::open("127.0.0.1:0"));
    app.put(&subscription(&receiver, "Observation?"));
    tick(&app);
    for mood in [Mood::Answers(500), Mood::Hangs, Mood::Dies, Mood::Answers(302), Mood::Babbles] {
        let before = receiver.heard().len();
        receiver.becomes(mood);
        let (first, second) = (format!("a{before}"), format!("b{before}"));
        observation(&app, &first, "final");
        observation(&app, &second, "final");
        tick(&app);
        assert_eq!(receiver.heard().len(), before, "{mood:?}");
        receiver.becomes(Mood::Takes);
        tick(&app);
        assert_eq!(receiver.heard().len(), before, "too early: {mood:?}");
        app.move_on(1);
        tick(&app);
        let heard = receiver.heard();
        let line = |id: &str| format!("PUT /hook/Observation/{id} HTTP/1.1");
        assert_eq!(lines(&heard)[before..], [line(&first), line(&second)], "{mood:?}");
    }
    assert_eq!(status(&app).0, "active");
}

#[test]
fn a_restart_between_notices_skips_none_and_repeats_only_under_the_same_id() {
    let (app, receiver) = (App::new(), Receiver::open("127.0.0.1:0"));
    app.put(&subscription(&receiver, "Observation?"));
    tick(&app);
    observation(&app, "o1", "final");
    tick(&app);
    // The subscriber took it, but the server never learned so before it ended.
    receiver.becomes(Mood::TakesAndDies);
    observation(&app, "o2", "final");
    tick(&app);
    let app = app.reopened();
    receiver.becomes(Mood::Takes);
    observation(&app, "o3", "final");
    app.move_on(1);
    tick(&app);
    let heard = receiver.heard();
    let line = |id: &str| format!("PUT /hook/Observation/{id} HTTP/1.1");
    assert_eq!(lines(&heard), [line("o1"), line("o2"), line("o2"), line("o3")]);
    let ids: Vec<&str> = heard.iter().map(|told| told.header("x-polku-notice")).collect();
    assert_eq!(ids[1], ids[2], "what comes twice says so");
    assert!(ids[0] != ids[1] && ids[2] != ids[3]);
}

#[test]
fn what_is_given_up_waits_for_a_person_who_sends_it_again() {
    let (app, receiver) = (App::new(), Receiver::open("127.0.0.1:0"));
    app.put(&subscription(&receiver, "Observation?"));
    tick(&app);
    receiver.becomes(Mood::Answers(503));
    observation(&app, "lost", "final");
    for _ in 0..8 {
        tick(&app);
        app.move_on(2);
    }
    assert_eq!(status(&app), ("error".to_owned(), "the answer was 503".to_owned()));
    let letters = app.get("/fhir/Subscription/$dead-letters").json();
    let parts = letters["parameter"][0]["part"].as_array().unwrap();
    let part = |name: &str| parts.iter().find(|part| part["name"] == name).unwrap();
    assert_eq!(part("focus")["valueReference"]["reference"], "Observation/lost/_history/1");
    assert_eq!(part("tries")["valueInteger"], 8);
    let notice = part("notice")["valueId"].as_str().unwrap().to_owned();
    let again =
        |app: &App| app.call("POST", &format!("/fhir/Subscription/s1/$resend?notice={notice}"), "");
    assert_eq!(again(&app).problems(), ["not-delivered"]);
    receiver.becomes(Mood::Takes);
    observation(&app, "next", "final");
    tick(&app);
    assert_eq!(again(&app).status, 200);
    let heard = receiver.heard();
    let line = |id: &str| format!("PUT /hook/Observation/{id} HTTP/1.1");
    assert_eq!(lines(&heard), [line("next"), line("lost")]);
    assert_eq!(heard[1].header("x-polku-notice"), notice);
    assert_eq!(again(&app).status, 404, "it is no dead letter any more");
    assert_eq!(app.get("/fhir/Subscription/$dead-letters").json()["parameter"], Value::Null);
    tick(&app);
    assert_eq!(status(&app), ("active".to_owned(), String::new()));
}

#[test]
fn a_subscriber_that_never_answers_is_turned_off_and_goes_on_where_it_stood() {
    let (app, receiver) = (App::new(), Receiver::open("127.0.0.1:0"));
    app.put(&subscription(&receiver, "Observation?"));
    tick(&app);
    receiver.becomes(Mood::Dies);
    for at in 0..12 {
        observation(&app, &format!("o{at}"), "final");
    }
    for _ in 0..90 {
        tick(&app);
        app.move_on(2);
    }
    assert_eq!(status(&app).0, "off");
    receiver.becomes(Mood::Takes);
    tick(&app);
    assert_eq!(receiver.heard().len(), 0);
    app.put(&subscription(&receiver, "Observation?"));
    tick(&app);
    tick(&app);
    let line = |id: &str| format!("PUT /hook/Observation/{id} HTTP/1.1");
    assert_eq!(lines(&receiver.heard()), [line("o10"), line("o11")]);
}

#[test]
fn what_cannot_be_served_says_why_in_the_subscription() {
    let (app, receiver) = (App::new(), Receiver::open("127.0.0.1:0"));
    for (member, value, why) in [
        ("/criteria", "Observation?colour=red", "criteria: colour (parameter-unknown)"),
        ("/criteria", "Subscription?", "criteria: "),
        ("/criteria", "Cat?", "criteria: "),
        ("/channel/type", "email", "channel.type: "),
        ("/channel/payload", "application/fhir+xml", "channel.payload: "),
        ("/channel/endpoint", "https://example.fi/", "channel.endpoint: https"),
        ("/channel/endpoint", "http://169.254.169.254/latest", "channel.endpoint: addresses"),
        ("/channel/header/0", "Host: other", "channel.header: "),
    ] {
        let mut wrong = subscription(&receiver, "Observation?");
        *wrong.pointer_mut(member).unwrap() = json!(value);
        app.put(&wrong);
        tick(&app);
        let (now, error) = status(&app);
        assert_eq!(now, "error", "{value}");
        assert!(error.starts_with(why), "{value}: {error}");
    }
    app.put(&subscription(&receiver, "Observation?"));
    tick(&app);
    assert_eq!(status(&app), ("active".to_owned(), String::new()));
    let mut ended = subscription(&receiver, "Observation?");
    ended["end"] = json!("2026-01-01T00:00:00Z");
    app.put(&ended);
    tick(&app);
    assert_eq!(status(&app).0, "off");
}
