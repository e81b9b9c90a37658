//? error: E0282
use stage1_tcp::ChatError;

fn greet(line: &str) -> Result<String, ChatError> {
    let name = line.try_into()?;
    Ok(name.to_string())
}

fn main() {}
