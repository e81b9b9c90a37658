//! The book in a real browser, from its files: every page, the search, the keyboard, both themes,
//! a phone; and served by `cargo workshop serve`, with servers that run.
//!
//! It needs Debian's `chromium` and `chromium-driver` (or any `chromium` and `chromedriver` on the
//! PATH), and for the check of accessibility npm's axe-core. Without them it says that it was not
//! run. With `REQUIRE_BROWSER=1` that is a failure.

mod axe;
mod driver;
mod host;
mod live;
mod mishaps;
mod pages;

use std::process::ExitCode;

use driver::Browser;
use pages::Book;

/// Without the usual harness, which would swallow the line that says it was not run.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let axe = axe::source();
    if let Some(missing) = driver::missing().or_else(|| axe.as_ref().err().cloned()) {
        println!("NOT RUN: the book was not looked at in a browser: {missing}");
        let required = std::env::var_os("REQUIRE_BROWSER").is_some();
        return if required { ExitCode::FAILURE } else { ExitCode::SUCCESS };
    }
    let axe = axe.unwrap_or_default();
    let book = Book::build();
    let wrong = faults(&book, &axe).await;
    for fault in &wrong {
        println!("{fault}");
    }
    println!("the book in a browser: {} faults", wrong.len());
    live_sessions(&book, &axe).await;
    println!("live sessions in a browser: ok");
    if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Panics at the first thing that is wrong: what follows depends on it.
async fn live_sessions(book: &Book, axe: &str) {
    let mut browser = Browser::start().await;
    browser.size(1300, 1000).await;
    live::all(&mut browser, book, axe).await;
    browser.close().await;
}

async fn faults(book: &Book, axe: &str) -> Vec<String> {
    let mut browser = Browser::start().await;
    let mut wrong = Vec::new();
    wrong.extend(pages::open_without_errors(&mut browser, book).await);
    wrong.extend(pages::fit_a_phone(&mut browser, book).await);
    wrong.extend(pages::search_finds(&mut browser, book).await);
    wrong.extend(pages::show_what_they_promise(&mut browser, book).await);
    wrong.extend(pages::keys_turn_pages(&mut browser, book).await);
    wrong.extend(axe::check(&mut browser, book, axe).await);
    wrong.extend(pages::print_whole(&mut browser, book).await);
    browser.close().await;
    wrong
}
