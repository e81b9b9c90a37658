//! Turns that are taken, waited for, given up and passed on.

use loom::sync::Arc;
use loom::thread;

use super::{block_on, model_of_three, poll_and_drop};
use crate::sync::Mutex;

/// Loom sees it if two had the value at once, or if one did not see what the other had written.
#[test]
fn one_at_a_time() {
    model_of_three(|| {
        let mutex = Arc::new(Mutex::new(0));
        let threads = [(); 2].map(|()| {
            let mutex = Arc::clone(&mutex);
            thread::spawn(move || *block_on(mutex.lock()) += 1)
        });
        for thread in threads {
            thread.join().unwrap();
        }
        assert_eq!(*mutex.try_lock().unwrap(), 2);
    });
}

#[test]
fn who_waits_is_woken() {
    loom::model(|| {
        let mutex = Arc::new(Mutex::new(0));
        let guard = mutex.try_lock().unwrap();
        let thread = {
            let mutex = Arc::clone(&mutex);
            thread::spawn(move || *block_on(mutex.lock()) += 1)
        };
        drop(guard);
        thread.join().unwrap();
        assert_eq!(*mutex.try_lock().unwrap(), 1);
    });
}

#[test]
fn who_gives_up_passes_the_turn_on() {
    model_of_three(|| {
        let mutex = Arc::new(Mutex::new(()));
        let guard = mutex.try_lock().unwrap();
        let (gives_up, waits) = (Arc::clone(&mutex), Arc::clone(&mutex));
        let threads = [
            thread::spawn(move || drop(poll_and_drop(gives_up.lock()))),
            thread::spawn(move || drop(block_on(waits.lock()))),
        ];
        drop(guard);
        for thread in threads {
            thread.join().unwrap();
        }
        assert!(mutex.try_lock().is_ok());
    });
}
