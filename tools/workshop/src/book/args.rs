//! What the command line understands.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::BookSource;
use crate::error::WorkshopError;
use crate::live::{Options, serve};
use crate::prove::Mode;
use crate::workspace::Workspace;

/// Builds the book, and proves what it says
///
/// Code and diffs come from the stages; compiler messages, sessions and output are written
/// down in book/recorded. The site is written to target/book/html, and to target/book/html.zip.
#[derive(Debug, Args)]
pub struct BookArgs {
    /// Compile, run and replay everything that the book shows, and fail on any difference
    #[arg(long, conflicts_with_all = ["record", "serve"])]
    check: bool,
    /// Compile, run and replay everything, and write down what comes
    #[arg(long, conflicts_with = "serve")]
    record: bool,
    /// Build on every save, and serve the site on this machine
    #[arg(long, conflicts_with = "only")]
    serve: bool,
    /// Look at one part alone, such as stage2, and build no site
    #[arg(long, value_name = "PART")]
    only: Option<String>,
    /// Where to write the site
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl BookArgs {
    pub fn run(self) -> Result<(), WorkshopError> {
        let workspace = Workspace::find();
        let out = self.out.clone();
        let out = out.unwrap_or_else(|| workspace.root().join("target/book/html"));
        if self.serve {
            return serve(&Options {
                site: out,
                workspace,
                is_built: false,
                rebuilds: true,
                port: 3000,
                classroom: None,
                servers: 8,
                sockets: 128,
                pace: Duration::from_millis(1200),
            });
        }
        let mut book = BookSource::read(&workspace, self.only.as_deref())?;
        if self.check || self.record {
            book.prove(if self.record { Mode::Record } else { Mode::Check })?;
        }
        book.check_text()?;
        if self.only.is_some() {
            book.render();
        } else {
            book.build(&out)?;
            println!("{}", out.join("index.html").display());
        }
        let problems = book.problems();
        for problem in &problems {
            println!("{problem}");
        }
        match problems.len() {
            0 => Ok(()),
            1 => Err(WorkshopError::Book("the book has a problem".to_owned())),
            count => Err(WorkshopError::Book(format!("the book has {count} problems"))),
        }
    }
}
