//! `workshop bench`: tables and plots of known results, and runs of a program that plays `load`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use roxmltree::{Document, Node};
use tempfile::TempDir;

fn bench(args: &[&str], out: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_workshop"));
    command.arg("bench").args(args).arg("--out").arg(out);
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("there is room")
}

/// A file of the folder, with blanks that may be broken.
fn read(folder: &Path, name: &str) -> String {
    let text = fs::read_to_string(folder.join(name));
    text.unwrap_or_else(|error| panic!("{name}: {error}")).replace('\u{a0}', " ")
}

/// Tables and plots of `tests/fixtures/results.json`.
fn of_fixture() -> TempDir {
    let out = folder();
    let Output { status, stderr, .. } =
        bench(&["--from", "tests/fixtures/results.json"], out.path()).output().expect("it runs");
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    out
}

fn has_class(node: &Node, class: &str) -> bool {
    node.attribute("class").is_some_and(|all| all.split(' ').any(|one| one == class))
}

#[test]
fn tables_have_medians_ranges_and_ratios_of_each_round() {
    let out = of_fixture();
    let text = read(out.path(), "results.md");
    for line in [
        // 20, 24, 22 beside 10, 8, 11: the ratios are 2, 3, 2, that of the medians would be 2.2.
        "| stage6 | 22 M [20 M – 24 M] | 2 [2 – 3] | 10 M | 20 MiB | 0 |  |",
        "| nats | 10 M [8 M – 11 M] | 1 | 10 M | 20 MiB | 0 |  |",
        "| 100 | stage6 | 11 M [10 M – 12 M] | 2 [2 – 3] | 10 M | 20 MiB | 0 |  |",
        "| stage6 | 310 µs [300 µs – 320 µs] | 0.78 [0.75 – 0.8] | 1.24 ms [1.2 ms – 1.28 ms] |",
        "A CPU & Co; 2 cores; 4.0 GiB; An OS; Linux 6.1; rustc 1.95.0; nats-server: v2.9.10",
        "`load storm --clients 4000` (for stage5 `load storm --clients 2000`)",
    ] {
        assert!(text.contains(line), "{line}\n\nis not in\n\n{text}");
    }
}

#[test]
fn what_failed_is_in_the_tables_as_what_it_is() {
    let out = of_fixture();
    let text = read(out.path(), "results.md");
    let line = "| stage5 | 13 M [12 M – 14 M] | 1.2 [1.1 – 1.4] | 9.9 M [9.8 M – 10 M] | 20 MiB \
                | 1 % | disconnected clients: 1; 1 of 3 runs failed; the server died \\| twice |";
    assert!(text.contains(line), "{text}");
    // It was asked for less than the others, so there is nothing to compare.
    assert!(text.contains("| stage5 | 3.5 s [3 s – 4 s] | – |"), "{text}");
}

#[test]
fn targets_are_judged_by_medians() {
    let out = of_fixture();
    let text = read(out.path(), "results.md");
    for line in [
        "| stage5 | ✗ 1.25 × nats (≥ 1.5) | – | ✗ 0.77 %, 1 of 6 runs failed \
         | ✓ 2000 in 3.5 s (≤ 5 s) | – | – | ✓ 20 MiB (≤ 64 MiB) |",
        "| stage6 | ✗ 2 × nats (≥ 2.5) | – | ✓ 0 | ✗ 4000 in 2.2 s (≤ 2 s) | – \
         | ✓ 0.775 × nats (≤ 1) | ✓ 20 MiB (≤ 64 MiB) |",
    ] {
        assert!(text.contains(line), "{line}\n\nis not in\n\n{text}");
    }
}

#[test]
fn plots_show_the_medians() {
    let out = of_fixture();
    let text = read(out.path(), "burst-100.svg");
    let document = Document::parse(&text).expect("it is XML");
    let bars = document.descendants().filter(|node| has_class(node, "bar"));
    let widths: Vec<f64> = bars
        .map(|bar| bar.attribute("width").and_then(|width| width.parse().ok()).expect("a width"))
        .collect();
    let ratios = [widths[0] / widths[2], widths[1] / widths[2]];
    assert!((ratios[0] - 1.3).abs() < 0.01 && (ratios[1] - 2.2).abs() < 0.01, "{widths:?}");
    assert!(text.contains(">22 M  ·  2 × nats<"), "{text}");
    for name in ["paced.svg", "clients.svg"] {
        let text = read(out.path(), name);
        let document = Document::parse(&text).expect("it is XML");
        let names = document.descendants().filter(|node| has_class(node, "name"));
        let names: Vec<&str> = names.filter_map(|node| node.text()).collect();
        assert_eq!(names, ["stage6", "nats"], "{name}");
    }
}

#[test]
fn mistakes_are_told_in_a_line() {
    let out = folder();
    for (args, said, code) in [
        (&["--servers", "stage9"][..], "error: no server 'stage9': expected one of stage5, ", 2),
        (&["--with", "stage5"], "error: no server 'stage5': expected one of floor, nats", 2),
        (&["--from", "no/such/file"], "error: cannot read no/such/file: ", 1),
        (&["--from", "Cargo.toml"], "error: Cargo.toml is no results.json: ", 1),
    ] {
        let Output { status, stderr, .. } = bench(args, out.path()).output().expect("it runs");
        let stderr = String::from_utf8_lossy(&stderr);
        assert!(stderr.starts_with(said) && stderr.lines().count() == 1, "{stderr}");
        assert_eq!(status.code(), Some(code), "{args:?}");
    }
}

/// A program in place of `load`. It writes down what it was asked, and sleeps as long as its
/// folder is there when its third run comes, if it is called `sleepy`.
#[cfg(unix)]
fn fake_load(folder: &Path, name: &str) -> std::path::PathBuf {
    use std::os::unix::fs::PermissionsExt;

    let path = folder.join(name);
    let script = r#"#!/bin/sh
folder=$(dirname "$0")
echo "$*" >>"$folder/asked"
for server in "$@"; do :; done
while [ "$0" = "$folder/sleepy" ] && [ "$(wc -l 2>/dev/null <"$folder/asked")" -ge 3 ]; do sleep 0.1; done
if [ "$server" = floor ]; then
    echo "error: the floor gave way" >&2
    exit 1
fi
echo "{\"mode\":\"$1\",\"server\":\"$server\",\"delivered\":3000000,\"wall_s\":1.5,\"per_cpu_s\":2e6}"
"#;
    fs::write(&path, script).expect("the folder can be written to");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it can be run");
    path
}

#[cfg(unix)]
#[test]
fn runs_are_interleaved_and_one_that_fails_does_not_lose_the_others() {
    let folder = folder();
    let load = fake_load(folder.path(), "load");
    let out = folder.path().join("out");
    let args = ["--servers=stage5,stage6", "--with=floor", "--rounds=2", "--quick"];
    let output = bench(&args, &out).arg("--load-binary").arg(load).output().expect("it runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    assert!(stderr.contains("[36/36] round 2 of 2 (about "), "{stderr}");
    assert!(stderr.contains("12 of 36 runs failed; the tables say which"), "{stderr}");

    let asked = read(folder.path(), "asked");
    let last = |line: &str| line.rsplit(' ').next().unwrap_or_default().to_owned();
    let servers: Vec<String> = asked.lines().map(last).collect();
    assert_eq!(servers.len(), 36);
    assert!(servers.chunks(3).all(|three| three == ["stage5", "stage6", "floor"]), "{servers:?}");
    assert!(
        asked.starts_with(
            "burst --clients 10 --messages 50 --size 32 --rooms 1 --rounds 1 --json -"
        )
    );

    let json = read(&out, "results.json");
    assert_eq!(json.matches("\"per_cpu_s\": 2000000.0").count(), 24);
    let tables = read(&out, "results.md");
    assert!(tables.contains("**A quick run"), "{tables}");
    assert!(tables.contains("| stage6 | 2 M | 2 M | – | 0 |  |"), "{tables}");
    assert!(
        tables.contains("| floor | – | – | – | – | 2 of 2 runs failed; the floor gave way |"),
        "{tables}"
    );
    assert!(read(&out, "burst-100.svg").contains(">failed: the floor gave way<"));
}

#[cfg(unix)]
#[test]
fn what_was_measured_survives_the_end_of_the_program() {
    use std::process::Stdio;
    use std::time::{Duration, Instant};

    let folder = folder();
    let load = fake_load(folder.path(), "sleepy");
    let out = folder.path().join("out");
    let mut command = bench(&["--servers=stage6", "--quick"], &out);
    let mut child =
        command.arg("--load-binary").arg(load).stderr(Stdio::null()).spawn().expect("it runs");
    let asked = || fs::read_to_string(folder.path().join("asked")).unwrap_or_default();
    let started = Instant::now();
    while asked().lines().count() < 3 {
        assert!(started.elapsed() < Duration::from_secs(30), "the third run does not come");
        std::thread::sleep(Duration::from_millis(10));
    }
    child.kill().expect("it can be ended");
    child.wait().expect("it has ended");

    let results = out.join("results.json");
    let args = ["--from", results.to_str().expect("the path is text")];
    let output = bench(&args, &out).output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tables = read(&out, "results.md");
    assert_eq!(tables.matches("\n| stage6 | 2 M |").count(), 2, "{tables}");
}

#[cfg(unix)]
#[test]
fn a_plot_names_the_points_that_it_lacks() {
    let folder = folder();
    let load = fake_load(folder.path(), "load");
    let out = folder.path().join("out");
    let args = ["--servers=stage6", "--with=floor", "--suite=clients", "--quick"];
    let output = bench(&args, &out).arg("--load-binary").arg(load).output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = read(&out, "clients.svg");
    assert!(text.contains("All runs failed: floor at 5, floor at 10, floor at 20."), "{text}");
}

#[cfg(unix)]
#[test]
fn without_a_single_run_the_bench_has_failed() {
    let folder = folder();
    let out = folder.path().join("out");
    let args = ["--servers=stage6", "--quick", "--load-binary", "/no/such/program"];
    let output = bench(&args, &out).output().expect("it runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr.ends_with("error: every run failed\n"), "{stderr}");
    assert!(read(&out, "results.md").contains("cannot start /no/such/program: "));
}
