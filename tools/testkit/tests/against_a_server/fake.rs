//! The server: greets, echoes, and misbehaves on request.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process;
use std::thread;
use std::time::Duration;

/// `mode=mute` never says where it listens, `mode=exit` ends at once.
pub fn serve(settings: &[String]) {
    eprintln!("log: settings {settings:?}");
    match settings.first().map(String::as_str) {
        Some("mode=mute") => {
            println!("good morning");
            thread::sleep(Duration::from_mins(1));
        }
        Some("mode=exit") => {
            eprintln!("error: out of paper");
            process::exit(2);
        }
        _ => {}
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    println!("listening on {}", listener.local_addr().unwrap());
    println!("second line");
    for stream in listener.incoming() {
        let stream = stream.unwrap();
        thread::spawn(move || talk(&stream));
    }
}

fn talk(stream: &TcpStream) {
    let mut socket = stream;
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    write(socket, "* Enter your username:\n");
    let name = lines.next().unwrap_or_default();
    write(socket, &format!("* Welcome, {name}!\n"));
    for line in lines.by_ref() {
        match line.as_str() {
            "/half" => {
                write(socket, "half a ");
                thread::sleep(Duration::from_millis(80));
                write(socket, "line\n");
            }
            "/cut" => {
                write(socket, "cut o");
                return;
            }
            "/twice" => write(socket, "<x> twice\n<x> twice\n"),
            "/panic" => panic!("on request"),
            "/exit" => process::exit(3),
            "/deaf" => thread::sleep(Duration::from_mins(1)),
            "/binary" => socket.write_all(b"\xff\n").unwrap(),
            "/bye" => return,
            _ => write(socket, &format!("<{name}> {line}\n")),
        }
    }
    // Lets a test see the difference between a reset and a clean end.
    let mut rest = Vec::new();
    if socket.read_to_end(&mut rest).is_err() {
        eprintln!("log: {name} was reset");
    }
}

/// A client that has gone does not matter here.
fn write(mut socket: &TcpStream, text: &str) {
    if let Err(error) = socket.write_all(text.as_bytes()) {
        eprintln!("log: cannot write: {error}");
    }
}
