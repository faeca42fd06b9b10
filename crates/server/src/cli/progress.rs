//! Progress on long work: how far, and how long still.

use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar that appears with the first report and goes away when the work is done.
pub(crate) fn bar(what: &'static str) -> impl Fn(u64, u64) + Send + Sync {
    let shown: Mutex<Option<ProgressBar>> = Mutex::new(None);
    move |done, total| {
        let Ok(mut shown) = shown.lock() else { return };
        let bar = shown.get_or_insert_with(|| start(what, total));
        bar.set_length(total);
        bar.set_position(done);
        if done >= total {
            bar.finish_and_clear();
            *shown = None;
        }
    }
}

fn start(what: &'static str, total: u64) -> ProgressBar {
    let style = ProgressStyle::with_template(
        "{msg:24} {bar:30} {human_pos}/{human_len} {per_sec}, {eta} left",
    );
    ProgressBar::new(total)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        .with_message(what)
}
