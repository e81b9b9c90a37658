//! What the command line understands.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::thread::available_parallelism;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

use crate::protocol::Protocol;

/// Loads chat servers with clients, and says what each delivery cost.
///
/// A delivery is one line arriving at one client. Every one is checked for its sender, its number
/// and its end; what is lost or wrong, and who was disconnected, is part of the result.
#[derive(Debug, Parser)]
#[command(name = "load", version)]
pub struct Cli {
    #[command(subcommand)]
    pub mode: Mode,
}

/// What the clients do.
#[derive(Debug, Subcommand)]
pub enum Mode {
    /// Everybody says everything at once
    Burst {
        #[arg(long, default_value_t = 100)]
        clients: usize,
        /// Messages that each client says
        #[arg(long, default_value_t = 1000)]
        messages: usize,
        /// Bytes of a message's text
        #[arg(long, default_value_t = 32)]
        size: usize,
        /// Rooms that the clients are spread over
        #[arg(long, default_value_t = 1)]
        rooms: usize,
        #[command(flatten)]
        common: Common,
    },
    /// A steady rate: how long after it was due does a message arrive?
    Paced {
        #[arg(long, default_value_t = 100)]
        clients: usize,
        /// Messages a second of all clients together
        #[arg(long, default_value_t = 500.0, value_parser = positive)]
        rate: f64,
        #[arg(long, default_value_t = 10.0, value_parser = positive)]
        seconds: f64,
        #[arg(long, default_value_t = 32)]
        size: usize,
        #[command(flatten)]
        common: Common,
    },
    /// Nobody says anything: memory for each client
    Idle {
        #[arg(long, default_value_t = 1000)]
        clients: usize,
        #[command(flatten)]
        common: Common,
    },
    /// All clients, connected already, come into one room at once
    Storm {
        #[arg(long, default_value_t = 2000)]
        clients: usize,
        #[command(flatten)]
        common: Common,
    },
    /// A burst in which one client reads nothing
    Slow {
        #[arg(long, default_value_t = 100)]
        clients: usize,
        #[arg(long, default_value_t = 1000)]
        messages: usize,
        #[arg(long, default_value_t = 200)]
        size: usize,
        #[command(flatten)]
        common: Common,
    },
    /// Users talk, move, rename, quit, reset and come back around a quiet core (chat only)
    Churn {
        #[arg(long, default_value_t = 200)]
        clients: usize,
        #[arg(long, default_value_t = 30.0, value_parser = positive)]
        seconds: f64,
        #[command(flatten)]
        common: Common,
    },
    /// Churn for minutes: memory, descriptors and threads have to stay flat (chat only)
    Soak {
        #[arg(long, default_value_t = 200)]
        clients: usize,
        #[arg(long, default_value_t = 300.0, value_parser = positive)]
        seconds: f64,
        #[command(flatten)]
        common: Common,
    },
    /// All that and a bad network, and a checker that nobody misses a line or sees another order
    /// (chat only)
    Chaos {
        #[arg(long, default_value_t = 200)]
        clients: usize,
        #[arg(long, default_value_t = 600.0, value_parser = positive)]
        seconds: f64,
        /// What chance begins with, to do the same again
        #[arg(long)]
        seed: Option<u64>,
        #[command(flatten)]
        common: Common,
    },
    /// Serves: no names, no rooms, every line to everybody; what the machine can do at best
    Floor {
        #[arg(default_value = "127.0.0.1:8080")]
        addr: SocketAddr,
    },
}

/// What all modes that load a server have in common.
#[derive(Debug, Clone, Args)]
pub struct Common {
    /// stage5, stage6, broker, runtime-chat, tuned, floor, nats, or ADDR:PORT of a running server
    #[arg(value_name = "SERVER", required_unless_present = "cmd")]
    servers: Vec<String>,
    /// Start this as one more server, with a free port in the place of {port}, and another one in
    /// that of {metrics} if it answers Prometheus; needs --protocol
    #[arg(long, value_name = "COMMAND", requires = "protocol")]
    pub cmd: Option<String>,
    /// Runs of each server, interleaved
    #[arg(long, default_value_t = 1)]
    pub rounds: usize,
    /// What the server at an address speaks
    #[arg(long, value_enum)]
    pub protocol: Option<Protocol>,
    /// The process of the server at an address, to be measured
    #[arg(long)]
    pub pid: Option<u32>,
    /// Cores for the server [default: 0 where there are two]
    #[arg(long, value_delimiter = ',')]
    server_cores: Vec<usize>,
    /// Cores for the generator [default: 1 where there are two]
    #[arg(long, value_delimiter = ',')]
    load_cores: Vec<usize>,
    /// Write one line of JSON for each run into this file; `-` prints them instead of the table
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Seconds in which nothing arrives until a run is given up
    #[arg(long, default_value_t = 10.0, value_parser = positive)]
    patience: f64,
}

impl Common {
    pub fn server_cores(&self) -> Vec<usize> {
        cores(&self.server_cores, 0)
    }

    pub fn load_cores(&self) -> Vec<usize> {
        cores(&self.load_cores, 1)
    }

    /// The servers to run, one after another.
    pub fn servers(&self) -> Vec<&str> {
        self.servers.iter().chain(&self.cmd).map(String::as_str).collect()
    }

    pub fn patience(&self) -> Duration {
        Duration::from_secs_f64(self.patience)
    }
}

/// A number above 0, and so small that a time or a count can be made of it.
fn positive(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(number) if (0.001..=10_000_000.0).contains(&number) => Ok(number),
        _ => Err("expected a number from 0.001 to 10000000".to_owned()),
    }
}

/// Whether the machine has more than one core for us. Asked once: as soon as the generator keeps to
/// its own, the system says that there is one, and every other server would run wherever it liked.
static SEVERAL: LazyLock<bool> =
    LazyLock::new(|| available_parallelism().is_ok_and(|cores| cores.get() > 1));

fn cores(wanted: &[usize], default: usize) -> Vec<usize> {
    if wanted.is_empty() && *SEVERAL { vec![default] } else { wanted.to_vec() }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::process::Command;

    use super::*;
    use crate::affinity;

    #[test]
    fn each_server_has_the_same_cores() {
        let (first, own) = (cores(&[], 0), cores(&[], 1));
        let mut child = affinity::spawn(&mut Command::new("true"), &first, &own).unwrap();
        assert!(child.wait().unwrap().success());
        assert_eq!((cores(&[], 0), cores(&[], 1)), (first, own));
    }
}
