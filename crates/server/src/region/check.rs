//! What a region must hold beyond its form: codes that exist, shares that are shares, and for each
//! resident a unit that receives and a profession that can be booked.

use std::collections::HashSet;

use care::code::Profession;

use super::{Municipality, Region, Unit, UnitKind, serves};

/// Kinds of which each municipality needs a unit, so that every matter has somewhere to go.
const NEEDED_KINDS: [UnitKind; 2] = [UnitKind::HealthStation, UnitKind::OralCare];

/// Adds the faults of a region to the list.
pub(super) fn check(region: &Region, problems: &mut Vec<String>) {
    let mut say = |place: String, says: &str| problems.push(format!("{place}: {says}"));
    let mut codes = HashSet::new();
    for home in &region.municipalities {
        let place = || format!("municipality {}", home.code);
        if !codes.insert(&*home.code) {
            say(place(), "stands twice: remove one");
        }
        municipality(home, &mut |says| say(place(), says));
        for kind in NEEDED_KINDS {
            if !region
                .units
                .iter()
                .any(|unit| unit.kind == kind && serves(&unit.serves, &home.code))
            {
                say(
                    place(),
                    &format!("no unit of kind {kind:?} serves it: add it to one's `serves`"),
                );
            }
        }
        for profession in Profession::ALL {
            let mut offers = region.units.iter().flat_map(|unit| &unit.offers);
            if !offers
                .any(|offer| offer.profession == *profession && serves(&offer.serves, &home.code))
            {
                let code = profession.code();
                say(place(), &format!("no unit offers {code}: add the municipality to an offer"));
            }
        }
    }
    let mut slugs = HashSet::new();
    for one in &region.units {
        let place = || format!("unit {}", one.id);
        if !slugs.insert(&one.id) {
            say(place(), "stands twice: give one another slug");
        }
        unit(one, &codes, &mut |says| say(place(), says));
    }
}

fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn municipality(home: &Municipality, say: &mut impl FnMut(&str)) {
    if !is_digits(&home.code, 3) {
        say("the code has three digits");
    }
    if home.population == 0 {
        say("nobody lives there: give the population");
    }
    if !(0.0..=1.0).contains(&home.swedish)
        || !(0.0..=1.0).contains(&home.other)
        || home.swedish + home.other > 1.0
    {
        say("the shares of languages lie between 0 and 1, also together");
    }
    if home.ages.iter().all(|(_, count)| *count == 0) {
        say("no ages: add its line to ages.csv");
    }
    if home.postcodes.is_empty() {
        say("no postcodes: add them to postcodes.csv");
    }
    for area in &home.postcodes {
        if !is_digits(&area.code, 5) || area.weight <= 0.0 {
            say(&format!("postcode {:?} needs five digits and a weight above 0", area.code));
        }
    }
}

fn unit(unit: &Unit, codes: &HashSet<&str>, say: &mut impl FnMut(&str)) {
    if unit.id.0.is_empty()
        || !unit
            .id
            .0
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    {
        say("the slug has small letters a–z, digits and hyphens only");
    }
    let offered = unit.offers.iter().flat_map(|offer| &offer.serves);
    for code in unit.serves.iter().chain([&unit.municipality]).chain(offered) {
        if !codes.contains(&**code) {
            say(&format!("no municipality {code:?}: use a code of this file"));
        }
    }
    if !(59.0..=71.0).contains(&unit.place.north) || !(19.0..=32.0).contains(&unit.place.east) {
        say("the place is not in Finland: write [north, east] in degrees");
    }
    if unit.opens >= unit.closes {
        say("it closes before it opens");
    }
    if !(0.5..=5.0).contains(&unit.assessment) {
        say("`assessment` lies between 0.5 and 5");
    }
    let mut professions = HashSet::new();
    for offer in &unit.offers {
        let code = offer.profession.code();
        if !professions.insert(offer.profession) {
            say(&format!("{code} is offered twice: join the two lines"));
        }
        if !(0.1..=2.0).contains(&offer.timetable) || !(0.0..=2.0).contains(&offer.reserve) {
            say(&format!("{code}: `timetable` lies between 0.1 and 2, `reserve` between 0 and 2"));
        }
        if offer.wait_days > 365 {
            say(&format!("{code}: `wait_days` is at most 365"));
        }
    }
}
