//! Tells a classroom what a check has found.

use std::env;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use ureq::Agent;

use super::check::How;
use super::desk::{Desk, say};
use crate::error::WorkshopError;
use crate::live::Report;

/// Asks for no classroom to be told any more.
const OFF: &str = "off";

/// What a join address has between the server and the token.
const PAGE: &str = "/classroom/";

/// How long a classroom may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Where reports go, and whose they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classroom {
    /// `http://HOST:PORT`
    server: String,
    token: String,
    name: String,
}

impl Classroom {
    /// The classroom that was named, or else the one that is remembered. A learner's own server
    /// has it remembered; another command has not.
    pub fn asked(desk: &Desk, how: How<'_>) -> Result<Option<Self>, WorkshopError> {
        let is_mine = how.command.is_none();
        let Some(address) = how.classroom else {
            return Ok(if is_mine { desk.progress()?.classroom } else { None });
        };
        let asked = if address == OFF { None } else { Some(Self::at(address, how.name)?) };
        if is_mine {
            let mut progress = desk.progress()?;
            progress.classroom.clone_from(&asked);
            desk.save(&progress)?;
        }
        Ok(asked)
    }

    /// The classroom with this join address.
    fn at(address: &str, name: Option<&str>) -> Result<Self, WorkshopError> {
        let failed = |why: &str| Err(WorkshopError::Learn(format!("{address}: {why}")));
        let parts = address.split_once('#');
        let parts = parts.and_then(|(page, token)| Some((page.strip_suffix(PAGE)?, token)));
        let Some((server, token)) = parts.filter(|(server, _)| server.starts_with("http://"))
        else {
            return failed("no join address, which is http://HOST:PORT/classroom/#TOKEN");
        };
        let (server, token) = (server.to_owned(), token.to_owned());
        let account = || env::var("USER").or_else(|_| env::var("USERNAME")).ok();
        let name = name.map(str::to_owned).or_else(account).filter(|name| !name.trim().is_empty());
        let Some(name) = name else { return failed("say who you are: --name NAME") };
        Ok(Self { server, token, name })
    }

    /// Tells it. A classroom that does not answer changes nothing about the check.
    pub fn tell(
        &self,
        stage: Option<u8>,
        exercise: Option<&str>,
        grade: Found,
    ) -> Result<(), WorkshopError> {
        let Found { passed, failed } = grade;
        let name = self.name.clone();
        let exercise = exercise.map(str::to_owned);
        let report = Report { name, stage, exercise, passed, failed };
        match self.post(&report) {
            Ok(()) => say(format!("({} was told, as {})", self.server, self.name)),
            Err(why) => say(format!("({} was not told: {why})", self.server)),
        }
    }

    fn post(&self, report: &Report) -> Result<(), String> {
        let body = serde_json::to_string(report).map_err(|error| error.to_string())?;
        let agent: Agent = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            // It is in this room, whatever the way to the rest of the world is.
            .proxy(None)
            .http_status_as_error(false)
            .build()
            .into();
        let mut answer = agent
            .post(format!("{}{PAGE}report", self.server))
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/json")
            .send(&body)
            .map_err(|error| error.to_string())?;
        if answer.status().is_success() {
            return Ok(());
        }
        let why = answer.body_mut().read_to_string().unwrap_or_default();
        Err(format!("{} {}", answer.status(), why.trim()))
    }
}

/// The names of what is right, and of what is wrong.
#[derive(Debug, Default)]
pub struct Found {
    pub passed: Vec<String>,
    pub failed: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_join_address_has_a_server_and_a_token() {
        let classroom =
            Classroom::at("http://10.0.0.7:3000/classroom/#ab-cd", Some("zoe")).unwrap();
        assert_eq!(classroom.server, "http://10.0.0.7:3000");
        assert_eq!((classroom.token.as_str(), classroom.name.as_str()), ("ab-cd", "zoe"));
        for wrong in ["", "10.0.0.7:3000", "http://10.0.0.7:3000/#ab", "ftp://a/classroom/#ab"] {
            assert!(Classroom::at(wrong, Some("zoe")).is_err(), "{wrong:?} is accepted");
        }
        assert!(Classroom::at("http://10.0.0.7:3000/classroom/#ab", Some(" ")).is_err());
    }
}
