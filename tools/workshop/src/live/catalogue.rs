//! The stages and scenarios that may be named. Nothing else is ever started.

use std::collections::BTreeMap;

use testkit::scenario::Scenario;

use crate::workspace::Workspace;

/// What was there when the server started.
#[derive(Debug)]
pub struct Catalogue {
    /// The packages of the stages, the first one first.
    packages: Vec<String>,
    scenarios: BTreeMap<String, Scenario>,
}

impl Catalogue {
    pub fn read(workspace: &Workspace) -> Result<Self, String> {
        let packages = workspace.stages().map_err(|error| error.to_string())?;
        let scenarios = Scenario::load_dir(&workspace.root().join("book/scenarios"))?;
        let scenarios = scenarios.into_iter().map(|scenario| (scenario.name(), scenario));
        Ok(Self { packages, scenarios: scenarios.collect() })
    }

    /// The package of a stage.
    pub fn package(&self, stage: u8) -> Option<&str> {
        let index = usize::from(stage).checked_sub(1)?;
        self.packages.get(index).map(String::as_str)
    }

    /// The numbers of all stages.
    pub fn stages(&self) -> Vec<u8> {
        (1..).take(self.packages.len()).collect()
    }

    /// A scenario, if it holds for this stage.
    pub fn scenario(&self, name: &str, stage: u8) -> Option<&Scenario> {
        self.package(stage)?;
        self.scenarios.get(name).filter(|scenario| scenario.stages.contains(stage))
    }

    /// Names and titles of a stage's scenarios.
    pub fn of_stage(&self, stage: u8) -> Vec<(String, String)> {
        let held = self.scenarios.iter().filter(|(_, held)| held.stages.contains(stage));
        held.map(|(name, scenario)| (name.clone(), scenario.title.clone())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_there_is_found() {
        let catalogue = Catalogue::read(&Workspace::find()).unwrap();
        assert_eq!(catalogue.stages(), [1, 2, 3, 4, 5, 6]);
        assert_eq!(catalogue.package(5), Some("stage5-threaded"));
        assert!(catalogue.package(0).is_none() && catalogue.package(7).is_none());
        assert!(catalogue.scenario("two-people", 5).is_some());
        assert!(catalogue.scenario("two-people", 1).is_none());
        for name in ["", "..", "../scenarios/two-people", "two-people.txt", "ledger"] {
            assert!(catalogue.scenario(name, 5).is_none(), "{name:?} is found");
        }
        assert!(catalogue.of_stage(5).iter().any(|(name, _)| name == "two-people"));
    }
}
