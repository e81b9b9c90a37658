//! What has happened in one room, put together from what its members saw.

use std::collections::{HashMap, VecDeque};

/// How much is kept beyond what the slowest member has still to see.
const KEPT: usize = 2000;

/// The most messages that a newcomer is shown.
const RECAP: usize = 20;

/// The events of a room in their order. Whoever sees one first writes it down; for all others it
/// has to be the next one then.
#[derive(Default)]
pub struct Log {
    /// How many have been forgotten.
    base: u64,
    lines: VecDeque<Box<str>>,
    /// Somebody has been in the room; from then on the log is complete.
    pub founded: bool,
    pub came: Pairs,
    pub went: Pairs,
}

/// Brings together what a client was told and what the room saw of it: under one name, the first
/// with the first and so on.
#[derive(Default)]
pub struct Pairs(HashMap<String, Pair>);

/// What has no counterpart yet. At most one of both holds something.
#[derive(Default)]
struct Pair {
    /// Places in the log.
    seen: VecDeque<u64>,
    /// The stays of the client.
    told: VecDeque<u64>,
}

impl Pairs {
    /// The room saw it there. Returns the stay that it belongs to, if that is known.
    pub fn seen(&mut self, name: &str, at: u64) -> Option<u64> {
        let pair = self.0.entry(name.to_owned()).or_default();
        let stay = pair.told.pop_front();
        if stay.is_none() {
            pair.seen.push_back(at);
        }
        stay
    }

    /// The client was told so. Returns where the room saw it, if it has.
    pub fn told(&mut self, name: &str, stay: u64) -> Option<u64> {
        let pair = self.0.entry(name.to_owned()).or_default();
        let at = pair.seen.pop_front();
        if at.is_none() {
            pair.told.push_back(stay);
        }
        at
    }

    pub fn forget(&mut self, name: &str) {
        self.0.remove(name);
    }

    fn first_seen(&self) -> Option<u64> {
        self.0.values().filter_map(|pair| pair.seen.front()).copied().min()
    }
}

impl Log {
    pub fn end(&self) -> u64 {
        self.base + self.lines.len() as u64
    }

    fn index(&self, at: u64) -> Option<usize> {
        usize::try_from(at.checked_sub(self.base)?).ok()
    }

    pub fn get(&self, at: u64) -> Option<&str> {
        Some(self.lines.get(self.index(at)?)?)
    }

    pub fn add(&mut self, line: &str) {
        self.lines.push_back(line.into());
    }

    /// Where this line comes next, from there on.
    pub fn find(&self, line: &str, from: u64) -> Option<u64> {
        let start = self.index(from)?;
        let found = self.lines.iter().skip(start).position(|known| &**known == line)?;
        Some(from + found as u64)
    }

    /// Whether that is what a newcomer has to be shown who came there.
    pub fn recalls(&self, at: u64, recap: &[String]) -> bool {
        let known = self.index(at).unwrap_or(0).min(self.lines.len());
        let said = self.lines.range(..known).rev().filter(|line| line.starts_with('<'));
        let mut said: Vec<&str> = said.take(RECAP).map(|line| &**line).collect();
        said.reverse();
        let is_known = self.base == 0 || said.len() == RECAP;
        !is_known || said == recap
    }

    /// Forgets what nobody needs any more; `needed` is where the slowest member has got to.
    pub fn forget(&mut self, needed: Option<u64>) {
        let waiting = [needed, self.came.first_seen(), self.went.first_seen()];
        let needed = waiting.into_iter().flatten().min().unwrap_or(self.end());
        let spare = self.index(needed).unwrap_or(0).saturating_sub(KEPT);
        self.lines.drain(..spare);
        self.base += spare as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newcomer_is_shown_the_last_twenty() {
        let mut log = Log::default();
        for n in 0..30 {
            log.add(&format!("<a> {n}"));
            log.add("* a is now a");
        }
        let recap = |from, to| (from..to).map(|n| format!("<a> {n}")).collect::<Vec<_>>();
        assert!(log.recalls(60, &recap(10, 30)) && log.recalls(10, &recap(0, 5)));
        assert!(!log.recalls(60, &recap(9, 29)) && !log.recalls(60, &recap(11, 30)));
        assert!(!log.recalls(10, &recap(0, 4)));
    }

    #[test]
    fn what_is_forgotten_is_not_needed() {
        let mut log = Log::default();
        for n in 0..3 * KEPT {
            log.add(&n.to_string());
        }
        log.forget(Some(2 * KEPT as u64));
        assert_eq!((log.base, log.end()), (KEPT as u64, 3 * KEPT as u64));
        assert_eq!(log.get(KEPT as u64), Some(KEPT.to_string().as_str()));
        assert_eq!(log.find("4000", KEPT as u64), Some(4000));
        log.came.seen("late", KEPT as u64);
        log.forget(None);
        assert_eq!(log.base, KEPT as u64, "somebody who came there may have to be shown it");
    }
}
