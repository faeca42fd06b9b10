//! What the tests of the store need beside Rust: the programs of `PostgreSQL`. A missing one is
//! installed on Debian as root; elsewhere we say how. The tests start servers of their own.

use std::path::Path;

use anyhow::Result;

use super::packages::{self, on_path};

const PROGRAMS: [&str; 2] = ["initdb", "pg_ctl"];
const BY_HAND: &str = "the tests of the store need PostgreSQL 15 or later.\n\
     Debian and Ubuntu: apt-get update && apt-get install --no-install-recommends postgresql\n\
     Elsewhere: install it and put its initdb and pg_ctl on the PATH.";

/// Makes the programs ready.
pub(super) fn ready() -> Result<()> {
    if is_there() {
        return Ok(());
    }
    packages::install(&["postgresql"], BY_HAND)
}

// Debian keeps them beside the path, in a folder for each version.
fn is_there() -> bool {
    let whole = |folder: &Path| PROGRAMS.iter().all(|name| folder.join(name).is_file());
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    PROGRAMS.iter().all(|name| on_path(name))
        || versions.map(|version| version.path().join("bin")).any(|folder| whole(&folder))
}
