//! Models of a task's life, small enough to try all interleavings.
//!
//! loom's `Arc` also says what was leaked: the scheduler of the model is held by its tasks, so a
//! task that is not freed is found.

use std::future::{Future, poll_fn};
use std::task::{Poll, Waker};

use loom::future::block_on;

use super::{JoinHandle, Notified, Owned, Place, Pointer, Schedule};
use crate::loom::lock;
use crate::loom::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use crate::loom::sync::{Arc, Mutex};
use crate::loom::thread;

/// A queue and a list, and no worker.
struct Model {
    queue: Mutex<Vec<Notified>>,
    tasks: Owned,
}

impl Schedule for Arc<Model> {
    fn schedule(&self, task: Notified) {
        lock(&self.queue).push(task);
    }

    fn forget(&self, place: Place) -> Option<Pointer> {
        self.tasks.remove(place)
    }
}

fn spawn<F>(model: &Arc<Model>, future: F) -> JoinHandle<F::Output>
where
    F: Future<Output: Send> + Send + 'static,
{
    let (handle, task) = model.tasks.spawn(0, future, Arc::clone(model));
    if let Some(task) = task {
        model.schedule(task);
    }
    handle
}

/// What a worker does until there is nothing to do.
fn run(model: &Model) {
    loop {
        let task = lock(&model.queue).pop();
        match task {
            None => return,
            Some(task) => {
                if let Some(again) = task.run() {
                    lock(&model.queue).push(again);
                }
            }
        }
    }
}

fn check(test: impl Fn(&Arc<Model>) + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(move || {
        test(&Arc::new(Model { queue: Mutex::new(Vec::new()), tasks: Owned::new(1) }));
    });
}

/// A flag that is set with no ordering at all, a place for a waker, and who waits for the flag.
#[derive(Default)]
struct Signal {
    set: AtomicUsize,
    waker: Mutex<Option<Waker>>,
}

impl Signal {
    async fn wait(signal: Arc<Self>) {
        poll_fn(|context| {
            let previous = lock(&signal.waker).replace(context.waker().clone());
            drop(previous);
            if signal.set.load(Relaxed) == 1 { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }

    fn waker(&self) -> Waker {
        lock(&self.waker).clone().expect("it was polled")
    }
}

/// A waker that finds the task already woken must still make its own doings known to the poll.
#[test]
fn a_poll_sees_what_was_done_before_any_wake() {
    check(|model| {
        let signal = Arc::new(Signal::default());
        let handle = spawn(model, Signal::wait(Arc::clone(&signal)));
        run(model);
        let (one, other) = (signal.waker(), signal.waker());
        let early = thread::spawn(move || one.wake());
        let late = {
            let signal = Arc::clone(&signal);
            thread::spawn(move || {
                signal.set.store(1, Relaxed);
                other.wake_by_ref();
            })
        };
        run(model);
        early.join().unwrap();
        late.join().unwrap();
        run(model);
        assert!(handle.is_finished());
        drop(signal.waker.lock().unwrap().take());
    });
}

/// Two threads run what is queued, while a third wakes: the future is never polled by two. The cell
/// that it lies in is loom's, which tells.
#[test]
fn two_workers_never_poll_at_once() {
    check(|model| {
        let signal = Arc::new(Signal::default());
        let handle = spawn(model, Signal::wait(Arc::clone(&signal)));
        run(model);
        let waker = signal.waker();
        let worker = {
            let model = Arc::clone(model);
            thread::spawn(move || run(&model))
        };
        waker.wake_by_ref();
        signal.set.store(1, Relaxed);
        waker.wake();
        run(model);
        worker.join().unwrap();
        run(model);
        assert!(handle.is_finished());
        drop(lock(&signal.waker).take());
    });
}

#[test]
fn abort_and_completion_leave_one_result() {
    check(|model| {
        let held = Arc::new(());
        let handle = spawn(model, {
            let held = Arc::clone(&held);
            async move { held }
        });
        let abort = handle.abort_handle();
        let aborter = thread::spawn(move || abort.abort());
        run(model);
        aborter.join().unwrap();
        run(model);
        match block_on(handle) {
            Ok(output) => drop(output),
            Err(error) => assert!(error.is_cancelled()),
        }
        assert_eq!(Arc::strong_count(&held), 1);
    });
}

#[test]
fn the_result_is_dropped_by_one_of_joiner_and_worker() {
    check(|model| {
        let held = Arc::new(());
        let handle = spawn(model, {
            let held = Arc::clone(&held);
            async move { held }
        });
        let joiner = thread::spawn(move || drop(handle));
        run(model);
        joiner.join().unwrap();
        assert_eq!(Arc::strong_count(&held), 1);
    });
}

/// A joiner that is not woken is a deadlock here, which loom reports.
#[test]
fn a_joiner_is_woken() {
    check(|model| {
        let handle = spawn(model, async { 7 });
        let worker = {
            let model = Arc::clone(model);
            thread::spawn(move || run(&model))
        };
        assert_eq!(block_on(handle).unwrap(), 7);
        worker.join().unwrap();
    });
}

/// The last waker goes while the task completes: one of the two frees it.
#[test]
fn the_last_reference_frees_the_task() {
    check(|model| {
        let signal = Arc::new(Signal::default());
        drop(spawn(model, Signal::wait(Arc::clone(&signal))));
        run(model);
        signal.set.store(1, Relaxed);
        let waker = lock(&signal.waker).take().unwrap();
        let other = waker.clone();
        let dropper = thread::spawn(move || drop(other));
        waker.wake();
        run(model);
        drop(lock(&signal.waker).take());
        dropper.join().unwrap();
    });
}

/// The runtime shuts down while somebody wakes a task: the future is dropped once, and nothing
/// is left.
#[test]
fn a_shutdown_drops_what_is_woken_meanwhile() {
    check(|model| {
        let signal = Arc::new(Signal::default());
        let handle = spawn(model, Signal::wait(Arc::clone(&signal)));
        run(model);
        let waker = lock(&signal.waker).take().unwrap();
        let other = thread::spawn(move || waker.wake());
        model.tasks.close();
        other.join().unwrap();
        let queued = std::mem::take(&mut *lock(&model.queue));
        drop(queued);
        assert!(block_on(handle).unwrap_err().is_cancelled());
        assert_eq!(Arc::strong_count(&signal), 1);
    });
}

/// The same while a worker is still running tasks.
#[test]
fn a_shutdown_ends_what_runs_meanwhile() {
    check(|model| {
        let signal = Arc::new(Signal::default());
        let handle = spawn(model, Signal::wait(Arc::clone(&signal)));
        let worker = {
            let model = Arc::clone(model);
            thread::spawn(move || run(&model))
        };
        model.tasks.close();
        worker.join().unwrap();
        assert!(block_on(handle).unwrap_err().is_cancelled());
        drop(lock(&signal.waker).take());
        assert_eq!(Arc::strong_count(&signal), 1);
    });
}
