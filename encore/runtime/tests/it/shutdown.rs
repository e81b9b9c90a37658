//! The end of a runtime, and what it must not be asked.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use crate::common::{Census, Stuck, must_end, runtime};
use runtime::{Runtime, spawn};

/// Spawns when dropped, which may be while the runtime goes.
struct Spawns(Census);

impl Drop for Spawns {
    fn drop(&mut self) {
        let token = self.0.token();
        drop(spawn(async move { drop(token) }));
    }
}

#[test]
fn dropping_the_runtime_drops_every_future() {
    must_end(|| {
        let (census, stuck) = (Census::default(), Stuck::default());
        let runtime = runtime(2);
        let handles: Vec<_> = (0..100)
            .map(|_| {
                let (token, stuck) = (census.token(), stuck.clone());
                runtime.spawn(async move {
                    stuck.await;
                    drop(token);
                })
            })
            .collect();
        runtime.block_on(stuck.polled());
        assert_eq!(census.living(), 100);
        drop(runtime);
        assert_eq!(census.living(), 0);
        for handle in handles {
            assert!(runtime::block_on(handle).unwrap_err().is_cancelled());
        }
        // A waker that is left over is harmless.
        stuck.waker().take().unwrap().wake();
    });
}

#[test]
fn what_is_spawned_too_late_is_cancelled() {
    must_end(|| {
        let census = Census::default();
        let runtime = runtime(1);
        let handle = runtime.handle().clone();
        let spawns = Spawns(census.clone());
        drop(runtime.spawn(async move {
            std::future::pending::<()>().await;
            drop(spawns);
        }));
        drop(runtime);
        let late = handle.spawn(async { 1 });
        assert!(runtime::block_on(late).unwrap_err().is_cancelled());
        assert_eq!(census.living(), 0);
    });
}

#[test]
fn a_task_cannot_block_its_worker_or_drop_its_runtime() {
    must_end(|| {
        let runtime = Arc::new(runtime(1));
        let inner = Arc::clone(&runtime);
        let blocked = runtime.spawn(async move {
            let blocked = catch_unwind(AssertUnwindSafe(|| inner.block_on(async {})));
            drop(inner);
            blocked.is_err()
        });
        assert!(runtime.block_on(blocked).unwrap());
        // Only the task has it now.
        let runtime = Arc::into_inner(runtime).unwrap();
        let handle = runtime.handle().clone();
        let (sender, receiver) = mpsc::channel::<Runtime>();
        let dropper = handle.spawn(async move { drop(receiver.recv().unwrap()) });
        sender.send(runtime).unwrap();
        let error = runtime::block_on(dropper).unwrap_err();
        assert!(error.to_string().contains("cannot be dropped by one of its tasks"), "{error}");
    });
}

#[test]
fn one_runtime_can_wait_for_another() {
    must_end(|| {
        let (one, other) = (runtime(1), runtime(1));
        let slow = other.spawn(async {
            runtime::time::sleep(Duration::from_millis(1)).await;
            5
        });
        let joined = one.spawn(async move { slow.await.unwrap() + 1 });
        assert_eq!(one.block_on(joined).unwrap(), 6);
    });
}
