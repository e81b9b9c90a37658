//! What a page asks for: a directive on a line of its own.

use super::selection::Selection;
use crate::prove::Package;

/// Something that the build puts in the place of its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Directive {
    /// Items of a file of the repository.
    Code {
        path: String,
        selection: Selection,
    },
    /// The change of a file from one stage to another.
    Diff {
        from: u8,
        to: u8,
        file: String,
        selection: Selection,
    },
    Fails(String),
    Run(String),
    /// A scenario, of some of its clients or of all.
    Session {
        name: String,
        package: Package,
        clients: Vec<String>,
    },
    Command(String),
    Exercise(String),
    Quiz(String),
    Diagram(String),
    Plot(String),
    Results(String),
    /// The table of `encore/runtime-bench`.
    BenchRuntime,
    /// The table of what was tried for the tuned server, its plot, where the time goes before and
    /// after, and what all of it came to.
    Ladder,
    LadderPlot,
    LadderProfile,
    LadderResults,
    Plan(String),
    Patterns,
}

impl Directive {
    /// The directive on this line; `None` if it is another kind of line.
    pub fn parse(line: &str) -> Option<Result<Self, String>> {
        let inner = line.trim().strip_prefix("{{#")?;
        let Some(inner) = inner.strip_suffix("}}") else {
            return Some(Err("a directive ends with }} on the same line".to_owned()));
        };
        let (word, rest) = inner.split_once(' ').unwrap_or((inner, ""));
        Some(Self::of(word, rest.trim()))
    }

    fn of(word: &str, rest: &str) -> Result<Self, String> {
        let name = || match rest {
            "" => Err(format!("{word} needs a name")),
            name if name.contains(' ') => Err(format!("{word} takes one name, not {name:?}")),
            // Whether the file's ending is written makes no difference.
            name => Ok(name.trim_end_matches(".rs").trim_end_matches(".toml").to_owned()),
        };
        Ok(match word {
            "code" => {
                let (path, items) = rest.split_once(' ').unwrap_or((rest, ""));
                Self::Code { path: path.to_owned(), selection: Selection::parse(items)? }
            }
            "diff" => Self::diff(rest)?,
            "fails" => Self::Fails(name()?),
            "run" => Self::Run(name()?),
            "session" => Self::session(rest)?,
            "command" => Self::Command(rest.to_owned()),
            "exercise" => Self::Exercise(name()?),
            "quiz" => Self::Quiz(name()?),
            "diagram" => Self::Diagram(name()?),
            "plot" => Self::Plot(name()?),
            "results" => Self::Results(name()?),
            "bench-runtime" => Self::BenchRuntime,
            "ladder" => Self::Ladder,
            "ladder-plot" => Self::LadderPlot,
            "ladder-profile" => Self::LadderProfile,
            "ladder-results" => Self::LadderResults,
            "plan" => Self::Plan(name()?),
            "patterns" => Self::Patterns,
            _ => return Err(format!("no directive is called {word:?}")),
        })
    }

    fn diff(rest: &str) -> Result<Self, String> {
        let mut words = rest.splitn(4, ' ');
        let mut stage = || words.next().and_then(|word| word.parse().ok());
        let (Some(from), Some(to)) = (stage(), stage()) else {
            return Err("diff is followed by two stages, as in `diff 4 5 server.rs`".to_owned());
        };
        let file = words.next().ok_or("diff needs a file")?.to_owned();
        let selection = Selection::parse(words.next().unwrap_or_default())?;
        Ok(Self::Diff { from, to, file, selection })
    }

    fn session(rest: &str) -> Result<Self, String> {
        let mut words = rest.split_whitespace().map(str::to_owned);
        let name = words.next().ok_or("session needs the name of a scenario")?;
        let server = words.next().ok_or("session needs a stage, as in `session two-people 5`")?;
        let package = Package::parse(&server);
        Ok(Self::Session { name, package, clients: words.collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_that_open_like_one_are_directives() {
        assert_eq!(Directive::parse("Prose with {{#code}} inside"), None);
        assert_eq!(Directive::parse("{{#patterns}}"), Some(Ok(Directive::Patterns)));
        let quiz = Directive::Quiz("stage2".to_owned());
        assert_eq!(Directive::parse("  {{#quiz stage2}} "), Some(Ok(quiz)));
    }

    #[test]
    fn mistakes_are_named() {
        let refusal = |line| Directive::parse(line).unwrap().unwrap_err();
        assert!(refusal("{{#quizz x}}").contains("quizz"));
        assert!(refusal("{{#run}}").contains("needs a name"));
        assert!(refusal("{{#run a b}}").contains("one name"));
        assert!(refusal("{{#diff 4 server.rs}}").contains("two stages"));
        assert!(refusal("{{#session two-people}}").contains("needs a stage"));
        assert!(refusal("{{#code a.rs").contains("}}"));
    }

    #[test]
    fn a_session_is_of_a_stage_or_of_another_server() {
        let package = |line| match Directive::parse(line) {
            Some(Ok(Directive::Session { package, .. })) => package,
            other => panic!("{other:?}"),
        };
        assert_eq!(package("{{#session two-people 5 alice}}"), Package::Stage(5));
        assert_eq!(package("{{#session who broker}}"), Package::Encore("broker".to_owned()));
    }

    #[test]
    fn a_diff_may_name_items() {
        let parsed = Directive::parse("{{#diff 4 5 session.rs Chatting::obey, uses}}");
        let Some(Ok(Directive::Diff { from: 4, to: 5, file, selection })) = parsed else {
            panic!("{parsed:?}");
        };
        assert_eq!(file, "session.rs");
        assert_eq!(selection.items, ["Chatting::obey", "uses"]);
    }
}
