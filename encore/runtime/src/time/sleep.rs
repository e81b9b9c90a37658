//! A future that is ready at a given time.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker, ready};
use std::time::{Duration, Instant};

use crate::coop;
use crate::driver::Driver;
use crate::scheduler::context;

/// Later than any program runs, and early enough to be counted in.
const FAR: Duration = Duration::from_hours(30 * 365 * 24);

/// This long from now, or as good as never if that cannot be counted.
pub(super) fn after(duration: Duration) -> Instant {
    let now = Instant::now();
    now.checked_add(duration).unwrap_or_else(|| now + FAR)
}

/// Waits so long, counted from this call.
///
/// # Panics
/// Outside of a runtime.
pub fn sleep(duration: Duration) -> Sleep {
    sleep_until(after(duration))
}

/// Waits until then.
///
/// # Panics
/// Outside of a runtime.
pub fn sleep_until(deadline: Instant) -> Sleep {
    Sleep { deadline, timer: None, driver: Arc::clone(&context::current().driver) }
}

/// See [`sleep`]. Dropping it takes its timer back.
pub struct Sleep {
    deadline: Instant,
    /// The timer that was set, and whom it wakes.
    timer: Option<(u64, Waker)>,
    driver: Arc<Driver>,
}

impl Sleep {
    pub fn deadline(&self) -> Instant {
        self.deadline
    }

    /// Whether the time has come.
    pub fn is_elapsed(&self) -> bool {
        Instant::now() >= self.deadline
    }

    /// Starts over, with another time.
    pub fn reset(&mut self, deadline: Instant) {
        self.cancel();
        self.deadline = deadline;
    }

    fn cancel(&mut self) {
        if let Some((id, _)) = self.timer.take() {
            self.driver.timers.remove(self.deadline, id);
        }
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        ready!(coop::poll_proceed(context));
        if self.is_elapsed() {
            self.cancel();
            return Poll::Ready(());
        }
        if !self.timer.as_ref().is_some_and(|(_, waker)| waker.will_wake(context.waker())) {
            self.cancel();
            let waker = context.waker();
            let id = self.driver.set_timer(self.deadline, waker.clone());
            self.timer = Some((id, waker.clone()));
        }
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        self.cancel();
    }
}

impl fmt::Debug for Sleep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sleep").field("deadline", &self.deadline).finish_non_exhaustive()
    }
}
