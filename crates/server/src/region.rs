//! The county as `content/regions` tells it: municipalities, units and how their time is planned.
//! Invariant: a region without problems names only municipalities and units that it has.

mod check;
mod reading;

use care::code::{Profession, Topic};
use care::id::UnitId;
use care::language::{Language, Text};
use jiff::civil::Time;

/// One county.
#[derive(Clone, Debug, Default)]
pub struct Region {
    /// The official code of the county.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Its municipalities, the largest first.
    pub municipalities: Vec<Municipality>,
    /// Its units; where two are equally near, the earlier one serves.
    pub units: Vec<Unit>,
}

/// One municipality (*kunta, kommun*).
#[derive(Clone, Debug)]
pub struct Municipality {
    /// Three digits (1.2.246.537.6.21).
    pub code: String,
    /// Its name.
    pub name: Text,
    /// How many people live there.
    pub population: u32,
    /// The share of Swedish speakers.
    pub swedish: f64,
    /// The share of speakers of other languages than Finnish and Swedish.
    pub other: f64,
    /// Ages: the first year of each band, in order, and how many people were in it when counted.
    pub ages: Vec<(i16, u32)>,
    /// Where people live.
    pub postcodes: Vec<Postcode>,
}

/// One postcode area.
#[derive(Clone, PartialEq, Debug)]
pub struct Postcode {
    /// Five digits.
    pub code: String,
    /// Where its middle is.
    pub place: Place,
    /// How many of the municipality's people live there, against the other areas.
    pub weight: f64,
}

/// A point on the map, in degrees (WGS 84).
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Place {
    /// Northern latitude.
    pub north: f64,
    /// Eastern longitude.
    pub east: f64,
}

impl Place {
    /// Kilometres to another point, good enough within a county.
    pub fn kilometres_to(self, other: Self) -> f64 {
        let middle = f64::midpoint(self.north, other.north).to_radians();
        let north = (self.north - other.north) * 111.2;
        let east = (self.east - other.east) * 111.3 * middle.cos();
        north.hypot(east)
    }
}

/// What a unit is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnitKind {
    /// A health station (*terveysasema, hälsostation*).
    HealthStation,
    /// Oral care (*suun terveydenhuolto, mun- och tandvård*).
    OralCare,
    /// Mental health and substance use (*mielenterveys- ja päihdepalvelut*).
    MentalHealth,
    /// Young people's reception.
    Youth,
    /// Meets people by telephone and video only.
    Digital,
    /// Guides people to the right service; nobody is booked there.
    Guidance,
}

/// One unit (*toimintayksikkö, verksamhetsenhet*).
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its lasting id.
    pub id: UnitId,
    /// What it is for.
    pub kind: UnitKind,
    /// Its name.
    pub name: Text,
    /// The code of the municipality in which it stands.
    pub municipality: String,
    /// Where it stands.
    pub place: Place,
    /// Codes of the municipalities that it serves.
    pub serves: Vec<String>,
    /// When it opens on working days.
    pub opens: Time,
    /// When it closes on working days.
    pub closes: Time,
    /// How many assessments a day it can make, against the average that comes in.
    pub assessment: f64,
    /// The professions that can be booked there.
    pub offers: Vec<Offer>,
}

/// One profession at one unit, and how its time is planned.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The profession.
    pub profession: Profession,
    /// The wait in days for which the timetable is planned.
    pub wait_days: u16,
    /// How much of the expected need the ordinary timetable covers.
    pub timetable: f64,
    /// How much more can be opened when the queue grows.
    pub reserve: f64,
    /// Codes of the municipalities that are served.
    pub serves: Vec<String>,
}

impl Region {
    /// Reads a region from its files, by path from `content/regions` on. Whatever can be read is
    /// there, and every fault is in the list: file, place, what is wrong and what to do.
    pub fn parse<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Self, Vec<String>) {
        let mut files: Vec<(&str, &str)> = files.into_iter().collect();
        files.sort_unstable();
        let mut problems = Vec::new();
        let region = reading::read(&files, &mut problems);
        check::check(&region, &mut problems);
        (region, problems)
    }

    /// The region that the binary carries.
    pub fn embedded() -> (Self, Vec<String>) {
        let files = crate::content::embedded();
        Self::parse(
            files
                .iter()
                .filter_map(|file| Some((file.path.strip_prefix("regions/")?, &*file.text))),
        )
    }

    /// How many people live in the county.
    pub fn population(&self) -> u32 {
        self.municipalities.iter().map(|municipality| municipality.population).sum()
    }

    /// The unit of an id.
    pub fn unit(&self, id: &UnitId) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.id == *id)
    }

    /// The name of a unit; its id where the region does not know it.
    pub fn unit_name<'a>(&'a self, id: &'a UnitId, language: Language) -> &'a str {
        self.unit(id).map_or(&*id.0, |unit| unit.name.get(language))
    }

    /// The municipality of a code.
    pub fn municipality(&self, code: &str) -> Option<&Municipality> {
        self.municipalities.iter().find(|municipality| municipality.code == code)
    }

    /// The name of a municipality; its code where the region does not know it.
    pub fn municipality_name<'a>(&'a self, code: &'a str, language: Language) -> &'a str {
        self.municipality(code).map_or(code, |municipality| municipality.name.get(language))
    }

    /// The unit of a kind that serves a municipality and is nearest to a place.
    pub fn nearest(&self, kind: UnitKind, municipality: &str, home: Place) -> Option<&Unit> {
        self.units
            .iter()
            .filter(|unit| unit.kind == kind && serves(&unit.serves, municipality))
            .min_by(|a, b| home.kilometres_to(a.place).total_cmp(&home.kilometres_to(b.place)))
    }

    /// The unit that receives a matter of somebody who lives at a place; the unit of young people
    /// serves those under 23, and who gives no age is not one of them.
    pub fn receiving(
        &self,
        topic: Topic,
        age: Option<i16>,
        municipality: &str,
        home: Place,
    ) -> Option<&Unit> {
        let young = age.is_some_and(|age| age < 23);
        let kinds: &[UnitKind] = match topic {
            Topic::Oral => &[UnitKind::OralCare],
            Topic::Mind if young => &[UnitKind::Youth, UnitKind::MentalHealth],
            Topic::Mind => &[UnitKind::MentalHealth],
            Topic::Illness
            | Topic::LongTerm
            | Topic::Movement
            | Topic::Child
            | Topic::Planned
            | Topic::Other => &[],
        };
        let near = |kind: &UnitKind| self.nearest(*kind, municipality, home);
        kinds.iter().chain([&UnitKind::HealthStation]).find_map(near)
    }
}

/// Whether a list of municipality codes holds one.
pub fn serves(codes: &[String], municipality: &str) -> bool {
    codes.iter().any(|code| code == municipality)
}

#[cfg(test)]
mod tests;
