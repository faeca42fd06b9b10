//! What the organisation decides, as data: embedded in the binary, or read from a folder for trial.
//! Every fault of every file is reported at once, with its place and what to do.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use care::access::Rules;
use care::acting::ActingPolicy;
use care::id::UnitId;
use care::language::Language;
use care::law::Law;
use care::load::LoadPolicy;
use care::named::NamedPolicy;
use care::path::Known;
use care::phone::{PhonePolicy, dialled};
use care::questionnaire::{Meaning, Questionnaire};
use care::thread::ThreadPolicy;
use care::travel::TravelPolicy;
use care::{callback, message, third_free, waiting};
use fhir::status::{Machines, Table};
use fhir::view::View;
use include_dir::{Dir, DirEntry, include_dir};
use insight::Indicators;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::paths::{self, Paths};
use crate::region::Region;

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../content");

/// All content that is in force.
pub struct Content {
    /// The clocks' rules.
    pub law: Law,
    /// Who may do what.
    pub rules: Rules,
    /// What the boards count, and how.
    pub indicators: Indicators,
    /// The county: municipalities, units, staffing.
    pub region: Region,
    /// How the organisation is reached.
    pub organisation: Organisation,
    /// What is promised to whoever is to be called.
    pub callback: callback::Policy,
    /// The numbers that are called, and what is decided about calls that nobody answered.
    pub telephony: Telephony,
    /// What is promised to those who write, and words to answer with.
    pub writing: Writing,
    /// When a unit is strained, and how much is advised.
    pub load: LoadPolicy,
    /// How long a contact is the named worker's first.
    pub named: NamedPolicy,
    /// How the way to a unit is estimated.
    pub travel: TravelPolicy,
    /// Who may act for another.
    pub acting: ActingPolicy,
    /// How times are offered to those on the waiting list.
    pub waiting: waiting::Policy,
    /// Questionnaires, by name.
    pub questionnaires: BTreeMap<String, Arc<Questionnaire>>,
    /// Paths, by name and version.
    pub paths: Paths,
    /// How questionnaires are filled in without a name.
    pub filling: Filling,
    /// How the third free time is counted.
    pub third_free: third_free::Rule,
    /// When messages leave, and how often they are tried.
    pub messages: message::Policy,
    /// Stands for the law and for `messages` in the views' fingerprint: when it changes, views are made anew.
    pub law_digest: String,
    /// Views over resources, by id.
    pub views: BTreeMap<String, ViewFile>,
    /// Which status of a resource may follow which.
    pub statuses: Machines,
}

/// How the organisation is reached.
#[derive(Clone, Default, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// The telephone for those who rather call.
    pub phone: String,
    /// Where feedback on accessibility goes.
    pub feedback: String,
    /// When the telephone is answered.
    pub hours: Spoken,
    /// Whom to ask about a look that seems wrong.
    pub asks: Spoken,
}

/// How questionnaires are filled in without a name.
#[derive(Clone, Default, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filling {
    /// How many days the code opens one.
    pub days: u16,
    /// Where help is got today, the most urgent first.
    #[serde(default)]
    pub help: Vec<Help>,
}

/// Where help is got.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Help {
    /// The number.
    pub phone: String,
    /// For what.
    pub text: Spoken,
}

impl Filling {
    fn faults(&self) -> Vec<String> {
        let days = !(1..=365).contains(&self.days);
        let days = days.then(|| "days: give a number from 1 to 365".to_owned());
        let help = self.help.is_empty();
        let help = help.then(|| "help: say where help is got today".to_owned());
        days.into_iter().chain(help).collect()
    }
}

/// The numbers that are called, and what is decided about calls that nobody answered.
#[derive(Clone, Default, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Telephony {
    /// The policy.
    pub missed: PhonePolicy,
    /// The numbers.
    #[serde(default, rename = "line")]
    pub lines: Vec<Line>,
}

/// What is promised to those who write, and words to answer with.
#[derive(Clone, Default, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Writing {
    /// The promise.
    pub promise: ThreadPolicy,
    /// Words to begin an answer with.
    #[serde(default, rename = "template")]
    pub templates: Vec<Template>,
}

/// Words to begin an answer with.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// What they are chosen by.
    pub name: Spoken,
    /// The words.
    pub text: Spoken,
}

impl Writing {
    fn faults(&self) -> Vec<String> {
        let long = |text: &str| text.chars().count() > care::thread::LETTERS_MAX;
        let too_long = self.templates.iter().filter(|template| {
            Language::ALL.iter().any(|language| long(template.text.get(*language)))
        });
        let too_long = too_long.map(|template| {
            format!(
                "template {}: the text is longer than a message",
                template.name.get(Language::En)
            )
        });
        self.promise.faults().into_iter().chain(too_long).collect()
    }
}

/// A number that is called.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The number, as the exchange names it.
    pub number: String,
    /// The unit that answers there.
    pub unit: UnitId,
    /// The language in which it is answered.
    pub language: Language,
}

impl Telephony {
    /// The line of a number, however it is written.
    pub fn line(&self, number: &str) -> Option<&Line> {
        self.lines.iter().find(|line| dialled(&line.number) == dialled(number))
    }

    fn faults(&self, region: &Region) -> Vec<String> {
        let unknown = self.lines.iter().filter_map(|line| {
            let known = region.units.iter().any(|unit| unit.id == line.unit);
            (!known).then(|| format!("line {}: there is no unit {}", line.number, line.unit))
        });
        let doubled = self.lines.iter().enumerate().filter_map(|(at, line)| {
            let mut earlier = self.lines.iter().take(at);
            let doubled = earlier.any(|other| dialled(&other.number) == dialled(&line.number));
            doubled.then(|| format!("line {}: the number is given twice", line.number))
        });
        let forgets = self.missed.remembered_days == 0;
        let forgets = forgets.then(|| "missed: remembered_days has to be at least 1".to_owned());
        let relieves = self.missed.relieve_minutes == 0;
        let relieves = relieves.then(|| "missed: relieve_minutes has to be at least 1".to_owned());
        unknown.chain(doubled).chain(forgets).chain(relieves).collect()
    }
}

/// A short text in the three languages.
#[derive(Clone, Default, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spoken {
    fi: String,
    sv: String,
    en: String,
}

impl Spoken {
    /// In a language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Fi => &self.fi,
            Language::Sv => &self.sv,
            Language::En => &self.en,
        }
    }
}

/// A view over resources, as it is shipped.
pub struct ViewFile {
    /// The `ViewDefinition`.
    pub definition: serde_json::Value,
    /// The same, compiled.
    pub view: View,
}

/// One fault of the content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The file, from the content folder on.
    pub file: String,
    /// What is wrong, where, and what to do.
    pub says: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.says)
    }
}

/// One file: its path from the content folder on, and its text.
pub struct File {
    /// The path, with `/` between its parts.
    pub path: String,
    /// The text.
    pub text: String,
}

/// The files that the binary carries.
pub fn embedded() -> Vec<File> {
    let mut files = Vec::new();
    collect(&EMBEDDED, &mut files);
    files
}

fn collect(folder: &Dir<'_>, files: &mut Vec<File>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(folder) => collect(folder, files),
            DirEntry::File(file) => {
                if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
                    files.push(File { path: path.to_owned(), text: text.to_owned() });
                }
            }
        }
    }
}

/// The files of a folder.
pub fn in_folder(folder: &Path) -> std::io::Result<Vec<File>> {
    let mut files = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(next) = waiting.pop() {
        for entry in std::fs::read_dir(&next)? {
            let path = entry?.path();
            if path.is_dir() {
                waiting.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                let inner = path.strip_prefix(folder).unwrap_or(&path);
                let parts: Vec<_> =
                    inner.components().map(|part| part.as_os_str().to_string_lossy()).collect();
                files.push(File { path: parts.join("/"), text });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// Reads all content; whatever can be read is there, and every fault is in the list.
pub fn read(files: &[File]) -> (Content, Vec<Problem>) {
    let mut problems = Vec::new();
    let below = |folder: &'static str| {
        files.iter().filter_map(move |file| Some((file.path.strip_prefix(folder)?, &*file.text)))
    };
    let (law, faults) = Law::parse(below("law/"));
    problems.extend(
        faults
            .into_iter()
            .map(|fault| Problem { file: format!("law/{}", fault.file), says: fault.to_string() }),
    );
    let mut hasher = blake3::Hasher::new();
    for (path, text) in below("law/").filter(|(path, _)| !path.ends_with(".cases.toml")) {
        hasher.update(path.as_bytes()).update(text.as_bytes());
    }
    let (region, faults) = Region::parse(below("regions/"));
    problems.extend(faults.into_iter().map(|says| Problem { file: "regions/".to_owned(), says }));
    let (indicators, faults) = Indicators::parse(below("indicators/"));
    problems.extend(faults.into_iter().map(|fault| Problem {
        file: format!("indicators/{}", fault.file),
        says: fault.to_string(),
    }));
    let table =
        |path: &str| files.iter().find(|file| file.path == path).map_or("", |one| &one.text);
    let rules = Rules::parse(table("access/rules.toml")).unwrap_or_else(|says| {
        problems.push(Problem { file: "access/rules.toml".to_owned(), says });
        Rules::default()
    });
    let views = views(below("views/"), &mut problems);
    let statuses = statuses(table("wire/status.toml"), &mut problems);
    let organisation = policy(files, "organisation.toml", |_| Vec::new(), &mut problems);
    let callback = policy(files, "callback.toml", callback::Policy::faults, &mut problems);
    let faults = |telephony: &Telephony| telephony.faults(&region);
    let telephony = policy(files, "telephony.toml", faults, &mut problems);
    let writing = policy(files, "thread.toml", Writing::faults, &mut problems);
    let load = policy(files, "load.toml", LoadPolicy::faults, &mut problems);
    let named = policy(files, "named.toml", NamedPolicy::faults, &mut problems);
    let travel = policy(files, "travel.toml", TravelPolicy::faults, &mut problems);
    let acting = policy(files, "acting.toml", ActingPolicy::faults, &mut problems);
    let waiting = policy(files, "waiting.toml", waiting::Policy::faults, &mut problems);
    let third_free = policy(files, "third-free.toml", third_free::Rule::faults, &mut problems);
    let messages = policy(files, "messages.toml", message::Policy::faults, &mut problems);
    hasher.update(table("messages.toml").as_bytes());
    let filling = policy(files, "questionnaire.toml", Filling::faults, &mut problems);
    let questionnaires = questionnaires(below("questionnaires/"), &mut problems);
    let paths = paths(below("paths/"), &law, &questionnaires, &mut problems);
    let law_digest = hasher.finalize().to_hex().to_string();
    let content = Content {
        law,
        rules,
        indicators,
        region,
        organisation,
        callback,
        telephony,
        writing,
        load,
        named,
        travel,
        acting,
        waiting,
        questionnaires,
        paths,
        filling,
        third_free,
        messages,
        law_digest,
        views,
        statuses,
    };
    (content, problems)
}

/// A policy of the organisation; without it nothing is promised and nothing offered.
fn policy<P: Default + DeserializeOwned>(
    files: &[File],
    path: &str,
    faults: impl Fn(&P) -> Vec<String>,
    problems: &mut Vec<Problem>,
) -> P {
    let text = files.iter().find(|file| file.path == path).map(|file| &*file.text);
    let mut tell = |says: String| problems.push(Problem { file: path.to_owned(), says });
    match toml::from_str::<P>(text.unwrap_or_default()) {
        Ok(policy) => {
            faults(&policy).into_iter().for_each(tell);
            policy
        }
        Err(error) => {
            tell(error.to_string());
            P::default()
        }
    }
}

/// The questionnaires, each with what its answers mean.
fn questionnaires<'f>(
    files: impl Iterator<Item = (&'f str, &'f str)>,
    problems: &mut Vec<Problem>,
) -> BTreeMap<String, Arc<Questionnaire>> {
    let files: BTreeMap<&str, &str> = files.collect();
    let mut all = BTreeMap::new();
    for (path, text) in &files {
        let Some(name) = path.strip_suffix("/questionnaire.json") else { continue };
        let mut tell = |file: &str, says: String| {
            problems.push(Problem { file: format!("questionnaires/{name}/{file}"), says });
        };
        let read = serde_json::from_str(text).map_err(|error| vec![error.to_string()]);
        let read = read.and_then(|json| fhir::questionnaire::read(name, &json));
        let meaning = files.get(format!("{name}/meaning.toml").as_str()).copied();
        let meaning = toml::from_str::<Meaning>(meaning.unwrap_or_default());
        match (read, meaning) {
            (Ok(mut questionnaire), Ok(meaning)) => {
                for fault in meaning.faults(&questionnaire) {
                    tell("meaning.toml", fault);
                }
                questionnaire.meaning = meaning;
                all.insert((*name).to_owned(), Arc::new(questionnaire));
            }
            (read, meaning) => {
                let faults = read.err().into_iter().flatten();
                faults.for_each(|fault| tell("questionnaire.json", fault));
                meaning.err().into_iter().for_each(|error| tell("meaning.toml", error.to_string()));
            }
        }
    }
    all
}

/// The paths, which may name rules of the law and questionnaires.
fn paths<'f>(
    files: impl Iterator<Item = (&'f str, &'f str)>,
    law: &Law,
    questionnaires: &BTreeMap<String, Arc<Questionnaire>>,
    problems: &mut Vec<Problem>,
) -> Paths {
    let scores = questionnaires.values().flat_map(|one| &one.meaning.scores);
    let known = Known {
        rules: law.rules().iter().map(|rule| rule.id.as_str()).collect(),
        questionnaires: questionnaires.keys().map(String::as_str).collect(),
        scores: scores.map(|score| score.name.as_str()).collect(),
    };
    paths::read(files, &known, problems)
}

/// The tables of statuses.
fn statuses(text: &str, problems: &mut Vec<Problem>) -> Machines {
    let file = || "wire/status.toml".to_owned();
    match toml::from_str::<BTreeMap<String, Table>>(text) {
        Ok(tables) => {
            let (machines, faults) = Machines::new(tables);
            problems.extend(faults.into_iter().map(|says| Problem { file: file(), says }));
            machines
        }
        Err(error) => {
            problems.push(Problem { file: file(), says: error.to_string() });
            Machines::default()
        }
    }
}

/// The views by id.
fn views<'f>(
    files: impl Iterator<Item = (&'f str, &'f str)>,
    problems: &mut Vec<Problem>,
) -> BTreeMap<String, ViewFile> {
    let mut views = BTreeMap::new();
    for (path, text) in files {
        let Some(id) = path.strip_suffix(".json") else { continue };
        let mut tell =
            |says: String| problems.push(Problem { file: format!("views/{path}"), says });
        match serde_json::from_str(text) {
            Err(error) => tell(error.to_string()),
            Ok(definition) => match View::read(&definition) {
                Ok(view) => {
                    views.insert(id.to_owned(), ViewFile { definition, view });
                }
                Err(faults) => faults.iter().for_each(|fault| tell(fault.to_string())),
            },
        }
    }
    views
}
