//! The residents: as many in each municipality, of each age and language, as there are, and none
//! of them real. Every identity number is from the range for tests, and no two are the same.

use std::collections::HashMap;

use care::day::{add_days, add_months, age_on, days_between};
use care::id::PersonId;
use care::identity::IdentityNumber;
use care::language::Language;
use care::person::Details;
use jiff::civil::Date;

use super::catchment::Ways;
use super::demo_users::{self, DemoResident};
use super::names::{Names, Origin, Sex};
use super::random::{Dice, apportion};
use crate::region::{Municipality, Region};

/// The last year of the open band at the end of the ages.
const OLDEST: i16 = 103;
const PROTECTED_SHARE: f64 = 0.004;

/// One resident.
#[derive(Clone, Debug)]
pub(super) struct Resident {
    /// Who.
    pub(super) id: PersonId,
    /// What is recorded.
    pub(super) details: Details,
    /// The day of birth.
    pub(super) birth_on: Date,
    /// The area where they live, by its place in the list.
    pub(super) area: usize,
}

/// Makes the residents of a county, municipality by municipality.
pub(super) fn synthesise(
    region: &Region,
    ways: &Ways,
    names: &Names,
    seed: u64,
    count: u32,
    today: Date,
) -> Vec<Resident> {
    let populations: Vec<f64> =
        region.municipalities.iter().map(|home| f64::from(home.population)).collect();
    let mut maker = Maker {
        names,
        dice: Dice::new(seed, "residents"),
        today,
        numbers: HashMap::new(),
        phones: 0,
    };
    let mut residents = Vec::new();
    for (at, (home, count)) in
        region.municipalities.iter().zip(apportion(count, &populations)).enumerate()
    {
        maker.municipality(&mut residents, ways, at, home, count);
    }
    residents
}

struct Maker<'a> {
    names: &'a Names,
    dice: Dice,
    today: Date,
    /// How many numbers each birthday has given to women and to men.
    numbers: HashMap<(Date, bool), u16>,
    phones: u32,
}

impl Maker<'_> {
    fn municipality(
        &mut self,
        residents: &mut Vec<Resident>,
        ways: &Ways,
        municipality: usize,
        home: &Municipality,
        count: u32,
    ) {
        let areas: Vec<usize> = ways.areas_of(municipality).collect();
        let weights: Vec<f64> = home.postcodes.iter().map(|area| area.weight).collect();
        let mut homes = deal(areas, &apportion(count, &weights));
        self.dice.shuffle(&mut homes);
        let mut births = self.births(home, count);
        self.dice.shuffle(&mut births);
        let mut origins = origins(home, count);
        self.dice.shuffle(&mut origins);
        let mut known = demo_users::residents().filter(|demo| demo.municipality == home.code);
        for ((birth_on, origin), area) in births.into_iter().zip(origins).zip(homes) {
            let Some(postcode) = ways.catchments.get(area).map(|area| area.postcode.clone()) else {
                continue;
            };
            let resident = match known.next() {
                Some(demo) => self.demo(&demo, area),
                None => self.resident(birth_on, origin, area),
            };
            residents.push(Resident {
                details: Details {
                    municipality: Some(home.code.clone()),
                    postal_code: Some(postcode),
                    ..resident.details
                },
                ..resident
            });
        }
    }

    fn births(&mut self, home: &Municipality, count: u32) -> Vec<Date> {
        let weights: Vec<f64> = home.ages.iter().map(|(_, count)| f64::from(*count)).collect();
        let firsts: Vec<i16> = home.ages.iter().map(|(first, _)| *first).collect();
        let ends = firsts.iter().skip(1).copied().chain([OLDEST + 1]);
        let bands: Vec<(i16, i16)> = firsts.iter().copied().zip(ends).collect();
        let mut births = Vec::new();
        for ((first, end), count) in bands.into_iter().zip(apportion(count, &weights)) {
            births.extend((0..count).map(|_| self.birth(first, end)));
        }
        births
    }

    /// A day on which somebody was born who is of an age today from `first` up to before `end`.
    fn birth(&mut self, first: i16, end: i16) -> Date {
        let years = |count: i16| add_months(self.today, -12 * i32::from(count));
        let (earliest, latest) = (add_days(years(end), 1), years(first));
        let span = f64::from(days_between(earliest, latest));
        // Of the very old each year has fewer.
        let share = if end > OLDEST {
            1.0 - self.dice.unit() * self.dice.unit() * self.dice.unit().max(0.3)
        } else {
            self.dice.unit()
        };
        let ahead = super::random::whole((span * share).floor());
        add_days(earliest, i32::try_from(ahead).unwrap_or_default())
    }

    fn resident(&mut self, birth_on: Date, origin: Origin, area: usize) -> Resident {
        let sex = if self.dice.chance(0.503) { Sex::Woman } else { Sex::Man };
        let language = match origin {
            Origin::Swedish if self.dice.chance(0.93) => Language::Sv,
            Origin::Other if self.dice.chance(0.55) => Language::En,
            Origin::Finnish | Origin::Swedish | Origin::Other => Language::Fi,
        };
        let newcomer = origin == Origin::Other && self.dice.chance(0.2);
        let identity = self.identity(birth_on, sex, newcomer);
        let family = self.names.family(&mut self.dice, origin);
        let given = self.names.given(&mut self.dice, origin, sex, birth_on.year());
        let phone = self.phone(birth_on);
        let details = Details {
            identity,
            family,
            given,
            birth_on: Some(birth_on),
            language,
            municipality: None,
            postal_code: None,
            phone,
            protected: self.dice.chance(PROTECTED_SHARE),
        };
        Resident { id: PersonId(self.dice.id()), details, birth_on, area }
    }

    fn demo(&mut self, demo: &DemoResident, area: usize) -> Resident {
        let birth_on = demo.birth_on;
        let details = Details {
            identity: self.identity(birth_on, demo.sex, false),
            family: demo.family.to_owned(),
            given: demo.given.to_owned(),
            birth_on: Some(birth_on),
            language: demo.language,
            municipality: None,
            postal_code: None,
            phone: self.phone(birth_on),
            protected: false,
        };
        Resident { id: demo.id, details, birth_on, area }
    }

    /// The next free test number of a birthday. Women's numbers are even and men's odd, as in the
    /// register; the century signs that came in 2023 belong to those who got a number since.
    fn identity(&mut self, birth_on: Date, sex: Sex, newcomer: bool) -> Option<String> {
        let given = self.numbers.entry((birth_on, sex == Sex::Man)).or_default();
        let nth = *given * 2 + u16::from(sex == Sex::Man) + if newcomer { 200 } else { 0 };
        *given += 1;
        IdentityNumber::test(birth_on, nth).map(|number| number.as_str().to_owned())
    }

    /// Numbers that no operator gives out: the digits after the prefix begin with 0.
    fn phone(&mut self, birth_on: Date) -> Option<String> {
        let age = age_on(birth_on, self.today);
        let has = match age {
            ..9 => 0.0,
            9..80 => 0.985,
            _ => 0.93,
        };
        self.phones += 1;
        let number = format!("+358 457 {:03} {:04}", self.phones / 10_000, self.phones % 10_000);
        self.dice.chance(has).then_some(number)
    }
}

/// Each value as often as its count says.
fn deal<T: Copy>(values: impl IntoIterator<Item = T>, counts: &[u32]) -> Vec<T> {
    let repeated = values.into_iter().zip(counts).flat_map(|(value, count)| {
        std::iter::repeat_n(value, usize::try_from(*count).unwrap_or_default())
    });
    repeated.collect()
}

fn origins(home: &Municipality, count: u32) -> Vec<Origin> {
    let shares = [1.0 - home.swedish - home.other, home.swedish, home.other];
    deal([Origin::Finnish, Origin::Swedish, Origin::Other], &apportion(count, &shares))
}
