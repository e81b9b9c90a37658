//! The lock that tasks wait for.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::thread;

use runtime::sync::{Mutex, MutexGuard, TryLockError};

use crate::support::{Task, after_polls, block_on};

#[test]
fn a_guard_uses_the_value_and_excludes_others() {
    let mutex = Mutex::new(1);
    let mut guard = block_on(mutex.lock());
    *guard += 1;
    assert_eq!(mutex.try_lock().err(), Some(TryLockError));
    assert_eq!(format!("{mutex:?}"), "Mutex(<locked>)");
    drop(guard);
    assert_eq!(*mutex.try_lock().unwrap(), 2);
    assert_eq!(format!("{mutex:?}"), "Mutex(2)");
}

#[test]
fn the_lock_goes_to_whoever_has_waited_longest() {
    let mutex = Mutex::new(());
    let guard = block_on(mutex.lock());
    let (first, second) = (Task::new(), Task::new());
    let (mut one, mut two) = (pin!(mutex.lock()), pin!(mutex.lock()));
    assert!(first.poll(&mut one).is_pending());
    assert!(second.poll(&mut two).is_pending());
    drop(guard);
    assert_eq!((first.wakes(), second.wakes()), (1, 0));
    // It is the first one's already, though that task has not run yet.
    assert!(mutex.try_lock().is_err());
    assert!(second.poll(&mut two).is_pending());
    let Poll::Ready(guard) = first.poll(&mut one) else { panic!("it is its turn") };
    drop(guard);
    assert_eq!(second.wakes(), 1);
    assert!(second.poll(&mut two).is_ready());
}

#[test]
fn a_dropped_lock_leaves_the_line() {
    let mutex = Mutex::new(());
    let guard = block_on(mutex.lock());
    let (first, second) = (Task::new(), Task::new());
    let mut two = pin!(mutex.lock());
    {
        let mut one = pin!(mutex.lock());
        assert!(first.poll(&mut one).is_pending());
        assert!(second.poll(&mut two).is_pending());
    }
    assert_eq!(first.wakers_elsewhere(), 0);
    drop(guard);
    assert_eq!((first.wakes(), second.wakes()), (0, 1));
    assert!(second.poll(&mut two).is_ready());
}

#[test]
fn a_dropped_lock_passes_its_turn_on() {
    let mutex = Mutex::new(());
    let guard = block_on(mutex.lock());
    let (first, second) = (Task::new(), Task::new());
    {
        let mut two = pin!(mutex.lock());
        {
            let mut one = pin!(mutex.lock());
            assert!(first.poll(&mut one).is_pending());
            assert!(second.poll(&mut two).is_pending());
            drop(guard);
            assert_eq!((first.wakes(), second.wakes()), (1, 0));
        }
        assert_eq!(second.wakes(), 1);
    }
    // The second was dropped in its turn as well, and nobody was left.
    assert!(mutex.try_lock().is_ok());
}

#[test]
fn a_panic_with_the_guard_unlocks() {
    let mutex = Mutex::new(1);
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        let mut guard = block_on(mutex.lock());
        *guard = 2;
        panic!("on purpose");
    }));
    assert!(panicked.is_err());
    assert_eq!(*mutex.try_lock().unwrap(), 2);
}

#[test]
fn threads_that_hold_it_across_awaits_lose_no_update() {
    const THREADS: usize = 4;
    const EACH: usize = 500;
    let mutex = Arc::new(Mutex::new(0));
    let threads: Vec<_> = (0..THREADS)
        .map(|_| {
            let mutex = Arc::clone(&mutex);
            thread::spawn(move || {
                for _ in 0..EACH {
                    block_on(async {
                        let mut guard = mutex.lock().await;
                        let before = *guard;
                        after_polls(2).await;
                        *guard = before + 1;
                    });
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(*block_on(mutex.lock()), THREADS * EACH);
}

/// The compiler's view of what may go to another thread.
#[test]
fn guards_go_where_references_to_the_value_may_go() {
    fn is_send<T: Send>() {}
    fn is_sync<T: Sync>() {}
    is_send::<Mutex<std::cell::Cell<u8>>>();
    is_sync::<Mutex<std::cell::Cell<u8>>>();
    is_send::<MutexGuard<'static, std::cell::Cell<u8>>>();
    is_sync::<MutexGuard<'static, u8>>();
}
