//! One run of the load generator.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use load::Report;

use super::results::Plan;

/// Starts the load generator, once for each run: whatever happens to it, the other runs are safe.
#[derive(Debug)]
pub struct Runner {
    pub load: PathBuf,
    /// Those that may be used; empty if nothing can be tied to them.
    pub cores: Vec<usize>,
}

impl Runner {
    /// What a run found out, and what went wrong.
    pub fn run(&self, plan: &Plan) -> (Option<Report>, Option<String>) {
        let mut command = Command::new(&self.load);
        command.args(&plan.args).args(["--rounds", "1", "--json", "-"]);
        if let Some((server, load)) = self.pinned(plan.scenario.cores) {
            command.args(["--server-cores", &list(server), "--load-cores", &list(load)]);
        }
        command.arg(&plan.server).stdin(Stdio::null());
        let output = match command.output() {
            Ok(output) => output,
            Err(error) => {
                return (None, Some(format!("cannot start {}: {error}", self.load.display())));
            }
        };
        let text = String::from_utf8_lossy(&output.stdout);
        let report = text.lines().find_map(|line| serde_json::from_str(line).ok());
        if output.status.success() && report.is_some() {
            return (report, None);
        }
        let said = last_line(&String::from_utf8_lossy(&output.stderr));
        let is_silent = output.status.success();
        let status = || if is_silent { "no report".to_owned() } else { output.status.to_string() };
        (report, Some(said.unwrap_or_else(status)))
    }

    /// The cores of server and generator. The generator has the next one, or shares the last.
    fn pinned(&self, count: usize) -> Option<(&[usize], &[usize])> {
        if self.cores.len() < 2 {
            return None;
        }
        let next = count.min(self.cores.len() - 1);
        Some((self.cores.get(..count)?, self.cores.get(next..=next)?))
    }
}

fn list(cores: &[usize]) -> String {
    cores.iter().map(usize::to_string).collect::<Vec<_>>().join(",")
}

/// Where programs say why they end.
fn last_line(text: &str) -> Option<String> {
    let line = text.lines().rev().map(str::trim).find(|line| !line.is_empty())?;
    Some(line.strip_prefix("error: ").unwrap_or(line).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn server_and_generator_have_their_own_cores_while_there_are_enough() {
        let runner = |cores: &[usize]| Runner { load: PathBuf::new(), cores: cores.to_vec() };
        let two = runner(&[2, 3]);
        assert_eq!(two.pinned(1), Some((&[2][..], &[3][..])));
        assert_eq!(two.pinned(2), Some((&[2, 3][..], &[3][..])));
        assert_eq!(runner(&[0, 1, 2]).pinned(2), Some((&[0, 1][..], &[2][..])));
        assert_eq!(runner(&[0]).pinned(1), None);
    }

    #[test]
    fn the_last_line_says_why() {
        assert_eq!(last_line("warning: x\nerror: it died\n\n"), Some("it died".to_owned()));
        assert_eq!(last_line("\n"), None);
    }
}
