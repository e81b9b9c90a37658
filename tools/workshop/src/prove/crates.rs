//! Compiling what the book shows, with the crates of the workspace.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use super::normal;
use super::variant::{Variant, crate_name};
use crate::workspace::Workspace;

/// What programs of the book may use, beside the stages.
const OTHERS: [&str; 4] = ["testkit", "thiserror", "parking_lot", "tokio"];

/// Built once: the stages, and what they and the tests of them depend on.
#[derive(Debug)]
pub struct Crates {
    root: PathBuf,
    /// Libraries by the name of their crate.
    libraries: BTreeMap<String, PathBuf>,
    /// Programs by the name of their package.
    binaries: BTreeMap<String, PathBuf>,
}

/// What rustc said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// `E0277`, of the first error that has one.
    pub code: Option<String>,
    /// Every error, the same on every machine.
    pub message: String,
}

/// A line that cargo prints about what it has built.
#[derive(Deserialize)]
struct Artifact {
    reason: String,
    #[serde(default)]
    target: Option<Target>,
    #[serde(default)]
    filenames: Vec<PathBuf>,
    #[serde(default)]
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

/// A line that rustc prints.
#[derive(Deserialize)]
struct Diagnostic {
    #[serde(default)]
    level: String,
    #[serde(default)]
    code: Option<Code>,
    #[serde(default)]
    rendered: Option<String>,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

impl Crates {
    pub fn build(root: &Path) -> Result<Self, String> {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(root).args(["build", "--quiet", "--message-format=json"]);
        let stages = Workspace::at(root).stages().map_err(|error| error.to_string())?;
        for package in stages.iter().map(String::as_str).chain(["testkit"]) {
            command.args(["-p", package]);
        }
        let built = command.output().map_err(|error| format!("cannot run cargo: {error}"))?;
        if !built.status.success() {
            return Err(format!("cargo failed: {}", String::from_utf8_lossy(&built.stderr)));
        }
        let mut crates =
            Self { root: root.to_owned(), libraries: BTreeMap::new(), binaries: BTreeMap::new() };
        for line in String::from_utf8_lossy(&built.stdout).lines() {
            if let Ok(artifact) = serde_json::from_str::<Artifact>(line) {
                crates.add(artifact);
            }
        }
        Ok(crates)
    }

    fn add(&mut self, artifact: Artifact) {
        let Some(target) = artifact.target.filter(|_| artifact.reason == "compiler-artifact")
        else {
            return;
        };
        if let Some(binary) = artifact.executable {
            self.binaries.insert(target.name, binary);
        } else if target.kind.iter().any(|kind| kind == "lib") {
            let is_library = |path: &PathBuf| path.extension().is_some_and(|end| end == "rlib");
            let library = artifact.filenames.into_iter().find(is_library);
            self.libraries.extend(library.map(|path| (target.name.replace('-', "_"), path)));
        }
    }

    /// The server of a stage as it is.
    pub fn shipped(&self, stage: u8) -> Result<PathBuf, String> {
        let name = crate_name(&self.root, stage)?;
        self.binaries.get(&name).cloned().ok_or_else(|| format!("{name} was not built"))
    }

    /// Compiles a program; `None` for `output` only checks it.
    pub fn program(&self, source: &Path, output: &Path) -> Result<Result<(), Refusal>, String> {
        let mut arguments: Vec<OsString> = vec![source.into(), "-o".into(), output.into()];
        let libraries = self
            .libraries
            .iter()
            .filter(|(name, _)| OTHERS.contains(&name.as_str()) || name.starts_with("stage"));
        for (name, path) in libraries {
            arguments.extend(external(name, path));
        }
        self.rustc(arguments)
    }

    /// Compiles the server of an edited stage; `strictly` makes errors of warnings.
    pub fn variant(
        &self,
        variant: &Variant,
        folder: &Path,
        strictly: bool,
    ) -> Result<Result<PathBuf, Refusal>, String> {
        let name = crate_name(&self.root, variant.stage)?.replace('-', "_");
        variant.write(&self.root, &folder.join("src"))?;
        let library = folder.join(format!("lib{name}.rlib"));
        let binary = folder.join("server");
        let mut common: Vec<OsString> = vec!["--crate-name".into(), name.clone().into()];
        if strictly {
            common.extend(["-D".into(), "warnings".into()]);
        }
        for other in OTHERS {
            common.extend(
                self.libraries.get(other).into_iter().flat_map(|path| external(other, path)),
            );
        }
        let output = |path: &Path| [OsString::from("-o"), path.into()];
        let mut arguments = common.clone();
        arguments.extend(["--crate-type".into(), "rlib".into(), folder.join("src/lib.rs").into()]);
        arguments.extend(output(&library));
        if let Err(refusal) = self.rustc(arguments)? {
            return Ok(Err(refusal));
        }
        common.extend(external(&name, &library));
        common[1] = "server".into();
        common.push(folder.join("src/main.rs").into());
        common.extend(output(&binary));
        Ok(self.rustc(common)?.map(|()| binary))
    }

    fn rustc(&self, arguments: Vec<OsString>) -> Result<Result<(), Refusal>, String> {
        let mut command = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        command.args(["--edition", "2024", "--error-format=json", "--diagnostic-width=100"]);
        command.args(["-C", "debuginfo=0"]).args(arguments).current_dir(&self.root);
        for folder in self.folders() {
            command.arg("-L").arg(format!("dependency={}", folder.display()));
        }
        let output = command.output().map_err(|error| format!("cannot run rustc: {error}"))?;
        if output.status.success() {
            return Ok(Ok(()));
        }
        let text = String::from_utf8_lossy(&output.stderr);
        let errors: Vec<Diagnostic> = text
            .lines()
            .filter_map(|line| serde_json::from_str::<Diagnostic>(line).ok())
            .filter(|diagnostic| diagnostic.level == "error")
            .collect();
        if errors.is_empty() {
            return Err(format!("rustc failed: {text}"));
        }
        let code = errors.iter().find_map(|error| error.code.as_ref().map(|of| of.code.clone()));
        let rendered = errors.iter().filter_map(|error| error.rendered.as_deref());
        let kept = rendered.filter(|text| !text.starts_with("error: aborting due to"));
        let message = normal::message(&kept.collect::<String>(), &self.root);
        Ok(Err(Refusal { code, message }))
    }

    /// Where the libraries and what they depend on lie.
    fn folders(&self) -> Vec<PathBuf> {
        let mut folders: Vec<PathBuf> = Vec::new();
        for library in self.libraries.values() {
            let Some(folder) = library.parent() else { continue };
            for folder in [folder.to_owned(), folder.join("deps")] {
                if folder.is_dir() && !folders.contains(&folder) {
                    folders.push(folder);
                }
            }
        }
        folders
    }
}

fn external(name: &str, path: &Path) -> [OsString; 2] {
    let mut value = OsString::from(format!("{name}="));
    value.push(path);
    ["--extern".into(), value]
}

/// Copies a source to where its name is all that a message says of it.
pub fn copied(source: &Path, folder: &Path) -> Result<PathBuf, String> {
    let name = source.file_name().ok_or_else(|| format!("{} is no file", source.display()))?;
    let copy = folder.join(name);
    fs::copy(source, &copy)
        .map_err(|error| format!("cannot copy {}: {error}", source.display()))?;
    Ok(copy)
}
