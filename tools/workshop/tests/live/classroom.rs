//! One server for everybody.

use serde_json::{Value, json};

use crate::host::Host;
use crate::page::{Page, get, request};

const ROOM: &str = "/classroom/socket";

pub fn classroom() -> Host {
    Host::start(&["--classroom", "--bind", "127.0.0.1", "--pace", "1"])
}

pub async fn join(host: &Host, label: &str) -> Page {
    let mut page = Page::open(host.addr, ROOM).await;
    page.ask(json!({ "type": "join", "token": host.token(label) })).await;
    page.until("welcome", |told| told["instructor"] == (label == "instructor:")).await;
    page
}

/// Logs in at a terminal that is connected already.
async fn name(page: &mut Page, name: &str) {
    page.sees(0, "Enter your username").await;
    page.line(0, name).await;
    page.sees(0, &format!("Welcome, {name}!")).await;
}

#[tokio::test]
async fn the_token_is_needed() {
    let host = classroom();
    for token in ["", "aaaa-bbbb-cccc-dddd", &host.token("token:")[1..]] {
        let mut page = Page::open(host.addr, ROOM).await;
        page.ask(json!({ "type": "join", "token": token })).await;
        page.until("refused", |_| true).await;
        assert!(page.ends().await, "{token:?} is accepted");
    }
    // The first message is not what it should be.
    let mut page = Page::open(host.addr, ROOM).await;
    page.line(0, "hello").await;
    page.until("refused", |_| true).await;
}

#[tokio::test]
async fn thirty_at_once_see_each_other() {
    let host = classroom();
    let mut pages = Vec::new();
    for number in 0..30 {
        let mut page = join(&host, "token:").await;
        name(&mut page, &format!("pupil{number}")).await;
        pages.push(page);
    }
    for (number, page) in pages.iter_mut().enumerate() {
        page.line(0, &format!("I am number {number}.")).await;
    }
    let readers = pages.into_iter().map(|page| tokio::spawn(read_all(page)));
    for reader in readers.collect::<Vec<_>>() {
        reader.await.expect("everybody's line");
    }
}

async fn read_all(mut page: Page) {
    let mut seen = String::new();
    while !(0..30).all(|number| seen.contains(&format!("<pupil{number}> I am number {number}.\n")))
    {
        let told = page.until("data", |_| true).await;
        seen += told["text"].as_str().unwrap_or_default();
    }
}

#[tokio::test]
async fn the_instructor_switches_for_all() {
    let host = classroom();
    let (mut instructor, mut pupil) =
        (join(&host, "instructor:").await, join(&host, "token:").await);
    name(&mut pupil, "adam").await;
    instructor.ask(json!({ "type": "switch", "stage": 5 })).await;
    for page in [&mut pupil, &mut instructor] {
        page.until("stage", |told| told["stage"] == 5 && told["running"] == true).await;
    }
    name(&mut pupil, "adam").await;
    name(&mut instructor, "teacher").await;
    instructor.line(0, "welcome to stage 5").await;
    pupil.sees(0, "<teacher> welcome to stage 5").await;
    instructor.ask(json!({ "type": "switch", "stage": 9 })).await;
    instructor.until("trouble", |_| true).await;
}

#[tokio::test]
async fn a_pupil_switches_and_shows_nothing() {
    let host = classroom();
    let mut pupil = join(&host, "token:").await;
    for question in [
        json!({ "type": "switch", "stage": 5 }),
        json!({ "type": "show", "stage": 5, "scenario": "two-people" }),
        json!({ "type": "hide" }),
    ] {
        pupil.ask(question).await;
        let told = pupil.until("trouble", |_| true).await;
        assert!(told["why"].as_str().unwrap_or_default().contains("instructor"), "{told}");
    }
}

#[tokio::test]
async fn a_scenario_is_shown_to_all() {
    let host = classroom();
    let (mut instructor, mut pupil) =
        (join(&host, "instructor:").await, join(&host, "token:").await);
    instructor.ask(json!({ "type": "show", "stage": 5, "scenario": "two-people" })).await;
    for page in [&mut instructor, &mut pupil] {
        page.until("show", |told| told["tell"]["clients"] == json!(["alice", "bob"])).await;
        let seen =
            |told: &Value| told["tell"]["text"].as_str().is_some_and(|t| t.contains("Hi, alice!"));
        page.until("show", |told| told["tell"]["type"] == "data" && seen(told)).await;
        page.until("show", |told| told["tell"]["whole"] == true).await;
    }
    // Whoever comes later, or again, sees what all others still see.
    let mut late = join(&host, "token:").await;
    late.until("show", |told| told["tell"]["clients"] == json!(["alice", "bob"])).await;
    late.until("show", |told| told["tell"]["whole"] == true).await;
    instructor.ask(json!({ "type": "hide" })).await;
    pupil.until("hide", |_| true).await;
    // What is hidden is not shown to the next one.
    let mut later = join(&host, "token:").await;
    instructor.ask(json!({ "type": "show", "stage": 6, "scenario": "login" })).await;
    let first = later.until("show", |_| true).await;
    assert_eq!(first["tell"]["stage"], 6, "{first}");
}

#[tokio::test]
async fn checks_are_reported_with_the_token() {
    let host = classroom();
    let mut instructor = join(&host, "instructor:").await;
    let body = r#"{"name":"zoe <b>","stage":5,"passed":["echo"],"failed":["kick"]}"#;
    let head = |token: &str| {
        format!(
            "POST /classroom/report HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n\
             Authorization: Bearer {token}",
            host.addr
        )
    };
    assert_eq!(request(host.addr, &head("wrong"), body).0, 401);
    assert_eq!(request(host.addr, &head(&host.token("token:")), &"x".repeat(70_000)).0, 413);
    let none = body.replace("zoe <b>", "");
    assert_eq!(request(host.addr, &head(&host.token("token:")), &none).0, 422);
    assert_eq!(request(host.addr, &head(&host.token("token:")), body).0, 204);
    let told = instructor.until("progress", |told| told["rows"] != json!([])).await;
    assert_eq!(told["rows"][0]["name"], "zoe <b>");
    assert_eq!(told["rows"][0]["failed"], json!(["kick"]));
}

#[test]
fn a_classroom_is_called_by_addresses_alone() {
    let host = classroom();
    let port = host.addr.port();
    assert_eq!(get(host.addr, "/classroom/", &format!("192.168.1.7:{port}")).0, 200);
    assert_eq!(get(host.addr, "/classroom/", &format!("evil.example:{port}")).0, 403);
    assert!(host.said.iter().any(|line| line.contains('█')), "no QR code: {:#?}", host.said);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn everybody_is_told_that_the_server_has_ended() {
    let host = classroom();
    let mut instructor = join(&host, "instructor:").await;
    instructor.until("stage", |told| told["running"] == true).await;
    crate::host::signal(host.servers()[0], rustix::process::Signal::KILL);
    instructor.until("stage", |told| told["running"] == false).await;
    instructor.ask(json!({ "type": "switch", "stage": 6 })).await;
    instructor.until("stage", |told| told["running"] == true).await;
}
