//! The rules for stages and code that a program can hold, each a test that
//! lists every violation as `file:line: what is wrong`.
//!
//! What is true of this course and not of any other is data in [`tables`].

mod budget;
mod code;
mod comments;
mod dependencies;
mod docs;
mod errors;
mod files;
mod nesting;
mod runtimes;
mod sizes;
mod source;
mod tables;

/// Fails with the list of violations, if there are any.
fn check(rule: &str, violations: &[String]) {
    let count = violations.len();
    assert!(violations.is_empty(), "{rule}: {count} violations\n{}", violations.join("\n"));
}
