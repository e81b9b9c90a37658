//! Learning by building: `start`, `check`, `hint`, `reveal`, `status` and `watch`, the way a
//! learner uses them.
//!
//! Every test has a folder of its own, also for temporary files: so it can tell whether anything
//! that was started there is left over.

mod any_language;
mod exercises;
mod grading;
mod helping;
mod learner;
mod trouble;
