//! What a run found out: one line of JSON, so that other programs can read it.

use serde::{Deserialize, Serialize};

/// The result of one run of one mode against one server.
///
/// A figure that the mode does not measure, or that the machine cannot tell (the process of a
/// server that was not started here and whose pid was not given), is `None`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    /// `burst`, `paced`, `idle`, `storm`, `slow`, `churn`, `soak` or `chaos`.
    pub mode: String,
    /// The name the server was asked for by, such as `stage6`, or its address.
    pub server: String,
    pub clients: u64,
    pub rooms: u64,
    /// Messages that each client says.
    pub messages: u64,
    /// Bytes of a message's text, without name and line end.
    pub size: u64,
    /// Messages a second of all clients together, if they are paced.
    pub rate: Option<f64>,
    /// The cores the server may use; empty if any.
    pub server_cores: Vec<usize>,
    pub load_cores: Vec<usize>,

    /// Lines that had to arrive, each counted once for each client that had to get it.
    pub expected: u64,
    /// Those that arrived, complete and in their sender's order.
    pub delivered: u64,
    /// `expected` less `delivered`.
    pub lost: u64,
    /// Lines that should not have come: repeated, torn, out of order or unknown.
    pub wrong: u64,
    /// Clients whose connection the server ended.
    pub disconnected: u64,
    /// The run was given up: nothing came any more.
    pub stalled: bool,

    /// From the first byte sent to the last delivery, in seconds.
    pub wall_s: f64,
    /// CPU time of the server's process in that time, in seconds.
    pub cpu_s: Option<f64>,
    /// The generator's own CPU time in that time, in seconds.
    pub load_cpu_s: Option<f64>,
    /// `delivered` by `cpu_s`.
    pub per_cpu_s: Option<f64>,
    /// The most memory the server had in use, in KiB.
    pub peak_kib: Option<u64>,
    /// Memory for each connected, logged-in client that says nothing, in KiB.
    pub kib_per_client: Option<f64>,
    pub threads: Option<u64>,
    pub descriptors: Option<u64>,
    /// Times a thread of the server went to sleep.
    pub voluntary_switches: Option<u64>,
    /// Times a thread of the server was interrupted for another one.
    pub involuntary_switches: Option<u64>,

    /// From the time a message was due to each of its deliveries, in microseconds.
    pub latency: Option<Latency>,
    /// Soak and chaos: memory, descriptors and threads stayed what they were.
    pub flat: Option<bool>,
    /// What the mode has to say besides, for people: soak's samples, the slow reader's fate.
    pub notes: Vec<String>,
}

impl Report {
    /// Whether everything arrived, in order, and everybody stayed.
    pub fn is_sound(&self) -> bool {
        let missed = self.lost + self.wrong + self.disconnected;
        missed == 0 && !self.stalled && self.flat != Some(false)
    }
}

/// A latency distribution, in microseconds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Latency {
    pub p50: u64,
    pub p90: u64,
    pub p99: u64,
    pub p99_9: u64,
    pub max: u64,
    pub mean: f64,
    pub count: u64,
    /// Percentile (0 to 100) and latency, ascending: the curve of the plot.
    pub curve: Vec<(f64, u64)>,
}
