//! The state of a task, as its handle shows it.

use std::fmt::Debug;
use std::future::{pending, poll_fn};
use std::sync::mpsc;
use std::task::{Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

use runtime::Builder;

/// Waits until the handle shows this state, and fails if it does not come to that.
fn shows(handle: &impl Debug, state: &str) {
    let start = Instant::now();
    let wanted = format!("JoinHandle {{ state: {state} }}");
    while format!("{handle:?}") != wanted {
        assert!(start.elapsed() < Duration::from_secs(5), "{handle:?} should be {wanted}");
        // Nothing tells when a state changes: all one can do is to look again.
        thread::sleep(Duration::from_millis(5));
    }
}

fn main() {
    let runtime = Builder::new().worker_threads(1).build().unwrap();
    let (started, has_started) = mpsc::channel::<Waker>();
    let (go, may_go) = mpsc::channel::<()>();
    // It keeps the only worker in the middle of a poll.
    let busy = runtime.spawn(poll_fn(move |context| {
        started.send(context.waker().clone()).unwrap();
        may_go.recv().unwrap();
        Poll::Ready(())
    }));
    let waker = has_started.recv().unwrap();
    shows(&busy, "running");
    let waiting = runtime.spawn(pending::<()>());
    shows(&waiting, "scheduled");
    waker.wake_by_ref();
    shows(&busy, "notified");
    go.send(()).unwrap();
    shows(&waiting, "idle");
    // It was woken before it was complete, and is woken again.
    shows(&busy, "complete");
    waker.wake();
    shows(&busy, "complete");
}
