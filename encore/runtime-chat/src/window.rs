//! How much waits for one member, as far as the broker knows.

use std::time::{Duration, Instant};

/// How long others wait at most for a member that makes no progress.
const PATIENCE: Duration = Duration::from_secs(5);

/// Counts what was put into an inbox and is not yet known to be written. The
/// broker counts up, and down when the client says how much it has written;
/// so neither has to look into the other's hands.
#[derive(Debug)]
pub struct Window {
    waiting: usize,
    /// The most that may wait.
    limit: usize,
    /// Since when more than three quarters have been taken without progress;
    /// it ends when half is free again.
    behind_since: Option<Instant>,
}

impl Window {
    pub fn new(limit: usize) -> Self {
        Self { waiting: 0, limit, behind_since: None }
    }

    /// Counts what is put into the inbox. False if it is too much.
    #[must_use]
    pub fn add(&mut self, bytes: usize) -> bool {
        self.waiting += bytes;
        if self.waiting > self.limit / 4 * 3 && self.behind_since.is_none() {
            self.behind_since = Some(Instant::now());
        }
        self.waiting <= self.limit
    }

    /// Counts what has been written.
    pub fn remove(&mut self, bytes: usize) {
        self.waiting = self.waiting.saturating_sub(bytes);
        let is_half_free = self.waiting <= self.limit / 2;
        self.behind_since = self.behind_since.filter(|_| !is_half_free).map(|_| Instant::now());
    }

    /// Whether it has not yet caught up after it was three quarters full.
    pub fn is_behind(&self) -> bool {
        self.behind_since.is_some()
    }

    /// How long the others wait for it; `None` if they do not, or not any more.
    pub fn patience(&self) -> Option<Duration> {
        let left = PATIENCE.checked_sub(self.behind_since?.elapsed());
        left.filter(|left| !left.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: usize = 1000;

    #[test]
    fn others_wait_from_three_quarters_full_to_half_empty() {
        let mut window = Window::new(LIMIT);
        assert!(window.add(750) && window.patience().is_none());
        assert!(window.add(1) && window.patience().is_some());
        window.remove(250);
        assert!(window.is_behind() && window.patience().is_some());
        window.remove(1);
        assert!(!window.is_behind() && window.patience().is_none());
    }

    #[test]
    fn nobody_waits_for_one_that_makes_no_progress() {
        let mut window = Window::new(LIMIT);
        assert!(window.add(900));
        window.behind_since = Instant::now().checked_sub(PATIENCE);
        assert!(window.is_behind() && window.patience().is_none());
        window.remove(100);
        assert!(window.patience().is_some(), "it reads after all");
    }

    #[test]
    fn more_than_the_limit_is_too_much() {
        let mut window = Window::new(LIMIT);
        assert!(window.add(LIMIT));
        assert!(!window.add(1));
    }
}
