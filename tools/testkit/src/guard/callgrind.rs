//! A server under callgrind, which counts who calls what.

use std::collections::HashMap;
use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{self, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs};

use super::skip;
use crate::{PATIENCE, Server};

/// A running server whose calls are counted, those before the first client included.
pub struct Counted {
    server: Server,
    profile: Profile,
}

impl Counted {
    /// None if it cannot run here, which has been said then.
    pub fn start(binary: &Path) -> Option<Self> {
        if !cfg!(debug_assertions) {
            skip("calls are counted in a debug build: in release, most are inlined");
            return None;
        }
        let probe = Command::new("valgrind").arg("--version").stdout(Stdio::null()).status();
        if !probe.is_ok_and(|status| status.success()) {
            skip("there is no valgrind, which counts calls: apt-get install valgrind");
            return None;
        }
        let profile = Profile::new();
        let mut command = Command::new("valgrind");
        // Threads take turns, so the clients' own load matters little to who runs when.
        command.args(["--quiet", "--tool=callgrind", "--fair-sched=yes"]);
        let mut file = OsString::from("--callgrind-out-file=");
        file.push(&profile.0);
        command.arg(file).arg(binary).arg("127.0.0.1:0");
        match Server::try_start_with(command) {
            Ok(server) => Some(Self { server, profile }),
            Err(why) => {
                skip(&format!("the server does not start under valgrind: {why}"));
                None
            }
        }
    }

    pub fn addr(&self) -> SocketAddr {
        self.server.addr()
    }

    /// Ends the server; callgrind writes at its end.
    pub fn finish(self) -> Calls {
        self.server.terminate();
        // How it ends is no matter here: the signal may be its death.
        let _ = self.server.wait(PATIENCE);
        let text = fs::read_to_string(&self.profile.0)
            .unwrap_or_else(|error| panic!("callgrind wrote nothing: {error}"));
        Calls::parse(&text)
    }
}

/// Callgrind's file, which is deleted in the end.
struct Profile(PathBuf);

impl Profile {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        Self(env::temp_dir().join(format!("guard-{}-{number}.callgrind", process::id())))
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        // What is left in the folder for temporary files harms nobody.
        let _ = fs::remove_file(&self.0);
    }
}

/// How often each function called each other one.
pub struct Calls(Vec<(String, String, u64)>);

impl Calls {
    /// Reads `fn=(1) name`, `cfn=(2) name` and `calls=3 …`. A name is given once; from then on its
    /// number stands for it. See the "Callgrind Format Specification" of valgrind's manual.
    fn parse(text: &str) -> Self {
        let mut names = HashMap::new();
        let mut edges: HashMap<(&str, &str), u64> = HashMap::new();
        let (mut from, mut to) = ("", "");
        for line in text.lines() {
            if let Some(function) = line.strip_prefix("fn=") {
                from = number(function, &mut names);
            } else if let Some(function) = line.strip_prefix("cfn=") {
                to = number(function, &mut names);
            } else if let Some(calls) = line.strip_prefix("calls=") {
                let count = calls.split(' ').next().and_then(|count| count.parse().ok());
                *edges.entry((from, to)).or_default() += count.unwrap_or(0);
            }
        }
        let name = |number| names.get(number).copied().unwrap_or(number).to_owned();
        Self(edges.into_iter().map(|((from, to), count)| (name(from), name(to), count)).collect())
    }

    /// The calls that are wanted, by the names of caller and callee.
    pub fn count(&self, wanted: impl Fn(&str, &str) -> bool) -> u64 {
        self.0.iter().filter(|(from, to, _)| wanted(from, to)).map(|&(.., count)| count).sum()
    }
}

/// The number of a function, `(1)`, from `(1) name` or `(1)`. The version of a symbol of the C
/// library is not part of its name.
fn number<'a>(function: &'a str, names: &mut HashMap<&'a str, &'a str>) -> &'a str {
    let Some((number, name)) = function.split_once(' ') else { return function };
    names.insert(number, name.split_once("@@").map_or(name, |(name, _)| name));
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_summed_by_caller_and_callee() {
        let calls = Calls::parse(
            "fn=(1) a::b\n12 5\ncfn=(2) send@@GLIBC_2.2.5\ncalls=3 0\n12 7\n\
             cfn=(2)\ncalls=4 0\n13 9\nfn=(3) c\ncfn=(2)\ncalls=1 0\n1 1\n",
        );
        assert_eq!(calls.count(|_, to| to == "send"), 8);
        assert_eq!(calls.count(|from, to| from == "a::b" && to == "send"), 7);
    }
}
