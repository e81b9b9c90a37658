//! `cargo workshop book`: the book, and whether it is true.
//!
//! - `args`: what the command line understands
//! - `page`: the pages as they are written; `directive`: what they ask for
//! - `selection`: which lines of a file are meant; `items`, `label`: by the names of its items
//! - `sources`: the stages, and what one changes; `excerpt`: what a block shows of that
//! - `render`: pages with everything they ask for; `html`, `show_source`, `show_session`,
//!   `show_figures`, `show_proofs`, `plan`, `patterns`, `ladder`, `runtime_bench`: the pieces
//! - `inline`: figures inside of sentences; `lines`: how long a crate is
//! - `coverage`: whether every changed line is shown; `handmade`: what nothing has produced
//! - `build`: the site by mdBook; `files`: sources as pages; `links`: whether links lead somewhere
//! - `serve`: builds on every save
//! - `problem`: what is wrong with the book

mod args;
mod build;
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
use coverage::Coverage;
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
use crate::prove::{self, Exercise, Mode, Quiz, Wanted};
use crate::workspace::Workspace;

/// Items of a program, by their names.
pub fn excerpt_of(source: &str, names: &str) -> Result<String, String> {
    Excerpt::of_source("program.rs", source, &Selection::parse(names)?).map(|excerpt| excerpt.text)
}

/// The words of prose that a stage's part may have.
const WORDS: std::ops::RangeInclusive<usize> = 3_000..=6_000;

/// The part about what lies beyond the stages. It shows of its crates what matters.
const ENCORE: &str = "encore";

/// Where a bench was written down for the book.
const RESULTS: &str = "book/measured/results.json";

/// The book with everything that it is made of.
pub struct BookSource {
    root: PathBuf,
    sources: Sources,
    figures: Figures,
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
        let patterns = Pattern::load_all(&root).map_err(WorkshopError::Book)?;
        let (pages, problems) =
            Page::load_all(&root.join("book/src"), only).map_err(WorkshopError::Book)?;
        let only = only.map(str::to_owned);
        Ok(Self { root, sources, figures, patterns, pages, only, problems })
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

    /// What can be checked without building: coverage, patterns, blocks typed by hand. Prints
    /// the coverage of each stage.
    pub fn check_text(&mut self) -> Result<(), WorkshopError> {
        let is_whole = self.only.is_none();
        let handmade = handmade::check(&self.root, &self.pages, is_whole);
        self.problems.extend(handmade.map_err(WorkshopError::Book)?);
        let stages: Vec<u8> = self.sources.stages().map(|(number, _)| number).collect();
        for stage in stages {
            let part = format!("stage{stage}");
            if self.only.as_ref().is_none_or(|only| part.starts_with(only.as_str())) {
                self.check_stage(stage).map_err(WorkshopError::Book)?;
            }
        }
        if self.only.as_ref().is_none_or(|only| ENCORE.starts_with(only.as_str())) {
            self.check_encore();
        }
        let (exercises, questions) = self.practised();
        for pattern in &self.patterns {
            if self.only.as_ref().is_some_and(|only| !pattern.page.starts_with(only.as_str())) {
                continue;
            }
            self.problems.extend(pattern.lacks(&self.pages));
            for (what, with) in [("exercise", &exercises), ("question of a quiz", &questions)] {
                if !with.contains(&pattern.number) {
                    let what = format!("no {what} is about pattern {}", pattern.number);
                    self.problems.push(Problem::of(&pattern.page, what));
                }
            }
        }
        Ok(())
    }

    fn check_stage(&mut self, stage: u8) -> Result<(), String> {
        let (coverage, problems) = Coverage::of(&self.sources, &self.root, stage, &self.pages)?;
        self.problems.extend(problems);
        let (shown, all) = coverage.counts();
        println!(
            "stage {stage}: {shown} of {all} new lines are shown ({} %), {} words",
            shown * 100 / all.max(1),
            coverage.words
        );
        let part = format!("stage{stage}");
        for (file, lines) in coverage.missing() {
            let what = format!("{file} is not shown: lines {}", coverage::ranges(&lines));
            self.problems.push(Problem::of(&part, what));
        }
        if !WORDS.contains(&coverage.words) {
            let what = format!("{} words; {} to {}", coverage.words, WORDS.start(), WORDS.end());
            self.problems.push(Problem::of(&part, what));
        }
        Ok(())
    }

    fn check_encore(&mut self) {
        let pages = self.pages.iter().filter(|page| page.is_of(ENCORE));
        let (coverage, problems) = Coverage::of_part(&self.sources, &self.root, pages);
        println!("{ENCORE}: {} words", coverage.words);
        self.problems.extend(problems);
    }

    /// The patterns that exercises and questions are about.
    fn practised(&self) -> (Vec<u8>, Vec<u8>) {
        let (mut exercises, mut questions) = (Vec::new(), Vec::new());
        for wanted in self.wanted() {
            match wanted {
                Wanted::Exercise(name) => {
                    if let Ok(exercise) = Exercise::load(&self.root, &name) {
                        exercises.extend(exercise.patterns);
                    }
                }
                Wanted::Quiz(name) => {
                    if let Ok(quiz) = Quiz::load(&self.root, &name) {
                        questions
                            .extend(quiz.questions.iter().filter_map(|question| question.pattern));
                    }
                }
                _ => {}
            }
        }
        (exercises, questions)
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
        let material = Material {
            root: &self.root,
            sources: &self.sources,
            figures: &self.figures,
            patterns: &self.patterns,
        };
        let mut rendered = HashMap::new();
        for page in &self.pages {
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
