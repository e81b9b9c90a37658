//! Tasks that run in their order, and one that runs although its worker is blocked.

use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use runtime::time::sleep;
use runtime::{Builder, spawn};

/// In which order a single worker runs three tasks that were spawned by another one.
fn order(builder: &mut Builder) -> String {
    let runtime = builder.worker_threads(1).build().unwrap();
    let tasks = runtime.spawn(async {
        let order = Arc::<Mutex<String>>::default();
        let tasks = ['a', 'b', 'c'].map(|name| {
            let order = Arc::clone(&order);
            spawn(async move { order.lock().unwrap().push(name) })
        });
        for task in tasks {
            task.await.unwrap();
        }
        order.lock().unwrap().clone()
    });
    runtime.block_on(tasks).unwrap()
}

/// Whether a task that blocks its worker and another, which it has spawned, have met.
fn meet() -> bool {
    let runtime = Builder::new().worker_threads(2).disable_lifo_slot().build().unwrap();
    let asking = runtime.spawn(async {
        // Time for the other worker to fall asleep.
        sleep(Duration::from_secs(1)).await;
        let (answer, question) = channel();
        // Nobody listens if it comes too late.
        spawn(async move { answer.send("here I am").is_ok() });
        question.recv_timeout(Duration::from_secs(5)).is_ok()
    });
    runtime.block_on(asking).unwrap()
}

fn main() {
    assert_eq!(order(&mut Builder::new()), "cab", "with the slot");
    assert_eq!(order(Builder::new().disable_lifo_slot()), "abc", "without it");
    let (done, ended) = channel();
    thread::spawn(move || done.send(meet()));
    let have_met = ended.recv_timeout(Duration::from_secs(20)) == Ok(true);
    assert!(have_met, "a task waits on a blocked worker, and the other worker sleeps");
}
