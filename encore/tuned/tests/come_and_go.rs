//! Nothing is left of clients that have gone.

use testkit::behaviour::come_and_go;

const BINARY: &str = env!("CARGO_BIN_EXE_tuned");

#[test]
fn nothing_stays_behind() {
    come_and_go::nothing_stays_behind(BINARY);
}
