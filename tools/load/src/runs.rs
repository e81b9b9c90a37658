//! All the runs that a command line asks for.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::{Common, Mode};
use crate::error::LoadError;
use crate::report::Report;
use crate::shape::Shape;
use crate::{floor, mode, table};

/// Runs what is asked for and prints the results. False if a run failed, or if one that is a test
/// (churn, soak, chaos) found something wrong.
pub fn run(mode: &Mode) -> Result<bool, LoadError> {
    match (mode.shape(), mode) {
        (Some((shape, common)), _) => load(&shape, common),
        (None, Mode::Floor { addr }) => {
            floor::serve(*addr, |addr| {
                // Nobody has to read it; it serves all the same.
                let _ = writeln!(io::stdout(), "listening on {addr}");
            })
            .map_err(|error| LoadError::CannotListen(*addr, error))?;
            Ok(true)
        }
        (None, _) => Ok(true),
    }
}

fn load(shape: &Shape, common: &Common) -> Result<bool, LoadError> {
    let mut json = open(common.json.as_deref())?;
    let servers = common.servers();
    let total = common.rounds * servers.len();
    let mut reports = Vec::new();
    let mut good = true;
    for nth in 0..total {
        let server = servers[nth % servers.len()];
        let bar = progress(format!("{} {server}, run {} of {total}", shape.mode, nth + 1));
        let result = mode::run(shape, server, common, &bar);
        bar.finish_and_clear();
        let report = match result {
            Ok(report) => report,
            // One server is enough to say that it is not there; of several, the others go on.
            Err(error) if total == 1 => return Err(error),
            Err(error) => {
                eprintln!("error: {server}: {error}");
                good = false;
                continue;
            }
        };
        if let Some((out, name)) = &mut json {
            line(out, &report).map_err(|error| LoadError::CannotWrite(name.clone(), error))?;
        }
        good &= report.is_sound() || !is_test(shape);
        reports.push(report);
    }
    if !prints_json(common) {
        table::print(&mut io::stdout().lock(), &reports)
            .map_err(|error| LoadError::CannotWrite("the table".to_owned(), error))?;
    }
    Ok(good)
}

fn is_test(shape: &Shape) -> bool {
    matches!(shape.mode, "churn" | "soak" | "chaos")
}

fn prints_json(common: &Common) -> bool {
    common.json.as_deref() == Some(Path::new("-"))
}

/// Where the lines of JSON go, and what that is called.
type Json = (Box<dyn Write>, String);

fn open(path: Option<&Path>) -> Result<Option<Json>, LoadError> {
    let Some(path) = path else { return Ok(None) };
    if path == Path::new("-") {
        return Ok(Some((Box::new(io::stdout()), "standard output".to_owned())));
    }
    let name = path.display().to_string();
    match File::create(path) {
        Ok(file) => Ok(Some((Box::new(file), name))),
        Err(error) => Err(LoadError::CannotWrite(name, error)),
    }
}

fn line(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let line = serde_json::to_string(report)?;
    writeln!(out, "{line}")?;
    out.flush()
}

/// A bar on standard error, if that is a terminal.
fn progress(message: String) -> ProgressBar {
    let bar = ProgressBar::new(1).with_message(message);
    if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {percent} % {elapsed}") {
        bar.set_style(style);
    }
    bar
}
