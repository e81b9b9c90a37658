//! What the server does that no transcript can hold: under load, over time, in a race, or when
//! the system refuses something. Each module is one behaviour; the stages' tests call it with
//! their binary.

pub mod burst;
pub mod closed_output;
pub mod come_and_go;
#[cfg(target_os = "linux")]
pub mod descriptors;
pub mod endless_line;
pub mod filter_panic;
pub mod goodbye;
pub mod greedy;
pub mod half_close;
pub mod join_midstream;
pub mod login_timeout;
pub mod max_users;
pub mod name_race;
pub mod one_order;
pub mod random_walk;
mod said;
#[cfg(unix)]
pub mod shutdown;
pub mod silent_rooms;
pub mod slow_filter;
pub mod start_errors;
pub mod stuck_reader;
#[cfg(target_os = "linux")]
pub mod thread_refused;
