//? error: E0502
struct Frame<'a>(&'a [u8]);

struct Connection<'a> {
    buffer: Vec<u8>,
    last: Option<Frame<'a>>,
}

fn main() {
    let mut connection = Connection { buffer: b"hello\n".to_vec(), last: None };
    connection.last = Some(Frame(&connection.buffer[..5]));
    connection.buffer.clear();
    println!("{:?}", connection.last.map(|frame| frame.0.len()));
}
