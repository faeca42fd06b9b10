//! How many files the process may have open: each connection is one.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::limits::Limits;

/// What the store, its readers and the answers need beside the connections.
const OTHERS: usize = 512;

/// Raises the number of files that may be open as far as the system lets us, and lowers the number of
/// connections to what fits. Answers the new number when it had to be lowered.
pub(crate) fn room(limits: &mut Limits) -> Option<usize> {
    let found = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: found.maximum, maximum: found.maximum };
    let current = match setrlimit(Resource::Nofile, raised) {
        Ok(()) => found.maximum,
        Err(_) => found.current,
    };
    let files = current.map_or(usize::MAX, |files| usize::try_from(files).unwrap_or(usize::MAX));
    let most = fits(files);
    if limits.max_connections <= most {
        return None;
    }
    limits.max_connections = most;
    Some(most)
}

/// How many connections fit into so many files. Of very few files, half are left to the rest.
fn fits(files: usize) -> usize {
    files.saturating_sub(OTHERS).max(files / 2).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_store_keeps_its_files() {
        assert_eq!(fits(20_000), 20_000 - OTHERS);
        assert_eq!(fits(256), 128);
        assert_eq!(fits(0), 1);
    }
}
