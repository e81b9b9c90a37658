//! Whether every link of the built pages leads somewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::page::read;
use super::problem::Problem;

/// What a page refers to, and what can be referred to in it.
#[derive(Debug, Default)]
struct Anchors {
    links: BTreeSet<String>,
    ids: BTreeSet<String>,
}

/// Looks at all pages below the folder: dead links, unknown anchors, directives that nobody
/// resolved.
pub fn check(folder: &Path) -> Result<Vec<Problem>, String> {
    let mut pages = BTreeMap::new();
    let mut problems = Vec::new();
    for path in html_files(folder)? {
        let text = read(&path)?;
        let name = path.strip_prefix(folder).unwrap_or(&path).to_owned();
        let shown = name.display().to_string();
        if let Some(at) = text.find("{{#").or_else(|| text.find("{{measured")) {
            let rest: String = text[at..].chars().take(60).collect();
            problems.push(Problem::of(&shown, format!("a directive was left: {rest}")));
        }
        pages.insert(name, Anchors::of(&text));
    }
    for (name, anchors) in &pages {
        for link in &anchors.links {
            if let Err(why) = follow(folder, &pages, name, link) {
                problems.push(Problem::of(&name.display().to_string(), why));
            }
        }
    }
    Ok(problems)
}

impl Anchors {
    fn of(html: &str) -> Self {
        let mut anchors = Self::default();
        for tag in html.split('<').skip(1).filter_map(|rest| rest.split_once('>')) {
            let values = |name: &str| attribute(tag.0, name);
            anchors.links.extend(values("href"));
            anchors.links.extend(values("src"));
            anchors.ids.extend(values("id"));
        }
        anchors
    }
}

/// The value of an attribute in the inside of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag.split_once(&format!(" {name}=\""))?.1.split_once('"')?.0;
    Some(value.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"))
}

/// Whether a link of a page leads to a file, and to a place in it.
fn follow(
    folder: &Path,
    pages: &BTreeMap<PathBuf, Anchors>,
    from: &Path,
    link: &str,
) -> Result<(), String> {
    let is_elsewhere = ["http://", "https://", "mailto:", "data:", "javascript:"];
    if is_elsewhere.iter().any(|scheme| link.starts_with(scheme)) {
        return Ok(());
    }
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    let target = if path.is_empty() {
        from.to_owned()
    } else {
        resolved(&from.parent().unwrap_or(Path::new("")).join(path))
    };
    let Some(page) = pages.get(&target) else {
        let exists = folder.join(&target).is_file();
        return if exists { Ok(()) } else { Err(format!("dead link {link}")) };
    };
    if anchor.is_empty() || page.ids.contains(anchor) {
        return Ok(());
    }
    Err(format!("dead anchor {link}"))
}

/// Without `.` and `..`.
fn resolved(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                clean.pop();
            }
            Component::CurDir => {}
            other => clean.push(other),
        }
    }
    clean
}

fn html_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder)
            .map_err(|error| format!("cannot list {}: {error}", folder.display()))?;
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "html") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(pages: &[(&str, &str)]) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in pages {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        check(folder.path()).unwrap().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn links_that_lead_somewhere_pass() {
        let index = "<a href=\"a/b.html#here\">x</a> <a href=\"https://example.org\">y</a>";
        let other = "<h1 id=\"here\">z</h1> <a href=\"../index.html?x\">back</a>";
        assert_eq!(problems(&[("index.html", index), ("a/b.html", other)]), [""; 0]);
    }

    #[test]
    fn dead_links_anchors_and_directives_are_found() {
        let page = "<a href=\"gone.html\"><a href=\"#nowhere\"><img src=\"no.png\">{{#code x}}";
        let found = problems(&[("index.html", page)]);
        for what in ["gone.html", "#nowhere", "no.png", "{{#code"] {
            assert!(found.iter().any(|problem| problem.contains(what)), "{what}: {found:?}");
        }
    }
}
