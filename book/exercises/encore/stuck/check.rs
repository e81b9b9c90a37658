//! A task blocks its worker until another task, which it has spawned, answers.

use std::process::ExitCode;
use std::sync::mpsc::channel;
use std::time::Duration;

use runtime::time::sleep;
use runtime::{Builder, spawn};

fn main() -> ExitCode {
    let runtime = Builder::new().worker_threads(2).build().unwrap();
    let asking = runtime.spawn(async {
        // Time for the other worker to fall asleep.
        sleep(Duration::from_secs(1)).await;
        let (answer, question) = channel();
        // Nobody listens if it comes too late.
        spawn(async move { answer.send("here I am").is_ok() });
        question.recv_timeout(Duration::from_secs(5)).is_ok()
    });
    match runtime.block_on(asking) {
        Ok(true) => ExitCode::SUCCESS,
        _ => {
            println!("a task was spawned, and a worker slept, and they did not meet");
            ExitCode::FAILURE
        }
    }
}
