//! The files of a region as they are written; strict: a field that the format does not have is a
//! problem, and a slip of the pen never passes as nothing said.

use care::code::Profession;
use care::id::UnitId;
use care::language::Text;
use jiff::civil::Time;
use serde::Deserialize;

use super::{Municipality, Offer, Place, Postcode, Region, Unit, UnitKind};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CountyFile {
    code: String,
    name: Text,
    #[serde(rename = "municipality")]
    municipalities: Vec<MunicipalityEntry>,
    #[serde(rename = "unit")]
    units: Vec<UnitEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MunicipalityEntry {
    code: String,
    name: Text,
    population: u32,
    swedish: f64,
    other: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitEntry {
    slug: String,
    kind: UnitKind,
    name: Text,
    municipality: String,
    place: (f64, f64),
    serves: Vec<String>,
    opens: String,
    closes: String,
    assessment: f64,
    offer: Vec<OfferEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfferEntry {
    profession: Profession,
    wait_days: u16,
    timetable: f64,
    reserve: f64,
    #[serde(default)]
    serves: Option<Vec<String>>,
}

/// Reads the county file and the two tables beside it.
pub(super) fn read(files: &[(&str, &str)], problems: &mut Vec<String>) -> Region {
    let is_county = |path: &str| path.strip_suffix(".toml").is_some_and(|slug| !slug.contains('/'));
    let mut counties = files.iter().filter(|(path, _)| is_county(path));
    let Some((path, text)) = counties.next() else {
        problems.push("no county file: add one such as ita-uusimaa.toml".to_owned());
        return Region::default();
    };
    problems.extend(counties.map(|(other, _)| {
        format!("{other}: a second county: keep one county file, this program serves one county")
    }));
    let mut region = match toml::from_str::<CountyFile>(text) {
        Ok(file) => county(path, file, problems),
        Err(fault) => {
            problems.push(format!("{path}: {}", fault.to_string().trim_end()));
            Region::default()
        }
    };
    let folder = path.trim_end_matches(".toml");
    let mut table = |name: &str| {
        let wanted = format!("{folder}/{name}");
        let found = files.iter().find(|(path, _)| *path == wanted);
        if found.is_none() {
            problems.push(format!("{wanted}: is missing: put the table beside the county file"));
        }
        (wanted, found.map_or("", |(_, text)| *text))
    };
    let (ages_path, ages_text) = table("ages.csv");
    let (postcodes_path, postcodes_text) = table("postcodes.csv");
    ages(&ages_path, ages_text, &mut region, problems);
    postcodes(&postcodes_path, postcodes_text, &mut region, problems);
    region
}

fn county(path: &str, file: CountyFile, problems: &mut Vec<String>) -> Region {
    let municipalities = file.municipalities.into_iter().map(|entry| Municipality {
        code: entry.code,
        name: entry.name,
        population: entry.population,
        swedish: entry.swedish,
        other: entry.other,
        ages: Vec::new(),
        postcodes: Vec::new(),
    });
    let mut time = |slug: &str, text: &str, fallback: i8| {
        text.parse().unwrap_or_else(|_| {
            problems.push(format!("{path}: unit {slug}: {text:?} is no time: write such as 08:00"));
            Time::constant(fallback, 0, 0, 0)
        })
    };
    let unit = |entry: UnitEntry| Unit {
        opens: time(&entry.slug, &entry.opens, 8),
        closes: time(&entry.slug, &entry.closes, 16),
        offers: entry.offer.into_iter().map(|offer| self::offer(offer, &entry.serves)).collect(),
        id: UnitId::from(&*entry.slug),
        kind: entry.kind,
        name: entry.name,
        municipality: entry.municipality,
        place: Place { north: entry.place.0, east: entry.place.1 },
        serves: entry.serves,
        assessment: entry.assessment,
    };
    Region {
        code: file.code,
        name: file.name,
        municipalities: municipalities.collect(),
        units: file.units.into_iter().map(unit).collect(),
    }
}

fn offer(entry: OfferEntry, unit_serves: &[String]) -> Offer {
    Offer {
        profession: entry.profession,
        wait_days: entry.wait_days,
        timetable: entry.timetable,
        reserve: entry.reserve,
        serves: entry.serves.unwrap_or_else(|| unit_serves.to_vec()),
    }
}

/// The lines of a table after its head, each with its number.
fn lines(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    (1..)
        .zip(text.lines())
        .skip(1)
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(n, line)| (n, line.split(',').map(str::trim).collect()))
}

fn ages(path: &str, text: &str, region: &mut Region, problems: &mut Vec<String>) {
    let head = text.lines().next().unwrap_or_default();
    let bands: Vec<i16> =
        head.split(',').skip(1).filter_map(|year| year.trim().parse().ok()).collect();
    let ordered = bands.first() == Some(&0) && bands.is_sorted_by(|a, b| a < b);
    if !ordered && !text.is_empty() {
        problems.push(format!("{path}:1: the head names the first year of each band, from 0 on"));
    }
    for (n, cells) in lines(text) {
        let (code, counts) =
            cells.split_first().map_or(("", &[][..]), |(code, rest)| (*code, rest));
        let counts: Vec<u32> = counts.iter().filter_map(|count| count.parse().ok()).collect();
        let Some(home) = region.municipalities.iter_mut().find(|home| home.code == code) else {
            problems.push(format!(
                "{path}:{n}: no municipality {code:?}: use a code of the county file"
            ));
            continue;
        };
        if counts.len() == bands.len() {
            home.ages = bands.iter().copied().zip(counts).collect();
        } else {
            let (wanted, found) = (bands.len(), counts.len());
            problems.push(format!("{path}:{n}: {found} whole numbers for {wanted} bands"));
        }
    }
}

fn postcodes(path: &str, text: &str, region: &mut Region, problems: &mut Vec<String>) {
    for (n, cells) in lines(text) {
        let [code, municipality, north, east, weight] = *cells else {
            problems.push(format!("{path}:{n}: five cells are needed: see the head of the table"));
            continue;
        };
        let numbers = [north, east, weight].map(str::parse::<f64>);
        let [Ok(north), Ok(east), Ok(weight)] = numbers else {
            problems.push(format!("{path}:{n}: latitude, longitude and weight are numbers"));
            continue;
        };
        let Some(home) = region.municipalities.iter_mut().find(|home| home.code == municipality)
        else {
            problems.push(format!(
                "{path}:{n}: no municipality {municipality:?}: use a code of the county file"
            ));
            continue;
        };
        let place = Place { north, east };
        home.postcodes.push(Postcode { code: code.to_owned(), place, weight });
    }
}
