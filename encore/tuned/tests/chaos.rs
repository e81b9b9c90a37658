//! Whatever everybody does, and whatever the network does to them, nobody who is there misses a
//! line or sees another order. `load chaos` does the same for as long as one likes.

#![cfg(target_os = "linux")]

use clap::Parser;
use load::Cli;

const BINARY: &str = env!("CARGO_BIN_EXE_tuned");

#[test]
fn nobody_misses_a_line() {
    let limits = "max_users=160 max_rooms=40 metrics=127.0.0.1:{metrics}";
    let server = format!("{BINARY} 127.0.0.1:{{port}} {limits}");
    let words = ["load", "chaos", "--clients", "80", "--seconds", "20", "--protocol", "chat"];
    let cli = Cli::parse_from(words.into_iter().chain(["--cmd", &server]));
    assert!(load::run(&cli.mode).expect("a report"), "what is wrong stands in the table above");
}
