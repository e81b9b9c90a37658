//! Messages and output as they are on every machine.

use std::path::Path;

/// A compiler's message without the folders of this machine, and without excerpts of sources
/// that only some machines have.
pub fn message(text: &str, root: &Path) -> String {
    let mut kept: Vec<String> = Vec::new();
    let mut is_library = false;
    for line in paths(text, root).lines() {
        let points = line.trim_start().starts_with("--> ") || line.trim_start().starts_with("::: ");
        if points {
            is_library = line.contains("/library/") || line.contains(".cargo/registry");
            kept.push(without_folders(line));
            continue;
        }
        // An excerpt goes on as long as there is a bar in the margin.
        let margin = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
        if is_library && margin.trim_start().starts_with('|') {
            continue;
        }
        is_library = is_library && line.trim_start().starts_with("...");
        if !is_library && !line.starts_with("For more information about") {
            kept.push(line.trim_end().to_owned());
        }
    }
    squeezed(&kept)
}

/// What a program printed, without this machine's folders and without numbers of threads.
pub fn output(text: &str, root: &Path) -> String {
    let lines = text.replace("\r\n", "\n");
    let lines: Vec<String> = paths(&lines, root)
        .lines()
        .filter(|line| !line.starts_with("note: run with `RUST_BACKTRACE"))
        .map(|line| without_thread(line.trim_end()))
        .collect();
    squeezed(&lines)
}

/// `thread 'main' (123) panicked at` names a thread by a number that differs from run to run.
fn without_thread(line: &str) -> String {
    let Some((before, rest)) = line.split_once("' (") else { return line.to_owned() };
    match rest.split_once(") panicked at ") {
        Some((number, rest)) if number.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{before}' panicked at {rest}")
        }
        _ => line.to_owned(),
    }
}

/// Temporary folders and the workspace's own are taken off the paths.
fn paths(text: &str, root: &Path) -> String {
    let mut text = text.replace(&format!("{}/", root.display()), "");
    let folder = std::env::temp_dir();
    for folder in [folder.clone(), folder.canonicalize().unwrap_or(folder)] {
        let prefix = format!("{}/{PREFIX}", folder.display());
        while let Some(start) = text.find(&prefix) {
            let rest = &text[start + prefix.len()..];
            let end = rest.find(['/', ' ', '\n']).map_or(rest.len(), |end| end + 1);
            text.replace_range(start..start + prefix.len() + end, "");
        }
    }
    text
}

/// How temporary folders of proofs are called.
pub const PREFIX: &str = "proof-";

/// `/rustc/HASH/library/…` and `…/registry/src/INDEX/tokio-1.54.0/…`, from the library on.
fn without_folders(line: &str) -> String {
    let Some(at) = line.find("--> ").or_else(|| line.find("::: ")) else { return line.to_owned() };
    let (arrow, path) = line.split_at(at + 4);
    let path = if let Some((_, rest)) = path.split_once("/library/") {
        rest
    } else if let Some((_, rest)) = path.split_once("/registry/src/") {
        rest.split_once('/').map_or(rest, |(_, rest)| rest)
    } else {
        path
    };
    format!("{arrow}{path}")
}

/// Without blank lines in a row, and none at the ends.
fn squeezed(lines: &[String]) -> String {
    let mut text = String::new();
    let mut blank = true;
    for line in lines {
        if line.is_empty() && blank {
            continue;
        }
        blank = line.is_empty();
        text += line;
        text.push('\n');
    }
    let text = text.trim_end();
    if text.is_empty() { String::new() } else { format!("{text}\n") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_name_no_folder_of_this_machine() {
        let folder = std::env::temp_dir();
        let text = format!(
            "error[E0277]: no\n  --> {0}/proof-x1/src/server.rs:3:5\n   |\n3  |     spawn(x);\n   |     ^\n\
             note: required\n  --> /rustc/abc/library/std/src/thread/mod.rs:10:8\n   |\n10 |     F: Send\n\
             \x20  |     ^^^^\nnote: and\n  --> /root/.cargo/registry/src/index-1/tokio-1.54.0/src/a.rs:1:2\n\
             For more information about this error, try `rustc --explain E0277`.\n",
            folder.display()
        );
        let expected = "error[E0277]: no\n  --> src/server.rs:3:5\n   |\n3  |     spawn(x);\n   |     ^\n\
             note: required\n  --> std/src/thread/mod.rs:10:8\nnote: and\n  --> tokio-1.54.0/src/a.rs:1:2\n";
        assert_eq!(message(&text, Path::new("/nowhere")), expected);
    }

    #[test]
    fn output_names_no_thread_by_number() {
        let text = "one\n\nthread 'main' (77) panicked at /tmp/proof-9/a.rs:1:1:\nno\n\
            note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n";
        let expected = "one\n\nthread 'main' panicked at a.rs:1:1:\nno\n";
        assert_eq!(output(text, Path::new("/nowhere")).replace("/tmp/proof-9/", ""), expected);
    }
}
