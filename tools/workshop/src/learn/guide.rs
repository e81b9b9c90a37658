//! Which page of the book helps with what, and the hints: `book/learn.toml`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

/// The file below the root of the workspace.
const FILE: &str = "book/learn.toml";

/// Everything that a learner may need help with, in the order in which it is built.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    #[serde(rename = "topic")]
    pub topics: Vec<Topic>,
}

/// A thing that a server does, with help for whoever builds it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    pub name: String,
    /// Features of the ledger.
    #[serde(default)]
    pub features: Vec<String>,
    /// Modules of `testkit::behaviour`, or single checks such as `goodbye::every_quit_is_answered`.
    #[serde(default)]
    pub behaviours: Vec<String>,
    /// A page of the book.
    page: String,
    /// Other pages from some stages on, by number.
    #[serde(default)]
    pages: BTreeMap<String, String>,
    /// What stands in a line that was expected, if this topic is to blame for its absence.
    #[serde(default)]
    pub expects: Vec<String>,
    /// The same in any scenario, whatever it is about.
    #[serde(default)]
    pub everywhere: Vec<String>,
    /// Where to look, what to do, almost the code.
    pub hints: [String; 3],
}

impl Guide {
    pub fn load(root: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(root.join(FILE));
        let text = text.map_err(|error| format!("cannot read {FILE}: {error}"))?;
        toml::from_str(&text).map_err(|error| format!("{FILE}: {error}"))
    }

    pub fn topic(&self, name: &str) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.name == name)
    }

    /// The place of a feature's topic; what nobody has written of comes last.
    pub fn of_feature(&self, feature: &str) -> usize {
        self.position(|topic| topic.features.iter().any(|name| name == feature))
    }

    /// The place of the topic of a check such as `goodbye::every_quit_is_answered`.
    pub fn of_behaviour(&self, name: &str) -> usize {
        let module = name.split("::").next().unwrap_or(name);
        let has = |topic: &Topic, wanted: &str| topic.behaviours.iter().any(|name| name == wanted);
        let exact = self.position(|topic| has(topic, name));
        if exact < self.topics.len() { exact } else { self.position(|topic| has(topic, module)) }
    }

    /// What somebody who asks for help with this may mean.
    pub fn find(&self, asked: &str) -> Option<&Topic> {
        let places = [self.of_feature(asked), self.of_behaviour(asked)];
        let found = || places.iter().find_map(|&place| self.topics.get(place));
        self.topic(asked).or_else(found)
    }

    fn position(&self, is_meant: impl FnMut(&Topic) -> bool) -> usize {
        self.topics.iter().position(is_meant).unwrap_or(self.topics.len())
    }
}

impl Topic {
    /// The page that explains it for a stage, below `book/src`.
    pub fn page(&self, stage: u8) -> &str {
        let since = |number: &String| number.parse().is_ok_and(|first: u8| first <= stage);
        let mut pages = self.pages.iter().filter(|(number, _)| since(number));
        pages.next_back().map_or(&self.page, |(_, page)| page)
    }
}

/// A page of the book with its title, from the book's summary.
pub fn titled(root: &Path, page: &str) -> String {
    let summary = fs::read_to_string(root.join("book/src/SUMMARY.md")).unwrap_or_default();
    let target = format!("]({page})");
    let line = summary.lines().find(|line| line.contains(&target));
    let title = line.and_then(|line| line.split_once('[')?.1.split_once(&target));
    match title {
        Some((title, _)) => format!("book/src/{page} ({})", title.replace('\\', "")),
        None => format!("book/src/{page}"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use testkit::ledger;

    use super::super::behaviours;
    use super::*;
    use crate::workspace::Workspace;

    fn guide() -> Guide {
        Guide::load(Workspace::find().root()).unwrap()
    }

    #[test]
    fn every_feature_and_every_behaviour_has_a_topic() {
        let (guide, workspace) = (guide(), Workspace::find());
        let features = ledger::load().unwrap();
        for feature in &features {
            let name = &feature.name;
            assert!(guide.of_feature(name) < guide.topics.len(), "no topic has feature {name}");
        }
        let mut modules = BTreeSet::new();
        for stage in workspace.stages().unwrap() {
            for name in behaviours::of_stage(&workspace.root().join(&stage)).unwrap() {
                let place = guide.of_behaviour(&name);
                assert!(place < guide.topics.len(), "no topic has {name}, which {stage} checks");
                modules.extend(name.split("::").next().map(str::to_owned));
                modules.insert(name);
            }
        }
        for topic in &guide.topics {
            for name in &topic.features {
                let is_known = features.iter().any(|feature| feature.name == *name);
                assert!(is_known, "{}: there is no feature {name}", topic.name);
            }
            for name in &topic.behaviours {
                assert!(modules.contains(name), "{}: no stage checks {name}", topic.name);
            }
        }
    }

    #[test]
    fn every_page_is_in_the_book() {
        let root = Workspace::find().root().to_owned();
        for topic in guide().topics {
            for stage in 1..=6 {
                let titled = titled(&root, topic.page(stage));
                assert!(titled.ends_with(')'), "{}: {titled} is not in SUMMARY.md", topic.name);
            }
            let known = topic.pages.keys().all(|stage| matches!(stage.parse(), Ok(1_u8..=6)));
            assert!(known, "{}: pages are by stage", topic.name);
        }
    }

    #[test]
    fn no_two_topics_have_one_name_and_no_hint_is_empty() {
        let mut names = BTreeSet::new();
        for topic in guide().topics {
            assert!(topic.hints.iter().all(|hint| hint.len() > 20), "{}: a hint", topic.name);
            assert!(names.insert(topic.name.clone()), "{} is there twice", topic.name);
        }
    }

    #[test]
    fn a_page_holds_until_the_next() {
        let guide = guide();
        let topic = guide.find("name_race").unwrap();
        assert_eq!((topic.name.as_str(), topic.page(6)), ("name-taken", "stage5/arc-mutex.md"));
        let topic = guide.topic("one-at-a-time").unwrap();
        assert_eq!((topic.page(1), topic.page(3)), ("stage1/step.md", "stage3/step.md"));
        assert_eq!(guide.topic("line-ends").unwrap().page(5), "stage3/iterators.md");
    }
}
