//! What can be checked without compiling anything.

use super::coverage::{self, Coverage};
use super::problem::Problem;
use super::{BookSource, handmade};
use crate::error::WorkshopError;
use crate::prove::{Exercise, Quiz, Wanted};

/// The words of prose that a stage's part may have.
const WORDS: std::ops::RangeInclusive<usize> = 3_000..=6_000;

/// The part about what lies beyond the stages. It shows of its crates what matters.
const ENCORE: &str = "encore";

impl BookSource {
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
}
