//! Builds the book again on every save.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use std::{fs, thread};

use super::BookSource;
use crate::workspace::Workspace;

/// How often the folders are looked at.
const LOOK: Duration = Duration::from_millis(500);

/// A site that follows its sources.
pub struct Rebuild {
    workspace: Workspace,
    out: PathBuf,
    /// When its sources were last saved before it was built.
    seen: Option<SystemTime>,
}

impl Rebuild {
    pub fn new(workspace: &Workspace, out: &Path) -> Self {
        Self { workspace: workspace.clone(), out: out.to_owned(), seen: None }
    }

    /// Builds, and says what is wrong; the site stays as good as it can be.
    pub fn build(&mut self) {
        self.seen = newest(self.workspace.root());
        let built = BookSource::read(&self.workspace, None).and_then(|mut book| {
            book.build(&self.out)?;
            Ok(book.problems())
        });
        match built {
            Ok(problems) => problems.iter().for_each(|problem| println!("{problem}")),
            Err(error) => println!("{error}"),
        }
        println!("built");
    }

    /// Builds whenever something was saved, and says so to whoever else is concerned.
    pub fn on_every_save(mut self, saved: impl Fn()) {
        loop {
            thread::sleep(LOOK);
            if newest(self.workspace.root()) != self.seen {
                self.build();
                saved();
            }
        }
    }
}

/// When something that the book is made of was last saved.
fn newest(root: &Path) -> Option<SystemTime> {
    let mut folders = vec![root.join("book")];
    folders.extend((1..=6).filter_map(|stage| {
        let prefix = format!("stage{stage}-");
        let entries = fs::read_dir(root).ok()?;
        let paths = entries.flatten().map(|entry| entry.path());
        paths.into_iter().find(|path| {
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&prefix))
        })
    }));
    let mut newest = None;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let Ok(data) = entry.metadata() else { continue };
            if data.is_dir() {
                folders.push(entry.path());
            } else {
                newest = newest.max(data.modified().ok());
            }
        }
    }
    newest
}
