//! What a server costs, from `/proc`.

use std::fs;
use std::time::Duration;

use crate::Server;

/// The unit of the CPU times in `/proc/PID/stat`: 1/100 s on every Linux, whatever the kernel's
/// own tick is (`USER_HZ`, see proc(5)).
const TICK: Duration = Duration::from_millis(10);

impl Server {
    /// Memory in use now, in KiB (`VmRSS`).
    ///
    /// # Panics
    /// When the server has ended.
    #[must_use]
    pub fn memory_kib(&self) -> u64 {
        self.status("VmRSS:")
    }

    /// The most memory that was ever in use, in KiB (`VmHWM`).
    ///
    /// # Panics
    /// When the server has ended.
    #[must_use]
    pub fn peak_kib(&self) -> u64 {
        self.status("VmHWM:")
    }

    /// The number of its threads.
    ///
    /// # Panics
    /// When the server has ended.
    #[must_use]
    pub fn threads(&self) -> u64 {
        self.status("Threads:")
    }

    /// The number of its open file descriptors.
    ///
    /// # Panics
    /// When the server has ended.
    #[must_use]
    pub fn descriptors(&self) -> usize {
        let folder = format!("/proc/{}/fd", self.pid());
        match fs::read_dir(&folder) {
            Ok(entries) => entries.count(),
            Err(error) => panic!("cannot list {folder}: {error}; stderr:\n{}", self.log()),
        }
    }

    /// The CPU time it has used so far, in the kernel and outside, to 10 ms.
    ///
    /// # Panics
    /// When the server has ended.
    #[must_use]
    pub fn cpu_time(&self) -> Duration {
        let stat = self.proc_file("stat");
        // The second field, the program's name in parentheses, may hold blanks; of what comes
        // after it, the 12th and 13th are utime and stime.
        let fields = stat.rsplit_once(") ").map_or("", |(_, fields)| fields);
        let ticks: Option<u32> =
            fields.split(' ').skip(11).take(2).map(|ticks| ticks.parse::<u32>().ok()).sum();
        match ticks {
            Some(ticks) => TICK * ticks,
            None => panic!("no CPU time in {stat}"),
        }
    }

    fn status(&self, key: &str) -> u64 {
        let status = self.proc_file("status");
        let value = status.lines().find_map(|line| line.strip_prefix(key));
        let number = value.and_then(|value| value.split_whitespace().next()?.parse().ok());
        number.unwrap_or_else(|| panic!("no {key} for a server that has ended; got:\n{status}"))
    }

    fn proc_file(&self, name: &str) -> String {
        let path = format!("/proc/{}/{name}", self.pid());
        match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) => panic!("cannot read {path}: {error}; stderr:\n{}", self.log()),
        }
    }
}
