//! A server that is asked to stop tells everybody and loses nothing.
#![cfg(unix)]

use testkit::behaviour::shutdown;

const BINARY: &str = env!("CARGO_BIN_EXE_tuned");

#[test]
fn queued_lines_are_delivered() {
    shutdown::queued_lines_are_delivered(BINARY);
}

#[test]
fn a_stuck_client_is_not_waited_for() {
    shutdown::a_stuck_client_is_not_waited_for(BINARY);
}

#[test]
fn a_second_signal_ends_it_at_once() {
    shutdown::a_second_signal_ends_it_at_once(BINARY);
}

#[test]
fn everybody_is_told() {
    shutdown::everybody_is_told(BINARY);
}

#[test]
fn an_empty_server_ends() {
    shutdown::an_empty_server_ends(BINARY);
}
