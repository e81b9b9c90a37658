//? show: PERIOD, work, main
use std::time::{Duration, Instant};

use runtime::Runtime;
use runtime::time::{interval, sleep};

const PERIOD: Duration = Duration::from_millis(40);

/// What is to be done in each period.
async fn work() {
    sleep(Duration::from_millis(10)).await;
}

fn main() {
    Runtime::new().unwrap().block_on(async {
        let start = Instant::now();
        for _ in 0..10 {
            work().await;
            sleep(PERIOD).await;
        }
        let late = start.elapsed() - 10 * PERIOD;
        println!("sleep: after 10 periods, late by 2 of them or more: {}", late >= 2 * PERIOD);

        let mut ticks = interval(PERIOD);
        let first = ticks.tick().await;
        let mut due = first;
        for _ in 0..10 {
            work().await;
            due = ticks.tick().await;
        }
        println!("interval: the tenth tick was due at {:?}", due - first);
    });
}
