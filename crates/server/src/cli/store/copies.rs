//! `polku copy`, `backup` and `restore`: the whole store in another place, verified there.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use ledger::{Ledger, MasterKey, Options, Progress, Verdict};

use crate::cli::open::Place;
use crate::cli::{Backup, Copy, Restore, progress};

/// A store: in a folder, or at an address.
enum Store {
    Folder(PathBuf),
    Address(String),
}

impl Store {
    fn named(name: &str) -> Self {
        if name.contains("://") {
            Self::Address(name.to_owned())
        } else {
            Self::Folder(PathBuf::from(name))
        }
    }

    /// The store that a command without further words means.
    fn of(place: &Place) -> Self {
        match &place.store {
            Some(address) => Self::Address(address.clone()),
            None => Self::Folder(place.data.clone()),
        }
    }
}

pub(in crate::cli) fn copy(place: &Place, asked: &Copy) -> anyhow::Result<ExitCode> {
    carry_out(
        Ledger::copy,
        place,
        &Store::named(&asked.from),
        &Store::named(&asked.to),
        "the store cannot be copied",
    )
}

pub(in crate::cli) fn backup(place: &Place, asked: &Backup) -> anyhow::Result<ExitCode> {
    let to = Store::Folder(asked.to.clone());
    carry_out(Ledger::backup, place, &Store::of(place), &to, "no backup can be made")
}

pub(in crate::cli) fn restore(place: &Place, asked: &Restore) -> anyhow::Result<ExitCode> {
    let from = Store::Folder(asked.from.clone());
    carry_out(Ledger::copy, place, &from, &Store::of(place), "the backup cannot be restored")
}

type Work = fn(Options, &dyn Fn() -> Options, &Progress) -> ledger::Result<Verdict>;

fn carry_out(
    work: Work,
    place: &Place,
    from: &Store,
    to: &Store,
    failed: &'static str,
) -> anyhow::Result<ExitCode> {
    let content = place.content()?;
    let key = MasterKey::new(place.kept_key()?);
    let options = |store: &Store| -> Options {
        let (folder, address): (&Path, _) = match store {
            Store::Folder(folder) => (folder, None),
            Store::Address(address) => (&place.data, Some(address.clone())),
        };
        Place::options(folder, address, key.clone(), Arc::clone(&content))
    };
    let verdict = work(options(from), &|| options(to), &progress::bar("copying and verifying"))
        .context(failed)?;
    Ok(super::told(&verdict))
}
