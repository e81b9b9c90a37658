//! Where the learner's server lies, and what belongs to it.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::guide::Guide;
use super::progress::Progress;
use crate::error::WorkshopError;
use crate::workspace::Workspace;

/// The name of the learner's folder and package.
pub const NAME: &str = "my-server";

/// A learner's folder, and the course around it.
#[derive(Debug, Clone)]
pub struct Desk {
    pub workspace: Workspace,
    /// The learner's server.
    pub folder: PathBuf,
}

impl Desk {
    /// The folder that was asked for, or else `my-server/` beside the stages.
    pub fn new(folder: Option<PathBuf>) -> Self {
        let workspace = Workspace::find();
        let folder = folder.unwrap_or_else(|| workspace.root().join(NAME));
        Self { workspace, folder }
    }

    pub fn root(&self) -> &Path {
        self.workspace.root()
    }

    /// Where servers are built. One folder for all of them: what they depend on is built once.
    pub fn target(&self) -> PathBuf {
        self.root().join("target").join(NAME)
    }

    pub fn guide(&self) -> Result<Guide, WorkshopError> {
        Guide::load(self.root()).map_err(WorkshopError::Learn)
    }

    /// What has been achieved; an error if there is no server.
    pub fn progress(&self) -> Result<Progress, WorkshopError> {
        if !self.folder.join("Cargo.toml").is_file() {
            let shown = self.shown();
            let why = format!("there is no {shown}: `cargo workshop start 1` makes one");
            return Err(WorkshopError::Learn(why));
        }
        Progress::load(&self.folder).map_err(WorkshopError::Learn)
    }

    pub fn save(&self, progress: &Progress) -> Result<(), WorkshopError> {
        progress.save(&self.folder).map_err(WorkshopError::Learn)
    }

    /// The folder as the learner would type it.
    pub fn shown(&self) -> String {
        let short = self.folder.strip_prefix(self.root()).unwrap_or(&self.folder);
        format!("{}/", short.display())
    }

    /// The stage that was asked for, or else the one that was started.
    pub fn stage(&self, asked: Option<u8>) -> Result<u8, WorkshopError> {
        let stage = match asked {
            Some(stage) => stage,
            None => self.progress()?.stage.ok_or_else(|| {
                WorkshopError::Learn("say which stage: `cargo workshop check 5`".to_owned())
            })?,
        };
        self.stage_name(stage).map(|_| stage)
    }

    /// The name of a stage's crate.
    pub fn stage_name(&self, stage: u8) -> Result<String, WorkshopError> {
        let stages = self.workspace.stages()?;
        let index = usize::from(stage).checked_sub(1);
        let name = index.and_then(|index| stages.get(index)).cloned();
        name.ok_or_else(|| WorkshopError::UnknownStage {
            name: stage.to_string(),
            known: "1 to 6".to_owned(),
        })
    }
}

/// Prints a line, which need not be read.
pub fn say(line: impl AsRef<str>) -> Result<(), WorkshopError> {
    let mut out = io::stdout().lock();
    out.write_all(line.as_ref().as_bytes())?;
    out.write_all(b"\n")?;
    Ok(out.flush()?)
}
