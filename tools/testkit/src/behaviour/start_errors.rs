//! What cannot work is refused before the server starts, in one line.

use std::ffi::OsStr;
use std::net::TcpListener;
use std::path::Path;

use crate::run_to_exit;

/// The port is taken: one line that names the address, exit status 1.
///
/// # Panics
/// When the server does anything else.
pub fn port_taken(binary: impl AsRef<Path>) {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let addr = taken.local_addr().expect("its address").to_string();
    refused(binary, &[&addr], 1, &[&format!("error: cannot listen on {addr}: ")]);
}

/// Arguments that no stage understands: one line that names what is accepted, exit status 2.
///
/// # Panics
/// When the server does anything else.
pub fn bad_arguments(binary: impl AsRef<Path>) {
    let binary = binary.as_ref();
    refused(binary, &["--help"], 2, &["error: ", "--help", "HOST:PORT"]);
    bad_words(binary);
}

/// The same for a server that has flags.
///
/// # Panics
/// When the server does anything else.
pub fn bad_words(binary: impl AsRef<Path>) {
    let binary = binary.as_ref();
    for address in ["8080", "localhost", "localhost:", ":8080", "127.0.0.1:99999", ""] {
        refused(binary, &[address], 2, &["error: ", address, "HOST:PORT"]);
    }
    for more in ["more", "127.0.0.1:0", "-v", ""] {
        refused(binary, &["127.0.0.1:0", more], 2, &["error: unexpected argument ", more, "ADDR"]);
    }
    // Nothing that was typed may break the line in two, or reach the terminal as more than text.
    for evil in ["a\nb", "a\r\nb", "\x1b[2J", "a\u{202e}b", "a\nb:1", "\x1b[2J:1"] {
        refused(binary, &[evil], 2, &["error: ", "HOST:PORT"]);
        refused(binary, &["127.0.0.1:0", evil], 2, &["error: unexpected argument ", "ADDR"]);
    }
}

/// Settings of stage 4 and later that are unknown or out of range: the same.
///
/// # Panics
/// When the server does anything else.
pub fn bad_settings(binary: impl AsRef<Path>) {
    let binary = binary.as_ref();
    for (setting, expected) in [
        ("colour=red", ["error: unknown setting ", "colour", "max_rooms"]),
        ("=", ["error: unknown setting ", "", "max_rooms"]),
        ("a\nb=1", ["error: unknown setting ", "", "max_rooms"]),
        ("max_rooms=many", ["error: bad value for ", "max_rooms", "whole number"]),
        ("max_rooms=0", ["error: bad value for ", "max_rooms", "from 1 to"]),
        ("max_rooms=", ["error: bad value for ", "max_rooms", "whole number"]),
        ("max_rooms=99999999999999999999", ["error: bad value for ", "max_rooms", "whole number"]),
        ("flood=-1", ["error: bad value for ", "flood", "whole number"]),
        ("flood=0", ["error: bad value for ", "flood", "from 1 to"]),
        ("blocked=two words", ["error: bad value for ", "blocked", "separated by commas"]),
        ("motd=\x1b[2J", ["error: bad value for ", "motd", "control characters"]),
        ("motd=two\nlines", ["error: bad value for ", "motd", "control characters"]),
    ] {
        refused(binary, &[setting], 2, &expected);
        refused(binary, &["127.0.0.1:0", setting], 2, &expected);
    }
}

/// Settings that came with stage 5: the same.
///
/// # Panics
/// When the server does anything else.
pub fn bad_limits(binary: impl AsRef<Path>) {
    let binary = binary.as_ref();
    for setting in ["max_users=0", "login_timeout=0", "login_timeout=1.5", "sendq=1", "sendq=1M"] {
        let key = setting.split('=').next().unwrap_or_default();
        refused(binary, &[setting], 2, &[&format!("error: bad value for {key}"), "whole number"]);
    }
}

/// An argument that is not UTF-8 is refused like any other.
///
/// # Panics
/// When the server does anything else.
#[cfg(unix)]
pub fn not_utf8(binary: impl AsRef<Path>) {
    use std::os::unix::ffi::OsStrExt;

    let binary = binary.as_ref();
    let bad = OsStr::from_bytes(b"\xff\xfe");
    refused(binary, &[bad], 2, &["error: ", "HOST:PORT"]);
    refused(binary, &[OsStr::new("127.0.0.1:0"), bad], 2, &["error: unexpected argument", "ADDR"]);
}

/// Runs the binary to its end: nothing on stdout, and on stderr one line that starts with the
/// first and contains the others of `expected`.
pub(crate) fn refused(
    binary: impl AsRef<Path>,
    arguments: &[impl AsRef<OsStr>],
    status: i32,
    expected: &[&str],
) {
    let output = run_to_exit(binary, arguments);
    let shown: Vec<&OsStr> = arguments.iter().map(AsRef::as_ref).collect();
    let stderr = String::from_utf8_lossy(&output.stderr);
    let line = stderr.strip_suffix('\n').unwrap_or("");
    assert!(
        !line.is_empty() && !line.chars().any(|c| c.is_control() || c == '\u{202e}'),
        "{shown:?} is not answered by one line of text but by {stderr:?}"
    );
    assert!(
        expected.iter().enumerate().all(|(n, part)| match n {
            0 => line.starts_with(part),
            _ => line.contains(part),
        }),
        "{shown:?} is answered by {line:?}, which does not name {expected:?}"
    );
    assert_eq!(output.status.code(), Some(status), "{shown:?} is answered by {line:?}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "", "{shown:?} prints to stdout");
}
