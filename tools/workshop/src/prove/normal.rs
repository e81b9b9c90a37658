//! Messages and output as they are on every machine.

use std::path::Path;

/// How temporary folders of proofs are called.
pub const PREFIX: &str = "proof-";

/// What stands before a path.
const BEFORE: [char; 11] = [' ', '\n', '`', '\'', '"', '(', '[', '{', '@', '=', ','];

/// What a program printed, without this machine's folders and without numbers of threads.
pub fn output(text: &str, root: &Path) -> String {
    let lines = text.replace("\r\n", "\n");
    let lines: Vec<String> = paths(&lines, root)
        .lines()
        .filter(|line| !line.starts_with("note: run with `RUST_BACKTRACE"))
        .map(|line| without_thread(line.trim_end()))
        .collect();
    let text = lines.join("\n");
    let text = text.trim_matches('\n');
    if text.is_empty() { String::new() } else { format!("{text}\n") }
}

/// `thread 'main' (123) panicked at` names a thread by a number that differs from run to run.
fn without_thread(line: &str) -> String {
    let Some((before, rest)) = line.split_once("' (") else { return line.to_owned() };
    match rest.split_once(") ") {
        Some((number, rest))
            if before.starts_with("thread '")
                && number.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            format!("{before}' {rest}")
        }
        _ => line.to_owned(),
    }
}

/// Paths begin in the workspace, in a proof's temporary folder, or with the name of a library.
pub fn paths(text: &str, root: &Path) -> String {
    let mut text = text.replace(&format!("{}/", root.display()), "");
    let temporary = std::env::temp_dir();
    for folder in [temporary.canonicalize().unwrap_or_else(|_| temporary.clone()), temporary] {
        let prefix = format!("{}/{PREFIX}", folder.display());
        text = cut(&text, &prefix, |rest| Some(rest.find('/')? + 1));
    }
    text = cut(&text, "/rustlib/src/rust/library/", |_| Some(0));
    text = cut(&text, "/rustc/", |rest| {
        let (hash, _) = rest.split_once("/library/")?;
        let is_hash = hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hash.then_some(hash.len() + "/library/".len())
    });
    cut(&text, "/registry/src/", |rest| Some(rest.find('/')? + 1))
}

/// Cuts paths off up to a mark and what follows it, the length of which is told for the rest of
/// the path.
fn cut(text: &str, mark: &str, more: impl Fn(&str) -> Option<usize>) -> String {
    let mut kept = String::new();
    let mut text = text;
    while let Some(at) = text.find(mark) {
        let after = at + mark.len();
        let path = text[after..].split(BEFORE).next().unwrap_or_default();
        if let Some(more) = more(path) {
            let start = text[..at].rfind(BEFORE).map_or(0, |before| before + 1);
            kept += &text[..start];
            text = &text[after + more..];
        } else {
            kept += &text[..after];
            text = &text[after..];
        }
    }
    kept + text
}

/// Without blank lines in a row, and none at the ends.
pub fn squeezed(text: &str) -> String {
    let mut kept = String::new();
    let mut blank = true;
    for line in text.lines() {
        if !(line.is_empty() && blank) {
            kept += line;
            kept.push('\n');
        }
        blank = line.is_empty();
    }
    let kept = kept.trim_end();
    if kept.is_empty() { String::new() } else { format!("{kept}\n") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_name_no_folder_of_this_machine() {
        let folder = std::env::temp_dir();
        let text = format!(
            "{{closure@{0}/proof-x1/src/server.rs:3:5: 4:6}}\n{0}/proof-x1/a.rs {0}/proof-\n\
             /rustc/abc/library/std/src/thread/mod.rs:10:8 /rustc/is/not/library/x\n\
             at /root/.cargo/registry/src/index-1/tokio-1.54.0/src/a.rs:1:2\n/here/stage1/src/a.rs",
            folder.display()
        );
        let expected = format!(
            "{{closure@src/server.rs:3:5: 4:6}}\na.rs {0}/proof-\n\
             std/src/thread/mod.rs:10:8 /rustc/is/not/library/x\n\
             at tokio-1.54.0/src/a.rs:1:2\nstage1/src/a.rs",
            folder.display()
        );
        assert_eq!(paths(&text, Path::new("/here")), expected);
    }

    #[test]
    fn output_names_no_thread_by_number() {
        let text = "one\r\n\n\ntwo \nthread 'main' (77) panicked at a.rs:1:1:\nno (7) more\n\
            note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n";
        let expected = "one\n\n\ntwo\nthread 'main' panicked at a.rs:1:1:\nno (7) more\n";
        assert_eq!(output(text, Path::new("/here")), expected);
        assert_eq!(output("\n", Path::new("/here")), "");
    }

    #[test]
    fn blank_lines_do_not_pile_up() {
        assert_eq!(squeezed("\n\na\n\n\nb\n\n"), "a\n\nb\n");
    }
}
