//! How much there may be.

use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use crate::host::Host;
use crate::page::Page;

const RUN: &str = "/live/run/5/two-people";

#[tokio::test]
async fn only_so_many_servers_run() {
    let host = Host::start(&["--servers", "2"]);
    let one = Page::run(host.addr, 5, "two-people").await;
    let _two = Page::run(host.addr, 6, "two-people").await;
    let mut three = Page::open(host.addr, RUN).await;
    let refused = three.until("refused", |_| true).await;
    assert!(refused["why"].as_str().unwrap_or_default().contains("stop one"), "{refused}");
    assert!(three.ends().await);
    drop(one);
    // Its place is free as soon as its end was noticed.
    let mut free = false;
    for _ in 0..200 {
        let mut page = Page::open(host.addr, RUN).await;
        if page.next().await.is_some_and(|told| told["type"] == "ready") {
            free = true;
            break;
        }
    }
    assert!(free, "the place of a session that is over is not free");
}

#[tokio::test]
async fn only_so_many_sockets_are_open() {
    let host = Host::start(&["--sockets", "2"]);
    let _one = Page::open(host.addr, RUN).await;
    let _two = Page::open(host.addr, RUN).await;
    let own = format!("http://{}", host.addr);
    let three = Page::try_open(host.addr, RUN, &[("origin", &own)]).await.map(|_| ());
    assert_eq!(three, Err(503));
}

#[tokio::test]
async fn a_message_has_a_longest_size() {
    let host = Host::start(&[]);
    let mut page = Page::run(host.addr, 5, "two-people").await;
    page.log_in(0, "alice").await;
    page.line(0, &"x".repeat(600)).await;
    page.sees(0, &"x".repeat(600)).await;
    page.raw(Message::text("x".repeat(20_000))).await;
    assert!(page.ends().await);
}

#[tokio::test]
async fn a_line_is_one_line() {
    let host = Host::start(&[]);
    let mut page = Page::run(host.addr, 5, "two-people").await;
    page.log_in(0, "alice").await;
    page.ask(json!({ "type": "line", "client": 0, "text": "one\ntwo" })).await;
    page.sees(0, "<alice> one two").await;
}
