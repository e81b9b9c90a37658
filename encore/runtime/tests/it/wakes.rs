//! No wake-up is lost, however they come.

use std::future::poll_fn;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed, Ordering::SeqCst};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::{Duration, Instant};

use crate::common::{must_end, run, runtime};
use runtime::time::{sleep, sleep_until};
use runtime::{spawn, yield_now};

/// A counter that can be waited for.
#[derive(Default)]
struct Counter {
    count: AtomicUsize,
    waker: Mutex<Option<Waker>>,
}

impl Counter {
    fn waker(&self) -> MutexGuard<'_, Option<Waker>> {
        self.waker.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn raise(&self) {
        self.count.fetch_add(1, SeqCst);
        let waker = self.waker().take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    async fn reaches(&self, goal: usize) {
        poll_fn(|context| {
            *self.waker() = Some(context.waker().clone());
            if self.count.load(SeqCst) >= goal { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
}

const STEPS: usize = 5_000;

/// The task's side: waits for each step of the thread, and answers it.
async fn answer(to_task: Arc<Counter>, to_thread: Arc<Counter>) {
    for step in 1..=STEPS {
        to_task.reaches(step).await;
        to_thread.raise();
    }
}

/// Each step of one side lets the other one sleep, so each wake-up meets a thread that is about to
/// park, parks, or has just woken.
#[test]
fn a_thread_and_a_task_can_wake_each_other_many_times() {
    for workers in [1, 2, 4] {
        must_end(move || {
            let (to_task, to_thread) = (Arc::new(Counter::default()), Arc::new(Counter::default()));
            let runtime = runtime(workers);
            let task = runtime.spawn(answer(Arc::clone(&to_task), Arc::clone(&to_thread)));
            for step in 1..=STEPS {
                to_task.raise();
                runtime::block_on(to_thread.reaches(step));
            }
            runtime.block_on(task).unwrap();
        });
    }
}

/// Many threads wake the same few tasks all the time.
#[test]
fn a_storm_of_wakes_runs_each_task_as_often_as_needed() {
    must_end(|| {
        const THREADS: usize = 4;
        const WAKES: usize = 20_000;
        let counters: Arc<Vec<Counter>> = Arc::new((0..8).map(|_| Counter::default()).collect());
        let runtime = runtime(2);
        let tasks: Vec<_> = (0..counters.len())
            .map(|index| {
                let counters = Arc::clone(&counters);
                runtime.spawn(async move { counters[index].reaches(THREADS * WAKES).await })
            })
            .collect();
        let threads: Vec<_> = (0..THREADS)
            .map(|_| {
                let counters = Arc::clone(&counters);
                thread::spawn(move || {
                    for _ in 0..WAKES {
                        counters.iter().for_each(Counter::raise);
                    }
                })
            })
            .collect();
        for thread in threads {
            thread.join().unwrap();
        }
        runtime.block_on(async {
            for task in tasks {
                task.await.unwrap();
            }
        });
    });
}

/// Bursts of tasks with pauses between, so that workers fall asleep and are woken again.
#[test]
fn bursts_from_outside_find_sleeping_workers() {
    must_end(|| {
        let runtime = runtime(3);
        for burst in 0..300 {
            let tasks: Vec<_> = (0..=(burst % 7)).map(|_| runtime.spawn(yield_now())).collect();
            runtime.block_on(async {
                for task in tasks {
                    task.await.unwrap();
                }
            });
            if burst % 10 == 0 {
                thread::sleep(Duration::from_millis(1));
            }
        }
    });
}

/// Tasks spawn tasks, on workers that steal from each other.
#[test]
fn a_tree_of_tasks_ends() {
    fn grow(
        depth: u32,
        leaves: Arc<AtomicUsize>,
    ) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(async move {
            if depth == 0 {
                leaves.fetch_add(1, Relaxed);
                return;
            }
            let children: Vec<_> =
                (0..4).map(|_| spawn(grow(depth - 1, Arc::clone(&leaves)))).collect();
            for child in children {
                child.await.unwrap();
            }
        })
    }
    run(4, async {
        let leaves = Arc::new(AtomicUsize::new(0));
        grow(7, Arc::clone(&leaves)).await;
        assert_eq!(leaves.load(SeqCst), 4_usize.pow(7));
    });
}

#[test]
fn block_on_works_within_block_on_and_without_a_runtime() {
    must_end(|| {
        let counter = Arc::new(Counter::default());
        let raiser = Arc::clone(&counter);
        let thread = thread::spawn(move || {
            for _ in 0..10 {
                raiser.raise();
            }
        });
        runtime::block_on(async {
            runtime::block_on(counter.reaches(5));
            counter.reaches(10).await;
        });
        thread.join().unwrap();
    });
}

#[test]
fn a_timer_that_is_set_from_outside_wakes_a_sleeping_driver() {
    must_end(|| {
        let runtime = runtime(1);
        // The worker sleeps in the driver, with nothing to wait for, or for much too long.
        for _ in 0..20 {
            runtime.block_on(async {
                let long = spawn(sleep(Duration::from_hours(1))).abort_on_drop();
                sleep(Duration::from_millis(2)).await;
                drop(long);
            });
        }
    });
}

/// A waker of somebody else's, with a fault.
struct Faulty;

impl Wake for Faulty {
    fn wake(self: Arc<Self>) {
        panic!("a faulty waker");
    }
}

#[test]
fn a_waker_that_panics_does_not_keep_others_from_waking() {
    run(1, async {
        let deadline = Instant::now() + Duration::from_millis(2);
        let mut faulty: Vec<_> = (0..10).map(|_| Box::pin(sleep_until(deadline))).collect();
        let waker = Waker::from(Arc::new(Faulty));
        for sleep in &mut faulty {
            assert!(sleep.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
        }
        sleep_until(deadline).await;
        spawn(sleep(Duration::from_millis(1))).await.unwrap();
    });
}
