//? show: Command, main
#![expect(dead_code, reason = "only its size matters")]

enum Command<'a> {
    Help,
    Join { room: &'a str },
    Msg { to: &'a str, text: &'a str },
    Quit,
}

fn main() {
    println!("two borrowed texts: {} bytes", size_of::<(&str, &str)>());
    println!("a command: {} bytes", size_of::<Command>());
}
