//! Everything that a server of the broker chat is held to.

testkit::broker_chat!(env!("CARGO_BIN_EXE_runtime-chat"));
