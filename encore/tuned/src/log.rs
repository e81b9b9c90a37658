//! What the program tells those who run it: where it listens, on standard output, and what
//! happens, on standard error and in a file for each day.

use std::error::Error;
use std::fmt;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::Path;

use tracing::Metadata;
use tracing_appender::non_blocking::{NonBlocking, NonBlockingBuilder, WorkerGuard};
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::filter::{FilterFn, LevelFilter};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt as format, registry};

use crate::config::ServerConfig;
use crate::error::ChatError;

/// How many lines may wait to be written. More are lost.
const MOST: usize = 4096;

/// The threads that write what has been logged. Dropped, they write the rest first, unless that
/// takes longer than a second.
///
/// Whoever logs never waits for a terminal, a pipe or a disk.
#[derive(Debug)]
pub struct Log {
    _writers: Vec<WorkerGuard>,
}

impl Log {
    /// From now on what happens in this process is logged.
    pub fn start(config: &ServerConfig) -> Result<Self, ChatError> {
        let level = config.log_level;
        let (stderr, writer) = in_background("log-stderr", io::stderr());
        let mut writers = vec![writer];
        // Spans are for the file. Without one they are switched off and cost nothing.
        let is_shown = move |what: &Metadata<'_>| what.is_event() && *what.level() <= level;
        let is_shown = FilterFn::new(is_shown).with_max_level_hint(level);
        let brief = format::layer().with_writer(stderr).log_internal_errors(false).with_ansi(false);
        let brief = brief.without_time().with_level(false).with_target(false);
        let brief = brief.with_filter(is_shown);
        // It fails if the program that this is part of has a log already. Then that one is used.
        let _ = if let Some(directory) = &config.log_dir {
            let (daily, writer) = in_background("log-file", daily(directory)?);
            writers.push(writer);
            let full = format::layer().with_writer(daily).log_internal_errors(false);
            let full = full.with_ansi(false).with_target(false);
            let full = full.with_filter(LevelFilter::from_level(level));
            registry().with(brief).with(full).try_init()
        } else {
            // A layer that is `None` would want all spans.
            registry().with(brief).try_init()
        };
        Ok(Self { _writers: writers })
    }
}

fn in_background(thread: &str, to: impl Write + Send + 'static) -> (NonBlocking, WorkerGuard) {
    NonBlockingBuilder::default().thread_name(thread).buffered_lines_limit(MOST).finish(to)
}

/// A file for each day, `tuned.2026-01-31.log`; days are those of UTC.
fn daily(directory: &Path) -> Result<RollingFileAppender, ChatError> {
    let daily = RollingFileAppender::builder().rotation(Rotation::DAILY);
    let daily = daily.filename_prefix("tuned").filename_suffix("log").build(directory);
    daily.map_err(|error| {
        let directory = directory.to_string_lossy().escape_debug().to_string();
        // The error itself only says what was tried.
        let reason = error.source().map_or_else(|| error.to_string(), ToString::to_string);
        ChatError::CannotLog(directory, reason)
    })
}

/// Writes one line to standard error, when there is no log yet or no more.
pub fn complain(line: fmt::Arguments<'_>) {
    // There is nobody left to tell.
    let _ = io::stderr().write_all(format!("{line}\n").as_bytes());
}

/// Says where the server listens.
pub fn announce(address: SocketAddr) {
    let mut stdout = io::stdout();
    // Nobody has to read it; the server serves all the same.
    let _ = writeln!(stdout, "listening on {address}").and_then(|()| stdout.flush());
}

/// Prints what somebody has asked for instead of a server.
pub fn print(text: &str) {
    // Nobody has to read it.
    let _ = io::stdout().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use tracing::error_span;

    use super::*;

    #[test]
    fn without_a_file_there_are_no_spans() {
        let config = ServerConfig::builder().build().unwrap();
        let _log = Log::start(&config).unwrap();
        assert!(error_span!("connection").is_disabled());
    }
}
