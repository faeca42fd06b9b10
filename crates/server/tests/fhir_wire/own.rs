//! Polku's own people and matters on the wire: rendered, found, versioned, and not to be written.

use care::calendar::{Hours, OpenSlot};
use care::clock::CareKind;
use care::code::{Channel, Mode, Profession, Topic, Urgency};
use care::decide::{
    AssessNeed, AssessedAs, BookVisit, Command, Matter, OpenHours, Place, ReceiveContact,
    RegisterPerson,
};
use care::id::{BookingId, CaseId, ContactId, PersonId, ProfessionalId, UnitId};
use care::language::Language;
use care::person::Details;
use care::stream::DayKey;
use fhir::ResourceType;
use jiff::Timestamp;
use jiff::civil::date;
use serde_json::{Value, json};
use server::door::Caller;
use uuid::Uuid;

use crate::app::App;
use crate::sample::smallest;

pub(crate) const PERSON: &str = "00000000-0000-0000-0000-000000000001";
pub(crate) const CASE: &str = "00000000-0000-0000-0000-000000000002";
pub(crate) const BOOKING: &str = "00000000-0000-0000-0000-000000000004";

fn details() -> Details {
    Details {
        identity: Some("010594-9021".to_owned()),
        family: "Virtanen".to_owned(),
        given: "Aino".to_owned(),
        birth_on: Some(date(1994, 5, 1)),
        language: Language::Fi,
        municipality: Some("638".to_owned()),
        postal_code: None,
        phone: None,
        protected: false,
    }
}

fn person() -> PersonId {
    PersonId(Uuid::from_u128(1))
}

pub(crate) fn case() -> CaseId {
    CaseId(Uuid::from_u128(2))
}

/// Registers a person, brings in a matter, assesses it and books a time.
pub(crate) fn live(app: &App) {
    assessed(app);
    let day = DayKey { professional: ProfessionalId(Uuid::from_u128(9)), date: date(2026, 3, 10) };
    let start_at = "2026-03-10T08:00:00Z".parse().unwrap();
    let command = Command::BookVisit(BookVisit {
        case: case(),
        booking: BookingId(Uuid::from_u128(4)),
        place: Place { day, start_at, mode: Mode::OnSite },
        late: None,
    });
    app.door.act(&Caller::system("test"), &command).unwrap();
}

/// Registers a person and brings in a matter.
pub(crate) fn contacted(app: &App) {
    let unit = || UnitId::from("porvoo-nasi");
    for command in [
        Command::RegisterPerson(RegisterPerson { person: person(), details: details() }),
        Command::ReceiveContact(ReceiveContact {
            made_by: None,
            signs: false,
            noticed_by: String::new(),
            contact: ContactId(Uuid::from_u128(3)),
            person: person(),
            channel: Channel::Phone,
            unit: unit(),
            language: Language::Fi,
            reach: String::new(),
            callback: None,
            matters: vec![Matter {
                case: case(),
                topic: Topic::Illness,
                words: "Polvi on kipeä.".to_owned(),
            }],
        }),
    ] {
        app.door.act(&Caller::system("test"), &command).unwrap();
    }
}

/// Opens one time of a doctor.
pub(crate) fn open(app: &App, start_at: &str) {
    let start_at: Timestamp = start_at.parse().unwrap();
    let professional = ProfessionalId(Uuid::from_u128(9));
    let command = Command::OpenHours(OpenHours {
        day: DayKey { professional, date: care::day::day_of(start_at) },
        hours: Hours {
            unit: UnitId::from("porvoo-nasi"),
            profession: Profession::Doctor,
            languages: vec![Language::Fi],
            slots: vec![OpenSlot { start_at, minutes: 20, modes: vec![Mode::OnSite] }],
        },
    });
    app.door.act(&Caller::system("test"), &command).unwrap();
}

/// Registers a person, brings in a matter and assesses it; there is one free time.
pub(crate) fn assessed(app: &App) {
    contacted(app);
    let unit = || UnitId::from("porvoo-nasi");
    let professional = ProfessionalId(Uuid::from_u128(9));
    let assess = Command::AssessNeed(AssessNeed {
        case: case(),
        by: professional,
        profession: Profession::Nurse,
        urgency: Urgency::NonUrgent,
        result: AssessedAs::Appointment { care: CareKind::Primary, profession: Profession::Doctor },
        unit: unit(),
        note: String::new(),
        told: String::new(),
    });
    app.door.act(&Caller::system("test"), &assess).unwrap();
    open(app, "2026-03-10T08:00:00Z");
}

#[test]
fn own_people_and_matters_are_read_and_found() {
    let app = App::new();
    live(&app);
    let patient = app.get(&format!("/fhir/Patient/{PERSON}"));
    assert_eq!(patient.status, 200, "{}", patient.text);
    assert_eq!(patient.json()["name"][0]["family"], "Virtanen");
    for path in [
        "Patient?identifier=urn:oid:1.2.246.21|010594-9021".to_owned(),
        "Patient?name=virt&birthdate=1994-05-01".to_owned(),
    ] {
        assert_eq!(app.find(&format!("/fhir/{path}")), [PERSON], "{path}");
    }
    for (rtype, id) in [("Task", CASE), ("ServiceRequest", CASE), ("Appointment", BOOKING)] {
        let found = app.find(&format!("/fhir/{rtype}?patient={PERSON}"));
        assert_eq!(found, [id], "{rtype}");
        let read = app.get(&format!("/fhir/{rtype}/{id}"));
        assert_eq!(read.json()["resourceType"], rtype);
    }
    let appointment = app.get(&format!("/fhir/Appointment/{BOOKING}"));
    assert!(appointment.text.contains("care-guarantee-details"), "{}", appointment.text);
    assert!(appointment.text.contains("Näsi"), "people read names: {}", appointment.text);
    assert_eq!(app.find("/fhir/Appointment?status=booked&date=ge2026-03-10"), [BOOKING]);
    assert_eq!(app.find("/fhir/Appointment?date=lt2026-03-10"), [""; 0]);
}

#[test]
fn own_matters_have_a_version_for_each_change() {
    let app = App::new();
    live(&app);
    let history = app.get(&format!("/fhir/Task/{CASE}/_history")).json();
    let versions: Vec<&str> = history["entry"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["resource"]["meta"]["versionId"].as_str().unwrap())
        .collect();
    assert_eq!(versions, ["3", "2", "1"]);
    let now = app.get(&format!("/fhir/Task/{CASE}"));
    assert_eq!(now.header("etag"), "W/\"3\"");
    let first = app.get(&format!("/fhir/Task/{CASE}/_history/1"));
    assert_ne!(first.json()["businessStatus"], now.json()["businessStatus"]);
    assert_eq!(app.get(&format!("/fhir/Task/{CASE}/_history/9")).status, 404);
    let last = format!("/fhir/Task/{CASE}/_history/{}", u64::MAX);
    assert_eq!(app.get(&last).status, 404);
    let request = app.get(&format!("/fhir/ServiceRequest/{CASE}/_history/1"));
    assert_eq!(request.status, 404, "there was no need yet");
    assert_eq!(app.get(&format!("/fhir/Appointment/{BOOKING}")).header("etag"), "W/\"3\"");
}

#[test]
fn a_write_to_an_own_matter_says_what_to_do_instead() {
    let app = App::new();
    live(&app);
    let position = app.ledger.position();
    for (rtype, id) in [("Patient", PERSON), ("Task", CASE), ("Appointment", BOOKING)] {
        let address = format!("/fhir/{rtype}/{id}");
        let mut sample = smallest(ResourceType::parse(rtype).unwrap());
        sample["id"] = id.into();
        let text = sample.to_string();
        for (method, body) in [("PUT", text.as_str()), ("DELETE", "")] {
            let answer = app.call(method, &address, body.to_owned());
            // The status of the others is the first that is wrong.
            let by_command = method == "PUT" && rtype == "Task";
            let (status, problem) =
                if by_command { (422, "element-kept") } else { (409, "rendered") };
            assert_eq!((answer.status, answer.problem().as_str()), (status, problem), "{method}");
            let says =
                if by_command { "Leave it as you read it" } else { "Make the change in Polku" };
            assert!(answer.text.contains(says), "{}", answer.text);
        }
    }
    let mut task = smallest(ResourceType::parse("Task").unwrap());
    task["id"] = CASE.into();
    let bundle = json!({"resourceType": "Bundle", "type": "transaction", "entry": [
        {"resource": task, "request": {"method": "PUT", "url": format!("Task/{CASE}")}},
    ]});
    assert_eq!(app.call("POST", "/fhir", bundle.to_string()).status, 422);
    assert_eq!(app.ledger.position(), position);
    let theirs = json!({"resourceType": "Appointment", "id": "theirs", "status": "booked",
        "participant": [{"actor": {"reference": "Location/l1"}, "status": "accepted"}]});
    assert_eq!(app.call("PUT", "/fhir/Appointment/theirs", theirs.to_string()).status, 201);
    assert_eq!(app.find("/fhir/Appointment?status=booked").len(), 2);
}

#[test]
fn looks_at_own_people_stand_where_the_resident_sees_them() {
    let app = App::new();
    live(&app);
    app.get(&format!("/fhir/Patient/{PERSON}"));
    app.get(&format!("/fhir/Task?patient={PERSON}"));
    let looks = app.ledger.looks_at(PERSON, None, 10).unwrap();
    let details: Vec<&str> = looks.iter().map(|look| look.entry.detail.as_str()).take(2).collect();
    assert_eq!(details, [format!("search Task/{CASE}"), format!("read Patient/{PERSON}")]);
}

/// A booking as an integrator writes it.
pub(crate) fn wish(slot: &str, case: &str, patient: &str) -> Value {
    json!({
        "resourceType": "Appointment", "status": "booked",
        "basedOn": [{"reference": format!("ServiceRequest/{case}")}],
        "slot": [{"reference": slot}],
        "participant": [{"actor": {"reference": format!("Patient/{patient}")}, "status": "accepted"}],
    })
}

/// The slot that `assessed` opens.
pub(crate) fn slot() -> String {
    let at: Timestamp = "2026-03-10T08:00:00Z".parse().unwrap();
    format!("Slot/{}.{}", Uuid::from_u128(9), at.as_second())
}

#[test]
fn an_appointment_for_an_assessed_matter_books_the_time() {
    let app = App::new();
    assessed(&app);
    let create = |wish: &Value| app.call("POST", "/fhir/Appointment", wish.to_string());
    for (wish, problem) in [
        (wish("Slot/x", CASE, PERSON), "element-missing"),
        (wish(&slot(), CASE, "somebody-else"), "address-differs"),
        (wish(&slot().replace(".17", ".18"), CASE, PERSON), "slot-unknown"),
    ] {
        let answer = create(&wish);
        assert!([400, 422].contains(&answer.status), "{}", answer.text);
        assert_eq!(answer.problem(), problem, "{wish}");
    }
    let booked = create(&wish(&slot(), CASE, PERSON));
    assert_eq!(booked.status, 201, "{}", booked.text);
    let booking = booked.json();
    let id = booking["id"].as_str().unwrap();
    assert!(booked.header("location").contains(&format!("/Appointment/{id}/_history/")));
    assert!(booked.text.contains("care-guarantee-details"), "rendered by Polku: {}", booked.text);
    assert_eq!(app.find("/fhir/Appointment?status=booked"), [id]);
    assert_eq!(app.ledger.bookings_of_case(case()).unwrap().len(), 1);
    let again = create(&wish(&slot(), CASE, PERSON));
    assert_eq!((again.status, again.problem().as_str()), (422, "already-booked"));
    let finnish = app.call_with(
        "POST",
        "/fhir/Appointment",
        &[("accept-language", "fi")],
        wish(&slot(), CASE, PERSON).to_string(),
    );
    assert_ne!(finnish.json()["issue"][0]["details"], again.json()["issue"][0]["details"]);
}

#[test]
fn an_appointment_is_given_up_by_its_status() {
    let app = App::new();
    live(&app);
    let address = format!("/fhir/Appointment/{BOOKING}");
    let read = app.get(&address);
    let mut booking = read.json();
    booking["status"] = json!("cancelled");
    booking["cancelationReason"] = json!({"coding": [{"code": "pat"}]});
    let put =
        |headers: &[(&str, &str)]| app.call_with("PUT", &address, headers, booking.to_string());
    assert_eq!(put(&[("if-match", "W/\"1\"")]).problem(), "version-conflict");
    let cancelled = put(&[("if-match", read.header("etag"))]);
    assert_eq!((cancelled.status, cancelled.json()["status"].clone()), (200, json!("cancelled")));
    assert_ne!(cancelled.header("etag"), read.header("etag"));
    assert_eq!(put(&[]).header("etag"), cancelled.header("etag"), "again changes nothing");
    let rows = app.ledger.bookings_of_case(case()).unwrap();
    assert_eq!(rows[0].state, "cancelled");
    let looks = app.ledger.looks_at(PERSON, None, 10).unwrap();
    assert!(looks.iter().any(|look| look.entry.action == "cancel-booking"));
    let anew = app.call("POST", "/fhir/Appointment", wish(&slot(), CASE, PERSON).to_string());
    assert_eq!(anew.status, 201, "the time is free again: {}", anew.text);
    let id = anew.json()["id"].as_str().unwrap().to_owned();
    let patch = json!([{"op": "replace", "path": "/status", "value": "cancelled"}]);
    let headers = [("content-type", "application/json-patch+json")];
    let patched =
        app.call_with("PATCH", &format!("/fhir/Appointment/{id}"), &headers, patch.to_string());
    assert_eq!(patched.json()["status"], "cancelled", "{}", patched.text);
}
