//! When ticks are due after a reset. It asks when they were due, not when they came.

use std::time::{Duration, Instant};

use runtime::Runtime;
use runtime::time::{interval, sleep};

const PERIOD: Duration = Duration::from_millis(400);

fn main() {
    Runtime::new().unwrap().block_on(async {
        let mut ticks = interval(PERIOD);
        ticks.tick().await;
        sleep(PERIOD / 2).await;
        let before = Instant::now();
        ticks.reset();
        let after = Instant::now();
        let due = ticks.tick().await;
        assert!(due >= before + PERIOD, "too early by {:?}", before + PERIOD - due);
        assert!(due <= after + PERIOD, "too late by {:?}", due - after - PERIOD);
        assert_eq!(ticks.tick().await, due + PERIOD, "the tick after it");
    });
}
