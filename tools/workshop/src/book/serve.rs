//! Builds the book on every save, and serves it on this machine.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use std::{fs, thread};

use tiny_http::{Header, Response, Server};

use super::BookSource;
use crate::error::WorkshopError;
use crate::workspace::Workspace;

const ADDRESS: &str = "127.0.0.1:3000";

/// How often the folders are looked at.
const LOOK: Duration = Duration::from_millis(500);

/// Serves until the program is ended.
pub fn serve(workspace: &Workspace, out: &Path) -> Result<(), WorkshopError> {
    let failed = |error| WorkshopError::Book(format!("cannot listen on {ADDRESS}: {error}"));
    let server = Server::http(ADDRESS).map_err(failed)?;
    build(workspace, out);
    println!("http://{ADDRESS}, built again on every save; Ctrl-C ends it");
    let site = out.to_owned();
    thread::spawn(move || {
        for request in server.incoming_requests() {
            let answer = file(&site, request.url());
            // A browser that has gone away needs no answer.
            let _ = match answer {
                Some((body, kind)) => request.respond(Response::from_data(body).with_header(kind)),
                None => {
                    request.respond(Response::from_string("no such page").with_status_code(404))
                }
            };
        }
    });
    let mut seen = newest(workspace.root());
    loop {
        thread::sleep(LOOK);
        let now = newest(workspace.root());
        if now != seen {
            seen = now;
            build(workspace, out);
        }
    }
}

/// Builds, and says what is wrong; the site stays as good as it can be.
fn build(workspace: &Workspace, out: &Path) {
    let built = BookSource::read(workspace, None).and_then(|mut book| {
        book.build(out)?;
        Ok(book.problems())
    });
    match built {
        Ok(problems) => problems.iter().for_each(|problem| println!("{problem}")),
        Err(error) => println!("{error}"),
    }
    println!("built");
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

/// The file of the site that an address names, and what it is.
fn file(site: &Path, url: &str) -> Option<(Vec<u8>, Header)> {
    let path = url.split(['?', '#']).next()?.trim_start_matches('/');
    // Nothing above the site is served.
    if path.split('/').any(|part| part == "..") {
        return None;
    }
    let mut path: PathBuf = site.join(path);
    if path.is_dir() {
        path = path.join("index.html");
    }
    let kind = match path.extension()?.to_str()? {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css",
        "js" => "text/javascript",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "png" => "image/png",
        _ => "application/octet-stream",
    };
    let header = Header::from_bytes("Content-Type", kind).ok()?;
    Some((fs::read(path).ok()?, header))
}
