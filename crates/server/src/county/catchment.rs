//! Where a person's matters go: which unit receives them, and in whose calendar they are met.

use care::code::{Channel, Profession, Topic};

use super::demand::{self, Finding};
use super::random::Dice;
use crate::region::{Offer, Place, Region, Unit, UnitKind, serves};

/// The place of a queue in the list of [`Ways::queues`].
pub(super) type QueueAt = usize;
/// The place of a unit in the region's list.
pub(super) type UnitAt = usize;

/// One profession at one unit: people wait for it together.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Where.
    pub(super) unit: UnitAt,
    /// For whom.
    pub(super) offer: Offer,
}

/// One postcode area of one municipality, with the units that its people use.
#[derive(Clone, Debug)]
pub(super) struct Catchment {
    /// The place of the municipality in the region's list.
    pub(super) municipality: usize,
    /// Five digits.
    pub(super) postcode: String,
    /// By topic: the units that receive the matters of grown people, and those of the young.
    receivers: Vec<(UnitAt, UnitAt)>,
    lines: Vec<Option<QueueAt>>,
    young_mind_line: Option<QueueAt>,
}

/// All ways through the county.
pub(super) struct Ways {
    /// The lines that people can stand in.
    pub(super) queues: Vec<Line>,
    /// The postcode areas; those of one municipality stand together.
    pub(super) catchments: Vec<Catchment>,
    digital: Option<UnitAt>,
    digital_lines: Vec<Option<QueueAt>>,
    guidance: Option<UnitAt>,
}

/// One matter, as chance has it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Course {
    /// The unit that receives it.
    pub(super) unit: UnitAt,
    /// What the assessment will find.
    pub(super) finding: Finding,
    /// The line in which it then stands.
    pub(super) queue: Option<QueueAt>,
}

impl Ways {
    /// The ways of a region.
    pub(super) fn new(region: &Region) -> Self {
        let queues: Vec<Line> = region
            .units
            .iter()
            .enumerate()
            .flat_map(|(unit, one)| {
                one.offers.iter().map(move |offer| Line { unit, offer: offer.clone() })
            })
            .collect();
        let of_kind = |kind| region.units.iter().position(|unit| unit.kind == kind);
        let digital = of_kind(UnitKind::Digital);
        let digital_lines = by_profession(|profession| {
            queues
                .iter()
                .position(|line| Some(line.unit) == digital && line.offer.profession == profession)
        });
        let finder = Finder { region, queues: &queues };
        let catchments = region
            .municipalities
            .iter()
            .enumerate()
            .flat_map(|(at, home)| home.postcodes.iter().map(move |area| (at, &*home.code, area)))
            .map(|(at, code, area)| finder.catchment(at, code, &area.code, area.place))
            .collect();
        let guidance = of_kind(UnitKind::Guidance);
        Self { queues, catchments, digital, digital_lines, guidance }
    }

    /// The areas of one municipality, by their places in the list.
    pub(super) fn areas_of(&self, municipality: usize) -> impl Iterator<Item = usize> {
        self.catchments
            .iter()
            .enumerate()
            .filter(move |(_, area)| area.municipality == municipality)
            .map(|(at, _)| at)
    }

    /// What becomes of one matter of a person who lives in an area.
    pub(super) fn course(
        &self,
        dice: &mut Dice,
        area: &Catchment,
        age: i16,
        topic: Topic,
        channel: Channel,
    ) -> Course {
        let group = demand::group_of(age);
        let finding = demand::finding(dice, topic, age);
        let digital = self.digital.filter(|_| demand::suits_digital(dice, topic, group, channel));
        let by_phone = matches!(channel, Channel::Phone);
        let guidance =
            self.guidance.filter(|_| topic == Topic::Other && by_phone && dice.chance(0.4));
        let unit = digital.or(guidance).unwrap_or_else(|| area.receives(topic, age));
        let Finding::Appointment(_, profession, _) = finding else {
            return Course { unit, finding, queue: None };
        };
        let met_there = digital.is_some() && dice.chance(0.6);
        let there = self.digital_lines.get(place_of(profession)).copied().flatten();
        let queue = there.filter(|_| met_there).or_else(|| area.queue(profession, age));
        Course { unit, finding, queue }
    }
}

impl Catchment {
    /// The unit that receives a matter.
    pub(super) fn receives(&self, topic: Topic, age: i16) -> UnitAt {
        let at = Topic::ALL.iter().position(|one| *one == topic).unwrap_or_default();
        let (grown, young) = self.receivers.get(at).copied().unwrap_or_default();
        if age < 23 { young } else { grown }
    }

    /// The line for a profession.
    pub(super) fn queue(&self, profession: Profession, age: i16) -> Option<QueueAt> {
        if profession == Profession::MentalHealth && age < 23 && self.young_mind_line.is_some() {
            return self.young_mind_line;
        }
        self.lines.get(place_of(profession)).copied().flatten()
    }
}

struct Finder<'a> {
    region: &'a Region,
    queues: &'a [Line],
}

impl Finder<'_> {
    fn catchment(&self, municipality: usize, code: &str, postcode: &str, home: Place) -> Catchment {
        let at = |topic, age| {
            let unit = self.region.receiving(topic, Some(age), code, home);
            let place = |unit: &Unit| self.region.units.iter().position(|one| one.id == unit.id);
            unit.and_then(place).unwrap_or_default()
        };
        let station = at(Topic::Other, 40);
        let usual = |unit: &Unit| !matches!(unit.kind, UnitKind::Digital | UnitKind::Youth);
        let young = |unit: &Unit| unit.kind == UnitKind::Youth;
        Catchment {
            municipality,
            postcode: postcode.to_owned(),
            receivers: Topic::ALL.iter().map(|topic| (at(*topic, 40), at(*topic, 15))).collect(),
            lines: by_profession(|profession| self.line(profession, code, home, station, usual)),
            young_mind_line: self.line(Profession::MentalHealth, code, home, station, young),
        }
    }

    /// The own station's line, or the nearest other one that serves the municipality.
    fn line(
        &self,
        profession: Profession,
        code: &str,
        home: Place,
        station: UnitAt,
        suits: impl Fn(&Unit) -> bool,
    ) -> Option<QueueAt> {
        let distance = |line: &Line| {
            let unit = self.region.units.get(line.unit);
            let far = unit.map_or(f64::MAX, |unit| home.kilometres_to(unit.place));
            if line.unit == station { -1.0 } else { far }
        };
        self.queues
            .iter()
            .enumerate()
            .filter(|(_, line)| line.offer.profession == profession)
            .filter(|(_, line)| serves(&line.offer.serves, code))
            .filter(|(_, line)| self.region.units.get(line.unit).is_some_and(&suits))
            .min_by(|(_, a), (_, b)| distance(a).total_cmp(&distance(b)))
            .map(|(at, _)| at)
    }
}

fn place_of(profession: Profession) -> usize {
    Profession::ALL.iter().position(|one| *one == profession).unwrap_or_default()
}

fn by_profession<T>(each: impl Fn(Profession) -> T) -> Vec<T> {
    Profession::ALL.iter().map(|profession| each(*profession)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways() -> (Region, Ways) {
        let (region, _) = Region::embedded();
        let ways = Ways::new(&region);
        (region, ways)
    }

    fn unit_of(
        region: &Region,
        ways: &Ways,
        postcode: &str,
        profession: Profession,
        age: i16,
    ) -> String {
        let area = ways.catchments.iter().find(|area| area.postcode == postcode).unwrap();
        let line = &ways.queues[area.queue(profession, age).unwrap()];
        region.units[line.unit].id.to_string()
    }

    #[test]
    fn people_are_met_at_their_own_station_or_where_the_profession_is() {
        let (region, ways) = ways();
        let unit = |postcode, profession, age| unit_of(&region, &ways, postcode, profession, age);
        assert_eq!(unit("01150", Profession::Doctor, 40), "sipoo-soderkulla");
        assert_eq!(unit("04130", Profession::Doctor, 40), "sipoo-nikkila");
        assert_eq!(unit("01150", Profession::Physiotherapist, 40), "sipoo-nikkila");
        assert_eq!(unit("07800", Profession::Physiotherapist, 40), "loviisa");
        assert_eq!(unit("07600", Profession::Dentist, 40), "askola-hammas");
        assert_eq!(unit("07900", Profession::MentalHealth, 40), "loviisa");
        assert_eq!(unit("07900", Profession::MentalHealth, 22), "porvoo-nuoret");
    }

    #[test]
    fn every_area_has_a_line_for_every_profession() {
        let (_, ways) = ways();
        for area in &ways.catchments {
            for profession in Profession::ALL {
                assert!(area.queue(*profession, 40).is_some(), "{} {profession:?}", area.postcode);
            }
        }
    }
}
