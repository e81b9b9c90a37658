//! Whether an exercise tells right from wrong.

use std::path::Path;

use testkit::scenario::Scenario;

use super::material::{Exercise, folder};
use super::prover::{Prover, temporary};
use super::variant::{Edit, Variant};

impl Prover<'_> {
    /// The stage as it is and the wrong solution fail; the right one passes.
    pub fn exercise(&self, name: &str) -> Vec<String> {
        self.judge(name).unwrap_or_else(|why| vec![why])
    }

    fn judge(&self, name: &str) -> Result<Vec<String>, String> {
        let exercise = Exercise::load(self.root, name)?;
        let check = folder(self.root, name).join(&exercise.check);
        let stage = exercise.stage;
        let mut wrong = Vec::new();
        if self.passes(&check, &self.crates.shipped(stage)?, stage)?.is_ok() {
            wrong.push("the untouched stage passes the check".to_owned());
        }
        let built = |edits: &[Edit], folder: &Path, strictly| {
            let variant = Variant { stage, edits: edits.to_vec() };
            self.variant(&variant, folder, strictly)
        };
        let (right, plausible) = (temporary()?, temporary()?);
        match built(&exercise.solution.edits, right.path(), true) {
            Ok(server) => {
                if let Err(why) = self.passes(&check, &server, stage)? {
                    wrong.push(format!("the solution fails the check: {why}"));
                }
            }
            Err(why) => wrong.push(format!("the solution: {why}")),
        }
        match built(&exercise.wrong.edits, plausible.path(), false) {
            Ok(server) if self.passes(&check, &server, stage)?.is_ok() => {
                wrong.push("the wrong solution passes the check".to_owned());
            }
            Ok(_) => {}
            Err(why) => wrong.push(format!("the wrong solution: {why}")),
        }
        Ok(wrong)
    }

    /// Whether a server passes; the inner error says why not.
    fn passes(&self, check: &Path, server: &Path, stage: u8) -> Result<Result<(), String>, String> {
        if check.extension().is_some_and(|extension| extension == "txt") {
            let run = Scenario::load(check)?.run(server, stage);
            return Ok(run.map(|_| ()).map_err(|failure| failure.to_string()));
        }
        let folder = temporary()?;
        let program = self.compiled(check, folder.path())?;
        let ended = Self::watched(&program, Some(server))?;
        Ok(if ended.status == Some(0) { Ok(()) } else { Err(ended.all()) })
    }
}
