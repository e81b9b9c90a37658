//! Runs many scenarios for one stage.

use std::env;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::{Failure, Scenario, Stages, Transcript, folder};

/// How many scenarios run at the same time: most of their time is waiting for silence.
const AT_ONCE: usize = 4;

/// How one scenario went.
pub type Outcome = Result<Transcript, Box<Failure>>;

/// Runs every scenario of the course that names this stage against the server `binary`. Those of
/// the broker chat, [`Stages::BROKER`], have a folder of their own.
///
/// The environment variable `SCENARIO` limits it to those whose name contains its value.
///
/// # Panics
/// When the binary is not there, a file cannot be read, or no scenario names the stage; and, with
/// the failures of all, when a scenario fails.
pub fn run_all(stage: u8, binary: &str) {
    run_all_with(stage, binary, |_| &[]);
}

/// The same for a server that needs more settings for some of them.
///
/// # Panics
/// As [`run_all`] does.
pub fn run_all_with(stage: u8, binary: &str, more: impl Fn(&Scenario) -> &'static [&'static str]) {
    assert!(Path::new(binary).is_file(), "there is no server {binary}");
    let folder = if stage == Stages::BROKER { folder().join("broker") } else { folder() };
    let label = Stages::label(stage);
    let scenarios = Scenario::load_dir(&folder).unwrap_or_else(|errors| panic!("{errors}"));
    let wanted = env::var("SCENARIO").unwrap_or_default();
    let mut chosen: Vec<Scenario> = scenarios
        .into_iter()
        .filter(|scenario| scenario.stages.contains(stage) && scenario.name().contains(&wanted))
        .collect();
    assert!(!chosen.is_empty(), "no scenario of {} names {label}", folder.display());
    for scenario in &mut chosen {
        let more = more(scenario).iter().map(ToString::to_string);
        scenario.settings.extend(more);
    }
    let mut failures = Vec::new();
    for (scenario, outcome) in chosen.iter().zip(run_each(&chosen, stage, binary.as_ref())) {
        let word = match &outcome {
            None => "skipped",
            Some(Ok(_)) => "ok",
            Some(Err(_)) => "FAILED",
        };
        println!("{label} {:<24} {word}: {}", scenario.name(), scenario.title);
        failures.extend(outcome.and_then(Result::err).map(|failure| failure.to_string()));
    }
    let (failed, all) = (failures.len(), chosen.len());
    let report = failures.join("\n");
    assert!(failures.is_empty(), "{failed} of {all} scenarios failed:\n\n{report}");
}

/// Runs these scenarios, a few at a time; the outcomes are in their order. `None` stands for one
/// that needs signals where there are none.
#[must_use]
pub fn run_each(scenarios: &[Scenario], stage: u8, binary: &Path) -> Vec<Option<Outcome>> {
    let next = AtomicUsize::new(0);
    let outcomes: Vec<Mutex<Option<Outcome>>> =
        scenarios.iter().map(|_| Mutex::default()).collect();
    let work = || {
        while let Some((scenario, slot)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            scenarios.get(index).zip(outcomes.get(index))
        } {
            if cfg!(unix) || !scenario.needs_signals() {
                let outcome = scenario.run(binary, stage);
                *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(work);
        }
    });
    let taken = |slot: Mutex<_>| slot.into_inner().unwrap_or_else(PoisonError::into_inner);
    outcomes.into_iter().map(taken).collect()
}
