//! A task's budget, so that one that never has to wait lets others run.
//!
//! A socket that always has data is always ready, and a loop that reads it would never return to
//! the worker. So each operation that succeeds without waiting spends a little, and when all is
//! spent, it pretends that it has to wait, and wakes the task at once.

use std::cell::Cell;
use std::future::poll_fn;
use std::task::{Context, Poll};

/// How many operations a task may do in one poll.
const BUDGET: u8 = 128;

thread_local! {
    static LEFT: Cell<u8> = const { Cell::new(BUDGET) };
}

/// A task is about to be polled.
pub(crate) fn refill() {
    LEFT.set(BUDGET);
}

/// Spends one. `Pending`, with the task woken, if nothing is left.
pub(crate) fn poll_proceed(context: &mut Context<'_>) -> Poll<()> {
    let Some(left) = LEFT.get().checked_sub(1) else {
        context.waker().wake_by_ref();
        return Poll::Pending;
    };
    LEFT.set(left);
    Poll::Ready(())
}

/// Gives way to other tasks if this one has done much since it last did.
pub async fn consume_budget() {
    poll_fn(poll_proceed).await;
}

/// Gives way to other tasks.
pub async fn yield_now() {
    let mut yielded = false;
    poll_fn(|context| {
        if yielded {
            return Poll::Ready(());
        }
        yielded = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
