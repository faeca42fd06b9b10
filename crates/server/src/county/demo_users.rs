//! The people whom a visitor of the demo can be: the same ids and names in every demo county, so
//! that a guide, a test and a second start find them without building the county.

use care::access::Role;
use care::clock::CareKind;
use care::code::{Channel, Profession, Topic, Urgency};
use care::id::{PersonId, ProfessionalId, UnitId};
use care::identity::IdentityNumber;
use care::language::Language;
use care::person::Details;
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::demand::Finding;
use super::names::Sex;
use crate::region::Region;

/// One person to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DemoUser {
    /// The name used for signing in.
    pub login: &'static str,
    /// The name that is shown.
    pub name: String,
    /// What they are at the door.
    pub role: Role,
    /// A resident's person.
    pub person: Option<PersonId>,
    /// A resident's day of birth.
    pub birth_on: Option<Date>,
    /// The code of a resident's home municipality.
    pub municipality: Option<&'static str>,
    /// A professional's id.
    pub professional: Option<ProfessionalId>,
    /// A professional's profession.
    pub profession: Option<Profession>,
    /// Where a professional works.
    pub unit: Option<UnitId>,
    /// The language in which they see the pages at first.
    pub language: Language,
}

/// A resident who is one of the demo users.
#[derive(Clone, Debug)]
pub(super) struct DemoResident {
    pub(super) login: &'static str,
    pub(super) id: PersonId,
    pub(super) given: &'static str,
    pub(super) family: &'static str,
    pub(super) sex: Sex,
    pub(super) birth_on: Date,
    pub(super) language: Language,
    pub(super) municipality: &'static str,
    /// The contacts that they have surely made, the earliest first.
    pub(super) contacts: &'static [DemoContact],
}

/// One contact of a demo user.
#[derive(Clone, Copy, Debug)]
pub(super) struct DemoContact {
    /// How many days before today.
    pub(super) days_ago: i32,
    /// Hour and minute.
    pub(super) time: (i8, i8),
    pub(super) channel: Channel,
    /// What it brings, and what the assessment then finds.
    pub(super) matters: &'static [(Topic, Finding)],
    /// Whether the resident is left to choose a time.
    pub(super) chooses: bool,
}

/// A professional who is one of the demo users.
#[derive(Clone, Debug)]
pub(super) struct DemoProfessional {
    pub(super) login: &'static str,
    pub(super) id: ProfessionalId,
    pub(super) given: &'static str,
    pub(super) family: &'static str,
    pub(super) profession: Profession,
    pub(super) unit: &'static str,
    pub(super) languages: &'static [Language],
}

const fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x706f_6c6b_7500_4000_8000_0000_0000_0000 + n)
}

const LATER: Urgency = Urgency::NonUrgent;

/// The residents.
pub(super) fn residents() -> impl Iterator<Item = DemoResident> {
    let aino = DemoResident {
        login: "aino",
        id: PersonId(id(1)),
        given: "Aino Maria",
        family: "Koskinen",
        sex: Sex::Woman,
        birth_on: date(1991, 5, 14),
        language: Language::Fi,
        municipality: "638",
        contacts: &[
            DemoContact {
                days_ago: 63,
                time: (9, 12),
                channel: Channel::Web,
                matters: &[(
                    Topic::Movement,
                    Finding::Appointment(CareKind::Primary, Profession::Physiotherapist, LATER),
                )],
                chooses: false,
            },
            DemoContact {
                days_ago: 0,
                time: (10, 4),
                channel: Channel::Web,
                matters: &[
                    (
                        Topic::Illness,
                        Finding::Appointment(CareKind::Primary, Profession::Doctor, LATER),
                    ),
                    (Topic::Planned, Finding::Advice),
                ],
                chooses: true,
            },
        ],
    };
    let erik = DemoResident {
        login: "erik",
        id: PersonId(id(2)),
        given: "Erik Gustav",
        family: "Lindholm",
        sex: Sex::Man,
        birth_on: date(1958, 11, 2),
        language: Language::Sv,
        municipality: "434",
        contacts: &[
            DemoContact {
                days_ago: 77,
                time: (8, 31),
                channel: Channel::Phone,
                matters: &[(
                    Topic::Oral,
                    Finding::Appointment(CareKind::Oral, Profession::Dentist, LATER),
                )],
                chooses: false,
            },
            DemoContact {
                days_ago: 8,
                time: (19, 40),
                channel: Channel::Web,
                matters: &[(
                    Topic::LongTerm,
                    Finding::Appointment(CareKind::Primary, Profession::Doctor, LATER),
                )],
                chooses: false,
            },
        ],
    };
    [aino, erik, maya(), eetu()].into_iter()
}

fn maya() -> DemoResident {
    DemoResident {
        login: "maya",
        id: PersonId(id(3)),
        given: "Maya",
        family: "Thapa",
        sex: Sex::Woman,
        birth_on: date(1996, 2, 27),
        language: Language::En,
        municipality: "753",
        contacts: &[DemoContact {
            days_ago: 5,
            time: (7, 55),
            channel: Channel::Web,
            matters: &[(
                Topic::Illness,
                Finding::Appointment(CareKind::Primary, Profession::Doctor, LATER),
            )],
            chooses: true,
        }],
    }
}

fn eetu() -> DemoResident {
    DemoResident {
        login: "eetu",
        id: PersonId(id(4)),
        given: "Eetu Oskari",
        family: "Laine",
        sex: Sex::Man,
        birth_on: date(2009, 3, 30),
        language: Language::Fi,
        municipality: "638",
        contacts: &[DemoContact {
            days_ago: 10,
            time: (16, 20),
            channel: Channel::Message,
            matters: &[(
                Topic::Mind,
                Finding::Appointment(CareKind::Therapy, Profession::MentalHealth, LATER),
            )],
            chooses: false,
        }],
    }
}

/// The professionals.
pub(super) fn professionals() -> impl Iterator<Item = DemoProfessional> {
    let helena = DemoProfessional {
        login: "helena",
        id: ProfessionalId(id(101)),
        given: "Helena",
        family: "Mäkelä",
        profession: Profession::Nurse,
        unit: "porvoo-nasi",
        languages: &[Language::Fi, Language::Sv, Language::En],
    };
    let johan = DemoProfessional {
        login: "johan",
        id: ProfessionalId(id(102)),
        given: "Johan",
        family: "Nyberg",
        profession: Profession::Doctor,
        unit: "loviisa",
        languages: &[Language::Sv, Language::Fi, Language::En],
    };
    let satu = DemoProfessional {
        login: "satu",
        id: ProfessionalId(id(103)),
        given: "Satu",
        family: "Rinne",
        profession: Profession::Hygienist,
        unit: "sipoo-hammas",
        languages: &[Language::Fi, Language::Sv],
    };
    [helena, johan, satu].into_iter()
}

/// Everybody whom a visitor can be in the demo of a region.
pub fn demo_users(region: &Region) -> Vec<DemoUser> {
    let nobody = DemoUser {
        login: "",
        name: String::new(),
        role: Role::Leader,
        person: None,
        birth_on: None,
        municipality: None,
        professional: None,
        profession: None,
        unit: None,
        language: Language::Fi,
    };
    let residents = residents()
        .filter(|demo| region.municipality(demo.municipality).is_some())
        .map(|demo| DemoUser {
            login: demo.login,
            name: format!("{} {}", first(demo.given), demo.family),
            role: Role::Resident,
            person: Some(demo.id),
            birth_on: Some(demo.birth_on),
            municipality: Some(demo.municipality),
            language: demo.language,
            ..nobody.clone()
        });
    let professionals = professionals()
        .filter(|demo| region.unit(&UnitId::from(demo.unit)).is_some())
        .map(|demo| DemoUser {
            login: demo.login,
            name: format!("{} {}", demo.given, demo.family),
            role: Role::Professional,
            professional: Some(demo.id),
            profession: Some(demo.profession),
            unit: Some(UnitId::from(demo.unit)),
            language: demo.languages.first().copied().unwrap_or(Language::Fi),
            ..nobody.clone()
        });
    let mut users: Vec<DemoUser> = residents.chain(professionals).collect();
    users.push(DemoUser { login: "kristiina", name: "Kristiina Salonen".into(), ..nobody.clone() });
    users.push(DemoUser {
        login: "anders",
        name: "Anders Backman".into(),
        role: Role::Administrator,
        language: Language::Sv,
        ..nobody
    });
    users
}

/// A child of the demo, and the demo user who acts for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DemoFamily {
    /// The child.
    pub child: PersonId,
    /// What is recorded of the child.
    pub details: Details,
    /// The parent.
    pub parent: PersonId,
}

/// The family of the demo of a region: Ella, whose home is protected, and her mother Aino.
pub fn demo_family(region: &Region) -> Option<DemoFamily> {
    let parent = residents().find(|demo| demo.login == "aino")?;
    let home = region.municipality(parent.municipality)?;
    let birth_on = date(2019, 8, 21);
    let details = Details {
        // Numbers of the county's own people begin at 900.
        identity: IdentityNumber::test(birth_on, 98).map(|number| number.as_str().to_owned()),
        family: parent.family.to_owned(),
        given: "Ella Sofia".to_owned(),
        birth_on: Some(birth_on),
        language: parent.language,
        municipality: Some(home.code.clone()),
        postal_code: home.postcodes.first().map(|area| area.code.clone()),
        phone: Some("+358 457 099 0098".to_owned()),
        protected: true,
    };
    Some(DemoFamily { child: PersonId(id(5)), details, parent: parent.id })
}

fn first(given: &str) -> &str {
    given.split(' ').next().unwrap_or(given)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn there_is_somebody_of_each_language_and_role() {
        let (region, _) = Region::embedded();
        let users = demo_users(&region);
        let logins: HashSet<_> = users.iter().map(|user| user.login).collect();
        assert_eq!(logins.len(), users.len());
        for language in Language::ALL {
            let speaks =
                |user: &&DemoUser| user.role == Role::Resident && user.language == language;
            assert!(users.iter().any(|user| speaks(&user)), "{language:?}");
        }
        for role in [Role::Professional, Role::Leader, Role::Administrator] {
            assert!(users.iter().any(|user| user.role == role), "{role:?}");
        }
    }

    #[test]
    fn professionals_offer_what_their_unit_offers() {
        let (region, _) = Region::embedded();
        for demo in professionals() {
            let unit = region.unit(&UnitId::from(demo.unit)).unwrap();
            assert!(unit.offers.iter().any(|offer| offer.profession == demo.profession));
        }
    }
}
