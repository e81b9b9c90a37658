//! Asking rustc, which has a limit of time too.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

use super::process::{self, LIMIT};
use super::{message, normal};

/// What rustc said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// `E0277` of each error that has one, each once.
    pub codes: Vec<String>,
    /// Every error, the same on every machine.
    pub message: String,
}

/// A line that rustc prints, or a note below one.
#[derive(Deserialize)]
pub struct Diagnostic {
    #[serde(default)]
    pub level: String,
    #[serde(default)]
    pub code: Option<Code>,
    /// As it looks at a terminal.
    #[serde(default)]
    pub rendered: Option<String>,
    #[serde(default)]
    pub spans: Vec<Span>,
    #[serde(default)]
    pub children: Vec<Diagnostic>,
}

/// The number of an error, or the name of a lint.
#[derive(Deserialize)]
pub struct Code {
    pub code: String,
}

/// What a diagnostic points at.
#[derive(Deserialize)]
pub struct Span {
    pub file_name: String,
    pub line_start: usize,
    pub column_start: usize,
    pub is_primary: bool,
    pub label: Option<String>,
}

impl Refusal {
    /// The message, if it is of the error that was expected: of a number, or of several (`E0502,
    /// E0515`), or without a number and with this text.
    pub fn expected(self, error: &str) -> Result<String, String> {
        let wanted: Vec<&str> = error.split(", ").collect();
        let other = self.codes.iter().find(|code| !wanted.contains(&code.as_str()));
        let fits = if is_number(wanted[0]) {
            wanted.iter().all(|wanted| self.codes.iter().any(|code| code == wanted))
        } else {
            self.message.contains(error)
        };
        match other {
            Some(other) => Err(format!("expected {error}, and {other} came:\n{}", self.message)),
            None if fits => Ok(self.message),
            None => Err(format!("expected {error}, and this came:\n{}", self.message)),
        }
    }

    fn of(diagnostics: &[Diagnostic], root: &Path) -> Self {
        let mut codes: Vec<String> = Vec::new();
        for code in diagnostics.iter().filter_map(|diagnostic| diagnostic.code.as_ref()) {
            if is_number(&code.code) && !codes.contains(&code.code) {
                codes.push(code.code.clone());
            }
        }
        let message: String = diagnostics.iter().map(message::portable).collect();
        Self { codes, message: normal::squeezed(&normal::paths(&message, root)) }
    }
}

/// `E0277` is one, the name of a lint is not.
fn is_number(code: &str) -> bool {
    let digits = code.strip_prefix('E').unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Compiles in a folder; the paths in messages begin there.
pub fn compile(
    arguments: &[OsString],
    folder: &Path,
    root: &Path,
) -> Result<Result<(), Refusal>, String> {
    let mut command = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    command.args(["--edition", "2024", "--error-format=json", "--diagnostic-width=100"]);
    command.args(["-C", "debuginfo=0"]).args(arguments).current_dir(folder);
    let ended = process::run(&mut command, LIMIT).map_err(|why| format!("rustc: {why}"))?;
    if ended.status == Some(0) {
        return Ok(Ok(()));
    }
    let errors: Vec<Diagnostic> = ended
        .complained
        .lines()
        .filter_map(|line| serde_json::from_str::<Diagnostic>(line).ok())
        .filter(|diagnostic| diagnostic.level == "error" && !is_sum(diagnostic))
        .collect();
    if errors.is_empty() {
        return Err(format!("rustc failed: {}", ended.complained));
    }
    Ok(Err(Refusal::of(&errors, root)))
}

/// `aborting due to 2 previous errors`
fn is_sum(diagnostic: &Diagnostic) -> bool {
    let rendered = diagnostic.rendered.as_deref().unwrap_or_default();
    rendered.starts_with("error: aborting due to")
}

#[cfg(test)]
mod tests {
    use super::Refusal;

    #[test]
    fn an_error_is_the_one_that_was_expected() {
        let refusal = |codes: &[&str]| Refusal {
            codes: codes.iter().copied().map(str::to_owned).collect(),
            message: "error: it cannot be sent".to_owned(),
        };
        assert!(refusal(&["E0277"]).expected("E0277").is_ok());
        assert!(refusal(&["E0308"]).expected("E0277").is_err());
        let both = refusal(&["E0277", "E0308"]).expected("E0277").unwrap_err();
        assert!(both.contains("E0308 came"), "{both}");
        assert!(refusal(&["E0277", "E0308"]).expected("E0308, E0277").is_ok());
        assert!(refusal(&["E0277"]).expected("E0308, E0277").is_err());
        assert!(refusal(&[]).expected("E0277").is_err());
        assert!(refusal(&[]).expected("cannot be sent").is_ok());
        assert!(refusal(&[]).expected("cannot be shared").is_err());
        assert!(refusal(&["E0277"]).expected("cannot be sent").is_err());
    }
}
