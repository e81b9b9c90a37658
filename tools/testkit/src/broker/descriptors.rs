//! Out of file descriptors, and back.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use super::guest::enter;
use crate::{Client, PATIENCE, Received, Server};

/// With 64 descriptors and 80 connections, the server goes on serving those it has, neither spins
/// nor floods its log, and serves new ones when descriptors are free.
///
/// # Panics
/// When it does not.
pub fn accepting_resumes(binary: impl AsRef<Path>) {
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -n 64; exec \"$0\" 127.0.0.1:0"]).arg(binary.as_ref());
    let server = Server::start_with(command);
    let (mut alice, name) = enter(server.addr());
    let (bob, other) = enter(server.addr());
    alice.expect(&format!("* {other} joined"));
    let mut crowd: Vec<Client> = (0..80).map(|_| Client::connect(server.addr())).collect();
    assert!(server.logs("cannot accept", PATIENCE), "log:\n{}", server.log());
    bob.send("all in");
    alice.skip_until(&format!("<{other}> all in"));

    let (start, cpu) = (Instant::now(), server.cpu_time());
    while start.elapsed() < Duration::from_secs(2) {
        bob.send("still here?");
        alice.skip_until(&format!("<{other}> still here?"));
        // Whoever was accepted last may be announced only now.
        while alice.try_line(Duration::from_millis(100)).is_some() {}
    }
    let spent = server.cpu_time().saturating_sub(cpu);
    assert!(spent < start.elapsed() / 2, "{spent:?} of CPU time while nothing happens");
    let complaints = server.log().matches("cannot accept").count();
    assert!(complaints <= 5, "{complaints} complaints:\n{}", server.log());

    crowd.drain(..40).for_each(Client::close);
    let deadline = Instant::now() + PATIENCE;
    loop {
        let mut late = Client::connect(server.addr());
        if let Received::Line(_) = late.receive(Duration::from_secs(2)) {
            break;
        }
        assert!(Instant::now() < deadline, "{name} is alone:\n{}", server.log());
    }
    for late in &mut crowd[..20] {
        late.expect_prefix("* Welcome, user-");
    }
}
