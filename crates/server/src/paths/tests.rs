//! The shipped paths, what is said of faulty ones, and whether the drawings in `docs/paths` are fresh.

use std::path::PathBuf;

use care::language::Language;

use super::*;
use crate::content::{self, Content, File};

fn shipped() -> Content {
    content::read(&content::embedded()).0
}

fn problems(change: impl Fn(&mut Vec<File>)) -> Vec<String> {
    let mut files = content::embedded();
    change(&mut files);
    content::read(&files).1.iter().map(ToString::to_string).collect()
}

fn replace(files: &mut [File], path: &str, from: &str, to: &str) {
    let file = files.iter_mut().find(|file| file.path == path).unwrap();
    assert!(file.text.contains(from), "{path} has no {from}");
    file.text = file.text.replacen(from, to, 1);
}

const HOME: &str = "paths/risky-home/v1.toml";

#[test]
fn every_shipped_path_is_walked_by_scenarios_and_crosses_a_border() {
    let content = shipped();
    assert_eq!(problems(|_| {}), Vec::<String>::new());
    assert!(!content.paths.is_empty());
    for file in content.paths.values() {
        assert!(file.scenarios > 0, "{}", file.path.name);
        assert!(file.path.organisations().len() > 1, "{}", file.path.name);
    }
}

#[test]
fn a_published_version_is_never_edited_and_never_lost() {
    let digest = shipped().paths.get(&("risky-home".to_owned(), 1)).unwrap().digest.clone();
    let publish = |files: &mut Vec<File>| {
        let lock = files.iter_mut().find(|file| file.path == "paths/published.lock").unwrap();
        lock.text = [lock.text.as_str(), "risky-home 1 ", &digest, "\n"].concat();
    };
    assert_eq!(problems(publish), Vec::<String>::new());
    let edited = problems(|files| {
        publish(files);
        replace(files, HOME, "times_max = 3", "times_max = 4");
    });
    assert!(
        edited.iter().any(|said| said.contains("changed after it was published")),
        "{edited:?}"
    );
    let gone = problems(|files| {
        publish(files);
        files.retain(|file| !file.path.contains("risky-home"));
    });
    assert_eq!(gone.len(), 1, "{gone:?}");
    assert!(gone.iter().all(|said| said.contains("it was published and is gone")));
}

#[test]
fn names_of_rules_questionnaires_and_scores_have_to_stand_for_something() {
    let youth = "paths/youth-stepped-care/v1.toml";
    let said = problems(|files| {
        replace(files, youth, "health-care.therapy-guarantee", "health-care.no-such-rule");
        replace(files, youth, "[\"phq-9\", \"gad-7\"]", "[\"phq-9\", \"no-such\"]");
        replace(files, youth, "score = \"phq-9\", to = 4", "score = \"no-score\", to = 4");
    });
    for expected in ["no rule health-care.no-such-rule", "there is no no-such", "a score no-score"]
    {
        assert!(said.iter().any(|one| one.contains(expected)), "{expected}: {said:?}");
    }
}

#[test]
fn a_scenario_that_comes_otherwise_and_an_untried_outcome_are_said() {
    let scenarios = "paths/risky-home/v1.scenarios.toml";
    let said = problems(|files| {
        replace(files, scenarios, "open = [\"plan\"]", "open = [\"companion\"]");
        replace(files, scenarios, "outcome = \"declined\"", "outcome = \"agreed\"");
    });
    let says = |words: &str| said.iter().any(|one| one.contains(words));
    assert!(says("open is [plan]") && says("no scenario takes ask declined"), "{said:?}");
}

#[test]
fn files_that_belong_to_no_path_are_said() {
    let said = problems(|files| {
        let path = "paths/risky-home/v2.scenarios.toml".to_owned();
        files.push(File { path, text: String::new() });
    });
    assert!(matches!(said.as_slice(), [one] if one.contains("belongs to no path")), "{said:?}");
}

#[test]
fn every_path_is_a_plan_definition_as_r4_says_and_loses_no_step() {
    for file in shipped().paths.values() {
        let plan = fhir::render::path(&file.path, file.published).unwrap();
        let faults = fhir::check::with(fhir::check::Rigour::Strict, &plan);
        assert!(faults.is_empty(), "{}: {faults:?}", file.path.name);
        let actions = plan.value.get("action").and_then(serde_json::Value::as_array).unwrap();
        let outcomes = |step: &serde_json::Value| {
            let outcomes = step.get("action").and_then(serde_json::Value::as_array);
            outcomes.map_or(0, Vec::len)
        };
        let written: Vec<usize> = actions.iter().map(outcomes).collect();
        let said: Vec<usize> = file.path.steps.iter().map(|step| step.outcomes.len()).collect();
        assert_eq!(written, said, "{}", file.path.name);
    }
}

#[test]
fn the_path_of_the_guide_is_a_path() {
    let place = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/guides/path-author.md");
    let guide = std::fs::read_to_string(place).unwrap();
    let examples = guide.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let names = ["paths/night-worries/v1.toml", "paths/night-worries/v1.scenarios.toml"];
    let files: Vec<(&str, &str)> = names.into_iter().zip(examples).collect();
    assert_eq!(files.len(), names.len());
    let said = problems(|all| {
        let file =
            |(path, text): &(&str, &str)| File { path: (*path).into(), text: (*text).into() };
        all.extend(files.iter().map(file));
    });
    assert_eq!(said, Vec::<String>::new());
}

#[test]
fn drawings_in_the_docs_are_fresh() {
    let docs = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/paths");
    let mut drawn = 0;
    for file in shipped().paths.values() {
        for language in Language::ALL {
            let (name, version, code) = (&file.path.name, file.path.version, language.code());
            let place = docs.join(format!("{name}-v{version}.{code}.svg"));
            let kept = std::fs::read_to_string(&place).unwrap_or_default();
            let how = format!("polku path draw {name}/v{version} --lang {code}");
            assert_eq!(kept.trim_end(), drawing::draw(&file.path, language), "draw it anew: {how}");
            drawn += 1;
        }
    }
    assert_eq!(drawn, std::fs::read_dir(docs).unwrap().count(), "a drawing belongs to no path");
}
