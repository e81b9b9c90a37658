//! Servers and libraries, compiled.

use std::path::{Path, PathBuf};

/// What a package has become.
#[derive(Debug, Clone)]
pub enum Built {
    /// A server, to be started.
    Server(PathBuf),
    /// A library, by the name of its crate, for programs to be compiled against.
    Library { name: String, path: PathBuf },
}

impl Built {
    pub fn server(&self) -> Result<&Path, String> {
        match self {
            Self::Server(server) => Ok(server),
            Self::Library { name, .. } => Err(format!("{name} is no server")),
        }
    }

    /// A word for it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Server(_) => "server",
            Self::Library { .. } => "library",
        }
    }
}
