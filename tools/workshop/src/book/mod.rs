//! `cargo workshop book`: the book, and whether it is true.
//!
//! - `args`: what the command line understands
//! - `page`: the pages as they are written; `directive`: what they ask for
//! - `selection`: which lines of a file are meant; `items`, `label`: by the names of its items
//! - `sources`: the stages, and what one changes; `excerpt`: what a block shows of that
//! - `render`: pages with everything they ask for; `html`, `show_source`, `show_session`,
//!   `show_figures`, `show_proofs`, `plan`, `patterns`, `ladder`, `runtime_bench`: the pieces
//! - `inline`: figures inside of sentences; `lines`: how long a crate is
//! - `check`: what holds without anything being compiled; `coverage`: whether every changed line
//!   is shown; `handmade`: what nothing has produced
//! - `build`: the site by mdBook; `files`: sources as pages; `links`: whether links lead somewhere
//! - `serve`: builds on every save
//! - `problem`: what is wrong with the book

mod args;
mod build;
mod check;
mod coverage;
mod directive;
mod excerpt;
mod files;
mod handmade;
mod html;
mod inline;
mod items;
mod label;
mod ladder;
mod lines;
mod links;
mod page;
mod patterns;
mod plan;
mod problem;
mod render;
mod runtime_bench;
mod selection;
mod serve;
mod show_figures;
mod show_proofs;
mod show_session;
mod show_source;
mod sources;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

pub use args::BookArgs;
use directive::Directive;
use excerpt::{Change, Excerpt};
pub use html::slug;
use page::Page;
use patterns::Pattern;
use problem::Problem;
use render::Material;
use selection::Selection;
pub use serve::Rebuild;
use sources::Sources;

use crate::bench::Figures;
use crate::error::WorkshopError;
use crate::prove::{self, Mode, Wanted};
use crate::workspace::Workspace;

/// Items of a program, by their names.
pub fn excerpt_of(source: &str, names: &str) -> Result<String, String> {
    Excerpt::of_source("program.rs", source, &Selection::parse(names)?).map(|excerpt| excerpt.text)
}

/// Where a bench was written down for the book.
const RESULTS: &str = "book/measured/results.json";

/// The same for the part of this name, whose servers were measured beside the last two stages:
/// what a page compares has to come from one run.
const ENCORE: (&str, &str) = ("encore/", "book/measured/encore.json");

/// The book with everything that it is made of.
pub struct BookSource {
    root: PathBuf,
    sources: Sources,
    figures: Figures,
    encore_figures: Figures,
    patterns: Vec<Pattern>,
    pages: Vec<Page>,
    /// Looks at one part of the book alone, such as `stage2`.
    only: Option<String>,
    problems: Vec<Problem>,
}

impl BookSource {
    pub fn read(workspace: &Workspace, only: Option<&str>) -> Result<Self, WorkshopError> {
        let root = workspace.root().to_owned();
        let sources = Sources::read(workspace).map_err(WorkshopError::Book)?;
        let figures = Figures::read(&root.join(RESULTS))?;
        let encore_figures = Figures::read(&root.join(ENCORE.1))?;
        let patterns = Pattern::load_all(&root).map_err(WorkshopError::Book)?;
        let (pages, problems) =
            Page::load_all(&root.join("book/src"), only).map_err(WorkshopError::Book)?;
        let only = only.map(str::to_owned);
        Ok(Self { root, sources, figures, encore_figures, patterns, pages, only, problems })
    }

    /// What the pages show that has to be produced.
    fn wanted(&self) -> Vec<Wanted> {
        let directives = self.pages.iter().flat_map(Page::directives);
        let mut wanted: Vec<Wanted> = Vec::new();
        for (_, directive) in directives {
            let this = match directive.clone() {
                Directive::Fails(name) => Wanted::Fails(name),
                Directive::Run(name) => Wanted::Run(name),
                Directive::Session { name, package, .. } => Wanted::Session { name, package },
                Directive::Command(command) => Wanted::Command(command),
                Directive::Exercise(name) => Wanted::Exercise(name),
                Directive::Quiz(name) => Wanted::Quiz(name),
                _ => continue,
            };
            if !wanted.contains(&this) {
                wanted.push(this);
            }
        }
        for page in &self.pages {
            let text = self.shown_by(page);
            if !text.is_empty() {
                wanted.push(Wanted::Shown { page: page.path.clone(), text });
            }
        }
        wanted
    }

    /// The code and the diffs of a page. What cannot be resolved, rendering reports.
    fn shown_by(&self, page: &Page) -> String {
        let blocks = page.directives().filter_map(|(_, directive)| match directive {
            Directive::Code { path, selection } => {
                let excerpt = Excerpt::of(&self.sources, &self.root, path, selection).ok()?;
                Some(format!("== {path}\n{}\n", excerpt.text))
            }
            Directive::Diff { from, to, file, selection } => {
                let change = Change::of(&self.sources, (*from, *to), file, selection).ok()?;
                Some(format!("== {file}, stage {from} to {to}\n{}", change.text()))
            }
            _ => None,
        });
        blocks.collect()
    }

    /// Produces everything again, to compare or to write it down.
    pub fn prove(&mut self, mode: Mode) -> Result<(), WorkshopError> {
        let problems = prove::prove(&self.root, &self.wanted(), mode, self.only.is_none())?;
        let problem = |unproved: &prove::Unproved| Problem::of(&unproved.place, &unproved.what);
        self.problems.extend(problems.iter().map(problem));
        Ok(())
    }

    /// Builds the site, and an archive of it beside it.
    pub fn build(&mut self, out: &Path) -> Result<(), WorkshopError> {
        let pages = self.render();
        let problems = build::build(&self.root, &self.sources, pages, out);
        self.problems.extend(problems.map_err(WorkshopError::Book)?);
        let archive = out.with_extension("zip");
        build::pack(out, &archive).map_err(WorkshopError::Book)
    }

    /// All pages, finished, by path.
    pub fn render(&mut self) -> HashMap<PathBuf, String> {
        let mut rendered = HashMap::new();
        for page in &self.pages {
            let is_encore = page.path.starts_with(ENCORE.0);
            let material = Material {
                root: &self.root,
                sources: &self.sources,
                figures: if is_encore { &self.encore_figures } else { &self.figures },
                patterns: &self.patterns,
            };
            let (text, problems) = material.render(page);
            self.problems.extend(problems);
            rendered.insert(PathBuf::from(&page.path), text);
        }
        rendered
    }

    /// What is wrong, each thing once, in the order of the pages.
    pub fn problems(mut self) -> Vec<Problem> {
        self.problems.sort();
        self.problems.dedup();
        self.problems
    }
}
