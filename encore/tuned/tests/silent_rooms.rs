//! Many rooms and many users make lists that stay short, and hold up nobody.

use testkit::behaviour::silent_rooms;

const BINARY: &str = env!("CARGO_BIN_EXE_tuned");

#[test]
fn lists_stay_short() {
    silent_rooms::check(BINARY);
}
