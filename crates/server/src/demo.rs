//! The demo's own things: which county was built, its people to be, and a clock that can be moved.
//! They stand in `demo.json` of the data folder, so that a second start goes on where the first
//! one stopped.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::wall::{Clock as _, DemoClock};

const FILE: &str = "demo.json";

/// What is known of a built demo county.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Built {
    /// The seed it grew from.
    pub seed: u64,
    /// How many residents it has.
    pub residents: u32,
    /// The day on which it stands.
    pub today: Date,
    /// The demo's time when it was last seen.
    pub now: Timestamp,
    /// The people one can be.
    pub people: Vec<DemoAccount>,
}

/// A person one can be in the demo.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DemoAccount {
    /// The name used for signing in.
    pub login: String,
    /// The name that is shown.
    pub name: String,
    /// What they are: a role's code.
    pub role: String,
    /// One more thing to know: age and place, or profession and unit, in Finnish and Swedish.
    pub detail_fi: String,
    /// The same in Swedish.
    pub detail_sv: String,
    /// The same in English.
    pub detail_en: String,
}

/// A running demo.
pub struct Demo {
    folder: PathBuf,
    built: Built,
    clock: Arc<DemoClock>,
}

impl Built {
    /// What the data folder holds; none when no demo was built to its end.
    pub fn read(folder: &Path) -> anyhow::Result<Option<Self>> {
        let path = folder.join(FILE);
        match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map(Some)
                .with_context(|| format!("{} cannot be read", path.display())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
        }
    }

    /// Writes it down whole or not at all.
    pub fn write(&self, folder: &Path) -> anyhow::Result<()> {
        let path = folder.join(FILE);
        let aside = folder.join("demo.json.new");
        std::fs::write(&aside, serde_json::to_vec_pretty(self)?)?;
        std::fs::rename(&aside, &path)
            .with_context(|| format!("{} cannot be written", path.display()))
    }
}

impl Demo {
    /// A demo that goes on at the time at which it was last seen.
    pub fn resume(folder: &Path, built: Built) -> Self {
        let clock = Arc::new(DemoClock::starting_at(built.now));
        Self { folder: folder.to_path_buf(), built, clock }
    }

    /// The clock.
    pub fn clock(&self) -> Arc<DemoClock> {
        Arc::clone(&self.clock)
    }

    /// The people one can be.
    pub fn people(&self) -> &[DemoAccount] {
        &self.built.people
    }

    /// Whether a login belongs to the demo's people.
    pub fn is_person(&self, login: &str) -> bool {
        self.built.people.iter().any(|person| person.login == login)
    }

    /// Moves the clock on, and remembers it.
    pub fn move_on(&self, by: SignedDuration) -> anyhow::Result<()> {
        self.clock.move_on(by);
        self.remember()
    }

    /// Remembers the time.
    pub fn remember(&self) -> anyhow::Result<()> {
        Built { now: self.clock.now(), ..self.built.clone() }.write(&self.folder)
    }
}
