//! Cases written by hand, one a line: a column that is left out, or a cell that is empty, takes
//! what is most usual. Invariant: a column nobody knows is a problem, not a silence.

use care::clock::CareKind;
use care::code::{Channel, Closing, Mode, Profession, Register, Topic, Urgency};
use care::day::instant;
use care::id::{CaseId, ContactId, PersonId, UnitId};
use care::language::Language;
use care::view::CaseRow;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};

const COLUMNS: [&str; 21] = [
    "person",
    "municipality",
    "unit",
    "care_unit",
    "profession",
    "language",
    "age",
    "contact",
    "assess_by",
    "assessed",
    "urgency",
    "care",
    "need",
    "due",
    "treat_by",
    "booked",
    "mode",
    "met",
    "stage",
    "closed",
    "closing",
];

/// The cases, and what is wrong with them by line.
pub(super) fn read(text: &str) -> (Vec<CaseRow>, Vec<(usize, String)>) {
    let mut lines = (1..).zip(text.lines()).filter(|(_, line)| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with('#')
    });
    let mut wrong = Vec::new();
    let Some((at, heading)) = lines.next() else { return (Vec::new(), wrong) };
    let heading: Vec<&str> = heading.split(',').map(str::trim).collect();
    for name in heading.iter().filter(|name| !COLUMNS.contains(name)) {
        wrong.push((at, format!("`{name}` is no column")));
    }
    let mut cases = Vec::new();
    for (line, text) in lines {
        let cells: Vec<&str> = text.split(',').map(str::trim).collect();
        if cells.len() != heading.len() {
            wrong.push((line, format!("has {} cells under {} names", cells.len(), heading.len())));
            continue;
        }
        let row = Line { heading: &heading, cells: &cells };
        match row.case(line) {
            Ok(case) => cases.push(case),
            Err(says) => wrong.push((line, says)),
        }
    }
    (cases, wrong)
}

struct Line<'t> {
    heading: &'t [&'t str],
    cells: &'t [&'t str],
}

impl Line<'_> {
    fn text(&self, name: &str) -> Option<&str> {
        let place = self.heading.iter().position(|heading| *heading == name)?;
        self.cells.get(place).copied().filter(|cell| !cell.is_empty())
    }

    fn read<T>(&self, name: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, String> {
        let Some(text) = self.text(name) else { return Ok(None) };
        read(text).map(Some).ok_or_else(|| format!("{name} can't be `{text}`"))
    }

    fn at(&self, name: &str) -> Result<Option<Timestamp>, String> {
        self.read(name, |text| {
            let noon = Time::constant(12, 0, 0, 0);
            let day = text.parse::<Date>().map(|day| day.to_datetime(noon));
            let moment = if text.len() > 10 { text.parse::<DateTime>() } else { day }.ok()?;
            Some(instant(moment.date(), moment.time()).earliest())
        })
    }

    fn case(&self, line: usize) -> Result<CaseRow, String> {
        let day = |name| self.read(name, |text| text.parse::<Date>().ok());
        let contact_at = self.at("contact")?.ok_or("has no contact")?;
        let (assessed_at, met_at) = (self.at("assessed")?, self.at("met")?);
        let (booked_for, closed_at) = (self.at("booked")?, self.at("closed")?);
        let care = self.read("care", CareKind::from_code)?;
        let need_at = self.at("need")?.or(assessed_at.filter(|_| care.is_some()));
        let urgency = self.read("urgency", Urgency::from_code)?;
        let profession = self.read("profession", Profession::from_code)?;
        let person = self.read("person", |text| text.parse::<usize>().ok())?.unwrap_or(line);
        let unit: UnitId = self.text("unit").unwrap_or("unit").into();
        let care_unit = self.text("care_unit").map_or_else(|| unit.clone(), UnitId::from);
        let stage = match self.read("stage", stage)? {
            Some(stage) => stage,
            None if closed_at.is_some() => "closed",
            None if met_at.is_some() => "met",
            None if booked_for.is_some() => "booked",
            None if assessed_at.is_some() => "awaiting-booking",
            None => "awaiting-assessment",
        };
        Ok(CaseRow {
            case: id(line).map(CaseId)?,
            person: id(person).map(PersonId)?,
            contact: id(line).map(ContactId)?,
            register: Register::Patient,
            topic: Topic::Illness,
            channel: Channel::Web,
            contact_at,
            contact_unit: unit,
            language: self.read("language", Language::parse)?.unwrap_or(Language::Fi),
            municipality: self.text("municipality").map(str::to_owned),
            age: self.read("age", |text| text.parse().ok())?,
            stage,
            step: None,
            owner_unit: care_unit.clone(),
            owner: None,
            assessed_at,
            urgency: urgency.or(assessed_at.map(|_| Urgency::NonUrgent)),
            care,
            profession,
            need_at,
            due_on: day("due")?,
            due_rule: None,
            assess_by: day("assess_by")?,
            treat_by: day("treat_by")?,
            booked_for,
            mode: self.read("mode", Mode::from_code)?,
            met_at,
            met_profession: profession.filter(|_| met_at.is_some()),
            met_unit: met_at.map(|_| care_unit),
            closed_at,
            safety_since: None,
            unanswered_since: None,
            snoozed_until: None,
            named: None,
            closing: self.read("closing", Closing::from_code)?,
            changed_at: contact_at,
        })
    }
}

fn stage(code: &str) -> Option<&'static str> {
    let stages = ["awaiting-assessment", "awaiting-booking", "booked", "met", "closed"];
    stages.into_iter().find(|stage| *stage == code)
}

fn id<T: std::str::FromStr>(number: usize) -> Result<T, String> {
    format!("{number:032x}").parse().map_err(|_| format!("{number} is no number of a person"))
}
