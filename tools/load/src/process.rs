//! What a process costs, from `/proc` (see proc(5)); nothing on systems that have none.

use std::collections::BTreeMap;
use std::fs;

/// The unit of the CPU times in `/proc/PID/stat`: 1/100 s on every Linux (`USER_HZ`).
const TICK_S: f64 = 0.01;

/// A look at a process.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    /// For each thread its CPU time in ns.
    threads: BTreeMap<u32, u64>,
    /// CPU time of all threads, those that have ended included, in s.
    cpu_s: f64,
    pub voluntary: u64,
    pub involuntary: u64,
    pub rss_kib: u64,
    pub peak_kib: u64,
    pub descriptors: u64,
}

impl Snapshot {
    /// `None` if the process has ended or cannot be looked at.
    pub fn take(pid: u32) -> Option<Self> {
        let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
        let mut snapshot = Self {
            cpu_s: ticks(pid)?,
            rss_kib: field(&status, "VmRSS:")?,
            peak_kib: field(&status, "VmHWM:")?,
            descriptors: fs::read_dir(format!("/proc/{pid}/fd")).ok()?.count() as u64,
            ..Self::default()
        };
        for task in fs::read_dir(format!("/proc/{pid}/task")).ok()?.flatten() {
            // A thread may end while this looks.
            let read = |name| fs::read_to_string(task.path().join(name)).unwrap_or_default();
            let (status, times) = (read("status"), read("schedstat"));
            let ns = times.split(' ').next().and_then(|ns| ns.parse().ok());
            let id = task.file_name().to_str().and_then(|id| id.parse().ok());
            if let (Some(id), Some(ns)) = (id, ns) {
                snapshot.threads.insert(id, ns);
            }
            snapshot.voluntary += field(&status, "voluntary_ctxt_switches:").unwrap_or(0);
            snapshot.involuntary += field(&status, "nonvoluntary_ctxt_switches:").unwrap_or(0);
        }
        Some(snapshot)
    }

    pub fn threads(&self) -> u64 {
        self.threads.len() as u64
    }

    /// CPU time since an earlier look, in seconds: to the nanosecond if no thread has ended in
    /// between, to 10 ms otherwise.
    pub fn cpu_since(&self, earlier: &Self) -> f64 {
        if earlier.threads.keys().any(|id| !self.threads.contains_key(id)) {
            return self.cpu_s - earlier.cpu_s;
        }
        let sum = |of: &Self| of.threads.values().sum::<u64>();
        let ns = sum(self).saturating_sub(sum(earlier));
        std::time::Duration::from_nanos(ns).as_secs_f64()
    }
}

/// Starts to count the peak of its memory from now on.
pub fn reset_peak(pid: u32) {
    // Where that is not possible, the peak is that of its whole life.
    let _ = fs::write(format!("/proc/{pid}/clear_refs"), "5");
}

fn field(status: &str, key: &str) -> Option<u64> {
    let value = status.lines().find_map(|line| line.strip_prefix(key))?;
    value.split_whitespace().next()?.parse().ok()
}

fn ticks(pid: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The second field, the program's name in parentheses, may hold blanks; of what comes after
    // it, the 12th and 13th are utime and stime.
    let (_, fields) = stat.rsplit_once(") ")?;
    let ticks: Option<u32> =
        fields.split(' ').skip(11).take(2).map(|ticks| ticks.parse::<u32>().ok()).sum();
    Some(f64::from(ticks?) * TICK_S)
}

/// Allows this process, and the servers that it starts, as many descriptors as the system does;
/// returns how many that is.
#[cfg(unix)]
pub fn raise_limit() -> u64 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    let now =
        if setrlimit(Resource::Nofile, raised).is_ok() { limit.maximum } else { limit.current };
    now.unwrap_or(u64::MAX)
}

#[cfg(not(unix))]
pub fn raise_limit() -> u64 {
    u64::MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn a_process_can_look_at_itself() {
        let before = Snapshot::take(std::process::id()).unwrap();
        let busy: u64 = (0..20_000_000_u64).fold(1, |sum, n| std::hint::black_box(sum ^ n));
        let after = Snapshot::take(std::process::id()).unwrap();
        assert!(busy < u64::MAX && after.cpu_since(&before) > 0.0);
        assert!(after.threads() >= 1 && after.rss_kib > 0 && after.peak_kib >= after.rss_kib);
        assert!(after.descriptors >= 3);
        assert!(Snapshot::take(u32::MAX).is_none());
    }
}
