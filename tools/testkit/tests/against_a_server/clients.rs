//! What a client insists on.

use std::thread;
use std::time::Duration;

use testkit::{Client, PROMPT, Received, Server};

use crate::{binary, panic_of};

const SHORT: Duration = Duration::from_millis(30);

pub fn run() {
    let server = Server::start(binary(), &[]);
    lines_are_expected_exactly(&server);
    a_time_out_inside_a_line_loses_nothing(&server);
    a_failure_shows_the_wire(&server);
    the_end_of_input_is_told_from_a_cut_and_from_silence(&server);
    a_half_close_and_a_sender_on_another_thread_work(&server);
    a_reset_is_no_clean_end(&server);
    a_send_that_nobody_takes_ends_in_time(&server);
}

fn lines_are_expected_exactly(server: &Server) {
    let mut client = Client::connect(server.addr());
    client.expect(PROMPT);
    client.send("alice");
    client.expect_prefix("* Welcome");
    client.send_bytes(b"one\ntwo\nthree\nfour\n");
    client.expect_all(&["<alice> one", "<alice> two"]);
    assert_eq!(client.skip_until("<alice> four"), ["<alice> three"]);
    client.expect_silence(SHORT);
}

fn a_time_out_inside_a_line_loses_nothing(server: &Server) {
    let mut client = Client::login(server.addr(), "alice");
    client.send("/half");
    assert_eq!(client.try_line(SHORT), None);
    client.expect("half a line");
}

fn a_failure_shows_the_wire(server: &Server) {
    let addr = server.addr();
    let message = panic_of(move || {
        let mut client = Client::login(addr, "alice");
        client.send("hello\x07");
        client.expect("<alice> goodbye");
    });
    for part in ["<alice> goodbye", "came the line <alice> hello\\x07", "> hello\\x07\\n", "< * W"]
    {
        assert!(message.contains(part), "no {part} in:\n{message}");
    }
    let message = panic_of(move || {
        let mut client = Client::login(addr, "alice");
        client.set_timeout(SHORT);
        client.line();
    });
    assert!(message.contains("came nothing"), "{message}");
    let message = panic_of(move || {
        let mut client = Client::login(addr, "alice");
        client.send("/binary");
        client.line();
    });
    assert!(message.contains("expected UTF-8"), "{message}");
}

fn the_end_of_input_is_told_from_a_cut_and_from_silence(server: &Server) {
    let addr = server.addr();
    let mut client = Client::login(addr, "alice");
    client.send("/bye");
    client.expect_closed();
    client.expect_closed();

    let mut client = Client::login(addr, "alice");
    client.send("/cut");
    match client.receive(Duration::from_secs(5)) {
        Received::Closed(rest) => assert_eq!(rest, b"cut o"),
        other => panic!("{other:?}"),
    }
    for line in ["/cut", "", "/twice"] {
        let message = panic_of(move || {
            let mut client = Client::login(addr, "alice");
            client.set_timeout(SHORT);
            client.send(line);
            client.expect_closed();
        });
        assert!(message.contains("expected the end of input"), "{message}");
    }
    let message = panic_of(move || {
        let mut client = Client::login(addr, "alice");
        client.send("/bye");
        client.expect_silence(Duration::from_secs(5));
    });
    assert!(message.contains("expected silence"), "{message}");
}

fn a_half_close_and_a_sender_on_another_thread_work(server: &Server) {
    let mut client = Client::login(server.addr(), "alice");
    let sender = client.sender();
    let sending = thread::spawn(move || {
        for n in 0..2000 {
            sender.send(&format!("line {n}"));
        }
    });
    for n in 0..2000 {
        client.expect(&format!("<alice> line {n}"));
    }
    sending.join().unwrap();
    client.send_bytes(b"end");
    client.end_input();
    assert_eq!(client.bytes_until_closed(), b"<alice> end\n");
}

fn a_reset_is_no_clean_end(server: &Server) {
    Client::login(server.addr(), "carol").reset();
    // The server only sees it while it reads a line, which lines() reports as the end.
    let mut client = Client::login(server.addr(), "dave");
    client.send("/bye");
    assert_eq!(client.expect_gone(), b"");
}

fn a_send_that_nobody_takes_ends_in_time(server: &Server) {
    let mut client = Client::connect_with_buffer(server.addr(), 4096).unwrap();
    client.log_in("eve");
    client.send("/deaf");
    client.set_timeout(SHORT);
    let error = client.try_send_bytes(&vec![b'x'; 64 << 20]).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::TimedOut);
}
