//! All members of a room see what happens there in one order.

use testkit::behaviour::one_order;

const BINARY: &str = env!("CARGO_BIN_EXE_tuned");

#[test]
fn everybody_agrees() {
    one_order::everybody_agrees(BINARY);
}
