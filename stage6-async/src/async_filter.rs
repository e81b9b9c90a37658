//! Filters that may wait, and those that may not made to look like them.

use std::future::{Future, poll_fn};
use std::panic::{self, AssertUnwindSafe};
use std::pin::{Pin, pin};
use std::task::Poll;

use tokio::io::{AsyncWriteExt, stderr};
use tokio::sync::Mutex;

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
        Box::pin(async move { (self.0.lock().await)(from, text) })
    }
}

/// Logs every thousandth message.
#[derive(Default)]
pub struct Counter {
    seen: Mutex<u64>,
}

impl AsyncFilter for Counter {
    fn apply<'a>(
        &'a self,
        _from: &'a str,
        _text: &'a str,
    ) -> Pin<Box<dyn Future<Output = FilterAction> + Send + 'a>> {
        Box::pin(async {
            let mut seen = self.seen.lock().await;
            *seen += 1;
            if seen.is_multiple_of(1000) {
                let line = format!("counter: {seen} messages\n");
                // Counting waits until the line is written, so that the lines
                // keep their order. If nobody can read them, it goes on.
                let _ = stderr().write_all(line.as_bytes()).await;
            }
            FilterAction::Allow
        })
    }
}
