//! The texts against each other and against the code: same keys, same placeables, none unused.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_bundle::FluentResource;

use super::*;

/// Key to placeables, of one language.
fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    for (file, source) in sources(language) {
        FluentResource::try_new(source.clone())
            .unwrap_or_else(|(_, problems)| panic!("{file}: {problems:?}"));
        let mut key = None;
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) = line.split_once('=')
                && line.starts_with(|letter: char| letter.is_ascii_lowercase())
            {
                let name = name.trim().to_owned();
                assert!(
                    all.insert(name.clone(), BTreeSet::new()).is_none(),
                    "{file}: {name} stands twice"
                );
                key = Some(name);
            }
            let placeables = all.get_mut(key.as_deref().unwrap_or_default());
            if let Some(placeables) = placeables {
                placeables.extend(
                    line.split('$')
                        .skip(1)
                        .map(|rest| rest.chars().take_while(char::is_ascii_alphanumeric).collect()),
                );
            }
        }
    }
    all
}

#[test]
fn the_three_languages_have_the_same_keys_and_placeables() {
    let finnish = messages(Language::Fi);
    assert!(finnish.len() > 100, "the texts were not found");
    let mut holes = Vec::new();
    for language in [Language::Sv, Language::En] {
        let other = messages(language);
        for key in finnish.keys().chain(other.keys()) {
            if finnish.get(key) != other.get(key) {
                holes.push(format!(
                    "{language:?} {key}: {:?}, in Finnish {:?}",
                    other.get(key),
                    finnish.get(key)
                ));
            }
        }
    }
    holes.dedup();
    assert!(holes.is_empty(), "{}", holes.join("\n"));
}

#[test]
fn the_same_files_exist_in_each_language() {
    let names = |language| -> Vec<String> {
        sources(language).into_iter().map(|(name, _)| name[3..].to_owned()).collect()
    };
    assert_eq!(names(Language::Fi), names(Language::Sv));
    assert_eq!(names(Language::Fi), names(Language::En));
}

/// One `say!` in the code: where, which key, with which placeables.
struct Use {
    place: String,
    key: String,
    placeables: BTreeSet<String>,
}

fn sources_of_code(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources_of_code(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && !path.ends_with("texts.rs")
            && !path.ends_with("texts/tests.rs")
        {
            into.push(path);
        }
    }
}

fn uses() -> Vec<Use> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources_of_code(&root, &mut files);
    let mut uses = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for (start, _) in text.match_indices("say!(") {
            let call = balanced(&text[start + 5..]);
            let line = text[..start].lines().count();
            let place = format!("{}:{line}", file.display());
            let Some((_, rest)) = call.split_once('"') else {
                panic!("{place}: say! needs a literal key");
            };
            let (key, rest) = rest.split_once('"').unwrap();
            uses.push(Use { place, key: key.to_owned(), placeables: named_arguments(rest) });
        }
    }
    uses
}

/// The inside of a call up to its closing parenthesis.
fn balanced(text: &str) -> &str {
    let mut depth = 1;
    for (place, letter) in text.char_indices() {
        depth += match letter {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if depth == 0 {
            return &text[..place];
        }
    }
    text
}

/// The names in `, day = x, unit = y(a, b)`, outside any inner parentheses.
fn named_arguments(text: &str) -> BTreeSet<String> {
    let mut depth = 0;
    let mut flat = String::new();
    for letter in text.chars() {
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            other if depth == 0 => flat.push(other),
            _ => {}
        }
    }
    flat.split(',')
        .filter_map(|part| part.split_once(" = "))
        .map(|(name, _)| name.trim().to_owned())
        .collect()
}

#[test]
fn every_use_in_code_has_its_text_and_gives_its_placeables() {
    let finnish = messages(Language::Fi);
    let mut faults = Vec::new();
    for Use { place, key, placeables } in uses() {
        match finnish.get(&key) {
            None => faults.push(format!("{place}: no text {key}")),
            Some(wanted) if *wanted != placeables => {
                faults.push(format!("{place}: {key} wants {wanted:?}, gets {placeables:?}"));
            }
            Some(_) => {}
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_text_is_unused() {
    let used: BTreeSet<String> = uses().into_iter().map(|one| one.key).collect();
    let unused: Vec<String> =
        messages(Language::Fi).into_keys().filter(|key| !used.contains(key)).collect();
    assert!(unused.is_empty(), "{}", unused.join("\n"));
}
