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

use driver::Browser;
use pages::Book;

/// Whether a browser and axe-core are there; says so if not.
fn tools() -> Option<String> {
    let required = std::env::var_os("REQUIRE_BROWSER").is_some();
    let axe = axe::source();
    if let Some(missing) = driver::missing().or_else(|| axe.as_ref().err().cloned()) {
        assert!(!required, "{missing}");
        // A reader of the tests' output should not take this for a pass.
        println!("NOT RUN: the book was not looked at in a browser: {missing}");
        return None;
    }
    axe.ok()
}

#[tokio::test(flavor = "current_thread")]
async fn live_sessions_in_a_browser() {
    let Some(axe) = tools() else { return };
    let book = Book::build();
    let mut browser = Browser::start().await;
    browser.size(1300, 1000).await;
    live::all(&mut browser, &book, &axe).await;
    browser.close().await;
}

#[tokio::test(flavor = "current_thread")]
async fn the_book_in_a_browser() {
    let Some(axe) = tools() else { return };
    let book = Book::build();
    let mut browser = Browser::start().await;
    let mut wrong = Vec::new();
    wrong.extend(pages::open_without_errors(&mut browser, &book).await);
    wrong.extend(pages::fit_a_phone(&mut browser, &book).await);
    wrong.extend(pages::search_finds(&mut browser, &book).await);
    wrong.extend(pages::show_what_they_promise(&mut browser, &book).await);
    wrong.extend(pages::keys_turn_pages(&mut browser, &book).await);
    wrong.extend(axe::check(&mut browser, &book, &axe).await);
    wrong.extend(pages::print_whole(&mut browser, &book).await);
    browser.close().await;
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}
