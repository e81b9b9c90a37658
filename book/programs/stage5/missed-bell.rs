//? show: receive
use std::sync::{Arc, Barrier, mpsc};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use parking_lot::Mutex;

/// Looks first and leaves the handle afterwards: the wrong way round.
fn receive(queue: &mpsc::Receiver<u32>, sleeper: &Mutex<Option<Thread>>, now: &Barrier) {
    assert!(queue.try_recv().is_err(), "nothing is there yet");
    now.wait(); // Somebody sends a value, and finds no handle to wake.
    now.wait();
    *sleeper.lock() = Some(thread::current());
    let asleep = Instant::now();
    thread::park_timeout(Duration::from_secs(1));
    let slept = asleep.elapsed() >= Duration::from_secs(1);
    println!("woken: {}, and in the queue: {:?}", !slept, queue.try_recv());
}

fn main() {
    let (sender, queue) = mpsc::channel();
    let sleeper = Arc::new(Mutex::new(None::<Thread>));
    let now = Arc::new(Barrier::new(2));
    let receiver = {
        let (sleeper, now) = (Arc::clone(&sleeper), Arc::clone(&now));
        thread::spawn(move || receive(&queue, &sleeper, &now))
    };
    now.wait();
    sender.send(1).unwrap();
    if let Some(sleeper) = sleeper.lock().take() {
        sleeper.unpark();
    }
    now.wait();
    receiver.join().unwrap();
}
