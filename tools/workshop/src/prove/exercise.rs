//! Whether an exercise tells right from wrong.

use std::path::Path;

use super::built::Built;
use super::material::{Exercise, copied, folder};
use super::package::Package;
use super::prover::{Prover, scenario_for, temporary, watched};
use super::variant::{Edit, Variant};

/// How a solution fared; the error says why it failed.
type Verdict = Result<(), String>;

impl Prover<'_> {
    /// The package as it is and the wrong solution fail; the right one passes.
    pub fn exercise(&self, name: &str) -> Vec<String> {
        self.judge(name).unwrap_or_else(|why| vec![why])
    }

    fn judge(&self, name: &str) -> Result<Vec<String>, String> {
        let exercise = Exercise::load(self.root, name)?;
        let check = folder(self.root, name).join(&exercise.check);
        let package = &exercise.package;
        let right = temporary()?;
        let plausible = temporary()?;
        let candidates = [
            (false, "the untouched package", self.crates.shipped(package)),
            (
                true,
                "the solution",
                self.built(package, exercise.solution.edits, right.path(), true),
            ),
            (
                false,
                "the wrong solution",
                self.built(package, exercise.wrong.edits, plausible.path(), false),
            ),
        ];
        let mut wrong = Vec::new();
        for (is_right, name, built) in candidates {
            let verdict = built.and_then(|built| self.passes(&check, &built, package));
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
        package: &Package,
        edits: Vec<Edit>,
        folder: &Path,
        strictly: bool,
    ) -> Result<Built, String> {
        self.variant(&Variant { package: package.clone(), edits }, folder, strictly)
    }

    fn passes(&self, check: &Path, built: &Built, package: &Package) -> Result<Verdict, String> {
        if check.extension().is_some_and(|extension| extension == "txt") {
            let chat = package.chat()?;
            let run = scenario_for(check, chat)?.run(built.server()?, chat);
            return Ok(run.map(drop).map_err(|failure| failure.to_string()));
        }
        let folder = temporary()?;
        let source = copied(check, folder.path())?;
        let program = match (self.crates.program(&source, Some(built))?, built) {
            (Ok(program), _) => program,
            // It may ask for what only the solution has.
            (Err(refusal), Built::Library { .. }) => return Ok(Err(refusal.message)),
            (Err(refusal), Built::Server(_)) => {
                let (check, why) = (check.display(), refusal.message);
                return Err(format!("the check {check} does not compile:\n{why}"));
            }
        };
        let ended = watched(&program, Some(built))?;
        Ok(if ended.status == Some(0) { Ok(()) } else { Err(ended.all()) })
    }
}
