//! Filters that may wait, and those that may not made to look like them.

use std::future::{Future, poll_fn};
use std::panic::{self, AssertUnwindSafe};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;

use parking_lot::Mutex;
use tokio::io::{AsyncWriteExt, Stderr, stderr};
use tokio::sync;

use crate::filter::FilterAction;

/// A look at a message that may take its time: other senders go on meanwhile.
pub trait AsyncFilter: Send + Sync {
    /// Called with the sender's name and the text.
    fn apply<'a>(
        &'a self,
        from: &'a str,
        text: &'a str,
    ) -> Pin<Box<dyn Future<Output = FilterAction> + Send + 'a>>;
}

/// A filter that panics costs its own message and nothing else.
pub async fn run(filter: &dyn AsyncFilter, from: &str, text: &str) -> FilterAction {
    let mut applied = pin!(async { filter.apply(from, text).await });
    let failed = |_| Poll::Ready(FilterAction::Block("a filter failed".to_owned()));
    poll_fn(|context| {
        panic::catch_unwind(AssertUnwindSafe(|| applied.as_mut().poll(context)))
            .unwrap_or_else(failed)
    })
    .await
}

/// A closure as a filter. It may change its state, so callers take turns.
pub struct OneAtATime<F>(Mutex<F>);

impl<F> OneAtATime<F> {
    pub fn new(filter: F) -> Self {
        Self(Mutex::new(filter))
    }
}

impl<F: FnMut(&str, &str) -> FilterAction + Send> AsyncFilter for OneAtATime<F> {
    fn apply<'a>(
        &'a self,
        from: &'a str,
        text: &'a str,
    ) -> Pin<Box<dyn Future<Output = FilterAction> + Send + 'a>> {
        Box::pin(async move { self.0.lock()(from, text) })
    }
}

/// Logs every thousandth message.
pub struct Counter {
    seen: AtomicU64,
    log: sync::Mutex<Stderr>,
}

impl Counter {
    pub fn new() -> Self {
        Self { seen: AtomicU64::new(0), log: sync::Mutex::new(stderr()) }
    }
}

impl AsyncFilter for Counter {
    fn apply<'a>(
        &'a self,
        _from: &'a str,
        _text: &'a str,
    ) -> Pin<Box<dyn Future<Output = FilterAction> + Send + 'a>> {
        Box::pin(async {
            let seen = self.seen.fetch_add(1, Ordering::Relaxed) + 1;
            if seen.is_multiple_of(1000) {
                let line = format!("counter: {seen} messages\n");
                // The next such line waits until this one is written. If nobody
                // can read them, counting goes on.
                let _ = self.log.lock().await.write_all(line.as_bytes()).await;
            }
            FilterAction::Allow
        })
    }
}
