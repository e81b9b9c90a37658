//! How long to wait before trying again.

use std::time::Duration;

/// The first wait.
const FIRST: Duration = Duration::from_millis(500);
/// The longest.
const LONGEST: Duration = Duration::from_secs(15);
/// A connection that held for this long was a good one, so that the next wait is short again.
const GOOD: Duration = Duration::from_secs(10);

/// Waits that double with each failure. They vary by a fifth, so that a roomful of clients does
/// not come back in one moment.
#[derive(Debug, Default)]
pub struct Backoff {
    failures: u32,
}

impl Backoff {
    /// How long to wait now, after a connection that held for so long, or for no time at all.
    pub fn wait(&mut self, held: Duration) -> Duration {
        if held >= GOOD {
            self.failures = 0;
        }
        let whole = self.whole();
        self.failures += 1;
        whole.mul_f64(0.8 + 0.4 * fastrand::f64())
    }

    fn whole(&self) -> Duration {
        FIRST.saturating_mul(2_u32.saturating_pow(self.failures)).min(LONGEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_up_to_a_bound() {
        let mut backoff = Backoff::default();
        for whole in [0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 15.0] {
            let wait = backoff.wait(Duration::ZERO).as_secs_f64();
            assert!((whole * 0.8..=whole * 1.2).contains(&wait), "{wait} is not about {whole}");
        }
        backoff.failures = u32::MAX - 1;
        assert!(backoff.wait(Duration::ZERO) <= LONGEST.mul_f64(1.2));
    }

    #[test]
    fn a_connection_that_held_makes_the_wait_short() {
        let mut backoff = Backoff { failures: 5 };
        assert!(backoff.wait(GOOD / 2) > FIRST * 2);
        assert!(backoff.wait(GOOD) < FIRST * 2);
    }

    #[test]
    fn not_everybody_comes_back_at_once() {
        let waits = [(); 20].map(|()| Backoff::default().wait(Duration::ZERO));
        assert!(waits.iter().any(|wait| *wait != waits[0]));
    }
}
