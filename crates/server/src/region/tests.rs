//! Reading of regions: the one we carry, names, nearness, and every fault at once.

use super::*;

const HEAD: &str = r#"
code = "01"
name = { fi = "a", sv = "b", en = "c" }
[[municipality]]
code = "638"
name = { fi = "Porvoo", sv = "Borgå", en = "Porvoo" }
population = 10
swedish = 0.3
other = 0.1
"#;

fn problems(county: &str) -> Vec<String> {
    let ages = "municipality,0,20\n638,3,7\n";
    let postcodes = "postcode,municipality,latitude,longitude,weight\n06100,638,60.4,25.7,1\n";
    Region::parse([("x.toml", county), ("x/ages.csv", ages), ("x/postcodes.csv", postcodes)]).1
}

#[test]
fn the_county_we_carry_is_whole() {
    let (region, problems) = Region::embedded();
    assert!(problems.is_empty(), "{problems:#?}");
    assert_eq!(region.population(), 98_972);
    let populations: Vec<(&str, u32)> =
        region.municipalities.iter().map(|home| (&*home.code, home.population)).collect();
    assert_eq!(
        populations,
        [
            ("638", 51_232),
            ("753", 22_320),
            ("434", 14_568),
            ("018", 4_763),
            ("407", 2_518),
            ("616", 1_807),
            ("504", 1_764)
        ]
    );
}

#[test]
fn names_are_given_in_the_language_asked_for() {
    let (region, _) = Region::embedded();
    let unit = UnitId::from("loviisa");
    assert_eq!(region.unit_name(&unit, Language::Sv), "Lovisa hälsostation");
    assert_eq!(region.municipality_name("638", Language::Sv), "Borgå");
    assert_eq!(region.municipality_name("091", Language::Sv), "091");
}

#[test]
fn a_resident_belongs_to_the_nearest_unit_that_serves_the_home() {
    let (region, _) = Region::embedded();
    let soderkulla = Place { north: 60.2855, east: 25.3309 };
    let nearest = |kind, municipality| {
        region.nearest(kind, municipality, soderkulla).map(|unit| unit.id.to_string())
    };
    assert_eq!(nearest(UnitKind::HealthStation, "753").as_deref(), Some("sipoo-soderkulla"));
    assert_eq!(nearest(UnitKind::HealthStation, "434").as_deref(), Some("loviisa"));
    assert_eq!(nearest(UnitKind::OralCare, "504").as_deref(), Some("askola-hammas"));
}

#[test]
fn matters_are_received_by_those_who_know_them() {
    let (region, _) = Region::embedded();
    let loviisa = Place { north: 60.4532, east: 26.2290 };
    let porvoo = Place { north: 60.3925, east: 25.6640 };
    let unit = |topic, age, municipality, home| {
        region.receiving(topic, age, municipality, home).map(|unit| unit.id.to_string()).unwrap()
    };
    assert_eq!(unit(Topic::Mind, Some(22), "434", loviisa), "porvoo-nuoret");
    assert_eq!(unit(Topic::Mind, Some(23), "434", loviisa), "loviisa");
    assert_eq!(unit(Topic::Mind, None, "638", porvoo), "porvoo-mieli");
    assert_eq!(unit(Topic::Oral, None, "407", loviisa), "loviisa-hammas");
    assert_eq!(unit(Topic::Illness, Some(5), "638", porvoo), "porvoo-nasi");
}

#[test]
fn all_faults_are_told_at_once() {
    let unit = r#"
[[unit]]
slug = "Näsi"
kind = "health-station"
name = { fi = "a", sv = "b", en = "c" }
municipality = "999"
place = [25.0, 60.0]
serves = ["638"]
opens = "17:00"
closes = "8 o'clock"
assessment = 1.0
offer = [{ profession = "doctor", wait_days = 400, timetable = 1.0, reserve = 9.0 }]
"#;
    let told = problems(&format!("{HEAD}{unit}")).join("\n");
    for part in [
        "slug has small letters",
        "no municipality \"999\"",
        "not in Finland",
        "\"8 o'clock\" is no time",
        "closes before it opens",
        "wait_days",
        "reserve",
        "OralCare serves it",
        "no unit offers dentist",
    ] {
        assert!(told.contains(part), "{part} is not told in:\n{told}");
    }
}

#[test]
fn an_unknown_field_is_a_fault_with_its_line() {
    let told = problems(&HEAD.replace("population", "inhabitants")).join("\n");
    assert!(told.contains("x.toml") && told.contains("inhabitants"), "{told}");
    assert!(told.contains('7'), "the line is told: {told}");
}

#[test]
fn tables_are_read_strictly() {
    let (_, problems) = Region::parse([
        ("x.toml", &*format!("unit = []\n{HEAD}")),
        ("x/ages.csv", "municipality,0,20\n638,3\n001,1,2\n"),
        ("x/postcodes.csv", "head\n06100,638,60.4\n06100,638,a,b,c\n0610,638,60.4,25.7,0\n"),
        ("y.toml", ""),
    ]);
    let told = problems.join("\n");
    for part in [
        "ages.csv:2: 1 whole numbers for 2 bands",
        "ages.csv:3: no municipality \"001\"",
        "postcodes.csv:2: five cells",
        "postcodes.csv:3: latitude",
        "\"0610\" needs five digits",
        "y.toml: a second county",
    ] {
        assert!(told.contains(part), "{part} is not told in:\n{told}");
    }
}
