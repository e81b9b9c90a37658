//! Compiling what the book shows, with the crates of the workspace.

use std::collections::{BTreeMap, BTreeSet};
use std::env::{self, consts::EXE_SUFFIX};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use super::built::Built;
use super::package::Package;
use super::rustc::{self, Refusal};
use super::variant::Variant;
use crate::error::WorkshopError;
use crate::workspace::Workspace;

/// What programs of the book may use, beside the stages and the packages of `encore/`.
const OTHERS: [&str; 4] = ["testkit", "thiserror", "parking_lot", "tokio"];

/// Built once: the stages, the packages of `encore/`, and what they and the tests of them depend on.
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
        for package in packages(root)? {
            command.args(["-p", &package.name(root)?]);
        }
        command.args(["-p", "testkit"]);
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

    /// A package as it is.
    pub fn shipped(&self, package: &Package) -> Result<Built, String> {
        let name = package.name(&self.root)?;
        if !package.is_library(&self.root)? {
            return self.server(&name).map(Built::Server);
        }
        let name = name.replace('-', "_");
        let path = self.libraries.get(&name).cloned();
        let path = path.ok_or_else(|| format!("there is no library {name}"))?;
        Ok(Built::Library { name, path })
    }

    /// The server of a package.
    pub fn server(&self, package: &str) -> Result<PathBuf, String> {
        let server = self.binaries.get(package).cloned();
        server.ok_or_else(|| format!("there is no server {package}"))
    }

    /// Compiles a file of its own, in its folder: a program, or a library if it has no `main`. A
    /// library that is given takes the place of the package's own.
    pub fn program(
        &self,
        source: &Path,
        given: Option<&Built>,
    ) -> Result<Result<PathBuf, Refusal>, String> {
        let folder = source.parent().unwrap_or(Path::new("."));
        let text = fs::read_to_string(source)
            .map_err(|error| format!("cannot read {}: {error}", source.display()))?;
        let used = self.used(&text)?;
        self.show(&used, folder)?;
        let kind = if text.contains("fn main(") { "bin" } else { "lib" };
        let name = source.file_name().unwrap_or_default();
        let output = folder.join(format!("program{EXE_SUFFIX}"));
        let mut arguments: Vec<OsString> = vec![name.into(), "-o".into(), (&output).into()];
        arguments.extend(["--crate-type", kind].map(OsString::from));
        let mut libraries = self.libraries.clone();
        if let Some(Built::Library { name, path }) = given {
            libraries.insert(name.clone(), path.clone());
        }
        let is_used = |name: &str| name.starts_with("stage") || used.contains_key(name);
        arguments.extend(self.externals(&libraries, is_used));
        Ok(rustc::compile(&arguments, folder, &self.root)?.map(|()| output))
    }

    /// The packages that a text uses, by the names of their crates.
    fn used(&self, text: &str) -> Result<BTreeMap<String, Package>, String> {
        let mut used = BTreeMap::new();
        for package in packages(&self.root)? {
            let name = package.name(&self.root)?.replace('-', "_");
            if text.contains(&format!("{name}::")) {
                used.insert(name, package);
            }
        }
        Ok(used)
    }

    /// Copies the sources of packages to where messages look for them.
    fn show(&self, used: &BTreeMap<String, Package>, folder: &Path) -> Result<(), String> {
        for package in used.values() {
            let untouched = Variant { package: package.clone(), edits: Vec::new() };
            let copy = folder.join(package.folder(&self.root)?).join("src");
            untouched.write(&self.root, &copy)?;
        }
        Ok(())
    }

    /// Compiles an edited package; `strictly` makes errors of warnings.
    pub fn variant(
        &self,
        variant: &Variant,
        folder: &Path,
        strictly: bool,
    ) -> Result<Result<Built, Refusal>, String> {
        let package = variant.package.name(&self.root)?;
        let name = package.replace('-', "_");
        let dependencies = self.dependencies(&variant.package)?;
        variant.write(&self.root, &folder.join("src"))?;
        let library = folder.join(format!("lib{name}.rlib"));
        let server = folder.join(format!("{package}{EXE_SUFFIX}"));
        let compile = |source: &str, kind: &str, output: &Path, more: Vec<OsString>| {
            let mut arguments: Vec<OsString> = vec![source.into(), "-o".into(), output.into()];
            arguments.extend(["--crate-name", &name, "--crate-type", kind].map(OsString::from));
            if strictly {
                arguments.extend(["-D", "warnings"].map(OsString::from));
            }
            arguments.extend(self.externals(&self.libraries, |name| dependencies.contains(name)));
            arguments.extend(more);
            rustc::compile(&arguments, folder, &self.root)
        };
        if let Err(refusal) = compile("src/lib.rs", "rlib", &library, Vec::new())? {
            return Ok(Err(refusal));
        }
        if variant.package.is_library(&self.root)? {
            return Ok(Ok(Built::Library { name: name.clone(), path: library }));
        }
        let own = external(&name, &library).to_vec();
        Ok(compile("src/main.rs", "bin", &server, own)?.map(|()| Built::Server(server)))
    }

    /// The crates that a package's manifest asks for.
    fn dependencies(&self, package: &Package) -> Result<BTreeSet<String>, String> {
        let manifest = self.root.join(package.folder(&self.root)?).join("Cargo.toml");
        let failed = |why: String| format!("cannot read {}: {why}", manifest.display());
        let text = fs::read_to_string(&manifest).map_err(|error| failed(error.to_string()))?;
        let table: toml::Table = text.parse().map_err(|error| failed(format!("{error}")))?;
        let names = table.get("dependencies").and_then(toml::Value::as_table);
        Ok(names.into_iter().flatten().map(|(name, _)| name.replace('-', "_")).collect())
    }

    /// Arguments that name those of the libraries which may be used, and where theirs are.
    fn externals(
        &self,
        libraries: &BTreeMap<String, PathBuf>,
        is_meant: impl Fn(&str) -> bool,
    ) -> Vec<OsString> {
        let mut arguments = Vec::new();
        for (name, path) in libraries {
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

/// Everything that programs of the book may be about. The packages of `encore/` are for Linux.
fn packages(root: &Path) -> Result<Vec<Package>, String> {
    let workspace = Workspace::at(root);
    let failed = |error: WorkshopError| error.to_string();
    let stages = workspace.stages().map_err(failed)?;
    let mut packages: Vec<Package> =
        (1..).zip(&stages).map(|(number, _)| Package::Stage(number)).collect();
    if cfg!(target_os = "linux") {
        packages.extend(workspace.encore().map_err(failed)?.into_iter().map(Package::Encore));
    }
    Ok(packages)
}

fn external(name: &str, path: &Path) -> [OsString; 2] {
    let mut value = OsString::from(format!("{name}="));
    value.push(path);
    ["--extern".into(), value]
}
