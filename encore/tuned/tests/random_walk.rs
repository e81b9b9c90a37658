//! Whatever clients do, each sees what a small model of the chat says.

use testkit::behaviour::random_walk;

const BINARY: &str = env!("CARGO_BIN_EXE_tuned");

#[test]
fn the_model_is_right() {
    random_walk::the_model_is_right(BINARY);
}
