//! Building the learner's server with cargo, without a network.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;
use tempfile::TempDir;

use super::desk::{Desk, NAME};
use crate::error::WorkshopError;

/// A program that was built, in a place where no later build touches it.
#[derive(Debug)]
pub struct Built {
    /// Removed together with this.
    _folder: TempDir,
    pub program: PathBuf,
}

/// A line that cargo prints about what it has built.
#[derive(Deserialize)]
struct Artifact {
    #[serde(default)]
    target: Option<Target>,
    #[serde(default)]
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

/// Builds the learner's server. What the compiler says goes to standard error.
pub fn server(desk: &Desk) -> Result<Built, WorkshopError> {
    desk.progress()?;
    match package(desk, &desk.folder, NAME)? {
        Some(built) => Ok(built),
        None => Err(WorkshopError::Learn(format!(
            "{} does not build. The compiler says above why. If it is a package that cargo \
             cannot find, `cargo fetch --manifest-path {}Cargo.toml` gets it over the network",
            desk.shown(),
            desk.shown(),
        ))),
    }
}

/// Builds a program with the course's test kit, which is what checks of exercises use; if the
/// learner's package is a library, with that too, by the name of its crate. `None` if it does not
/// compile with the library.
pub fn check(
    desk: &Desk,
    source: &Path,
    library: Option<&str>,
) -> Result<Option<Built>, WorkshopError> {
    const CHECK: &str = "check";
    let folder = temporary()?;
    let failed = |error| WorkshopError::WriteFile(folder.path().to_owned(), error);
    let kit = desk.root().join("tools/testkit");
    let mut manifest = format!(
        "[package]\nname = \"{CHECK}\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\ntestkit = {{ path = {:?} }}\n",
        kit.display().to_string()
    );
    if let Some(library) = library {
        let place = std::path::absolute(&desk.folder).map_err(failed)?.display().to_string();
        manifest += &format!("{library} = {{ package = \"{NAME}\", path = {place:?} }}\n");
    }
    fs::create_dir(folder.path().join("src")).map_err(failed)?;
    fs::write(folder.path().join("Cargo.toml"), manifest).map_err(failed)?;
    fs::copy(source, folder.path().join("src/main.rs")).map_err(failed)?;
    fs::copy(desk.root().join("Cargo.lock"), folder.path().join("Cargo.lock")).map_err(failed)?;
    let built = package(desk, folder.path(), CHECK)?;
    if built.is_none() && library.is_none() {
        return Err(WorkshopError::Learn(format!("{} does not build", source.display())));
    }
    Ok(built)
}

/// Builds the package in a folder. `None` if it does not compile.
fn package(desk: &Desk, folder: &Path, name: &str) -> Result<Option<Built>, WorkshopError> {
    let target = desk.target();
    fs::create_dir_all(&target).map_err(|error| WorkshopError::WriteFile(target.clone(), error))?;
    // Others may build there as well, and would put their program in the place of this one.
    let lock = target.join("workshop.lock");
    let locked = File::create(&lock).and_then(|file| file.lock().map(|()| file));
    let _locked = locked.map_err(|error| WorkshopError::WriteFile(lock, error))?;
    for name in [name, NAME] {
        forget(&target.join("debug/.fingerprint"), name);
    }
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["build", "--quiet", "--offline", "--message-format=json-render-diagnostics"]);
    command.arg("--manifest-path").arg(folder.join("Cargo.toml"));
    command.arg("--target-dir").arg(&target).stderr(Stdio::inherit());
    let failed = |error| WorkshopError::Learn(format!("cannot run cargo: {error}"));
    let built = command.output().map_err(failed)?;
    if !built.status.success() {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&built.stdout);
    let artifacts = text.lines().filter_map(|line| serde_json::from_str::<Artifact>(line).ok());
    let programs: Vec<(String, PathBuf)> = artifacts
        .filter_map(|artifact| Some((artifact.target?.name, artifact.executable?)))
        .collect();
    let named = programs.iter().find(|(program, _)| program == name).or(programs.first());
    let Some((_, program)) = named else {
        let why = format!("{} has no src/main.rs, so there is nothing to run", folder.display());
        return Err(WorkshopError::Learn(why));
    };
    let folder = temporary()?;
    let copy = folder.path().join(program.file_name().unwrap_or_default());
    fs::copy(program, &copy).map_err(|error| WorkshopError::WriteFile(copy.clone(), error))?;
    Ok(Some(Built { _folder: folder, program: copy }))
}

/// Makes cargo build the package anew. To cargo, packages of one name in several folders are the
/// same one, so that it would take an old folder with old files for what was built last.
fn forget(fingerprints: &Path, name: &str) {
    for entry in fs::read_dir(fingerprints).into_iter().flatten().flatten() {
        let file = entry.file_name().to_string_lossy().into_owned();
        if file.rsplit_once('-').is_some_and(|(package, _)| package == name) {
            // At worst it is built as cargo thinks fit.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn temporary() -> Result<TempDir, WorkshopError> {
    let folder = tempfile::Builder::new().prefix("my-server-").tempdir();
    folder.map_err(|error| WorkshopError::Learn(format!("cannot make a folder: {error}")))
}
