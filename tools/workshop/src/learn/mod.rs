//! Learning by building: a server of one's own, checked against the course.
//!
//! - `args`: the commands; `desk`: where the learner's server lies; `progress`: how far it is
//! - `start`: making it; `compile`: building it
//! - `course`: what a stage has to do; `behaviours`: the checks that are no scenarios
//! - `check`: grading; `grade`: one thing after the other; `worker`: each in a process of its
//!   own; `message`: what that says; `process`: its end; `stand_in`: servers in any language
//! - `exercise`: the exercises of the book
//! - `report`: telling a classroom what was passed
//! - `guide`: pages and hints; `show`: what is wrong, in words
//! - `help`: hints, the stage's own code, the table of progress; `watch`: checks on every save

mod args;
mod behaviours;
mod check;
mod compile;
mod course;
mod desk;
mod exercise;
mod grade;
mod guide;
mod help;
mod message;
mod process;
mod progress;
mod report;
mod show;
mod stand_in;
mod start;
mod watch;
mod worker;

pub use args::{CheckArgs, HintArgs, RevealArgs, StartArgs, StatusArgs, WatchArgs};
pub use stand_in::run as stand_in;
pub use worker::WorkerArgs;
