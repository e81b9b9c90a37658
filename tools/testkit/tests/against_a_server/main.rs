//! The kit against a small server that does as it is told: this program itself, started with an
//! address, as every server of the course is.

#![allow(clippy::unwrap_used, reason = "a test, which clippy does not know without its harness")]

mod clients;
mod fake;
mod scenarios;
mod servers;

use std::env;
use std::panic::{self, UnwindSafe};
use std::path::PathBuf;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == "127.0.0.1:0") {
        return fake::serve(&arguments[1..]);
    }
    clients::run();
    servers::run();
    scenarios::run();
    println!("all held");
}

/// This program, which is the server, too.
fn binary() -> PathBuf {
    env::current_exe().unwrap()
}

/// What `deed` panics with; fails if it does not.
fn panic_of(deed: impl FnOnce() + UnwindSafe) -> String {
    let hook = panic::take_hook();
    // The panic is expected, so nobody needs to read about it.
    panic::set_hook(Box::new(|_| {}));
    let result = panic::catch_unwind(deed);
    panic::set_hook(hook);
    let payload = result.expect_err("this should have failed");
    payload.downcast_ref::<String>().expect("a message").clone()
}
