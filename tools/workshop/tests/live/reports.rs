//! `cargo workshop check` tells the classroom.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::classroom::{classroom, join};

fn workshop(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_workshop"));
    command.args(arguments).arg("--dir").arg(folder).env("CARGO_NET_OFFLINE", "true");
    let Output { status, stdout, stderr } = command.output().expect("the workshop runs");
    let said = String::from_utf8_lossy(&stdout).into_owned();
    (status.code(), said + &String::from_utf8_lossy(&stderr))
}

fn count(names: &Value) -> usize {
    names.as_array().map_or(0, Vec::len)
}

#[tokio::test]
async fn a_check_tells_the_classroom() {
    let host = classroom();
    let mut instructor = join(&host, "instructor:").await;
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("my-server");
    // Stage 1's own server, ready to become stage 2's.
    assert_eq!(workshop(&folder, &["start", "2"]).0, Some(0));
    let address = format!("http://{}/classroom/#{}", host.addr, host.token("token:"));
    let (status, said) =
        workshop(&folder, &["check", "1", "--quick", "--classroom", &address, "--name", "zoe"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains(&format!("(http://{} was told, as zoe)", host.addr)), "{said}");
    let told = instructor.until("progress", |told| told["rows"] != json!([])).await;
    let row = &told["rows"][0];
    assert_eq!((&row["name"], &row["stage"]), (&json!("zoe"), &json!(1)));
    assert!(count(&row["passed"]) > 10 && count(&row["failed"]) == 0, "{told}");

    // It is remembered, also when something is wrong.
    assert_eq!(workshop(&folder, &["check", "2", "--quick"]).0, Some(1));
    let told = instructor.until("progress", |told| count(&told["rows"]) == 2).await;
    assert_eq!(count(&told["rows"][1]["failed"]), 1, "{told}");
    // An exercise is a line of its own.
    assert_eq!(workshop(&folder, &["check", "exercise", "stage2/tally"]).0, Some(1));
    let told = instructor.until("progress", |told| count(&told["rows"]) == 3).await;
    assert_eq!(told["rows"][2]["failed"], json!(["stage2/tally"]), "{told}");

    let wrong = format!("http://{}/classroom/#aaaa", host.addr);
    let (status, said) =
        workshop(&folder, &["check", "1", "--quick", "--classroom", &wrong, "--name", "zoe"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("was not told: 401"), "{said}");
    let (status, said) = workshop(&folder, &["check", "1", "--quick", "--classroom", "off"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(!said.contains("told"), "{said}");
}

#[tokio::test]
async fn a_classroom_that_is_gone_changes_nothing() {
    let host = classroom();
    let address = format!("http://{}/classroom/#{}", host.addr, host.token("token:"));
    drop(host);
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("my-server");
    assert_eq!(workshop(&folder, &["start", "2"]).0, Some(0));
    let arguments = ["check", "1", "--quick", "--name", "zoe", "--classroom"];
    let (status, said) = workshop(&folder, &[&arguments[..], &[&address]].concat());
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("was not told: "), "{said}");
    let (status, said) = workshop(&folder, &[&arguments[..], &["localhost:3000"]].concat());
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("no join address"), "{said}");
}
