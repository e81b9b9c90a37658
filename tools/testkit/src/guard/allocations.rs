//! Allocations, counted by the allocator.

use std::alloc::System;
use std::net::SocketAddr;

use stats_alloc::{Region, StatsAlloc};

use super::crowd::Crowd;
use super::stall::Stall;
use super::{all_hold, check};

/// The system's allocator, which counts.
pub type Counting = &'static StatsAlloc<System>;

/// To be made the global allocator of the test in which the server runs:
/// `#[global_allocator] static ALLOCATOR: Counting = COUNTING;`
pub const COUNTING: Counting = &stats_alloc::INSTRUMENTED_SYSTEM;

/// Two sizes of a room. What the bigger one costs more is what a member costs.
const FEW: usize = 10;
const MANY: usize = 50;

const ROUNDS: usize = 5;

/// A line is rendered once, however many get it. `start` starts a server in this process.
///
/// # Panics
/// When a member more costs more than a place in a queue.
pub fn check_all(start: impl Fn() -> SocketAddr) {
    // They stay to the end, so that nobody's leaving is counted.
    let mut crowd = Crowd::join(start());
    let burst = count(|| crowd.burst());
    let (few, _first) = talk(start(), FEW);
    let (many, _second) = talk(start(), MANY);
    let more = many.saturating_sub(few);
    all_hold([
        // Stage 5: 0.12 to 0.14; stage 6: 0.22, of which 0.1 to 0.2 are the two to four that it
        // takes to read, check and remember each message, and the rest are the writers'; tuned,
        // which has none for a message: 0.003. A copy of each line for each member: 1.2 (5), 1.25 (6).
        check("allocations per delivery in a burst", burst, Crowd::DELIVERIES, 0.0005..=0.5),
        // A place in a queue, of which 31 come in one piece: 0.03. Stage 5: 0.03 to 0.05; stage 6:
        // 0.03. Whoever renders or copies for each member: 1.03.
        check("allocations for a member more", more, (MANY - FEW) * Stall::MESSAGES, 0.0..=0.3),
    ]);
}

/// What it takes to say something to so many who do not read: the least of several rounds. In the
/// first ones, a connection may not be full yet, and its writer still at work; a copy for each
/// member would be there in all of them.
fn talk(addr: SocketAddr, silent: usize) -> (u64, Stall) {
    let mut stall = Stall::join(addr, silent);
    let least = (0..ROUNDS).map(|_| count(|| stall.talk())).min().unwrap_or_default();
    stall.drain();
    (least, stall)
}

fn count(work: impl FnOnce()) -> u64 {
    let region = Region::new(COUNTING);
    work();
    let change = region.change();
    (change.allocations + change.reallocations) as u64
}
