//! One client always has something to send, and keeps nobody from being served.

use testkit::behaviour::greedy;

const BINARY: &str = env!("CARGO_BIN_EXE_stage6-async");

#[test]
fn blank_lines() {
    greedy::blank_lines(BINARY);
}

#[test]
fn commands() {
    greedy::commands(BINARY);
}

#[test]
fn input_after_a_quit() {
    greedy::input_after_a_quit(BINARY);
}

#[test]
fn mistakes() {
    greedy::mistakes(BINARY);
}
