//! Writes, wake-ups and locks, counted by callgrind.

use std::path::Path;

use super::callgrind::{Calls, Counted};
use super::crowd::Crowd;
use super::stall::Stall;
use super::{all_hold, check};

/// How many do not read while one talks.
const SILENT: usize = 8;

/// A crowd talks. What one read brings is one piece, so each member costs one push, at most one
/// wake-up and at most one write for it, and the chat is locked once or twice.
///
/// # Panics
/// When a line costs what a read may.
pub fn in_a_burst(binary: impl AsRef<Path>) {
    let Some(server) = Counted::start(binary.as_ref()) else { return };
    let mut crowd = Crowd::join(server.addr());
    crowd.burst();
    drop(crowd);
    let calls = server.finish();
    // Everybody's 200 lines are read in 2 or 3 goes, which makes 4 or 5 pieces. So a delivery is
    // at most 0.025 writes, and as many wake-ups, or twice that where one thread wakes another
    // through a third. It is less when writers gather. The logins are 0.004 of each.
    let chat = locks(&calls, "::chat::Chat");
    all_hold([
        // Stage 5: 0.005 to 0.010; stage 6: 0.004 to 0.006. One write a line: 1.0 in both. A push
        // for each line: 0.3 to 0.4 (5).
        check("writes per delivery", writes(&calls), Crowd::DELIVERIES, 0.0..=0.1),
        // Stage 5: 0.005 to 0.010; stage 6: 0.004 to 0.006. A wake-up for each line, so that the
        // writer runs before the next one comes: 0.3 to 0.4 (5), 0.19 (6).
        check("wake-ups per delivery", wake_ups(&calls), Crowd::DELIVERIES, 0.0..=0.1),
        // Stage 5: 0.13 to 0.15; stage 6: 0.10 to 0.11, of which 0.05 is a filter's lock for each
        // message. A push for each line: 4.0 (5), 2.2 (6).
        check("locks per delivery", locks(&calls, ""), Crowd::DELIVERIES, 0.0..=0.5),
        // Stage 5: 0.025 to 0.030; stage 6: 0.030 to 0.034. The lock for each line: 1.0 in both.
        check("locks of the chat per message", chat, Crowd::MESSAGES, 0.0..=0.3),
    ]);
}

/// One talks while others do not read. A line that waits behind others wakes nobody, and goes out
/// together with them.
///
/// # Panics
/// When it does not.
pub fn behind_full_queues(binary: impl AsRef<Path>) {
    let Some(server) = Counted::start(binary.as_ref()) else { return };
    let mut stall = Stall::join(server.addr(), SILENT);
    stall.talk();
    stall.drain();
    let sent = stall.sent();
    drop(stall);
    let calls = server.finish();
    let chat = locks(&calls, "::chat::Chat");
    // Each of the talker's lines is read, delivered and written alone: that is at least one of
    // each, so less was not counted rightly, here and in the burst.
    all_hold([
        // The logins and the filling are one more. Stage 5: 1.8 to 2.0; stage 6: 2.7 to 3.2, with
        // those by which tokio wakes itself. One write for each line, or for each push: 9.2 (5),
        // 9.5 (6).
        check("writes per send", writes(&calls), sent, 1.0..=5.0),
        // One or two for the talker's writer, and in stage 6 one for the task that reads. Stage 5:
        // 2.5 to 2.8; stage 6: 3.1 to 3.3. Each push wakes: 12.6 (5), 8.9 (6).
        check("wake-ups per send", wake_ups(&calls), sent, 1.0..=6.0),
        // Stage 5: 1.24; stage 6: 1.28; a filling go is read in two. To look first and lock again to deliver would be 2 and
        // fair; a lock for each member would be 9.
        check("locks of the chat per send", chat, sent, 1.0..=3.0),
    ]);
}

/// Calls of the C library that write.
fn writes(calls: &Calls) -> u64 {
    const WRITES: [&str; 5] = ["send", "sendto", "sendmsg", "write", "writev"];
    calls.count(|_, callee| WRITES.contains(&callee))
}

/// Somebody is told to run: a thread, by the server itself or by a channel of the standard
/// library, or a task. Waking who waits for a lock is none of these: when the scheduler lets
/// threads collide is not the server's doing.
fn wake_ups(calls: &Calls) -> u64 {
    calls.count(|caller, callee| match callee {
        "std::thread::thread::Thread::unpark" | "tokio::runtime::task::raw::RawTask::schedule" => {
            true
        }
        "std::sys::pal::unix::futex::futex_wake" | "syscall" => caller.contains("::mpmc::"),
        _ => {
            callee.contains("Condvar")
                && ["::notify_one", "::notify_all"].iter().any(|end| callee.ends_with(end))
        }
    })
}

/// How many locks were held, by what they guard: each was given back once.
fn locks(calls: &Calls, guarded: &str) -> u64 {
    const GUARD: &str = "core::ptr::drop_in_place<lock_api::mutex::MutexGuard<";
    let end = format!("{guarded}>>");
    calls.count(|_, callee| callee.starts_with(GUARD) && callee.ends_with(&end))
}
