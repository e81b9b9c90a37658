//! `code` and `diff` as the page shows them.

use std::ops::Range;

use super::excerpt::{Change, Excerpt, located};
use super::html;
use super::sources::{Line, Sources};

/// Lines of a file, below a caption that names and links it.
pub fn code(sources: &Sources, excerpt: &Excerpt, to_root: &str) -> String {
    let path = &excerpt.path;
    let language = match path.rsplit_once('.') {
        Some((_, "rs")) => "rust,ignore",
        Some((_, "toml")) => "toml",
        _ => "text",
    };
    let caption = caption(sources, path, &excerpt.lines, to_root);
    html::markdown_figure("source", &caption, &html::fenced(language, &excerpt.text))
}

/// A change: every line says by its first character whether it is new or gone.
pub fn diff(sources: &Sources, change: &Change, (from, to): (u8, u8), to_root: &str) -> String {
    let added: Vec<usize> = change.added().collect();
    let place = added.first().copied().unwrap_or(0);
    let lines = std::iter::once(place..place + 1).collect::<Vec<Range<usize>>>();
    let link = caption(sources, &change.path, &lines, to_root);
    let rows = change.rows.iter().map(|row| row.as_ref().map_or_else(gap, line));
    let label = format!("Change of {} from stage {from} to stage {to}", change.path);
    let caption = format!("{link} <span class=\"step\">stage {from} → stage {to}</span>");
    html::figure("source change", &caption, &html::lines("diff", &label, rows))
}

/// Lines that were added, removed or kept.
pub fn line(line: &Line) -> String {
    let text = format!("{}{}", line.sign(), html::escaped(&line.text));
    match (line.old, line.new) {
        (None, _) => format!("<ins>{text}</ins>"),
        (_, None) => format!("<del>{text}</del>"),
        _ => text,
    }
}

fn gap() -> String {
    "<span class=\"gap\">  …</span>".to_owned()
}

/// `stage2-rooms/src/room.rs` as a link to the first of the lines.
fn caption(sources: &Sources, path: &str, lines: &[Range<usize>], to_root: &str) -> String {
    let shown = html::escaped(path);
    if located(sources, path).is_none() {
        return format!("<code>{shown}</code>");
    }
    let first = lines.first().map_or(0, |range| range.start) + 1;
    format!("<a href=\"{to_root}files/{shown}.html#L{first}\"><code>{shown}</code></a>")
}
