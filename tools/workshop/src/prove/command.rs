//! What readers are shown at a terminal, as it is typed.

use std::env;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::crates::Crates;
use super::{normal, process};

/// How long a command may take that is there to be read about.
const LIMIT: Duration = Duration::from_secs(10);

/// Runs a command line, and returns what it prints.
pub fn run(line: &str, root: &Path, crates: &Crates) -> Result<String, String> {
    if line.contains(['"', '\'', '\\', '|', '>', '$']) {
        return Err("a command cannot be shown that needs a shell".to_owned());
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_variable = |word: &&&str| word.contains('=');
    let (variables, words) = words.split_at(words.iter().take_while(is_variable).count());
    let (program, arguments) = match *words {
        ["cargo", "workshop", ref arguments @ ..] => {
            let this = env::current_exe();
            (this.map_err(|error| format!("cannot find myself: {error}"))?, arguments)
        }
        ["cargo", "run", "-p", package, "--", ref arguments @ ..] => {
            (crates.server(package)?, arguments)
        }
        ["cargo", "run", "-p", package] => (crates.server(package)?, &[][..]),
        _ => {
            let known = "`cargo workshop …` and `cargo run -p STAGE -- …`";
            return Err(format!("only {known} can be shown"));
        }
    };
    let mut command = Command::new(program);
    command.envs(variables.iter().filter_map(|variable| variable.split_once('=')));
    let ended = process::run(command.args(arguments).current_dir(root), LIMIT)?;
    let text = normal::output(&ended.all(), root);
    match ended.status {
        Some(0) => Ok(text),
        Some(status) => Ok(format!("{text}(exit status {status})\n")),
        None => Err(format!("{} has ended it: {text}", ended.how())),
    }
}
