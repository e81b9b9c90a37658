//? error: E0106
/// A line as it was sent, without its terminator.
struct Frame(&[u8]);

fn main() {
    let buffer = *b"hello\nhow are";
    let frame = Frame(&buffer[..5]);
    println!("{} bytes", frame.0.len());
}
