//! A task from outside, which comes while the only worker is about to sleep.

use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use runtime::Builder;

fn main() {
    let runtime = Builder::new().worker_threads(1).build().unwrap();
    let (done, ended) = channel();
    for _ in 0..10 {
        // The worker has looked, and found nothing.
        thread::sleep(Duration::from_millis(150));
        let done = done.clone();
        runtime.spawn(async move { done.send(()).unwrap() });
        if ended.recv_timeout(Duration::from_secs(3)).is_err() {
            println!("a task waits, and the worker sleeps");
            return;
        }
    }
    println!("ten tasks have run");
}
