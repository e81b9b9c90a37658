//! Reads a scenario file: a head of `key: value` lines, a blank line, the steps.

use std::path::Path;

use super::parse_step::parse_step;
use super::{Action, Scenario, Stages, Step};

/// What the head of a file has said so far.
#[derive(Default)]
struct Head {
    title: Option<String>,
    stages: Option<Stages>,
    features: Vec<String>,
    rows: Vec<String>,
    settings: Vec<String>,
}

impl Scenario {
    /// Reads the text of a scenario; `path` is only for messages. The error names file and line.
    pub fn parse(path: &Path, text: &str) -> Result<Self, String> {
        let at = |line: usize, why: String| format!("{}:{line}: {why}", path.display());
        let mut lines = text.lines().enumerate().map(|(index, line)| (index + 1, line));
        let mut head = Head::default();
        for (number, line) in lines.by_ref().take_while(|(_, line)| !line.trim().is_empty()) {
            head.read(line).map_err(|why| at(number, why))?;
        }
        let mut steps = Vec::new();
        for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
            add_step(&mut steps, number, line).map_err(|why| at(number, why))?;
        }
        head.finish(path, steps).map_err(|why| at(1, why))
    }
}

impl Head {
    fn read(&mut self, line: &str) -> Result<(), String> {
        let (key, value) = line.split_once(':').ok_or("the head is made of `key: value` lines")?;
        let value = value.trim();
        let list = || value.split(',').map(|item| item.trim().to_owned()).collect();
        match key {
            "title" => self.title = Some(value.to_owned()),
            "stages" => self.stages = Some(Stages::parse(value)?),
            "chat" if value == "broker" => self.stages = Some(Stages::broker()),
            "features" => self.features = list(),
            "rows" => self.rows = list(),
            "settings" => self.settings = split_settings(value)?,
            _ => {
                return Err(format!(
                    "{key:?} is none of title, stages, features, rows, settings, or `chat: broker`"
                ));
            }
        }
        Ok(())
    }

    fn finish(self, path: &Path, steps: Vec<Step>) -> Result<Scenario, String> {
        let stages = self.stages.ok_or("the head has no `stages:`")?;
        if !self.settings.is_empty() && (1..=3).any(|stage| stages.contains(stage)) {
            return Err("settings exist from stage 4 on".to_owned());
        }
        let has_ledger = stages != Stages::broker();
        if has_ledger && self.features.iter().all(String::is_empty) {
            return Err("the head has no `features:`".to_owned());
        }
        check_steps(&steps, stages)?;
        Ok(Scenario {
            path: path.to_owned(),
            title: self.title.ok_or("the head has no `title:`")?,
            stages,
            features: self.features,
            rows: self.rows,
            settings: self.settings,
            steps,
        })
    }
}

/// `a=b c="d e"` as two settings.
fn split_settings(text: &str) -> Result<Vec<String>, String> {
    let mut settings = vec![String::new()];
    let mut quoted = false;
    for character in text.chars() {
        match character {
            '"' => quoted = !quoted,
            ' ' if !quoted => settings.push(String::new()),
            _ => settings.last_mut().ok_or("no setting")?.push(character),
        }
    }
    settings.retain(|setting| !setting.is_empty());
    if quoted || settings.iter().any(|setting| !setting.contains('=')) {
        return Err("settings look like: max_rooms=2 motd=\"Hello there\"".to_owned());
    }
    Ok(settings)
}

/// An indented line belongs to the `repeat` above it.
fn add_step(steps: &mut Vec<Step>, number: usize, line: &str) -> Result<(), String> {
    let trimmed = line.trim_start();
    let indented = trimmed.len() < line.len();
    let step = parse_step(number, trimmed, indented)?;
    if !indented {
        steps.push(step);
        return Ok(());
    }
    if matches!(step.action, Action::Repeat { .. }) {
        return Err("a repeat cannot stand inside another".to_owned());
    }
    match steps.last_mut().map(|last| &mut last.action) {
        Some(Action::Repeat { steps: inner, .. }) => inner.push(step),
        _ => return Err("an indented step needs a `repeat N times:` above it".to_owned()),
    }
    Ok(())
}

fn check_steps(steps: &[Step], stages: Stages) -> Result<(), String> {
    if steps.is_empty() {
        return Err("there are no steps below the head".to_owned());
    }
    for step in steps {
        if stages.iter().all(|stage| !step.holds_for(stage)) {
            return Err(format!("line {} holds for no stage of this scenario", step.line));
        }
        if let Action::Repeat { steps: inner, .. } = &step.action {
            check_steps(inner, stages).map_err(|why| format!("line {}: {why}", step.line))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "title: T\nstages: 4-6\nfeatures: echo, crlf\nsettings: motd=\"a b\" x=1\n";

    fn parse(text: &str) -> Result<Scenario, String> {
        Scenario::parse(Path::new("talk.txt"), text)
    }

    #[test]
    fn a_head_and_steps_make_a_scenario() {
        let text = format!("{HEAD}\nalice logs in\n\nrepeat 2 times:\n    alice> {{n}}\n# end\n");
        let scenario = parse(&text).unwrap();
        assert_eq!(scenario.title, "T");
        assert_eq!(scenario.features, ["echo", "crlf"]);
        assert_eq!(scenario.settings, ["motd=a b", "x=1"]);
        assert_eq!(scenario.steps.len(), 3);
        assert_eq!(scenario.steps[0].line, 6);
        let Action::Repeat { times: 2, steps } = &scenario.steps[1].action else {
            panic!("{:?}", scenario.steps[1]);
        };
        assert_eq!(steps[0].line, 9);
    }

    #[test]
    fn an_error_names_the_file_and_the_line() {
        let error = parse(&format!("{HEAD}\nalice logs in\nalice dances\n")).unwrap_err();
        assert!(error.starts_with("talk.txt:7: \"dances\" is none of"), "{error}");
    }

    #[test]
    fn mistakes_are_refused() {
        let steps = "\nalice connects\n";
        for text in [
            format!("stages: 1\nfeatures: a\n{steps}"),
            format!("title: T\nfeatures: a\n{steps}"),
            format!("title: T\nstages: 1\n{steps}"),
            format!("title: T\nstages: 3-4\nfeatures: a\nsettings: a=1\n{steps}"),
            format!("title: T\nstages: 4\nfeatures: a\nsettings: a\n{steps}"),
            format!("title: T\nstages: 4\nfeatures: a\nsettings: a=\"b\n{steps}"),
            format!("colour: red\n{HEAD}{steps}"),
            HEAD.to_owned(),
            format!("{HEAD}\n    alice connects\n"),
            format!("{HEAD}\nrepeat 2 times:\nalice connects\n"),
            format!("{HEAD}\nrepeat 2 times:\n  repeat 2 times:\n"),
            format!("{HEAD}\n[1-3] alice connects\n"),
        ] {
            assert!(parse(&text).is_err(), "this was accepted:\n{text}");
        }
    }
}
