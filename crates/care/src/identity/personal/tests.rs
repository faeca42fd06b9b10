//! Identity numbers of test people only, and what each fault of writing is called.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

/// Test people of the population register, and four numbers used in guides.
const VALID: [&str; 25] = [
    "010594Y9032",
    "010594Y9021",
    "020594X903P",
    "020594X902N",
    "030594W903B",
    "030694W9024",
    "040594V9030",
    "040594V902Y",
    "050594U903M",
    "050594U902L",
    "010516B903X",
    "010516B902W",
    "020516C903K",
    "020516C902J",
    "030516D9037",
    "030516D9026",
    "010501E9032",
    "020502E902X",
    "020503F9037",
    "020504A902E",
    "020504B904H",
    "131052-308T",
    "311080-999X",
    "300111A9001",
    "010101-923F",
];

#[test]
fn known_numbers_are_valid_and_come_back_whole() {
    for text in VALID {
        assert_eq!(IdentityNumber::parse(text).unwrap().as_str(), text);
        assert_eq!(
            IdentityNumber::parse(&format!(" {} ", text.to_lowercase())).unwrap().as_str(),
            text
        );
    }
}

#[test]
fn every_single_changed_character_is_noticed() {
    for text in VALID {
        for (place, right) in text.char_indices().filter(|(place, _)| *place != 6) {
            for wrong in "0123456789ABCDEFHJKLMNPRSTUVWXY".chars().filter(|c| *c != right) {
                let mut changed: Vec<char> = text.chars().collect();
                changed[place] = wrong;
                let changed: String = changed.into_iter().collect();
                assert!(IdentityNumber::parse(&changed).is_err(), "{changed}");
            }
        }
    }
}

#[test]
fn the_sign_gives_the_century() {
    for (text, birth) in [
        ("010594Y9032", date(1994, 5, 1)),
        ("050594U902L", date(1994, 5, 5)),
        ("131052-308T", date(1952, 10, 13)),
        ("010516B903X", date(2016, 5, 1)),
        ("020503F9037", date(2003, 5, 2)),
        ("300111A9001", date(2011, 1, 30)),
        ("010101-923F", date(1901, 1, 1)),
        ("010101+923F", date(1801, 1, 1)),
        ("010101A923F", date(2001, 1, 1)),
    ] {
        assert_eq!(IdentityNumber::parse(text).unwrap().birth_date(), birth, "{text}");
    }
}

#[test]
fn numbers_that_differ_only_by_sign_are_different_people() {
    let hyphen = IdentityNumber::parse("100190-999P").unwrap();
    let letter = IdentityNumber::parse("100190Y999P").unwrap();
    assert_ne!(hyphen, letter);
    assert_eq!(hyphen.birth_date(), letter.birth_date());
}

#[test]
fn what_is_wrong_is_said() {
    for (text, fault) in [
        ("", IdentityFault::Length),
        ("131052-308", IdentityFault::Length),
        ("131052-308TT", IdentityFault::Length),
        ("131052–308T", IdentityFault::Length),
        ("13105\u{fffd}308T", IdentityFault::Length),
        ("åäö52-308T", IdentityFault::Length),
        ("1310X2-308T", IdentityFault::Characters),
        ("131052-3O8T", IdentityFault::Characters),
        ("131052-308G", IdentityFault::Characters),
        ("131052-308I", IdentityFault::Characters),
        ("131052-308O", IdentityFault::Characters),
        ("131052-308Q", IdentityFault::Characters),
        ("131052-308Z", IdentityFault::Characters),
        ("131052/308T", IdentityFault::Sign),
        ("131052G308T", IdentityFault::Sign),
        ("131052T308T", IdentityFault::Sign),
        ("310298-900A", IdentityFault::Date),
        ("290299-900A", IdentityFault::Date),
        ("001052-308T", IdentityFault::Date),
        ("131352-308T", IdentityFault::Date),
        ("131052-000T", IdentityFault::IndividualNumber),
        ("131052-001T", IdentityFault::IndividualNumber),
        ("131052-308U", IdentityFault::CheckCharacter { expected: 'T' }),
    ] {
        assert_eq!(IdentityNumber::parse(text), Err(fault), "{text:?}");
        assert_eq!(
            GivenIdentity::read(text),
            GivenIdentity::Invalid { text: text.into(), fault },
            "{text:?}"
        );
    }
    // 2000 was a leap year and 1900 was not.
    assert!(!matches!(IdentityNumber::parse("290200A900A"), Err(IdentityFault::Date)));
    assert_eq!(IdentityNumber::parse("290200-900A"), Err(IdentityFault::Date));
}

#[test]
fn the_test_range_is_known() {
    for (text, is_test) in [
        ("010594Y9032", true),
        ("311080-999X", true),
        ("300111A9001", true),
        ("131052-308T", false),
    ] {
        assert_eq!(IdentityNumber::parse(text).unwrap().is_test(), is_test, "{text}");
    }
}

#[test]
fn a_number_is_never_shown_whole_by_accident() {
    let number = IdentityNumber::parse("010594Y9032").unwrap();
    assert_eq!(number.to_string(), "010594Y****");
    assert_eq!(format!("{number:?}"), "IdentityNumber(010594Y****)");
    assert_eq!(format!("{:?}", GivenIdentity::read("010594Y9032")), "Valid(010594Y****)");
    let invalid = GivenIdentity::read("010594Y9033");
    assert_eq!(format!("{invalid:?}"), "Invalid(identity-check-character)");
    assert_eq!(invalid.masked(), "***********");
    assert_eq!(invalid.as_str(), "010594Y9033");
}

#[test]
fn what_was_given_is_stored_and_read_as_it_was() {
    for text in ["010594Y9032", "010594Y9033", "nonsense", ""] {
        let given = GivenIdentity::read(text);
        let stored = serde_json::to_string(&given).unwrap();
        assert_eq!(stored, format!("{text:?}"));
        assert_eq!(serde_json::from_str::<GivenIdentity>(&stored).unwrap(), given);
    }
    assert!(serde_json::from_str::<IdentityNumber>("\"010594Y9033\"").is_err());
}

#[test]
fn a_birthday_has_a_hundred_test_numbers_for_each_sign() {
    for (birth, count) in [
        (date(1899, 12, 31), 100),
        (date(1952, 10, 13), 600),
        (date(2004, 2, 29), 600),
        (date(2100, 1, 1), 0),
    ] {
        let numbers: Vec<_> = (0..).map_while(|nth| IdentityNumber::test(birth, nth)).collect();
        assert_eq!(numbers.len(), count, "{birth}");
        let distinct: std::collections::BTreeSet<_> = numbers.iter().collect();
        assert_eq!(distinct.len(), count);
        for number in numbers {
            assert!(number.is_test());
            assert_eq!(number.birth_date(), birth);
        }
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_fail(text in any::<String>()) {
        let given = GivenIdentity::read(&text);
        prop_assert!(given.valid().is_some() || given.as_str() == text);
    }

    #[test]
    fn no_near_miss_makes_it_fail(text in "[0-9]{6}[-+A-FU-Y][0-9]{3}[0-9A-Y]") {
        if let Ok(number) = IdentityNumber::parse(&text) {
            prop_assert_eq!(number.as_str(), text);
        }
    }
}
