//! What a server process is watched for.

use std::process::Command;
use std::time::{Duration, Instant};

use testkit::{Client, Server, run_to_exit};

use crate::{binary, panic_of};

const LONG: Duration = Duration::from_secs(10);

pub fn run() {
    outputs_and_the_exit_status_are_collected();
    a_server_that_does_not_start_is_explained();
    a_dropped_server_is_gone();
    a_program_that_ends_is_waited_for();
    #[cfg(unix)]
    signals_arrive();
    #[cfg(target_os = "linux")]
    costs_are_measured();
}

fn outputs_and_the_exit_status_are_collected() {
    let server = Server::start(binary(), &["a=b"]);
    assert!(server.logs("settings [\"a=b\"]", LONG));
    assert!(!server.logs("never", Duration::from_millis(20)));
    assert!(server.try_wait().is_none());
    let client = Client::login(server.addr(), "alice");
    client.send("/exit");
    assert_eq!(server.wait(LONG).code(), Some(3));
    assert_eq!(server.try_wait().and_then(|status| status.code()), Some(3));
    assert_eq!(server.output(), "second line\n");
}

fn a_server_that_does_not_start_is_explained() {
    let message = panic_of(|| drop(Server::start(binary(), &["mode=exit"])));
    assert!(message.contains("out of paper"), "{message}");
    let message = panic_of(|| drop(Server::start(binary(), &["mode=mute"])));
    assert!(message.contains("good morning"), "{message}");
    let started = Server::try_start_with(Command::new("./no-such-program"));
    assert!(started.is_err_and(|why| why.contains("cannot start")));
}

fn a_dropped_server_is_gone() {
    let server = Server::start(binary(), &[]);
    let addr = server.addr();
    drop(server);
    assert!(Client::try_connect(addr).is_err());
}

fn a_program_that_ends_is_waited_for() {
    let output = run_to_exit(binary(), &["127.0.0.1:0", "mode=exit"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).ends_with("error: out of paper\n"));
}

#[cfg(unix)]
fn signals_arrive() {
    use std::os::unix::process::ExitStatusExt;

    let server = Server::start(binary(), &[]);
    server.terminate();
    assert_eq!(server.wait(LONG).signal(), Some(15));
    // Its number may be another's now, so a second one must not be sent; and no error. SIGINT is
    // left to a server that handles it: started in the background, a shell's children ignore it.
    server.terminate();
}

#[cfg(target_os = "linux")]
fn costs_are_measured() {
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -n 64; exec \"$0\" 127.0.0.1:0"]).arg(binary());
    let server = Server::start_with(command);
    let (threads, descriptors) = (server.threads(), server.descriptors());
    let client = Client::login(server.addr(), "alice");
    assert_eq!(server.threads(), threads + 1);
    assert_eq!(server.descriptors(), descriptors + 1);
    assert!(server.memory_kib() > 100 && server.memory_kib() <= server.peak_kib());
    let before = server.cpu_time();
    let until = Instant::now() + LONG;
    while server.cpu_time() == before && Instant::now() < until {
        client.send_bytes(&[b'\n'; 1000]);
    }
    assert!(server.cpu_time() > before);
}
