//! What comes of the code that a quiz asks about.

use std::fs;

use super::material::{Question, Quiz};
use super::process::Ended;
use super::prover::{Prover, temporary, watched};
use super::rustc::Refusal;

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
