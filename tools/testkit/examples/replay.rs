//! Replays the course's scenarios against a server: `replay STAGE BINARY`.

use std::{env, process};

use testkit::scenario;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let stage = arguments.first().and_then(|stage| stage.parse().ok());
    let Some((stage, binary)) = stage.zip(arguments.get(1)) else {
        eprintln!("usage: replay STAGE BINARY");
        process::exit(2);
    };
    scenario::run_all(stage, binary);
}
