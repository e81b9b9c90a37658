//! Filters that may wait, and those that may not made to look like them.

use std::future::{Future, poll_fn};
use std::panic::{self, AssertUnwindSafe};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;

use parking_lot::Mutex;
use tracing::info;

use crate::error::ChatError;
use crate::filter::FilterAction;

/// A look at a message that may take its time: other senders go on meanwhile.
pub trait AsyncFilter: Send + Sync {
    /// Called with the sender's name and the text.
    fn apply<'a>(
        &'a self,
        from: &'a str,
        text: &'a str,
    ) -> Pin<Box<dyn Future<Output = FilterAction> + Send + 'a>>;

    /// The same at once, for a filter that need not wait this time: then there is no future to
    /// be made. `None` if it may have to.
    fn apply_now(&self, from: &str, text: &str) -> Option<FilterAction> {
        // Most filters that are asynchronous at all do wait.
        let _ = (from, text);
        None
    }
}

/// Calls filters. One that panics costs the message and nothing else.
pub fn guard<T>(call: impl FnOnce() -> Result<T, ChatError>) -> Result<T, ChatError> {
    panic::catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|_| Err(failed()))
}

fn failed() -> ChatError {
    ChatError::Blocked("a filter failed".to_owned())
}

/// The same for one that waits.
pub async fn wait(
    filter: &dyn AsyncFilter,
    from: &str,
    text: &str,
) -> Result<FilterAction, ChatError> {
    let mut applied = pin!(async { filter.apply(from, text).await });
    poll_fn(|context| {
        panic::catch_unwind(AssertUnwindSafe(|| applied.as_mut().poll(context).map(Ok)))
            .unwrap_or_else(|_| Poll::Ready(Err(failed())))
    })
    .await
}

/// A closure as a filter that changes nothing, so that nobody waits for a turn.
pub struct AtOnce<F>(pub F);

impl<F: Fn(&str, &str) -> FilterAction + Send + Sync> AsyncFilter for AtOnce<F> {
    fn apply<'a>(
        &'a self,
        from: &'a str,
        text: &'a str,
    ) -> Pin<Box<dyn Future<Output = FilterAction> + Send + 'a>> {
        Box::pin(async move { self.0(from, text) })
    }

    fn apply_now(&self, from: &str, text: &str) -> Option<FilterAction> {
        Some(self.0(from, text))
    }
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

    fn apply_now(&self, from: &str, text: &str) -> Option<FilterAction> {
        Some(self.0.lock()(from, text))
    }
}

/// Logs every thousandth message.
#[derive(Default)]
pub struct Counter {
    seen: AtomicU64,
}

impl Counter {
    fn count(&self) {
        // It is a count and nothing else: no other memory depends on it.
        let seen = self.seen.fetch_add(1, Ordering::Relaxed) + 1;
        if seen.is_multiple_of(1000) {
            info!("counter: {seen} messages");
        }
    }
}

impl AsyncFilter for Counter {
    fn apply<'a>(
        &'a self,
        _from: &'a str,
        _text: &'a str,
    ) -> Pin<Box<dyn Future<Output = FilterAction> + Send + 'a>> {
        self.count();
        Box::pin(async { FilterAction::Allow })
    }

    fn apply_now(&self, _from: &str, _text: &str) -> Option<FilterAction> {
        self.count();
        Some(FilterAction::Allow)
    }
}
