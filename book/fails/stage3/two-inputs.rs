//? error: E0106
/// The line without what it ends with.
fn without(line: &str, ending: &str) -> &str {
    line.strip_suffix(ending).unwrap_or(line)
}

fn main() {
    println!("{}", without("hello\r", "\r"));
}
