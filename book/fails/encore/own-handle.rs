//! A task that waits for its own end, and what is left of it.

use std::fs;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use runtime::sync::oneshot;
use runtime::{JoinHandle, Runtime};

fn open_files() -> usize {
    fs::read_dir("/proc/self/fd").unwrap().count()
}

fn main() {
    let before = open_files();
    let runtime = Runtime::new().unwrap();
    let (give, given) = oneshot::channel::<JoinHandle<()>>();
    let (begin, begun) = mpsc::channel();
    let handle = runtime.spawn(async move {
        let myself = given.await.unwrap();
        begin.send(()).unwrap();
        // It never comes to this.
        println!("ended: {}", myself.await.is_ok());
    });
    give.send(handle).unwrap();
    begun.recv().unwrap();
    thread::sleep(Duration::from_millis(500));
    drop(runtime);
    println!("the runtime is gone, and has left {} files open", open_files() - before);
}
