//! The professionals: as many as the expected need asks for, with names, languages and a place.

use care::code::Profession;
use care::id::ProfessionalId;
use care::language::Language;
use jiff::civil::Date;

use super::catchment::{QueueAt, UnitAt, Ways};
use super::demo_users;
use super::forecast::Forecast;
use super::names::{Names, Origin, Sex};
use super::random::{Dice, whole};
use crate::region::{Region, Unit, UnitKind};
use crate::staff::Professional;

/// The place of a professional in the list.
pub(super) type StaffAt = usize;

/// All professionals, by line and by desk.
pub(super) struct Staff {
    /// Everybody.
    pub(super) people: Vec<Professional>,
    /// By line: who meets its clients.
    pub(super) lines: Vec<Vec<StaffAt>>,
    /// By unit: who assesses.
    pub(super) desks: Vec<Vec<StaffAt>>,
}

/// How many clients one professional meets a day by booking; the rest of the day is other work.
fn met_daily(profession: Profession) -> f64 {
    match profession {
        Profession::Doctor => 7.0,
        Profession::Nurse => 6.0,
        Profession::PublicHealthNurse | Profession::Physiotherapist | Profession::Hygienist => 5.0,
        Profession::Dentist => 5.5,
        Profession::MentalHealth => 3.0,
    }
}

/// How many matters one professional assesses a day beside other work.
const ASSESSED_DAILY: f64 = 16.0;
/// Where fewer come in, whoever meets the clients assesses too.
const DESK_FROM: f64 = 9.0;

impl Staff {
    /// Hires for a region.
    pub(super) fn hire(
        region: &Region,
        ways: &Ways,
        forecast: &Forecast,
        names: &Names,
        seed: u64,
        today: Date,
    ) -> Self {
        let mut hiring =
            Hiring { names, dice: Dice::new(seed, "staff"), today, people: Vec::new() };
        let lines: Vec<Vec<StaffAt>> = ways
            .queues
            .iter()
            .enumerate()
            .filter_map(|(at, line)| Some((at, line, region.units.get(line.unit)?)))
            .map(|(at, line, unit)| {
                let profession = line.offer.profession;
                let count = count_for(forecast.needed(at) * 1.08, met_daily(profession));
                let mut team = hiring.known(unit, profession);
                while team.len() < count {
                    team.push(hiring.hire(region, unit, profession));
                }
                team
            })
            .collect();
        let mut desks = Vec::new();
        for (at, unit) in region.units.iter().enumerate() {
            let daily = forecast.assessments.get(at).copied().unwrap_or_default();
            let desk = hiring.desk(region, ways, &lines, at, unit, daily);
            desks.push(desk);
        }
        Self { people: hiring.people, lines, desks }
    }

    /// Somebody by place.
    pub(super) fn get(&self, at: StaffAt) -> &Professional {
        self.people.get(at).or(self.people.first()).expect("a county has professionals")
    }

    /// Who meets the clients of a line.
    pub(super) fn line(&self, queue: QueueAt) -> &[StaffAt] {
        self.lines.get(queue).map_or(&[], Vec::as_slice)
    }

    /// Who assesses at a unit.
    pub(super) fn desk(&self, unit: UnitAt) -> &[StaffAt] {
        self.desks.get(unit).map_or(&[], Vec::as_slice)
    }
}

fn count_for(needed: f64, each: f64) -> usize {
    usize::try_from(whole((needed / each).ceil())).unwrap_or_default().max(1)
}

struct Hiring<'a> {
    names: &'a Names,
    dice: Dice,
    today: Date,
    people: Vec<Professional>,
}

impl Hiring<'_> {
    /// The demo users of a unit and profession.
    fn known(&mut self, unit: &Unit, profession: Profession) -> Vec<StaffAt> {
        let mut team = Vec::new();
        for demo in demo_users::professionals() {
            if demo.unit == &*unit.id.0 && demo.profession == profession {
                team.push(self.people.len());
                self.people.push(Professional {
                    id: demo.id,
                    given: demo.given.to_owned(),
                    family: demo.family.to_owned(),
                    profession,
                    unit: unit.id.clone(),
                    languages: demo.languages.to_vec(),
                });
            }
        }
        team
    }

    fn hire(&mut self, region: &Region, unit: &Unit, profession: Profession) -> StaffAt {
        let swedish = region.municipality(&unit.municipality).map_or(0.0, |home| home.swedish);
        let origin = match self.dice.unit() {
            share if share < swedish * 0.85 => Origin::Swedish,
            share if share > 0.94 => Origin::Other,
            _ => Origin::Finnish,
        };
        let serves_sv = self.dice.chance((0.3 + swedish).min(0.9));
        let serves_en = self.dice.chance(0.65);
        let languages = match origin {
            Origin::Swedish => vec![Language::Sv, Language::Fi],
            Origin::Finnish | Origin::Other if serves_sv => vec![Language::Fi, Language::Sv],
            Origin::Finnish | Origin::Other => vec![Language::Fi],
        };
        let english = (serves_en || origin == Origin::Other).then_some(Language::En);
        let women = match profession {
            Profession::Doctor | Profession::Dentist => 0.62,
            Profession::Physiotherapist => 0.7,
            Profession::Nurse
            | Profession::PublicHealthNurse
            | Profession::MentalHealth
            | Profession::Hygienist => 0.9,
        };
        let sex = if self.dice.chance(women) { Sex::Woman } else { Sex::Man };
        let ages = i16::try_from(self.dice.seconds(26, 62)).unwrap_or(40);
        let given = self.names.given(&mut self.dice, origin, sex, self.today.year() - ages);
        let family = self.names.family(&mut self.dice, origin);
        self.people.push(Professional {
            id: ProfessionalId(self.dice.id()),
            given: given.split(' ').next().unwrap_or(&given).to_owned(),
            family,
            profession,
            unit: unit.id.clone(),
            languages: languages.into_iter().chain(english).collect(),
        });
        self.people.len() - 1
    }

    fn desk(
        &mut self,
        region: &Region,
        ways: &Ways,
        lines: &[Vec<StaffAt>],
        at: UnitAt,
        unit: &Unit,
        daily: f64,
    ) -> Vec<StaffAt> {
        let profession = match unit.kind {
            UnitKind::OralCare => Profession::Hygienist,
            UnitKind::MentalHealth | UnitKind::Youth => Profession::MentalHealth,
            UnitKind::HealthStation | UnitKind::Digital | UnitKind::Guidance => Profession::Nurse,
        };
        let line = ways
            .queues
            .iter()
            .position(|line| line.unit == at && line.offer.profession == profession);
        let mut desk = line.and_then(|line| lines.get(line)).cloned().unwrap_or_default();
        if desk.is_empty() || daily > DESK_FROM {
            desk.truncate(1);
            let count = count_for(daily, ASSESSED_DAILY);
            desk.extend((0..count).map(|_| self.hire(region, unit, profession)));
        }
        desk
    }
}
