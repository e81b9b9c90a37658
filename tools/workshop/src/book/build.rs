//! From pages to a site: mdBook with our directives, and what mdBook does not check.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use mdbook_driver::MDBook;
use mdbook_preprocessor::book::{Book, BookItem};
use mdbook_preprocessor::errors::Result as BookResult;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::problem::Problem;
use super::sources::Sources;
use super::{files, links};

/// The folder inside of the archive.
const ARCHIVE: &str = "chat-server-book";

/// Puts finished text in the place of what the pages say.
struct Workshop {
    pages: HashMap<PathBuf, String>,
}

impl Preprocessor for Workshop {
    // Declared in book.toml, so that it runs before `links`.
    fn name(&self) -> &'static str {
        "workshop"
    }

    fn run(&self, _context: &PreprocessorContext, mut book: Book) -> BookResult<Book> {
        book.for_each_mut(|item| {
            if let BookItem::Chapter(chapter) = item
                && let Some(text) = chapter.path.as_ref().and_then(|path| self.pages.get(path))
            {
                chapter.content.clone_from(text);
            }
        });
        Ok(book)
    }
}

/// Builds the site below `out` and says what is wrong with it.
pub fn build(
    root: &Path,
    sources: &Sources,
    pages: HashMap<PathBuf, String>,
    out: &Path,
) -> Result<Vec<Problem>, String> {
    let failed = |error: mdbook_driver::errors::Error| format!("mdBook: {error:#}");
    let mut book = MDBook::load(root.join("book")).map_err(failed)?;
    out.clone_into(&mut book.config.build.build_dir);
    book.with_preprocessor(Workshop { pages });
    book.build().map_err(failed)?;
    files::write(sources, &out.join("files"))?;
    links::check(out)
}

/// Packs the site, to be read offline.
pub fn pack(site: &Path, archive: &Path) -> Result<(), String> {
    write_zip(site, archive).map_err(|error| format!("cannot write {}: {error}", archive.display()))
}

fn write_zip(site: &Path, archive: &Path) -> io::Result<()> {
    let mut zip = ZipWriter::new(File::create(archive)?);
    // No times: the same book is the same archive.
    let options = SimpleFileOptions::default();
    let mut folders = vec![site.to_owned()];
    while let Some(folder) = folders.pop() {
        let mut paths: Vec<PathBuf> =
            fs::read_dir(&folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
        paths.sort();
        for path in paths {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(site).unwrap_or(&path);
            let parts: Vec<_> = name.iter().map(|part| part.to_string_lossy()).collect();
            zip.start_file(format!("{ARCHIVE}/{}", parts.join("/")), options)?;
            zip.write_all(&fs::read(&path)?)?;
        }
    }
    zip.finish()?;
    Ok(())
}
