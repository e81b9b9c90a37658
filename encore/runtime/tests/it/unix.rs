//! Unix sockets, against those of the standard library.

use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::net::UnixStream as BlockingUnixStream;

use crate::common::run;
use runtime::net::{UnixListener, UnixStream};

#[test]
fn unix_sockets_do_the_same() {
    run(2, async {
        let path = std::env::temp_dir().join(format!("runtime-test-{}.sock", std::process::id()));
        let listener = UnixListener::bind(&path).unwrap();
        assert_eq!(listener.local_addr().unwrap().as_pathname(), Some(path.as_path()));
        let connecting = path.clone();
        let blocking = std::thread::spawn(move || {
            let mut stream = BlockingUnixStream::connect(connecting).unwrap();
            stream.write_all(b"hi").unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            answer
        });
        let (stream, _) = listener.accept().await.unwrap();
        let (mut reader, mut writer) = stream.into_split();
        let mut buffer = [0; 8];
        assert_eq!(reader.read(&mut buffer).await.unwrap(), 2);
        writer.write_all(b"there").await.unwrap();
        drop(writer);
        assert_eq!(blocking.join().unwrap(), "there");
        let mut client = UnixStream::connect(&path).await.unwrap();
        let (mut served, _) = listener.accept().await.unwrap();
        client.write_all(b"x").await.unwrap();
        assert_eq!(served.read(&mut buffer).await.unwrap(), 1);
        std::fs::remove_file(&path).unwrap();
        assert_eq!(UnixStream::connect(&path).await.unwrap_err().kind(), ErrorKind::NotFound);
        let (mut one, mut other) = UnixStream::pair().unwrap();
        one.write_all(b"y").await.unwrap();
        assert_eq!(other.read(&mut buffer).await.unwrap(), 1);
    });
}
