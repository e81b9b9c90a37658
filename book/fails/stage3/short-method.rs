//? error: E0515
struct Frame<'a>(&'a [u8]);

impl<'a> Frame<'a> {
    fn bytes(&self) -> &[u8] {
        self.0
    }
}

fn first_line(buffer: &[u8]) -> &[u8] {
    let end = buffer.iter().position(|&byte| byte == b'\n');
    let frame = Frame(&buffer[..end.unwrap_or(0)]);
    frame.bytes()
}

fn main() {
    println!("{} bytes", first_line(b"hello\nhow are").len());
}
