//! A timer that is set when a worker already sleeps in the driver.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use runtime::Builder;
use runtime::time::sleep;

fn main() {
    let (done, ended) = mpsc::channel();
    thread::spawn(move || {
        let runtime = Builder::new().worker_threads(1).build().unwrap();
        // By then the worker has nothing to do, and waits.
        thread::sleep(Duration::from_secs(1));
        println!("sleep for 10 ms");
        runtime.block_on(async { sleep(Duration::from_millis(10)).await });
        done.send(())
    });
    match ended.recv_timeout(Duration::from_secs(3)) {
        Ok(()) => println!("slept"),
        Err(_) => println!("two seconds later, it still sleeps"),
    }
}
