//! The checks that are more than a scenario, by name.

use std::fs;
use std::path::{Path, PathBuf};

use testkit::behaviour;

/// A check; it panics when the server is not right.
pub type Check = fn(PathBuf);

/// Makes a table of names and checks.
macro_rules! checks {
    ($($module:ident::$name:ident),* $(,)?) => {
        &[$((
            concat!(stringify!($module), "::", stringify!($name)),
            behaviour::$module::$name,
        )),*]
    };
}

const EVERYWHERE: &[(&str, Check)] = checks![
    burst::a_crowd_outruns_small_queues,
    burst::a_stuck_reader_takes_nobody_along,
    burst::nothing_is_lost,
    burst::slow_readers_get_everything,
    closed_output::broken_pipes,
    closed_output::refusals,
    come_and_go::nothing_stays_behind,
    endless_line::disturbs_nobody,
    endless_line::ends_the_connection,
    endless_line::is_thrown_away,
    goodbye::every_quit_is_answered,
    goodbye::every_quit_is_one_leave,
    goodbye::what_is_on_its_way_arrives,
    greedy::blank_lines,
    greedy::commands,
    greedy::input_after_a_quit,
    greedy::mistakes,
    half_close::everything_is_answered,
    half_close::everything_is_relayed,
    half_close::nothing_is_answered_with_the_prompt,
    join_midstream::history_and_stream_meet,
    join_midstream::no_line_is_torn,
    login_timeout::refusals_do_not_extend_it,
    login_timeout::silence_is_ended,
    login_timeout::trickling_is_ended,
    max_users::one_gets_the_last_place,
    max_users::places_are_counted,
    name_race::one_of_many_wins,
    name_race::one_of_two_wins,
    one_order::everybody_agrees,
    random_walk::the_model_is_right,
    silent_rooms::check,
    start_errors::bad_arguments,
    start_errors::bad_limits,
    start_errors::bad_settings,
    start_errors::port_taken,
    stuck_reader::a_slow_hearer_is_waited_for,
    stuck_reader::a_slow_reader_is_waited_for,
    stuck_reader::answers_that_nobody_reads_are_bounded,
    stuck_reader::no_progress_is_the_end,
    stuck_reader::only_the_stuck_one_is_cut_off,
];

#[cfg(unix)]
const UNIX: &[(&str, Check)] = checks![
    shutdown::a_second_signal_ends_it_at_once,
    shutdown::a_stuck_client_is_not_waited_for,
    shutdown::an_empty_server_ends,
    shutdown::everybody_is_told,
    shutdown::queued_lines_are_delivered,
    start_errors::not_utf8,
];
#[cfg(not(unix))]
const UNIX: &[(&str, Check)] = &[];

#[cfg(target_os = "linux")]
const LINUX: &[(&str, Check)] = &[
    ("calls::behind_full_queues", testkit::guard::calls::behind_full_queues),
    ("calls::in_a_burst", testkit::guard::calls::in_a_burst),
    ("closed_output::full_disk", behaviour::closed_output::full_disk),
    ("descriptors::accepting_resumes", behaviour::descriptors::accepting_resumes),
    ("thread_refused::check", behaviour::thread_refused::check),
];
#[cfg(not(target_os = "linux"))]
const LINUX: &[(&str, Check)] = &[];

/// Those that take more than a few seconds.
const LONG: [&str; 6] =
    ["burst", "calls", "join_midstream", "login_timeout", "shutdown", "stuck_reader"];

/// Those that look inside a program which has to be one of ours.
const INSIDE: [&str; 2] = ["calls", "thread_refused"];

/// The check of this name, if there is one on this system.
pub fn find(name: &str) -> Option<Check> {
    let mut all = EVERYWHERE.iter().chain(UNIX).chain(LINUX);
    all.find(|(known, _)| *known == name).map(|(_, check)| *check)
}

pub fn is_long(name: &str) -> bool {
    LONG.contains(&module(name))
}

pub fn looks_inside(name: &str) -> bool {
    INSIDE.contains(&module(name))
}

fn module(name: &str) -> &str {
    name.split("::").next().unwrap_or(name)
}

/// The checks that a stage's own tests make of its binary, in the order of their names.
pub fn of_stage(stage: &Path) -> Result<Vec<String>, String> {
    let folder = stage.join("tests");
    let failed = |error| format!("cannot read {}: {error}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).map_err(failed)? {
        let text = fs::read_to_string(entry.map_err(failed)?.path()).map_err(failed)?;
        names.extend(text.lines().filter_map(called).map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

/// The `goodbye::every_quit_is_answered` of a line that calls it with the binary.
fn called(line: &str) -> Option<&str> {
    line.trim().strip_suffix("(BINARY);").filter(|name| name.contains("::"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Only these systems have all the checks.
    #[cfg(target_os = "linux")]
    #[test]
    fn every_check_of_every_stage_is_known() {
        let workspace = crate::workspace::Workspace::find();
        for stage in workspace.stages().unwrap() {
            let names = of_stage(&workspace.root().join(&stage)).unwrap();
            assert!(names.len() >= 6, "{stage}: {names:?}");
            for name in names {
                assert!(find(&name).is_some(), "{stage} checks {name}, the table does not");
            }
        }
    }

    #[test]
    fn a_call_is_told_from_other_lines() {
        assert_eq!(called("    burst::nothing_is_lost(BINARY);"), Some("burst::nothing_is_lost"));
        assert_eq!(called("    filter_panic::check(addr);"), None);
    }
}
