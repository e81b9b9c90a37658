//? show: main
use std::time::{Duration, Instant};

use runtime::Runtime;
use runtime::time::MissedTickBehavior::{Burst, Delay, Skip};
use runtime::time::interval_at;

fn main() {
    let second = Duration::from_secs(1);
    Runtime::new().unwrap().block_on(async {
        for behaviour in [Burst, Delay, Skip] {
            // As if somebody had been busy for three and a half seconds.
            let start = Instant::now() - Duration::from_millis(3500);
            let mut ticks = interval_at(start, second);
            ticks.set_missed_tick_behavior(behaviour);
            print!("{behaviour:?}:");
            for _ in 0..5 {
                let due = ticks.tick().await - start;
                // To half a second: a tick of `Delay` counts from when the one before was taken.
                print!(" {}", (due.as_secs_f64() * 2.0).floor() / 2.0);
            }
            println!();
        }
    });
}
