//! Polku's own people, cases and times as FHIR, compared with the files in `golden`.
//!
//! To accept a change, delete the file: the test writes it anew and fails once.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test program")]

use std::path::{Path, PathBuf};

use care::calendar::{Day, DayFact, Hours, OpenSlot};
use care::case::{Assessment, AssessmentResult, Case, CaseFact, Contact, Need, Owner, Visit};
use care::clock::CareKind;
use care::code::{Cancelling, Channel, Closing, Mode, Profession, Register, Topic, Urgency};
use care::id::{BookingId, CaseId, ContactId, PersonId, ProfessionalId, UnitId};
use care::language::{Language, Text};
use care::law::Law;
use care::person::{Details, Person, PersonFact};
use care::stream::DayKey;
use fhir::render::{Names, NoNames, PROFILES, Professional, Rendered, TYPES, Unit};
use fhir::search::registry;
use fhir::{ResourceType, check, render};
use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

struct Spoken;

impl Names for Spoken {
    fn unit(&self, unit: &UnitId, language: Language) -> String {
        format!("{unit} ({})", language.code())
    }

    fn professional(&self, _: ProfessionalId) -> String {
        "Liisa Lääkäri".to_owned()
    }

    fn word(&self, key: &str, language: Language) -> String {
        format!("{key} ({})", language.code())
    }
}

fn uuid(last: u128) -> Uuid {
    Uuid::from_u128(0x0123_4567_89ab_4def_8123_0000_0000_0000 + last)
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn law() -> Law {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/law");
    let mut files: Vec<(String, String)> = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
                files.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    Law::parse(files.iter().map(|(name, text)| (&**name, &**text))).0
}

fn details() -> Details {
    Details {
        identity: Some("131052-308T".to_owned()),
        family: "Korhonen".to_owned(),
        given: "Maija Helena".to_owned(),
        birth_on: Some(date(1952, 10, 13)),
        language: Language::Fi,
        municipality: Some("638".to_owned()),
        postal_code: Some("06100".to_owned()),
        phone: Some("+358400000000".to_owned()),
        protected: false,
    }
}

fn person(details: Details) -> Person {
    let registered = (at("2026-01-02T08:00:00Z"), PersonFact::PersonRegistered(details));
    Person::fold(PersonId(uuid(1)), [registered]).unwrap()
}

fn unit() -> UnitId {
    UnitId::from("porvoo-terveysasema")
}

fn key() -> DayKey {
    DayKey { professional: ProfessionalId(uuid(3)), date: date(2026, 11, 12) }
}

/// A case up to its booking; `after` says what came then.
fn case(after: Vec<(&str, CaseFact)>) -> Case {
    let doctor = Owner::Professional(ProfessionalId(uuid(3)), unit());
    let need = Need {
        care: CareKind::Primary,
        profession: Profession::Doctor,
        found_at: at("2026-11-02T09:10:00Z"),
    };
    let mut facts = vec![
        (
            "2026-11-02T08:00:00Z",
            CaseFact::ContactReceived {
                person: PersonId(uuid(1)),
                register: Register::Patient,
                contact: Contact {
                    made_by: None,
                    signs: false,
                    noticed_by: String::new(),
                    named: None,
                    id: ContactId(uuid(4)),
                    at: at("2026-11-02T08:00:00Z"),
                    channel: Channel::Web,
                    unit: unit(),
                    language: Language::Fi,
                    municipality: Some("638".to_owned()),
                    birth_on: Some(date(1952, 10, 13)),
                    reach: String::new(),
                },
                topic: Topic::Movement,
                words: "Polvi on kipeä".to_owned(),
            },
        ),
        (
            "2026-11-02T09:10:00Z",
            CaseFact::NeedAssessed {
                assessment: Assessment {
                    at: at("2026-11-02T09:10:00Z"),
                    by: ProfessionalId(uuid(5)),
                    profession: Profession::Nurse,
                    urgency: Urgency::NonUrgent,
                    result: AssessmentResult::Appointment(need),
                    note: String::new(),
                    told: String::new(),
                },
                owner: Owner::Team(unit()),
            },
        ),
        (
            "2026-11-02T09:20:00Z",
            CaseFact::VisitBooked {
                booking: BookingId(uuid(6)),
                day: key(),
                unit: unit(),
                profession: Profession::Doctor,
                start_at: at("2026-11-12T08:00:00Z"),
                minutes: 20,
                mode: Mode::OnSite,
                late: None,
            },
        ),
    ];
    facts.extend(after);
    let held = CaseFact::CaseTaken { owner: doctor };
    facts.push(("2026-11-03T07:00:00Z", held));
    Case::fold(CaseId(uuid(2)), facts.into_iter().map(|(when, fact)| (at(when), fact))).unwrap()
}

fn held() -> Vec<(&'static str, CaseFact)> {
    let visit = Visit {
        booking: BookingId(uuid(6)),
        started_at: at("2026-11-12T08:02:00Z"),
        ended_at: at("2026-11-12T08:25:00Z"),
        professional: ProfessionalId(uuid(3)),
        profession: Profession::Doctor,
        unit: unit(),
        mode: Mode::OnSite,
        note: String::new(),
        next: None,
        owner: Owner::Professional(ProfessionalId(uuid(3)), unit()),
    };
    vec![
        ("2026-11-12T08:25:00Z", CaseFact::VisitHeld(visit)),
        ("2026-11-12T08:30:00Z", CaseFact::CaseClosed { closing: Closing::Treated }),
    ]
}

fn cancelled() -> Vec<(&'static str, CaseFact)> {
    let cancelled = CaseFact::BookingCancelled {
        booking: BookingId(uuid(6)),
        why: Cancelling::ByClient,
        owner: Owner::Team(unit()),
    };
    vec![("2026-11-03T06:00:00Z", cancelled)]
}

fn day() -> Day {
    let slot = |start: &str, modes: &[Mode]| OpenSlot {
        start_at: at(start),
        minutes: 20,
        modes: modes.to_vec(),
    };
    let hours = Hours {
        unit: unit(),
        profession: Profession::Doctor,
        languages: vec![Language::Fi],
        slots: vec![
            slot("2026-11-12T08:00:00Z", &[Mode::OnSite]),
            slot("2026-11-12T08:20:00Z", &[Mode::OnSite, Mode::Video]),
        ],
    };
    let booked = DayFact::SlotBooked {
        start_at: at("2026-11-12T08:00:00Z"),
        booking: BookingId(uuid(6)),
        case: CaseId(uuid(2)),
    };
    let facts = [DayFact::HoursOpened(hours), booked];
    Day::fold(key(), facts.map(|fact| (at("2026-11-01T08:00:00Z"), fact)))
}

fn directory() -> Vec<Rendered> {
    let name = Text {
        fi: "Porvoon terveysasema".into(),
        sv: "Borgå hälsostation".into(),
        en: "Porvoo health station".into(),
    };
    let since = at("2026-01-01T00:00:00Z");
    let unit = unit();
    let mut all = render::unit(&Unit {
        id: &unit,
        name: &name,
        municipality: "638",
        position: Some((60.39, 25.66)),
        updated_at: since,
    });
    let professional = Professional {
        id: ProfessionalId(uuid(3)),
        given: "Liisa",
        family: "Lääkäri",
        profession: Profession::Doctor,
        unit: &unit,
        languages: &[Language::Fi, Language::Sv],
        updated_at: since,
    };
    all.extend(render::professional(&professional, &Spoken, Language::Fi));
    all
}

/// Everything that is rendered, by the name of its golden file.
fn all() -> Vec<(&'static str, Vec<Rendered>)> {
    let law = law();
    let protected = Details { protected: true, language: Language::Sv, ..details() };
    let invalid = Details { identity: Some("131052-308X".to_owned()), ..details() };
    let remote = {
        let mut case = case(vec![]);
        case.bookings[0].mode = Mode::Video;
        case.contact.language = Language::Sv;
        case
    };
    vec![
        ("person", render::person(&person(details())).into_iter().collect()),
        ("person-protected", render::person(&person(protected)).into_iter().collect()),
        ("person-invalid-identity", render::person(&person(invalid)).into_iter().collect()),
        ("case-booked", render::case(&case(vec![]), &law, &Spoken)),
        ("case-booked-remote", render::case(&remote, &law, &Spoken)),
        ("case-held", render::case(&case(held()), &law, &Spoken)),
        ("case-cancelled", render::case(&case(cancelled()), &law, &Spoken)),
        ("day", render::day(&day(), &Spoken, Language::Fi)),
        ("directory", directory()),
    ]
}

#[test]
fn rendering_is_as_agreed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut missing = Vec::new();
    for (name, resources) in all() {
        let values: Vec<_> = resources.iter().map(|rendered| &rendered.value).collect();
        let text = serde_json::to_string_pretty(&values).unwrap() + "\n";
        let path = folder.join(format!("{name}.json"));
        if let Ok(golden) = std::fs::read_to_string(&path) {
            assert_eq!(text, golden, "{name}");
        } else {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, text).unwrap();
            missing.push(name);
        }
    }
    assert!(missing.is_empty(), "written anew, look at them: {missing:?}");
}

#[test]
fn what_is_rendered_passes_its_own_check() {
    for (name, resources) in all() {
        assert!(!resources.is_empty(), "{name}");
        for rendered in resources {
            let resource = rendered.into_resource();
            let problems = check::resource(&resource);
            let known = name == "person-invalid-identity" && problems.len() == 1;
            assert!(problems.is_empty() || known, "{name}: {problems:?}");
            let read: serde_json::Value = serde_json::from_str(&resource.text).unwrap();
            assert_eq!(read, resource.value);
            assert!(TYPES.contains(&resource.rtype.as_str()));
        }
    }
    for name in TYPES.iter().chain(PROFILES.iter().map(|(name, _)| name)) {
        assert!(ResourceType::parse(name).is_some(), "{name}");
    }
}

#[test]
fn names_do_not_reach_the_index() {
    let law = law();
    for case in [case(vec![]), case(held()), case(cancelled())] {
        let named = render::case(&case, &law, &Spoken);
        let nameless = render::case(&case, &law, &NoNames);
        assert_eq!(named.len(), nameless.len());
        for (named, nameless) in named.iter().zip(&nameless) {
            let index = |rendered: &Rendered| {
                format!("{:?}", {
                    let found = registry().extract(rendered.rtype, &rendered.value);
                    found.iter().map(|(p, v)| format!("{} {v:?}", p.code)).collect::<Vec<_>>()
                })
            };
            assert_eq!(index(named), index(nameless));
        }
    }
}

#[test]
fn a_protected_home_leaves_no_trace() {
    let protected = Details { protected: true, ..details() };
    let text = render::person(&person(protected)).unwrap().into_resource().text;
    for trace in ["638", "06100", "+358"] {
        assert!(!text.contains(trace), "{trace}");
    }
    assert!(text.contains("TURVAKIELTO"));
}

#[test]
fn an_advised_matter_has_only_a_task() {
    let assessment = Assessment {
        at: at("2026-11-02T09:10:00Z"),
        by: ProfessionalId(uuid(5)),
        profession: Profession::Nurse,
        urgency: Urgency::NonUrgent,
        result: AssessmentResult::Advice,
        note: String::new(),
        told: String::new(),
    };
    let mut case = case(vec![]);
    case.assessment = Some(assessment);
    case.need = None;
    case.bookings.clear();
    let types: Vec<&str> = render::case(&case, &Law::default(), &NoNames)
        .iter()
        .map(|rendered| rendered.rtype.as_str())
        .collect();
    assert_eq!(types, ["Task"]);
}
