//! Nobody waits for ever because others find a channel full, a lock free or a timer far.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::Duration;

use crate::common::run;
use runtime::spawn;
use runtime::sync::{Mutex, mpsc};
use runtime::time::timeout;

/// Another task, on the only worker, ends a loop that never has to wait.
fn ends_by_another_task<F>(forever: impl FnOnce(Arc<AtomicBool>) -> F + Send + 'static)
where
    F: Future<Output = ()> + Send + 'static,
{
    run(1, async {
        let stop = Arc::new(AtomicBool::new(false));
        let looping = spawn(forever(Arc::clone(&stop)));
        spawn(async move { stop.store(true, SeqCst) }).await.expect("it ends");
        looping.await.expect("it ends");
    });
}

#[test]
fn a_channel_that_always_has_a_value_lets_others_run() {
    ends_by_another_task(|stop| async move {
        let (sender, mut receiver) = mpsc::channel(1);
        sender.try_send(()).unwrap();
        while !stop.load(SeqCst) {
            receiver.recv().await.unwrap();
            sender.try_send(()).unwrap();
        }
    });
    ends_by_another_task(|stop| async move {
        let (sender, mut receiver) = mpsc::unbounded_channel();
        sender.send(()).unwrap();
        while !stop.load(SeqCst) {
            assert_eq!(receiver.recv_many(&mut Vec::new(), 2).await, 1);
            sender.send(()).unwrap();
        }
    });
}

#[test]
fn a_channel_that_always_has_a_place_lets_others_run() {
    ends_by_another_task(|stop| async move {
        let (sender, mut receiver) = mpsc::channel(1);
        while !stop.load(SeqCst) {
            sender.send(()).await.unwrap();
            receiver.try_recv().unwrap();
        }
    });
    ends_by_another_task(|stop| async move {
        let (sender, _receiver) = mpsc::channel::<()>(1);
        while !stop.load(SeqCst) {
            drop(sender.reserve().await.unwrap());
        }
    });
}

#[test]
fn a_lock_that_is_always_free_lets_others_run() {
    ends_by_another_task(|stop| async move {
        let mutex = Mutex::new(());
        while !stop.load(SeqCst) {
            drop(mutex.lock().await);
        }
    });
}

/// Whichever branch is looked at first: a budget that is spent is spent for both.
#[test]
fn a_select_over_two_full_channels_lets_others_run() {
    ends_by_another_task(|stop| async move {
        let (one, mut ones) = mpsc::channel(1);
        let (two, mut twos) = mpsc::channel(1);
        one.try_send(()).unwrap();
        two.try_send(()).unwrap();
        while !stop.load(SeqCst) {
            runtime::select! {
                _ = ones.recv() => one.try_send(()).unwrap(),
                _ = twos.recv() => two.try_send(()).unwrap(),
            }
        }
    });
}

#[test]
fn a_future_that_never_waits_runs_out_of_time() {
    run(1, async {
        let (sender, mut receiver) = mpsc::channel(1);
        sender.try_send(()).unwrap();
        let forever = async {
            while receiver.recv().await.is_some() {
                sender.try_send(()).unwrap();
            }
        };
        assert!(timeout(Duration::from_millis(5), forever).await.is_err());
    });
}

#[test]
fn timeouts_that_are_always_over_let_others_run() {
    ends_by_another_task(|stop| async move {
        while !stop.load(SeqCst) {
            assert!(timeout(Duration::ZERO, std::future::pending::<()>()).await.is_err());
        }
    });
}
