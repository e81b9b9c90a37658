//! Sessions of the book that are run.

use serde_json::json;

use crate::host::Host;
use crate::page::Page;

#[tokio::test]
async fn alice_types_and_bob_sees() {
    let host = Host::start(&[]);
    let mut page = Page::run(host.addr, 5, "two-people").await;
    page.log_in(0, "alice").await;
    page.log_in(1, "bob").await;
    page.line(0, "hello, 🦀").await;
    page.sees(1, "<alice> hello, 🦀").await;
    page.ask(json!({ "type": "end", "client": 1 })).await;
    page.sees(0, "* bob left #lobby").await;
}

#[tokio::test]
async fn each_page_has_a_server_of_its_own() {
    let host = Host::start(&[]);
    let mut five = Page::run(host.addr, 5, "two-people").await;
    let mut six = Page::run(host.addr, 6, "two-people").await;
    five.log_in(0, "alice").await;
    // The name would be taken in the same server.
    six.log_in(0, "alice").await;
    six.log_in(1, "bob").await;
    five.line(0, "only here").await;
    six.line(0, "only there").await;
    six.sees(1, "<alice> only there").await;
    five.sees(0, "<alice> only here").await;
}

/// Every session of the book plays to its end, against the real server.
#[tokio::test]
async fn every_session_of_the_book_plays_to_its_end() {
    let host = Host::start(&["--pace", "1"]);
    let book =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/recorded/sessions");
    let mut count = 0;
    for stage in 1..=6 {
        let folder = book.join(format!("stage{stage}"));
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            let mut page = Page::run(host.addr, stage, &name).await;
            page.ask(json!({ "type": "play" })).await;
            let played = page.until("played", |_| true).await;
            assert_eq!(played["whole"], true, "{name} at stage {stage} differs");
            count += 1;
        }
    }
    assert!(count >= 20, "only {count} sessions were played");
}

#[tokio::test]
async fn what_goes_otherwise_than_recorded_is_said() {
    let host = Host::start(&["--pace", "1"]);
    let mut page = Page::run(host.addr, 5, "two-people").await;
    // The name that the scenario's alice wants.
    page.log_in(1, "alice").await;
    page.ask(json!({ "type": "play" })).await;
    let note = page.until("note", |told| told["text"].to_string().contains("otherwise")).await;
    assert!(note["text"].to_string().contains("is taken"), "{note}");
    assert_eq!(page.until("played", |_| true).await["whole"], false);
}

#[tokio::test]
async fn whoever_types_takes_over() {
    let host = Host::start(&["--pace", "200"]);
    let mut page = Page::run(host.addr, 5, "two-people").await;
    page.ask(json!({ "type": "play" })).await;
    page.until("typed", |told| told["text"] == "Hi, bob!").await;
    page.line(1, "my own words").await;
    let played = page.until("played", |_| true).await;
    assert_eq!(played["whole"], false);
    page.sees(0, "<bob> my own words").await;
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_dead_server_is_told_and_others_live_on() {
    use rustix::process::Signal;

    use crate::host::signal;

    let host = Host::start(&[]);
    let mut page = Page::run(host.addr, 5, "two-people").await;
    page.log_in(0, "alice").await;
    let servers = host.servers();
    let mut other = Page::run(host.addr, 6, "two-people").await;
    signal(servers[0], Signal::KILL);
    let ended = page.until("ended", |_| true).await;
    assert!(ended["how"].as_str().unwrap_or_default().contains('9'), "{ended}");
    page.ask(json!({ "type": "open", "client": 1 })).await;
    page.until("note", |told| told["text"].as_str().is_some_and(|text| text.contains("bob"))).await;
    other.log_in(0, "alice").await;
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_server_that_nobody_watches_is_stopped() {
    let host = Host::start(&[]);
    let page = Page::run(host.addr, 5, "two-people").await;
    let other = Page::run(host.addr, 6, "two-people").await;
    assert!(host.runs(2).await);
    drop(page);
    assert!(host.runs(1).await, "a server without a page runs on");
    drop(other);
    assert!(host.runs(0).await, "a server without a page runs on");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn servers_end_with_the_program() {
    use crate::host::is_alive;

    let host = Host::start(&[]);
    let _page = Page::run(host.addr, 5, "two-people").await;
    let servers = host.servers();
    assert_eq!(servers.len(), 1);
    drop(host);
    let deadline = std::time::Instant::now() + testkit::PATIENCE;
    while is_alive(servers[0]) && std::time::Instant::now() < deadline {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert!(!is_alive(servers[0]), "a server outlives the program");
}
