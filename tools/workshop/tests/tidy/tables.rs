//! The course in tables. A test fails when one of them is not the whole truth.

/// The crates of the stages.
pub const STAGES: [&str; 6] = [
    "stage1-tcp",
    "stage2-rooms",
    "stage3-parsing",
    "stage4-commands",
    "stage5-threaded",
    "stage6-async",
];

/// Every file of `src/`, with the first and the last stage that has it.
pub const FILES: &[(&str, u8, u8)] = &[
    ("main.rs", 1, 6),
    ("lib.rs", 1, 6),
    ("error.rs", 1, 6),
    ("types.rs", 1, 6),
    ("log.rs", 1, 6),
    ("connection.rs", 1, 6),
    ("login.rs", 1, 6),
    ("session.rs", 1, 6),
    ("server.rs", 1, 6),
    ("chat.rs", 2, 6),
    ("room.rs", 2, 6),
    ("slots.rs", 2, 6),
    ("outbox.rs", 2, 6),
    ("frame.rs", 3, 6),
    ("text.rs", 3, 6),
    ("batch.rs", 3, 6),
    ("command.rs", 4, 6),
    ("filter.rs", 4, 6),
    ("config.rs", 4, 6),
    ("listing.rs", 4, 6),
    ("bell.rs", 5, 5),
    ("gauge.rs", 5, 6),
    ("pace.rs", 5, 6),
    ("refuse.rs", 5, 6),
    ("writer.rs", 5, 6),
    ("async_filter.rs", 6, 6),
    ("listen.rs", 6, 6),
    ("shutdown.rs", 6, 6),
];

/// Files of `src/` that are byte for byte the same from one stage up to another.
/// Each run is as long as it can be; a file may have several.
pub const IDENTICAL: &[(&str, u8, u8)] = &[
    ("batch.rs", 3, 6),
    ("chat.rs", 5, 6),
    ("command.rs", 4, 6),
    ("config.rs", 5, 6),
    ("frame.rs", 3, 6),
    ("listing.rs", 4, 6),
    ("log.rs", 1, 6),
    ("outbox.rs", 2, 4),
    ("room.rs", 3, 4),
    ("room.rs", 5, 6),
    ("server.rs", 2, 3),
    ("slots.rs", 2, 6),
    ("text.rs", 3, 6),
    ("types.rs", 4, 6),
];

/// What a stage may depend on, and the first stage that does.
pub const DEPENDENCIES: &[(&str, u8)] = &[("thiserror", 1), ("parking_lot", 5), ("tokio", 6)];

/// What the tests of a stage depend on, and the first stage whose tests do.
pub const DEV_DEPENDENCIES: &[(&str, u8)] = &[("testkit", 1)];

/// Lines in a file.
pub const FILE_LINES: usize = 250;

/// Lines in `main.rs` of a stage.
pub const MAIN_LINES: usize = 25;

/// Lines in a function, from its first word to its closing brace.
pub const FUNCTION_LINES: usize = 40;

/// How deep statements may be nested in a function; its own are at level 0.
pub const LEVELS: usize = 4;

/// What the modules of tokio that `encore/broker` uses are called in `encore/runtime`.
pub const MODULES: &[(&str, &str)] = &[
    ("tokio::signal::unix::", "runtime::signal::"),
    ("tokio::sync::mpsc::error::", "runtime::sync::mpsc::"),
    ("tokio::runtime::Runtime", "runtime::Runtime"),
    ("tokio::task::JoinHandle", "runtime::JoinHandle"),
    ("tokio::task::yield_now", "runtime::yield_now"),
    ("tokio::", "runtime::"),
];

/// Files of `encore/runtime-chat` that differ from those of `encore/broker` by more than that.
pub const OTHER_RUNTIME: &[&str] =
    &["broker/tests/mod.rs", "config.rs", "lib.rs", "main.rs", "shutdown.rs", "socket.rs"];
