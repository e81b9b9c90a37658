//! The least that runs a future, and values that are counted.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

/// Wakes a thread that is parked.
struct Unparker(Thread);

impl Wake for Unparker {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// How long a future may wait for others before it counts as forgotten.
const PATIENCE: Duration = Duration::from_secs(20);

/// Runs a future on this thread, which sleeps while the future waits.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let waker = Waker::from(Arc::new(Unparker(thread::current())));
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        let since = Instant::now();
        thread::park_timeout(PATIENCE);
        assert!(since.elapsed() < PATIENCE, "nobody wakes the future");
    }
}

/// How often its wakers were woken.
#[derive(Default)]
struct Count(AtomicUsize);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// A task that only the test polls, with a waker that counts.
pub struct Task {
    count: Arc<Count>,
    waker: Waker,
}

impl Task {
    pub fn new() -> Self {
        let count = Arc::new(Count::default());
        let waker = Waker::from(Arc::clone(&count));
        Self { count, waker }
    }

    /// Polls a future once, as this task.
    pub fn poll<F: Future>(&self, future: &mut Pin<&mut F>) -> Poll<F::Output> {
        future.as_mut().poll(&mut Context::from_waker(&self.waker))
    }

    /// How often it was woken.
    pub fn wakes(&self) -> usize {
        self.count.0.load(Ordering::Relaxed)
    }

    /// How many clones of its waker there are, besides its own: one in each place where it waits.
    pub fn wakers_elsewhere(&self) -> usize {
        Arc::strong_count(&self.count) - 2
    }
}

/// Counts how many of the values that it made are alive.
pub struct Counter(Arc<()>);

/// A value whose end is noticed.
pub struct Counted {
    _alive: Arc<()>,
}

impl Counter {
    pub fn new() -> Self {
        Self(Arc::new(()))
    }

    pub fn value(&self) -> Counted {
        Counted { _alive: Arc::clone(&self.0) }
    }

    pub fn alive(&self) -> usize {
        Arc::strong_count(&self.0) - 1
    }
}

/// A future that is pending for so many polls, and asks for the next one at once.
pub async fn after_polls(mut polls: usize) {
    std::future::poll_fn(|context| {
        if polls == 0 {
            return Poll::Ready(());
        }
        polls -= 1;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// A future that owns a value until it is done.
pub async fn hold<T, F: Future>(value: T, future: F) -> F::Output {
    let output = future.await;
    drop(value);
    output
}
