//! Runs one future on the current thread: the smallest executor there is.
//!
//! It polls; if the future is not ready, the thread sleeps until the waker says so, and polls
//! again. All the rest of this crate is there to do that for a great many futures at once.

use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use crate::coop;
use crate::scheduler::Parker;

/// A sleeping place is all that a waker needs to know here.
struct Sleeper(Parker);

impl Wake for Sleeper {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        // It never sleeps in a driver.
        self.0.unpark(|| {});
    }
}

thread_local! {
    /// Kept for the next call. Not there while a call uses it, so that a future that calls
    /// `block_on` again does not wait for the wake-ups of another one.
    static SPARE: Cell<Option<Arc<Sleeper>>> = const { Cell::new(None) };
}

/// Polls the future until it is ready. Works without a runtime too, for futures that need none.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let sleeper = SPARE.take().unwrap_or_else(|| Arc::new(Sleeper(Parker::new())));
    let waker = Waker::from(Arc::clone(&sleeper));
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = coop::budget(|| future.as_mut().poll(&mut context)) {
            SPARE.set(Some(sleeper));
            return output;
        }
        sleeper.0.park();
    }
}
