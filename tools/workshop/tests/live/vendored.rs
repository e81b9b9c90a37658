//! What was taken over from others is what they published.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

#[test]
fn xterm_is_as_it_was_published() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/theme/vendor/xterm");
    let sums = fs::read_to_string(folder.join("SHA256SUMS")).expect("the sums");
    let mut listed = vec!["SHA256SUMS".to_owned(), "README.md".to_owned()];
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").expect("a sum and a name");
        let text = fs::read(folder.join(name)).expect("the file");
        let found = format!("{:x}", Sha256::digest(&text));
        assert_eq!(found, sum, "{name} was changed");
        listed.push(name.to_owned());
    }
    for entry in fs::read_dir(folder).expect("the folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(listed.contains(&name), "{name} has no sum");
    }
}
