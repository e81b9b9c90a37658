//! axe-core's rules, on every page and in both themes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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

/// Violations that axe calls serious or critical, each with the pages that have it.
pub async fn check(browser: &mut Browser, book: &Book, source: &str) -> Vec<String> {
    let mut found: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    browser.size(1200, 900).await;
    for theme in THEMES {
        for page in &book.pages {
            browser.open(&book.url(page)).await;
            browser.run(&format!("localStorage.setItem('mdbook-theme', '{theme}')")).await;
            browser.reload().await;
            let themed = format!("return document.documentElement.classList.contains('{theme}')");
            assert!(browser.comes(&themed).await, "{page} does not take the theme {theme}");
            browser.run(source).await;
            let violations = browser.run_async(RUN).await;
            assert!(violations.is_array(), "axe did not run on {page}: {violations}");
            for violation in violations.as_array().into_iter().flatten() {
                let what = format!("{theme}: {}", violation.as_str().unwrap_or("?"));
                found.entry(what).or_default().push(page);
            }
        }
    }
    found.into_iter().map(|(what, pages)| format!("{what}\n    on {}", pages.join(", "))).collect()
}

/// What axe says of the page as it is.
pub async fn violations(browser: &mut Browser, source: &str) -> Vec<String> {
    browser.run(source).await;
    let found = browser.run_async(RUN).await;
    let lines = found.as_array().unwrap_or_else(|| panic!("axe did not run: {found}"));
    lines.iter().filter_map(|line| line.as_str().map(str::to_owned)).collect()
}

/// Each violation in a line: the rule, the element, what is wrong with it.
const RUN: &str = "
    const done = arguments[arguments.length - 1];
    const serious = found => ['serious', 'critical'].includes(found.impact);
    const line = (found, node) => found.id + ': ' + node.html.slice(0, 160) + ' '
        + [...node.any, ...node.all, ...node.none].map(check => check.message).join('; ');
    axe.run(document, { resultTypes: ['violations'] }).then(
        result => done([...new Set(result.violations.filter(serious)
            .flatMap(found => found.nodes.map(node => line(found, node))))]),
        error => done(String(error)));
";
