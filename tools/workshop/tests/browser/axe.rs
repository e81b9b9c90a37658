//! axe-core's rules, on every page and in both themes.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::driver::Browser;
use crate::pages::Book;

/// Where `.ci/run` puts it, unless `AXE` says otherwise.
const PLACE: &str = "target/axe/node_modules/axe-core/axe.min.js";

/// A light theme and a dark one.
const THEMES: [&str; 2] = ["light", "navy"];

pub fn source() -> Result<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let path = std::env::var_os("AXE").map_or_else(|| root.join(PLACE), PathBuf::from);
    std::fs::read_to_string(&path).map_err(|_| {
        let how = "npm install --prefix target/axe axe-core@4.14";
        format!("axe-core is missing at {}: {how}", path.display())
    })
}

/// Violations that axe calls serious or critical.
pub async fn check(browser: &mut Browser, book: &Book, source: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    browser.size(1200, 900).await;
    for theme in THEMES {
        for page in &book.pages {
            browser.open(&book.url(page)).await;
            browser.run(&format!("localStorage.setItem('mdbook-theme', '{theme}')")).await;
            browser.reload().await;
            let themed = format!("return document.documentElement.classList.contains('{theme}')");
            assert!(browser.comes(&themed).await, "{page} does not take the theme {theme}");
            browser.run(source).await;
            let found = browser.run_async(RUN).await;
            let violations = found.as_array().cloned().unwrap_or_default();
            wrong.extend(violations.iter().map(|found| described(page, theme, found)));
            assert!(found.is_array(), "axe did not run on {page}: {found}");
        }
    }
    wrong
}

/// What stands inside of a highlighted block is mdBook's own choice of colours, but has to be
/// legible all the same; nothing is left out.
const RUN: &str = "
    const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ['violations'] }).then(
        result => done(result.violations
            .filter(found => ['serious', 'critical'].includes(found.impact))
            .map(found => ({ id: found.id, nodes: found.nodes.slice(0, 3).map(node =>
                node.html.slice(0, 160) + ' ' + (node.any[0] ? node.any[0].message : '')) }))),
        error => done(String(error)));
";

fn described(page: &str, theme: &str, found: &Value) -> String {
    format!("{page} ({theme}): {}: {}", found["id"], found["nodes"])
}
