//! A tick at regular times.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use super::sleep::{Sleep, sleep_until};

/// What becomes of ticks that nobody waited for in time.
///
/// With a tick due every second, and the second one taken at 4.5 s:
///
/// | | then come the ticks at |
/// |---|---|
/// | `Burst` | at once, at once, at once, 5 s, 6 s |
/// | `Delay` | 5.5 s, 6.5 s |
/// | `Skip` | 5 s, 6 s |
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MissedTickBehavior {
    /// They come at once, until all are made up for.
    #[default]
    Burst,
    /// The next one comes a whole period later.
    Delay,
    /// They are left out, and the rhythm stays.
    Skip,
}

/// Ticks at once, and then after each period.
///
/// # Panics
/// If the period is zero, or outside of a runtime.
pub fn interval(period: Duration) -> Interval {
    interval_at(Instant::now(), period)
}

/// Ticks then, and after each period.
///
/// # Panics
/// If the period is zero, or outside of a runtime.
pub fn interval_at(start: Instant, period: Duration) -> Interval {
    assert!(!period.is_zero(), "an interval needs a period");
    Interval { sleep: sleep_until(start), period, missed: MissedTickBehavior::default() }
}

/// See [`interval`].
#[derive(Debug)]
pub struct Interval {
    /// Until the next tick.
    sleep: Sleep,
    period: Duration,
    missed: MissedTickBehavior,
}

impl Interval {
    pub fn set_missed_tick_behavior(&mut self, behaviour: MissedTickBehavior) {
        self.missed = behaviour;
    }

    /// Waits for the next tick, and says when it was due. When dropped early, no tick is lost.
    pub async fn tick(&mut self) -> Instant {
        poll_fn(|context| self.poll_tick(context)).await
    }

    pub fn poll_tick(&mut self, context: &mut Context<'_>) -> Poll<Instant> {
        ready!(Pin::new(&mut self.sleep).poll(context));
        let due = self.sleep.deadline();
        self.sleep.reset(self.after(due, Instant::now()));
        Poll::Ready(due)
    }

    /// The next tick after the one that was due then and is taken now.
    fn after(&self, due: Instant, now: Instant) -> Instant {
        let next = due + self.period;
        if now < next {
            return next;
        }
        match self.missed {
            MissedTickBehavior::Burst => next,
            MissedTickBehavior::Delay => now + self.period,
            MissedTickBehavior::Skip => {
                let late = (now - due).as_nanos() % self.period.as_nanos();
                now + self.period.saturating_sub(Duration::from_nanos_u128(late))
            }
        }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;
    use crate::Runtime;

    #[test]
    fn missed_ticks_come_as_the_table_says() {
        let runtime = Runtime::new().unwrap();
        let start = Instant::now();
        let second = Duration::from_secs(1);
        let at = |seconds: f64| start + second.mul_f64(seconds);
        let mut interval = runtime.block_on(async { interval_at(start, second) });
        for (behaviour, next) in [
            (MissedTickBehavior::Burst, 2.0),
            (MissedTickBehavior::Delay, 5.5),
            (MissedTickBehavior::Skip, 5.0),
        ] {
            interval.set_missed_tick_behavior(behaviour);
            assert_eq!(interval.after(at(1.0), at(4.5)), at(next), "{behaviour:?}");
            assert_eq!(interval.after(at(1.0), at(1.5)), at(2.0), "{behaviour:?} in time");
        }
    }
}
