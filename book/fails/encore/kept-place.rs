//! Two senders wait for a place, and the first gives up when it has got it.

use std::time::Duration;

use runtime::sync::mpsc;
use runtime::time::timeout;
use runtime::{Builder, spawn, yield_now};

fn main() {
    let runtime = Builder::new().worker_threads(1).build().unwrap();
    let both = runtime.spawn(async {
        let (sender, mut receiver) = mpsc::channel(1);
        sender.try_send("zero").unwrap();
        let (first, second) = (sender.clone(), sender);
        let gives_up = spawn(async move { first.send("first").await.is_ok() });
        yield_now().await;
        let waits = spawn(async move { second.send("second").await.is_ok() });
        yield_now().await;
        // Now both wait in line.
        println!("received: {:?}", receiver.recv().await);
        gives_up.abort();
        println!("the first has sent: {:?}", gives_up.await.is_ok());
        match timeout(Duration::from_secs(2), waits).await {
            Ok(sent) => println!("the second has sent: {:?}", sent.unwrap()),
            Err(_) => println!("the second waits for a free place"),
        }
        println!("in the channel: {:?}", receiver.try_recv());
    });
    runtime.block_on(both).unwrap();
}
