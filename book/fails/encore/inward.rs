//! A task that always wakes itself, a timer, and a task from outside.

use std::future::poll_fn;
use std::sync::mpsc::{Receiver, channel};
use std::task::Poll;
use std::time::Duration;

use runtime::time::sleep;
use runtime::{Builder, spawn};

fn main() {
    let runtime = Builder::new().worker_threads(1).build().unwrap();
    let (started, starting) = channel();
    let (rang, ringing) = channel();
    runtime.spawn(async move {
        spawn(async move {
            sleep(Duration::from_millis(10)).await;
            rang.send(()).unwrap();
        });
        started.send(()).unwrap();
        // yield_now would be more polite: it lets the worker look outside first.
        poll_fn::<(), _>(|context| {
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
    });
    starting.recv().unwrap();
    let (ran, running) = channel();
    runtime.spawn(async move { ran.send(()).unwrap() });
    println!("the timer of 10 ms: {}", outcome(&ringing));
    println!("a task from outside: {}", outcome(&running));
}

fn outcome(of: &Receiver<()>) -> &'static str {
    match of.recv_timeout(Duration::from_secs(2)) {
        Ok(()) => "done",
        Err(_) => "not within two seconds",
    }
}
