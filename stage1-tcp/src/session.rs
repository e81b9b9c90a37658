//! What the server does with the lines of one client.

use std::net::TcpStream;

use crate::connection::Connection;
use crate::error::ChatError;
use crate::login::Greeting;
use crate::types::UserName;

/// A client that takes part in the chat.
pub struct Chatting {
    name: UserName,
}

/// Serves one client from the greeting to the end of the connection.
pub fn serve(socket: TcpStream) -> Result<(), ChatError> {
    let mut connection = Connection::open(socket)?;
    let ended = converse(&mut connection);
    if let Err(error) = &ended {
        connection.write(&error.line())?;
    }
    connection.close();
    ended
}

fn converse(connection: &mut Connection) -> Result<(), ChatError> {
    match Greeting::new().ask_name(connection)? {
        Some(chatting) => chatting.handle_lines(connection),
        None => Ok(()),
    }
}

impl Chatting {
    pub fn new(name: UserName) -> Self {
        Self { name }
    }

    /// Handles what the client sends until it leaves.
    fn handle_lines(&self, connection: &mut Connection) -> Result<(), ChatError> {
        let name = &self.name;
        connection.write(&format!("* Welcome, {name}!\n"))?;
        while let Some(line) = connection.read()? {
            if !line.trim().is_empty() {
                connection.write(&format!("<{name}> {line}\n"))?;
            }
        }
        Ok(())
    }
}
