//! Faults injected into the law files, each of which must be found at its place, while the other
//! rules stay as they were.

use crate::{files, law, parse};

/// File, what is replaced, by what, the place named, and a part of what is said.
type Fault = (&'static str, &'static str, &'static str, &'static str, &'static str);

const CONTACT: &str = "health-care/contact.toml";
const ORAL: &str = "health-care/oral.toml";
const DUTY: &str = "health-care/procure-elsewhere.toml";

const FAULTS: &[Fault] = &[
    (CONTACT, "id = \"health-care.contact\"", "id = \"health-care.call\"", "id", "not the name"),
    (CONTACT, "id = \"health-care.contact\"", "", "id", "is missing"),
    (CONTACT, "kind = \"clock\"", "kind = \"cuckoo\"", "kind", "`cuckoo` is not known"),
    (CONTACT, "kind = \"clock\"", "kind = \"clock\"\ncolour = 1", "colour", "not a field"),
    (CONTACT, "starts = \"contact-made\"", "starts = \"rain\"", "starts", "`rain` is not known"),
    (
        CONTACT,
        "starts = \"contact-made\"",
        "starts = \"client-chose-later\"",
        "starts",
        "not known",
    ),
    (
        CONTACT,
        "stops = [\"contact-obtained\", \"need-assessed\"]",
        "stops = []",
        "stops",
        "no event",
    ),
    (
        CONTACT,
        "stops = [\"contact-obtained\"",
        "stops = [\"contact-made\"",
        "stops",
        "the start event too",
    ),
    (CONTACT, "repeats = \"each-time\"", "repeats = \"often\"", "repeats", "`often` is not known"),
    (CONTACT, "sv = \"Att få kontakt\"", "", "title.sv", "is missing"),
    (CONTACT, "sv = \"Att få kontakt\"", "sv = \" \"", "title.sv", "is empty"),
    (CONTACT, "sv = \"Att få kontakt\"", "sv = 7", "title.sv", "is integer here"),
    (CONTACT, "to = 2023-08-31", "", "version[3].from", "also covered"),
    (CONTACT, "to = 2023-08-31", "to = 2023-09-01", "version[3].from", "also covered"),
    (CONTACT, "to = 2023-08-31", "to = 2010-08-31", "version[2].to", "before `from`"),
    (CONTACT, "from = 2011-05-01", "from = 2004-05-01", "version[2].from", "earlier than"),
    (CONTACT, "from = 2011-05-01", "from = \"2011-05-01\"", "version[2].from", "is string here"),
    (
        CONTACT,
        "limit = { unit = \"same-day\" }",
        "limit = { unit = \"moons\" }",
        "version[3].limit.unit",
        "`moons` is not known",
    ),
    (
        CONTACT,
        "limit = { unit = \"same-day\" }",
        "limit = { amount = 2, unit = \"same-day\" }",
        "version[3].limit.amount",
        "does not go with",
    ),
    (
        CONTACT,
        "limit = { unit = \"same-day\" }",
        "limit = { unit = \"weeks\" }",
        "version[3].limit.amount",
        "does not go with",
    ),
    (
        CONTACT,
        "amended_by = \"116/2023\" }\n",
        "amended_by = \"116/2023\", page = 3 }\n",
        "version[3].statute.page",
        "not a field",
    ),
    (
        CONTACT,
        "act = \"health-care-act\", section = \"51\", amended_by",
        "act = \"unknown-act\", section = \"51\", amended_by",
        "version[3].statute.act",
        "`unknown-act` is not known",
    ),
    (
        CONTACT,
        "sources = [\"HE 74/2022\", \"keusote.fi: Hoitoon pääsy\"]",
        "",
        "version[3].sources",
        "no source",
    ),
    (CONTACT, "verified = false", "", "version[1].verified", "is missing"),
    (CONTACT, "verified = false", "verified = true", "version[1].verify_note", "stands beside"),
    (ORAL, "who = { under = 23 }", "who = { under = 30 }", "version[6].from", "also covered"),
    (ORAL, "who = { under = 23 }", "who = { }", "version[5].who.under", "names no age"),
    (
        ORAL,
        "who = { under = 23 }",
        "who = { under = 23, at_least = 23 }",
        "version[5].who.under",
        "leaves nobody",
    ),
    (
        ORAL,
        "limit = { amount = 4, unit = \"months\" }",
        "limit = { amount = 40, unit = \"months\" }",
        "version[3].limit.amount",
        "not a limit a statute would set",
    ),
    (
        ORAL,
        "limit = { amount = 4, unit = \"months\" }",
        "limit = { amount = 0, unit = \"months\" }",
        "version[3].limit.amount",
        "not a limit a statute would set",
    ),
    (
        ORAL,
        "limit = { amount = 4, unit = \"months\" }",
        "limit = { amount = -4, unit = \"months\" }",
        "version[3].limit.amount",
        "is integer here",
    ),
    (ORAL, "unit = \"months\"\n", "unit = \"weeks\"\n", "version[1].extension.by", "another unit"),
    (ORAL, "care = [\"oral\"]", "care = []", "care", "no kind of care"),
    (ORAL, "care = [\"oral\"]", "care = [\"aural\"]", "care", "`aural` is not known"),
    (ORAL, "[title]", "[title", "", "unclosed table"),
    (DUTY, "\"health-care.oral\"", "\"health-care.aural\"", "watches", "is not a clock"),
    (
        DUTY,
        "\"health-care.oral\"",
        "\"health-care.publish-waiting-times\"",
        "watches",
        "not a clock",
    ),
    ("calendar.toml", "eves = \"working-days\"", "eves = \"maybe\"", "eves", "`maybe`"),
    ("acts.toml", "number = \"1326/2010\"", "", "health-care-act.number", "is missing"),
    ("phrases.toml", "[line.due]", "[line.dew]", "line.dew", "is not a phrase"),
    ("phrases.toml", "[line.due]", "[line.dew]", "line.due", "is missing"),
    ("phrases.toml", "fi = \"helatorstai\"", "", "holiday.ascension.fi", "is missing"),
    (
        "phrases.toml",
        "en = \"Maximum time: {limit}.\"",
        "en = \"Maximum time.\"",
        "line.limit.en",
        "is not used",
    ),
    (
        "phrases.toml",
        "en = \"Maximum time: {limit}.\"",
        "en = \"{limit} {x}\"",
        "line.limit.en",
        "{x} is not known",
    ),
];

#[test]
fn every_fault_is_found_at_its_place() {
    for (file, good, bad, place, says) in FAULTS {
        let mut files = files();
        let text = files.get_mut(*file).unwrap();
        assert!(text.contains(good), "{file} has no {good:?}");
        *text = text.replacen(good, bad, 1);
        let (_, problems) = parse(&files);
        let found = problems.iter().find(|problem| {
            problem.file == *file && problem.place == *place && problem.says.contains(says)
        });
        assert!(found.is_some(), "{file}: {bad:?}: {problems:#?}");
        assert!(problems.iter().all(|problem| !problem.remedy.is_empty()));
    }
}

#[test]
fn all_problems_of_all_files_come_at_once() {
    let mut files = files();
    for (file, good, bad, ..) in
        FAULTS.iter().filter(|(file, good, ..)| *file == ORAL && good.starts_with("who"))
    {
        let text = files.get_mut(*file).unwrap();
        *text = text.replacen(good, bad, 1);
    }
    let contact = files.get_mut(CONTACT).unwrap();
    *contact = contact
        .replacen("kind = \"clock\"", "kind = \"clock\"\ncolour = 1", 1)
        .replacen("verified = false", "verified = 3", 1)
        .replacen("sv = \"Att få kontakt\"", "", 1);
    let (_, problems) = parse(&files);
    let places: Vec<(&str, &str)> =
        problems.iter().map(|problem| (&*problem.file, &*problem.place)).collect();
    for expected in [
        (CONTACT, "colour"),
        (CONTACT, "version[1].verified"),
        (CONTACT, "title.sv"),
        (ORAL, "version[6].from"),
    ] {
        assert!(places.contains(&expected), "{expected:?} is not in {places:?}");
    }
}

#[test]
fn a_problem_names_the_line_it_is_on() {
    let mut files = files();
    let text = files.get_mut(ORAL).unwrap();
    *text = text.replacen("care = [\"oral\"]", "care = [\"oral\"]\ncolour = 1", 1);
    let line = text.lines().position(|line| line == "colour = 1").unwrap() + 1;
    let (_, problems) = parse(&files);
    let problem = problems.iter().find(|problem| problem.place == "colour").unwrap();
    assert_eq!(problem.line, Some(line));
    assert!(problem.to_string().starts_with(&format!("{ORAL}:{line}: colour: ")), "{problem}");
}

#[test]
fn a_rule_with_a_problem_is_left_out_and_the_others_stay() {
    let mut files = files();
    let text = files.get_mut(ORAL).unwrap();
    *text = text.replacen("section = \"51 b\" }", "section = \"51 b\", page = 3 }", 1);
    let (damaged, _) = parse(&files);
    assert!(damaged.rule("health-care.oral").is_none());
    let whole = law();
    let others = whole.rules().iter().filter(|rule| rule.id.as_str() != "health-care.oral");
    // The duty watches the rule that is gone, and says so; it stays.
    assert!(others.eq(damaged.rules()));
}

#[test]
fn a_file_that_must_be_there_is_missed() {
    for name in ["acts.toml", "phrases.toml", "calendar.toml"] {
        let mut files = files();
        files.remove(name);
        let (_, problems) = parse(&files);
        let is_missed = |problem: &care::law::Problem| {
            problem.file == name && problem.place.is_empty() && problem.says == "is missing"
        };
        assert!(problems.iter().any(is_missed), "{name}: {problems:#?}");
    }
}
