//! Starts one task after the other from outside, each when the one before is
//! done: just then, the only worker is about to sleep.

use std::hint::spin_loop;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::{Duration, Instant};

use runtime::Builder;

fn main() {
    let runtime = Builder::new().worker_threads(1).build().unwrap();
    let done = Arc::new(AtomicUsize::new(0));
    for started in 1..=200_000 {
        let counter = Arc::clone(&done);
        runtime.spawn(async move { counter.store(started, SeqCst) });
        let start = Instant::now();
        while done.load(SeqCst) < started {
            if start.elapsed() > Duration::from_secs(5) {
                println!("a task waits, and the worker sleeps");
                return;
            }
        }
        // The next one comes a little later each time.
        for _ in 0..started % 64 {
            spin_loop();
        }
    }
    println!("200000 tasks have run");
}
