//! What was compiled, run or replayed, as the page shows it.

use std::path::Path;

use similar::{ChangeTag, TextDiff};

use super::html;
use super::show_session;
use super::show_source;
use super::sources::Line;
use crate::prove::{Exercise, Fails, Package, Program, Question, Quiz, Variant, recorded};

/// Unchanged lines around an edit.
const CONTEXT: usize = 2;

/// What does not compile, or goes wrong, with what came of it.
pub fn fails(root: &Path, name: &str) -> Result<String, String> {
    let output = |suffix: &str| recorded::read(root, &format!("fails/{name}{suffix}.txt"));
    Ok(match Fails::load(root, name)? {
        Fails::Snippet { shown, .. } => {
            let code = html::fenced("rust,ignore", &shown);
            let message = text("message", "What rustc says", &output("")?);
            html::markdown_figure("fails", "This does not compile", &format!("{code}\n\n{message}"))
        }
        Fails::Refused { variant, .. } => {
            let message = text("message", "What rustc says", &output("")?);
            let caption = variant.package.title() + ", changed so that it does not compile";
            html::figure("fails", &caption, &(edits(root, &variant)? + &message))
        }
        Fails::Session { variant, .. } => {
            let caption = variant.package.title() + ", broken on purpose";
            let title = "What the broken server does";
            let session = show_session::session(&output("")?, title, &[])?;
            html::figure("fails", &caption, &edits(root, &variant)?) + &session
        }
        Fails::Program { variant, .. } => {
            let caption = variant.package.title() + ", broken on purpose";
            let subject = match &variant.package {
                Package::Encore(name) if variant.package.is_library(root)? => name,
                _ => "server",
            };
            let both = [
                ("broken", format!("With the broken {subject}")),
                ("shipped", format!("With the {subject} as it is")),
            ];
            let mut body = edits(root, &variant)?;
            for (which, label) in both {
                let printed = text("output", &label, &output(&format!(".{which}"))?);
                body += &labelled(&label, &printed);
            }
            html::figure("fails", &caption, &body)
        }
    })
}

/// A program, or the part of it that matters, and its output.
pub fn run(root: &Path, name: &str) -> Result<String, String> {
    let program = Program::load(root, name)?;
    let output = recorded::read(root, &format!("programs/{name}.txt"))?;
    let code = html::fenced("rust,ignore", &program.shown);
    let output = labelled("It prints", &text("output", "What it prints", &output));
    let caption = format!("<code>book/programs/{}.rs</code>", html::escaped(name));
    Ok(html::markdown_figure("run", &caption, &format!("{code}\n\n{output}")))
}

/// A replayed scenario.
pub fn session(
    root: &Path,
    name: &str,
    package: &Package,
    only: &[String],
) -> Result<String, String> {
    let transcript = recorded::read(root, &format!("sessions/{}/{name}.txt", package.slug()))?;
    let scenario = testkit::scenario::Scenario::load(&package.scenario(root, name)?)?;
    let title = match package {
        Package::Stage(stage) => format!("{} (stage {stage})", scenario.title),
        Package::Encore(server) => format!("{} ({server})", scenario.title),
    };
    let figure = show_session::session(&transcript, &title, only)?;
    Ok(match package {
        Package::Stage(stage) => show_session::live(&figure, &transcript, *stage, name),
        // Only servers of stages are started from a page.
        Package::Encore(_) => figure,
    })
}

/// A command and what it prints.
pub fn command(root: &Path, command: &str) -> Result<String, String> {
    let output = recorded::read(root, &format!("commands/{}.txt", html::slug(command)))?;
    let shown = format!("$ {command}\n{output}");
    let lines = shown.trim_end().lines().map(html::escaped);
    Ok(html::figure("command", "At a terminal", &html::lines("output", command, lines)))
}

/// A task with its hints.
pub fn exercise(root: &Path, name: &str) -> Result<String, String> {
    let exercise = Exercise::load(root, name)?;
    let mut markdown = format!(
        "<section class=\"exercise\">\n\n### {}\n\n{}\n\n",
        exercise.title,
        exercise.task.trim()
    );
    for (index, hint) in exercise.hints.iter().enumerate() {
        markdown += &html::details(&format!("Hint {}", index + 1), hint);
        markdown.push('\n');
    }
    let wrong = format!("**A solution that fails.** {}", exercise.wrong.why.trim());
    markdown += &html::details("How it is checked", &wrong);
    Ok(markdown + "\n</section>")
}

/// Questions, each with its answer out of sight.
pub fn quiz(root: &Path, name: &str) -> Result<String, String> {
    let quiz = Quiz::load(root, name)?;
    let outcomes = recorded::read(root, &format!("quizzes/{name}.txt"))?;
    let outcomes: Vec<&str> = outcomes.lines().collect();
    if outcomes.len() != quiz.questions.len() {
        return Err(format!("{} questions, but {} outcomes", quiz.questions.len(), outcomes.len()));
    }
    let mut markdown = String::new();
    for (index, (asked, outcome)) in quiz.questions.iter().zip(outcomes).enumerate() {
        markdown += &question(index + 1, asked, outcome)?;
    }
    Ok(markdown)
}

fn question(number: usize, asked: &Question, outcome: &str) -> Result<String, String> {
    let key = Quiz::key(asked, outcome)?;
    let mut markdown = format!(
        "<section class=\"question\">\n\n### Question {number}\n\n{}\n\n{}\n\n",
        asked.ask.trim(),
        html::fenced("rust,ignore", asked.code.trim())
    );
    for (letter, choice) in ('A'..).zip(&asked.choices) {
        markdown += &format!("- **{letter}.** {}\n", choice.text.trim());
    }
    let letter = ('A'..).nth(key).unwrap_or('?');
    let answer =
        format!("**{letter}.** {}\n\n{}", asked.choices[key].text.trim(), asked.why.trim());
    markdown += &format!("\n{}", html::details("Answer", &answer));
    Ok(markdown + "\n</section>\n\n")
}

/// What was changed in the stage, as diffs.
fn edits(root: &Path, variant: &Variant) -> Result<String, String> {
    let mut shown = String::new();
    for changed in variant.changed(root)? {
        let diff = TextDiff::from_lines(&changed.old, &changed.new);
        let mut rows = Vec::new();
        for (index, group) in diff.grouped_ops(CONTEXT).iter().enumerate() {
            if index > 0 {
                rows.push("<span class=\"gap\">  …</span>".to_owned());
            }
            for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
                rows.push(show_source::line(&Line {
                    old: change.old_index().filter(|_| change.tag() != ChangeTag::Insert),
                    new: change.new_index().filter(|_| change.tag() != ChangeTag::Delete),
                    text: change.value().trim_end_matches('\n').to_owned(),
                }));
            }
        }
        let label = format!("Change of {}", changed.file);
        shown += &labelled(&changed.file, &html::lines("diff", &label, rows));
    }
    Ok(shown)
}

/// Plain lines.
fn text(class: &str, label: &str, text: &str) -> String {
    html::lines(class, label, text.trim_end().lines().map(html::escaped))
}

fn labelled(label: &str, body: &str) -> String {
    format!("<p class=\"label\">{}</p>\n{body}\n", html::escaped(label))
}
