//! Pieces of HTML that several directives make.
//!
//! Markdown ends a block of HTML at a blank line, so none of these holds one.

/// Text as it may stand in HTML, in an attribute as well.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Preformatted lines. It can be scrolled by keyboard, so it has a name.
pub fn lines(class: &str, label: &str, lines: impl IntoIterator<Item = String>) -> String {
    let mut html = format!(
        "<pre class=\"{class}\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">",
        escaped(label)
    );
    for line in lines {
        // The newline stands inside: it ends the line for whoever copies it, and adds none.
        html += &format!("<span class=\"line\">{line}\n</span>");
    }
    html + "</pre>"
}

/// A figure of HTML lines below a caption.
pub fn figure(class: &str, caption: &str, body: &str) -> String {
    format!("<figure class=\"{class}\">\n<figcaption>{caption}</figcaption>\n{body}\n</figure>\n")
}

/// A figure whose body is Markdown, such as a code block that is highlighted.
pub fn markdown_figure(class: &str, caption: &str, body: &str) -> String {
    format!(
        "<figure class=\"{class}\">\n<figcaption>{caption}</figcaption>\n\n{body}\n\n</figure>\n"
    )
}

/// A block of code, fenced so that nothing in it ends it.
pub fn fenced(language: &str, code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{language}\n{}\n{fence}", code.trim_end_matches('\n'))
}

/// Markdown that opens on demand.
pub fn details(summary: &str, markdown: &str) -> String {
    let summary = escaped(summary);
    format!("<details>\n<summary>{summary}</summary>\n\n{}\n\n</details>\n", markdown.trim())
}

/// A heading's text, or a file's name, as part of an address.
pub fn slug(text: &str) -> String {
    let kept: String = text
        .chars()
        .map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
        .collect();
    let words: Vec<&str> = kept.split('-').filter(|word| !word.is_empty()).collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_blank() {
        let html = lines("x", "a \"b\"", ["one", "", "two"].map(str::to_owned));
        assert!(html.lines().all(|line| !line.trim().is_empty()), "{html}");
        assert!(html.contains("a &quot;b&quot;"));
    }

    #[test]
    fn a_fence_is_longer_than_what_it_holds() {
        assert_eq!(fenced("text", "a ``` b"), "````text\na ``` b\n````");
    }
}
