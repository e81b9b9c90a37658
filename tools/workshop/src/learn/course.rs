//! What a server of a stage has to do, in the order in which it is checked.

use std::cmp::Reverse;
use std::fmt;

use testkit::ledger::{self, Feature};
use testkit::scenario::{self, Scenario, Stages};

use super::behaviours;
use super::desk::Desk;
use super::guide::Guide;
use crate::error::WorkshopError;

/// One thing that is checked.
#[derive(Debug, Clone)]
pub struct Item {
    pub kind: Kind,
    /// In a few words.
    pub title: String,
    /// The names of the topics that it may be about, the likeliest first.
    pub topics: Vec<String>,
}

/// How it is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A scenario of this name.
    Scenario(String),
    /// A check of this name.
    Behaviour(String),
}

/// What is left out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Leave {
    /// What takes more than a few seconds.
    pub long: bool,
    /// What only a program of the course can be asked.
    pub inside: bool,
}

impl Item {
    /// Its name alone, such as `kick` or `half_close::the_rest_is_answered`.
    pub fn name(&self) -> &str {
        match &self.kind {
            Kind::Scenario(name) | Kind::Behaviour(name) => name,
        }
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Scenario(name) => write!(f, "scenario {name}: {}", self.title),
            Kind::Behaviour(name) => {
                write!(f, "{}: {}", name.split("::").next().unwrap_or(name), self.title)
            }
        }
    }
}

/// Everything that is checked at a stage: scenarios, then what is more than that, the
/// long ones last; each in the order in which the guide has its topics.
pub fn items(desk: &Desk, stage: u8, leave: Leave) -> Result<Vec<Item>, WorkshopError> {
    let guide = desk.guide()?;
    let mut items = scenarios(&guide, stage).map_err(WorkshopError::Learn)?;
    let folder = desk.root().join(desk.stage_name(stage)?);
    let names = behaviours::of_stage(&folder).map_err(WorkshopError::Learn)?;
    let mut others: Vec<String> = names
        .into_iter()
        .filter(|name| behaviours::find(name).is_some())
        .filter(|name| !(leave.inside && behaviours::looks_inside(name)))
        .filter(|name| !(leave.long && behaviours::is_long(name)))
        .collect();
    others.sort_by_key(|name| (behaviours::is_long(name), guide.of_behaviour(name)));
    items.extend(others.into_iter().map(|name| behaviour(&guide, name)));
    Ok(items)
}

fn behaviour(guide: &Guide, name: String) -> Item {
    let topic = guide.topics.get(guide.of_behaviour(&name));
    let title = name.split("::").last().unwrap_or(&name).replace('_', " ");
    let topics = topic.into_iter().map(|topic| topic.name.clone()).collect();
    Item { kind: Kind::Behaviour(name), title, topics }
}

/// The scenarios of a stage, in the order of what they are about. One that an earlier stage
/// cannot go through needs what came first with its own, so it comes after that.
fn scenarios(guide: &Guide, stage: u8) -> Result<Vec<Item>, String> {
    let features = ledger::load()?;
    let mut all = Scenario::load_dir(&scenario::folder())?;
    all.retain(|scenario| scenario.stages.contains(stage));
    all.retain(|scenario| cfg!(unix) || !scenario.needs_signals());
    let mut items: Vec<_> = all.iter().map(|scenario| placed(guide, &features, scenario)).collect();
    items.sort_by_key(|(place, _)| *place);
    Ok(items.into_iter().map(|(_, item)| item).collect())
}

/// Its place, and whether it only has this place because of its stage.
type Place = (usize, bool);

fn placed(guide: &Guide, features: &[Feature], scenario: &Scenario) -> (Place, Item) {
    let first = |stages: Stages| stages.iter().next().unwrap_or_default();
    let since = |name: &String| {
        let feature = features.iter().find(|feature| feature.name == *name);
        feature.map_or(0, |feature| first(feature.stages))
    };
    let new = features.iter().filter(|feature| first(feature.stages) == first(scenario.stages));
    let least = new.map(|feature| guide.of_feature(&feature.name)).min().unwrap_or_default();
    // What came last is what is being built.
    let mut shown: Vec<&String> = scenario.features.iter().collect();
    shown.sort_by_key(|name| Reverse(since(name)));
    let places: Vec<usize> = shown.iter().map(|name| guide.of_feature(name)).collect();
    let place = places.first().copied().unwrap_or_default();
    let topics = places.iter().filter_map(|&place| guide.topics.get(place));
    let mut topics: Vec<String> = topics.map(|topic| topic.name.clone()).collect();
    topics.dedup();
    let kind = Kind::Scenario(scenario.name());
    let item = Item { kind, title: scenario.title.clone(), topics };
    ((place.max(least), place < least), item)
}
