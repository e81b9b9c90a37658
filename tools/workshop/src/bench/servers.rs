//! Which servers there are, and how they are built.

use std::env;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::error::WorkshopError;
use crate::workspace::Workspace;

/// The course's own servers, in the order of the tables.
const OURS: [&str; 5] = ["stage5", "stage6", "broker", "runtime-chat", "tuned"];
/// Its runtime is made of Linux's epoll.
const LINUX_ALONE: &str = "runtime-chat";
/// What they are measured against.
const OTHERS: [&str; 2] = ["floor", "nats"];

/// The names of the servers to measure, in the order of the tables. Without a choice, those of
/// the course that exist.
pub fn chosen(
    workspace: &Workspace,
    servers: &[String],
    with: &[String],
) -> Result<Vec<String>, WorkshopError> {
    let mut known = Vec::new();
    for name in OURS {
        let runs_here = cfg!(target_os = "linux") || name != LINUX_ALONE;
        if runs_here && package(workspace, name)?.is_some() {
            known.push(name);
        }
    }
    for (names, known) in [(servers, known.as_slice()), (with, &OTHERS)] {
        if let Some(name) = names.iter().find(|name| !known.contains(&name.as_str())) {
            let known = known.join(", ");
            return Err(WorkshopError::UnknownServer { name: name.clone(), known });
        }
    }
    let is_meant = |name: &&str| servers.is_empty() || servers.iter().any(|server| server == name);
    let ours = known.into_iter().filter(is_meant);
    let others = OTHERS.into_iter().filter(|name| with.iter().any(|other| other == name));
    Ok(ours.chain(others).map(str::to_owned).collect())
}

/// Builds the load generator and the servers in release; returns the path of the former. The
/// servers are beside it.
pub fn build(workspace: &Workspace, servers: &[String]) -> Result<PathBuf, WorkshopError> {
    let mut packages = vec!["load".to_owned()];
    for server in servers {
        packages.extend(package(workspace, server)?);
    }
    eprintln!("building {} in release", packages.join(", "));
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--release", "--locked", "--message-format=json-render-diagnostics"]);
    for package in &packages {
        command.args(["-p", package]);
    }
    command.current_dir(workspace.root()).stdin(Stdio::null()).stderr(Stdio::inherit());
    let output = command
        .output()
        .map_err(|error| WorkshopError::Bench(format!("cannot start cargo: {error}")))?;
    if !output.status.success() {
        return Err(WorkshopError::Bench("cargo build failed".into()));
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    let path = messages.lines().find_map(executable);
    path.ok_or_else(|| WorkshopError::Bench("cargo built no program called load".into()))
}

/// The path of the load generator, if this message of cargo is about it.
fn executable(line: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(line).ok()?;
    let is_load = message["target"]["name"] == "load" && message["target"]["kind"][0] == "bin";
    is_load.then(|| message["executable"].as_str().map(PathBuf::from)).flatten()
}

/// The package of a server that is in the workspace: a stage, or a folder of `encore/`.
fn package(workspace: &Workspace, server: &str) -> Result<Option<String>, WorkshopError> {
    if server.starts_with("stage") {
        let prefix = format!("{server}-");
        return Ok(workspace.stages()?.into_iter().find(|stage| stage.starts_with(&prefix)));
    }
    let manifest = workspace.root().join("encore").join(server).join("Cargo.toml");
    Ok(manifest.is_file().then(|| server.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_is_that_of_the_program() {
        let library = r#"{"target":{"name":"load","kind":["lib"]},"executable":null}"#;
        let program = r#"{"target":{"name":"load","kind":["bin"]},"executable":"/t/load"}"#;
        assert_eq!(executable(library), None);
        assert_eq!(executable(program), Some(PathBuf::from("/t/load")));
        assert_eq!(executable("no json"), None);
    }

    #[test]
    fn servers_are_in_the_order_of_the_tables() {
        let names =
            |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let workspace = Workspace::find();
        let chosen =
            |servers: &[&str], with: &[&str]| chosen(&workspace, &names(servers), &names(with));
        let all = chosen(&["stage6", "stage5"], &["nats", "floor"]).unwrap();
        assert_eq!(all, ["stage5", "stage6", "floor", "nats"]);
        assert!(chosen(&[], &[]).unwrap().starts_with(&names(&["stage5", "stage6"])));
        let error = chosen(&["stage7"], &[]).unwrap_err();
        assert_eq!(error.exit_status(), 2);
    }
}
