//! Compiling what the book shows, with the crates of the workspace.

use std::collections::{BTreeMap, BTreeSet};
use std::env::{self, consts::EXE_SUFFIX};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use super::rustc::{self, Refusal};
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

impl Crates {
    pub fn build(root: &Path) -> Result<Self, String> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        Self::build_by(Command::new(cargo).arg("build"), root)
    }

    /// Builds by a `cargo build` that may have been told more.
    pub fn build_by(command: &mut Command, root: &Path) -> Result<Self, String> {
        command.current_dir(root).args(["--quiet", "--locked", "--message-format=json"]);
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
        self.server(&crate_name(&self.root, stage)?)
    }

    /// The server of a stage's package.
    pub fn server(&self, package: &str) -> Result<PathBuf, String> {
        let server = self.binaries.get(package).cloned();
        server.ok_or_else(|| format!("there is no server {package}"))
    }

    /// Compiles a file of its own, in its folder: a program, or a library if it has no `main`.
    pub fn program(&self, source: &Path) -> Result<Result<PathBuf, Refusal>, String> {
        let folder = source.parent().unwrap_or(Path::new("."));
        let text = fs::read_to_string(source)
            .map_err(|error| format!("cannot read {}: {error}", source.display()))?;
        self.show(&text, folder)?;
        let kind = if text.contains("fn main(") { "bin" } else { "lib" };
        let name = source.file_name().unwrap_or_default();
        let output = folder.join(format!("program{EXE_SUFFIX}"));
        let mut arguments: Vec<OsString> = vec![name.into(), "-o".into(), (&output).into()];
        arguments.extend(["--crate-type", kind].map(OsString::from));
        arguments.extend(self.externals(|name| name.starts_with("stage")));
        Ok(rustc::compile(&arguments, folder, &self.root)?.map(|()| output))
    }

    /// Copies the sources of the stages that a text names to where messages look for them.
    fn show(&self, text: &str, folder: &Path) -> Result<(), String> {
        let stages = Workspace::at(&self.root).stages().map_err(|error| error.to_string())?;
        for (number, name) in (1..).zip(&stages) {
            if text.contains(&name.replace('-', "_")) {
                let untouched = Variant { stage: number, edits: Vec::new() };
                untouched.write(&self.root, &folder.join(name).join("src"))?;
            }
        }
        Ok(())
    }

    /// Compiles the server of an edited stage; `strictly` makes errors of warnings.
    pub fn variant(
        &self,
        variant: &Variant,
        folder: &Path,
        strictly: bool,
    ) -> Result<Result<PathBuf, Refusal>, String> {
        let package = crate_name(&self.root, variant.stage)?;
        let name = package.replace('-', "_");
        variant.write(&self.root, &folder.join("src"))?;
        let library = folder.join(format!("lib{name}.rlib"));
        let server = folder.join(format!("{package}{EXE_SUFFIX}"));
        let compile = |source: &str, kind: &str, output: &Path, more: Vec<OsString>| {
            let mut arguments: Vec<OsString> = vec![source.into(), "-o".into(), output.into()];
            arguments.extend(["--crate-name", &name, "--crate-type", kind].map(OsString::from));
            if strictly {
                arguments.extend(["-D", "warnings"].map(OsString::from));
            }
            arguments.extend(self.externals(|_| false));
            arguments.extend(more);
            rustc::compile(&arguments, folder, &self.root)
        };
        if let Err(refusal) = compile("src/lib.rs", "rlib", &library, Vec::new())? {
            return Ok(Err(refusal));
        }
        let own = external(&name, &library).to_vec();
        Ok(compile("src/main.rs", "bin", &server, own)?.map(|()| server))
    }

    /// Arguments that name the libraries which may be used, and where theirs are.
    fn externals(&self, is_meant: impl Fn(&str) -> bool) -> Vec<OsString> {
        let mut arguments = Vec::new();
        for (name, path) in &self.libraries {
            if OTHERS.contains(&name.as_str()) || is_meant(name) {
                arguments.extend(external(name, path));
            }
        }
        for folder in self.folders() {
            let mut dependency = OsString::from("dependency=");
            dependency.push(folder);
            arguments.extend(["-L".into(), dependency]);
        }
        arguments
    }

    /// Where the libraries and what they depend on lie.
    fn folders(&self) -> BTreeSet<PathBuf> {
        let parents = self.libraries.values().filter_map(|library| library.parent());
        let both = parents.flat_map(|folder| [folder.to_owned(), folder.join("deps")]);
        both.filter(|folder| folder.is_dir()).collect()
    }
}

fn external(name: &str, path: &Path) -> [OsString; 2] {
    let mut value = OsString::from(format!("{name}="));
    value.push(path);
    ["--extern".into(), value]
}
