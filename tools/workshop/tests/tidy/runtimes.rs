//! The broker chat runs on two runtimes, and what differs is what has to.

use std::collections::BTreeSet;
use std::fs;

use workshop::Workspace;

use crate::check;
use crate::source::of_workspace;
use crate::tables::{MODULES, OTHER_RUNTIME};

const TOKIO: &str = "encore/broker/src/";
const OWN: &str = "encore/runtime-chat/src/";

/// The files of a crate, from its `src/` on.
fn files(folder: &str) -> BTreeSet<String> {
    let sources = of_workspace().into_iter();
    sources.filter_map(|source| Some(source.path.strip_prefix(folder)?.to_owned())).collect()
}

/// The lines of a file. Imports that stand together are sorted: other names have another order.
fn lines(folder: &str, name: &str, names: &[(&str, &str)]) -> Vec<String> {
    let path = Workspace::find().root().join(folder).join(name);
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{folder}{name}: {error}"));
    let text = names.iter().fold(text, |text, (tokio, own)| text.replace(tokio, own));
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let are_imports = |a: &String, b: &String| a.starts_with("use ") && b.starts_with("use ");
    lines.chunk_by_mut(are_imports).for_each(<[String]>::sort);
    lines
}

#[test]
fn both_servers_of_the_broker_chat_have_the_same_files() {
    assert_eq!(files(OWN), files(TOKIO));
}

#[test]
fn only_these_files_know_which_runtime_it_is() {
    let mut violations = Vec::new();
    for name in files(TOKIO) {
        let is_same = lines(TOKIO, &name, MODULES) == lines(OWN, &name, &[]);
        match (is_same, OTHER_RUNTIME.contains(&name.as_str())) {
            (false, false) => violations.push(format!("{OWN}{name}: differs by more than names")),
            (true, true) => violations.push(format!("{OWN}{name}: is listed, but does not differ")),
            _ => {}
        }
    }
    check("the table OTHER_RUNTIME", &violations);
}
