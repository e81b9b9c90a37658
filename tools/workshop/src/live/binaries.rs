//! The servers of the stages, each built once.

use std::collections::HashMap;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde::Deserialize;
use tokio::process::Command;
use tokio::sync::Mutex;

/// Programs by the name of their package.
#[derive(Debug)]
pub struct Binaries {
    root: PathBuf,
    /// Locked while one is built: a second cargo would only wait for the first.
    built: Mutex<HashMap<String, PathBuf>>,
}

/// A line that cargo prints about what it has built.
#[derive(Deserialize)]
struct Artifact {
    executable: Option<PathBuf>,
}

impl Binaries {
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), built: Mutex::new(HashMap::new()) }
    }

    /// Forgets what was built, since the sources have changed.
    pub async fn forget(&self) {
        self.built.lock().await.clear();
    }

    /// The server of a package of the catalogue.
    pub async fn of(&self, package: &str) -> Result<PathBuf, String> {
        let mut built = self.built.lock().await;
        if let Some(path) = built.get(package).filter(|path| path.is_file()) {
            return Ok(path.clone());
        }
        let path = self.build(package).await?;
        built.insert(package.to_owned(), path.clone());
        Ok(path)
    }

    async fn build(&self, package: &str) -> Result<PathBuf, String> {
        let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .current_dir(&self.root)
            .args(["build", "--quiet", "--message-format=json", "--bin", package, "-p", package])
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output()
            .await
            .map_err(|error| format!("cannot run cargo: {error}"))?;
        if !output.status.success() {
            let why = String::from_utf8_lossy(&output.stderr);
            return Err(format!("{package} cannot be built: {}", why.trim()));
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let artifacts = text.lines().filter_map(|line| serde_json::from_str(line).ok());
        let mut found = artifacts.filter_map(|artifact: Artifact| artifact.executable);
        found.next_back().ok_or_else(|| format!("cargo does not say where {package} is"))
    }
}
