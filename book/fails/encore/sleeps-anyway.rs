//! Whether a wake-up that comes in the middle of a poll is still there afterwards.

use std::future::poll_fn;
use std::sync::mpsc;
use std::task::Poll;
use std::thread;
use std::time::Duration;

fn main() {
    let (done, ended) = mpsc::channel();
    thread::spawn(move || {
        let mut polls = 0;
        runtime::block_on(poll_fn(|context| {
            polls += 1;
            println!("poll {polls}");
            if polls == 3 {
                return Poll::Ready(());
            }
            context.waker().wake_by_ref();
            Poll::Pending
        }));
        done.send(())
    });
    match ended.recv_timeout(Duration::from_secs(2)) {
        Ok(()) => println!("ready"),
        Err(_) => println!("the thread sleeps, and nobody will wake it again"),
    }
}
