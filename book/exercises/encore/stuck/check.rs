//! A task blocks its worker until another task, which it has spawned, answers.

use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use runtime::time::sleep;
use runtime::{Builder, spawn};

/// Whether the two tasks have met.
fn meet() -> bool {
    let runtime = Builder::new().worker_threads(2).build().unwrap();
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
    let (done, ended) = channel();
    thread::spawn(move || done.send(meet()));
    // If both workers sleep before the first task is spawned, nobody may ever run that one either.
    let have_met = ended.recv_timeout(Duration::from_secs(20)) == Ok(true);
    assert!(have_met, "a task was spawned, and a worker slept, and they did not meet");
}
