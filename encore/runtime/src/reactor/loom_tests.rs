//! A model of a task that reads, and a driver that reports.

use loom::future::block_on;

use super::source::{Direction, READABLE, Source};
use crate::loom::sync::Arc;
use crate::loom::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use crate::loom::thread;

/// A socket: its readiness, and what the system has for it.
struct Socket {
    source: Source,
    data: AtomicUsize,
}

impl Socket {
    /// Data comes in: an edge.
    fn arrive(&self) {
        self.data.fetch_add(1, SeqCst);
        let mut wakers = Vec::new();
        self.source.report(READABLE, &mut wakers);
        wakers.into_iter().for_each(std::task::Waker::wake);
    }

    /// Reads all that is there, or waits until something is.
    async fn read(&self) -> usize {
        loop {
            let seen = self.source.ready(Direction::Read).await.expect("nobody closes it");
            match self.data.swap(0, SeqCst) {
                0 => self.source.clear(seen),
                count => return count,
            }
        }
    }
}

/// A report that is lost is a deadlock here, which loom reports.
fn nothing_is_missed(arrivals: usize, readiness: usize) {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(3);
    model.check(move || {
        let socket = Arc::new(Socket { source: Source::new(readiness), data: AtomicUsize::new(0) });
        let driver = {
            let socket = Arc::clone(&socket);
            thread::spawn(move || (0..arrivals).for_each(|_| socket.arrive()))
        };
        block_on(async {
            let mut left = arrivals;
            while left > 0 {
                left -= socket.read().await;
            }
        });
        driver.join().expect("a driver does not panic");
    });
}

#[test]
fn a_report_ends_the_wait() {
    nothing_is_missed(1, 0);
}

#[test]
fn a_report_is_not_cleared_away_by_an_older_answer() {
    nothing_is_missed(2, READABLE);
}
