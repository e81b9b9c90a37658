//? error: lifetime may not live long enough
struct ReadBuffer {
    bytes: Vec<u8>,
    start: usize,
}

struct Frames<'a> {
    buffer: &'a mut ReadBuffer,
}

impl<'a> Iterator for Frames<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let unread = &self.buffer.bytes[self.buffer.start..];
        let length = unread.iter().position(|&byte| byte == b'\n')?;
        self.buffer.start += length + 1;
        Some(&unread[..length])
    }
}

fn main() {
    let mut buffer = ReadBuffer { bytes: b"one\ntwo\nthr".to_vec(), start: 0 };
    println!("{:?}", Frames { buffer: &mut buffer }.next());
}
