//! Checks again on every save.

use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use notify::{EventKind, RecursiveMode};
use notify_debouncer_full::{DebouncedEvent, new_debouncer};

use super::check::{self, How};
use super::desk::{Desk, say};
use crate::error::WorkshopError;

/// Saving several files at once is one save.
const SETTLED: Duration = Duration::from_millis(300);

/// Checks until the program is ended.
pub fn watch(desk: &Desk, asked: Option<u8>, how: How<'_>) -> Result<(), WorkshopError> {
    let stage = desk.stage(asked)?;
    let exercise = desk.progress()?.exercise.filter(|_| asked.is_none());
    let failed =
        |error| WorkshopError::Learn(format!("cannot watch {}: {error}", desk.folder.display()));
    let (sender, saves) = mpsc::channel();
    let mut debouncer = new_debouncer(SETTLED, None, sender).map_err(failed)?;
    // The folder and not the files: editors write new ones in their place.
    debouncer.watch(&desk.folder, RecursiveMode::Recursive).map_err(failed)?;
    loop {
        let checked = match &exercise {
            Some(name) => check::exercise(desk, name, how),
            None => check::stage(desk, Some(stage), how),
        };
        if let Err(error) = checked {
            say(format!("{error}"))?;
        }
        say(format!("\nwatching {}; Ctrl-C ends it", desk.shown()))?;
        loop {
            let Ok(events) = saves.recv() else { return Ok(()) };
            if events.is_ok_and(|events| events.iter().any(|event| is_save(event, &desk.folder))) {
                break;
            }
        }
        // What was saved during the check is part of the next one.
        while saves.try_recv().is_ok() {}
        say("")?;
    }
}

/// Whether an event changes something that the server is made of.
fn is_save(event: &DebouncedEvent, folder: &Path) -> bool {
    let changes = !matches!(event.kind, EventKind::Access(_));
    let is_source = |path: &Path| {
        let short = path.strip_prefix(folder).unwrap_or(path);
        short.extension().is_some_and(|extension| extension == "rs")
            || short.file_name().is_some_and(|name| name == "Cargo.toml")
    };
    changes && event.paths.iter().any(|path| is_source(path))
}
