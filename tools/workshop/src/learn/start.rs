//! Makes the learner's folder.

use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::desk::{Desk, NAME, say};
use super::guide::titled;
use super::progress::{FILE, Progress};
use crate::error::WorkshopError;
use crate::prove::Package;
use crate::workspace::Sources;

/// What the first stage starts from.
const FIRST: &str = "fn main() {\n    println!(\"Hello, world!\");\n}\n";

/// What the folder is for.
#[derive(Debug, Clone, Copy)]
pub enum Aim<'a> {
    /// To become this stage, from the one before.
    Stage(u8),
    /// To do this exercise, from the package that it changes.
    Exercise { name: &'a str, package: &'a Package },
}

impl Aim<'_> {
    /// What it depends on is what this package depends on.
    fn package(self) -> Package {
        match self {
            Self::Stage(stage) => Package::Stage(stage),
            Self::Exercise { package, .. } => package.clone(),
        }
    }

    fn exercise(self) -> Option<String> {
        match self {
            Self::Stage(_) => None,
            Self::Exercise { name, .. } => Some(name.to_owned()),
        }
    }

    /// Whose sources it starts from.
    fn source(self) -> Option<Package> {
        match self {
            Self::Stage(stage) => (stage > 1).then(|| Package::Stage(stage - 1)),
            Self::Exercise { package, .. } => Some(package.clone()),
        }
    }
}

pub fn start(desk: &Desk, aim: Aim<'_>, force: bool) -> Result<(), WorkshopError> {
    let package = aim.package();
    if let Package::Stage(stage) = package {
        desk.stage_name(stage)?;
    }
    let mut progress = cleared(desk, aim, force)?;
    progress.stage = match package {
        Package::Stage(stage) => Some(stage),
        Package::Encore(_) => None,
    };
    progress.exercise = aim.exercise();
    if let Some(name) = &progress.exercise {
        progress.exercises.entry(name.clone()).or_default();
    }
    let manifest = manifest(desk, &package).map_err(WorkshopError::Learn)?;
    write(&desk.folder.join("Cargo.toml"), &manifest)?;
    let lock = desk.root().join("Cargo.lock");
    let text = fs::read_to_string(&lock).map_err(|error| WorkshopError::Read(lock, error))?;
    write(&desk.folder.join("Cargo.lock"), &text)?;
    let from = match aim.source() {
        None => {
            write(&desk.folder.join("src/main.rs"), FIRST)?;
            "an empty program".to_owned()
        }
        Some(source) => {
            for (file, text) in as_mine(desk, &source)?.files {
                write(&desk.folder.join("src").join(file), &text)?;
            }
            source.to_string()
        }
    };
    desk.save(&progress)?;
    say(format!("{} is made, from {from}.\n{}", desk.shown(), next(desk, aim)))
}

/// Makes way for a new folder. What the learner has done so far is not forgotten.
fn cleared(desk: &Desk, aim: Aim<'_>, force: bool) -> Result<Progress, WorkshopError> {
    if !desk.folder.exists() {
        return Ok(Progress::default());
    }
    if !force {
        return Err(exists(desk, aim));
    }
    let progress = Progress::load(&desk.folder).map_err(WorkshopError::Learn)?;
    let kept = keep(&desk.folder)?;
    say(format!("what was in {} is now in {}", desk.shown(), kept.display()))?;
    Ok(progress)
}

/// What to do with a new folder.
fn next(desk: &Desk, aim: Aim<'_>) -> String {
    match aim {
        Aim::Stage(stage) => format!(
            "Turn it into stage {stage}: {}\n\n  cargo workshop check   says what is missing\n  \
             cargo workshop hint    helps with it\n  cargo workshop watch   checks on every save",
            titled(desk.root(), &format!("stage{stage}/start.md"))
        ),
        Aim::Exercise { name, .. } => format!(
            "Do the exercise {name}.\n\n  cargo workshop check   says whether it is done\n  \
             cargo workshop hint    helps with it\n  cargo workshop watch   checks on every save"
        ),
    }
}

/// The sources of a package, as the learner's own crate.
pub fn as_mine(desk: &Desk, package: &Package) -> Result<Sources, WorkshopError> {
    let folder = package.sources(desk.root()).map_err(WorkshopError::Learn)?;
    let label = folder.strip_prefix(desk.root()).unwrap_or(&folder).display().to_string();
    let mut sources = Sources::read(&folder, label)?;
    // The crates of others keep their names, which are words that occur elsewhere.
    if let Package::Stage(stage) = package {
        let (theirs, mine) = (desk.stage_name(*stage)?.replace('-', "_"), NAME.replace('-', "_"));
        for text in sources.files.values_mut() {
            *text = text.replace(&theirs, &mine);
        }
    }
    Ok(sources)
}

fn exists(desk: &Desk, aim: Aim<'_>) -> WorkshopError {
    let shown = desk.shown();
    let asked = match aim {
        Aim::Stage(stage) => stage.to_string(),
        Aim::Exercise { name, .. } => format!("exercise {name}"),
    };
    WorkshopError::Learn(format!(
        "{shown} exists, and nothing in it was touched. `cargo workshop start {asked} --force` \
         keeps it under another name and makes a new one; `cargo workshop check {asked}` checks \
         what you have"
    ))
}

/// Renames the folder to the first of `my-server.1`, `my-server.2`, … that is free.
fn keep(folder: &Path) -> Result<PathBuf, WorkshopError> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let free = (1_u32..).map(|number| folder.with_file_name(format!("{name}.{number}")));
    let Some(kept) = { free }.find(|path| !path.exists()) else {
        return Err(WorkshopError::Learn(format!("there are too many folders {name}.1, …")));
    };
    let renamed = fs::rename(folder, &kept);
    renamed.map_err(|error| WorkshopError::WriteFile(folder.to_owned(), error))?;
    Ok(kept)
}

fn write(path: &Path, text: &str) -> Result<(), WorkshopError> {
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = made.and_then(|()| fs::write(path, text));
    written.map_err(|error| WorkshopError::WriteFile(path.to_owned(), error))
}

/// A manifest with what the package depends on, by version.
fn manifest(desk: &Desk, package: &Package) -> Result<String, String> {
    let read = |path: PathBuf| -> Result<Table, String> {
        let text = fs::read_to_string(&path).map_err(|error| error.to_string());
        let table = text.and_then(|text| text.parse().map_err(|error| format!("{error}")));
        table.map_err(|error: String| format!("cannot read {}: {error}", path.display()))
    };
    let course = read(desk.root().join("Cargo.toml"))?;
    let folder = desk.root().join(package.folder(desk.root())?);
    let theirs = read(folder.join("Cargo.toml"))?;
    let versions = course.get("workspace").and_then(|table| table.get("dependencies"));
    let mut text = format!(
        "# The learner's own server; `{FILE}` remembers what it has passed.\n\
         [package]\nname = \"{NAME}\"\nedition = \"2024\"\npublish = false\n\n\
         # It is no part of the course's workspace.\n[workspace]\n\n"
    );
    if let Package::Encore(name) = package {
        text += &format!("[lib]\nname = \"{}\"\n\n", name.replace('-', "_"));
        // Words that only its own tests define would be warned of.
        let lints = course.get("workspace").and_then(|table| table.get("lints")?.get("rust"));
        if let Some(known) = lints.and_then(|table| table.get("unexpected_cfgs")) {
            text += &format!("[lints.rust]\nunexpected_cfgs = {known}\n\n");
        }
    }
    text += "[dependencies]\n";
    let dependencies = theirs.get("dependencies").and_then(Value::as_table);
    for (name, wanted) in dependencies.into_iter().flatten() {
        text += &format!("{name} = {}\n", dependency(name, wanted, versions, &folder)?);
    }
    Ok(text)
}

/// What a package asks for, as one outside of the workspace has to say it.
fn dependency(
    name: &str,
    wanted: &Value,
    versions: Option<&Value>,
    folder: &Path,
) -> Result<String, String> {
    if let Some(path) = wanted.get("path").and_then(Value::as_str) {
        let place = folder.join(path).canonicalize().map_err(|error| error.to_string())?;
        return Ok(format!("{{ path = {:?} }}", place.display().to_string()));
    }
    if wanted.get("workspace").is_none() {
        return Ok(wanted.to_string());
    }
    let version = versions.and_then(|table| table.get(name)).and_then(Value::as_str);
    let version = version.ok_or_else(|| format!("no version of {name} in Cargo.toml"))?;
    Ok(match wanted.get("features") {
        Some(features) => format!("{{ version = \"{version}\", features = {features} }}"),
        None => format!("\"{version}\""),
    })
}
