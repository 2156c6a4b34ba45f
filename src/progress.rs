//! What a run that takes its time shows on a terminal, until it is done.

use std::convert::Infallible;
use std::future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use awslab_collect::Progress;
use awslab_core::call::Call;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// What is quick needs no spinner.
const SLOW: Duration = Duration::from_millis(200);
const TICK: Duration = Duration::from_millis(100);

/// A line on standard error; erased at the end, and never there but on a terminal.
pub(crate) struct Spinner {
    bar: ProgressBar,
    began: AtomicUsize,
    ended: AtomicUsize,
}

impl Spinner {
    /// A spinner that is not shown yet.
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden())
            .with_style(ProgressStyle::with_template("{spinner} {msg}").expect("the template is well formed"))
            .with_message("finding credentials");
        Self { bar, began: AtomicUsize::new(0), ended: AtomicUsize::new(0) }
    }

    /// Shows it when the run turns out to be slow. Goes on for as long as it is let.
    pub(crate) async fn show_when_slow(&self) -> Infallible {
        tokio::time::sleep(SLOW).await;
        self.bar.set_draw_target(ProgressDrawTarget::stderr());
        self.bar.enable_steady_tick(TICK);
        future::pending().await
    }

    fn tell(&self) {
        let [began, ended] = [&self.began, &self.ended].map(|count| count.load(Ordering::Relaxed));
        self.bar.set_message(format!("reading the account: {ended} of {began} calls answered"));
    }
}

impl Progress for Spinner {
    fn began(&self, _call: Call) {
        self.began.fetch_add(1, Ordering::Relaxed);
        self.tell();
    }

    fn ended(&self, _call: Call) {
        self.ended.fetch_add(1, Ordering::Relaxed);
        self.tell();
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
