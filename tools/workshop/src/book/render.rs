//! Finished pages: the text with what its directives stand for.

use std::path::Path;

use super::directive::Directive;
use super::excerpt::{Change, Excerpt};
use super::inline::Inline;
use super::ladder::Ladder;
use super::page::{Page, Part};
use super::patterns::{self, Pattern};
use super::plan::Plan;
use super::problem::Problem;
use super::runtime_bench::RuntimeBench;
use super::sources::Sources;
use super::{show_figures, show_proofs, show_source};
use crate::bench::Figures;

/// Everything that pages are made of.
pub struct Material<'a> {
    pub root: &'a Path,
    pub sources: &'a Sources,
    pub figures: &'a Figures,
    pub patterns: &'a [Pattern],
}

impl Material<'_> {
    /// The page in Markdown as mdBook will get it.
    pub fn render(&self, page: &Page) -> (String, Vec<Problem>) {
        let (mut text, mut problems) = (String::new(), Vec::new());
        let inline = Inline { root: self.root, sources: self.sources, figures: self.figures };
        let to_root = "../".repeat(page.path.matches('/').count());
        for part in &page.parts {
            match part {
                Part::Text(prose) => {
                    let (filled, errors) = inline.fill_in(prose);
                    text += &filled;
                    problems.extend(errors.into_iter().map(|why| Problem::of(&page.path, why)));
                }
                Part::Directive { line, directive } => match self.show(directive, &to_root) {
                    Ok(shown) => text += &format!("\n{}\n", shown.trim_end()),
                    Err(why) => problems.push(Problem::at(&page.path, *line, why)),
                },
            }
        }
        (text, problems)
    }

    fn show(&self, directive: &Directive, to_root: &str) -> Result<String, String> {
        let Self { root, sources, figures, patterns } = *self;
        match directive {
            Directive::Code { path, selection } => {
                let excerpt = Excerpt::of(sources, root, path, selection)?;
                Ok(show_source::code(sources, &excerpt, to_root))
            }
            Directive::Diff { from, to, file, selection } => {
                let change = Change::of(sources, (*from, *to), file, selection)?;
                Ok(show_source::diff(sources, &change, (*from, *to), to_root))
            }
            Directive::Fails(name) => show_proofs::fails(root, name),
            Directive::Run(name) => show_proofs::run(root, name),
            Directive::Session { name, package, clients } => {
                show_proofs::session(root, name, package, clients)
            }
            Directive::Command(command) => show_proofs::command(root, command),
            Directive::Exercise(name) => show_proofs::exercise(root, name),
            Directive::Quiz(name) => show_proofs::quiz(root, name),
            Directive::Diagram(name) => show_figures::diagram(root, name),
            Directive::Plot(name) => show_figures::plot(figures, name),
            Directive::Results(name) => show_figures::results(figures, name),
            Directive::BenchRuntime => Ok(RuntimeBench::load(root)?.table()),
            Directive::Ladder => Ok(Ladder::load(root)?.table()),
            Directive::LadderPlot => Ok(show_figures::ladder(&Ladder::load(root)?)),
            Directive::LadderProfile => Ladder::load(root)?.profile(),
            Directive::LadderResults => Ladder::load(root)?.outcomes(),
            Directive::Plan(name) => Ok(Plan::load(root, name)?.table(to_root)),
            Directive::Patterns => Ok(patterns::index(patterns, to_root)),
        }
    }
}
