//? show: main, work
use std::sync::{Arc, Barrier, mpsc};
use std::thread;
use std::time::Duration;

use parking_lot::Mutex;

/// Locks one thing, and then the other while it has the first.
fn work(first: &Mutex<u32>, second: &Mutex<u32>, both_have_one: &Barrier) {
    let mut first = first.lock();
    both_have_one.wait();
    let mut second = second.lock();
    *first += 1;
    *second += 1;
}

fn main() {
    let locks = Arc::new([Mutex::new(0), Mutex::new(0)]);
    let both_have_one = Arc::new(Barrier::new(2));
    let (done, finished) = mpsc::channel();
    for (first, second) in [(0, 1), (1, 0)] {
        let (locks, both_have_one, done) = (locks.clone(), both_have_one.clone(), done.clone());
        thread::spawn(move || {
            work(&locks[first], &locks[second], &both_have_one);
            done.send(())
        });
    }
    match finished.recv_timeout(Duration::from_millis(500)) {
        Ok(()) => println!("one of them has finished"),
        Err(_) => println!("after half a second neither has finished"),
    }
    for (name, lock) in ["filters", "chat"].iter().zip(locks.iter()) {
        println!("{name}: {}", if lock.is_locked() { "locked" } else { "free" });
    }
}
