//! What can go wrong before the server starts.

use std::net::TcpListener;
use std::path::Path;

use crate::behaviour::start_errors;
use crate::run_to_exit;

/// The port is taken: one line that names the address, exit status 1.
///
/// # Panics
/// When the server does anything else.
pub fn port_taken(binary: impl AsRef<Path>) {
    start_errors::port_taken(binary);
}

/// Arguments that make no sense: one line that names what is accepted, exit status 2.
///
/// # Panics
/// When the server does anything else.
pub fn bad_arguments(binary: impl AsRef<Path>) {
    let binary = binary.as_ref();
    for address in ["8080", "localhost:", "127.0.0.1:99999", "", "a\nb", "\x1b[2J:1"] {
        refused(binary, &[address], "is not an address: expected HOST:PORT");
    }
    for more in ["more", "-v", "", "--unix=x", "a\u{202e}b"] {
        refused(binary, &["127.0.0.1:0", more], "expected [ADDR] [--unix PATH] [key=value ...]");
    }
    refused(binary, &["127.0.0.1:0", "--unix"], "bad value for --unix: expected a path");
    refused(
        binary,
        &["colour=red"],
        "unknown setting \"colour\": expected one of max_users, sendq",
    );
    for setting in ["max_users=0", "max_users=many", "sendq=1", "sendq=1M", "sendq="] {
        let key = setting.split('=').next().unwrap_or_default();
        refused(binary, &[setting], &format!("bad value for {key}: expected a whole number"));
    }
}

fn refused(binary: &Path, arguments: &[&str], expected: &str) {
    start_errors::refused(binary, arguments, 2, &["error: ", expected]);
}

/// `--help` says what is accepted, and starts nothing.
///
/// # Panics
/// When it does not, or the port is needed for it.
pub fn help_is_given(binary: impl AsRef<Path>) {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let addr = taken.local_addr().expect("its address").to_string();
    let output = run_to_exit(binary, &[&addr, "--help"]);
    let help = String::from_utf8_lossy(&output.stdout);
    for word in ["usage: ", "ADDR", "--unix PATH", "max_users=", "sendq="] {
        assert!(help.contains(word), "{word} is not in\n{help}");
    }
    assert_eq!(output.status.code(), Some(0));
}
