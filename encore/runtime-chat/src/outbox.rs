//! What a client's task still has to write to its socket.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, IoSlice};
use std::mem;
use std::ops::Range;
use std::sync::Arc;

use crate::request::Turn;
use crate::socket::Socket;

/// How many pieces one write takes.
const GATHERED: usize = 16;

/// The pieces that an idle outbox has room for.
const FEW: usize = 4;

/// A part of a turn's lines that waits to be written.
#[derive(Debug)]
struct Piece {
    turn: Arc<Turn>,
    part: Range<usize>,
    /// What the broker may count as written when this is.
    weight: usize,
}

/// Pieces in the order in which they are written. The lines are shared with all
/// others who get them: nothing is copied on the way from the broker to the
/// socket.
#[derive(Debug)]
pub struct Outbox {
    pieces: VecDeque<Piece>,
    /// Bytes in all pieces.
    bytes: usize,
    /// Weight that has been written and not yet been reported.
    written: usize,
    /// The most bytes that may wait.
    limit: usize,
}

impl Outbox {
    pub fn new(limit: usize) -> Self {
        Self { pieces: VecDeque::new(), bytes: 0, written: 0, limit }
    }

    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Whether the client may ask for more. One that reads no answers gets no
    /// others.
    pub fn has_room(&self) -> bool {
        self.bytes <= self.limit / 2
    }

    /// Lines that answer the client itself.
    pub fn answer(&mut self, lines: String) {
        let part = 0..lines.len();
        self.push(Arc::new(lines.into()), part, 0);
    }

    /// The lines of a turn before `end`.
    pub fn push_start(&mut self, turn: &Arc<Turn>, end: usize) {
        self.push(Arc::clone(turn), 0..end, 0);
    }

    /// The lines of a turn from `start` on. When they are written, so is the
    /// turn.
    pub fn push_rest(&mut self, turn: Arc<Turn>, start: usize) {
        let (part, weight) = (start..turn.lines.len(), turn.weight());
        self.push(turn, part, weight);
    }

    fn push(&mut self, turn: Arc<Turn>, part: Range<usize>, weight: usize) {
        if part.is_empty() && self.pieces.is_empty() {
            self.written += weight;
        } else if part.is_empty() {
            self.pieces.back_mut().into_iter().for_each(|last| last.weight += weight);
        } else {
            self.bytes += part.len();
            self.pieces.push_back(Piece { turn, part, weight });
        }
    }

    /// Writes what waits, as far as the socket takes it now: true if that was
    /// anything.
    pub fn write_to(&mut self, socket: &Socket) -> io::Result<bool> {
        let mut has_moved = false;
        while !self.pieces.is_empty() {
            let mut slices = [IoSlice::new(&[]); GATHERED];
            let filled = slices.iter_mut().zip(&self.pieces);
            filled.for_each(|(slice, piece)| *slice = IoSlice::new(piece.bytes()));
            match socket.try_write(&slices[..self.pieces.len().min(GATHERED)]) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(count) => self.advance(count),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
            has_moved = true;
        }
        Ok(has_moved)
    }

    fn advance(&mut self, mut count: usize) {
        self.bytes -= count;
        while let Some(first) = self.pieces.front_mut() {
            if count < first.part.len() {
                first.part.start += count;
                return;
            }
            count -= first.part.len();
            self.written += first.weight;
            self.pieces.pop_front();
        }
        // Whoever has caught up may be idle for long, and needs no room then.
        self.pieces.shrink_to(FEW);
    }

    /// What has been written since it was asked the last time, once that is
    /// worth a report.
    pub fn take_written(&mut self) -> Option<usize> {
        (self.written >= self.limit / 8).then(|| mem::take(&mut self.written))
    }
}

impl Piece {
    fn bytes(&self) -> &[u8] {
        &self.turn.lines.as_bytes()[self.part.clone()]
    }
}
