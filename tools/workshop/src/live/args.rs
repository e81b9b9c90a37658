//! What the command line understands.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::serve::{Options, serve};
use crate::error::WorkshopError;
use crate::workspace::Workspace;

/// Builds the book and serves it with servers that run
///
/// On the pages of the book, Run starts the stage's own server and opens a terminal for each
/// client of a session; Play has the session replay itself at reading speed.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// The port to listen on; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 3000)]
    port: u16,
    /// Lets others on the network join one shared server, by an address with a secret token
    #[arg(long)]
    classroom: bool,
    /// Which of this machine's addresses a classroom listens on
    #[arg(long, value_name = "ADDR", requires = "classroom", default_value = "0.0.0.0")]
    bind: IpAddr,
    /// The stage that a classroom begins with
    #[arg(long, value_name = "STAGE", requires = "classroom", default_value_t = 6)]
    stage: u8,
    /// How many servers may run at once
    #[arg(long, value_name = "COUNT", default_value_t = 8)]
    servers: usize,
    /// How many sockets may be open at once
    #[arg(long, value_name = "COUNT", default_value_t = 128)]
    sockets: usize,
    /// How long Play lets a typed line be read, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 1200)]
    pace: u64,
    /// Serve a book that was built before, in this folder
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
}

impl ServeArgs {
    pub fn run(self) -> Result<(), WorkshopError> {
        let workspace = Workspace::find();
        let is_built = self.site.is_some();
        let built = || workspace.root().join("target/book/html");
        serve(&Options {
            site: self.site.unwrap_or_else(built),
            workspace,
            is_built,
            rebuilds: false,
            port: self.port,
            classroom: self.classroom.then_some((self.bind, self.stage)),
            servers: self.servers,
            sockets: self.sockets,
            pace: Duration::from_millis(self.pace),
        })
    }
}
