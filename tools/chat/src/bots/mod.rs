//! Bots that fill rooms with talk.

mod bot;
mod crowd;
mod play;
mod words;

use std::io::{self, Write};
use std::num::ParseFloatError;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use clap::Parser;

use crate::address::Address;
use crate::error::ClientError;
use crowd::Crowd;

/// Fills a chat with talk
///
/// Bots by the names of animals log in, tell each other jokes and stories of their trade, and read
/// everything that they are sent. Ctrl-C lets all of them say /quit. They need a server that serves
/// many at once: stage 5 or 6.
#[derive(Debug, Parser)]
#[command(name = "bots", version)]
pub struct BotsCli {
    /// Where the server listens
    #[arg(value_name = "ADDR", default_value = "127.0.0.1:8080")]
    address: Address,
    /// How many bots
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=1000))]
    count: u16,
    /// How many lines a second, all bots together
    #[arg(long, value_name = "LINES", default_value_t = 2.0, value_parser = rate)]
    rate: f64,
    /// How many rooms the bots are spread over; the first is #lobby
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=words::MOST_ROOMS))]
    rooms: u8,
    /// Leave after so many seconds, instead of at Ctrl-C
    #[arg(long, value_name = "N")]
    seconds: Option<u64>,
}

fn rate(text: &str) -> Result<f64, String> {
    let rate = text.parse().map_err(|error: ParseFloatError| error.to_string())?;
    if (0.01..=1000.0).contains(&rate) { Ok(rate) } else { Err("expected 0.01 to 1000".into()) }
}

/// Lets the bots talk until the time is over, or Ctrl-C.
pub fn run(cli: &BotsCli) -> Result<(), ClientError> {
    let (stop, stopped) = mpsc::channel();
    ctrlc::set_handler(move || {
        // If nobody receives, the bots are leaving already.
        let _ = stop.send(());
    })?;
    let mut crowd = Crowd::default();
    for number in 0..cli.count {
        if has_stopped(&stopped, Duration::ZERO) {
            break;
        }
        if let Err(why) = crowd.admit(&cli.address, usize::from(number) % usize::from(cli.rooms)) {
            if crowd.is_empty() {
                return Err(why);
            }
            tell(io::stderr(), &format!("warning: no more bots can log in: {}", why_not(&why)));
            break;
        }
    }
    let begun = format!("{} of {} bots are in; Ctrl-C lets them leave", crowd.len(), cli.count);
    tell(io::stdout(), &begun);
    let left = talk(&mut crowd, cli, &stopped);
    tell(io::stdout(), &crowd.leave());
    left
}

/// Tells whoever still reads.
fn tell(mut out: impl Write, line: &str) {
    // The bots go on talking if nobody does.
    let _ = writeln!(out, "{line}");
}

/// The reason alone: that nobody could log in is not so.
fn why_not(error: &ClientError) -> String {
    match error {
        ClientError::NoBots(why) => why.clone(),
        other => other.to_string(),
    }
}

fn talk(crowd: &mut Crowd, cli: &BotsCli, stopped: &Receiver<()>) -> Result<(), ClientError> {
    let begun = Instant::now();
    let pause = Duration::from_secs_f64(1.0 / cli.rate);
    let mut due = begun;
    loop {
        // Late lines are not made up for: the rate is one for people to read at.
        due = (due + pause).max(Instant::now());
        let limit = cli.seconds.map(|seconds| begun + Duration::from_secs(seconds));
        let is_last = limit.is_some_and(|limit| limit <= due);
        let until = if is_last { limit.unwrap_or(due) } else { due };
        let left = until.saturating_duration_since(Instant::now());
        if has_stopped(stopped, left) || is_last {
            return Ok(());
        }
        if !crowd.say_something() {
            return Err(ClientError::BotsAlone);
        }
    }
}

/// Waits; true if the user stops the bots meanwhile.
fn has_stopped(stopped: &Receiver<()>, wait: Duration) -> bool {
    !matches!(stopped.recv_timeout(wait), Err(RecvTimeoutError::Timeout))
}
