//! Which cores a process runs on.

use std::io;
use std::process::{Child, Command};

/// Starts a child on these cores, and then moves this thread to its own. Empty means any.
pub fn spawn(command: &mut Command, theirs: &[usize], own: &[usize]) -> io::Result<Child> {
    // A child inherits the cores of the thread that starts it.
    pin(theirs)?;
    let child = command.spawn();
    pin(own)?;
    child
}

#[cfg(target_os = "linux")]
fn pin(cores: &[usize]) -> io::Result<()> {
    use rustix::thread::{CpuSet, sched_setaffinity};

    let mut set = CpuSet::new();
    let all = 0..CpuSet::MAX_CPU;
    let wanted: &mut dyn Iterator<Item = usize> =
        if cores.is_empty() { &mut all.into_iter() } else { &mut cores.iter().copied() };
    wanted.for_each(|core| set.set(core));
    Ok(sched_setaffinity(None, &set)?)
}

/// Elsewhere the system decides.
#[cfg(not(target_os = "linux"))]
fn pin(_cores: &[usize]) -> io::Result<()> {
    Ok(())
}
