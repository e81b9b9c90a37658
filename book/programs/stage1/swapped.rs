fn message(name: &str, line: &str) -> String {
    format!("<{name}> {line}")
}

fn main() {
    let name = "alice";
    let line = "meet me at nine";
    println!("{}", message(name, line));
    println!("{}", message(line, name));
}
