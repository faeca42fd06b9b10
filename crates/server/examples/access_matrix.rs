//! Prints who may do what on which ground, as `docs/access-matrix.txt` keeps it:
//! `cargo run -q -p server --example access_matrix > docs/access-matrix.txt`.

use std::io::Write as _;

fn main() -> anyhow::Result<()> {
    let (content, problems) = server::content::read(&server::content::embedded());
    anyhow::ensure!(problems.is_empty(), "content has faults: {problems:?}");
    write!(std::io::stdout(), "{}", matrix::text(&content.rules))?;
    Ok(())
}

/// The table itself, shared with the test that holds it.
#[path = "../tests/house/access_matrix/table.rs"]
mod matrix;
