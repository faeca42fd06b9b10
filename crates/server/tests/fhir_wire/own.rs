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
use jiff::civil::date;
use server::door::Caller;
use uuid::Uuid;

use crate::app::App;

const PERSON: &str = "00000000-0000-0000-0000-000000000001";
const CASE: &str = "00000000-0000-0000-0000-000000000002";
const BOOKING: &str = "00000000-0000-0000-0000-000000000004";

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

fn case() -> CaseId {
    CaseId(Uuid::from_u128(2))
}

/// Registers a person, brings in a matter, assesses it and books a time.
fn live(app: &App) {
    let unit = || UnitId::from("porvoo-nasi");
    let professional = ProfessionalId(Uuid::from_u128(9));
    let day = DayKey { professional, date: date(2026, 3, 10) };
    let start_at = "2026-03-10T08:00:00Z".parse().unwrap();
    for command in [
        Command::RegisterPerson(RegisterPerson { person: person(), details: details() }),
        Command::ReceiveContact(ReceiveContact {
            contact: ContactId(Uuid::from_u128(3)),
            person: person(),
            channel: Channel::Phone,
            unit: unit(),
            language: Language::Fi,
            reach: String::new(),
            matters: vec![Matter {
                case: case(),
                topic: Topic::Illness,
                words: "Polvi on kipeä.".to_owned(),
            }],
        }),
        Command::AssessNeed(AssessNeed {
            case: case(),
            by: professional,
            profession: Profession::Nurse,
            urgency: Urgency::NonUrgent,
            result: AssessedAs::Appointment {
                care: CareKind::Primary,
                profession: Profession::Doctor,
            },
            unit: unit(),
            note: String::new(),
            told: String::new(),
        }),
        Command::OpenHours(OpenHours {
            day,
            hours: Hours {
                unit: unit(),
                profession: Profession::Doctor,
                languages: vec![Language::Fi],
                slots: vec![OpenSlot { start_at, minutes: 20, modes: vec![Mode::OnSite] }],
            },
        }),
        Command::BookVisit(BookVisit {
            case: case(),
            booking: BookingId(Uuid::from_u128(4)),
            place: Place { day, start_at, mode: Mode::OnSite },
        }),
    ] {
        app.door.act(&Caller::system("test"), &command).unwrap();
    }
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
        let text = format!(r#"{{"resourceType":"{rtype}","id":"{id}"}}"#);
        for (method, body) in [("PUT", text.as_str()), ("DELETE", "")] {
            let answer = app.call(method, &address, body.to_owned());
            assert_eq!((answer.status, answer.problem().as_str()), (409, "rendered"), "{method}");
            assert!(answer.text.contains("Make the change in Polku"), "{}", answer.text);
        }
    }
    let bundle = format!(
        r#"{{"resourceType":"Bundle","type":"transaction","entry":[
        {{"resource":{{"resourceType":"Task","id":"{CASE}"}},
          "request":{{"method":"PUT","url":"Task/{CASE}"}}}}]}}"#
    );
    assert_eq!(app.call("POST", "/fhir", bundle).status, 409);
    assert_eq!(app.ledger.position(), position);
    let theirs = r#"{"resourceType":"Appointment","id":"theirs","status":"booked"}"#;
    assert_eq!(app.call("PUT", "/fhir/Appointment/theirs", theirs).status, 201);
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
