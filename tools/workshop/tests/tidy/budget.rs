//! What a step costs its readers.

use workshop::{BUDGET, NOISE_PERCENT, Step, Workspace};

use crate::check;
use crate::tables::STAGES;

fn steps() -> Vec<Step> {
    let workspace = Workspace::find();
    let read = |name| workspace.sources(name).unwrap_or_else(|error| panic!("{error}"));
    STAGES.windows(2).map(|pair| Step::between(&read(pair[0]), &read(pair[1]))).collect()
}

#[test]
fn a_step_changes_no_more_than_people_read() {
    let mut violations = Vec::new();
    for step in steps().iter().filter(|step| step.totals().is_over_budget()) {
        let changed = step.totals().changed;
        violations.push(format!("{}: {changed} changed lines of {BUDGET}", step.new_label));
        for file in step.touched() {
            let (added, removed) = file.counts();
            violations.push(format!(
                "    {:9} {} +{added} -{removed}",
                file.status.word(),
                file.name
            ));
        }
    }
    check("the budget of a step", &violations);
}

#[test]
fn a_step_is_not_noisy() {
    let mut violations = Vec::new();
    for step in steps().iter().filter(|step| step.totals().is_too_noisy()) {
        let (label, share) = (&step.new_label, step.totals().noise_share());
        violations.push(format!("{label}: {share} % of at most {NOISE_PERCENT} %"));
        for line in step.noise() {
            let label = if line.is_added { label } else { &step.old_label };
            let place = format!("{label}/{}:{}", line.file, line.number);
            violations.push(format!("    {place}: {:?}: {}", line.kind, line.text.trim()));
        }
    }
    check("the noise of a step", &violations);
}
