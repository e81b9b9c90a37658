//! Replays the course's scenarios against a server: `replay STAGE BINARY`.

use std::env;

use testkit::scenario;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let stage = arguments.first().and_then(|stage| stage.parse().ok());
    match (stage, arguments.get(1)) {
        (Some(stage), Some(binary)) => scenario::run_all(stage, binary),
        _ => eprintln!("usage: replay STAGE BINARY"),
    }
}
