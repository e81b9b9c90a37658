//! What a socket did not take at once gets there later, without anybody saying more.

use std::io::Read;
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use socket2::{Domain, Socket, Type};
use testkit::{Client, PATIENCE, Server};

const BINARY: &str = env!("CARGO_BIN_EXE_tuned");

/// So much is said that the system cannot keep it for somebody who does not read.
const SAID: usize = 10_000;

/// A room in which nobody has to wait for anybody.
fn start() -> Server {
    Server::start(BINARY, &["sendq=33554432"])
}

/// Says it all, and waits until it has been said.
fn talk(talker: &mut Client) {
    let said = "x".repeat(900);
    let echo = format!("<talker> {said}");
    let sender = talker.sender();
    thread::scope(|scope| {
        scope.spawn(|| {
            let lines = format!("{said}\n").repeat(10);
            (0..SAID / 10).for_each(|_| sender.send_bytes(lines.as_bytes()));
        });
        (0..SAID).for_each(|_| talker.expect(&echo));
    });
}

#[test]
fn who_pauses_gets_the_rest_each_time() {
    let server = start();
    let mut talker = Client::join(server.addr(), "talker");
    let mut pauses = Client::join(server.addr(), "pauses");
    talker.expect("* pauses joined #lobby");
    let line = format!("<talker> {}", "x".repeat(900));
    for _ in 0..2 {
        talk(&mut talker);
        (0..SAID).for_each(|_| pauses.expect(&line));
    }
}

#[test]
fn who_leaves_gets_the_rest_and_the_end() {
    let server = start();
    let mut talker = Client::join(server.addr(), "talker");
    let mut leaves = Client::join(server.addr(), "leaves");
    talker.expect("* leaves joined #lobby");
    talk(&mut talker);
    leaves.send("/quit");
    talker.expect("* leaves left #lobby");
    let line = format!("<talker> {}", "x".repeat(900));
    (0..SAID).for_each(|_| leaves.expect(&line));
    leaves.expect("* Goodbye, leaves!");
    leaves.expect_closed();
}

/// For longer than a write may be stuck, somebody reads so little that the system never says that
/// there is room.
#[test]
fn who_reads_slowly_is_not_stuck() {
    const SPAN: Duration = Duration::from_secs(13);
    let server = start();
    let mut talker = Client::join(server.addr(), "talker");
    let mut slow = enter(server.addr());
    talker.expect("* slow joined #lobby");
    talk(&mut talker);
    let start = Instant::now();
    let mut chunk = vec![0; 1 << 15];
    let mut wanted = SAID * (900 + "<talker> \n".len());
    while wanted > 0 {
        let count = slow.read(&mut chunk).expect("more to read");
        assert!(count > 0, "cut off with {wanted} bytes to come; log:\n{}", server.log());
        wanted = wanted.saturating_sub(count);
        if start.elapsed() < SPAN {
            thread::sleep(Duration::from_millis(500));
        }
    }
}

/// Somebody for whom the system keeps little on the receiving side.
fn enter(addr: SocketAddr) -> TcpStream {
    let socket = Socket::new(Domain::for_address(addr), Type::STREAM, None).expect("a socket");
    socket.set_recv_buffer_size(1 << 15).expect("a small buffer");
    socket.connect(&addr.into()).expect("a connection");
    socket.send(b"slow\n").expect("the name");
    let socket: TcpStream = socket.into();
    socket.set_read_timeout(Some(PATIENCE)).expect("a time-out");
    socket
}
