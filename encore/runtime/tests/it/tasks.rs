//! Joining, detaching, aborting, panicking.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, mpsc};
use std::task::{Context, Poll};

use crate::common::{Census, Stuck, run};
use runtime::{JoinError, spawn, yield_now};

/// Panics when dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("dropped");
    }
}

/// Panics when dropped, with something that does so too.
struct ClusterBomb;

impl Drop for ClusterBomb {
    fn drop(&mut self) {
        std::panic::panic_any(Bomb);
    }
}

#[test]
fn a_task_returns_its_output() {
    run(2, async {
        let handle = spawn(async {
            yield_now().await;
            String::from("done")
        });
        assert_eq!(handle.await.unwrap(), "done");
    });
}

#[test]
fn a_task_can_be_large_and_need_not_be_sync() {
    run(1, async {
        // Not Sync, and with a buffer larger than a page.
        let (large, cell) = ([1_u8; 9_999], std::cell::Cell::new(1));
        let sum = spawn(async move {
            yield_now().await;
            cell.get() + large.iter().map(|&byte| u32::from(byte)).sum::<u32>()
        });
        assert_eq!(sum.await.unwrap(), 10_000);
    });
}

#[test]
fn a_finished_task_says_so_before_it_is_joined() {
    run(1, async {
        let handle = spawn(async { 1 });
        while !handle.is_finished() {
            yield_now().await;
        }
        handle.abort();
        assert_eq!(handle.await.unwrap(), 1, "an abort that comes too late changes nothing");
    });
}

#[test]
fn a_task_whose_handle_is_dropped_runs_on() {
    run(1, async {
        let (sender, receiver) = mpsc::channel();
        drop(spawn(async move {
            yield_now().await;
            sender.send(7).unwrap();
        }));
        let receive = move || receiver.recv().unwrap();
        assert_eq!(std::thread::spawn(receive).join().unwrap(), 7);
    });
}

#[test]
fn an_aborted_task_is_dropped_where_it_waits() {
    run(2, async {
        let (census, stuck) = (Census::default(), Stuck::default());
        let (token, waiting) = (census.token(), stuck.clone());
        let handle = spawn(async move {
            waiting.await;
            drop(token);
        });
        stuck.polled().await;
        handle.abort();
        assert!(handle.await.unwrap_err().is_cancelled());
        assert_eq!(census.living(), 0);
    });
}

#[test]
fn an_abort_takes_effect_at_the_next_await() {
    run(2, async {
        let (started, go) = (mpsc::channel(), mpsc::channel::<()>());
        let reached = Arc::new([AtomicBool::new(false), AtomicBool::new(false)]);
        let handle = spawn({
            let reached = Arc::clone(&reached);
            async move {
                started.0.send(()).unwrap();
                go.1.recv().unwrap();
                reached[0].store(true, SeqCst);
                yield_now().await;
                reached[1].store(true, SeqCst);
            }
        });
        started.1.recv().unwrap();
        handle.abort();
        go.0.send(()).unwrap();
        assert!(handle.await.unwrap_err().is_cancelled());
        assert!(reached[0].load(SeqCst), "code between two awaits is not interrupted");
        assert!(!reached[1].load(SeqCst), "nothing runs after that");
    });
}

#[test]
fn a_task_can_abort_itself() {
    run(1, async {
        let (sender, receiver) = mpsc::channel::<runtime::AbortHandle>();
        let handle = spawn(async move {
            receiver.recv().unwrap().abort();
            // Nothing would ever wake it again.
            std::future::pending::<()>().await;
        });
        sender.send(handle.abort_handle()).unwrap();
        assert!(handle.await.unwrap_err().is_cancelled());
    });
}

#[test]
fn abort_on_drop_takes_the_task_along() {
    run(2, async {
        let (census, stuck) = (Census::default(), Stuck::default());
        let (token, waiting) = (census.token(), stuck.clone());
        let handle = spawn(async move {
            waiting.await;
            drop(token);
        })
        .abort_on_drop();
        stuck.polled().await;
        drop(handle);
        while census.living() > 0 {
            yield_now().await;
        }
    });
}

#[test]
fn a_panic_reaches_the_joiner_and_nobody_else() {
    run(1, async {
        let error = spawn(async {
            yield_now().await;
            panic!("at {}", std::hint::black_box(7));
        })
        .await
        .map(|(): ()| ())
        .unwrap_err();
        assert!(error.is_panic() && !error.is_cancelled());
        assert_eq!(error.to_string(), "task panicked: at 7");
        assert_eq!(error.into_panic().downcast_ref::<String>().unwrap(), "at 7");
        // The only worker has survived.
        assert_eq!(spawn(async { 1 }).await.unwrap(), 1);
    });
}

#[test]
fn a_join_error_crosses_threads() {
    fn crosses<T: Send + Sync + std::error::Error>() {}
    crosses::<JoinError>();
}

#[test]
fn panicking_destructors_do_not_hurt_the_worker() {
    run(1, async {
        let in_future = spawn(async {
            let _bomb = Bomb;
            yield_now().await;
        });
        assert!(in_future.await.unwrap_err().is_panic());
        let aborted = spawn(async {
            let _bomb = Bomb;
            std::future::pending::<()>().await;
        });
        yield_now().await;
        aborted.abort();
        assert!(aborted.await.is_err());
        let finished = spawn(async { Bomb });
        while !finished.is_finished() {
            yield_now().await;
        }
        drop(finished);
        drop(spawn(async { Bomb }));
        for _ in 0..3 {
            assert_eq!(spawn(async { 1 }).await.unwrap(), 1);
        }
    });
}

#[test]
fn destructors_that_panic_twice_do_not_hurt_the_worker_either() {
    /// Ends at once. Its destructor panics, and so does that of its output.
    struct Ends(ClusterBomb);

    impl Future for Ends {
        type Output = ClusterBomb;

        fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<ClusterBomb> {
            Poll::Ready(ClusterBomb)
        }
    }

    /// Panics with one bomb, and is another one.
    struct Panics(ClusterBomb);

    impl Future for Panics {
        type Output = ();

        fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
            std::panic::panic_any("at first");
        }
    }

    run(1, async {
        drop(spawn(async { ClusterBomb }));
        assert_eq!(spawn(async { 1 }).await.unwrap(), 1);
        let error = spawn(Ends(ClusterBomb)).await.map(std::mem::forget).unwrap_err();
        std::mem::forget(error.into_panic());
        assert_eq!(spawn(async { 2 }).await.unwrap(), 2);
        let error = spawn(Panics(ClusterBomb)).await.unwrap_err();
        assert_eq!(error.into_panic().downcast_ref(), Some(&"at first"));
        assert_eq!(spawn(async { 3 }).await.unwrap(), 3);
    });
}
