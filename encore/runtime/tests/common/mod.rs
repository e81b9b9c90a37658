//! What the tests share.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::mpsc;
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

use runtime::{Builder, Runtime};

/// Far longer than anything here takes, however busy the machine.
const HANG: Duration = Duration::from_secs(100);

pub fn runtime(workers: usize) -> Runtime {
    Builder::new().worker_threads(workers).build().unwrap()
}

/// Runs a test on a thread of its own, and fails if it hangs.
pub fn must_end(test: impl FnOnce() + Send + 'static) {
    let (done, ended) = mpsc::channel();
    let thread = thread::spawn(move || {
        // Dropped also when the test panics.
        let _done: mpsc::Sender<()> = done;
        test();
    });
    assert_ne!(ended.recv_timeout(HANG), Err(mpsc::RecvTimeoutError::Timeout), "the test hangs");
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}

/// Runs a future on a runtime with so many workers, and fails if that hangs.
pub fn run<F>(workers: usize, test: F)
where
    F: Future<Output = ()> + Send + 'static,
{
    must_end(move || runtime(workers).block_on(test));
}

/// Counts how many of its tokens live.
#[derive(Clone, Default)]
#[allow(dead_code, reason = "each test binary uses a part of this module")]
pub struct Census(Arc<AtomicUsize>);

/// See [`Census`].
pub struct Token(Arc<AtomicUsize>);

#[allow(dead_code, reason = "each test binary uses a part of this module")]
impl Census {
    pub fn token(&self) -> Token {
        self.0.fetch_add(1, SeqCst);
        Token(Arc::clone(&self.0))
    }

    pub fn living(&self) -> usize {
        self.0.load(SeqCst)
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        self.0.fetch_sub(1, SeqCst);
    }
}

/// Is never ready, and keeps the last waker that it was polled with, if any, where it can be taken.
#[derive(Clone, Default)]
#[allow(dead_code, reason = "each test binary uses a part of this module")]
pub struct Stuck(pub Arc<std::sync::Mutex<Option<std::task::Waker>>>);

impl Future for Stuck {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        *self.0.lock().unwrap() = Some(context.waker().clone());
        Poll::Pending
    }
}

#[allow(dead_code, reason = "each test binary uses a part of this module")]
impl Stuck {
    /// Waits until it was polled.
    pub async fn polled(&self) {
        while self.0.lock().unwrap().is_none() {
            runtime::yield_now().await;
        }
    }
}
