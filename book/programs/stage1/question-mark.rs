use std::io;

#[derive(Debug)]
enum ChatError {
    Io(io::Error),
}

impl From<io::Error> for ChatError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

fn write() -> Result<(), io::Error> {
    Err(io::ErrorKind::BrokenPipe.into())
}

fn short() -> Result<(), ChatError> {
    write()?;
    Ok(())
}

fn spelled_out() -> Result<(), ChatError> {
    match write() {
        Ok(()) => {}
        Err(error) => return Err(ChatError::from(error)),
    }
    Ok(())
}

fn main() {
    for result in [short(), spelled_out()] {
        if let Err(ChatError::Io(error)) = result {
            println!("{error}");
        }
    }
}
