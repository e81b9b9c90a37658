//! Who may ask, and for what.

use serde_json::json;

use crate::host::Host;
use crate::page::{Page, get, request};

const RUN: &str = "/live/run/5/two-people";

#[test]
fn the_book_is_served_and_says_that_it_is_live() {
    let host = Host::start(&[]);
    let name = host.addr.to_string();
    assert!(host.addr.ip().is_loopback());
    let (status, page) = get(host.addr, "/", &name);
    assert!(status == 200 && page.contains("the book"), "{page}");
    let (status, hello) = get(host.addr, "/live/hello", &name);
    assert!(status == 200 && hello.contains(r#""live":true"#), "{hello}");
    assert!(hello.contains("frame-ancestors"), "{hello}");
    assert_eq!(get(host.addr, "/live/assets/xterm.js", &name).0, 200);
    assert_eq!(get(host.addr, "/classroom/", &name).0, 404);
}

#[test]
fn nothing_outside_of_the_site_is_served() {
    let host = Host::start(&[]);
    let name = host.addr.to_string();
    for path in ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/live/assets/..%2fmod.rs", "//etc/passwd"]
    {
        let (status, page) = get(host.addr, path, &name);
        assert!([400, 404].contains(&status), "{path}: {page}");
    }
}

#[test]
fn a_request_has_to_name_this_server() {
    let host = Host::start(&[]);
    let port = host.addr.port();
    for path in ["/", "/live/hello", "/live/assets/xterm.js"] {
        assert_eq!(get(host.addr, path, &format!("evil.example:{port}")).0, 403, "{path}");
        assert_eq!(get(host.addr, path, "127.0.0.1:1").0, 403, "{path}");
        assert_eq!(get(host.addr, path, &format!("192.168.1.7:{port}")).0, 403, "{path}");
    }
    let foreign =
        format!("GET /live/hello HTTP/1.1\r\nHost: {}\r\nOrigin: http://evil.example", host.addr);
    assert_eq!(request(host.addr, &foreign, "").0, 403);
}

#[tokio::test]
async fn a_socket_has_to_come_from_a_page_of_this_server() {
    let host = Host::start(&[]);
    let port = host.addr.port();
    let open = async |headers: &[(&'static str, &str)]| {
        Page::try_open(host.addr, RUN, headers).await.map(|_| ())
    };
    let other = format!("http://127.0.0.1:{}", port ^ 1);
    for origin in ["http://evil.example", "null", &other] {
        assert_eq!(open(&[("origin", origin)]).await, Err(403), "{origin}");
    }
    assert_eq!(open(&[]).await, Err(403), "without an Origin");
    // A name of another site's own that leads here.
    let name = format!("evil.example:{port}");
    let origin = format!("http://{name}");
    assert_eq!(open(&[("host", &name), ("origin", &origin)]).await, Err(403), "rebinding");
    let own = format!("http://{}", host.addr);
    assert_eq!(open(&[("origin", &own)]).await, Ok(()));
}

#[tokio::test]
async fn only_what_is_in_the_lists_can_be_started() {
    let host = Host::start(&[]);
    let own = format!("http://{}", host.addr);
    for path in [
        "/live/run/7/two-people",
        "/live/run/0/two-people",
        "/live/run/1/two-people",
        "/live/run/5/nothing",
        "/live/run/5/..%2fscenarios%2ftwo-people",
        "/live/run/5/%2fetc%2fpasswd",
        "/live/run/..%2f5/two-people",
    ] {
        let opened = Page::try_open(host.addr, path, &[("origin", &own)]).await.map(|_| ());
        assert!(matches!(opened, Err(400 | 404)), "{path}: {opened:?}");
    }
}

#[tokio::test]
async fn what_is_no_question_ends_the_socket() {
    let host = Host::start(&[]);
    let mut page = Page::run(host.addr, 5, "two-people").await;
    page.ask(json!({ "type": "exec", "command": "true" })).await;
    assert!(page.ends().await);
}

#[test]
fn a_folder_without_a_book_is_not_served() {
    let empty = tempfile::tempdir().unwrap();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_workshop"))
        .args(["serve", "--port", "0", "--site"])
        .arg(empty.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = String::new();
    let mut stdout = std::io::BufReader::new(child.stdout.take().unwrap());
    std::io::BufRead::read_line(&mut stdout, &mut said).unwrap();
    // It has ended by itself if it is right.
    let _ = child.kill();
    let output = child.wait_with_output().unwrap();
    let why = String::from_utf8_lossy(&output.stderr);
    assert!(said.is_empty() && why.contains("there is no book in "), "{said}{why}");
}
