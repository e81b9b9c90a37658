//! What the command line of `chat` understands.

use clap::Parser;

use crate::address::Address;
use crate::error::ClientError;
use crate::{plain, tui};

/// Talks to a chat server
///
/// Above is what is said, with names in colours; beside it, if there is space, who is in the
/// room; below, the line that you write. Enter sends it, Up and Down bring back earlier ones.
/// Page Up and Page Down scroll, End returns to the newest line, Ctrl-L draws everything anew.
/// Ctrl-C or /quit leaves. If the server goes away, the client waits for it and logs in again by
/// the same name.
#[derive(Debug, Parser)]
#[command(name = "chat", version)]
pub struct Cli {
    /// Where the server listens
    #[arg(value_name = "ADDR", default_value = "127.0.0.1:8080")]
    address: Address,
    /// The name to log in by, instead of being asked
    #[arg(long, value_name = "NAME", conflicts_with = "plain")]
    name: Option<String>,
    /// Line in, line out, as nc does: for pipes, and for screen readers
    #[arg(long)]
    plain: bool,
}

impl Cli {
    /// Talks until the user leaves.
    pub fn run(self) -> Result<(), ClientError> {
        if self.plain { plain::run(&self.address) } else { tui::run(self.address, self.name) }
    }
}
