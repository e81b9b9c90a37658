//? error: E0207
struct ReadBuffer {
    bytes: Vec<u8>,
    start: usize,
}

impl<'a> Iterator for ReadBuffer {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let unread = &self.bytes[self.start..];
        let length = unread.iter().position(|&byte| byte == b'\n')?;
        self.start += length + 1;
        Some(&unread[..length])
    }
}

fn main() {
    let mut lines = ReadBuffer { bytes: b"one\ntwo\nthr".to_vec(), start: 0 };
    println!("{:?}", lines.next());
}
