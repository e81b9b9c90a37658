//! What holds for the pages.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::driver::Browser;

/// `WebDriver`'s names of keys.
const RIGHT: char = '\u{e014}';

/// The built book.
#[derive(Clone)]
pub struct Book {
    pub folder: PathBuf,
    /// Below the folder, in the order of the book.
    pub pages: Vec<String>,
}

impl Book {
    /// Builds it as a reader would. What is wrong with its text is another test's affair.
    pub fn build() -> Self {
        static BUILT: OnceLock<Book> = OnceLock::new();
        BUILT.get_or_init(Self::build_once).clone()
    }

    fn build_once() -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("book");
        let status = Command::new(env!("CARGO_BIN_EXE_workshop"))
            .args(["book", "--out"])
            .arg(&folder)
            .output()
            .expect("the workshop runs");
        let text = String::from_utf8_lossy(&status.stdout).into_owned();
        assert!(folder.join("index.html").is_file(), "there is no book: {text}");
        let summary = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/src/SUMMARY.md");
        let summary = std::fs::read_to_string(summary).expect("the summary");
        let linked = |line: &str| Some(line.split_once("](")?.1.strip_suffix(')')?.to_owned());
        let pages = summary.lines().filter_map(linked);
        let pages = pages.map(|page| page.replace(".md", ".html")).collect();
        Self { folder, pages }
    }

    pub fn url(&self, page: &str) -> String {
        format!("file://{}", self.folder.join(page).display())
    }

    /// A picture to be looked at, in target/tmp/screens.
    pub async fn picture(&self, browser: &mut Browser, page: &str, name: &str) {
        let folder = self.folder.with_file_name("screens");
        std::fs::create_dir_all(&folder).expect("a folder");
        let name = format!("{}-{name}.png", page.replace(['/', '.'], "-"));
        std::fs::write(folder.join(name), browser.screenshot().await).expect("a file");
    }
}

pub async fn open_without_errors(browser: &mut Browser, book: &Book) -> Vec<String> {
    let mut wrong = Vec::new();
    browser.size(1200, 900).await;
    for page in &book.pages {
        browser.open(&book.url(page)).await;
        for complaint in browser.complaints().await {
            wrong.push(format!("{page}: {complaint}"));
        }
        if browser.run("return document.querySelectorAll('main h1').length === 1").await != true {
            wrong.push(format!("{page} has not one heading of the first rank"));
        }
        if browser.run("return document.querySelectorAll('.play-button').length > 0").await == true
        {
            wrong.push(format!("{page} has a button that runs nothing"));
        }
        book.picture(browser, page, "desktop").await;
    }
    wrong
}

/// A page may scroll sideways only inside of its blocks.
pub async fn fit_a_phone(browser: &mut Browser, book: &Book) -> Vec<String> {
    let mut wrong = Vec::new();
    browser.size(360, 740).await;
    for page in &book.pages {
        browser.open(&book.url(page)).await;
        let width = "return document.documentElement.scrollWidth - window.innerWidth";
        let over = browser.run(width).await.as_f64().unwrap_or(f64::MAX);
        if over > 1.0 {
            wrong.push(format!("{page} is {over} pixels wider than a phone"));
        }
        book.picture(browser, page, "phone").await;
    }
    wrong
}

pub async fn search_finds(browser: &mut Browser, book: &Book) -> Vec<String> {
    browser.size(1200, 900).await;
    browser.open(&format!("{}?search=RefCell", book.url("index.html"))).await;
    let found = "return Array.from(document.querySelectorAll('#mdbook-searchresults a'))
        .some(link => link.href.includes('stage2/refcell.html'))";
    if browser.comes(found).await { Vec::new() } else { vec!["search finds no RefCell".to_owned()] }
}

pub async fn show_what_they_promise(browser: &mut Browser, book: &Book) -> Vec<String> {
    let mut wrong = Vec::new();
    for (page, selector) in [
        ("stage5/step.html", "pre.diff ins"),
        ("stage5/step.html", "pre.diff del"),
        ("stage5/practice.html", "section.exercise details"),
        ("stage2/start.html", "figure.diagram svg"),
        ("stage5/start.html", "figure.session td[data-client]"),
        ("stage6/measured.html", "figure.plot svg"),
        ("instructor/half-day.html", "figure.plan tfoot"),
        ("appendix/patterns.html", "figure.patterns tbody tr:nth-child(22)"),
    ] {
        browser.open(&book.url(page)).await;
        let visible = format!(
            "const found = document.querySelector('{selector}');
             return found !== null && found.getBoundingClientRect().width > 0"
        );
        if !browser.comes(&visible).await {
            wrong.push(format!("{page} shows no {selector}"));
        }
    }
    wrong
}

/// Arrows turn the page, but not from inside of code or of a terminal.
pub async fn keys_turn_pages(browser: &mut Browser, book: &Book) -> Vec<String> {
    let mut wrong = Vec::new();
    let page = "stage5/step.html";
    browser.size(1200, 900).await;
    browser.open(&book.url(page)).await;
    browser.run("document.querySelector('pre.diff').focus()").await;
    browser.press(RIGHT).await;
    if !browser.url().await.contains(page) {
        wrong.push("an arrow inside of a diff turns the page".to_owned());
    }
    browser.run("document.activeElement.blur()").await;
    browser.press(RIGHT).await;
    let turned = "return !location.href.includes('stage5/step.html')";
    if !browser.comes(turned).await {
        wrong.push("an arrow does not turn the page".to_owned());
    }
    wrong
}

/// The page for printing holds the whole book.
pub async fn print_whole(browser: &mut Browser, book: &Book) -> Vec<String> {
    let source = std::fs::read_to_string(book.folder.join("print.html")).unwrap_or_default();
    browser.open(&book.url("preface.html")).await;
    let titles = browser.run("return document.querySelector('main h1').textContent").await;
    let title = titles.as_str().unwrap_or("?").to_owned();
    let last = "Further reading";
    if source.contains(&title) && source.contains(last) {
        Vec::new()
    } else {
        vec![format!("print.html does not hold the book from {title:?} to {last:?}")]
    }
}
