//! Everything that is said in a room, written down once for all who hear it.
//!
//! A journal is a chain of segments. What is said goes behind the open end, which nobody reads;
//! sealed, it becomes a segment that never changes again. Each reader has a cursor, which holds
//! the segment that it is in, and each segment holds the next. So a segment lives exactly as long
//! as somebody has still to read it or one before it: what is behind the slowest cursor is freed
//! without anybody looking for it, and a reader who has read everything holds an empty segment.

use std::sync::{Arc, OnceLock};

use crate::pen::Slices;

/// The most bytes in a segment, but for a single longer piece. Blocks of one size are easily used
/// again by the allocator, and none of them is copied to a larger place more than a few times.
const SEGMENT: usize = 64 * 1024;

/// A piece of a journal. It is empty until it is sealed.
#[derive(Debug)]
struct Segment {
    /// How much was said before it.
    start: u64,
    sealed: OnceLock<Sealed>,
}

#[derive(Debug)]
struct Sealed {
    bytes: Vec<u8>,
    next: Arc<Segment>,
}

impl Segment {
    fn new(start: u64) -> Arc<Self> {
        Arc::new(Self { start, sealed: OnceLock::new() })
    }
}

impl Drop for Segment {
    /// Frees what only this segment held, in a loop: each segment that frees the next would need
    /// a stack as long as the chain.
    fn drop(&mut self) {
        let mut next = self.sealed.take().map(|sealed| sealed.next);
        while let Some(segment) = next {
            let last_holder = Arc::into_inner(segment);
            next = last_holder.and_then(|mut segment| segment.sealed.take()).map(|it| it.next);
        }
    }
}

/// The end of a journal that grows.
#[derive(Debug)]
pub struct Journal {
    open: Vec<u8>,
    /// What `open` is going to be.
    segment: Arc<Segment>,
}

impl Journal {
    pub fn new() -> Self {
        Self { open: Vec::new(), segment: Segment::new(0) }
    }

    pub fn append(&mut self, lines: &str) {
        if self.open.len() + lines.len() > SEGMENT {
            self.seal();
            // Where so much is said at once, more will be.
            self.open.reserve_exact(SEGMENT.max(lines.len()));
        }
        self.open.extend_from_slice(lines.as_bytes());
    }

    /// How much has been said in all.
    pub fn head(&self) -> u64 {
        self.segment.start + self.open.len() as u64
    }

    /// How much of it cannot be read yet.
    pub fn open(&self) -> u64 {
        self.open.len() as u64
    }

    /// Lets everybody read what was said up to here.
    pub fn seal(&mut self) {
        if self.open.is_empty() {
            return;
        }
        let next = Segment::new(self.head());
        let mut bytes = std::mem::take(&mut self.open);
        if bytes.len() < bytes.capacity() / 2 {
            // Somebody slow may keep it for long.
            bytes.shrink_to_fit();
        }
        // Nobody else seals it: this is the only journal that has this segment as its end.
        let _ = self.segment.sealed.set(Sealed { bytes, next: Arc::clone(&next) });
        self.segment = next;
    }

    /// A cursor for somebody who has yet to read what is said from now on.
    pub fn cursor(&self) -> Cursor {
        Cursor { segment: Arc::clone(&self.segment), at: self.head() }
    }
}

/// How far somebody has read.
#[derive(Debug)]
pub struct Cursor {
    segment: Arc<Segment>,
    /// How much was said before what comes next.
    at: u64,
}

impl Cursor {
    pub fn at(&self) -> u64 {
        self.at
    }

    /// Takes note that so many more bytes have been read. What is behind is let go.
    pub fn advance(&mut self, bytes: u64) {
        self.at += bytes;
        while let Some(sealed) = self.segment.sealed.get()
            && self.at >= sealed.next.start
        {
            let next = Arc::clone(&sealed.next);
            self.segment = next;
        }
    }

    pub fn walk(&self) -> Walk<'_> {
        Walk { segment: &self.segment, at: self.at }
    }
}

/// A look at what is ahead of a cursor.
#[derive(Debug, Clone, Copy)]
pub struct Walk<'a> {
    segment: &'a Segment,
    at: u64,
}

impl<'a> Walk<'a> {
    /// Takes what can be read already, up to `until`. False if that is not all of it, or if there
    /// is no place for more slices.
    pub fn take(&mut self, until: u64, slices: &mut Slices<'a>) -> bool {
        while self.at < until {
            let Some(sealed) = self.segment.sealed.get() else { return false };
            let end = sealed.next.start.min(until);
            let bytes = &sealed.bytes[distance(self.segment.start, self.at)..];
            let bytes = &bytes[..distance(self.at, end)];
            if !bytes.is_empty() && !slices.push(bytes) {
                return false;
            }
            self.at = end;
            if end == sealed.next.start {
                self.segment = &sealed.next;
            }
        }
        true
    }
}

/// Both are in or beside one segment, so it fits.
fn distance(from: u64, to: u64) -> usize {
    usize::try_from(to.saturating_sub(from)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cursor: &Cursor, until: u64) -> (Vec<u8>, bool) {
        let mut slices = Slices::new();
        let all = cursor.walk().take(until, &mut slices);
        (slices.filled().iter().flat_map(|slice| slice.to_vec()).collect(), all)
    }

    #[test]
    fn only_what_is_sealed_can_be_read() {
        let mut journal = Journal::new();
        let start = journal.cursor();
        journal.append("one\n");
        assert_eq!(read(&start, u64::MAX), (vec![], false));
        journal.seal();
        journal.append("two\n");
        assert_eq!(read(&start, journal.head()), (b"one\n".to_vec(), false));
        journal.seal();
        assert_eq!(read(&start, journal.head()), (b"one\ntwo\n".to_vec(), true));
        assert_eq!(read(&start, 6), (b"one\ntw".to_vec(), true));
    }

    #[test]
    fn whoever_comes_later_reads_from_there_on() {
        let mut journal = Journal::new();
        journal.append("before\n");
        let mut late = journal.cursor();
        journal.append("after\n");
        journal.seal();
        assert_eq!(read(&late, journal.head()).0, b"after\n");
        late.advance(2);
        assert_eq!(read(&late, journal.head()).0, b"ter\n");
    }

    #[test]
    fn what_everybody_has_read_is_freed() {
        let mut journal = Journal::new();
        let (mut quick, mut slow) = (journal.cursor(), journal.cursor());
        let first = Arc::downgrade(&journal.segment);
        journal.append("x");
        journal.seal();
        quick.advance(1);
        assert!(first.upgrade().is_some(), "the slow one has still to read it");
        slow.advance(1);
        assert!(first.upgrade().is_none());
    }

    #[test]
    fn a_long_chain_is_freed_without_a_long_stack() {
        let mut journal = Journal::new();
        let slow = journal.cursor();
        for _ in 0..200_000 {
            journal.append("x");
            journal.seal();
        }
        drop(slow);
    }
}
