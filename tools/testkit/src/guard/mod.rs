//! What a delivery costs, counted. A delivery is one line arriving at one client; a message is
//! one line sent by a client.
//!
//! A server can be right and still do something once too often for each line, and no other test
//! would notice. A time limit would, on a quiet machine; these guards hold on a busy one, for
//! they count and never look at a clock. What is counted is shaped so that scheduling moves it
//! little: either much comes in one read, so that few reads bound all that follows from them
//! (`crowd`), or nothing can go out, so that what happens to a line is the same each time
//! (`stall`).
//!
//! - [`calls`]: writes, wake-ups and locks, counted from outside by callgrind
//! - [`allocations`]: allocations, counted from inside by the allocator
//!
//! They are for Linux: `stall` depends on how much its kernel keeps for a connection, and
//! callgrind is at home there.
//!
//! Beside each bound stand the value that was seen, on an idle machine and with both cores busy,
//! and that of the mistakes for which the bound is there. The bound is several times away from
//! both, so it holds for any server that is built this way, and not only for this one.

use std::env;
use std::io::{self, Write};
use std::ops::RangeInclusive;

pub mod allocations;
mod callgrind;
pub mod calls;
mod crowd;
mod member;
mod stall;

/// Set to `1`, it turns a guard that cannot run into a failure. CI sets it.
const REQUIRED: &str = "REQUIRE_GUARDS";

/// Says why a guard does not run here.
///
/// # Panics
/// When it has to.
fn skip(why: &str) {
    assert!(env::var_os(REQUIRED).is_none_or(|value| value != "1"), "{REQUIRED} is set, but {why}");
    // Not by `eprintln!`, which is not seen when the test passes; and if stderr is closed, nobody
    // is there to be told.
    let _ = writeln!(io::stderr(), "SKIPPED, not passed: {why}");
}

/// Checks how often something was counted per `per`. Less than the least means that it was not
/// counted rightly: the work cannot be done with less.
fn check(what: &str, count: u64, per: usize, allowed: RangeInclusive<f64>) -> Result<(), String> {
    // Both are far below 2^52, so nothing is lost.
    #[expect(clippy::cast_precision_loss, reason = "the counts are small")]
    let rate = count as f64 / per as f64;
    let found = format!("{what}: {rate:.4} ({count} in all), allowed is {allowed:?}");
    println!("{found}");
    if rate < *allowed.start() {
        return Err(format!("{found}: too little to be true; has a function got another name?"));
    }
    if rate > *allowed.end() {
        return Err(format!("{found}: too much"));
    }
    Ok(())
}

/// Fails with everything that is wrong.
fn all_hold(checks: impl IntoIterator<Item = Result<(), String>>) {
    let wrong: Vec<String> = checks.into_iter().filter_map(Result::err).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
