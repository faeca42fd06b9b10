//! Which requests are answered on the network's own threads. Handing one to another thread costs more
//! than a read does, so reads are answered at once, as long as half of the threads stay free for others.

use std::sync::LazyLock;

use axum::http::Method;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::asked::Asked;
use crate::door::Door;

/// How many may be answered so at the same time.
static FREE: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(workers() / 2));

/// How many threads the network should have: more than processors, because some are busy reading.
pub(crate) fn workers() -> usize {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    (4 * processors).max(4)
}

/// The right to answer a request at once: for a read of one resource or a plain search, from a store on
/// this machine.
pub(super) fn may(door: &Door, asked: &Asked) -> Option<SemaphorePermit<'static>> {
    let reads = matches!(asked.method, Method::GET | Method::HEAD);
    let short = match asked.steps.as_slice() {
        [_] => is_plain(&asked.query),
        [_, id] => !id.starts_with(['$', '_']),
        _ => false,
    };
    if reads && short && !door.is_shared() { FREE.try_acquire().ok() } else { None }
}

/// Whether a search has no parameter that leads on to other resources or puts many in order.
fn is_plain(query: &str) -> bool {
    let mut names = query.split('&').map(|pair| pair.split('=').next().unwrap_or_default());
    let paging = ["_count", "_format", "_pretty", "_id", "_elements", "_summary"];
    !query.is_empty()
        && names.all(|name| {
            paging.contains(&name) || !name.contains([':', '.', '%']) && !name.starts_with('_')
        })
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn what_may_take_long_is_left_to_others() {
        for query in ["identifier=a|b", "subject=Patient/1&code=x&_count=5", "_id=1"] {
            assert!(is_plain(query), "{query}");
        }
        for query in [
            "",
            "patient.name=a",
            "name:contains=a",
            "name%3Acontains=a",
            "code=x&_sort=-date",
            "_include=Observation:patient",
            "_has:Observation:patient:code=x",
            "code=x&_total=accurate",
        ] {
            assert!(!is_plain(query), "{query}");
        }
    }
}
