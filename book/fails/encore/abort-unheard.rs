//! Whether a task that waits hears that it was aborted.

use std::future::pending;
use std::sync::mpsc;
use std::time::Duration;

use runtime::Runtime;
use runtime::time::{sleep, timeout};

fn main() {
    Runtime::new().unwrap().block_on(async {
        let (alive, dropped) = mpsc::channel::<()>();
        let task = runtime::spawn(async move {
            alive.send(()).unwrap();
            pending::<()>().await;
        });
        dropped.recv().unwrap();
        sleep(Duration::from_millis(500)).await;
        task.abort();
        match timeout(Duration::from_secs(1), task).await {
            Ok(result) => println!("joined: {result:?}"),
            Err(_) => println!("a second later, nobody has ended it"),
        }
        let lives = dropped.try_recv() == Err(mpsc::TryRecvError::Empty);
        println!("its future is {}", if lives { "still there" } else { "dropped" });
    });
}
