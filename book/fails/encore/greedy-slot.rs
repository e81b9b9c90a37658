//! Two tasks that answer each other, and a third.

use std::sync::mpsc::channel as std_channel;
use std::time::Duration;

use runtime::sync::mpsc;
use runtime::{Builder, spawn};

fn main() {
    let runtime = Builder::new().worker_threads(1).build().unwrap();
    let (done, ended) = std_channel();
    runtime.spawn(async move {
        let (ping, mut pings) = mpsc::channel(1);
        let (pong, mut pongs) = mpsc::channel(1);
        spawn(async move {
            while let Some(ball) = pings.recv().await {
                pong.send(ball).await.unwrap();
            }
        });
        for ball in 0_u64.. {
            if ball == 10 {
                let done = done.clone();
                spawn(async move { done.send(()).unwrap() });
            }
            ping.send(ball).await.unwrap();
            pongs.recv().await.unwrap();
        }
    });
    match ended.recv_timeout(Duration::from_secs(2)) {
        Ok(()) => println!("the third task has run"),
        Err(_) => println!("the third task has not run in two seconds"),
    }
}
