//! Scenarios: what whoever wrote a path expects of it, walked on the real engine.

use serde::{Deserialize, Deserializer};

use super::{Path, Stuck};
use crate::code::Topic;
use crate::questionnaire::{Reading, thousandths};

/// The scenarios of one version of a path.
#[derive(Clone, Default, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenarios {
    /// Each of them.
    #[serde(default, rename = "scenario")]
    pub scenarios: Vec<Scenario>,
}

/// One client's way.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What it shows, in a sentence.
    pub name: String,
    /// The matter and the age with which they come.
    pub given: Given,
    /// What happens, in order.
    #[serde(default, rename = "when")]
    pub walk: Vec<Stride>,
    /// Whether the path is over then.
    #[serde(default)]
    pub over: bool,
}

/// Who comes.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// What the matter is about.
    pub topic: Topic,
    /// Their age in years.
    #[serde(default)]
    pub age: Option<i16>,
    /// Whether the path is proposed.
    pub fits: bool,
}

/// One step that is finished, and what then holds.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stride {
    /// The step.
    pub finish: String,
    /// What comes of it.
    pub outcome: String,
    /// The results that are at hand.
    #[serde(default, deserialize_with = "readings")]
    pub results: Vec<Reading>,
    /// The outcomes that the results suggest; not looked at where it is left out.
    #[serde(default)]
    pub suggests: Option<Vec<String>>,
    /// The steps that are open afterwards, in the order of the path.
    #[serde(default)]
    pub open: Vec<String>,
    /// Why it cannot be finished like this, if it cannot.
    #[serde(default)]
    pub refused: Option<Stuck>,
}

/// A result as people write it, whose number is no thousandths.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    score: String,
    #[serde(deserialize_with = "thousandths")]
    value: i64,
}

fn readings<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Reading>, D::Error> {
    let written = Vec::<Written>::deserialize(deserializer)?;
    Ok(written.into_iter().map(|Written { score, value }| Reading { score, value }).collect())
}

impl Scenarios {
    /// Reads a file of scenarios.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    /// Walks all of them; what came otherwise than written, one sentence each.
    pub fn faults(&self, path: &Path) -> Vec<String> {
        let untried = path.steps.iter().flat_map(|step| {
            let tried = |code: &str| {
                let of = |stride: &Stride| stride.finish == step.id && stride.outcome == code;
                self.scenarios.iter().any(|scenario| scenario.walk.iter().any(of))
            };
            let untried = step.outcomes.iter().filter(move |outcome| !tried(&outcome.code));
            untried.map(|outcome| {
                format!("no scenario takes {} {}; add one that does", step.id, outcome.code)
            })
        });
        let walked = self.scenarios.iter().flat_map(|scenario| scenario.faults(path));
        walked.chain(untried).collect()
    }
}

impl Scenario {
    fn faults(&self, path: &Path) -> Vec<String> {
        let mut faults = Vec::new();
        let mut tell = |says: String| faults.push(format!("{}: {says}", self.name));
        if path.fits(self.given.topic, self.given.age) != self.given.fits {
            tell(format!("given: fits is not {}", self.given.fits));
        }
        let mut walk = path.enter();
        for (at, stride) in self.walk.iter().enumerate() {
            let mut tell = |says: String| {
                tell(format!("{} {} {}: {says}", at + 1, stride.finish, stride.outcome));
            };
            if let (Some(expected), Some(step)) = (&stride.suggests, path.step(&stride.finish)) {
                let suggested: Vec<&str> =
                    step.suggested(&stride.results).map(|outcome| outcome.code.as_str()).collect();
                if suggested != *expected {
                    tell(format!("suggested is [{}]", suggested.join(", ")));
                }
            }
            match (walk.finish(path, &stride.finish, &stride.outcome), stride.refused) {
                (Ok(next), None) => walk = next,
                (Err(stuck), Some(expected)) if stuck == expected => {}
                (Ok(next), Some(_)) => {
                    tell("it is not refused".to_owned());
                    walk = next;
                }
                (Err(stuck), _) => tell(format!("it is refused: {}", stuck.code())),
            }
            let open: Vec<&str> = walk.open_steps(path).map(|step| step.id.as_str()).collect();
            if open != stride.open {
                tell(format!("open is [{}]", open.join(", ")));
            }
        }
        if walk.is_over() != self.over {
            tell(format!("over is {}", walk.is_over()));
        }
        faults
    }
}
