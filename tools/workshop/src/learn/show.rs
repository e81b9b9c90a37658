//! What is wrong with a server, in words.

use std::env;
use std::path::Path;

use super::course::Item;
use super::grade::Wrong;
use super::guide::{Guide, Topic, titled};
use super::message::Trouble;
use crate::paint::{ColorWhen, Paint};

/// How much of a wire and of a log is shown.
const LINES: usize = 25;

/// The topic that is to blame: the one whose line was expected, or the likeliest.
pub fn blamed<'a>(guide: &'a Guide, item: &Item, trouble: &Trouble) -> Option<&'a Topic> {
    if trouble.never_started {
        return guide.topics.first();
    }
    let is_expected = |text: &String| trouble.expected.contains(text.as_str());
    let anywhere = guide.topics.iter().find(|topic| topic.everywhere.iter().any(is_expected));
    let mut topics = item.topics.iter().filter_map(|name| guide.topic(name));
    let here = topics.clone().find(|topic| topic.expects.iter().any(is_expected));
    anywhere.or(here).or_else(|| topics.next())
}

/// What was sent, what was expected, what came, and the page that helps.
pub fn told(root: &Path, guide: &Guide, item: &Item, wrong: &Wrong, stage: u8) -> String {
    let paint = Paint::new(ColorWhen::Auto);
    let trouble = &wrong.trouble;
    let topic = blamed(guide, item, trouble);
    let name = topic.map_or("", |topic| topic.name.as_str());
    let mut text = format!("{}\n", paint.removed(&format!("✗ {name} ({item})")));
    text += &troubles(trouble, paint);
    if let Some(topic) = topic {
        text += &format!("\n  read      {}\n", titled(root, topic.page(stage)));
    }
    text
}

/// The same without a topic.
pub fn troubles(trouble: &Trouble, paint: Paint) -> String {
    let mut text = String::new();
    let mut part = |name: &str, value: &str| {
        let mut lines = value.lines();
        let first = lines.next().unwrap_or_default();
        text += &format!("  {} {first}\n", paint.heading(&format!("{name:9}")));
        text.extend(lines.map(|line| format!("            {line}\n")));
    };
    if let Some(place) = &trouble.place {
        part("step", place);
    }
    if let Some(sent) = &trouble.sent {
        part("sent", sent);
    }
    if !trouble.expected.is_empty() {
        part("expected", &trouble.expected);
    }
    part("came", &without_path(&trouble.came));
    for (client, wire) in &trouble.wires {
        text += &format!("\n  {client}'s wire (> sent, < received, # ended):\n");
        text += &end_of(wire);
    }
    if !trouble.log.trim().is_empty() {
        text += "\n  the server's log:\n";
        text += &end_of(&trouble.log);
    }
    text
}

/// The last lines.
fn end_of(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let start = lines.len().saturating_sub(LINES);
    let left = if start > 0 { format!("    … {start} lines before\n") } else { String::new() };
    let shown = lines[start..].iter().map(|line| format!("    {}\n", line.trim_start()));
    left + &shown.collect::<String>()
}

/// The program has been copied to a folder of no interest, or is a stand-in.
fn without_path(text: &str) -> String {
    let mut text = text.to_owned();
    while let Some(end) = text.find("/my-server\"") {
        let start = text[..end].rfind('"').map_or(end, |start| start + 1);
        text.replace_range(start..=end, "");
    }
    // What stands for a command is this very program.
    match env::current_exe() {
        Ok(this) => text.replace(&format!("\"{}\"", this.display()), "the command"),
        Err(_) => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_the_copy_is_not_shown() {
        let text = r#""/tmp/my-server-a1/my-server" "127.0.0.1:0" did not say"#;
        assert_eq!(without_path(text), r#""my-server" "127.0.0.1:0" did not say"#);
    }

    #[test]
    fn only_the_end_of_a_long_log_is_shown() {
        let shown = end_of(&"x\n".repeat(LINES + 3));
        assert!(shown.starts_with("    … 3 lines before\n"), "{shown}");
        assert_eq!(shown.lines().count(), LINES + 1);
    }
}
