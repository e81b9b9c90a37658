//! Timers run out in order, never early, and not at all when they are taken back.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::common::{Census, run};
use runtime::spawn;
use runtime::time::{
    MissedTickBehavior, interval, interval_at, sleep, sleep_until, timeout, timeout_at,
};

const MS: Duration = Duration::from_millis(1);

#[test]
fn a_sleep_is_never_too_short() {
    run(2, async {
        for duration in [Duration::ZERO, Duration::from_micros(1), MS, 7 * MS] {
            let start = Instant::now();
            sleep(duration).await;
            assert!(start.elapsed() >= duration);
        }
    });
}

#[test]
fn sleeps_end_in_the_order_of_their_deadlines() {
    run(1, async {
        let (start, ended) = (Instant::now() + 20 * MS, Arc::new(Mutex::new(Vec::new())));
        // Set in another order: 0, 7, 14, 1, 8, …
        let sleepers: Vec<_> = (0..20_u32)
            .map(|index| {
                let (number, ended) = (index * 7 % 20, Arc::clone(&ended));
                spawn(async move {
                    sleep_until(start + 3 * number * MS).await;
                    ended.lock().unwrap().push(number);
                })
            })
            .collect();
        for sleeper in sleepers {
            sleeper.await.unwrap();
        }
        // One worker: those that are late together still run in order.
        assert_eq!(*ended.lock().unwrap(), (0..20).collect::<Vec<_>>());
    });
}

#[test]
fn ten_thousand_sleepers_all_wake() {
    run(2, async {
        let sleepers: Vec<_> =
            (0..10_000_u32).map(|index| spawn(sleep(MS * (index % 50)))).collect();
        for sleeper in sleepers {
            sleeper.await.unwrap();
        }
    });
}

#[test]
fn a_timeout_drops_what_comes_too_late() {
    run(1, async {
        let census = Census::default();
        let token = census.token();
        let late = async move {
            std::future::pending::<()>().await;
            drop(token);
        };
        assert!(timeout(MS, late).await.is_err());
        assert_eq!(census.living(), 0);
    });
}

#[test]
fn a_timeout_lets_pass_what_is_in_time() {
    run(1, async {
        assert_eq!(timeout(Duration::MAX, async { 7 }).await, Ok(7));
        // Ready at once counts, even when the time is up.
        assert_eq!(timeout_at(Instant::now(), async { 7 }).await, Ok(7));
        let slow = async {
            sleep(2 * MS).await;
            7
        };
        assert_eq!(timeout(Duration::from_hours(1), slow).await, Ok(7));
    });
}

#[test]
fn a_sleep_can_be_reset_and_moved_to_another_task() {
    run(2, async {
        let mut nap = Box::pin(sleep(Duration::from_hours(1)));
        // Polled here first, so that its timer would wake this task.
        assert!(timeout(MS, nap.as_mut()).await.is_err());
        nap.reset(Instant::now() + 2 * MS);
        spawn(nap).await.unwrap();
        let mut moved = Box::pin(sleep(20 * MS));
        assert!(timeout(MS, moved.as_mut()).await.is_err());
        spawn(moved).await.unwrap();
    });
}

#[test]
fn an_interval_ticks_at_once_and_then_in_its_rhythm() {
    run(1, async {
        let start = Instant::now();
        let mut ticks = interval(2 * MS);
        let first = ticks.tick().await;
        assert!(first >= start);
        for number in 1..=5 {
            assert_eq!(ticks.tick().await, first + number * 2 * MS);
            assert!(Instant::now() >= first + number * 2 * MS);
        }
    });
}

#[test]
fn missed_ticks_come_in_a_burst_or_not_at_all() {
    run(1, async {
        let period = 10 * MS;
        let start = Instant::now().checked_sub(5 * period + MS).unwrap();
        let mut burst = interval_at(start, period);
        for number in 0..=5 {
            assert_eq!(burst.tick().await, start + number * period);
        }
        let mut skip = interval_at(start, period);
        skip.set_missed_tick_behavior(MissedTickBehavior::Skip);
        assert_eq!(skip.tick().await, start);
        let next = skip.tick().await - start;
        assert!(next >= 6 * period, "{next:?}");
        assert_eq!(next.as_nanos() % period.as_nanos(), 0, "the rhythm stays");
        let mut delay = interval_at(start, period);
        delay.set_missed_tick_behavior(MissedTickBehavior::Delay);
        assert_eq!(delay.tick().await, start);
        assert!(delay.tick().await >= start + 6 * period + MS);
    });
}
