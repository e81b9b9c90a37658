//! The sources of the crates as pages, for the captions to link to.

use std::fs;
use std::path::Path;

use super::html::escaped;
use super::sources::Sources;

/// Writes a page for each file of each crate: `files/stage2-rooms/src/room.rs.html`.
pub fn write(sources: &Sources, folder: &Path) -> Result<(), String> {
    for package in sources.crates() {
        for (file, source) in &package.files {
            let inner = if file == "Cargo.toml" { "" } else { "src/" };
            let name = format!("{}/{inner}{file}", package.name);
            let path = folder.join(format!("{name}.html"));
            let written = path
                .parent()
                .map_or(Ok(()), fs::create_dir_all)
                .and_then(|()| fs::write(&path, page(&name, &source.text)));
            written.map_err(|error| format!("cannot write {}: {error}", path.display()))?;
        }
    }
    Ok(())
}

fn page(name: &str, text: &str) -> String {
    let to_root = "../".repeat(name.matches('/').count() + 1);
    let mut lines = String::new();
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        lines += &format!(
            "<span id=\"L{number}\"><a href=\"#L{number}\">{number:>4}</a>  {}</span>\n",
            escaped(line)
        );
    }
    let name = escaped(name);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{name}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <nav><a href=\"{to_root}index.html\">The book</a></nav>\n<main>\n<h1>{name}</h1>\n\
         <pre tabindex=\"0\">{lines}</pre>\n</main>\n</body>\n</html>\n"
    )
}

const STYLE: &str = "\
:root { color-scheme: light dark; }
body { margin: 1rem; font-family: sans-serif; }
h1 { font: bold 1.1rem monospace; }
pre { overflow-x: auto; line-height: 1.4; }
pre a { color: GrayText; text-decoration: none; user-select: none; }
span:target { background: Mark; color: MarkText; }
";
