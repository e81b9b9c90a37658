//? error: E0515
/// The text without characters that act on a terminal.
fn visible(text: &str) -> &str {
    if text.contains(char::is_control) {
        &text.replace(char::is_control, "")
    } else {
        text
    }
}

fn main() {
    println!("{}", visible("\u{1b}[31mred"));
}
