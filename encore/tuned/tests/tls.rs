//! With a certificate and its key, everything is encrypted.

mod certificate;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::ops::Range;
use std::process::{Command, Stdio};
use std::sync::Arc;

use certificate::Certificate;
use testkit::{Client, DEFAULT_MOTD, PATIENCE, PROMPT, Server, run_to_exit};
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

const BINARY: &str = env!("CARGO_BIN_EXE_tuned");

fn start(name: &str, more: &[&str]) -> (Server, Certificate) {
    let certificate = Certificate::make(name);
    let files = certificate.settings();
    let settings: Vec<&str> =
        files.iter().map(String::as_str).chain(more.iter().copied()).collect();
    (Server::start(BINARY, &settings), certificate)
}

/// A client that trusts this certificate and no other.
struct Encrypted(BufReader<StreamOwned<ClientConnection, TcpStream>>);

impl Encrypted {
    fn connect(addr: SocketAddr, certificate: &Certificate) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add(certificate.der()).expect("a certificate");
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        let server = ServerName::try_from("localhost").expect("a name");
        let session = ClientConnection::new(Arc::new(config), server).expect("a session");
        let socket = TcpStream::connect(addr).expect("a connection");
        socket.set_nodelay(true).expect("no delay");
        // A room waits for a slow member, but not as long as that.
        socket.set_read_timeout(Some(PATIENCE * 3)).expect("a time-out");
        socket.set_write_timeout(Some(PATIENCE)).expect("a time-out");
        Self(BufReader::new(StreamOwned::new(session, socket)))
    }

    fn join(server: &Server, certificate: &Certificate, name: &str) -> Self {
        let mut client = Self::connect(server.addr(), certificate);
        client.expect(PROMPT);
        client.send(&format!("{name}\n"));
        client.expect(&format!("* Welcome, {name}! You're in #lobby."));
        client.expect(DEFAULT_MOTD);
        client
    }

    fn send(&mut self, text: &str) {
        self.0.get_mut().write_all(text.as_bytes()).expect("sent");
        self.0.get_mut().flush().expect("sent");
    }

    fn line(&mut self) -> String {
        let mut came = String::new();
        self.0.read_line(&mut came).expect("a line");
        assert_eq!(came.pop(), Some('\n'), "{came:?} has no end");
        came
    }

    fn expect(&mut self, line: &str) {
        assert_eq!(self.line(), line);
    }

    /// The end that TLS asks for: a cut connection would be an error.
    fn expect_closed(&mut self) {
        let mut rest = String::new();
        self.0.read_to_string(&mut rest).expect("an end with a goodbye");
        assert_eq!(rest, "");
    }

    /// Says that no more will come, and nothing about the socket below.
    fn end_input(&mut self) {
        self.0.get_mut().conn.send_close_notify();
        self.0.get_mut().flush().expect("sent");
    }
}

#[test]
fn two_people_talk() {
    let (server, certificate) = start("talk", &[]);
    let mut alice = Encrypted::join(&server, &certificate, "alice");
    let mut bob = Encrypted::join(&server, &certificate, "bob");
    alice.expect("* bob joined #lobby");
    bob.send("hi\n");
    for client in [&mut alice, &mut bob] {
        client.expect("<bob> hi");
    }
    alice.send("/quit\n");
    alice.expect("* Goodbye, alice!");
    alice.expect_closed();
    bob.expect("* alice left #lobby");
}

#[test]
fn everything_at_once_and_then_the_end() {
    let (server, certificate) = start("at-once", &[]);
    let mut alice = Encrypted::connect(server.addr(), &certificate);
    // Before the handshake is over, so that it comes along with its end.
    let lines: Vec<String> = (0..3000).map(|n| format!("{n} {}", "x".repeat(100))).collect();
    alice.send(&format!("alice\n{}\n", lines.join("\n")));
    alice.end_input();
    alice.expect(PROMPT);
    alice.expect("* Welcome, alice! You're in #lobby.");
    alice.expect(DEFAULT_MOTD);
    for line in lines {
        alice.expect(&format!("<alice> {line}"));
    }
    alice.expect_closed();
}

#[test]
fn who_reads_late_misses_nothing() {
    let (server, certificate) = start("late", &["sendq=16777216"]);
    let mut late = Encrypted::join(&server, &certificate, "late");
    let mut alice = Encrypted::join(&server, &certificate, "alice");
    late.expect("* alice joined #lobby");
    // More than sockets hold.
    let text = "x".repeat(1000);
    for n in 0..6000 {
        alice.send(&format!("{n} {text}\n"));
        alice.expect(&format!("<alice> {n} {text}"));
    }
    for n in 0..6000 {
        late.expect(&format!("<alice> {n} {text}"));
    }
    late.send("thanks\n");
    late.expect("<late> thanks");
}

#[test]
fn who_does_not_read_is_cut_off() {
    let (server, certificate) = start("stuck", &["sendq=65536"]);
    let mut stuck = Encrypted::join(&server, &certificate, "stuck");
    let questions = "/help\n".repeat(1000);
    // It fails when the server has had enough.
    while stuck.0.get_mut().write_all(questions.as_bytes()).is_ok() {}
    assert!(server.logs("stuck was cut off", PATIENCE), "log:\n{}", server.log());
}

/// What may wait for one client by default, and ten megabytes for everything else.
#[cfg(target_os = "linux")]
const MOST_KIB: u64 = 1024 + 10 * 1024;

/// Hears all that the talker says, and returns what else there was.
fn hear_all(client: &mut Encrypted, said: Range<usize>, others: &mut Vec<String>) {
    for n in said {
        let mut line = client.line();
        while !line.starts_with('<') {
            others.push(line);
            line = client.line();
        }
        assert!(line.starts_with(&format!("<talker> {n} x")), "{line:.30} came, not {n}");
    }
}

#[test]
fn only_who_does_not_read_is_cut_off() {
    let (server, certificate) = start("only", &[]);
    let mut witness = Encrypted::join(&server, &certificate, "witness");
    let _stuck = Encrypted::join(&server, &certificate, "stuck");
    let mut talker = Encrypted::join(&server, &certificate, "talker");
    witness.expect("* stuck joined #lobby");
    witness.expect("* talker joined #lobby");
    #[cfg(target_os = "linux")]
    let before = server.memory_kib();
    let (mut heard, mut seen) = (Vec::new(), Vec::new());
    // More than sockets hold, and the queue with them.
    for start in (0..20_000).step_by(50) {
        let said = start..start + 50;
        let lines: Vec<String> =
            said.clone().map(|n| format!("{n} {}\n", "x".repeat(890))).collect();
        talker.send(&lines.concat());
        hear_all(&mut talker, said.clone(), &mut heard);
        hear_all(&mut witness, said, &mut seen);
    }
    #[cfg(target_os = "linux")]
    {
        let grown = server.peak_kib().saturating_sub(before);
        assert!(grown < MOST_KIB, "the server grew by {grown} KiB");
    }
    assert_eq!(heard, ["* stuck left #lobby (too slow)"]);
    assert_eq!(seen, heard);
}

#[test]
fn who_does_not_encrypt_is_turned_away() {
    let (server, certificate) = start("plain", &["login_timeout=1"]);
    let mut plain = Client::connect(server.addr());
    plain.send("alice");
    // What comes is an alert in the terms of TLS, and no prompt.
    let came = plain.expect_gone();
    assert!(!came.contains(&b'*'), "{came:?}");
    let mut silent = Client::connect(server.addr());
    assert_eq!(silent.expect_gone(), b"", "the handshake is part of the login");
    Encrypted::join(&server, &certificate, "alice");
}

#[test]
fn openssl_agrees() {
    let (server, certificate) = start("openssl", &[]);
    let mut client = Command::new("openssl");
    client.args(["s_client", "-quiet", "-verify_return_error", "-servername", "localhost"]);
    client.arg("-connect").arg(server.addr().to_string()).arg("-CAfile").arg(&certificate.cert);
    client.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    // Not everybody has it.
    let Ok(mut client) = client.spawn() else { return };
    let mut input = client.stdin.take().expect("a pipe");
    input.write_all(b"alice\nhi\n/quit\n").expect("sent");
    let output = client.wait_with_output().expect("its end");
    drop(input);
    let text = String::from_utf8_lossy(&output.stdout);
    let lines: Vec<&str> = text.lines().collect();
    let welcome = "* Welcome, alice! You're in #lobby.";
    assert_eq!(lines, [PROMPT, welcome, DEFAULT_MOTD, "<alice> hi", "* Goodbye, alice!"]);
}

#[test]
fn files_that_are_no_use_are_named() {
    let (one, other) = (Certificate::make("one"), Certificate::make("other"));
    let refused = |cert: &str, key: &str, expected: &str| {
        let settings = [format!("tls_cert={cert}"), format!("tls_key={key}")];
        for more in ["max_users=1", "--check-config"] {
            let output = run_to_exit(BINARY, &["127.0.0.1:0", more, &settings[0], &settings[1]]);
            let errors = String::from_utf8_lossy(&output.stderr);
            assert!(errors.starts_with(&format!("error: cannot use {expected}")), "{errors}");
            assert_eq!((output.status.code(), errors.lines().count()), (Some(2), 1), "{errors}");
        }
    };
    let (cert, key) = (one.cert.display().to_string(), one.key.display().to_string());
    refused("/nowhere", &key, "tls_cert /nowhere: No such file");
    refused(&cert, "/nowhere", "tls_key /nowhere: No such file");
    refused(&key, &key, &format!("tls_cert {key}: it does not hold a certificate"));
    refused(&cert, &cert, &format!("tls_key {cert}: it does not hold a private key"));
    let wrong = other.key.display().to_string();
    refused(&cert, &wrong, &format!("tls_key {wrong}: it is not the key of {cert}"));
    let alone = run_to_exit(BINARY, &["127.0.0.1:0", &format!("tls_cert={cert}")]);
    let errors = String::from_utf8_lossy(&alone.stderr);
    assert_eq!(errors, "error: bad value for tls_cert: expected tls_key as well\n");
}
