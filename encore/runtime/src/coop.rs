//! A task's budget, so that one that never has to wait lets others run.
//!
//! A socket that always has data is always ready, and a loop that reads it would never return to
//! the worker. So each operation that succeeds without waiting spends a little, and when all is
//! spent, it pretends that it has to wait, and wakes the task at once.
//!
//! Channels and the mutex work on any executor, and others know of no budget: what they poll spends
//! nothing. A budget is there only while this crate polls.
//!
//! A task that gives way, of its own accord or since its budget is spent, has woken itself. Its
//! worker is told apart from that, and lets it run only after all that waits by now, in its queue
//! and with the system. So one that collects what others do has them all done before it goes on.

use std::cell::Cell;
use std::future::poll_fn;
use std::task::{Context, Poll};

/// How many operations a task may do in one poll.
const BUDGET: u8 = 128;

thread_local! {
    /// What is left of it. None while nothing is polled that has one.
    static LEFT: Cell<Option<u8>> = const { Cell::new(None) };
    /// A task has given way since its worker last asked.
    static GAVE_WAY: Cell<bool> = const { Cell::new(false) };
}

/// Polls with a full budget. What was left of the one before is there again afterwards: a poll
/// may be within another one.
pub(crate) fn budget<R>(poll: impl FnOnce() -> R) -> R {
    /// What was left before. Put back also if the poll panics.
    struct Before(Option<u8>);

    impl Drop for Before {
        fn drop(&mut self) {
            LEFT.set(self.0);
        }
    }

    let _before = Before(LEFT.replace(Some(BUDGET)));
    poll()
}

/// Spends one. `Pending`, with the task woken, if nothing is left.
pub(crate) fn poll_proceed(context: &mut Context<'_>) -> Poll<()> {
    match LEFT.get() {
        None => {}
        Some(0) => {
            give_way(context);
            return Poll::Pending;
        }
        Some(left) => LEFT.set(Some(left - 1)),
    }
    Poll::Ready(())
}

/// Has the task run again, after others. It is woken right here: only a worker knows better, and
/// what polls it need not be one.
fn give_way(context: &Context<'_>) {
    GAVE_WAY.set(true);
    context.waker().wake_by_ref();
}

/// Whether the task that has just been run gave way.
pub(crate) fn gave_way() -> bool {
    GAVE_WAY.take()
}

/// Gives way to other tasks if this one has done much since it last did.
pub async fn consume_budget() {
    poll_fn(poll_proceed).await;
}

/// Gives way to other tasks: to all that can run by now, and to what sockets and timers bring.
pub async fn yield_now() {
    let mut yielded = false;
    poll_fn(|context| {
        if yielded {
            return Poll::Ready(());
        }
        yielded = true;
        give_way(context);
        Poll::Pending
    })
    .await;
}

#[cfg(all(test, not(loom)))]
mod tests {
    use std::task::Waker;

    use super::*;

    /// Spends all that is left, and says how much that was; at most so much.
    fn spend(most: usize) -> usize {
        let mut context = Context::from_waker(Waker::noop());
        (0..most).take_while(|_| poll_proceed(&mut context).is_ready()).count()
    }

    #[test]
    fn a_poll_within_a_poll_has_a_budget_of_its_own() {
        let all = usize::from(BUDGET);
        budget(|| {
            assert_eq!(spend(1), 1);
            assert_eq!(budget(|| spend(2 * all)), all);
            let panics = || budget(|| panic!("on purpose"));
            assert!(std::panic::catch_unwind(panics).is_err());
            assert_eq!(spend(2 * all), all - 1);
        });
        assert_eq!(spend(2 * all), 2 * all, "outside there is none");
    }
}
