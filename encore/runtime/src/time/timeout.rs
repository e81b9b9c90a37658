//! A future with a deadline.

use std::fmt;
use std::future::{Future, poll_fn};
use std::io;
use std::pin::pin;
use std::task::{Poll, ready};
use std::time::{Duration, Instant};

use super::sleep::{after, sleep_until};
use crate::coop;

/// The time was up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elapsed(());

impl fmt::Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("deadline has elapsed")
    }
}

impl std::error::Error for Elapsed {}

impl From<Elapsed> for io::Error {
    fn from(elapsed: Elapsed) -> Self {
        Self::new(io::ErrorKind::TimedOut, elapsed)
    }
}

/// The future's output, if it is ready within so long from this call. Otherwise it is dropped.
///
/// # Panics
/// When polled outside of a runtime.
pub fn timeout<F: Future>(
    duration: Duration,
    future: F,
) -> impl Future<Output = Result<F::Output, Elapsed>> {
    timeout_at(after(duration), future)
}

/// The future's output, if it is ready by then. Otherwise it is dropped.
///
/// # Panics
/// When polled outside of a runtime.
pub async fn timeout_at<F: Future>(deadline: Instant, future: F) -> Result<F::Output, Elapsed> {
    let mut future = pin!(future);
    let mut sleep = pin!(sleep_until(deadline));
    poll_fn(|context| {
        ready!(coop::poll_proceed(context));
        // The future first: what is ready in time counts, however late it is looked at.
        if let Poll::Ready(output) = future.as_mut().poll(context) {
            return Poll::Ready(Ok(output));
        }
        // On a budget of its own: a future that spends all of the task's each time, since it never
        // has to wait, would otherwise never run out of time.
        coop::budget(|| sleep.as_mut().poll(context)).map(|()| Err(Elapsed(())))
    })
    .await
}
