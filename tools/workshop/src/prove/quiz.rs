//! Quizzes, and what comes of the code that they ask about.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::material::parsed;
use super::process::Ended;
use super::prover::{Prover, temporary, watched};
use super::rustc::Refusal;

/// Questions whose answers are found by compiling and running.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quiz {
    #[serde(rename = "question")]
    pub questions: Vec<Question>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The pattern that it is about, if it is about one.
    pub pattern: Option<u8>,
    pub ask: String,
    pub code: String,
    /// Shown with the answer.
    pub why: String,
    #[serde(rename = "choice")]
    pub choices: Vec<Choice>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub text: String,
    /// What would have to come of the code: `prints …`, `error E…`, `panics`, `compiles`.
    pub outcome: String,
}

impl Quiz {
    pub fn load(root: &Path, name: &str) -> Result<Self, String> {
        let quiz: Self = parsed(&root.join("book/quizzes").join(format!("{name}.toml")))?;
        let is_about_none = |question: &Question| question.pattern.is_none();
        if name.starts_with("stage") && quiz.questions.iter().any(is_about_none) {
            return Err(format!("a question of {name} is about no pattern"));
        }
        Ok(quiz)
    }

    /// The only choice that fits what came of the code.
    pub fn key(question: &Question, outcome: &str) -> Result<usize, String> {
        let fits = |choice: &Choice| {
            let expected = choice.outcome.trim();
            expected == outcome || expected == "compiles" && !outcome.starts_with("error ")
        };
        let fitting: Vec<usize> =
            (0..question.choices.len()).filter(|&index| fits(&question.choices[index])).collect();
        match fitting[..] {
            [key] => Ok(key),
            [] => Err(format!("no choice fits what comes: {outcome}")),
            _ => Err(format!("{} choices fit what comes: {outcome}", fitting.len())),
        }
    }
}

impl Prover<'_> {
    /// Writes down the outcome of each question, or compares them.
    pub fn quiz(&self, name: &str) -> Vec<String> {
        let quiz = match Quiz::load(self.root, name) {
            Ok(quiz) => quiz,
            Err(why) => return vec![why],
        };
        let (mut outcomes, mut wrong) = (String::new(), Vec::new());
        for (index, question) in quiz.questions.iter().enumerate() {
            match self.outcome(question) {
                Ok(outcome) => outcomes += &format!("{outcome}\n"),
                Err(why) => wrong.push(format!("question {}: {why}", index + 1)),
            }
        }
        if wrong.is_empty() {
            wrong.extend(self.keep(&format!("quizzes/{name}.txt"), &outcomes).err());
        }
        wrong
    }

    /// What comes of a question's code, if exactly one choice says so.
    fn outcome(&self, question: &Question) -> Result<String, String> {
        let folder = temporary()?;
        let source = folder.path().join("question.rs");
        fs::write(&source, &question.code).map_err(|error| format!("cannot write it: {error}"))?;
        let outcome = match self.crates.program(&source, None)? {
            Err(refusal) => refused(&refusal),
            Ok(program) => ran(&watched(&program, None)?)?,
        };
        Quiz::key(question, &outcome).map(|_| outcome)
    }
}

fn refused(refusal: &Refusal) -> String {
    let first = refusal.message.lines().next().unwrap_or_default();
    let code = refusal.codes.first().map(String::as_str);
    format!("error {}", code.unwrap_or(first))
}

fn ran(ended: &Ended) -> Result<String, String> {
    match ended.status {
        Some(0) => {
            let lines: Vec<&str> = ended.printed.lines().map(str::trim_end).collect();
            Ok(format!("prints {}", lines.join(" / ")).trim_end().to_owned())
        }
        Some(101) => Ok("panics".to_owned()),
        _ => Err(format!("it ended with {}", ended.how())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(outcomes: &[&str]) -> Question {
        let choice =
            |outcome: &&str| Choice { text: String::new(), outcome: (*outcome).to_owned() };
        Question {
            pattern: None,
            ask: String::new(),
            code: String::new(),
            why: String::new(),
            choices: outcomes.iter().map(choice).collect(),
        }
    }

    #[test]
    fn the_key_is_the_only_choice_that_fits() {
        let asked = question(&["prints 3", "error E0382", "panics"]);
        assert_eq!(Quiz::key(&asked, "error E0382"), Ok(1));
        assert!(Quiz::key(&asked, "prints 4").unwrap_err().contains("no choice"));
        assert_eq!(Quiz::key(&question(&["compiles", "error E0382"]), "prints 3"), Ok(0));
        let both = Quiz::key(&question(&["compiles", "prints 3"]), "prints 3");
        assert!(both.unwrap_err().contains("2 choices"));
    }
}
