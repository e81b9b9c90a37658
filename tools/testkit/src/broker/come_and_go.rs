//! Nothing is left of clients that have gone.

use std::path::Path;

use super::guest::{enter, expect_alone};
#[cfg(target_os = "linux")]
use crate::PATIENCE;
use crate::Server;

const WAVES: usize = 20;
const WAVE: usize = 50;

/// 1000 clients come, talk and leave by a quit, a reset, the end of input or by hanging up: no
/// thread, descriptor or name stays behind.
///
/// # Panics
/// When anything does.
pub fn nothing_stays_behind(binary: impl AsRef<Path>) {
    let server = Server::start(binary, &[]);
    let (mut witness, name) = enter(server.addr());
    wave(&server);
    expect_alone(&server, &mut witness, &name);
    #[cfg(target_os = "linux")]
    let (threads, descriptors) = (server.threads(), server.descriptors());
    for _ in 1..WAVES {
        wave(&server);
        expect_alone(&server, &mut witness, &name);
    }
    #[cfg(target_os = "linux")]
    {
        let deadline = std::time::Instant::now() + PATIENCE;
        while server.threads() > threads || server.descriptors() > descriptors {
            assert!(
                std::time::Instant::now() < deadline,
                "{} threads, {} descriptors; at the start {threads} and {descriptors}",
                server.threads(),
                server.descriptors()
            );
            witness.expect_silence(std::time::Duration::from_millis(20));
        }
    }
}

fn wave(server: &Server) {
    let clients: Vec<_> = (0..WAVE).map(|_| enter(server.addr())).collect();
    for (n, (mut client, _)) in clients.into_iter().enumerate() {
        client.send("hello\n/nick guest\nbye");
        match n % 4 {
            0 => client.reset(),
            1 => client.close(),
            2 => client.end_input(),
            _ => {
                client.send("/quit");
                while !client.line().starts_with("* Goodbye, ") {}
            }
        }
    }
}
