//! Which crate a proof is about.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use testkit::scenario::Stages;

use crate::workspace::Workspace;

/// The servers of `encore/`, and as which chat scenarios know them.
const SERVERS: [(&str, u8); 3] =
    [("broker", Stages::BROKER), ("runtime-chat", Stages::BROKER), ("tuned", Stages::LAST)];

/// A crate that the book is about. Authors write `stage = 5` or `package = "broker"`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Package {
    Stage(u8),
    /// A package of `encore/`, by its name.
    Encore(String),
}

impl Package {
    /// Reads what stands in a directive: `5` or `broker`.
    pub fn parse(word: &str) -> Self {
        word.parse().map_or_else(|_| Self::Encore(word.to_owned()), Self::Stage)
    }

    /// What cargo calls it.
    pub fn name(&self, root: &Path) -> Result<String, String> {
        let workspace = Workspace::at(root);
        let (names, index) = match self {
            Self::Stage(stage) => (workspace.stages(), usize::from(*stage).checked_sub(1)),
            Self::Encore(name) => {
                let names = workspace.encore();
                let index =
                    names.as_ref().ok().and_then(|names| names.iter().position(|n| n == name));
                (names, index)
            }
        };
        let names = names.map_err(|error| error.to_string())?;
        let name = index.and_then(|index| names.get(index)).cloned();
        name.ok_or_else(|| format!("there is no {self}"))
    }

    /// Its folder, from the root of the workspace.
    pub fn folder(&self, root: &Path) -> Result<PathBuf, String> {
        let name = self.name(root)?;
        Ok(match self {
            Self::Stage(_) => name.into(),
            Self::Encore(_) => Path::new("encore").join(name),
        })
    }

    /// Where its sources are.
    pub fn sources(&self, root: &Path) -> Result<PathBuf, String> {
        Ok(root.join(self.folder(root)?).join("src"))
    }

    /// Whether there is nothing in it that can be started.
    pub fn is_library(&self, root: &Path) -> Result<bool, String> {
        Ok(!self.sources(root)?.join("main.rs").is_file())
    }

    /// The stage, or what stands for it, by which scenarios know its chat.
    pub fn chat(&self) -> Result<u8, String> {
        match self {
            Self::Stage(stage) => Ok(*stage),
            Self::Encore(name) => {
                let found = SERVERS.iter().find(|(server, _)| server == name);
                found.map(|(_, chat)| *chat).ok_or_else(|| format!("{name} is no chat server"))
            }
        }
    }

    /// The scenario of the book that has this name in the package's chat.
    pub fn scenario(&self, root: &Path, name: &str) -> Result<PathBuf, String> {
        let folder = if self.chat()? == Stages::BROKER { "scenarios/broker" } else { "scenarios" };
        Ok(root.join("book").join(folder).join(format!("{name}.txt")))
    }

    /// What its recordings are filed under.
    pub fn slug(&self) -> String {
        match self {
            Self::Stage(stage) => format!("stage{stage}"),
            Self::Encore(name) => name.clone(),
        }
    }

    /// How a sentence about it begins.
    pub fn title(&self) -> String {
        match self {
            Self::Stage(stage) => format!("Stage {stage}"),
            Self::Encore(name) => format!("The package {name}"),
        }
    }
}

impl fmt::Display for Package {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stage(stage) => write!(f, "stage {stage}"),
            Self::Encore(name) => write!(f, "package {name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_a_stage_or_of_the_encore() {
        let root = Workspace::find().root().to_owned();
        assert_eq!(Package::parse("5").name(&root).unwrap(), "stage5-threaded");
        let broker = Package::parse("broker");
        assert_eq!(broker.folder(&root).unwrap(), Path::new("encore/broker"));
        assert!(!broker.is_library(&root).unwrap());
        assert!(Package::parse("runtime").is_library(&root).unwrap());
        for none in ["7", "0", "", "..", "../stage1-tcp", "testkit"] {
            assert!(Package::parse(none).name(&root).is_err(), "{none:?} is found");
        }
    }

    #[test]
    fn each_server_has_its_scenarios() {
        let scenario = |word: &str| Package::parse(word).scenario(Path::new(""), "who");
        assert_eq!(scenario("broker").unwrap(), Path::new("book/scenarios/broker/who.txt"));
        assert_eq!(scenario("tuned").unwrap(), Path::new("book/scenarios/who.txt"));
        assert!(scenario("runtime").unwrap_err().contains("no chat server"));
    }
}
