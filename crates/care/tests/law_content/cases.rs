//! Worked cases: every one comes out, every rule has some, and a wrong one is noticed.

use care::law::cases;

use crate::{files, law};

#[test]
fn every_worked_case_comes_out_as_written() {
    let law = law();
    let mut ran = 0;
    let mut wrong = Vec::new();
    for (path, text) in files().iter().filter(|(path, _)| path.ends_with(".cases.toml")) {
        let (count, problems) = cases::check(&law, path, text);
        ran += count;
        wrong.extend(problems.iter().map(ToString::to_string));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(ran >= 190, "only {ran} cases were found");
}

#[test]
fn every_rule_has_worked_cases_and_every_case_file_a_rule() {
    let (law, files) = (law(), files());
    for rule in law.rules() {
        let path = format!("{}.cases.toml", rule.id.as_str().replace('.', "/"));
        assert!(files.contains_key(&path), "{path} is missing");
    }
    for path in files.keys().filter_map(|path| path.strip_suffix(".cases.toml")) {
        let is_rule = law.rule(&path.replace('/', ".")).is_some();
        assert!(is_rule || path == "arithmetic", "{path}.cases.toml belongs to no rule");
    }
}

/// Every date that a case expects, moved by a day, must make that case fail.
#[test]
fn a_case_with_a_wrong_date_is_noticed() {
    let law = law();
    let mut moved = 0;
    for (path, text) in files().iter().filter(|(path, _)| path.ends_with(".cases.toml")) {
        let lines: Vec<&str> = text.lines().collect();
        for (number, line) in lines.iter().enumerate() {
            let Some((field, day)) = line.split_once(" = ") else { continue };
            let expected =
                ["due", "counted_from", "extendable_to", "adjusted_due", "ends", "raised_on", "by"];
            if !expected.contains(&field) {
                continue;
            }
            let wrong_day = day.parse::<jiff::civil::Date>().unwrap().tomorrow().unwrap();
            let wrong_line = format!("{field} = {wrong_day}");
            let mut wrong = lines.clone();
            wrong[number] = &wrong_line;
            let (_, problems) = cases::check(&law, path, &wrong.join("\n"));
            let found = problems.iter().any(|problem| problem.line == Some(number + 1));
            assert!(found, "{path}:{}: {wrong_line} was not noticed", number + 1);
            moved += 1;
        }
    }
    assert!(moved >= 150, "only {moved} dates were moved");
}

#[test]
fn a_case_that_cannot_be_run_is_a_problem_and_not_a_pass() {
    let law = law();
    for (text, says) in [
        ("", "holds no case"),
        ("[[case]]\nname = \"x\"\nevents = []\ndue = 2026-11-03", "there is none"),
        ("[[case]]\nname = \"x\"\nnone = \"other-care\"", "there is none"),
        (
            "[[case]]\nname = \"x\"\nevents = [{ what = \"rain\", at = 2026-11-03T10:00:00 }]\n\
             due = 2026-11-03",
            "`rain` is not known",
        ),
        (
            "[[case]]\nname = \"x\"\nevents = [{ what = \"contact-made\", at = 2026-11-03 }]\n\
             due = 2026-11-03",
            "is datetime here",
        ),
        (
            "[[case]]\nname = \"x\"\n\
             events = [{ what = \"need-assessed\", at = 2026-11-03T10:00:00 }]\n\
             due = 2026-11-03",
            "there is no clock",
        ),
        (
            "[[case]]\nname = \"x\"\n\
             events = [{ what = \"contact-made\", at = 2026-11-03T10:00:00 }]\n\
             none = \"other-age\"",
            "it runs to 2026-11-03",
        ),
    ] {
        let (_, problems) = cases::check(&law, "health-care/contact.cases.toml", text);
        let found = problems.iter().any(|problem| problem.says.contains(says));
        assert!(found, "{text:?}: {problems:?}");
    }
}
