//! The folder of all jobs: which one it is, and what lies in it. Servers that share a folder find the
//! same name in it; a server with a folder of its own can go on with nobody else's jobs.

use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;
use jiff::Timestamp;
use uuid::Uuid;

use crate::wall;

const NAME: &str = "place";

/// The name of a folder; one is given to it by whoever comes first.
pub(super) fn of(folder: &Path, now: Timestamp) -> anyhow::Result<String> {
    let known = folder.join(NAME);
    if !known.exists() {
        let name = wall::fresh_id(now).to_string();
        let aside = folder.join(format!("{NAME}.{name}"));
        let give = || {
            let mut file = std::fs::File::create(&aside)?;
            file.write_all(name.as_bytes())?;
            file.sync_all()?;
            // Unlike a renaming, this does not take the place of what another server gave just now.
            let given = std::fs::hard_link(&aside, &known);
            std::fs::remove_file(&aside)?;
            match given {
                Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
                Ok(()) | Err(_) => Ok(()),
            }
        };
        give().with_context(|| format!("{} cannot be named", folder.display()))?;
    }
    std::fs::read_to_string(&known).with_context(|| format!("{} cannot be read", known.display()))
}

/// The folders in it: all, or those of jobs that were ordered before an instant, which their ids tell.
pub(super) fn folders(folder: &Path, before: Option<Timestamp>) -> anyhow::Result<Vec<String>> {
    let ordered = |name: &str| {
        let at = name.parse::<Uuid>().ok()?.get_timestamp()?;
        i64::try_from(at.to_unix().0).ok()
    };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).context("the bulk folder cannot be read")? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_meant = before
            .is_none_or(|before| ordered(&name).is_some_and(|second| second < before.as_second()));
        if is_meant && entry.file_type()?.is_dir() {
            found.push(name);
        }
    }
    Ok(found)
}
