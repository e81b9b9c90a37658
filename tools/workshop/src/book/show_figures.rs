//! Diagrams, plots and tables of results.

use std::path::Path;

use super::html;
use super::ladder::Ladder;
use super::page::read;
use crate::bench::Figures;

/// A drawing of `book/diagrams`, as part of the page: so it takes the page's colours.
pub fn diagram(root: &Path, name: &str) -> Result<String, String> {
    let svg = read(&root.join("book/diagrams").join(format!("{name}.svg")))?;
    let drawing = roxmltree::Document::parse(&svg).map_err(|error| format!("{name}: {error}"))?;
    let text = |tag: &str| {
        let node = drawing.root_element().children().find(|node| node.has_tag_name(tag));
        let text = node.and_then(|node| node.text()).unwrap_or("").trim().to_owned();
        if text.is_empty() { Err(format!("{name} has no <{tag}>")) } else { Ok(text) }
    };
    let (title, _) = (text("title")?, text("desc")?);
    let body = format!("<div class=\"scroll\" tabindex=\"0\">\n{}\n</div>", inline(&svg));
    Ok(html::figure("diagram", &html::escaped(&title), &body))
}

/// A plot of the bench's results.
pub fn plot(figures: &Figures, name: &str) -> Result<String, String> {
    Ok(drawn(&figures.plot(name)?, &figures.source()))
}

/// The plot of what was tried for the tuned server.
pub fn ladder(ladder: &Ladder) -> String {
    drawn(&ladder.plot(), &ladder.source())
}

fn drawn(svg: &str, caption: &str) -> String {
    let svg = themed(svg);
    let body = format!("<div class=\"scroll\" tabindex=\"0\">\n{}\n</div>", inline(&svg));
    html::figure("plot", caption, &body)
}

/// A plot by itself goes by what the system prefers; in the book it goes by the page's theme.
fn themed(svg: &str) -> String {
    svg.replace("@media screen and (prefers-color-scheme:dark){", "@media screen{.navy,.coal,.ayu{")
        .replace("}</style>", "}}</style>")
}

/// A table of the bench's results.
pub fn results(figures: &Figures, name: &str) -> Result<String, String> {
    let (title, table) = figures.table(name)?;
    let caption = format!("{}. {}", html::escaped(&title), figures.source());
    Ok(html::markdown_figure("results", &caption, &table))
}

/// Without the XML declaration and without blank lines, which would end a block of HTML.
fn inline(svg: &str) -> String {
    let start = svg.find("<svg").unwrap_or(0);
    let lines = svg[start..].lines().filter(|line| !line.trim().is_empty());
    lines.collect::<Vec<_>>().join("\n")
}
