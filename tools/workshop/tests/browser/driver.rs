//! A browser of our own, by `WebDriver`.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use url::{ParseError, Url};

/// How long anything may take in the browser.
const PATIENCE: Duration = Duration::from_secs(20);

/// Headless, and without its maker's services.
const FLAGS: [&str; 11] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--allow-file-access-from-files",
];

/// What has to be installed first, and how.
pub fn missing() -> Option<String> {
    let is_there = |program: &str| {
        Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
    };
    let absent = ["chromium", "chromedriver"].into_iter().find(|program| !is_there(program))?;
    Some(format!("{absent} is missing (on Debian: apt-get install chromium chromium-driver)"))
}

pub struct Browser {
    client: Client,
    driver: Child,
    /// Removed with the browser.
    _profile: tempfile::TempDir,
}

/// The messages of the console since the last time.
#[derive(Debug)]
struct Console;

impl WebDriverCompatibleCommand for Console {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _url: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "type": "browser" }).to_string()))
    }
}

impl Browser {
    pub async fn start() -> Self {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let mut lines = BufReader::new(driver.stdout.take().expect("it is piped")).lines();
        let port = loop {
            let line = lines.next().expect("chromedriver says its port").expect("it is text");
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                break port.trim_end_matches('.').to_owned();
            }
        };
        // Nobody reads on, and chromedriver must not wait for that.
        std::thread::spawn(move || lines.for_each(drop));
        let profile = tempfile::tempdir().expect("a folder");
        let mut flags: Vec<String> = FLAGS.iter().map(ToString::to_string).collect();
        flags.push(format!("--user-data-dir={}", profile.path().display()));
        let mut wanted = Capabilities::new();
        wanted.insert("goog:chromeOptions".to_owned(), json!({ "args": flags }));
        wanted.insert("goog:loggingPrefs".to_owned(), json!({ "browser": "ALL" }));
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("a session");
        Self { client, driver, _profile: profile }
    }

    pub async fn open(&mut self, url: &str) {
        self.client.goto(url).await.unwrap_or_else(|error| panic!("{url}: {error}"));
    }

    pub async fn size(&mut self, width: u32, height: u32) {
        self.client.set_window_size(width, height).await.expect("a size");
    }

    /// What a script returns.
    pub async fn run(&mut self, script: &str) -> Value {
        let result = self.client.execute(script, Vec::new()).await;
        result.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// What a script hands to its callback, the last of its arguments.
    pub async fn run_async(&mut self, script: &str) -> Value {
        let result = self.client.execute_async(script, Vec::new()).await;
        result.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Whether a script returns true before patience ends.
    pub async fn comes(&mut self, script: &str) -> bool {
        let deadline = Instant::now() + PATIENCE;
        while self.run(script).await != Value::Bool(true) {
            if Instant::now() > deadline {
                return false;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        true
    }

    /// Presses a key in what has the focus; `WebDriver`'s code stands for keys without a letter.
    pub async fn press(&mut self, key: char) {
        let element = self.client.active_element().await.expect("something has the focus");
        element.send_keys(&key.to_string()).await.expect("a key");
    }

    /// Types into what has the focus.
    pub async fn keys(&mut self, text: &str) {
        let element = self.client.active_element().await.expect("something has the focus");
        element.send_keys(text).await.expect("keys");
    }

    /// Presses one key that may have any character, as the keyboard itself would.
    pub async fn key(&mut self, value: char) {
        let keys = KeyActions::new("keyboard".to_owned());
        let keys = keys.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        self.client.perform_actions(keys).await.expect("a key");
    }

    pub async fn url(&mut self) -> String {
        self.client.current_url().await.expect("an address").to_string()
    }

    pub async fn reload(&mut self) {
        self.client.refresh().await.expect("the page again");
    }

    pub async fn screenshot(&mut self) -> Vec<u8> {
        self.client.screenshot().await.expect("a picture")
    }

    /// Warnings and errors that the console shows since the last time.
    pub async fn complaints(&mut self) -> Vec<String> {
        let log = self.client.issue_cmd(Console).await.expect("the console");
        let entries = log.as_array().cloned().unwrap_or_default();
        let is_bad =
            |entry: &Value| ["SEVERE", "WARNING"].iter().any(|level| entry["level"] == *level);
        entries
            .iter()
            .filter(|entry| is_bad(entry))
            .map(|entry| entry["message"].to_string())
            .collect()
    }

    pub async fn close(self) {
        self.client.clone().close().await.expect("it closes");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It fails when it has ended already.
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
