//! What the figures were measured on.

use std::path::Path;
use std::process::Command;
use std::{env, fs, thread};

use serde::{Deserialize, Serialize};

/// A machine, as far as it can be told. What cannot is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Machine {
    pub cpu: String,
    pub cores: usize,
    pub memory_mib: Option<u64>,
    pub os: String,
    pub kernel: String,
    pub rustc: String,
    /// `nats-server --version`, if it was measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nats: Option<String>,
}

impl Machine {
    /// This one. `root` is the workspace, which chooses the compiler.
    pub fn here(root: &Path, with_nats: bool) -> Self {
        let nats = || said(Command::new("nats-server").arg("--version"));
        Self {
            cpu: cpu(),
            cores: thread::available_parallelism().map_or(1, usize::from),
            memory_mib: memory(),
            os: os(),
            kernel: said(Command::new("uname").arg("-sr")),
            rustc: said(Command::new("rustc").arg("--version").current_dir(root)),
            nats: with_nats.then(nats).filter(|version| !version.is_empty()),
        }
    }
}

/// The cores that this program may use, by number; none if the system does not say, and then
/// nothing can be tied to a core either.
pub fn cores() -> Vec<usize> {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let list = status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:"));
    listed(list.unwrap_or_default().trim())
}

/// The numbers of `0-2,5`.
fn listed(list: &str) -> Vec<usize> {
    let range = |part: &str| {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        Some(from.parse().ok()?..=to.parse().ok()?)
    };
    list.split(',').filter_map(range).flatten().collect()
}

fn cpu() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text.lines().find_map(|line| line.strip_prefix("model name"));
    match model.and_then(|rest| rest.split_once(':')) {
        Some((_, name)) => name.trim().to_owned(),
        None if cfg!(target_os = "macos") => {
            said(Command::new("sysctl").args(["-n", "machdep.cpu.brand_string"]))
        }
        None => env::var("PROCESSOR_IDENTIFIER").unwrap_or_else(|_| env::consts::ARCH.to_owned()),
    }
}

fn memory() -> Option<u64> {
    let text = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    match text.lines().find_map(|line| line.strip_prefix("MemTotal:")) {
        Some(rest) => Some(rest.split_whitespace().next()?.parse::<u64>().ok()? / 1024),
        None if cfg!(target_os = "macos") => {
            let bytes = said(Command::new("sysctl").args(["-n", "hw.memsize"]));
            Some(bytes.parse::<u64>().ok()? / 1024 / 1024)
        }
        None => None,
    }
}

fn os() -> String {
    let text = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = text.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    name.map_or_else(|| env::consts::OS.to_owned(), |name| name.trim_matches('"').to_owned())
}

/// The first line that a program prints; empty if there is none.
fn said(command: &mut Command) -> String {
    let text = command.output().map(|output| output.stdout).unwrap_or_default();
    String::from_utf8_lossy(&text).lines().next().unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_cores_has_ranges() {
        assert_eq!(listed("0-2,5"), [0, 1, 2, 5]);
        assert_eq!(listed("7"), [7]);
        assert_eq!(listed(""), [0; 0]);
    }
}
