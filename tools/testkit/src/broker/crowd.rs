//! The classic load: everybody talks at once, and each hears exactly the others.

#[cfg(unix)]
use std::net::TcpStream;
use std::path::Path;
use std::thread;

use super::guest::enter;
use crate::{Client, Server};

/// Words that make a message as long as most are.
const WORDS: &str = "some words to make it a usual length";

/// 100 clients say 10 messages each. Each of them receives exactly the 990 messages of the others,
/// and all of them in one order.
///
/// # Panics
/// When a line is lost, repeated, torn or out of order.
pub fn everybody_hears_the_others(binary: impl AsRef<Path>) {
    crowd(binary.as_ref(), &["max_users=101"], 100, 10);
}

/// 40 clients say far more than fits into their queues: nobody who reads is cut off for that.
///
/// # Panics
/// When a line is lost, repeated, torn or out of order, or a client is disconnected.
pub fn nothing_is_lost_in_small_queues(binary: impl AsRef<Path>) {
    crowd(binary.as_ref(), &["sendq=16384"], 40, 1000);
}

/// 1000 clients say one message each, and each of them receives exactly the 999 messages of the
/// others, all in one order.
///
/// # Panics
/// When a line is lost, repeated, torn or out of order.
#[cfg(unix)]
pub fn a_thousand_hear_the_others(binary: impl AsRef<Path>) {
    const CLIENTS: usize = 1000;
    raise_limit();
    let server = Server::start(binary, &["max_users=1001"]);
    let witness = enter(server.addr());
    let talkers: Vec<(Client, String)> = (0..CLIENTS).map(|_| enter(server.addr())).collect();
    for (client, _) in &talkers {
        client.send(&format!("0 {WORDS}"));
    }
    // What they hear waits in the system and in the server until it is their turn to look.
    let mut heard = vec![(witness.1, hear(witness.0, CLIENTS))];
    heard.extend(talkers.into_iter().map(|(client, name)| (name, hear(client, CLIENTS - 1))));
    check(&heard, 1);
}

/// 1500 clients come at once and go at once, and the notices of that are more than may wait for
/// one client: somebody who reads hears all of them, and is not cut off.
///
/// # Panics
/// When a notice is lost, or somebody is cut off.
#[cfg(unix)]
pub fn a_crowd_comes_and_goes(binary: impl AsRef<Path>) {
    const CLIENTS: usize = 1500;
    raise_limit();
    let server = Server::start(binary, &["sendq=16384", "max_users=1501"]);
    let (mut witness, _) = enter(server.addr());
    let connect = |_| TcpStream::connect(server.addr()).expect("a connection");
    let crowd: Vec<TcpStream> = (0..CLIENTS).map(connect).collect();
    (0..CLIENTS).for_each(|_| expect_end(&mut witness, " joined"));
    drop(crowd);
    (0..CLIENTS).for_each(|_| expect_end(&mut witness, " left"));
}

#[cfg(unix)]
fn expect_end(witness: &mut Client, end: &str) {
    let line = witness.line();
    assert!(line.ends_with(end), "came {line} where something{end} should");
}

/// Allows this process, and the servers that it starts, as many descriptors as the system does.
#[cfg(unix)]
fn raise_limit() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    setrlimit(Resource::Nofile, raised).expect("a soft limit may be raised to the hard one");
}

fn crowd(binary: &Path, settings: &[&str], clients: usize, messages: usize) {
    let server = Server::start(binary, settings);
    let witness = enter(server.addr());
    let talkers: Vec<(Client, String)> = (0..clients).map(|_| enter(server.addr())).collect();
    let all = clients * messages;
    let heard: Vec<(String, Vec<String>)> = thread::scope(|scope| {
        for (client, _) in &talkers {
            let sender = client.sender();
            scope.spawn(move || {
                let said: Vec<String> = (0..messages).map(|n| format!("{n} {WORDS}")).collect();
                sender.send(&said.join("\n"));
            });
        }
        let listen = |(client, name), count| scope.spawn(move || (name, hear(client, count)));
        let mut listening = vec![listen(witness, all)];
        listening.extend(talkers.into_iter().map(|talker| listen(talker, all - messages)));
        listening.into_iter().map(|thread| thread.join().expect("a listener failed")).collect()
    });
    check(&heard, messages);
}

/// The first, a witness, has heard everybody; each of the others, all but themselves.
fn check(heard: &[(String, Vec<String>)], messages: usize) {
    let (_, order) = &heard[0];
    for (name, heard) in &heard[1..] {
        let own = format!("<{name}> ");
        let others: Vec<&String> = order.iter().filter(|line| !line.starts_with(&own)).collect();
        assert!(others.iter().copied().eq(heard), "{name} heard another order");
        let said: Vec<&String> = order.iter().filter(|line| line.starts_with(&own)).collect();
        let expected = (0..messages).map(|n| format!("{own}{n} {WORDS}"));
        assert!(expected.eq(said.into_iter().cloned()), "{name} was not heard as it spoke");
    }
}

/// So many messages; notices of joins are passed over, and nobody may leave.
fn hear(mut client: Client, count: usize) -> Vec<String> {
    let mut heard = Vec::with_capacity(count);
    while heard.len() < count {
        let line = client.line();
        if line.starts_with('<') {
            heard.push(line);
        } else {
            assert!(line.ends_with(" joined"), "came {line}");
        }
    }
    heard
}
