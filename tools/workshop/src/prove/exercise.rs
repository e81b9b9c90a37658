//! Whether an exercise tells right from wrong.

use std::path::{Path, PathBuf};

use super::material::{Exercise, folder};
use super::prover::{Prover, scenario_for, temporary, watched};
use super::variant::{Edit, Variant};

/// How a solution fared; the error says why it failed.
type Verdict = Result<(), String>;

impl Prover<'_> {
    /// The stage as it is and the wrong solution fail; the right one passes.
    pub fn exercise(&self, name: &str) -> Vec<String> {
        self.judge(name).unwrap_or_else(|why| vec![why])
    }

    fn judge(&self, name: &str) -> Result<Vec<String>, String> {
        let exercise = Exercise::load(self.root, name)?;
        let check = folder(self.root, name).join(&exercise.check);
        let stage = exercise.stage;
        let right = temporary()?;
        let plausible = temporary()?;
        let servers = [
            (false, "the untouched stage", self.crates.shipped(stage)),
            (true, "the solution", self.built(stage, exercise.solution.edits, right.path(), true)),
            (
                false,
                "the wrong solution",
                self.built(stage, exercise.wrong.edits, plausible.path(), false),
            ),
        ];
        let mut wrong = Vec::new();
        for (is_right, name, server) in servers {
            let verdict = server.and_then(|server| self.passes(&check, &server, stage));
            match verdict {
                Ok(Ok(())) if !is_right => wrong.push(format!("{name} passes the check")),
                Ok(Err(why)) if is_right => wrong.push(format!("{name} fails the check: {why}")),
                Ok(_) => {}
                Err(why) => wrong.push(format!("{name}: {why}")),
            }
        }
        Ok(wrong)
    }

    fn built(
        &self,
        stage: u8,
        edits: Vec<Edit>,
        folder: &Path,
        strictly: bool,
    ) -> Result<PathBuf, String> {
        self.variant(&Variant { stage, edits }, folder, strictly)
    }

    fn passes(&self, check: &Path, server: &Path, stage: u8) -> Result<Verdict, String> {
        if check.extension().is_some_and(|extension| extension == "txt") {
            let run = scenario_for(check, stage)?.run(server, stage);
            return Ok(run.map(drop).map_err(|failure| failure.to_string()));
        }
        let folder = temporary()?;
        let program = self
            .compiled(check, folder.path())
            .map_err(|why| format!("the check {}: {why}", check.display()))?;
        let ended = watched(&program, Some(server))?;
        Ok(if ended.status == Some(0) { Ok(()) } else { Err(ended.all()) })
    }
}
