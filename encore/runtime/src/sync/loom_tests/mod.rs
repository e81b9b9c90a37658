//! The protocols under a model checker, which tries every order of steps that matters:
//!
//! ```console
//! $ RUSTFLAGS="--cfg loom" cargo test -p runtime --lib --release
//! ```
//!
//! Each model is small, since the number of orders explodes: two or three threads, and one or two
//! steps of each. Models of three threads try only orders in which a thread is interrupted at most
//! twice where it could have gone on; nearly all errors show by then. A model fails on a wrong
//! result, on a lost wake-up (then nobody can run any more), on access to a cell that no ordering
//! separates from another, and on what loom's own `Arc` sees leaking.

mod mpsc;
mod mutex;
mod oneshot;

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use loom::sync::Notify;

/// Checks a model of three threads.
fn model_of_three(model: impl Fn() + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(2);
    builder.check(model);
}

/// Wakes a thread of the model.
struct Bell(Notify);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.0.notify();
    }
}

/// Runs a future on this thread of the model.
fn block_on<F: Future>(future: F) -> F::Output {
    let bell = Arc::new(Bell(Notify::new()));
    let waker = Waker::from(Arc::clone(&bell));
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        bell.0.wait();
    }
}

/// Polls a future once, with a waker that nobody listens to, and drops it: as `select!` does with
/// the branch that loses.
fn poll_and_drop<F: Future>(future: F) -> Poll<F::Output> {
    pin!(future).as_mut().poll(&mut Context::from_waker(Waker::noop()))
}
