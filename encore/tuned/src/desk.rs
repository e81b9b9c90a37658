//! What is kept about one client's writing: notes for its pen, and how much waits.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::feed::Feed;
use crate::pen::{Note, Text, Then};

/// How long others wait at most for somebody who does not keep up.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long a client waits at most for itself to read the answers to its own
/// commands: longer than a write may be stuck, so that only a client that reads
/// nothing at all is cut off for them.
const OWN_PATIENCE: Duration = Duration::from_secs(20);

/// Locked for moments only, never while something is written.
#[derive(Debug, Default)]
pub struct Desk {
    /// What the pen has not taken over yet.
    pub notes: Vec<Note>,
    /// The room that the client hears, if it is in one.
    feed: Option<Arc<Feed>>,
    /// The head of the last feed, of somebody who is in no room.
    head: u64,
    /// What waits is the distance from here to the head of the feed. So a room that says
    /// something need not touch its hearers; notes and changes of rooms move this mark, maybe
    /// below zero, so it is counted modulo 2^64.
    mark: u64,
    /// How many of the bytes that wait answer the client itself. Others need not
    /// wait for somebody who only asks more than it reads.
    answers: u64,
    /// Since when half has been full without much being written.
    over_since: Option<Instant>,
    /// How much has been written since then.
    written: u64,
    /// The connection has failed, or the client was cut off.
    pub ended: bool,
    /// It was cut off because it does not read.
    pub too_slow: bool,
}

/// How a client keeps up with its room.
#[derive(Debug, PartialEq, Eq)]
pub enum Pace {
    /// Nobody has to wait for it: nothing waits, it had its time, or it is gone.
    Free,
    /// So much waits; if that is too much, others wait for it until then.
    Behind(u64, Option<Instant>),
    /// More waits than may.
    Lost,
}

impl Desk {
    /// How much its room has said in all.
    pub fn head(&self) -> u64 {
        self.feed.as_ref().map_or(self.head, |feed| feed.head())
    }

    /// How many bytes wait if that is the head. A look at the head may be outdated.
    pub fn waiting(&self, head: u64) -> u64 {
        head.wrapping_sub(self.mark).cast_signed().max(0).cast_unsigned()
    }

    /// Puts a text behind everything that waits.
    pub fn leave(&mut self, text: Text, is_answer: bool) {
        self.note(text, Then::Same, is_answer);
    }

    /// The same, and from then on the client hears that feed, from now on.
    pub fn enter(&mut self, text: Text, feed: &Arc<Feed>) {
        let (old, cursor) = (self.last_head(), feed.cursor());
        self.mark = self.mark.wrapping_add(cursor.at().wrapping_sub(old));
        self.push(old, text, Then::Other(cursor), true);
        self.feed = Some(Arc::clone(feed));
    }

    /// The same, and from then on the client hears nothing.
    pub fn quit(&mut self, text: Text) {
        self.head = self.last_head();
        self.push(self.head, text, Then::Nothing, false);
        self.feed = None;
    }

    fn note(&mut self, text: Text, then: Then, is_answer: bool) {
        self.push(self.head(), text, then, is_answer);
    }

    fn push(&mut self, after: u64, text: Text, then: Then, is_answer: bool) {
        let length = text.len() as u64;
        self.mark = self.mark.wrapping_sub(length);
        self.answers += if is_answer { length } else { 0 };
        self.notes.push(Note { after, text, then, is_answer });
    }

    /// The head of a feed that the client leaves, all of which can be read.
    fn last_head(&self) -> u64 {
        self.feed.as_ref().map_or(self.head, |feed| feed.sealed_head())
    }

    /// Takes note of what was written. True if less than half waits again.
    pub fn lower(&mut self, written: usize, answered: usize, limit: u64) -> bool {
        self.mark = self.mark.wrapping_add(written as u64);
        self.answers = self.answers.saturating_sub(answered as u64);
        if self.over_since.is_none() {
            return false;
        }
        self.written += written as u64;
        if self.waiting(self.head()) < limit / 2 {
            self.over_since = None;
            return true;
        }
        if self.written > limit / 2 {
            // It reads well, but a crowd fills it up again all the time.
            (self.over_since, self.written) = (Some(Instant::now()), 0);
        }
        false
    }

    /// Whether this feed has to wait for the client, when that is its head.
    pub fn pace(&mut self, feed: &Arc<Feed>, head: u64, limit: u64) -> Pace {
        if self.ended || !self.feed.as_ref().is_some_and(|own| Arc::ptr_eq(own, feed)) {
            return Pace::Free;
        }
        self.look(head, limit)
    }

    /// How the client keeps up if that is the head of its feed.
    pub fn look(&mut self, head: u64, limit: u64) -> Pace {
        let waiting = self.waiting(head);
        if waiting == 0 || self.ended {
            return Pace::Free;
        }
        if waiting > limit {
            return Pace::Lost;
        }
        if waiting >= limit / 2 && self.over_since.is_none() {
            (self.over_since, self.written) = (Some(Instant::now()), 0);
        }
        let by_others = waiting.saturating_sub(self.answers);
        let deadline = self.over_since.map(|since| since + PATIENCE);
        match deadline {
            Some(deadline) if deadline <= Instant::now() => Pace::Free,
            _ => Pace::Behind(by_others, deadline),
        }
    }

    /// Whether half of what may wait does.
    pub fn is_over(&self) -> bool {
        self.over_since.is_some() && !self.ended
    }

    /// Until when the client has to wait for itself.
    pub fn own_deadline(&self) -> Option<Instant> {
        let deadline = self.over_since? + OWN_PATIENCE;
        (deadline > Instant::now() && self.is_over()).then_some(deadline)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: u64 = 1000;

    fn desk(waiting: usize) -> Desk {
        let mut desk = Desk::default();
        desk.leave("x".repeat(waiting).into(), false);
        desk
    }

    fn look(desk: &mut Desk) -> Pace {
        desk.look(0, LIMIT)
    }

    /// As if it had been more than half full for longer than anybody waits.
    fn age(desk: &mut Desk) {
        desk.over_since = Instant::now().checked_sub(PATIENCE);
    }

    #[test]
    fn nobody_waits_long_for_one_that_reads_nothing() {
        let mut desk = desk(499);
        assert_eq!(look(&mut desk), Pace::Behind(499, None));
        desk.leave("x".into(), false);
        assert!(matches!(look(&mut desk), Pace::Behind(500, Some(_))));
        age(&mut desk);
        assert_eq!(look(&mut desk), Pace::Free);
        assert!(desk.lower(1, 0, LIMIT), "others may go on");
        desk.leave("x".into(), false);
        assert!(matches!(look(&mut desk), Pace::Behind(500, Some(_))), "it had caught up");
    }

    #[test]
    fn one_that_reads_is_waited_for_however_often_it_is_filled_again() {
        let mut desk = desk(900);
        assert!(matches!(look(&mut desk), Pace::Behind(900, Some(_))));
        age(&mut desk);
        let mut goes_on = || {
            assert!(!desk.lower(300, 0, LIMIT));
            desk.leave("x".repeat(300).into(), false);
            look(&mut desk) != Pace::Free
        };
        assert!(!goes_on(), "little was written");
        assert!(goes_on(), "enough was written");
    }

    #[test]
    fn nobody_waits_for_somebody_elses_answers() {
        let mut desk = Desk::default();
        desk.leave("x".repeat(900).into(), true);
        assert!(matches!(look(&mut desk), Pace::Behind(0, _)));
    }

    #[test]
    fn more_than_the_limit_is_the_end() {
        let mut desk = desk(1000);
        assert!(matches!(look(&mut desk), Pace::Behind(1000, Some(_))));
        desk.leave("x".into(), false);
        assert_eq!(look(&mut desk), Pace::Lost);
    }

    #[test]
    fn what_waits_stays_the_same_in_another_room() {
        let (few, many) = (Feed::new(LIMIT), Feed::new(LIMIT));
        many.write_down(&"x".repeat(700));
        let mut desk = Desk::default();
        desk.enter("hello".into(), &many);
        assert_eq!(desk.waiting(desk.head()), 5);
        many.write_down("xx");
        assert_eq!(desk.waiting(desk.head()), 7);
        desk.enter("".into(), &few);
        assert_eq!(desk.waiting(desk.head()), 7);
        few.write_down("xxx");
        desk.quit("".into());
        assert_eq!(desk.waiting(desk.head()), 10);
        desk.lower(10, 5, LIMIT);
        assert_eq!(desk.waiting(desk.head()), 0);
    }
}
