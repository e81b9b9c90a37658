//! Where the stages are.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::error::WorkshopError;

/// The folder that holds the stage crates.
#[derive(Debug, Clone)]
pub struct Workspace {
    root: PathBuf,
}

/// The source files of one stage, in memory.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// How the folder is called in the output, with `/` on every platform.
    pub label: String,
    /// Text by path below the folder, with `/` and `\n` on every platform.
    pub files: BTreeMap<String, String>,
}

impl Workspace {
    /// The workspace around the current folder, or else the one that this
    /// program was built in.
    pub fn find() -> Self {
        let here = env::current_dir().unwrap_or_default();
        let around = here.ancestors().find(|folder| is_workspace(folder));
        let built_in = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        Self { root: around.map_or_else(built_in, Path::to_owned) }
    }

    /// The workspace in this folder.
    pub fn at(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// The folder with the workspace's `Cargo.toml`.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The names of the stage crates, first stage first.
    pub fn stages(&self) -> Result<Vec<String>, WorkshopError> {
        let mut stages: Vec<String> = entries(&self.root)?
            .iter()
            .filter(|path| path.join("Cargo.toml").is_file())
            .filter_map(|path| path.file_name()?.to_str().map(str::to_owned))
            .filter(|name| number(name).is_some())
            .collect();
        stages.sort_by_key(|name| number(name));
        Ok(stages)
    }

    /// The names of the packages of `encore/` that others may use or start, in order. One that
    /// has no library, such as a bench, is nothing but a program.
    pub fn encore(&self) -> Result<Vec<String>, WorkshopError> {
        let folder = self.root.join("encore");
        if !folder.is_dir() {
            return Ok(Vec::new());
        }
        let mut names: Vec<String> = entries(&folder)?
            .iter()
            .filter(|path| path.join("src/lib.rs").is_file())
            .filter_map(|path| path.file_name()?.to_str().map(str::to_owned))
            .collect();
        names.sort();
        Ok(names)
    }

    /// Reads the sources of a stage given by number or name, or of any folder
    /// given by its path: of its `src/` if there is one.
    pub fn sources(&self, name: &str) -> Result<Sources, WorkshopError> {
        let stages = self.stages()?;
        let is_meant = |stage: &&String| *stage == name || number(stage) == name.parse().ok();
        let (folder, label) = match stages.iter().find(is_meant) {
            Some(stage) => (self.root.join(stage), stage.as_str()),
            None => (PathBuf::from(name), name.trim_end_matches(['/', '\\'])),
        };
        if !folder.is_dir() {
            return Err(WorkshopError::UnknownStage {
                name: name.to_owned(),
                known: format!("{}, or the path of a folder", stages.join(", ")),
            });
        }
        let inner = folder.join("src");
        if inner.is_dir() {
            return Sources::read(&inner, format!("{label}/src"));
        }
        Sources::read(&folder, label.to_owned())
    }
}

impl Sources {
    /// Reads every file below the folder.
    pub fn read(folder: &Path, label: String) -> Result<Self, WorkshopError> {
        let mut sources = Self { label, files: BTreeMap::new() };
        sources.add(folder, "")?;
        Ok(sources)
    }

    fn add(&mut self, folder: &Path, prefix: &str) -> Result<(), WorkshopError> {
        for path in entries(folder)? {
            let last = path.file_name().unwrap_or_default().to_string_lossy();
            let name = format!("{prefix}{last}");
            if path.is_dir() {
                self.add(&path, &format!("{name}/"))?;
                continue;
            }
            let bytes = fs::read(&path).map_err(|error| WorkshopError::Read(path, error))?;
            let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
            self.files.insert(name, text);
        }
        Ok(())
    }
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, WorkshopError> {
    let list = fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect::<Result<_, _>>());
    list.map_err(|error| WorkshopError::Read(folder.to_owned(), error))
}

fn is_workspace(folder: &Path) -> bool {
    let manifest = fs::read_to_string(folder.join("Cargo.toml"));
    manifest.is_ok_and(|text| text.lines().any(|line| line.trim() == "[workspace]"))
}

/// The 4 of `stage4-commands`.
fn number(name: &str) -> Option<u8> {
    name.strip_prefix("stage")?.split_once('-')?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_stages_have_a_number() {
        assert_eq!(number("stage4-commands"), Some(4));
        assert_eq!(number("stage4"), None);
        assert_eq!(number("stage-4"), None);
        assert_eq!(number("tools"), None);
    }

    #[test]
    fn files_in_folders_are_found_and_line_ends_are_alike() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("a/src/inner")).unwrap();
        fs::write(folder.path().join("a/src/inner/x.rs"), "one\r\ntwo\n").unwrap();
        fs::write(folder.path().join("a/Cargo.toml"), "").unwrap();
        let path = folder.path().join("a");
        let sources = Workspace::find().sources(path.to_str().unwrap()).unwrap();
        assert_eq!(
            sources.files.into_iter().collect::<Vec<_>>(),
            [("inner/x.rs".to_owned(), "one\ntwo\n".to_owned())]
        );
    }

    #[test]
    fn a_stage_has_a_number_and_a_name() {
        let workspace = Workspace::find();
        let first = workspace.sources("1").unwrap();
        assert_eq!(first.label, "stage1-tcp/src");
        assert_eq!(workspace.sources("stage1-tcp").unwrap().label, first.label);
    }

    #[test]
    fn an_unknown_stage_is_refused_with_the_known_ones() {
        let error = Workspace::find().sources("9").unwrap_err();
        assert_eq!(error.exit_status(), 2);
        let text = error.to_string();
        assert!(text.contains("'9'") && text.contains("stage1-tcp"), "{text}");
    }
}
