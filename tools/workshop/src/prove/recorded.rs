//! What was produced the last time, in `book/recorded`.

use std::fs;
use std::path::{Path, PathBuf};

use super::Wanted;
use super::material::Fails;
use crate::book::slug;

fn folder(root: &Path) -> PathBuf {
    root.join("book/recorded")
}

/// Reads a recording.
pub fn read(root: &Path, name: &str) -> Result<String, String> {
    let text = fs::read_to_string(folder(root).join(name));
    let text = text.map_err(|_| format!("{name} was never recorded: run with --record"))?;
    Ok(text.replace("\r\n", "\n"))
}

/// Writes a recording down.
pub fn write(root: &Path, name: &str, text: &str) -> Result<(), String> {
    let path = folder(root).join(name);
    let written = path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = written.and_then(|()| fs::write(&path, text));
    written.map_err(|error| format!("cannot write {}: {error}", path.display()))
}

/// The recordings that belong to something.
pub fn names(root: &Path, wanted: &Wanted) -> Vec<String> {
    match wanted {
        Wanted::Fails(name) => match Fails::load(root, name) {
            Ok(Fails::Program { .. }) => {
                vec![format!("fails/{name}.broken.txt"), format!("fails/{name}.shipped.txt")]
            }
            _ => vec![format!("fails/{name}.txt")],
        },
        Wanted::Run(name) => vec![format!("programs/{name}.txt")],
        Wanted::Session { name, package } => {
            vec![format!("sessions/{}/{name}.txt", package.slug())]
        }
        Wanted::Command(command) => vec![format!("commands/{}.txt", slug(command))],
        Wanted::Exercise(_) => Vec::new(),
        Wanted::Quiz(name) => vec![format!("quizzes/{name}.txt")],
        Wanted::Shown { page, .. } => vec![format!("shown/{}.txt", page.trim_end_matches(".md"))],
    }
}

/// The recordings that are none of these.
pub fn others(root: &Path, names: &[String]) -> Result<Vec<String>, String> {
    let top = folder(root);
    let mut others = Vec::new();
    let mut folders = vec![top.clone()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(_) if folder == top => break,
            Err(error) => return Err(format!("cannot list {}: {error}", folder.display())),
        };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let parts = path.strip_prefix(&top).unwrap_or(&path).iter();
            let name = parts.map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
            if !names.contains(&name) {
                others.push(format!("recorded/{name}"));
            }
        }
    }
    others.sort();
    Ok(others)
}
